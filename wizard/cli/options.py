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


def pass_profile(function: "Callable[[Options, ProfileContext], int]") -> Callable[..., int]:
    """Call a command that has `profile_options` with its options and the profile that they select."""

    @wraps(function)
    def call(**values: Any) -> int:
        from wizard.core.actions.context import ProfileContext

        options = Options(**values)
        context = ProfileContext(
            os.environ, endpoint=options.endpoint, region=options.region, name=options.profile
        )
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


def complete_from(names: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the names that an incomplete one can become."""
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def complete_presets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the presets that an incomplete name can become."""
    return complete_from(iter_preset_names(), incomplete)


def complete_own_presets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the user's presets that an incomplete name can become."""
    return complete_from(iter_preset_names(is_own=True), incomplete)


def complete_source(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the presets that an incomplete name can become, and that files can be meant too."""
    return [*complete_presets(ctx, param, incomplete), CompletionItem(incomplete, type="file")]


def complete_profiles(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the profiles that an incomplete name can become."""
    from wizard.cli.profiles import iter_profile_names

    return complete_from(iter_profile_names(), incomplete)


def complete_tokens(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tokens of pending submissions that an incomplete one can become."""
    from wizard.core.actions.journal import pending_submissions

    return complete_from([entry.token for entry in pending_submissions()], incomplete)


def complete_regions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the regions that an incomplete name can become."""
    from wizard.catalog import load_builtin

    return complete_from([*load_builtin().regions], incomplete)


def complete_rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the rules that can be ignored, after a comma too."""
    from wizard.cli.reports import IGNORABLE

    before, comma, last = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in IGNORABLE if name.startswith(last)]


def complete_assignments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the fields that an incomplete assignment can set."""
    from wizard.cli.lookup import fields
    from wizard.document.assignment import to_dotted_name

    return complete_from([f"{to_dotted_name(spec.path)}=" for spec in fields()], incomplete)


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


# -- options


def plain_option(command: F) -> F:
    """Add ``--plain``."""
    return click.option(
        "--plain", is_flag=True, help=_("Ask plain questions, one per line, instead of opening the screens.")
    )(command)


def yes_option(text: str) -> Callable[[F], F]:
    """Return a decorator that adds ``--yes``."""
    return click.option("--yes", is_flag=True, help=text)


def set_option(command: F) -> F:
    """Add ``--set NAME=VALUE``."""
    return click.option(
        "--set",
        metavar="NAME=VALUE",
        multiple=True,
        shell_complete=complete_assignments,
        help=_(
            "Set a parameter of a preset, or a field: Groups.group1.DesiredVMCount=5, or as a JSON Pointer "
            "/UserData/a.b=x. Can be repeated."
        ),
    )(command)


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


def refresh_option(command: F) -> F:
    """Add ``--refresh``."""
    return click.option(
        "--refresh", is_flag=True, help=_("Fetch the account's instance types, images and disk types first.")
    )(command)


def profile_options(command: F) -> F:
    """Add ``--profile``, ``--endpoint`` and ``--region``, with the old name ``--target``."""
    command = click.option(
        "--region",
        metavar="ID",
        shell_complete=complete_regions,
        help=_("Region, instead of the profile's own."),
    )(command)
    command = click.option(
        "--endpoint", metavar="URL", help=_("Address of the service, instead of the profile's own.")
    )(command)
    command = click.option("--target", hidden=True, shell_complete=complete_profiles)(command)
    return click.option(
        "--profile",
        metavar="NAME",
        shell_complete=complete_profiles,
        help=_("Profile: one of yours, environment, aliyun:PROFILE, bcs or sandbox."),
    )(command)


def timeout_option(text: str, default: float = 60.0) -> Callable[[F], F]:
    """Return a decorator that adds ``--timeout S``."""
    return click.option("--timeout", metavar="S", type=Seconds(), default=default, help=text)


def format_option(*names: str) -> Callable[[F], F]:
    """Return a decorator that adds ``--format``; the first name is the default."""
    return click.option(
        "--format", type=click.Choice(names), default=names[0], show_default=True, help=_("Output format.")
    )


def source_argument(command: F) -> F:
    """Add the argument ``P|FILE``: a preset or a file."""
    return click.argument("source", metavar="P|FILE", shell_complete=complete_source)(command)


def preset_argument(command: F) -> F:
    """Add the argument ``P``: one of the user's presets."""
    return click.argument("preset", metavar="P", shell_complete=complete_own_presets)(command)
