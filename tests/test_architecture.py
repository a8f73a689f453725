"""Which packages exist, and which of them may import which."""

import ast
from functools import cache
from pathlib import Path

import pytest

import wizard

PACKAGE = Path(wizard.__file__).parent

BELOW_CORE = {"models", "document", "catalog", "validation", "storage", "client", "sandbox", "export"}
MAY_IMPORT: dict[str, set[str]] = {
    "models": set(),
    "document": {"models"},
    "catalog": {"models"},
    "validation": {"models", "document", "catalog"},
    "storage": {"models", "document"},
    "client": {"models", "document", "storage"},
    "sandbox": {"models", "document", "catalog", "validation", "client.signing"},
    "export": {"models", "document"},
    "core": BELOW_CORE,
    "prompts": {*BELOW_CORE, "core"},
    "tui": {*BELOW_CORE, "core"},
}
"""Each package with the packages or modules that it may import besides itself; cli may import all."""

SHARED = ("wizard.__version__", "wizard.text.", "wizard.i18n.", "wizard.errors.")
"""Modules that every package may import."""

ONLY_IN: dict[str, set[str]] = {
    "textual": {"tui"},
    "rich": {"tui", "cli"},
    "questionary": {"prompts"},
    "click": {"cli"},
    "keyring": {"client"},
    "requests": {"client"},
    "tenacity": {"client"},
    "werkzeug": {"sandbox"},
    "sqlite3": {"sandbox"},
    "filelock": {"storage"},
    "platformdirs": {"storage"},
    "pydantic": {"models", "validation", "export"},
    "pydantic_core": set(),
}
"""The only packages that import a library."""


@cache
def imported(path: Path) -> list[tuple[int, str]]:
    """Every module that a file imports, wherever in it, as ``(line, dotted name)``."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            # `from wizard.client import errors` imports wizard.client.errors
            found += ((node.lineno, f"{node.module}.{each.name}") for each in node.names)
    return found


def test_every_package_is_listed() -> None:
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert packages == {*MAY_IMPORT, "cli"}


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_imports_only_packages_below_it(package: str) -> None:
    allowed = {f"wizard.{each}" for each in (MAY_IMPORT[package] | {package})}
    for path in (PACKAGE / package).rglob("*.py"):
        for line, name in imported(path):
            if not name.startswith("wizard.") or name.startswith(SHARED):
                continue
            fits = any(name == each or name.startswith(f"{each}.") for each in allowed)
            assert fits, f"{path.relative_to(PACKAGE)}:{line} imports {name}"
    for module in ("__init__.py", "text.py", "i18n.py", "errors.py"):
        assert [name for _, name in imported(PACKAGE / module) if name.startswith("wizard")] == []


def test_a_library_is_imported_only_where_it_belongs() -> None:
    for path in PACKAGE.rglob("*.py"):
        package = path.relative_to(PACKAGE).parts[0]
        for line, name in imported(path):
            allowed = ONLY_IN.get(name.split(".")[0], {package})
            assert package in allowed, f"{path.relative_to(PACKAGE)}:{line} imports {name}"
