"""Parsers of the verbs: argparse, with our help texts, our exit code and our manner of complaining."""

import argparse
import os
from collections.abc import Callable, Sequence
from typing import NoReturn

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
        given = _hidden(arguments)
        if not {"-h", "--help"} & {*given}:
            self._know_options(given)
        found = self.parse_intermixed_args(given)
        for name, value in vars(found).items():
            setattr(found, name, _shown(value))
        return found

    def _know_options(self, arguments: Sequence[str]) -> None:
        """Complain first of an option that does not exist: what is missing may be its doing."""
        known = [*self._option_string_actions]
        for word in arguments:
            name = word.partition("=")[0]
            is_option = name.startswith("-") and name != "-" and " " not in word and not _is_number(word)
            if is_option and name not in known:
                shown = visible(name)
                parts = [text("usage.option", name=shown), *_meant(name, known)]
                if os.path.lexists(word):
                    parts.append(text("source.file", name=visible(word)))
                self.error(" ".join(parts))

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Complain of a value that is none of the known ones, and name the one that may be meant."""
        if action.choices is None or value in action.choices:
            return
        names = [str(each) for each in action.choices]
        values = {"value": visible(str(value)), "names": ", ".join(names)}
        name = action.option_strings[0] if action.option_strings else None
        parts = [text("usage.choice", **values), *_meant(str(value), names)]
        if name:
            parts.insert(0, f"{name}:")
        raise argparse.ArgumentError(None, " ".join(parts))

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
        raise argparse.ArgumentTypeError(text("usage.seconds", value=ascii(value)))
    return number
