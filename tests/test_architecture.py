"""The rooms of the house, and which of them may use which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import wizard

HOUSE = Path(wizard.__file__).parent

TO_STEPS = {"models", "document", "catalog", "validation", "steps"}
MAY_USE: dict[str, set[str]] = {
    "models": set(),
    "document": {"models"},
    "catalog": {"models"},
    "validation": {"models", "document", "catalog"},
    "steps": {"models", "document", "catalog", "validation"},
    "store": {"models", "document"},
    "service": {"models", "document", "store"},
    "sandbox": {"models", "document", "catalog", "validation", "service.signature"},
    "export": {"models", "document", "steps"},
    "prompts": TO_STEPS,
    "tui": TO_STEPS | {"store.errors", "store.files"},
}
"""Each room, with the rooms (or single modules of a room) that it may use besides itself."""

SHARED = ("wizard.__version__", "wizard.text.", "wizard.i18n.")
"""Modules that every package may import."""

ONLY_IN: dict[str, set[str]] = {
    "textual": {"tui"},
    "rich": {"tui"},
    "questionary": {"prompts"},
    "argparse": {"cli"},
    "keyring": {"service"},
    "requests": {"service"},
    "tenacity": {"service"},
    "werkzeug": {"sandbox"},
    "sqlite3": {"sandbox"},
    "platformdirs": {"store"},
    "pydantic": {"models", "validation"},
    "pydantic_core": set(),
}
"""Where a library is at home."""


def modules(room: str) -> Iterator[Path]:
    return (HOUSE / room).rglob("*.py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, wherever in it, as ``(line, dotted name)``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            # `from wizard.service import errors` imports wizard.service.errors
            yield from ((node.lineno, f"{node.module}.{each.name}") for each in node.names)


def test_every_room_is_known() -> None:
    rooms = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert rooms == {*MAY_USE, "cli"}


@pytest.mark.parametrize("room", MAY_USE)
def test_a_room_uses_only_what_it_may(room: str) -> None:
    allowed = {f"wizard.{each}" for each in (MAY_USE[room] | {room})}
    for path in modules(room):
        for line, name in imported(path):
            if not name.startswith("wizard.") or name.startswith(
                ("wizard.__version__", "wizard.text.", "wizard.i18n.")
            ):
                continue
            fits = any(name == each or name.startswith(f"{each}.") for each in allowed)
            assert fits, f"{path.relative_to(HOUSE)}:{line} uses {name}"


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_stays_where_it_is_at_home(library: str) -> None:
    for path in HOUSE.rglob("*.py"):
        room = path.relative_to(HOUSE).parts[0]
        for line, name in imported(path):
            if name.split(".")[0] == library:
                assert room in ONLY_IN[library], f"{path.relative_to(HOUSE)}:{line} uses {name}"


def test_the_command_line_alone_prints() -> None:
    for path in HOUSE.rglob("*.py"):
        if path.relative_to(HOUSE).parts[0] == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id
            assert called != "print", f"{path.relative_to(HOUSE)}:{getattr(node, 'lineno', '?')} prints"


@pytest.mark.parametrize("module", ["__init__.py", "text.py", "i18n.py"])
def test_what_everybody_may_use_uses_no_room(module: str) -> None:
    assert [name for _, name in imported(HOUSE / module) if name.startswith("wizard")] == []
