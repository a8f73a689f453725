"""The built-in themes: valid for Textual, and readable."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from textual.color import Color
from textual.theme import Theme

from wizard.storage.locations import builtin_folder

PATHS = sorted(builtin_folder("themes").glob("*.toml"))
WITH_OWN_COLOURS = [path for path in PATHS if path.stem != "terminal"]
MEMBERS = {field.name for field in fields(Theme)} | {"title"}
COLOURS = {
    *("primary", "secondary", "accent", "foreground", "background", "surface", "panel", "success"),
    *("warning", "error"),
}
GROUNDS = ("background", "surface", "panel")
TEXTS = [
    *("foreground", "foreground-muted", "foreground-disabled", "text", "text-muted", "text-disabled"),
    *("primary", "secondary", "accent", "success", "warning", "error", "link-color", "button-foreground"),
    *(f"text-{name}" for name in ("primary", "secondary", "accent", "success", "warning", "error")),
    *("footer-foreground", "footer-key-foreground", "footer-description-foreground"),
    *("markdown-h1-color", "markdown-h4-color", "markdown-h6-color"),
]
PAIRS = [
    *((f"{each}-foreground", f"{each}-background") for each in ("block-cursor", "block-cursor-blurred")),
    *((f"{each}-foreground", f"{each}-background") for each in ("input-cursor", "input-selection")),
    *((f"{each}-foreground", f"{each}-background") for each in ("screen-selection", "footer")),
    *(("button-color-foreground", each) for each in ("primary", "success", "warning", "error")),
    *((f"text-{each}", f"{each}-muted") for each in ("primary", "success", "warning", "error")),
    *(("foreground", "panel-lighten-1"), ("foreground", "surface-lighten-1")),
    *(("footer-key-foreground", "footer-background"), ("link-color-hover", "link-background-hover")),
]


def content(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def theme(path: Path) -> Theme:
    values = content(path)
    del values["title"]
    return Theme(**values)


def luminance(colour: Color) -> float:
    """The relative luminance as WCAG defines it."""
    channels = [channel / 255 for channel in (colour.r, colour.g, colour.b)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio as WCAG defines it, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def blend(text: str, ground: Color) -> Color:
    """The color that is seen where a text is on a ground."""
    if text.startswith("auto "):
        return ground + ground.get_contrast_text(float(text.removeprefix("auto ").rstrip("%")) / 100)
    return ground + Color.parse(text)


def test_contrast_is_measured_as_in_wcag() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_is_a_valid_theme(path: Path) -> None:
    values = content(path)
    assert COLOURS <= set(values) <= MEMBERS
    assert values["name"] == path.stem
    assert 0 < len(values["title"]) <= 20
    made = theme(path)
    assert set(made.variables) <= set(made.to_color_system().generate()), "a variable that nothing reads"
    if path.stem == "terminal":
        assert values["ansi"] is True
        assert all(values[colour].startswith("ansi_") for colour in COLOURS)
    else:
        assert (luminance(Color.parse(values["background"])) < 0.5) == values["dark"]


@pytest.mark.parametrize("path", WITH_OWN_COLOURS, ids=lambda path: path.stem)
def test_all_text_is_readable(path: Path) -> None:
    """WCAG 2.2: criterion 1.4.3 (AA), for the theme of high contrast 1.4.6 (AAA)."""
    colours = theme(path).to_color_system().generate()
    least = 7.0 if path.stem == "high-contrast" else 4.5
    poor = {}
    for text, behind in [*PAIRS, *((text, ground) for text in TEXTS for ground in GROUNDS)]:
        for below in GROUNDS:
            ground = Color.parse(colours[below]) + Color.parse(colours[behind])
            if (ratio := contrast(blend(colours[text], ground), ground)) < least:
                poor[text, behind] = round(ratio, 2)
    assert poor == {}


@pytest.mark.parametrize("name", ["deuteranopia", "tritanopia"])
def test_error_and_success_differ_without_red_and_green_or_blue_and_yellow(name: str) -> None:
    values = content(builtin_folder("themes") / f"{name}.toml")
    error, success = Color.parse(values["error"]), Color.parse(values["success"])
    told_apart = ("b",) if name == "deuteranopia" else ("r", "g")
    assert max(abs(getattr(error, part) - getattr(success, part)) for part in told_apart) >= 60
