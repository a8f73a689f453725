"""The request as text: in an editor, or typed and pasted."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.document.serializer import to_text

from .talk import SMALL, talk

OTHER = {**SMALL, "Name": "second"}


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Set an editor that runs a sed script; return the file with the text it was given."""
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    monkeypatch.delenv("VISUAL", raising=False)

    def set_(script: str) -> Path:
        program, given = tmp_path / "editor", tmp_path / "given.json"
        program.write_text(f'#!/bin/sh\ncp "$1" {given}\nsed -i.old -e \'{script}\' "$1"\n', encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(program))
        return given

    return set_


def test_the_editor_changes_the_request_and_gets_no_secret(editor: Callable[[str], Path]) -> None:
    given = editor("s/first/second/")
    oss = {"AccessKeyId": "i", "AccessKeySecret": "s3cr3t"}
    secret = {**SMALL, "Configs": {**SMALL["Configs"], "Mounts": {"OSS": oss}}}
    found = talk(":text", "1", request=secret)
    assert found.tree == {**secret, "Name": "second"}
    assert "s3cr3t" not in given.read_text(encoding="utf-8")
    assert "Text applied. :undo reverts it." in found.lines
    undone = talk(":text", "1", ":undo", "x", request=secret)
    assert undone.tree == {**secret, "Name": "x"}


def test_text_that_is_not_json_is_explained_and_edited_further(editor: Callable[[str], Path]) -> None:
    given = editor("s/second/third/; s/first/second/; s/},$/}/")
    found = talk(":text", "1", "2", *to_text(OTHER).split("\n"), ".", request=SMALL)
    assert any(line.startswith("  Error: line ") for line in found.lines)
    assert found.tree == OTHER
    further = talk(":text", "1", "1", "", request=SMALL)
    assert '"second"' in given.read_text(encoding="utf-8")  # the editor gets the previous text
    assert further.result.lines == ("End of input.",)


def test_an_editor_that_cannot_be_run_is_reported(
    editor: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor("")
    monkeypatch.setenv("EDITOR", "no-such-editor-at-all")
    found = talk(":text", "1", "", "x", request=SMALL)
    assert "Set EDITOR." in found.text
    assert found.tree["Name"] == "x"


def test_without_a_terminal_the_text_is_typed_or_pasted() -> None:
    found = talk(":text", "1", "2", *json.dumps(OTHER, indent=1).split("\n"), ".", request=SMALL)
    assert "There is no terminal for an editor. Type or paste the text." in found.lines
    assert found.tree == OTHER


def test_unchanged_text_changes_nothing() -> None:
    found = talk(":text", "2", to_text(SMALL), ".", ":undo", request=SMALL)
    assert {"No changes.", "Nothing to undo."} <= {*found.lines}
    for answers in (["<"], [""], ["2", "", ""]):
        back = talk(":text", *answers, request=SMALL)
        assert back.written == []
        assert back.asked[-1] == "Name"
