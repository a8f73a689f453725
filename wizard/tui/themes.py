"""Themes as TOML files: a broken one is explained and passed over, and never stops anything."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from textual.color import Color, ColorParseError
from textual.theme import Theme

from wizard.errors import StorageError
from wizard.storage.files import read_bytes
from wizard.text import format_path

__all__ = ["NamedTheme", "load_themes"]

_COLORS: Final = (
    "primary",
    "secondary",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "boost",
    "warning",
    "error",
    "success",
)
_FLAGS: Final = ("dark", "ansi")
_NUMBERS: Final = ("luminosity_spread", "text_alpha")
_TEXTS: Final = ("name", "title")
_KNOWN: Final = (*_TEXTS, *_FLAGS, *_COLORS, *_NUMBERS, "variables")
_WORDS_OF_STYLES: Final = frozenset(
    {
        "none",
        "not",
        "bold",
        "b",
        "dim",
        "italic",
        "i",
        "underline",
        "u",
        "reverse",
        "strike",
        "blink",
        "overline",
    }
)
_AUTO: Final = frozenset({"text", "text-muted", "text-disabled", "link-color", "link-color-hover"})
"""Variables that may be ``auto``, as may those ending in ``-foreground``: they colour nothing but text."""

BROKEN: Final = "{file}: it is no TOML: {reason}."
UNKNOWN_FIELD: Final = "{file}: no theme has a field {field!r}; remove it."
MISSPELT_FIELD: Final = "{file}: no theme has a field {field!r}; did you mean {nearest!r}?"
MISSPELT_VARIABLE: Final = "{file}: no theme has a variable {field!r}; did you mean {nearest!r}?"
MISSING: Final = "{file}: {field!r} is missing; add it."
NO_COLOR: Final = '{file}: {field!r} is no color: {value!r}; write it like "#0178d4" or "rgb(1,120,212)".'
NO_VARIABLE_COLOR: Final = (
    "{file}: the variable {field!r} is no color: {value!r}; "
    'write it like "#0178d4" or, where it is not mixed any further, "#0178d4 30%" or "auto 87%".'
)
NO_TEXT_STYLE: Final = (
    '{file}: the variable {field!r} is no text style: {value!r}; write it like "bold" or "none".'
)
NO_TEXT: Final = "{file}: {field!r} must be a text, not {value!r}."
NO_FLAG: Final = "{file}: {field!r} must be true or false, not {value!r}."
NO_FRACTION: Final = "{file}: {field!r} must be a number from 0 to 1, not {value!r}."
NO_TABLE: Final = "{file}: {field!r} must be a table, [variables], not {value!r}."
TWICE: Final = "{file}: the theme {name!r} is also in {other}, which counts; give one of them another name."


@dataclass
class NamedTheme(Theme):
    """A theme with a title for people."""

    title: str = ""


def load_themes(folders: Iterable[Path]) -> tuple[dict[str, Theme], list[str]]:
    """Read all themes of some folders.

    Args:
        folders: Folders with a ``*.toml`` file for each theme; a theme of a later folder stands over one of
            the same name in an earlier folder. A folder that does not exist holds no themes.

    Returns:
        The themes by name, and what is wrong with the files that were passed over, in words.
    """
    themes: dict[str, Theme] = {}
    problems: list[str] = []
    for folder in folders:
        own: dict[str, Path] = {}
        for path in sorted(folder.glob("*.toml")):
            theme, wrong = _load(path)
            problems += wrong
            if theme is None:
                continue
            if theme.name in own:
                other = format_path(own[theme.name])
                problems.append(TWICE.format(file=format_path(path), name=theme.name, other=other))
                continue
            own[theme.name] = path
            themes[theme.name] = theme
    return themes, problems


def _load(path: Path) -> tuple[Theme | None, list[str]]:
    try:
        table = tomllib.loads(read_bytes(path).decode())
    except StorageError as error:
        return None, [str(error)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return None, [BROKEN.format(file=format_path(path), reason=error)]
    wrong = [template.format(file=format_path(path), **values) for template, values in _problems(table)]
    if wrong:
        return None, wrong
    known = {field.name for field in fields(NamedTheme)}
    theme = NamedTheme(**{name: value for name, value in table.items() if name in known})
    theme.title = theme.title or theme.name
    return theme, []


_Problem = tuple[str, dict[str, Any]]


def _problems(table: Mapping[str, Any]) -> list[_Problem]:
    """What is wrong with a theme: a template, and what to fill in."""
    found: list[_Problem] = [(MISSING, {"field": name}) for name in ("name", "primary") if name not in table]
    for name, value in table.items():
        about = {"field": name, "value": value}
        if name not in _KNOWN:
            nearest = get_close_matches(name, _KNOWN, n=1)
            template = MISSPELT_FIELD if nearest else UNKNOWN_FIELD
            found.append((template, {"field": name, "nearest": nearest[0] if nearest else ""}))
        elif name in _TEXTS and not (isinstance(value, str) and value.strip()):
            found.append((NO_TEXT, about))
        elif name in _FLAGS and not isinstance(value, bool):
            found.append((NO_FLAG, about))
        elif name in _NUMBERS and not _is_fraction(value):
            found.append((NO_FRACTION, about))
        elif name in _COLORS and not _is_color(value):
            found.append((NO_COLOR, about))
        elif name == "variables":
            found += _problems_of_variables(value) if isinstance(value, dict) else [(NO_TABLE, about)]
    return found


def _problems_of_variables(variables: Mapping[str, Any]) -> list[_Problem]:
    found: list[_Problem] = []
    for name, value in variables.items():
        about = {"field": name, "value": value}
        nearest = [] if name in _variables() else get_close_matches(name, _variables(), n=1, cutoff=0.85)
        if nearest:
            found.append((MISSPELT_VARIABLE, {"field": name, "nearest": nearest[0]}))
        elif name.endswith("text-style") or name.startswith("link-style"):
            if not (isinstance(value, str) and value.split() and set(value.split()) <= _WORDS_OF_STYLES):
                found.append((NO_TEXT_STYLE, about))
        elif not _is_variable_color(name, value):
            found.append((NO_VARIABLE_COLOR, about))
    return found


@cache
def _variables() -> frozenset[str]:
    """The variables that every theme has."""
    return frozenset(Theme(name="", primary="#000000").to_color_system().generate())


def _is_fraction(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1


def _is_color(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


def _is_variable_color(name: str, value: Any) -> bool:
    """Whether a stylesheet takes a value where it names the variable.

    It takes an opacity behind most colors, but not behind those that it gives one itself (``$primary 30%``),
    and ``auto`` only as the color of text.
    """
    if not isinstance(value, str) or not value.strip():
        return False
    color, _, opacity = value.strip().rpartition(" ")
    if not (color and opacity.endswith("%")):
        color, opacity = value.strip(), "100%"
    elif name.partition("-")[0] in _COLORS:
        return False
    if not opacity[:-1].replace(".", "", 1).isdigit():
        return False
    if color == "auto":
        return name in _AUTO or name.endswith("-foreground")
    return (color == "initial" and name == "link-background") or _is_color(color)
