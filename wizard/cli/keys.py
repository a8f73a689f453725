"""`bcw keys`: the keys of the wizard, and what the terminal sends."""

import os
import sys

import click

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.i18n import _
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

_CTRL_C = b"\x03"


@params.command(
    _("List the commands of the wizard with their keys, or test which keys the terminal sends."),
    _("To change a key, add its ID to the file settings.json, for example:"),
    '\b\n  {"keymap": {"wizard.save": "ctrl+s"}}',
    ("bcw keys", _("IDs, keys and what they do, with your own keys")),
    ("bcw keys --test", _("press a key to see what the terminal sends; q ends")),
)
@click.option("--test", is_flag=True, help=_("Show what the terminal sends for each key."))
@params.format_option("text", "json")
def keys(options: params.Options) -> None:
    if options.test:
        _test()
        return
    from wizard.tui.commands import COMMANDS, use_keymap

    settings, problems = SettingsFile(locations.settings_file()).load()
    keymap, rows = use_keymap(settings.keymap), []
    for command in COMMANDS:
        name = f"wizard.{command.id}"
        known = keymap.get(name, command.keys)
        rows.append((name, known.replace(",", ", "), _(command.label), _(command.help)))
    objects = [dict(zip(("id", "keys", "label", "help"), row, strict=True)) for row in rows]
    headers = [_("ID"), _("Keys"), _("Command"), _("Help")]
    output.echo_list(options.format, objects, rows, headers, ["bold", "cyan"])
    for problem in problems:
        output.error(problem)


def _test() -> None:
    """Print the bytes and the key of each key press until q or Ctrl+C."""
    if not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)):
        raise CliError(exits.USAGE, _("bcw keys --test needs a terminal."))
    import select
    import termios
    import tty

    from wizard.tui.driver import decode_keys

    output.info(_("Press a key to see what the terminal sends. q or Ctrl+C ends."))
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor, termios.TCSADRAIN)
        while True:
            data = os.read(descriptor, 1024)
            while select.select([descriptor], [], [], 0.05)[0]:  # the rest of an escape sequence
                data += os.read(descriptor, 1024)
            shown = " ".join(decode_keys(data)) or _("(no key)")
            sys.stdout.write(f"{output.pad(ascii(data)[2:-1], 24)}  {shown}\r\n")
            sys.stdout.flush()
            if data in (b"q", _CTRL_C, b""):
                return
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
