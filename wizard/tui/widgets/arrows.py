"""The arrow keys between fields and buttons, where the widget in focus has no use for them itself."""

from typing import Final

from textual.binding import Binding, BindingType

ARROWS: Final[list[BindingType]] = [
    Binding("up,left", "app.focus_previous", "Field before", show=False, id="arrows.previous"),
    Binding("down,right", "app.focus_next", "Next field", show=False, id="arrows.next"),
]
"""For what holds fields or buttons. What takes the focus scrolls into sight by itself."""
