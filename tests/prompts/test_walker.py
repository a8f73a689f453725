"""Moving between questions, steps and fields; undo; the first step; and the request as text."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tui.application import leave_draft, write_preset

from wizard.core.actions.profiles import Profiles, ProfileView
from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.serializer import to_text
from wizard.prompts import commands
from wizard.prompts.app import run
from wizard.prompts.prompter import LinePrompter

from .talk import GROUP, SMALL, talk, with_secret

RESPONSE = {"Id": "cls-1", "State": "Active", **SMALL}
SUBMITTED = ("other", ":submit", "y", "3", ":basics", "third")
STEPS = ("basics", "groups", "disks", "mounts", "networks", "notifications", "review")


def test_steps_are_reached_by_their_names_and_from_one_to_the_next() -> None:
    commands = (*(f":{step}" for step in STEPS), ":next", ":back", ":back", ":net", ":start", ":back")
    found = talk(*commands, request=SMALL)
    headings = [line for line in found.lines if " of 7)" in line or line == "Start"]
    numbered = [f"{step.capitalize()} ({number} of 7)" for number, step in enumerate(STEPS, 1)]
    after = ["Review (7 of 7)", *reversed(numbered[4:6]), "Networks (5 of 7)", "Start", "Start"]
    assert headings == [numbered[0], *numbered, *after]


def test_back_goes_to_the_previous_question_whatever_the_errors_are() -> None:
    asked = talk("", "", "<", "<", "<", request=SMALL).asked
    assert asked == ["Name", "Description", "Instance type", "Description", "Name", "Start from"]
    request = {"Name": 5, "Groups": {"": {"DesiredVMCount": "many"}}}
    found = talk(":review", *["<"] * 40, request=request)
    assert found.tree == request
    assert "Start from" in found.asked


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([":n"], ":n is ambiguous: :networks, :notifications, :next"),
        ([":bogus"], "There is no command :bogus."),
        ([":sumbit"], "Did you mean: submit"),
        ([":start", "smalest"], "Did you mean: smallest"),
        ([":groups", *[""] * 5, "dleete 1"], "Did you mean: delete"),
        ([":find zebra"], "No field contains zebra."),
        ([":diff"], "No differences."),
        ([":diff sub"], "Nothing was submitted yet."),
        ([":redo"], "Nothing to redo."),
        ([":presets"], "Run bcw presets in a shell."),
        ([":profiles"], "Run bcw profiles in a shell."),
        ([":clusters"], "Run bcw clusters in a shell."),
        ([":submissions"], "Run bcw submissions in a shell."),
        (["other", ":json"], '  "Name": "other",'),
        (["other", ":diff"], '  changed  Name: "first" → "other"'),
        ([*SUBMITTED, ":diff submitted"], '  changed  Name: "other" → "third"'),
        ([*SUBMITTED, ":diff"], '  changed  Name: "first" → "third"'),
        ([":menu", ":json"], '  "Name": "first",'),
        ([":menu", "json"], '  "Name": "first",'),
        ([":steps"], "  :basics  Basics: no problems *"),
        ([":steps"], "  :disks  Disks: empty"),
        (["7", "", ":steps"], "  :basics  Basics: 1 error *"),
        *(([":help"], each) for each in ("  <  ", "!1", "Ctrl+C", *(f":{name}" for name in commands.NAMES))),
    ],
)
def test_the_output_of_commands(answers: list[str], words: str) -> None:
    assert words in talk(*answers, request=SMALL).text


def test_undo_and_redo_go_to_the_changed_field() -> None:
    found = talk("other", "why", ":undo", ":undo", ":undo", request=SMALL)
    for words in ("Undone: Description", "Undone: Name", "Nothing to undo."):
        assert words in found.text
    assert found.tree == SMALL
    assert talk("other", ":undo", ":redo", request=SMALL).tree["Name"] == "other"
    request = {**SMALL, "Groups": {"a": GROUP, "b": GROUP}}
    for command, question in (("delete 1", "a: Name"), ("add", "Groups")):
        undone = talk(":groups", command, ":undo", request=request)
        assert list(undone.tree["Groups"]) == ["a", "b"]
        assert undone.asked[-1] == question


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ([":find cidr block"], "VPC: CIDR block"),
        ([":find opposite interface"], "VPC: Peer interface"),
        ([":find disk type", "x", "2"], "Data disk: Disk type"),
        ([*[""] * 7, "y"], "ISV service"),
    ],
)
def test_a_field_is_found_by_a_part_of_its_name_and_an_advanced_one_after_yes(
    answers: list[str], field: str
) -> None:
    assert talk(*answers, request=SMALL).asked[-1] == field


def test_optional_steps_and_advanced_fields_are_skipped_with_one_enter() -> None:
    asked = talk(":disks", "", "", "", request={**SMALL, "Configs": {}}).asked
    assert asked[1:] == [f"Configure {step}?" for step in ("Disks", "Mounts", "Networks", "Notifications")]
    for request, is_asked in ((SMALL, False), ({**SMALL, "ScheduleType": "Poll"}, True)):
        assert ("Scheduling" in talk(*[""] * 20, request=request).asked) is is_asked


@pytest.mark.parametrize(
    ("field", "value", "title"),
    [
        ("SpotStrategy", "SpotAsPriceGo", "g: Bid"),
        ("SpotPriceLimit", 0.5, "g: Maximum price"),
        ("HostnamePrefix", "node", "g: Hostname prefix"),
    ],
)
def test_an_emptied_field_is_asked_for_again_only_on_the_way_back(field: str, value: Any, title: str) -> None:
    request = {**SMALL, "Groups": {"g": {**GROUP, field: value, "Mode": "one"}}}
    found = talk(f":find {field}", "-", "<", request=request)
    assert found.asked[1] == found.asked[-1] == title
    assert found.tree["Groups"]["g"] == {**GROUP, "Mode": "one"}
    again = talk(f":find {field}", "-", ":basics", ":groups", "edit g", *[""] * 12, request=request)
    assert title in again.asked
    assert title not in again.asked[again.asked.index("Groups") :]


# -- the first step


def number_of(words: str) -> str:
    """The number of the first line with these words."""
    return next(line for line in talk().lines if words in line).split()[0]


def test_the_first_step_opens_a_preset_by_number_or_name_and_a_file_by_its_path() -> None:
    assert talk("", "my-cluster").tree == {"Name": "my-cluster", "Groups": {"group1": GROUP}}
    by_name = talk("smallest", "x")
    assert by_name.tree["Configs"] == SMALL["Configs"]
    assert talk(number_of("Preset smallest"), "x").tree == by_name.tree
    for path in ("a.json", "r"):
        Path(path).write_text(json.dumps(SMALL))
    for answers in ([number_of("Open a JSON file"), "r"], ["./a.json"]):
        assert talk(*answers, "x").tree == {**SMALL, "Name": "x"}
    number = number_of("Open a JSON file")
    assert talk(number, "<").asked[-1] == "Start from"
    assert "b.json" in talk(number, "b.json").text
    number = number_of("Paste JSON")
    lines = ['{"Name":', '  "x", "Groups": {}', "}", ".", "pasted"]
    assert talk(number, *lines).tree == {"Name": "pasted", "Groups": {}}
    assert "Not JSON" in talk(number, "{", ".").text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("99", "99 is not a number, preset or file."),
        ("b.json", "b.json does not exist. Check the name and the folder."),
        *((command, "Open something first") for command in (":review", ":json", ":undo", ":save")),
    ],
)
def test_the_first_step_explains_what_it_cannot_open(answer: str, words: str) -> None:
    found = talk(answer)
    assert words in found.text
    assert found.asked[-1] == "Start from"


def test_an_unsaved_draft_is_offered_first() -> None:
    leave_draft("left-cluster")
    found = talk("", ":quit", "")
    assert "  1  Unsaved draft of 2026-03-01, 10:00: left-cluster (new)" in found.lines
    assert (found.asked[-2:], found.tree["Name"]) == (["Name", "Unsaved changes"], "left-cluster")


def test_a_preset_that_cannot_be_opened_shows_the_reason() -> None:
    write_preset("bad", "{")
    [line] = [line for line in talk("2").lines if "Preset bad" in line]
    assert line.startswith("  2  Preset bad (cannot be opened: ") and "line 1" in line


def test_unsaved_changes_are_discarded_only_after_yes() -> None:
    kept = talk("other", ":start", "smallest", "n", "1", request=SMALL)
    assert "other has unsaved changes. Discard them? [y/N]: " in kept.lines
    assert kept.tree["Name"] == "other"
    discarded = talk("other", ":start", "smallest", "y", "mine", request=SMALL)
    assert discarded.tree["Name"] == "mine"
    assert discarded.tree["Groups"] != SMALL["Groups"]
    assert talk("other", ":start", "smallest", "y", request=SMALL).written == []


@pytest.mark.parametrize(("answer", "keys"), [("y", {*SMALL}), ("", {*RESPONSE})])
def test_fields_of_a_response_are_removed_after_yes(answer: str, keys: set[str]) -> None:
    assert {*talk(answer, "x", request=RESPONSE).tree} == keys


def test_a_command_at_that_question_creates_nothing_later() -> None:
    assert talk(":submit", ":review", request=RESPONSE).asked == ["Remove them?", "Name", "Next"]


def test_notices_and_the_number_of_problems_are_printed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = ProfileView("cn-beijing", (), "cn-beijing", notice="The service is deprecated.")
    monkeypatch.setattr(Profiles, "current", profile)
    loaded = OpenedDocument({**SMALL, "Name": "7"}, DocumentSource("file", "a"), ("Name is there twice.",))
    assert talk(loaded=loaded).lines[:4] == [
        "cn-beijing. Enter keeps a value, ? explains, < goes back, :help lists commands.",
        "The service is deprecated.",
        "Name is there twice.",
        "1 error in this configuration. The review lists them all.",
    ]


def test_data_cannot_control_the_terminal() -> None:
    data = "\x1b[31mred\x07\nFORGED\tx"
    topic = {"Notification": {"Topic": {"Events": [data]}}}
    names = {"Groups": {f"\x1b]0;{data}": {"DesiredVMCount": data}}, "EnvVars": {data: data}, data: data}
    answers = ["", "?", *[""] * 6, ":groups", "?", ":find EnvVars", ":review", "?1", "!4", ":undo", ":json"]
    answers += [":steps", ":diff", ":remove red", "<", ":find events", ":x\t", "x", ""]
    source, out = io.StringIO("\n".join(answers)), io.StringIO()
    loaded = OpenedDocument({**SMALL, "Description": data, **topic, **names}, DocumentSource("file", data))
    run(Application({}), loaded=loaded, prompter=LinePrompter(source, out))
    assert r"\x1b[31mred\x07\nFORGED\tx" in out.getvalue()
    assert not re.search(r"[\x1b\x07\t]|^\W*FORGED", out.getvalue(), re.MULTILINE)


# -- the request as text: in an editor, or typed and pasted


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
    secret = with_secret("s3cr3t")
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
