"""The real program in a pseudo-terminal: what it shows, what it hides, and how it ends; plain lines without one."""

import io
import json
import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from terminal import CLOSE, converse

from wizard.prompts.prompter import LinePrompter, Prompt, make_prompter
from wizard.prompts.terminal import wrap_line
from wizard.storage import locations

CTRL_C, CTRL_D = "\x03", "\x04"
NEW = ["new", "--plain"]
SMALLEST = ["new", "--plain", "--preset", "smallest"]


def draft() -> Any:
    """The request in the only draft."""
    [path] = locations.drafts_folder().glob("*.json")
    return json.loads(path.read_text())["request"]


def test_a_dumb_terminal_gets_no_escape_sequences_until_the_cluster_is_created() -> None:
    code, shown = converse(
        ["new", "--preset", "smallest"],
        ("Name *", "from-afar\n"),
        ("Description", ":submit\n"),
        ("Create 1 instance? [Y/n]", "\n"),
        ("Next [1]: ", "1\n"),
        TERM="dumb",
    )
    assert code == 0
    assert "\x1b" not in shown and "\x08" not in shown
    assert re.search(r"ID: cls-\S+", shown)
    assert re.search(r"Cluster cls-\S+ created\.", shown)
    assert [*locations.drafts_folder().glob("*.json")] == []


def test_a_secret_is_not_echoed() -> None:
    code, shown = converse(
        SMALLEST,
        ("Name *", ":find access key secret\n"),
        ("AccessKey secret (", "hunter2\n"),
        ("STS token (", ":find access key secret\n"),
        ("[hidden]: ", "\n"),
        ("STS token (", ":quit\n"),
        ("Unsaved changes [1]: ", "1\n"),
        TERM="dumb",
    )
    assert code == 0
    assert "hunter2" not in shown
    assert "hunter2" not in json.dumps(draft())


def test_no_color_is_honored() -> None:
    code, shown = converse(NEW, ("Name *", CTRL_C), TERM="xterm-256color", NO_COLOR="1")
    assert code == 130
    assert not re.search(r"\x1b\[[0-9;]*[34]8;", shown)


GBK = b"\xd6\xd0".decode("utf-8", "surrogateescape")
SEQUENCES = (
    *("\x1bO2P", "\x1bO1;2P", "\x1b[32~", "\x1b[12;40R", "\x1b]11;rgb:0/0/0\x1b\\", "\x1b[?61;4c", "\x1b9"),
    *("\x1bP>|XTerm(370)\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1bx", "\x1b[D\x1b[C"),
)


@pytest.mark.parametrize("term", ["dumb", "xterm"])
@pytest.mark.parametrize(
    ("encoding", "typed", "name"),
    [
        ("utf-8", f"中{GBK}文", "中\ufffd\ufffd文"),
        ("gb18030", GBK, "中"),
        ("utf-8", "中" + "".join(f"{sequence}b" for sequence in SEQUENCES), "中" + "b" * len(SEQUENCES)),
    ],
    ids=["invalid bytes", "another encoding", "unknown sequences"],
)
def test_input_has_the_encoding_of_the_terminal_and_no_escape_sequences(
    term: str, encoding: str, typed: str, name: str
) -> None:
    answers = [("Name ", f"{typed}\r"), ("[InvalidName]", ""), ("Name ", CTRL_C)]
    assert converse(NEW, *answers, TERM=term, PYTHONIOENCODING=encoding)[0] == 130
    assert draft()["Name"] == name


def test_undecodable_bytes_do_not_confirm() -> None:
    code, shown = converse(["submit", "smallest"], ("Create 1 instance?", f"{GBK}\r"), TERM="dumb")
    assert code != 70
    assert "cls-" not in shown


@pytest.mark.parametrize(
    ("term", "end", "codes"),
    [
        *((term, end, {130}) for term in ("dumb", "xterm") for end in (CTRL_C, CTRL_D)),
        ("dumb", signal.SIGTERM, {143}),
        ("xterm", signal.SIGTERM, {143}),
        ("xterm", signal.SIGHUP, {129}),
        ("dumb", CLOSE, {129, 130}),  # whichever is first: the signal, or the end of the input
    ],
)
def test_leaving_at_a_question_keeps_the_draft(term: str, end: Any, codes: set[int]) -> None:
    code, shown = converse(NEW, ("Name *", "kept\r"), ("Description", end), TERM=term)
    assert code in codes
    assert draft()["Name"] == "kept"
    assert "Draft kept" in shown or end is CLOSE


@pytest.mark.parametrize("end", [CTRL_C, CTRL_D, signal.SIGINT])
def test_leaving_at_a_list_keeps_the_draft(end: Any) -> None:
    assert converse(NEW, ("Name *", "kept\r:find image\r"), ("Menu…", end))[0] == 130
    assert draft()["Name"] == "kept"


@pytest.mark.parametrize("answer", ["n", "maybe\r:quit\r", "\x1b[200~集群\x1b[201~\r:quit\r"])
def test_text_typed_before_a_list_is_shown_does_not_choose_from_it(answer: str) -> None:
    answers = [("Name *", f":review\r{answer}"), ("Next [create]: ", CTRL_C)]
    code, shown = converse(SMALLEST, *answers)
    assert code in (0, 130)
    assert "Create 1 instance" not in shown


@pytest.mark.parametrize(
    ("term", "accessible", "is_plain"),
    [
        *(("xterm-256color", "yes", True), ("xterm-256color", "0", False)),
        *((term, "", True) for term in ("no-such-terminal", "unknown", "")),
    ],
)
def test_screen_readers_and_unknown_terminals_get_plain_lines(
    term: str, accessible: str, is_plain: bool
) -> None:
    code, shown = converse(NEW, ("Name *", ":quit\r"), TERM=term, ACCESSIBLE=accessible)
    assert code == 0
    assert ("\x1b" not in shown) is is_plain


def test_a_capable_terminal_edits_completes_and_pastes() -> None:
    code, _ = converse(
        NEW,
        ("Name *", "firxt\x1b[D\x1b[D\x7fr\x7fr\x1b[3~s\r"),  # left, left, backspace, delete
        ("Description", ":find image\r"),
        ("Menu…", "1\r"),
        ("img-windows-vpc", "ubuntu-v\t\r"),  # a part from the middle
        ("Startup command ", ":js\t\r"),
        ('"ImageId": "img-ubuntu-vpc"', ""),
        ("Startup command ", ":find user data\r"),
        ("Menu…", "1\r"),
        ("per line:", "\x1b[200~a=1\rb=2\x1b[201~\r"),  # one answer, as the terminal marks it
        ("User data, one", f":find description\r\x1b[200~{'x' * 3000}\x1b[201~\r"),  # typed ahead
        ("characters, not 3,000", CTRL_C),
    )
    request = draft()
    assert code == 130
    assert (request["Name"], request["ImageId"]) == ("first", "img-ubuntu-vpc")
    assert request["UserData"] == {"a": "1", "b": "2"}
    assert request["Description"] == "x" * 3000


@pytest.mark.parametrize(("term", "is_wrapped"), [("xterm", True), ("dumb", False)])
def test_sentences_are_wrapped_in_a_capable_terminal_and_data_never(term: str, is_wrapped: bool) -> None:
    text = "中文 word " * 9
    answers = [("first-cluster", "\r"), ("Description", f"{text}\r"), ("Instance type", ":json\r")]
    code, shown = converse(SMALLEST, *answers, ('"InstanceType"', CTRL_C), TERM=term, size=(50, 24))
    assert code == 130
    assert f'"Description": "{text}",' in shown, "text to copy is on one line"
    lines = re.sub("\x1b[^A-Za-z]*[A-Za-z]", "", shown).replace("\r", "").split("\n")
    assert ("sandbox (local, free). Enter keeps a value, ?" in lines) is is_wrapped


def test_a_line_that_the_terminal_truncates_is_rejected() -> None:
    answers = [("Name *", "x" * 5000 + "\n"), ("this terminal cuts lines at", ""), ("Name *", ":quit\n")]
    assert converse(NEW, *answers, TERM="dumb")[0] == 0


def test_ctrl_c_interrupts_only_the_editor_while_it_runs(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    edits = "sed -i.old s/first-cluster/edited/ $1; exit 0"
    editor.write_text(
        f"#!/bin/sh\ntrap '{edits}' INT\necho EDITING; while :; do sleep 0.1; done\n", encoding="utf-8"
    )
    editor.chmod(0o755)
    answers = [
        ("Name *", ":text\n"),
        ("Edit as text [3]: ", "1\n"),
        ("EDITING", CTRL_C),
        ("Text applied.", ""),
        ("Name * [edited]: ", ":quit\n"),
        ("Unsaved changes [1]: ", "1\n"),
    ]
    assert converse(SMALLEST, *answers, TERM="dumb", EDITOR=str(editor))[0] == 0
    assert draft()["Name"] == "edited"


# -- without a terminal, and how lines are wrapped


def test_answers_from_a_file_are_read_line_by_line() -> None:
    source, out = io.TextIOWrapper(io.BytesIO(b"first\r\n\xd6\xd0\nlast"), "utf-8"), io.StringIO()
    found = make_prompter({"TERM": "xterm"}, source, out)
    assert isinstance(found, LinePrompter)
    prompts = [Prompt("One? "), Prompt("Two? "), Prompt("Three? ", is_secret=True)]
    assert [found.ask(prompt) for prompt in prompts] == ["first", "\ufffd\ufffd", "last"]
    with pytest.raises(EOFError):
        found.ask(Prompt("Four? "))
    assert out.getvalue() == "One? \nTwo? \nThree? \nFour? \n"


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_a_closed_terminal_ends_the_answers(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = os.openpty()
    with open(slave, "wb", 0) as raw, open(slave, closefd=False) as source:
        monkeypatch.setattr("sys.stdin", source)
        found = make_prompter({"TERM": term}, source, io.TextIOWrapper(raw, write_through=True))
        os.close(master)
        with pytest.raises(EOFError):
            found.ask(Prompt("One? "))
        with pytest.raises(EOFError):
            found.print("Something.")


@pytest.mark.parametrize(
    ("line", "width", "parts"),
    [
        ("a few words", 8, ["a few", "words"]),
        ("  a few words", 7, ["  a few", "  words"]),
        ("at /a/long/path there", 10, ["at", "/a/long/path", "there"]),
        ("  the rest:  a few words", 18, ["  the rest:  a few", "words"]),
        ("集群 集群 集群", 9, ["集群 集群", "集群"]),
    ],
)
def test_a_line_is_wrapped_at_spaces_and_continues_with_its_indent(
    line: str, width: int, parts: list[str]
) -> None:
    assert wrap_line(line, width).split("\n") == parts
