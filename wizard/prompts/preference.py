"""When plain questions are wanted without anybody saying so on the command line. Needs nothing."""

from collections.abc import Mapping

_DUMB = ("", "dumb", "unknown")


def is_wanted(environ: Mapping[str, str]) -> bool:
    """Whether the environment wants plain questions.

    It does where ``ACCESSIBLE`` is set to anything but nothing or ``0``: a screen reader or a braille display
    reads them. And it does where ``TERM`` says that the terminal cannot draw.
    """
    return environ.get("ACCESSIBLE", "") not in ("", "0") or environ.get("TERM", "").lower() in _DUMB
