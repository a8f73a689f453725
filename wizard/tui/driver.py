"""Robust decoding of terminal input.

Textual 8.2 ends its input thread at a byte that is not UTF-8 (Textualize/textual#6456), types unknown escape
sequences as text, decodes ``ESC[32~`` as a space, and takes F3 with NumLock for a cursor report (#6242).
:class:`InputDecoder` splits the bytes and passes on only what Textual's parser decodes correctly.

Private members of Textual used here, as there are no public ones (tested in ``tests/tui/test_terminal.py``):

- ``XTermParser`` turns known sequences into events; Textual's input thread creates its own.
- ``ANSI_SEQUENCES_KEYS`` and ``FUNCTIONAL_KEYS`` are the sequences that the parser knows.
- ``LinuxDriver._key_thread`` tells whether input is read, ``_must_signal_resume`` makes the app redraw.
- ``LinuxDriver._patch_iflag`` and ``_patch_lflag`` are its settings of a terminal that is read key by key.
"""

import codecs
import os
import re
import selectors
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

SEQUENCE_DELAY: Final = 1.0
"""Seconds to wait for the rest of an escape sequence or character."""
PASTE_DELAY: Final = 10.0
"""Seconds to wait for the end of a paste."""
_POLL: Final = 0.1
"""Seconds between two checks of the input thread whether it should end."""
_LONGEST_REPLY: Final = 4096
_LONGEST_SEQUENCE: Final = 32
"""Textual's parser types longer ones as text."""
_PASTE_START: Final = b"\x1b[200~"
_PASTE_END: Final = b"\x1b[201~"

_SEQUENCE = re.compile(
    rb"""\x1b(?:
      \[M...                                          # mouse, X10
    | \[\[[@-~]                                       # function keys of the Linux console
    | \[\d{1,2}\$                                     # Shift and a key in rxvt
    | \[(?![\[M])[ -?]*[@-~]                          # CSI
    | O[0-9;]*[@-~]                                   # SS3
    | [\]P_^X][^\x07\x18\x1a\x1b]*(?:\x07|\x1b\\)     # OSC, DCS, APC, PM, SOS
    | [\r\x7f]                                        # this and the following: Alt and a key
    | (?![\[O\]P_])[ -~]
    | (?:\](?![0-9lLI])|P(?![0-9>!$+=|{])|_(?!G))(?=.)
    | [\xc2-\xdf][\x80-\xbf] | [\xe0-\xef][\x80-\xbf]{2} | [\xf0-\xf4][\x80-\xbf]{3}
    )""",
    re.DOTALL | re.VERBOSE,
)
_INCOMPLETE = re.compile(
    rb"""\x1b(?:
      \[M.{0,2} | \[\[ | \[[ -?]* | O[0-9;]*
    | (?:\][0-9lLI]|P[0-9>!$+=|{]|_G)[^\x07\x18\x1a\x1b]*\x1b? | [\]P_]
    | [\xc2-\xdf] | [\xe0-\xef][\x80-\xbf]? | [\xf0-\xf4][\x80-\xbf]{0,2}
    )?""",
    re.DOTALL | re.VERBOSE,
)
_INTERRUPTED = re.compile(rb"\x1b(?:\[[ -?]*|O[0-9;]*|[\]P_][^\x07\x18\x1a\x1b]*)")
"""A sequence that is interrupted by a byte that cannot belong to it."""
_REST = re.compile(rb"\[[0-?]*\$?[@-~]|\](?:[0-9]+;|[lLI].*\x1b\\)|P[0-9>!]")
"""The rest of a sequence that arrives after its ``ESC`` was taken for a key."""

_KEY = re.compile(r"\x1b\[(\d*)(?::\d*)*(?:;(\d*)(?::(\d*))?(?:;([\d:]*))?)?([u~ABCDEFHPQRS])")
_RESIZE = re.compile(r"\x1b\[48;([1-9]\d{0,3});([1-9]\d{0,3});(\d+);(\d+)t")
_OTHERS = re.compile(r"\x1b\[(?:[IO]|<\d+;-?\d+;-?\d+[Mm]|\?\d+;\d\$y)")
"""Focus events, mouse events, and reports of mode support."""
_RELEASED = "3"
_PRIVATE = range(0xE000, 0xF900)
"""Code points of keys without a character; unknown ones must not be inserted as text."""
_LOCKS: Final = 0b11000000
_SHORTCUT: Final = 0b00111110
"""The bits of Alt, Ctrl, Super, Hyper and Meta."""


@dataclass
class InputClosed(Message):
    """Posted when the terminal can no longer be read."""

    error: Exception | None
    """The error, or ``None`` if the terminal is gone."""


class InputDecoder:
    """Splits the bytes of a terminal into text, known escape sequences, pastes and keys.

    Invalid UTF-8 becomes U+FFFD, unknown sequences are dropped.
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._text = codecs.getincrementaldecoder("utf-8")("replace")
        self._paste: bytearray | None = None
        self._escape_is_old = False

    @property
    def timeout(self) -> float | None:
        """Seconds to wait for the rest of an incomplete input; ``None`` if there is none."""
        if self._paste is not None:
            return PASTE_DELAY
        if self._bytes == b"\x1b":
            return constants.ESCAPE_DELAY
        return SEQUENCE_DELAY if self._bytes or self._text.getstate()[0] or self._escape_is_old else None

    def feed(self, data: bytes) -> Iterator[str | Message]:
        """Decode bytes: yield text and sequences for Textual's parser, and messages."""
        if self._escape_is_old and _REST.match(data):
            self._bytes += b"\x1b"
        self._escape_is_old = False
        self._bytes += data
        while self._bytes:
            if self._paste is not None:
                if (pasted := self._take_paste()) is None:
                    return
                yield pasted
            elif self._bytes[0] != 0x1B:
                end = self._bytes.find(b"\x1b")
                yield self._text.decode(self._take(len(self._bytes) if end < 0 else end))
            elif match := _SEQUENCE.match(self._bytes):
                yield self._text.decode(b"", final=True)
                yield from self._decode_sequence(self._take(match.end()))
            elif _INCOMPLETE.fullmatch(self._bytes):
                if len(self._bytes) > _LONGEST_REPLY:  # the sequence is dropped: only its end matters
                    del self._bytes[3:-1]
                return
            else:
                yield self._text.decode(b"", final=True)
                if broken := _INTERRUPTED.match(self._bytes):
                    self._take(broken.end())
                else:
                    self._take(1)
                    yield events.Key("escape", "\x1b")

    def expire(self) -> Iterator[str | Message]:
        """Decode incomplete input as it is, after :attr:`timeout`."""
        yield self._text.decode(b"", final=True)
        self._escape_is_old = self._bytes == b"\x1b"
        if self._paste is not None:
            yield _make_paste(bytes(self._paste + self._bytes))
            self._paste = None
        elif self._escape_is_old:
            yield events.Key("escape", "\x1b")
        self._bytes.clear()

    def _take(self, count: int) -> bytes:
        taken = bytes(self._bytes[:count])
        del self._bytes[:count]
        return taken

    def _take_paste(self) -> Message | None:
        assert self._paste is not None
        start = max(len(self._paste) - len(_PASTE_END), 0)
        self._paste += self._bytes
        self._bytes.clear()
        end = self._paste.find(_PASTE_END, start)
        if end < 0:
            return None
        pasted, rest = self._paste[:end], self._paste[end + len(_PASTE_END) :]
        self._paste = None
        self._bytes += rest
        return _make_paste(bytes(pasted))

    def _decode_sequence(self, data: bytes) -> Iterator[str | Message]:
        if data == _PASTE_START:
            self._paste = bytearray()
        elif data == b"\x1b\r":
            yield events.Key("alt+enter", None)
        elif len(data) == 2 and chr(data[1]).isalnum() and data not in (b"\x1bb", b"\x1bf"):
            letter = chr(data[1])
            yield events.Key(f"alt+shift+{letter.lower()}" if letter.isupper() else f"alt+{letter}", None)
        elif data.isascii():
            yield translate_sequence(data.decode())


def _make_paste(data: bytes) -> events.Paste:
    return events.Paste(data.decode("utf-8", "replace").replace("\x00", ""))


def translate_sequence(sequence: str) -> str:
    """Return a sequence in a form that Textual's parser decodes correctly, or ``""`` if it cannot."""
    if len(sequence) > _LONGEST_REPLY:
        return ""
    if match := _KEY.fullmatch(sequence):
        sequence = _translate_key(*match.groups(default=""))
        if not sequence.startswith("\x1b") or not constants.DISABLE_KITTY_KEY:
            return sequence
    elif match := _RESIZE.fullmatch(sequence):
        height, width, pixel_height, pixel_width = match.groups()
        if int(pixel_height) < int(height) or int(pixel_width) < int(width):  # unknown; Textual divides by it
            pixel_height, pixel_width = height, width
        return f"\x1b[48;{height};{width};{pixel_height};{pixel_width}t"
    elif _OTHERS.fullmatch(sequence) and len(sequence) <= _LONGEST_SEQUENCE:
        return sequence
    is_key = isinstance(ANSI_SEQUENCES_KEYS.get(sequence), tuple)
    return sequence if is_key or (sequence.startswith("\x1bO") and sequence in ANSI_SEQUENCES_KEYS) else ""


def _translate_key(code: str, modifiers: str, event: str, text: str, final: str) -> str:
    """Return a key of the kitty protocol in the form that Textual decodes correctly.

    Args:
        code: The key's code point or number.
        modifiers: The bits of the modifiers plus one.
        event: ``3`` if the key was released.
        text: The typed code points, separated by colons.
        final: The last character of the sequence.
    """
    if (code, final) == ("27", "~") and text:  # xterm's modifyOtherKeys
        code, text, final = text, "", "u"
    code = code or "1"
    bits = max(int(modifiers or 1) - 1, 0)
    if final == "R" and modifiers:  # a cursor report, unless it is F3 with CapsLock or NumLock
        code, final = "13" if code == "1" and bits and not bits & ~_LOCKS else "0", "~"
    typed = [int(each) for each in text.split(":") if each and _is_character(int(each))]
    is_known = f"{code}{final}" in FUNCTIONAL_KEYS
    if event == _RELEASED or (final != "u" and not is_known):
        return ""
    if len(typed) > 1:  # an input method; Textual takes no sequence longer than 32 characters
        return "".join(map(chr, typed))
    number = int(code)
    if not typed and not is_known and (not _is_character(number) or number in _PRIVATE):
        return ""
    if typed and bits & _SHORTCUT and number < 0x110000 and chr(typed[0]).lower() == chr(number).lower():
        typed = []
    known = f"\x1b[{code}"
    if modifiers or typed:
        known += f";{modifiers}"
    if typed:
        known += f";{typed[0]}"
    return known + final if len(known) < _LONGEST_SEQUENCE else ""


def _is_character(code: int) -> bool:
    """Return whether a code point is a character other than control characters and surrogates."""
    is_control = code < 0x20 or 0x7F <= code < 0xA0
    return not is_control and not 0xD800 <= code < 0xE000 and code < 0x110000


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, with :class:`InputDecoder` before its parser."""

    def start_application_mode(self) -> None:
        """Switch the terminal to raw mode before anything is drawn.

        Textual draws first. Until then the terminal would edit the input as a line, and Ctrl+C would be a signal
        that discards it.
        """
        try:
            before = termios.tcgetattr(self.fileno)
            raw = [self._patch_iflag(before[0]), *before[1:3], self._patch_lflag(before[3]), *before[4:]]
            termios.tcsetattr(self.fileno, termios.TCSANOW, raw)
        except termios.error:
            before = None
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.attrs_before = before

    def run_input_thread(self) -> None:
        """Read the terminal until the app stops or the terminal is gone."""
        try:
            self._read_input()
        except Exception as error:
            self.send_message(InputClosed(None if isinstance(error, OSError | EOFError) else error))

    def _read_input(self) -> None:
        decoder, parser = InputDecoder(), XTermParser()
        waited = 0.0
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                left = _POLL if decoder.timeout is None else max(decoder.timeout - waited, 0.0)
                if selector.select(min(left, _POLL)):
                    data, waited = os.read(self.fileno, 65536), 0.0
                    if not data:
                        raise EOFError
                    found = decoder.feed(data)
                elif decoder.timeout is not None and left <= _POLL:
                    found, waited = decoder.expire(), 0.0
                else:
                    waited += _POLL
                    continue
                for each in found:
                    for message in parser.feed(each) if isinstance(each, str) and each else ():
                        self.process_message(message)
                    if isinstance(each, Message):
                        self.process_message(each)

    def resume_application_mode(self) -> None:
        """Set up the terminal again after the process was stopped.

        ``SIGSTOP`` does not call ``suspend_application_mode``. It is called now, because another process may have
        changed the terminal, and because a second thread must not read it.
        """
        if self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
            self._must_signal_resume = True
        super().resume_application_mode()


def decode_keys(data: bytes) -> list[str]:
    """Return the names of the keys in bytes from the terminal, for ``bcw keys --test``."""
    decoder, parser = InputDecoder(), XTermParser()
    found: list[Message] = []
    for each in [*decoder.feed(data), *decoder.expire()]:
        found += [each] if isinstance(each, Message) else parser.feed(each) if each else []
    return [each.key for each in found if isinstance(each, events.Key)]
