"""Parsers of the verbs: argparse, with our help texts, our exit code and our manner of complaining."""

import argparse
import os
from collections.abc import Callable, Sequence
from functools import partial
from shutil import get_terminal_size
from textwrap import fill
from typing import Any, NoReturn

from wizard.cli import usage
from wizard.cli.exits import USAGE, Stop
from wizard.cli.output import visible
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
            description=_filled(f"{about.summary[0].upper()}{about.summary[1:]}.", about.details),
            epilog=usage.epilog(verb),
            formatter_class=partial(argparse.RawDescriptionHelpFormatter, max_help_position=28),
            add_help=False,
            allow_abbrev=False,
        )
        self.arguments: list[argparse.Action] = []
        """The arguments that were added."""
        self.add_argument("-h", "--help", action="help", help=usage.ARGUMENTS["help"])

    def add_argument(self, *names: str, **options: Any) -> argparse.Action:
        """Add an argument; a value that is none of its choices is answered with the one that may be meant."""
        if choices := options.get("choices"):
            name = names[0] if names[0].startswith("-") else ""
            options["type"] = lambda value: self._choose(name, value, [*choices])
        action = super().add_argument(*names, **options)
        self.arguments.append(action)
        return action

    def _choose(self, name: str, value: str, choices: list[str]) -> str:
        if value not in choices:
            values = {"value": visible(value), "names": ", ".join(choices)}
            parts = [text("usage.choice", **values), *_meant(value, choices)]
            self.error(" ".join([f"{name}:", *parts] if name else parts))
        return value

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse arguments; options may stand anywhere among them.

        Raises:
            Stop: They make no sense.
        """
        if Parser.wanted:
            raise _Found(self)
        given = _hidden(arguments)
        if not {"-h", "--help"} & {*given}:
            self._know_options(given)
        found = self.parse_intermixed_args(given)
        for name, value in vars(found).items():
            setattr(found, name, _shown(value))
        return found

    def _know_options(self, arguments: Sequence[str]) -> None:
        """Complain first of an option that does not exist: what is missing may be its doing."""
        known = [name for action in self.arguments for name in action.option_strings]
        for word in arguments:
            name = word.partition("=")[0]
            is_option = name.startswith("-") and name != "-" and " " not in word and not _is_number(word)
            if is_option and name not in known:
                shown = visible(name)
                parts = [text("usage.option", name=shown), *_meant(name, known)]
                if os.path.lexists(word):
                    parts.append(text("source.file", name=visible(word)))
                self.error(" ".join(parts))

    def error(self, message: str) -> NoReturn:
        """Complain, without the whole usage before it."""
        sentence = f"{message[0].upper()}{message[1:]}".replace(_HIDDEN, "")
        if not sentence.endswith((".", "?")):
            sentence += "."
        raise Stop(USAGE, text("usage", message=sentence, prog=self.prog))


def _meant(name: str, known: list[str]) -> list[str]:
    """The known names that may be meant, as a sentence if there are any."""
    from wizard.core.wording import near

    close = near(name, known)
    return [text("verb.close", names=text("or").join(close))] if close else []


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


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


def _filled(*texts: str) -> str:
    """Paragraphs as wide as the help."""
    width = get_terminal_size().columns - 2
    return "\n\n".join(fill(part, width) for text in texts if text for part in text.split("\n\n"))


def seconds(value: str) -> float:
    """A number of seconds above 0, for argparse."""
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(text("usage.seconds", value=ascii(value)))
    return number
