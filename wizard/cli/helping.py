"""What `--help` says of a verb, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Help:
    """What `--help` says of a verb.

    Attributes:
        usage: The rest of the command line behind the verb.
        summary: What it does, on one line.
        details: More about it.
        examples: Command lines, each with what it does.
    """

    usage: str
    summary: str
    details: str = ""
    examples: tuple[tuple[str, str], ...] = ()
