"""Parsers of the verbs: argparse, with our help texts, our exit code and our manner of complaining."""

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from wizard.cli import usage
from wizard.cli.exits import USAGE, Stop
from wizard.cli.texts import text


class Parser(argparse.ArgumentParser):
    """The parser of one verb.

    Args:
        verb: The verb; ``""`` is `bcw` alone.
    """

    wanted = False
    """Whether it is the parser itself that is wanted, not what it makes of arguments."""

    def __init__(self, verb: str) -> None:
        about = usage.HELP[verb]
        super().__init__(
            prog=f"bcw {verb}".rstrip(),
            usage=f"%(prog)s {about.usage}".rstrip().replace("…", "..."),
            description="\n\n".join(
                filter(None, (f"{about.summary[0].upper()}{about.summary[1:]}.", about.details))
            ),
            epilog=usage.epilog(verb),
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self.add_argument("-h", "--help", action="help", help=usage.ARGUMENTS["help"])

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse arguments; options may stand anywhere among them.

        Raises:
            Stop: They make no sense.
        """
        if Parser.wanted:
            raise _Found(self)
        found = self.parse_intermixed_args(_hidden(arguments))
        for name, value in vars(found).items():
            setattr(found, name, _shown(value))
        return found

    def error(self, message: str) -> NoReturn:
        """Complain, without the whole usage before it."""
        sentence = f"{message[0].upper()}{message[1:]}".rstrip(".").replace(_HIDDEN, "") + "."
        raise Stop(USAGE, text("usage", message=sentence, prog=self.prog))


_HIDDEN = "\0"
"""What no argument of a process can hold."""


def _hidden(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--`, what follows it marked as no option.

    Argparse forgets about `--` where options may stand anywhere.
    """
    before = [*arguments]
    if "--" not in before:
        return before
    at = before.index("--")
    return [*before[:at], *(f"{_HIDDEN}{word}" if word[:1] == "-" else word for word in before[at + 1 :])]


def _shown(value: object) -> object:
    """What was read, without the mark."""
    if isinstance(value, list):
        return [_shown(each) for each in value]
    return value.removeprefix(_HIDDEN) if isinstance(value, str) else value


class _Found(Exception):
    """The parser of a verb, instead of its arguments."""

    def __init__(self, parser: Parser) -> None:
        super().__init__()
        self.parser = parser


def parser_of(run: Callable[[], object]) -> Parser | None:
    """The parser with which a verb would read its arguments, the first thing that each of them does.

    Args:
        run: Runs the verb.
    """
    Parser.wanted = True
    try:
        run()
    except _Found as found:
        return found.parser
    finally:
        Parser.wanted = False
    return None


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of the examples, and wraps the description all the same."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if text.startswith("examples:"):
            return text
        wrapped = [
            argparse.HelpFormatter._fill_text(self, part, width, indent) for part in text.split("\n\n")
        ]
        return "\n\n".join(wrapped)


def seconds(value: str) -> float:
    """A number of seconds above 0, for argparse."""
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(text("submit.timeout", value=ascii(value)))
    return number
