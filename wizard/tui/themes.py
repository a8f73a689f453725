"""Themes from TOML files. Invalid files are reported and ignored."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from textual.color import Color, ColorParseError
from textual.theme import Theme

from wizard.errors import StorageError
from wizard.i18n import _, join_label
from wizard.models.stored import InvalidContentError
from wizard.models.theme import COLORS, ThemeContent
from wizard.storage.files import read_bytes
from wizard.text import format_path

_STYLES = frozenset("none not bold b dim italic i underline u reverse strike blink overline".split())  # noqa: SIM905
_AUTO = frozenset({"text", "text-muted", "text-disabled", "link-color", "link-color-hover"})
"""Variables that may be ``auto``, as may those ending in ``-foreground``: they only colour text."""


@dataclass
class NamedTheme(Theme):
    """A theme with a title to display."""

    title: str = ""


def load_themes(folders: Iterable[Path]) -> tuple[dict[str, Theme], list[str]]:
    """Read all themes of some folders.

    Args:
        folders: Folders with a ``*.toml`` file for each theme; a theme of a later folder overrides one of the
            same name in an earlier folder. A folder that does not exist has no themes.

    Returns:
        The themes by name, and the problems of the files that were ignored.
    """
    themes: dict[str, Theme] = {}
    problems: list[str] = []
    for folder in folders:
        own: dict[str, Path] = {}
        for path in sorted(folder.glob("*.toml")):
            found = _load_theme(path)
            if isinstance(found, Theme) and found.name in own:
                message = _("The theme {name} is also in {other}, which is used. Rename one of them.")
                found = [message.format(name=found.name, other=format_path(own[found.name]))]
            if isinstance(found, Theme):
                own[found.name], themes[found.name] = path, found
            else:
                problems += [join_label(format_path(path), problem) for problem in found]
    return themes, problems


def _load_theme(path: Path) -> NamedTheme | list[str]:
    """Return the theme of a file, or its problems."""
    try:
        content = ThemeContent.parse(tomllib.loads(read_bytes(path).decode()))
    except InvalidContentError as error:
        return [message for _path, message in error.problems]
    except StorageError as error:
        return [str(error)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return [_("It is not valid TOML: {reason}.").format(reason=error)]
    if problems := [*_find_problems(content)]:
        return problems
    given = content.model_dump(exclude_unset=True)
    variables = {**_derive_scrollbar_colors(content), **content.variables}
    return NamedTheme(**{**given, "variables": variables, "title": content.title or content.name})


def _derive_scrollbar_colors(content: ThemeContent) -> dict[str, str]:
    """Return colors of scrollbars that match the borders; with Textual's defaults they may be invisible."""
    bar, ground = content.variables.get("border-blurred"), content.background
    if not bar or not ground:
        return {}
    active = content.variables.get("border", bar)
    grounds = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")
    return {
        "scrollbar": bar,
        "scrollbar-hover": active,
        "scrollbar-active": active,
        **dict.fromkeys((*grounds, "scrollbar-corner-color"), ground),
    }


def _find_problems(content: ThemeContent) -> Iterator[str]:
    for name in COLORS:
        if name in content.model_fields_set and not _is_color(value := getattr(content, name)):
            message = _('"{field}" is not a color: {value}. Write it like #0178d4 or rgb(1,120,212).')
            yield message.format(field=name, value=ascii(value))
    known = _list_variables()
    for name, value in content.variables.items():
        close = [] if name in known else get_close_matches(name, known, n=1, cutoff=0.85)
        if close:
            message = _('"{field}" is not a known variable. Did you mean "{close}"?')
        elif name.endswith("text-style") or name.startswith("link-style"):
            if value.split() and set(value.split()) <= _STYLES:
                continue
            message = _('The variable "{field}" is not a text style: {value}. Write it like bold or none.')
        elif not _is_variable_color(name, value):
            message = _(
                'The variable "{field}" is not a color: {value}. Write it like #0178d4, or like "#0178d4 30%" or "auto 87%" where it is not mixed further.'
            )
        else:
            continue
        yield message.format(field=name, value=ascii(value), close="".join(close))


@cache
def _list_variables() -> frozenset[str]:
    """Return the variables that every theme has."""
    return frozenset(Theme(name="", primary="#000000").to_color_system().generate())


def _is_color(value: str) -> bool:
    try:
        Color.parse(value)
    except ColorParseError:
        return False
    return True


def _is_variable_color(name: str, value: str) -> bool:
    """Return whether a style sheet accepts a value where it names the variable.

    It accepts an opacity after most colors, but not after those to which it gives one itself
    (``$primary 30%``), and ``auto`` only as the color of text.
    """
    color, _space, opacity = value.strip().rpartition(" ")
    if not (color and opacity.endswith("%")):
        color, opacity = value.strip(), "100%"
    elif name.partition("-")[0] in COLORS:
        return False
    if not opacity[:-1].replace(".", "", 1).isdigit():
        return False
    if color == "auto":
        return name in _AUTO or name.endswith("-foreground")
    return (color == "initial" and name == "link-background") or _is_color(color)
