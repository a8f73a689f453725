"""The real program in a real terminal: input of any bytes, stops, colors."""

import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .test_signals import LEFT, PATIENCE, Terminal, drafts

COLORS = re.compile(rb"\x1b\[(?:[0-9;:]*[;:])?(?:3[0-9]|4[0-9]|9[0-7]|10[0-7])[;:m]")
BROKEN_INPUT = """
import sys
from wizard.tui.driver import InputDecoder
feed = InputDecoder.feed
def failing(self, data):
    if b"!" in data:
        raise ValueError("a mistake")
    return feed(self, data)
InputDecoder.feed = failing
from wizard.cli.main import main
sys.exit(main())
"""
"""`bcw` with a mistake in what reads the terminal."""

Open = Callable[..., Terminal]


@pytest.fixture
def open_wizard() -> Iterator[Open]:
    """Open a wizard; the field of the name has the focus."""
    opened: list[Terminal] = []

    def open_(*arguments: str, **options: tuple[str, ...]) -> Terminal:
        opened.append(Terminal(*(arguments or ("new",)), **options))
        opened[-1].until(lambda: b"Description" in opened[-1].shown)
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


def send(terminal: Terminal, data: bytes) -> None:
    """Send bytes as a terminal does."""
    os.write(terminal.master, data)


def name_at_the_end(terminal: Terminal, home: Path, data: bytes) -> str:
    """The name that is in the draft after bytes were sent and the wizard was left with Ctrl+C."""
    send(terminal, data + b"\x03\x03")
    terminal.until(lambda: terminal.process.poll() is not None)
    assert terminal.process.returncode == 130
    [draft] = drafts(home)
    name = draft["Name"]
    assert isinstance(name, str)
    return name


TYPED = [
    (b"a\x1b[D" * 50 + b"x\x1b[F", "x" + "a" * 50),
    (b"a\xd6\xd0b", "a\ufffd\ufffdb"),  # a GBK terminal
    (b"".join(bytes([byte]) + b"a" for byte in range(0x80, 0x100)), "\ufffda" * 128),
    ("中文\u3000\xa0\u200d\U0001fae9x".encode(), "中文\u3000\xa0\u200d\U0001fae9x"),
    (b"\x1b[200~a\xd6\x1b[Ab\x1b[201~c", "a\ufffd\x1b[Abc"),  # a paste
    (b"\x1bO2P\x1bO1;2P\x1b[32~\x1b[65~x", "x"),  # unknown keys
    (b"\x1b[12;40R\x1b]11;rgb:0/0/0\x1b\\\x1b[?61;4c\x1bP>|x\x1b\\x", "x"),  # replies
    (b"\x1bda\x1bDb\x1bx\x1b1c\x1b\xc3\xa9", "abc"),  # Alt
    (b"\x1b[M\xa0\xff\xe0x\x9b", "x\ufffd"),  # an X10 mouse and an 8-bit control
    (b"\x1b[0;;20013:25991:20013:25991:20013:25991:20013u", "中文中文中文中"),  # the protocol of kitty
]
"""What a terminal sends, and the text that it types."""


def test_the_text_that_is_typed_is_kept_and_nothing_else_is_typed(
    open_wizard: Open, empty_home: Path
) -> None:
    data, name = b"".join(data for data, _ in TYPED), "".join(name for _, name in TYPED)
    assert name_at_the_end(open_wizard(), empty_home, data) == name


def test_a_mistake_in_reading_the_terminal_loses_nothing(open_wizard: Open, empty_home: Path) -> None:
    terminal = open_wizard(program=("-c", BROKEN_INPUT))
    send(terminal, b"unsaved")
    terminal.until(lambda: "● unsaved".encode() in terminal.shown)
    send(terminal, b"!")
    terminal.until(lambda: terminal.process.poll() is not None)
    assert terminal.process.returncode == 70
    assert [draft["Name"] for draft in drafts(empty_home)] == ["unsaved"]
    for what, sequence in LEFT.items():
        assert sequence in terminal.shown, what
    assert b"Traceback" not in terminal.shown
    assert terminal.attributes == terminal.before


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_the_screen_is_drawn_again_after_the_wizard_was_stopped(
    open_wizard: Open, empty_home: Path, number: int
) -> None:
    terminal = open_wizard()
    send(terminal, b"before")
    terminal.until(lambda: "● unsaved".encode() in terminal.shown)
    terminal.process.send_signal(number)
    _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    if number == signal.SIGTSTP:
        terminal.until(lambda: LEFT["the alternate screen"] in terminal.shown)
        assert terminal.attributes == terminal.before
    terminal.shown = b""
    terminal.process.send_signal(signal.SIGCONT)
    for text in (b"\x1b[?1049h", b"before", b"Description", b"Basics", b"Review"):
        terminal.until(lambda text=text: text in terminal.shown)
    assert name_at_the_end(terminal, empty_home, b"after") == "beforeafter"
    assert terminal.attributes == terminal.before


@pytest.mark.parametrize(("value", "is_colored"), [("0", False), ("", True)])
def test_no_color_means_no_color(
    open_wizard: Open, monkeypatch: pytest.MonkeyPatch, value: str, is_colored: bool
) -> None:
    """Without colors, a cursor is reversed."""
    monkeypatch.setenv("NO_COLOR", value)
    terminal = open_wizard()
    send(terminal, b"\t\t\x1b[24~")
    terminal.until(lambda: b"Search" in terminal.shown)
    send(terminal, b"\x1b[B\x1b[B")
    terminal.until(lambda: is_colored or b"\x1b[7m" in terminal.shown or b";7m" in terminal.shown)
    send(terminal, b"\x03\x03")
    assert bool(COLORS.search(terminal.shown)) is is_colored


def test_a_terminal_that_is_gone_without_a_signal_ends_the_wizard(empty_home: Path) -> None:
    """It is the terminal of no session, so that nobody is told."""
    terminal = Terminal("new", is_controlling=False)
    try:
        terminal.until(lambda: b"Description" in terminal.shown)
        send(terminal, b"unsaved")
        terminal.until(lambda: "● unsaved".encode() in terminal.shown)
        os.close(terminal.master)
        assert terminal.process.wait(PATIENCE) == 128 + signal.SIGHUP
        assert json.dumps(drafts(empty_home)).count("unsaved") == 1
    finally:
        terminal.close()
