"""`bcw help` and `bcw keys`: the guides, the keys of the wizard, and what the terminal sends."""

import os
import re
import sys
from difflib import get_close_matches
from io import StringIO
from shutil import get_terminal_size

import click
from click.shell_completion import CompletionItem

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.core import guides
from wizard.i18n import _
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

MAX_WIDTH = 100
_CTRL_C = b"\x03"


def complete_topics(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    found = (each for each in guides.list_guides() if each.topic.startswith(incomplete))
    return [CompletionItem(guide.topic, help=guide.title) for guide in found]


@params.command(
    _("Show a guide. Without a topic, list the guides."),
    ("bcw help", _("all guides")),
    ("bcw help presets", _("one of them")),
    ("bcw help presets > presets.md", _("as Markdown")),
    name="help",
)
@click.argument("topic", required=False, shell_complete=complete_topics)
def show_help(options: params.Options) -> None:
    topic = options.topic
    if topic is None:
        width = max(map(len, guides.TOPICS))
        lines = [f"  {guide.topic:<{width}}  {guide.summary}" for guide in guides.list_guides()]
        output.echo("\n".join([_("Guides:"), *lines]))
        output.info("\n" + _("Show one: {command}").format(command="bcw help TOPIC"))
        return
    if topic not in guides.TOPICS:
        raise CliError(exits.USAGE, _explain_unknown(topic))
    text = guides.read_guide(topic).text
    if output.is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb":
        os.environ.setdefault("LESS", "FRX")  # no pager for what fits, colours, and the text stays afterwards
        click.echo_via_pager(_render(text), color=output.has_colour(sys.stdout))
    else:
        output.echo(text.rstrip("\n"))


def _explain_unknown(topic: str) -> str:
    from wizard.cli.app import COMMANDS

    message = _("There is no guide '{topic}'.").format(topic=output.visible(topic))
    if topic in COMMANDS:
        suggestion = f"bcw {topic} --help"
    elif close := get_close_matches(topic.lower(), guides.TOPICS, n=1):
        suggestion = f"bcw help {close[0]}"
    else:
        return f"{message} " + _("Guides: {topics}").format(topics=", ".join(guides.TOPICS))
    return f"{message} " + _("Did you mean: {name}").format(name=suggestion)


def _render(text: str) -> str:
    from rich.console import Console
    from rich.markdown import Markdown

    file = StringIO()
    width = min(get_terminal_size().columns, MAX_WIDTH)
    console = Console(file=file, force_terminal=True, width=width, no_color=not output.has_colour(sys.stdout))
    text = re.sub(r"\[([^]]*)\]\(([^)]*)\)", _replace_link, text)
    console.print(Markdown(text, code_theme="ansi_dark", hyperlinks=False))
    return file.getvalue()


def _replace_link(match: re.Match[str]) -> str:
    """Return a link to a guide as the command that shows it, and other links as they are."""
    if match[2].startswith("#"):
        return match[1]
    topic = guides.find_topic(match[2])
    if topic is None:
        return match[0]
    return _("{title} ({command})").format(title=match[1], command=f"`bcw help {topic}`")


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
