"""Exit codes, and the error that ends a command with one."""

from wizard.text import escape_text

DONE = 0
FINDINGS = 1  # there are findings of severity error: the service would reject the request
USAGE = 2  # wrong usage, or a file that cannot be read
REJECTED = 3  # the service rejected the request
NO_RESPONSE = 4  # the service could not be reached or did not respond: a cluster may exist
INTERNAL_ERROR = 70  # a bug in this program (EX_SOFTWARE of sysexits.h)
UNWRITABLE = 74  # the output could not be written: a full disk or a closed pipe (EX_IOERR of sysexits.h)
INTERRUPTED = 130  # interrupted, or a question was answered with no
TERMINATED = 143  # ended by SIGTERM (128 + 15)


def fill(message: str, **values: object) -> str:
    """Return a message with values, escaped: they may come from anywhere."""
    if not values:
        return message
    return message.format(
        **{name: each if isinstance(each, int) else escape_text(str(each)) for name, each in values.items()}
    )


class CliError(Exception):
    """Ends a command with an exit code and a message: what is wrong, and what to do.

    The values for the placeholders of the message are escaped.
    """

    def __init__(self, code: int, message: str, **values: object) -> None:
        self.code, self.message = code, fill(message, **values)
        super().__init__(code, self.message)
