"""Theme files. The front end checks whether a text is a colour."""

from typing import Annotated

from pydantic import AfterValidator, Field

from wizard.i18n import _
from wizard.models.stored import StoredModel


def _check_fraction(number: float) -> float:
    if not 0 <= number <= 1:
        raise ValueError(_("{number} is not a number from 0 to 1.").format(number=number))
    return number


Fraction = Annotated[float, AfterValidator(_check_fraction)]
Color = Annotated[str, "color"]
Text = Annotated[str, Field(pattern=r"\S")]


class ThemeContent(StoredModel):
    """The content of a theme file; the fields are those of Textual's themes, and a title.

    Attributes:
        ansi: Whether the colours are those of the terminal.
        variables: Variables of style sheets by name.
    """

    name: Text
    title: Text = ""
    dark: bool = True
    ansi: bool = False
    primary: Color
    secondary: Color = ""
    accent: Color = ""
    foreground: Color = ""
    background: Color = ""
    surface: Color = ""
    panel: Color = ""
    boost: Color = ""
    warning: Color = ""
    error: Color = ""
    success: Color = ""
    luminosity_spread: Fraction = 0.15
    text_alpha: Fraction = 0.95
    variables: dict[str, str] = {}


COLORS = tuple(name for name, info in ThemeContent.model_fields.items() if "color" in info.metadata)
"""The fields that are colours."""
