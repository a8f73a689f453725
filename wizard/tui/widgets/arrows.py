"""The arrow keys between fields and buttons, and Space on a button, as Enter there is."""

from typing import Final

from textual.binding import Binding, BindingType

ARROWS: Final[list[BindingType]] = [
    Binding("up,left", "app.focus_previous", "Field before", show=False, id="arrows.previous"),
    Binding("down,right", "app.focus_next", "Next field", show=False, id="arrows.next"),
    Binding("space", "app.press", "Press button", show=False, id="arrows.press"),
]
"""For what holds fields or buttons, where the widget in focus has no use for these keys itself.

What takes the focus scrolls into sight by itself.
"""
