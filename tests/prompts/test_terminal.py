"""The real program in a real terminal: what it draws, what it keeps to itself, how it is left."""

import codecs
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from wizard.storage import locations

PATIENCE = 60
"""Seconds until a program that says nothing is given up."""


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, *arguments: str, columns: int = 0, **environ: str) -> None:
        self._leader, follower = pty.openpty()
        termios.tcsetwinsize(follower, (24 if columns else 0, columns))
        command = [sys.executable, "-m", "wizard.cli.main", *arguments]
        # A session of its own with this terminal, so that Ctrl-C arrives as it does at a desk.
        login = "import os, sys, fcntl, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        login += "os.execv(sys.argv[1], sys.argv[1:])"
        self.process = subprocess.Popen(
            [sys.executable, "-c", login, *command],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env={**os.environ, "TERM": "dumb", **environ},
        )
        os.close(follower)
        self.shown = ""
        self._rest = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")  # a chunk may split a character

    def _read(self, awaited: str) -> str | None:
        """Read what is shown next; ``None`` once the program has ended."""
        readable, _, _ = select.select([self._leader], [], [], PATIENCE)
        assert readable, f"{awaited} never came; there was {self.shown!r}"
        try:
            data = os.read(self._leader, 65536)
        except OSError:
            data = b""
        text = self._decoder.decode(data, final=not data)
        self.shown += text
        return text if data else None

    def until(self, words: str) -> str:
        """Wait for words; the answer is what was shown up to them since the last time."""
        seen, self._rest = self._rest, ""
        while words not in seen:
            text = self._read(repr(words))
            assert text is not None, f"it ended without {words!r}; there was {seen!r}"
            seen += text
        place = seen.index(words) + len(words)
        self._rest = seen[place:]
        return seen[:place]

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self._leader, text.encode("utf-8", "surrogateescape"))

    def answer(self, question: str, text: str) -> None:
        """Wait for a question, and answer it."""
        self.until(question)
        self.type(f"{text}\n")

    def end(self) -> int:
        """Let it end; the answer is its exit code."""
        while self._read("its end") is not None:
            pass
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Close the terminal, as one closes a window."""
        if self._leader >= 0:
            os.close(self._leader)
            self._leader = -1


@pytest.fixture
def terminal() -> Iterator[Callable[..., Terminal]]:
    """Run a program in a terminal."""
    opened: list[Terminal] = []

    def open_(*arguments: str, columns: int = 0, **environ: str) -> Terminal:
        opened.append(Terminal(*arguments, columns=columns, **environ))
        return opened[-1]

    yield open_
    for each in opened:
        if each.process.poll() is None:
            each.process.kill()
        each.process.wait()
        each.close()


Open = Callable[..., Terminal]


def drafts() -> list[Any]:
    return [json.loads(path.read_text()) for path in locations.drafts_folder().glob("*.json")]


def test_a_dumb_terminal_gets_no_escape_sequence_all_the_way_to_the_id(terminal: Open) -> None:
    shell = terminal("new", "--preset", "smallest")
    shell.answer("Name *", "from-afar")
    shell.answer("Description", ":submit")
    shell.answer("Create 1 instance? [Y/n]", "")
    assert re.search(r"Id: cls-\S+", shell.until("Next [1]: "))
    shell.type("1\n")
    assert shell.end() == 0
    assert "\x1b" not in shell.shown
    assert "\x08" not in shell.shown
    assert re.search(r"Cluster cls-\S+ created\.", shell.shown)
    assert drafts() == []


def test_a_secret_is_not_shown_while_it_is_typed(terminal: Open) -> None:
    shell = terminal("new", "--preset", "smallest")
    shell.answer("Name *", ":find access key secret")
    shell.answer("AccessKey secret (", "hunter2")
    shell.answer("STS token (", ":find access key secret")
    shell.answer("[hidden]: ", "")
    shell.answer("STS token (", ":quit")
    shell.answer("Unsaved changes [1]: ", "1")
    assert shell.end() == 0
    assert "hunter2" not in shell.shown
    [draft] = drafts()
    assert "hunter2" not in json.dumps(draft)


def test_no_colour_is_honoured(terminal: Open) -> None:
    shell = terminal("new", "--plain", TERM="xterm-256color", NO_COLOR="1")
    shell.until("Name *")
    shell.type("\x03")
    assert shell.end() == 130
    assert not re.search(r"\x1b\[[0-9;]*[34]8;", shell.shown)


GBK = b"\xd6\xd0".decode("utf-8", "surrogateescape")


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_bytes_that_are_not_utf_8_become_replacement_characters(terminal: Open, term: str) -> None:
    shell = terminal("new", "--plain", TERM=term)
    shell.until("Name *")
    shell.type(f"中{GBK}文\r")
    shell.until("[InvalidName]")
    shell.until("Name *")
    shell.type("\x03")
    assert shell.end() == 130
    [draft] = drafts()
    assert draft["request"]["Name"] == "中\ufffd\ufffd文"


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_a_terminal_with_another_encoding_is_read_in_it(terminal: Open, term: str) -> None:
    shell = terminal("new", "--plain", TERM=term, PYTHONIOENCODING="gb18030")
    shell.until("Name ")
    shell.type("集群".encode("gb18030").decode("utf-8", "surrogateescape") + "\r")
    shell.until("[InvalidName]")
    shell.until("Name ")
    shell.type("\x03")
    assert shell.end() == 130
    [draft] = drafts()
    assert draft["request"]["Name"] == "集群"


SEQUENCES = (
    "\x1bO2P",
    "\x1bO1;2P",
    "\x1b[32~",
    "\x1b[12;40R",
    "\x1b]11;rgb:0/0/0\x1b\\",
    "\x1b[?61;4c",
    "\x1bP>|XTerm(370)\x1b\\",
    "\x1b_Gi=1;OK\x1b\\",
    "\x1bx",
    "\x1b9",
)


@pytest.mark.parametrize(("term", "arrows"), [("dumb", "\x1b[3~"), ("xterm", "\x1b[D\x1b[C")])
def test_unknown_sequences_are_not_typed(terminal: Open, term: str, arrows: str) -> None:
    shell = terminal("new", "--plain", TERM=term)
    shell.until("Name ")
    shell.type("a" + "".join(f"{sequence}b{arrows}c" for sequence in SEQUENCES) + "\r")
    shell.until("Description")
    shell.type("\x03")
    assert shell.end() == 130
    [draft] = drafts()
    assert draft["request"]["Name"] == "a" + "bc" * len(SEQUENCES)


def test_a_question_answered_with_other_bytes_is_not_confirmed(terminal: Open) -> None:
    shell = terminal("submit", "smallest")
    shell.until("Create 1 instance?")
    shell.type(f"{GBK}\r")
    assert shell.end() != 70
    assert "cls-" not in shell.shown


@pytest.mark.parametrize("term", ["dumb", "xterm"])
@pytest.mark.parametrize("end", ["\x03", "\x04", signal.SIGTERM, signal.SIGHUP])
def test_leaving_at_any_question_keeps_the_draft(
    terminal: Open, term: str, end: str | signal.Signals
) -> None:
    shell = terminal("new", "--plain", TERM=term)
    shell.until("Name *")
    shell.type("kept\r")
    shell.until("Description")
    if isinstance(end, str):
        shell.type(end)
    else:
        shell.process.send_signal(end)
    assert shell.end() == (130 if isinstance(end, str) else 128 + end)
    [draft] = drafts()
    assert draft["request"]["Name"] == "kept"
    assert "Draft kept" in shell.shown


@pytest.mark.parametrize("end", ["\x03", "\x04", signal.SIGINT])
def test_leaving_at_a_list_keeps_the_draft(terminal: Open, end: str | signal.Signals) -> None:
    shell = terminal("new", "--plain", TERM="xterm")
    shell.until("Name *")
    shell.type("kept\r:find image\r")
    shell.until("Menu…")
    if isinstance(end, str):
        shell.type(end)
    else:
        shell.process.send_signal(end)
    assert shell.end() == 130
    [draft] = drafts()
    assert draft["request"]["Name"] == "kept"


@pytest.mark.parametrize("answer", ["n", "no\r", "maybe\r:quit\r", "\x1b[200~集群\x1b[201~\r:quit\r"])
def test_text_typed_ahead_of_a_list_is_not_swallowed_by_it(terminal: Open, answer: str) -> None:
    shell = terminal("new", "--preset", "smallest", "--plain", TERM="xterm")
    shell.until("Name *")
    shell.type(f":review\r{answer}")
    shell.until("Next [create]: ")
    shell.type("\x03")
    assert shell.end() in (0, 130)
    assert "Create 1 instance" not in shell.shown


def test_a_terminal_that_is_closed_leaves_the_draft(terminal: Open) -> None:
    shell = terminal("new", "--plain")
    shell.answer("Name *", "kept")
    shell.until("Description")
    shell.close()
    # Whichever is first: the signal, or that there is nothing to read any more.
    assert shell.process.wait(PATIENCE) in (128 + signal.SIGHUP, 130)
    [draft] = drafts()
    assert draft["request"]["Name"] == "kept"


@pytest.mark.parametrize(
    "environ", [{"TERM": "xterm-256color", "ACCESSIBLE": "1"}, {"TERM": "no-such-terminal"}]
)
def test_screen_readers_and_unknown_terminals_get_plain_lines(
    terminal: Open, environ: dict[str, str]
) -> None:
    shell = terminal("new", "--plain", **environ)
    shell.answer("Name *", ":quit")
    assert shell.end() == 0
    assert "\x1b" not in shell.shown


def test_a_terminal_that_can_edits_the_line_and_completes_it(terminal: Open) -> None:
    shell = terminal("new", "--plain", TERM="xterm")
    shell.until("Name *")
    shell.type("firxt\x1b[D\x1b[D\x7fr\x7fr\x1b[3~s\r")  # left, left, backspace, delete
    shell.until("Description")
    shell.type(":find image\r")
    shell.until("Menu…")
    shell.type("1\r")
    shell.until("img-windows-vpc")
    shell.type("ubuntu-v\t\r")  # a part from the middle
    shell.until("Startup command ")
    shell.type(":js\t\r")
    shell.until('"ImageId": "img-ubuntu-vpc"')
    shell.type(":quit\r")
    shell.until("Quit and keep a draft")
    shell.type("1\r")
    assert shell.end() == 0
    [draft] = drafts()
    assert draft["request"]["Name"] == "first"
    assert draft["request"]["ImageId"] == "img-ubuntu-vpc"


@pytest.mark.parametrize(("term", "is_broken"), [("xterm", True), ("dumb", False)])
def test_lines_are_broken_between_words_where_they_are_looked_at_and_data_nowhere(
    terminal: Open, term: str, is_broken: bool
) -> None:
    shell = terminal("new", "--plain", "--preset", "smallest", TERM=term, columns=50)
    shell.until("first-cluster")
    shell.type("\r")
    shell.until("Description")
    shell.type(f"{'中文 word ' * 9}\r")
    shell.until("Instance type")
    shell.type(":json\r")
    found = shell.until('"InstanceType"')
    assert f'"Description": "{"中文 word " * 9}",' in found, "what is to be copied stands on one line"
    shell.type("\x03")
    assert shell.end() == 130
    said = re.sub("\x1b[^A-Za-z]*[A-Za-z]", "", shell.shown).replace("\r", "").split("\n")
    assert ("sandbox (local, free). Enter keeps a value, ?" in said) is is_broken


def test_a_paste_of_several_lines_is_one_answer_where_the_terminal_says_so(terminal: Open) -> None:
    shell = terminal("new", "--plain", TERM="xterm")
    shell.until("Name *")
    shell.type(":find user data\r")
    shell.until("Menu…")
    shell.type("1\r")
    shell.until("per line:")
    shell.type("\x1b[200~a=1\rb=2\x1b[201~\r")
    shell.until("User data, one")
    shell.type("\x03")
    assert shell.end() == 130
    [draft] = drafts()
    assert draft["request"]["UserData"] == {"a": "1", "b": "2"}


def test_a_long_paste_is_taken_whole(terminal: Open) -> None:
    shell = terminal("new", "--plain", TERM="xterm")
    shell.until("Name *")
    shell.type(f"\x1b[200~{'x' * 3000}\x1b[201~\r")
    shell.until("characters, not 3,000")
    shell.until("Name *")
    shell.type("\x03")
    assert shell.end() == 130
    [draft] = drafts()
    assert draft["request"]["Name"] == "x" * 3000


def test_answers_come_out_of_a_file(tmp_path: Path) -> None:
    answers = "from-a-file\n:submit\nyes\n1\n"
    command = [sys.executable, "-m", "wizard.cli.main", "new", "--preset", "smallest", "--plain"]
    ran = subprocess.run(command, input=answers, capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert re.search(r"Cluster cls-\S+ created", ran.stderr)


def test_a_line_that_the_terminal_cuts_off_is_not_taken(terminal: Open) -> None:
    shell = terminal("new", "--plain")
    shell.until("Name *")
    shell.type(f"{'x' * 5000}\n")
    shell.until("this terminal cuts lines at")
    shell.answer("Name *", ":quit")
    assert shell.end() == 0


def test_ctrl_c_is_the_editors_while_it_runs(terminal: Open, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    edits = "sed -i.old s/first-cluster/edited/ $1; exit 0"
    editor.write_text(
        f"#!/bin/sh\ntrap '{edits}' INT\necho EDITING; while :; do sleep 0.1; done\n", encoding="utf-8"
    )
    editor.chmod(0o755)
    shell = terminal("new", "--preset", "smallest", EDITOR=str(editor))
    shell.answer("Name *", ":text")
    shell.answer("Edit as text [3]: ", "1")
    shell.until("EDITING")
    shell.type("\x03")
    shell.until("Text applied.")
    shell.answer("Name * [edited]: ", ":quit")
    shell.answer("Unsaved changes [1]: ", "1")
    assert shell.end() == 0
    [draft] = drafts()
    assert draft["request"]["Name"] == "edited"
