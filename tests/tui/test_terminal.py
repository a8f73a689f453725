"""The real program in a real terminal: how it ends, any input, stops, colors."""

import os
import re
import signal
import sys

import pytest
from terminal import LEFT, Terminal

from .application import drafts

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


def open_wizard(**options: tuple[str, ...] | bool) -> Terminal:
    """Open a wizard; the field of the name has the focus."""
    terminal = Terminal("new", **options)  # type: ignore[arg-type]
    terminal.wait_for("Description")
    return terminal


def type_name(terminal: Terminal, name: str) -> None:
    """Type a name, and wait until it is in the document."""
    terminal.type(name)
    terminal.wait_for("● unsaved")


def names() -> list[str]:
    """The names in all drafts on the disk."""
    return [draft["request"]["Name"] for draft in drafts()]


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130), (None, 130)]
)
def test_a_signal_or_ctrl_c_keeps_a_draft_and_restores_the_terminal(number: int | None, code: int) -> None:
    with open_wizard() as terminal:
        type_name(terminal, "unsaved")
        if number is None:
            terminal.type("\x03\x03")
        else:
            terminal.process.send_signal(number)
        assert terminal.wait_for_end() == code
        assert names() == ["unsaved"]
        terminal.assert_restored()
        after = terminal.shown[terminal.shown.rindex(LEFT["the alternate screen"]) :]
        assert b"draft is kept" in after, "the message is where the terminal shows it"


@pytest.mark.parametrize("is_controlling", [True, False], ids=["SIGHUP", "no signal"])
def test_a_terminal_that_is_closed_keeps_a_draft(is_controlling: bool) -> None:
    with open_wizard(is_controlling=is_controlling) as terminal:
        type_name(terminal, "unsaved")
        assert terminal.close() == 128 + signal.SIGHUP
        assert names() == ["unsaved"]


def test_an_error_in_reading_the_terminal_keeps_a_draft() -> None:
    with open_wizard(program=(sys.executable, "-c", BROKEN_INPUT)) as terminal:
        type_name(terminal, "unsaved")
        terminal.type("!")
        assert terminal.wait_for_end() == 70
        assert names() == ["unsaved"]
        terminal.assert_restored()


TYPED = [
    (b"a\x1b[D" * 50 + b"x\x1b[F", "x" + "a" * 50),
    (b"a\xd6\xd0b", "a\ufffd\ufffdb"),  # a GBK terminal
    ("中文\u3000\xa0\u200d\U0001fae9x".encode(), "中文\u3000\xa0\u200d\U0001fae9x"),
    (b"\x1b[200~a\xd6\x1b[Ab\x1b[201~c", "a\ufffd\x1b[Abc"),  # a paste
    (b"\x1bO2P\x1bO1;2P\x1b[32~\x1b[65~x", "x"),  # unknown keys
    (b"\x1b[12;40R\x1b]11;rgb:0/0/0\x1b\\\x1b[?61;4c\x1bP>|x\x1b\\x", "x"),  # replies
    (b"\x1bda\x1bDb\x1bx\x1b1c\x1b\xc3\xa9", "abc"),  # Alt
    (b"\x1b[M\xa0\xff\xe0x\x9b", "x\ufffd"),  # an X10 mouse and an 8-bit control
    (b"\x1b[0;;20013:25991:20013:25991:20013:25991:20013u", "中文中文中文中"),  # the protocol of kitty
]
"""What a terminal sends, and the text that it types."""


def test_the_text_that_is_typed_is_kept_and_nothing_else_is_typed() -> None:
    with open_wizard() as terminal:
        terminal.type(b"".join(data for data, _ in TYPED) + b"\x03\x03")
        assert terminal.wait_for_end() == 130
        assert names() == ["".join(name for _, name in TYPED)]


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_the_screen_is_drawn_again_after_the_wizard_was_stopped(number: int) -> None:
    with open_wizard() as terminal:
        type_name(terminal, "before")
        terminal.process.send_signal(number)
        _, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status)
        if number == signal.SIGTSTP:
            terminal.wait_for(LEFT["the alternate screen"])
            assert terminal.attributes == terminal.before
        terminal.shown.clear()
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for("\x1b[?1049h", "before", "Description", "Basics", "Review")
        terminal.type("after\x03\x03")
        assert terminal.wait_for_end() == 130
        assert names() == ["beforeafter"] and terminal.attributes == terminal.before


@pytest.mark.parametrize(("value", "is_colored"), [("0", False), ("", True)])
def test_no_color_means_no_color(monkeypatch: pytest.MonkeyPatch, value: str, is_colored: bool) -> None:
    """Without colors, a cursor is reversed."""
    monkeypatch.setenv("NO_COLOR", value)
    with open_wizard() as terminal:
        terminal.type("\t\t\x1b[24~")
        terminal.wait_for("Search")
        terminal.type("\x1b[B\x1b[B")
        terminal.until(lambda: is_colored or b"\x1b[7m" in terminal.shown or b";7m" in terminal.shown)
        terminal.type("\x03\x03")
        assert bool(COLORS.search(terminal.shown)) is is_colored
