"""Messages are marked so that they can be extracted and translated."""

import ast
import io
import json
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from rich.cells import cell_len

import wizard
from wizard import i18n
from wizard.catalog import load_builtin
from wizard.models.cluster import request_spec
from wizard.storage.presets import PresetLibrary
from wizard.tui.widgets.field import TitledRow
from wizard.validation import check
from wizard.validation.rule import RULES

PACKAGE = Path(wizard.__file__).parent
PRESETS = PACKAGE.parent / "presets"
CATALOG = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES" / "wizard.po"
MARKERS = {"_": 1, "N_": 1, "ngettext": 2, "pgettext": 2}
"""Each function that marks messages, with the number of its arguments that must be literals."""


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """All messages, extracted with the settings of the project."""
    file = tmp_path_factory.mktemp("locale") / "wizard.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "extract", "-o", str(file)]
    subprocess.run(command, cwd=PACKAGE.parent, check=True, capture_output=True)
    with file.open("rb") as text:
        return read_po(text)


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with CATALOG.open("rb") as file:
        return read_po(file, locale="zh_CN")


def texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def calls() -> Iterator[tuple[str, str, list[ast.expr]]]:
    """Every call that marks a message: its place, the function and the arguments with the message."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                is_catalog = ast.unparse(node.func).startswith("_translations.")
                if name in MARKERS and not is_catalog:
                    place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                    yield place, name, node.args[: MARKERS[name]]


def test_messages_are_literals_and_extracted(messages: Catalog) -> None:
    """A computed message cannot be extracted, unless it is declared elsewhere and translated by ``_``; Babel
    skips a marked message inside the argument of another marking function."""
    marked = set()
    for place, name, arguments in calls():
        for argument in arguments:
            declared = isinstance(argument, ast.Name | ast.Attribute | ast.Subscript | ast.BoolOp | ast.Call)
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                marked.add((argument.value, name == "ngettext"))
            else:
                assert name == "_" and declared, f"{place}: {ast.unparse(argument)}"
    sentences = {text for text, _is_counted in marked}
    assert len(sentences) == len(marked), "with a plural, it is translated with a placeholder for the count"
    contexts = {message.context for message in messages}
    of_code = [each for each in messages if any(file.endswith(".py") for file, _line in each.locations)]
    assert sentences - contexts - {""} == {text for message in of_code for text in texts(message)}


def test_placeholders_are_named(messages: Catalog) -> None:
    for message in messages:
        for text in texts(message):
            assert not re.search(r"%[sdifr(]", text), text
            assert all(re.match(r"[a-z_]+", name) for name in placeholders(text)), text
        is_of_click = any(file.endswith("click_messages.py") for file, _line in message.locations)
        if message.pluralizable and not is_of_click:  # click gives every message all values
            singular, plural = map(placeholders, texts(message))
            assert singular <= plural, message.id


def test_texts_of_fields_and_rules_are_extracted(messages: Catalog) -> None:
    fields = {
        text for spec in request_spec().walk() for text in (spec.label, spec.text, spec.unit or "") if text
    }
    rules = {text for rule in RULES.values() for text in (rule.message, rule.why)}
    assert fields and rules
    assert {text for text in fields | rules if text not in messages} == set()


def test_texts_of_presets_fields_and_rules_are_translated(in_chinese: None, chinese: Catalog) -> None:
    library = PresetLibrary(PRESETS / "none", PRESETS)
    shown = [text for preset in library.list_all() for text in (preset.title, preset.description)]
    headers = [json.loads(path.read_text("utf-8"))["preset"] for path in PRESETS.glob("*.json")]
    wanted = [header[name] for header in headers for name in ("title", "description")]
    assert sorted(shown) == sorted(chinese[text].string for text in wanted)
    spec = request_spec().fields["Name"]
    assert (spec.title, spec.description) == (chinese[spec.label].string, chinese[spec.text].string)
    request = {"Name": "n", "Groups": {"a b": {"DesiredVMCount": 1}}}
    [finding] = [each for each in check(request) if each.rule == "group-name-characters"]
    rule = RULES["group-name-characters"]
    assert finding.message == chinese[rule.message].string.format(value="a b")
    assert finding.why == chinese[rule.why].string
    assert "SSD 云盘" in load_builtin().disk_types["cloud_ssd"].title
    assert i18n._("") == "", "not the header of the catalog"


# -- the Chinese catalog


def test_every_message_is_translated(messages: Catalog, chinese: Catalog) -> None:
    """None is missing or uncertain, none is left that the code no longer has, and all have their placeholders."""
    wanted = {(message.id, message.context) for message in messages if message.id}
    found = {(message.id, message.context): message for message in chinese if message.id}
    assert set(found) == wanted
    for message in found.values():
        translations = [message.string] if isinstance(message.string, str) else [*message.string]
        assert all(translations) and not message.fuzzy, message.id
        assert placeholders(translations[0]) == placeholders(texts(message)[-1]), message.id


def test_the_compiled_catalog_is_that_of_the_source(chinese: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, chinese)
    assert CATALOG.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_titles_of_fields_fit_beside_their_fields() -> None:
    for language in i18n.LANGUAGES:
        i18n.use_language(language)
        for spec in request_spec().walk():
            assert cell_len(spec.title) + (2 if spec.required else 0) < TitledRow.TITLE_WIDTH, spec.title
    i18n.use_language("en")
