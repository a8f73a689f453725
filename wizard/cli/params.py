"""Commands, and the arguments and options that several have, with their completion."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from functools import wraps
from shlex import quote
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from wizard.cli.output import count_cells
from wizard.i18n import _, join_names, join_sentences

if TYPE_CHECKING:
    from wizard.core.actions.context import ProfileContext

F = TypeVar("F", bound=Callable[..., Any])
Text = str | tuple[str, str]  # a paragraph of a help text, or an example: a command line and what it does
Options = SimpleNamespace  # the arguments and options of a command by name
Run = Callable[[Options], int | None]  # runs a command; the exit code is 0 unless it returns another one
Decorator = Callable[[Run], click.Command]


class CellFormatter(click.HelpFormatter):
    """Wraps help by cells, where click counts characters: Chinese ones are two cells wide."""

    _SECOND_CELL = "\0"

    def _widen(self, text: str) -> str:
        return "".join(each + self._SECOND_CELL * (count_cells(each) - 1) for each in text)

    def write_text(self, text: str) -> None:
        super().write_text(self._widen(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], *widths: int, **options: int) -> None:
        super().write_dl([(name, self._widen(text)) for name, text in rows], *widths, **options)

    def getvalue(self) -> str:
        return super().getvalue().replace(self._SECOND_CELL, "")


class Context(click.Context):
    """The context of a command whose help is wrapped by cells."""

    formatter_class = CellFormatter


class Command(click.Command):
    """A command whose help is wrapped by cells."""

    context_class = Context


class CommandGroup(click.Group):
    """A group that suggests the command that a misspelt one may mean."""

    context_class = Context

    def subcommand(self, *texts: Text, name: str | None = None) -> Decorator:
        return command(*texts, name=name, register=self.command)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order in which they are defined."""
        return [*self.commands]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            raise click.UsageError(self._describe_unknown(ctx, name), ctx)
        return super().resolve_command(ctx, args)

    def _describe_unknown(self, ctx: click.Context, name: str) -> str:
        from wizard.core.formatting import find_similar, suggest_similar

        message = _("'{name}' is not a {program} command.").format(name=name, program=ctx.command_path)
        if ctx.parent is None and ("/" in name or name.endswith(".json")):
            return join_sentences(
                message, _("To open a file: {command}").format(command=f"bcw edit {quote(name)}")
            )
        known = self.list_commands(ctx)
        hint = suggest_similar(name, (), find_similar(name, known, limit=1))
        return join_sentences(message, hint or _("Commands: {names}").format(names=join_names(known)))


def command(*texts: Text, name: str | None = None, register: Callable[..., Any] = click.command) -> Decorator:
    """Return a decorator that makes a command of a function of its `Options`; ``texts`` are its help."""

    def decorate(function: Run) -> click.Command:
        @wraps(function)
        def call(**values: Any) -> int | None:
            return function(Options(**values))

        return register(name, cls=Command, **_to_help(texts))(call)  # type: ignore[no-any-return]

    return decorate


def group(name: str, *texts: Text) -> CommandGroup:
    """Return a group of commands; its help is made as that of `command`."""
    return CommandGroup(name, **_to_help(texts))


def _to_help(texts: Iterable[Text]) -> dict[str, Any]:
    examples = [each for each in texts if not isinstance(each, str)]
    width = max(len(line) for line, _text in examples)
    lines = [f"  {line:<{width}}  # {text}" for line, text in examples]
    return {
        "help": "\n\n".join(each for each in texts if isinstance(each, str)),
        "epilog": "\b\n" + "\n".join([_("Examples:"), *lines]),
    }


def make_profile(options: Options) -> "ProfileContext":
    from wizard.core.actions.context import ProfileContext

    return ProfileContext(os.environ, endpoint=options.endpoint, region=options.region, name=options.profile)


def pass_profile(function: "Callable[[Options, ProfileContext], int | None]") -> Run:
    @wraps(function)
    def call(options: Options) -> int | None:
        with closing(make_profile(options)) as context:
            return function(options, context)

    return call


class Seconds(click.ParamType[float]):
    """A number of seconds above 0."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        with suppress(ValueError):
            number = float(value)
            if 0 < number < float("inf"):
                return number
        self.fail(_("{value} is not a number of seconds above 0.").format(value=repr(value)), param, ctx)


# -- completion


Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def completes(names: Callable[[], Iterable[str]], *, files: bool = False) -> Complete:
    """Return a function that completes names, and files too."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found = [CompletionItem(name) for name in names() if name.startswith(incomplete)]
        return [*found, CompletionItem(incomplete, type="file")] if files else found

    return complete


@completes
def complete_profiles() -> Iterable[str]:
    from wizard.cli.profiles import iter_profile_names

    return iter_profile_names()


@completes
def complete_tokens() -> Iterable[str]:
    from wizard.core.actions.journal import list_pending

    return [entry.token for entry in list_pending()]


@completes
def complete_regions() -> Iterable[str]:
    from wizard.catalog import load_builtin

    return load_builtin().regions


@completes
def complete_assignments() -> Iterable[str]:
    from wizard.cli.explain import iter_fields
    from wizard.document.assignment import to_dotted_name

    return [f"{to_dotted_name(spec.path)}=" for spec in iter_fields()]


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from wizard.cli.reports import IGNORABLE

    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in IGNORABLE if name.startswith(last)]


def iter_preset_names(*, is_own: bool = False) -> Iterator[str]:
    from wizard.core.actions.opening import open_library
    from wizard.errors import StorageError

    with suppress(StorageError):
        found = open_library().list_all()
        yield from iter_valid_names(each.name for each in found if not is_own or each.origin == "user")


def iter_valid_names(names: Iterable[str]) -> Iterator[str]:
    """Yield the valid names; files can have other ones, which are not completed."""
    from wizard.errors import StorageError
    from wizard.storage.presets import check_name

    for name in names:
        with suppress(StorageError):
            check_name(name)
            yield name


complete_presets = completes(iter_preset_names)
complete_source = completes(iter_preset_names, files=True)

# -- arguments and options


source_argument = click.argument("source", metavar="P|FILE", shell_complete=complete_source)
preset_argument = click.argument(
    "preset", metavar="P", shell_complete=completes(lambda: iter_preset_names(is_own=True))
)
plain_option = click.option(
    "--plain", is_flag=True, help=_("Ask plain questions, one per line, instead of opening the screens.")
)
tui_option = click.option(
    "--tui", is_flag=True, help=_("Open the screens even where plain questions are the default.")
)
set_option = click.option(
    "--set",
    metavar="NAME=VALUE",
    multiple=True,
    shell_complete=complete_assignments,
    help=_(
        "Set a parameter of a preset, or a field: Groups.group1.DesiredVMCount=5, or as a JSON Pointer "
        "/UserData/a.b=x. Can be repeated."
    ),
)
refresh_option = click.option(
    "--refresh", is_flag=True, help=_("Fetch the account's instance types, images and disk types first.")
)
endpoint_option = click.option(
    "--endpoint", metavar="URL", help=_("Address of the service, instead of the profile's own.")
)
region_option = click.option(
    "--region", metavar="ID", shell_complete=complete_regions, help=_("Region, instead of the profile's own.")
)


def yes_option(text: str) -> Callable[[F], F]:
    return click.option("--yes", is_flag=True, help=text)


def format_option(*names: str) -> Callable[[F], F]:
    """Return a decorator that adds ``--format``; the first name is the default."""
    return click.option(
        "--format", type=click.Choice(names), default=names[0], show_default=True, help=_("Output format.")
    )


def timeout_option(text: str, default: float = 60.0) -> Callable[[F], F]:
    return click.option("--timeout", metavar="S", type=Seconds(), default=default, help=text)


def ignore_option(command: F) -> F:
    """Add ``--ignore RULE``, with its old name ``--silence``."""
    old = click.option("--silence", "ignore", multiple=True, hidden=True, shell_complete=complete_rules)
    return click.option(
        "--ignore",
        metavar="RULE",
        multiple=True,
        shell_complete=complete_rules,
        help=_("Ignore a warning or note. Can be repeated, or contain several separated by commas."),
    )(old(command))


def profile_options(command: F) -> F:
    """Add ``--profile``, ``--endpoint`` and ``--region``, with the old name ``--target``."""
    old = click.option("--target", "profile", hidden=True, shell_complete=complete_profiles)
    return click.option(
        "--profile",
        metavar="NAME",
        shell_complete=complete_profiles,
        help=_("Profile: one of yours, environment, aliyun:PROFILE, bcs or sandbox."),
    )(old(endpoint_option(region_option(command))))
