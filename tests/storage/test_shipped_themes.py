"""The themes that come with the wizard can be read in every part of the screen, by every eye."""

import tomllib
from dataclasses import fields
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import Theme
from textual.widgets import Button, Checkbox, DataTable, Footer, Input, OptionList, TextArea

from wizard.storage.locations import builtin_folder

READABLE = 4.5
"""Least contrast of text by WCAG 2.2, success criterion 1.4.3 (AA)."""

BEST_READABLE = 7.0
"""Least contrast of text by WCAG 2.2, success criterion 1.4.6 (AAA)."""

PATHS = sorted(builtin_folder("themes").glob("*.toml"))
WITH_OWN_COLOURS = [path for path in PATHS if path.stem != "terminal"]
MEMBERS = {field.name for field in fields(Theme)} | {"title"}
COLOURS = (
    "primary secondary accent foreground background surface panel success warning error".split()  # noqa: SIM905
)

GROUNDS = ("background", "surface", "panel")
TEXTS = (
    "foreground",
    "foreground-muted",
    "foreground-disabled",
    "text",
    "text-muted",
    "text-disabled",
    "primary",
    "secondary",
    "accent",
    "success",
    "warning",
    "error",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
    "link-color",
    "button-foreground",
    "footer-foreground",
    "footer-key-foreground",
    "footer-description-foreground",
    "markdown-h1-color",
    "markdown-h4-color",
    "markdown-h6-color",
)
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("screen-selection-foreground", "screen-selection-background"),
    ("footer-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("link-color-hover", "link-background-hover"),
    ("button-color-foreground", "primary"),
    ("button-color-foreground", "success"),
    ("button-color-foreground", "warning"),
    ("button-color-foreground", "error"),
    ("text-primary", "primary-muted"),
    ("text-success", "success-muted"),
    ("text-warning", "warning-muted"),
    ("text-error", "error-muted"),
    ("foreground", "panel-lighten-1"),
    ("foreground", "surface-lighten-1"),
)

# Machado, Oliveira and Fernandes 2009, severity 1.0: what is left of linear light.
EYES = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def content(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def theme(path: Path) -> Theme:
    values = content(path)
    del values["title"]
    return Theme(**values)


def linear(channel: int) -> float:
    """Light of a channel of sRGB, from 0 to 1."""
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG defines it."""
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio as WCAG defines it, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def on(text: str, ground: Color) -> Color:
    """What the eye meets where a text of some colour stands on a ground."""
    if text.startswith("auto "):
        return ground + ground.get_contrast_text(float(text.removeprefix("auto ").rstrip("%")) / 100)
    return ground + Color.parse(text)


def lab(light: tuple[float, float, float]) -> tuple[float, float, float]:
    """Linear sRGB as CIE L*a*b*, under D65."""
    r, g, b = (min(max(channel, 0.0), 1.0) for channel in light)
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: Color, eye: str | None) -> tuple[float, float, float]:
    """A colour in CIE L*a*b*, as an eye sees it."""
    light = (linear(colour.r), linear(colour.g), linear(colour.b))
    if eye is not None:
        r, g, b = (sum(a * v for a, v in zip(row, light, strict=True)) for row in EYES[eye])
        light = (r, g, b)
    return lab(light)


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color.parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_there_is_one_for_everybody() -> None:
    names = {path.stem for path in PATHS}
    assert len(names) >= 8
    assert {"dark", "light", "high-contrast", "deuteranopia", "tritanopia", "terminal"} <= names


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_it_is_a_theme_of_textual(path: Path) -> None:
    values = content(path)
    assert set(values) <= MEMBERS
    assert values["name"] == path.stem
    assert 0 < len(values["title"]) <= 20
    assert isinstance(values["dark"], bool)
    assert set(COLOURS) <= set(values)
    made = theme(path)
    known = made.to_color_system().generate()
    assert set(made.variables) <= set(known), "a variable that nothing reads"


@pytest.mark.parametrize("path", WITH_OWN_COLOURS, ids=lambda path: path.stem)
def test_all_text_can_be_read(path: Path) -> None:
    colours = theme(path).to_color_system().generate()
    least = BEST_READABLE if path.stem == "high-contrast" else READABLE
    pairs = [*PAIRS, *((text, ground) for text in TEXTS for ground in GROUNDS)]
    poor = {}
    for text, behind in pairs:
        for below in GROUNDS:
            ground = Color.parse(colours[below]) + Color.parse(colours[behind])
            if (ratio := contrast(on(colours[text], ground), ground)) < least:
                poor[text, behind] = round(ratio, 2)
    assert poor == {}


@pytest.mark.parametrize("path", WITH_OWN_COLOURS, ids=lambda path: path.stem)
def test_a_dark_theme_is_dark_and_a_light_one_light(path: Path) -> None:
    values = content(path)
    assert (luminance(Color.parse(values["background"])) < 0.5) == values["dark"]


@pytest.mark.parametrize(
    ("name", "eye"),
    [("deuteranopia", "deuteranopia"), ("tritanopia", "tritanopia")]
    + [(path.stem, None) for path in WITH_OWN_COLOURS],
)
def test_good_doubtful_and_wrong_are_told_apart_by_the_eye_that_it_is_for(name: str, eye: str | None) -> None:
    values = content(builtin_folder("themes") / f"{name}.toml")
    meanings = {
        meaning: seen(Color.parse(values[meaning]), eye) for meaning in ("success", "warning", "error")
    }
    for one, other in combinations(meanings, 2):
        distance = sum((a - b) ** 2 for a, b in zip(meanings[one], meanings[other], strict=True)) ** 0.5
        assert distance >= 25, (one, other)


def test_the_terminals_own_colours_are_left_to_the_terminal() -> None:
    values = content(builtin_folder("themes") / "terminal.toml")
    assert values["ansi"] is True
    assert all(values[colour].startswith("ansi_") for colour in COLOURS)
    assert values["background"] == values["foreground"] == "ansi_default"


class Everything(App[None]):
    """The widgets that a theme has to dress."""

    def compose(self) -> ComposeResult:
        yield Input(placeholder="a name")
        yield TextArea("{}")
        yield Checkbox("a box")
        yield OptionList("one", "two")
        yield DataTable()
        for variant in ("default", "primary", "success", "warning", "error"):
            yield Button(variant, variant=variant)
        yield Footer()


async def test_an_app_can_wear_each_of_them() -> None:
    app = Everything()
    async with app.run_test() as pilot:
        for path in PATHS:
            app.register_theme(theme(path))
            app.theme = path.stem
            await pilot.press("tab")
            await pilot.pause()
            assert app.current_theme.name == path.stem
            assert path.stem == "terminal" or app.export_screenshot()
