"""Reading what a request carries: no more than is judged, and never more than the client announced."""

from typing import IO

from werkzeug.http import parse_set_header

from wizard.sandbox.answers import Refusal, invalid
from wizard.validation.check import LARGEST_BODY

_LONGEST_LINE = 256


def announced(length: str | None) -> int:
    """The bytes that a Content-Length header announces; 0 without one.

    Raises:
        Refusal: It is no number, or larger than what is judged: a bare 413, of which nothing is read.
    """
    if length is None or not length.strip():
        return 0
    if not (length.strip().isascii() and length.strip().isdecimal()):
        raise invalid("Header.Content-Length")
    if len(length.strip()) > 15 or int(length) > LARGEST_BODY:
        raise Refusal(413)
    return int(length)


def is_chunked(encoding: str | None) -> bool:
    """Whether a Transfer-Encoding header says that the body comes in chunks."""
    return encoding is not None and "chunked" in parse_set_header(encoding)


def read_body(stream: IO[bytes], length: int, *, chunked: bool) -> bytes:
    """The body of a request.

    Args:
        stream: What is left of the connection after the headers, as it travels.
        length: The bytes announced.
        chunked: Whether it comes in chunks instead.

    Raises:
        Refusal: It is too large (a bare 413), badly chunked, or did not come to its end in time.
    """
    try:
        return _chunks(stream) if chunked else _exactly(stream, length)
    except OSError as error:  # a time-out among them
        raise _incomplete() from error


def _incomplete() -> Refusal:
    # 408, so that a client whose network ate half of the request knows that it may send it again
    return Refusal(408, "RequestTimeout", "The body of the request did not come to its end.")


def _exactly(stream: IO[bytes], length: int) -> bytes:
    body = stream.read(length) if length else b""
    if len(body) < length:
        raise _incomplete()
    return body


def _chunks(stream: IO[bytes]) -> bytes:
    body = bytearray()
    while size := _size(_line(stream)):
        if len(body) + size > LARGEST_BODY:
            raise Refusal(413)
        body += _exactly(stream, size)
        if _line(stream):
            raise invalid("Header.Transfer-Encoding")
    for _ in range(_LONGEST_LINE):  # what may follow the last chunk says nothing that matters here
        if not _line(stream):
            return bytes(body)
    raise invalid("Header.Transfer-Encoding")


def _line(stream: IO[bytes]) -> bytes:
    line = stream.readline(_LONGEST_LINE)
    if not line:
        raise _incomplete()
    if not line.endswith(b"\n"):
        raise invalid("Header.Transfer-Encoding")
    return line.rstrip(b"\r\n")


def _size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    if not digits or len(digits) > 15 or digits.strip(b"0123456789abcdefABCDEF"):
        raise invalid("Header.Transfer-Encoding")
    return int(digits, 16)
