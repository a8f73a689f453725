"""The `bcw` command: its subcommands, which are imported when they are called, and its help."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from wizard import __version__
from wizard.cli import params
from wizard.i18n import LANGUAGES, N_, _

COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("wizard:new", N_("Start with an empty configuration or a copy of a preset.")),
    "edit": ("wizard:edit", N_("Edit a preset, a file or a cluster's configuration.")),
    "check": ("check:check", N_("Check files for errors, warnings and notes.")),
    "export": ("export:export", N_("Export a configuration as JSON or as a script.")),
    "submit": ("submit:submit", N_("Create a cluster and print its ID.")),
    "presets": ("presets:presets", N_("Manage the preset library.")),
    "profiles": ("profiles:profiles", N_("Manage accounts, regions and endpoints.")),
    "clusters": ("clusters:clusters", N_("List, watch, resize and delete clusters.")),
    "submissions": ("submit:submissions", N_("Retry or stop tracking submissions without a response.")),
    "explain": ("explain:explain", N_("Explain a field, an error code or a rule.")),
    "schema": ("export:schema", N_("Print the JSON Schema of requests or presets.")),
    "help": ("help:show_help", N_("Show a guide, or list the guides.")),
    "keys": ("help:keys", N_("Show the keys of the wizard, or test those of the terminal.")),
    "completion": ("help:completion", N_("Print a shell completion script.")),
    "sandbox": ("sandbox:sandbox", N_("Run the local service in the foreground.")),
}
"""Each command with its module here and its function, and its line in `bcw --help`."""

ALIASES = {"open": "edit", "targets": "profiles"}
"""Other names of commands; `targets` is that of version 0.1.0."""


class LazyGroup(params.CommandGroup):
    """A group whose commands are imported when they are called, not for `--help`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = COMMANDS.get(ALIASES.get(cmd_name, cmd_name))
        if entry is None:
            return None
        from pkgutil import resolve_name  # only for commands

        command: click.Command = resolve_name(f"wizard.cli.{entry[0]}")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(text)) for name, (_target, text) in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        names = [
            CompletionItem(name, help=_(text))
            for name, (_target, text) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Create clusters on Alibaba Cloud BatchCompute. Without a command, open the wizard."),
    epilog=_("'bcw COMMAND --help' shows the options and examples of a command."),
)
@click.version_option(
    __version__, "-V", "--version", message="bcw %(version)s", help=_("Show the version and exit.")
)
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help=_("Language. Default: that of the settings or the locale.")
)
@params.plain_option
@params.tui_option
@click.pass_context
def bcw(ctx: click.Context, /, **options: Any) -> int | None:
    """Open the wizard, unless there is a command."""
    if ctx.invoked_subcommand is not None:
        return None
    from wizard.cli.wizard import open_wizard

    return open_wizard(params.Options(**options))
