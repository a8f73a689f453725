"""`bcw help`: shows the guides."""

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

MAX_WIDTH = 100


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
