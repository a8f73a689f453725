"""The built-in presets are valid and ask only for what only the user can know; the themes are readable."""

import re
from pathlib import Path

import pytest
from textual.color import Color

from wizard.catalog import load_builtin
from wizard.models.theme import COLORS
from wizard.storage.locations import builtin_folder
from wizard.storage.presets import PresetLibrary
from wizard.tui.themes import load_themes
from wizard.validation import Context, check

# -- presets

NAMES = sorted(path.stem for path in builtin_folder("presets").iterdir())


@pytest.fixture
def library(tmp_path: Path) -> PresetLibrary:
    return PresetLibrary(tmp_path / "user", builtin_folder("presets"))


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_preset(library: PresetLibrary, name: str) -> None:
    preset, catalog = library.load(name), load_builtin()
    assert preset.document["preset"]["name"] == name
    assert 0 < len(preset.title) <= 40
    assert 40 <= len(preset.header.description) <= 200 and preset.header.description.endswith(".")
    assert preset.header.tags and all(re.fullmatch(r"[a-z]+", tag) for tag in preset.header.tags)
    request = preset.document["request"]
    assert request["ImageId"] in catalog.images
    types = {request["InstanceType"], *(group.get("InstanceType") for group in request["Groups"].values())}
    assert types - {None, ""} <= set(catalog.instance_types)
    copy = library.save(name, preset.document["preset"], request)
    assert copy.read_bytes() == preset.path.read_bytes()
    for region in (None, *catalog.regions):
        findings = check(request, Context(region=region))
        assert {finding.rule for finding in findings} <= {"placeholder-left"}, "what only the user can know"


def test_the_presets(library: PresetLibrary) -> None:
    assert [entry.name for entry in library.list_all() if not entry.problem] == NAMES
    names = "smallest spot-farm genomics data-processing windows-rendering several-groups every-attribute"
    assert {*names.split()} <= set(NAMES)


# -- themes

FOLDER = builtin_folder("themes")
THEMES, PROBLEMS = load_themes([FOLDER])
COLOURS = set(COLORS) - {"boost"}
WITH_OWN_COLOURS = sorted(set(THEMES) - {"terminal"})
GROUNDS = ("background", "surface", "panel")
TEXTS = [
    *("foreground", "foreground-muted", "foreground-disabled", "text", "text-muted", "text-disabled"),
    *("primary", "secondary", "accent", "success", "warning", "error", "link-color", "button-foreground"),
    *(f"text-{name}" for name in ("primary", "secondary", "accent", "success", "warning", "error")),
    *("footer-foreground", "footer-key-foreground", "footer-description-foreground"),
    *("markdown-h1-color", "markdown-h4-color", "markdown-h6-color"),
]
PAIRS = [
    *(
        (f"{each}-foreground", f"{each}-background")
        for each in [
            "block-cursor",
            "block-cursor-blurred",
            "input-cursor",
            "input-selection",
            "screen-selection",
            "footer",
        ]
    ),
    *(("button-color-foreground", each) for each in ("primary", "success", "warning", "error")),
    *((f"text-{each}", f"{each}-muted") for each in ("primary", "success", "warning", "error")),
    *(("foreground", "panel-lighten-1"), ("foreground", "surface-lighten-1")),
    *(("footer-key-foreground", "footer-background"), ("link-color-hover", "link-background-hover")),
]


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


def test_the_themes_are_valid() -> None:
    assert PROBLEMS == []
    assert set(THEMES) == {path.stem for path in FOLDER.glob("*.toml")}
    assert all(getattr(theme, colour) for theme in THEMES.values() for colour in COLOURS)
    assert all(0 < len(theme.title) <= 20 for theme in THEMES.values())
    assert THEMES["terminal"].ansi is True
    assert all(getattr(THEMES["terminal"], colour).startswith("ansi_") for colour in COLOURS)


@pytest.mark.parametrize("name", WITH_OWN_COLOURS)
def test_all_text_is_readable(name: str) -> None:
    """WCAG 2.2: criterion 1.4.3 (AA), for the theme of high contrast 1.4.6 (AAA)."""
    theme = THEMES[name]
    assert theme.background and (luminance(Color.parse(theme.background)) < 0.5) == theme.dark
    colours = theme.to_color_system().generate()
    assert set(theme.variables) <= set(colours), "a variable that nothing reads"
    least = 7.0 if name == "high-contrast" else 4.5
    poor = {}
    for text, behind in [*PAIRS, *((text, ground) for text in TEXTS for ground in GROUNDS)]:
        for below in GROUNDS:
            ground = Color.parse(colours[below]) + Color.parse(colours[behind])
            if (ratio := contrast(blend(colours[text], ground), ground)) < least:
                poor[text, behind] = round(ratio, 2)
    assert poor == {}


@pytest.mark.parametrize("name", ["deuteranopia", "tritanopia"])
def test_error_and_success_differ_without_red_and_green_or_blue_and_yellow(name: str) -> None:
    error, success = (Color.parse(getattr(THEMES[name], each) or "") for each in ("error", "success"))
    told_apart = ("b",) if name == "deuteranopia" else ("r", "g")
    assert max(abs(getattr(error, part) - getattr(success, part)) for part in told_apart) >= 60
