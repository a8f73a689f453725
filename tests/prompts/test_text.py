"""The request as text: in an editor, or typed and pasted."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from wizard.document.serializer import to_text

from .talk import SMALL, talk

OTHER = {**SMALL, "Name": "second"}
SECRET = {
    **SMALL,
    "Configs": {**SMALL["Configs"], "Mounts": {"OSS": {"AccessKeyId": "i", "AccessKeySecret": "s3cr3t"}}},
}


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set an editor that runs a sed script; return the file with the text it was given."""
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    monkeypatch.delenv("VISUAL", raising=False)

    def set_(script: str) -> Path:
        program, handed = tmp_path / "editor", tmp_path / "handed.json"
        program.write_text(
            f'#!/bin/sh\ncp "$1" {handed}\nsed -i.old -e \'{script}\' "$1"\n', encoding="utf-8"
        )
        program.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(program))
        return handed

    return set_


def test_the_editor_changes_the_request(editor: Any) -> None:
    editor("s/first/second/")
    found = talk(":text", "1", request=SMALL)
    assert found.tree == OTHER
    assert "Text applied. :undo reverts it." in found.lines
    undone = talk(":text", "1", ":undo", "x", request=SMALL)
    assert undone.tree == {**SMALL, "Name": "x"}


def test_the_editor_gets_no_secret_and_the_secret_stays(editor: Any) -> None:
    handed = editor("s/first/second/")
    found = talk(":text", "1", request=SECRET)
    assert "s3cr3t" not in handed.read_text(encoding="utf-8")
    assert found.tree == {**SECRET, "Name": "second"}


def test_text_that_is_not_json_is_explained_and_edited_further(editor: Any) -> None:
    handed = editor("s/second/third/; s/first/second/; s/},$/}/")
    found = talk(":text", "1", "2", *to_text(OTHER).split("\n"), ".", request=SMALL)
    assert any(line.startswith("  Error: line ") for line in found.lines)
    assert found.tree == OTHER
    further = talk(":text", "1", "1", "", request=SMALL)
    assert '"second"' in handed.read_text(encoding="utf-8")  # the editor gets the previous text
    assert further.result.lines == ("End of input.",)


def test_an_editor_that_cannot_be_run_is_reported(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    editor("")
    monkeypatch.setenv("EDITOR", "no-such-editor-at-all")
    found = talk(":text", "1", "", "x", request=SMALL)
    assert "Set EDITOR." in found.text
    assert found.tree["Name"] == "x"


def test_without_a_terminal_the_text_is_typed_or_pasted() -> None:
    lines = json.dumps(OTHER, indent=1).split("\n")
    found = talk(":text", "1", "2", *lines, ".", request=SMALL)
    assert "There is no terminal for an editor. Type or paste the text." in found.lines
    assert found.tree == OTHER


def test_unchanged_text_changes_nothing() -> None:
    found = talk(":text", "2", to_text(SMALL), ".", ":undo", request=SMALL)
    assert "No changes." in found.lines
    assert "Nothing to undo." in found.lines


@pytest.mark.parametrize("answers", [["<"], [""], ["2", "", ""]])
def test_going_back_changes_nothing(answers: list[str]) -> None:
    found = talk(":text", *answers, request=SMALL)
    assert found.app.drafts.written == []
    assert found.asked[-1] == "Name"
