"""The README and the guides: examples work, links exist, and both languages have the same examples."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from rich.cells import cell_len

from wizard.cli import exits
from wizard.cli.app import ALIASES, COMMANDS, bcw
from wizard.core.guides import TOPICS, list_guides
from wizard.models.settings import Settings
from wizard.models.theme import ThemeContent
from wizard.sandbox import start
from wizard.tui.commands import COMMANDS as WIZARD_COMMANDS

PROJECT = Path(__file__).parent.parent
GUIDES = PROJECT / "wizard" / "docs"
README = PROJECT / "README.md"
DOCUMENTS = [README, *sorted(GUIDES.glob("*.md"))]
SET_UP = "python3 -m venv .venv && "
OPENS_SOMETHING = ("bcw new", "bcw edit", "bcw sandbox", "bcw --lang", "bcw presets import")
CHINESE = {
    document: GUIDES / "zh_CN" / document.name for document in DOCUMENTS if document.name != "CHANGELOG.md"
}


BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[\w ]+)(?:: (?P<value>[^\n]*))? -->\n\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A fenced block of a language, and the comment above it."""

    line: int
    kind: str
    text: str
    note: str  # "not run", or "file": it shows a file that later examples use
    value: str  # the reason, or the name of the file


def iter_blocks(document: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a document."""
    text = document.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        line = text.count("\n", 0, match.start("text")) + 1
        yield Block(line, match["kind"], match["text"], match["note"] or "", match["value"] or "")


def table_commands(document: Path) -> list[str]:
    """Return the commands in the second column of a table."""
    return re.findall(r"^\|[^|]*\| `(bcw .*?)` \|", document.read_text(encoding="utf-8"), re.MULTILINE)


def to_script(document: Path) -> Iterator[str]:
    """Yield the lines of a script that does what a reader does from top to bottom."""
    yield "set -eu"
    for block in iter_blocks(document):
        yield f"echo '{document.name}:{block.line}' >&2"
        if block.note == "file":
            path = block.value.replace("~", "$HOME")
            yield f'mkdir -p "$(dirname "{path}")"\ncat > "{path}" <<\'END\'\n{block.text}END'
        elif block.kind == "sh" and block.note != "not run" and not block.text.startswith(SET_UP):
            yield block.text
    for line in table_commands(document):
        if not line.startswith(OPENS_SOMETHING):
            yield f"echo '{line}' >&2\n{line}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_its_examples_work_in_their_order(document: Path, programs: Path, tmp_path: Path) -> None:
    with start(tmp_path / "sandbox.sqlite3", speed=float("inf")) as sandbox:
        path = f"{programs}:{Path(sys.executable).parent}:/usr/bin:/bin"
        ran = subprocess.run(
            ["bash", "-c", "\n".join(to_script(document))],
            cwd=tmp_path,
            env={**os.environ, "PATH": path, "BATCHCOMPUTE_ENDPOINT": sandbox.url},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert "Traceback" not in ran.stderr


def command_lines(document: Path) -> Iterator[list[str]]:
    """Yield the arguments of every `bcw` in an example, run or not."""
    shown = [block.text for block in iter_blocks(document) if block.kind == "sh"]
    for text in [*shown, *table_commands(document)]:
        for part in re.findall(r"\bbcw [^)|>;\n]*", text.replace("\\\n", "")):
            yield shlex.split(part, comments=True)[1:]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_the_commands_and_options_that_it_shows_exist(document: Path) -> None:
    for words in command_lines(document):
        command: click.Command = bcw
        remaining = iter(words)
        for word in remaining:
            if word.startswith("--"):
                known = {
                    name: param for each in (bcw, command) for param in each.params for name in param.opts
                }
                name, equals, _value = word.partition("=")
                assert name in known, words
                option = known[name]
                if isinstance(option, click.Option) and not option.is_flag and not equals:
                    next(remaining)
            elif isinstance(command, click.Group):
                found = command.get_command(click.Context(command), ALIASES.get(word, word))
                assert found is not None, words
                command = found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_its_files_are_valid(document: Path) -> None:
    for block in iter_blocks(document):
        if block.kind == "json":
            tree = json.loads(block.text)
            if block.value.endswith("settings.json"):
                keymap = Settings.parse(tree).keymap
                assert {f"wizard.{command.id}" for command in WIZARD_COMMANDS} >= set(keymap)
        elif block.kind == "toml":
            ThemeContent.parse(tomllib.loads(block.text))


def test_the_workflow_marks_the_line_of_an_invalid_preset(programs: Path, tmp_path: Path) -> None:
    [workflow] = [block.text for block in iter_blocks(GUIDES / "scripting.md") if block.kind == "yaml"]
    [line] = re.findall(r"- run: (.*)", workflow)
    presets = tmp_path / "presets"
    presets.mkdir()
    text = (PROJECT / "presets" / "smallest.json").read_text(encoding="utf-8")
    (presets / "bad.json").write_text(text.replace('"DesiredVMCount": 1', '"DesiredVMCount": 70000'))
    (presets / "odd.json").write_text(text.replace('"Name": ', '"Descripton": "x",\n    "Name": '))
    command = [programs / "bcw", *shlex.split(line)[1:]]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    [error, warning] = ran.stdout.splitlines()
    at = next(number for number, each in enumerate(text.splitlines(), 1) if "DesiredVMCount" in each)
    assert error.startswith(f"::error file=presets/bad.json,line={at},col=")
    assert "title=InvalidDesiredVMCount::" in error
    assert warning.startswith("::warning file=presets/odd.json,line=") and "title=unknown-key::" in warning


def test_the_readme_is_short_and_sets_up_with_two_commands() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert len(lines) < 150
    assert "zh_CN/README.md" in lines[0]
    assert "[Plain questions]" in "\n".join(lines[:60])  # the end of the table
    lines = [line for block in iter_blocks(README) for line in block.text.splitlines()]
    set_up = [line for line in lines if line.startswith(SET_UP)]
    assert len(set_up) == 2
    assert set_up[0].endswith(" .venv/bin/bcw")
    assert [line for line in lines if "pytest" in line] == [set_up[1]]  # the one that .ci/run reads
    assert set_up[1].endswith("-m pytest")


def test_every_command_and_exit_code_is_documented() -> None:
    shown = {word for document in DOCUMENTS for words in command_lines(document) for word in words[:1]}
    assert set(COMMANDS) <= {ALIASES.get(word, word) for word in shown}
    text = (GUIDES / "scripting.md").read_text(encoding="utf-8")
    codes = [value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)]
    assert codes and all(f"\n| {code} |" in text for code in codes)


def test_every_guide_is_a_topic() -> None:
    assert {path.stem.lower() for path in GUIDES.glob("*.md")} == {*TOPICS, "changelog"}
    for language in ("en", "zh_CN"):
        for guide in list_guides(language):
            assert guide.text.startswith(f"# {guide.title}\n\n{guide.summary}\n\n## ")
            assert "<!--" not in guide.text
            assert 2 + max(map(len, TOPICS)) + 2 + cell_len(guide.summary) <= 80


def anchors(text: str) -> set[str]:
    """Return the anchors that GitHub gives the headings of a document."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("document", [*DOCUMENTS, *CHINESE.values()], ids=lambda document: document.stem)
def test_its_links_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for link in re.findall(
        r"\]\(([^)]*)\)", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    ):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = document.parent / name if name else document
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize(("english", "chinese"), CHINESE.items(), ids=lambda document: document.stem)
def test_both_languages_show_the_same_examples(english: Path, chinese: Path) -> None:
    shown = [[block.kind, block.note, block.text] for block in iter_blocks(english)]
    assert [[block.kind, block.note, block.text] for block in iter_blocks(chinese)] == shown
