"""Drawing the screen without asking widgets for what nobody sees of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from textual._compositor import Compositor, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class SparingCompositor(Compositor):
    """A compositor that renders of each widget only what is drawn and not behind another widget.

    Textual's own renders, for a single letter, all lines of every widget in the same scrolling container:
    half of the time from a key to its echo in a form. And it cuts the lines of every container, most
    of them wholly covered, into as many strips as there are widgets beside each other; each takes more than
    1 KB, and is kept, also when the form that it is of is out of sight. There is no public way to say so;
    ``pyproject.toml`` bounds the version, and a test compares what both draw.
    """

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Find out where everything is, and forget how that looked which is no longer anywhere."""
        before = self._full_map
        result = super().reflow(parent, size)
        for widget in before.keys() - self._full_map.keys():  # scroll bars, too
            widget._set_dirty()
            widget._render_cache = widget._render_cache._replace(lines=[])
        return result

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        # A line of the screen consists of chops, from each cut to the next: a widget covers one wholly or not
        # at all. Widgets come from the front to the back.
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        open_chops = {
            y: [
                (start, end)
                for start, end in zip(self.cuts[y], self.cuts[y][1:], strict=False)
                if start < crop.right and end > crop.x
            ]
            for y in crop.line_range
            if is_rendered_line(y)
        }
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            left, right = shown.column_span
            lines = [
                y
                for y in shown.line_range
                if any(left <= start < right for start, _ in open_chops.get(y, ()))
            ]
            if not lines:
                continue
            first = lines[0]
            band = Region(shown.x, first, shown.width, lines[-1] + 1 - first)
            strips = widget.render_lines(band.translate(-region.offset))
            for y in lines:
                strip, still_open = strips[y - first], []
                for start, end in open_chops[y]:
                    if left <= start < right and end - left <= strip.cell_length:
                        chops[y][start] = strip.crop(start - left, end - left)
                    else:
                        still_open.append((start, end))
                open_chops[y] = still_open
        return cast("Sequence[Mapping[int, Strip]]", chops)
