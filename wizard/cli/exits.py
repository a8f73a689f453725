"""Exit codes: what a script learns of how a verb ended."""

DONE = 0
"""It was done."""

FINDINGS = 1
"""There are findings of severity error: the service would refuse the request."""

USAGE = 2
"""Wrong usage, or a file that cannot be read."""

REFUSED = 3
"""The service refused."""

NO_ANSWER = 4
"""The service could not be reached or did not answer; whether a cluster exists may be unknown."""

BROKEN = 70
"""A mistake in this program (EX_SOFTWARE of sysexits.h)."""

UNWRITABLE = 74
"""The output could not be written: a full disk, or a reader that has gone (EX_IOERR of sysexits.h)."""

INTERRUPTED = 130
"""Interrupted, or a question was answered with no."""

TERMINATED = 143
"""Ended by SIGTERM (128 + 15)."""


class Stop(Exception):
    """A verb cannot go on.

    Attributes:
        code: The exit code.
        message: What is wrong and what to do, for standard error.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
