"""Bindings of the arrow keys to move between fields and buttons, and of Space to press a button."""

from typing import Final

from textual.binding import Binding, BindingType

ARROWS: Final[list[BindingType]] = [
    Binding("up,left", "app.focus_previous", "Field before", show=False, id="arrows.previous"),
    Binding("down,right", "app.focus_next", "Next field", show=False, id="arrows.next"),
    Binding("space", "app.press", "Press button", show=False, id="arrows.press"),
]
"""For containers of fields or buttons; they apply if the focused widget does not use these keys itself."""
