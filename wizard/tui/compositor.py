"""Drawing a part of the screen without asking the widgets that are nowhere near it."""

from collections.abc import Iterable

from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip


class CroppingCompositor(Compositor):
    """A compositor that renders of each widget only the lines that are drawn anew.

    Textual's own renders, for a single letter, all lines of every widget in the same scrolling container,
    and then uses those of one: two thirds of the time from a key to its echo in a form. There is no public
    way to say so; ``pyproject.toml`` bounds the version, and a test compares what both draw.
    """

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if crop is None:
            yield from super()._get_renders(crop)
            return
        band = Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if not crop.overlaps(shown):
                continue
            drawn = shown.intersection(band)
            yield region, drawn, widget.render_lines(drawn.translate(-region.offset))
