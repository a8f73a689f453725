"""The terminal: what its bytes become, and the real program in it: how it ends, stops, colors."""

import os
import re
import signal
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from terminal import LEFT, Terminal
from textual import constants, events
from textual.drivers.linux_driver import LinuxDriver

from wizard.core.application import Application
from wizard.tui.app import WizardApp
from wizard.tui.driver import ANSI_SEQUENCES_KEYS, InputDecoder, TerminalDriver, XTermParser

from .application import drafts

REPLIES = [
    b"\x1b[12;40R",
    b"\x1b[?61;4;6;22c",
    b"\x1b[?0u",
    b"\x1b[?1;2$y",
    b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
    b"\x1b]10;rgb:ff/ff/ff\x07",
    b"\x1b]Lname of the window\x1b\\",
    b"\x1bP1$r0 q\x1b\\",
    b"\x1b_Gi=1;OK\x1b\\",
]
"""What terminals answer to questions, perhaps of the program that ran before."""
UNKNOWN = [
    b"\x1bO2P",
    b"\x1bO1;2P",
    b"\x1b[32~",
    b"\x1b[5A",
    b"\x1b[1;2Z",
    b"\x1b[57500u",
    b"\x1b[99999999u",
    b"\x1b[97;1:3u",
    b"\x1b[M\xff\xe0\x80",
    b"\x1b[<0;1M",
    b"\x1b[" + b"9" * 100 + b"u",
]
"""Keys that Textual does not know, keys that are released, and mice of other protocols."""


def decoded(*chunks: bytes) -> list[events.Event]:
    """What chunks of bytes become that arrive one after the other, and nothing after them."""
    decoder, parser = InputDecoder(), XTermParser()
    parts = [part for chunk in chunks for part in decoder.feed(chunk)]
    while decoder.timeout is not None:
        parts += decoder.expire()
    found: list[events.Event] = []
    for part in filter(None, parts):
        found += parser.feed(part) if isinstance(part, str) else [part]
    return found


def typed(*chunks: bytes) -> str:
    found = decoded(*chunks)
    pasted = "".join(each.text for each in found if isinstance(each, events.Paste))
    return pasted + "".join(
        each.character or ""
        for each in found
        if isinstance(each, events.Key) and each.key not in ("escape", "enter")
    )


def keys(*chunks: bytes) -> list[str]:
    return [each.key for each in decoded(*chunks) if isinstance(each, events.Key)]


def test_a_byte_that_is_not_utf_8_becomes_the_replacement_character() -> None:
    for byte in range(0x80, 0x100):
        assert typed(bytes([byte])) == "\ufffd"
        assert typed(bytes([byte]), b"a") == "\ufffda"
        assert typed(bytes([byte]) + b"\x1b[A" + b"b") == "\ufffdb"
    text = "中é🙂\u3000\xa0\u200d\U0001fae9a中b"
    assert typed(*(bytes([byte]) for byte in text.encode())) == text


@pytest.mark.parametrize("sequence", [*REPLIES, *UNKNOWN])
def test_an_unknown_sequence_types_nothing_wherever_it_is_split(sequence: bytes) -> None:
    assert typed(sequence + b"ok") == "ok"
    assert "space" not in keys(sequence)
    for split in range(2, len(sequence)):
        assert typed(sequence[:split], sequence[split:] + b"ok") == "ok"
    assert typed(*(bytes([byte]) for byte in sequence), b"ok") == "ok"
    assert typed(sequence * 50 + b"ok") == "ok"
    if sequence in REPLIES and sequence[1:2] != b"_":  # the Escape alone, and the rest after a while
        decoder = InputDecoder()
        found = [*decoder.feed(b"\x1b"), *decoder.expire(), *decoder.feed(sequence[1:] + b"ok")]
        assert [each for each in found if isinstance(each, str) and each.isalnum()] == ["ok"]


@pytest.mark.parametrize("sequence", [b"\x1b[1", b"\x1b]11;rgb:", b"\x1bP1$r", b"\x1b[M!", b"\x1bO1;"])
def test_a_sequence_without_an_end_does_not_hold_up_later_keys(sequence: bytes) -> None:
    decoder = InputDecoder()
    assert [*decoder.feed(sequence)] == []
    found = [*decoder.expire(), *decoder.feed(b"ok")]
    assert [each for each in found if each] == ["ok"]
    assert decoder.timeout is None


def test_alt_and_a_character_is_no_text() -> None:
    for letter in "acdeghxyzAZ019":
        assert typed(b"\x1b" + letter.encode()) == ""
        [key] = keys(b"\x1b" + letter.encode())
        assert key.startswith("alt+")
        assert typed(f"\x1b[{ord(letter)};3u".encode()) == ""
        assert typed(f"\x1b[{ord(letter)};3;{ord(letter)}u".encode()) == ""
    for character in [*"!-=;.'/\\", "é", "ß", "§"]:
        assert typed(b"\x1b" + character.encode() + b"ok") == "ok"


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (b"\x1b", ["escape"]),
        (b"\x1b\x1b", ["escape", "escape"]),
        (b"\x1b\t\x1b\x13", ["escape", "tab", "escape", "ctrl+s"]),
        (b"\x1b\x1b[A", ["escape", "up"]),
        (b"\x1b\r", ["alt+enter"]),
        (b"\x1bf", ["ctrl+right"]),
        (b"\x1b\x7f", ["ctrl+w"]),
        (b"\x1bOP\x1b[[A\x1b[11~\x1b[21~\x1b[24~", ["f1", "f1", "f1", "f10", "f12"]),
        (b"\x1b[1;129R\x1b[1;65R", ["f3", "f3"]),
        (b"\x1b[Z\x1b[1;5C\x1b[3~", ["shift+tab", "ctrl+right", "delete"]),
        (b"\x1b[3$", ["shift+delete"]),
        (b"\x1b[115;5u\x1b[27;5;115~", ["ctrl+s", "ctrl+s"]),
        (b"\x1b[13u\x1b[9u\x1b[127u", ["enter", "tab", "backspace"]),
    ],
)
def test_known_keys(data: bytes, names: list[str]) -> None:
    assert keys(data) == names
    assert keys(data[:-1], data[-1:]) == names or len(data) == 2, "Escape and another key, if it takes long"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x1b[97;;97u", "a"),
        (b"\x1b[97:65;2:1;65u", "A"),
        (b"\x1b[0;;12288u", "\u3000"),
        (b"\x1b[0;;20013:25991:20013:25991:20013:25991:20013u", "中文中文中文中"),
        (b"\x1b[99;3;231u", "ç"),
        (b"\x1b[57399;;48u", "0"),
        (b"\x1bOp\x1bOy", "09"),
    ],
)
def test_text_that_arrives_as_a_sequence(data: bytes, text: str) -> None:
    assert typed(data) == text


def test_a_paste_arrives_whole() -> None:
    pasted = b"a\x1b[31m\x1b b\xd6\xd0\t\r\n\xe4\xb8\xad" + b"x" * 10_000
    sent = b"\x1b[200~" + pasted + b"\x1b[201~ok"
    for size in (1, 7, 4096, len(sent)):
        found = decoded(*(sent[start : start + size] for start in range(0, len(sent), size)))
        [paste] = [each for each in found if isinstance(each, events.Paste)]
        assert paste.text == pasted.decode("utf-8", "replace")
        assert [each.character for each in found if isinstance(each, events.Key)] == ["o", "k"]
    [paste] = decoded(b"\x1b[200~half")
    assert isinstance(paste, events.Paste) and paste.text == "half", "without an end"


def test_a_size_without_pixels_leaves_the_mouse_where_it_is() -> None:
    size, mouse = decoded(b"\x1b[48;24;80;0;0t", b"\x1b[<0;41;13M")
    assert isinstance(size, events.Resize) and isinstance(mouse, events.MouseDown)
    assert (size.size.width, mouse.x, mouse.y) == (80, 40, 12)


def test_no_sequence_that_textual_knows_holds_up_the_next_key() -> None:
    for sequence in ANSI_SEQUENCES_KEYS:
        if len(sequence) > 2:
            assert keys(sequence.encode() + b"x")[-1] == "x", sequence


PARTS = [bytes([byte]) for byte in b"\x1b[]OP_^\\;:?<>=$~uARMtyc0123489 -\r\x07\x18\x00x\xd6\xe4\xb8\xad\x80"]
PARTS += [b"\x1b[200~", b"\x1b[201~", b"\x1b[", b"\x1b[48;"]


@settings(max_examples=500)
@given(st.lists(st.one_of(st.binary(max_size=8), st.sampled_from([*REPLIES, *UNKNOWN, *PARTS])), max_size=20))
def test_no_bytes_stop_the_input(chunks: list[bytes]) -> None:
    for found in (decoded(*chunks), decoded(b"".join(chunks))):
        assert all(isinstance(each, events.Event) for each in found)


def test_the_driver_of_the_environment_takes_precedence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert WizardApp(Application({})).driver_class is TerminalDriver
    monkeypatch.setattr(constants, "DRIVER", "textual.drivers.linux_driver:LinuxDriver")
    assert WizardApp(Application({})).driver_class is LinuxDriver


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


def open_wizard(name: str = "", **options: tuple[str, ...] | bool) -> Terminal:
    """Open a wizard, type a name, and wait until it is in the document."""
    terminal = Terminal("new", **options)  # type: ignore[arg-type]
    terminal.wait_for("Description")
    terminal.type(name)
    terminal.wait_for("● unsaved" if name else "")
    return terminal


def names() -> list[str]:
    return [draft["request"]["Name"] for draft in drafts()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, None])
def test_a_signal_or_ctrl_c_keeps_a_draft_and_restores_the_terminal(number: int | None) -> None:
    with open_wizard("unsaved") as terminal:
        if number is None:
            terminal.type("\x03\x03")
        else:
            terminal.process.send_signal(number)
        assert terminal.wait_for_end() == 128 + (number or signal.SIGINT)
        assert names() == ["unsaved"]
        terminal.assert_restored()
        after = terminal.shown[terminal.shown.rindex(LEFT["the alternate screen"]) :]
        assert b"draft is kept" in after, "the message is where the terminal shows it"


@pytest.mark.parametrize("is_controlling", [True, False], ids=["SIGHUP", "no signal"])
def test_a_terminal_that_is_closed_keeps_a_draft(is_controlling: bool) -> None:
    with open_wizard("unsaved", is_controlling=is_controlling) as terminal:
        assert terminal.close() == 128 + signal.SIGHUP
        assert names() == ["unsaved"]


def test_an_error_in_reading_the_terminal_keeps_a_draft() -> None:
    with open_wizard("unsaved", program=(sys.executable, "-c", BROKEN_INPUT)) as terminal:
        terminal.type("!")
        assert terminal.wait_for_end() == 70
        assert names() == ["unsaved"]
        terminal.assert_restored()


def test_the_text_that_is_typed_is_kept_and_nothing_else_is_typed() -> None:
    """Arrows, what the terminal replies, a GBK terminal, Alt, an X10 mouse, and a paste."""
    sent = [b"a\x1b[D" * 50 + b"x\x1b[F", *REPLIES, b"b\xd6\xd0", *UNKNOWN, b"\x1bda\x1bDb\x1b\xc3\xa9"]
    sent += [b"\x1b[M\xa0\xff\xe0x\x9b", b"\x1b[200~\xd6\x1b[Ab\x1b[201~c"]
    with open_wizard() as terminal:
        terminal.type(b"".join(sent) + b"\x03\x03")
        assert terminal.wait_for_end() == 130
        assert names() == ["x" + "a" * 50 + "b\ufffd\ufffd" + "ab" + "x\ufffd" + "\ufffd\x1b[Abc"]


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_the_screen_is_drawn_again_after_the_wizard_was_stopped(number: int) -> None:
    with open_wizard("before") as terminal:
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
