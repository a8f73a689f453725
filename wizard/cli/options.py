"""Arguments and options that several commands have, and how they are completed."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import wraps
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from wizard.i18n import _

if TYPE_CHECKING:
    from wizard.core.actions.context import ProfileContext

F = TypeVar("F", bound=Callable[..., Any])


class Options(SimpleNamespace):
    """The arguments and options of a command by name.

    Hidden aliases of version 0.1.0 (``--silence`` of ``--ignore``, ``--target`` of ``--profile``) are merged.
    """

    def __init__(self, **values: Any) -> None:
        if "silence" in values:
            values["ignore"] = [*values["ignore"], *values.pop("silence")]
        if "target" in values:
            target = values.pop("target")
            values["profile"] = target if values["profile"] is None else values["profile"]
        super().__init__(**values)


def pass_options(function: Callable[[Options], int]) -> Callable[..., int]:
    """Call a command with its arguments and options as one object."""

    @wraps(function)
    def call(**values: Any) -> int:
        return function(Options(**values))

    return call


def make_profile(options: Options) -> "ProfileContext":
    """Return the profile that ``--profile``, ``--endpoint`` and ``--region`` select."""
    from wizard.core.actions.context import ProfileContext

    return ProfileContext(os.environ, endpoint=options.endpoint, region=options.region, name=options.profile)


def pass_profile(function: "Callable[[Options, ProfileContext], int]") -> Callable[..., int]:
    """Call a command that has `profile_options` with its options and the profile that they select."""

    @wraps(function)
    def call(**values: Any) -> int:
        options = Options(**values)
        context = make_profile(options)
        try:
            return function(options, context)
        finally:
            context.close()

    return call


class Seconds(click.ParamType[float]):
    """A number of seconds above 0."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number; a default is taken as it is."""
        if isinstance(value, float):
            return value
        with suppress(ValueError):
            number = float(value)
            if 0 < number < float("inf"):
                return number
        self.fail(_("{value} is not a number of seconds above 0.").format(value=repr(value)), param, ctx)


def format_examples(*examples: tuple[str, str]) -> str:
    """Return the epilog of a command's help: command lines, each with what it does."""
    width = max(len(line) for line, _text in examples)
    lines = [f"  {line:<{width}}  # {text}" for line, text in examples]
    return "\b\n" + "\n".join([_("Examples:"), *lines])


# -- completion


Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def completes(names: Callable[[], Iterable[str]], *, files: bool = False) -> Complete:
    """Return a function that completes names, and files too."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        found = [CompletionItem(name) for name in names() if name.startswith(incomplete)]
        return [*found, CompletionItem(incomplete, type="file")] if files else found

    return complete


def _profiles() -> Iterable[str]:
    from wizard.cli.profiles import iter_profile_names

    return iter_profile_names()


def _tokens() -> Iterable[str]:
    from wizard.core.actions.journal import pending_submissions

    return [entry.token for entry in pending_submissions()]


def _regions() -> Iterable[str]:
    from wizard.catalog import load_builtin

    return load_builtin().regions


def _assignments() -> Iterable[str]:
    from wizard.cli.lookup import fields
    from wizard.document.assignment import to_dotted_name

    return [f"{to_dotted_name(spec.path)}=" for spec in fields()]


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the rules that can be ignored, after a comma too."""
    from wizard.cli.reports import IGNORABLE

    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in IGNORABLE if name.startswith(last)]


def iter_preset_names(*, is_own: bool = False) -> Iterator[str]:
    """Yield the valid names of presets."""
    from wizard.core.actions.opening import preset_library
    from wizard.errors import StorageError

    with suppress(StorageError):
        found = preset_library().list_all()
        yield from iter_valid_names(each.name for each in found if not is_own or each.origin == "user")


def iter_valid_names(names: Iterable[str]) -> Iterator[str]:
    """Yield the valid names among those of files, which can have others that no shell should see."""
    from wizard.errors import StorageError
    from wizard.storage.preset_files import check_name

    for name in names:
        with suppress(StorageError):
            check_name(name)
            yield name


complete_presets = completes(iter_preset_names)
complete_source = completes(iter_preset_names, files=True)
complete_profiles = completes(_profiles)
complete_regions = completes(_regions)
complete_tokens = completes(_tokens)

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
    shell_complete=completes(_assignments),
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
    "--region",
    metavar="ID",
    shell_complete=complete_regions,
    help=_("Region, instead of the profile's own."),
)


def yes_option(text: str) -> Callable[[F], F]:
    """Return a decorator that adds ``--yes``."""
    return click.option("--yes", is_flag=True, help=text)


def format_option(*names: str) -> Callable[[F], F]:
    """Return a decorator that adds ``--format``; the first name is the default."""
    return click.option(
        "--format", type=click.Choice(names), default=names[0], show_default=True, help=_("Output format.")
    )


def timeout_option(text: str, default: float = 60.0) -> Callable[[F], F]:
    """Return a decorator that adds ``--timeout S``."""
    return click.option("--timeout", metavar="S", type=Seconds(), default=default, help=text)


def ignore_option(command: F) -> F:
    """Add ``--ignore RULE``, with its old name ``--silence``."""
    command = click.option("--silence", multiple=True, hidden=True, shell_complete=complete_rules)(command)
    return click.option(
        "--ignore",
        metavar="RULE",
        multiple=True,
        shell_complete=complete_rules,
        help=_("Ignore a warning or note. Can be repeated, or contain several separated by commas."),
    )(command)


def profile_options(command: F) -> F:
    """Add ``--profile``, ``--endpoint`` and ``--region``, with the old name ``--target``."""
    command = click.option("--target", hidden=True, shell_complete=complete_profiles)(
        endpoint_option(region_option(command))
    )
    return click.option(
        "--profile",
        metavar="NAME",
        shell_complete=complete_profiles,
        help=_("Profile: one of yours, environment, aliyun:PROFILE, bcs or sandbox."),
    )(command)
