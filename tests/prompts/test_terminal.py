"""The real program in a pseudo-terminal: what it shows, what it hides, and how it ends."""

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

TIMEOUT = 60
"""Seconds without output after which a program is considered hung."""

PROGRAM = [sys.executable, "-m", "wizard.cli.main"]


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, *arguments: str, columns: int = 0, **environ: str) -> None:
        self._leader, follower = pty.openpty()
        termios.tcsetwinsize(follower, (24 if columns else 0, columns))
        # A session with this controlling terminal, so that Ctrl+C sends SIGINT as in a real one.
        login = "import os, sys, fcntl, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
        login += "os.execv(sys.argv[1], sys.argv[1:])"
        self.process = subprocess.Popen(
            [sys.executable, "-c", login, *PROGRAM, *arguments],
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
        """Read the next output; ``None`` once the program has ended."""
        readable, _, _ = select.select([self._leader], [], [], TIMEOUT)
        assert readable, f"{awaited} never came; the output was {self.shown!r}"
        try:
            data = os.read(self._leader, 65536)
        except OSError:
            data = b""
        text = self._decoder.decode(data, final=not data)
        self.shown += text
        return text if data else None

    def until(self, words: str) -> str:
        """Wait for words and return the output up to them since the last call."""
        seen, self._rest = self._rest, ""
        while words not in seen:
            text = self._read(repr(words))
            assert text is not None, f"it ended without {words!r}; the output was {seen!r}"
            seen += text
        end = seen.index(words) + len(words)
        self._rest = seen[end:]
        return seen[:end]

    def type(self, text: str) -> None:
        """Type something."""
        os.write(self._leader, text.encode("utf-8", "surrogateescape"))

    def answer(self, question: str, text: str, end: str = "\n") -> None:
        """Wait for a question and answer it."""
        self.until(question)
        self.type(text + end)

    def end(self) -> int:
        """Wait for its end and return the exit code."""
        while self._read("its end") is not None:
            pass
        return self.process.wait(TIMEOUT)

    def interrupt(self, question: str) -> Any:
        """Press Ctrl+C at a question and return the request in the draft."""
        self.answer(question, "\x03", end="")
        assert self.end() == 130
        return draft()

    def close(self) -> None:
        """Close the terminal, as closing a window does."""
        if self._leader >= 0:
            os.close(self._leader)
            self._leader = -1


Open = Callable[..., Terminal]


@pytest.fixture
def terminal() -> Iterator[Open]:
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


def draft() -> Any:
    """The request in the only draft."""
    [path] = locations.drafts_folder().glob("*.json")
    return json.loads(path.read_text())["request"]


def test_a_dumb_terminal_gets_no_escape_sequences_until_the_cluster_is_created(terminal: Open) -> None:
    shell = terminal("new", "--preset", "smallest")
    shell.answer("Name *", "from-afar")
    shell.answer("Description", ":submit")
    shell.answer("Create 1 instance? [Y/n]", "")
    assert re.search(r"Id: cls-\S+", shell.until("Next [1]: "))
    shell.type("1\n")
    assert shell.end() == 0
    assert "\x1b" not in shell.shown and "\x08" not in shell.shown
    assert re.search(r"Cluster cls-\S+ created\.", shell.shown)
    assert [*locations.drafts_folder().glob("*.json")] == []


def test_a_secret_is_not_echoed(terminal: Open) -> None:
    shell = terminal("new", "--preset", "smallest")
    shell.answer("Name *", ":find access key secret")
    shell.answer("AccessKey secret (", "hunter2")
    shell.answer("STS token (", ":find access key secret")
    shell.answer("[hidden]: ", "")
    shell.answer("STS token (", ":quit")
    shell.answer("Unsaved changes [1]: ", "1")
    assert shell.end() == 0
    assert "hunter2" not in shell.shown
    assert "hunter2" not in json.dumps(draft())


def test_no_color_is_honored(terminal: Open) -> None:
    shell = terminal("new", "--plain", TERM="xterm-256color", NO_COLOR="1")
    shell.answer("Name *", "\x03", end="")
    assert shell.end() == 130
    assert not re.search(r"\x1b\[[0-9;]*[34]8;", shell.shown)


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
        ("gb18030", f"{GBK}", "中"),
        ("utf-8", "中" + "".join(f"{sequence}b" for sequence in SEQUENCES), "中" + "b" * len(SEQUENCES)),
    ],
    ids=["invalid bytes", "another encoding", "unknown sequences"],
)
def test_input_has_the_encoding_of_the_terminal_and_no_escape_sequences(
    terminal: Open, term: str, encoding: str, typed: str, name: str
) -> None:
    shell = terminal("new", "--plain", TERM=term, PYTHONIOENCODING=encoding)
    shell.answer("Name ", typed, end="\r")
    shell.until("[InvalidName]")
    assert shell.interrupt("Name ")["Name"] == name


def test_a_confirmation_is_not_given_by_undecodable_bytes(terminal: Open) -> None:
    shell = terminal("submit", "smallest")
    shell.answer("Create 1 instance?", GBK, end="\r")
    assert shell.end() != 70
    assert "cls-" not in shell.shown


def leave(shell: Terminal, how: str | signal.Signals) -> None:
    """Type a control character or send a signal, and check the exit code and the draft."""
    if isinstance(how, str):
        shell.type(how)
    else:
        shell.process.send_signal(how)
    assert shell.end() == (128 + how if how in (signal.SIGTERM, signal.SIGHUP) else 130)
    assert draft()["Name"] == "kept"
    assert "Draft kept" in shell.shown


@pytest.mark.parametrize(
    ("term", "how"),
    [
        *(("dumb", how) for how in ("\x03", "\x04", signal.SIGTERM)),
        *(("xterm", how) for how in ("\x03", "\x04", signal.SIGTERM, signal.SIGHUP)),
    ],
)
def test_leaving_at_a_question_keeps_the_draft(terminal: Open, term: str, how: str | signal.Signals) -> None:
    shell = terminal("new", "--plain", TERM=term)
    shell.answer("Name *", "kept", end="\r")
    shell.until("Description")
    leave(shell, how)


@pytest.mark.parametrize("how", ["\x03", "\x04", signal.SIGINT])
def test_leaving_at_a_list_keeps_the_draft(terminal: Open, how: str | signal.Signals) -> None:
    shell = terminal("new", "--plain", TERM="xterm")
    shell.answer("Name *", "kept\r:find image\r", end="")
    shell.until("Menu…")
    leave(shell, how)


def test_closing_the_terminal_keeps_the_draft(terminal: Open) -> None:
    shell = terminal("new", "--plain")
    shell.answer("Name *", "kept")
    shell.until("Description")
    shell.close()
    # Whichever is first: the signal, or the end of the input.
    assert shell.process.wait(TIMEOUT) in (128 + signal.SIGHUP, 130)
    assert draft()["Name"] == "kept"


@pytest.mark.parametrize("answer", ["n", "maybe\r:quit\r", "\x1b[200~集群\x1b[201~\r:quit\r"])
def test_text_typed_before_a_list_is_shown_does_not_choose_from_it(terminal: Open, answer: str) -> None:
    shell = terminal("new", "--preset", "smallest", "--plain", TERM="xterm")
    shell.answer("Name *", f":review\r{answer}", end="")
    shell.answer("Next [create]: ", "\x03", end="")
    assert shell.end() in (0, 130)
    assert "Create 1 instance" not in shell.shown


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


def test_a_capable_terminal_edits_completes_and_pastes(terminal: Open) -> None:
    shell = terminal("new", "--plain", TERM="xterm")
    shell.answer("Name *", "firxt\x1b[D\x1b[D\x7fr\x7fr\x1b[3~s\r", end="")  # left, left, backspace, delete
    shell.answer("Description", ":find image\r", end="")
    shell.answer("Menu…", "1\r", end="")
    shell.answer("img-windows-vpc", "ubuntu-v\t\r", end="")  # a part from the middle
    shell.answer("Startup command ", ":js\t\r", end="")
    shell.until('"ImageId": "img-ubuntu-vpc"')
    shell.answer("Startup command ", ":find user data\r", end="")
    shell.answer("Menu…", "1\r", end="")
    shell.answer("per line:", "\x1b[200~a=1\rb=2\x1b[201~\r", end="")  # one answer, as the terminal marks it
    shell.answer("User data, one", ":find description\r", end="")
    shell.answer("Description", f"\x1b[200~{'x' * 3000}\x1b[201~\r", end="")
    request = shell.interrupt("characters, not 3,000")
    assert (request["Name"], request["ImageId"]) == ("first", "img-ubuntu-vpc")
    assert request["UserData"] == {"a": "1", "b": "2"}
    assert request["Description"] == "x" * 3000


@pytest.mark.parametrize(("term", "is_wrapped"), [("xterm", True), ("dumb", False)])
def test_sentences_are_wrapped_in_a_capable_terminal_and_data_never(
    terminal: Open, term: str, is_wrapped: bool
) -> None:
    shell = terminal("new", "--plain", "--preset", "smallest", TERM=term, columns=50)
    shell.answer("first-cluster", "\r", end="")
    shell.answer("Description", "中文 word " * 9, end="\r")
    shell.answer("Instance type", ":json\r", end="")
    found = shell.until('"InstanceType"')
    assert f'"Description": "{"中文 word " * 9}",' in found, "text to copy is on one line"
    shell.type("\x03")
    assert shell.end() == 130
    lines = re.sub("\x1b[^A-Za-z]*[A-Za-z]", "", shell.shown).replace("\r", "").split("\n")
    assert ("sandbox (local, free). Enter keeps a value, ?" in lines) is is_wrapped


def test_answers_are_read_from_a_file() -> None:
    ran = subprocess.run(
        [*PROGRAM, "new", "--preset", "smallest", "--plain"],
        input="from-a-file\n:submit\nyes\n1\n",
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == ""
    assert re.search(r"Cluster cls-\S+ created", ran.stderr)


def test_a_line_that_the_terminal_truncates_is_rejected(terminal: Open) -> None:
    shell = terminal("new", "--plain")
    shell.answer("Name *", "x" * 5000)
    shell.until("this terminal cuts lines at")
    shell.answer("Name *", ":quit")
    assert shell.end() == 0


def test_ctrl_c_interrupts_only_the_editor_while_it_runs(terminal: Open, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    edits = "sed -i.old s/first-cluster/edited/ $1; exit 0"
    editor.write_text(
        f"#!/bin/sh\ntrap '{edits}' INT\necho EDITING; while :; do sleep 0.1; done\n", encoding="utf-8"
    )
    editor.chmod(0o755)
    shell = terminal("new", "--preset", "smallest", EDITOR=str(editor))
    shell.answer("Name *", ":text")
    shell.answer("Edit as text [3]: ", "1")
    shell.answer("EDITING", "\x03", end="")
    shell.until("Text applied.")
    shell.answer("Name * [edited]: ", ":quit")
    shell.answer("Unsaved changes [1]: ", "1")
    assert shell.end() == 0
    assert draft()["Name"] == "edited"
