"""`bcw help`, `bcw keys` and `bcw completion`: guides, the keys of the wizard, completion in a shell."""

import os
import re
import sys
from difflib import get_close_matches
from io import StringIO
from shutil import get_terminal_size

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    shell_complete,
)
from click.shell_completion import split_arg_string as split_words

from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.core import guides
from wizard.i18n import _, join_names, join_sentences
from wizard.storage import locations
from wizard.storage.settings import SettingsFile
from wizard.text import format_escaped

MAX_WIDTH = 100
_CTRL_C = b"\x03"
SHELLS = ("bash", "zsh", "fish")
VARIABLE = "_BCW_COMPLETE"  # the environment variable by which a completion script asks `bcw` for completions

_BASH = """\
%(complete_func)s() {
    local reply kind value
    COMPREPLY=()
    while IFS= read -r reply; do
        kind=${reply%%%%,*} value=${reply#*,}
        case $kind in
            plain) COMPREPLY+=("$value") ;;
            dir) compopt -o dirnames ;;
            file)
                compopt -o filenames
                while IFS= read -r value; do
                    COMPREPLY+=("$value")
                done < <(compgen -f -X '!*.json' -- "$2"; compgen -d -- "$2")
                ;;
        esac
    done < <(BCW_LINE=${COMP_LINE:0:COMP_POINT} BCW_WORD=$2 %(complete_var)s=bash_complete "$1" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} = 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


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

    message = format_escaped(_("There is no guide '{topic}'."), topic=topic)
    if topic in COMMANDS:
        suggestion = f"bcw {topic} --help"
    elif close := get_close_matches(topic.lower(), guides.TOPICS, n=1):
        suggestion = f"bcw help {close[0]}"
    else:
        return join_sentences(message, _("Guides: {topics}").format(topics=join_names(guides.TOPICS)))
    return join_sentences(message, _("Did you mean: {name}").format(name=suggestion))


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
    from wizard.tui.commands import COMMANDS, TABLE_COMMANDS, find_keymap_problems, use_keymap

    settings, problems = SettingsFile(locations.settings_file()).load()
    use_keymap(settings.keymap)
    rows = [
        (command.name, ", ".join(command.all_keys), _(command.label), _(command.help))
        for command in (*COMMANDS, *TABLE_COMMANDS)
    ]
    objects = [dict(zip(("id", "keys", "label", "help"), row, strict=True)) for row in rows]
    headers = [_("ID"), _("Keys"), _("Command"), _("Help")]
    output.echo_list(options.format, objects, rows, headers, ["bold", "cyan"])
    for problem in (*problems, *find_keymap_problems(settings.keymap)):
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


class WholeWordBashComplete(BashComplete):
    """Completes words that bash splits at `:`, `=` and `@`, and never lets bash expand a value.

    click's own script passes the words as bash splits them, and expands what it gets back.
    """

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the complete words before the cursor, and the incomplete one."""
        line = os.environ["BCW_LINE"]
        words = split_words(line)
        incomplete = words.pop() if words and not line[-1:].isspace() else ""
        self._word = incomplete
        return words[1:], incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a line for the script: what bash puts in the place of its part of the word."""
        value = item.value
        option, equals, _value = self._word.partition("=")
        if equals and option.startswith("--"):
            value = f"{option}={value}"
        return f"{item.type},{value.removeprefix(self._word.removesuffix(os.environ['BCW_WORD']))}"


_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local kind value text
    local -a names assignments described
    COMP_WORDS="${words[1,CURRENT]}" COMP_CWORD=$((CURRENT-1)) %(complete_var)s=zsh_complete \\
        %(prog_name)s 2>/dev/null |
        while IFS= read -r kind && IFS= read -r value && IFS= read -r text; do
            case $kind in
                file) _files -g '*.json' ;;
                plain)
                    if [[ $value == *= ]]; then assignments+=("$value")
                    elif [[ $text == _ ]]; then names+=("$value")
                    else described+=("$value:$text"); fi ;;
            esac
        done
    if (( ${#described} )); then _describe -t commands %(prog_name)s described; fi
    if (( ${#names} )); then compadd -a names; fi
    if (( ${#assignments} )); then compadd -S '' -a assignments; fi
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""


class MatchingZshComplete(ZshComplete):
    """Lets zsh match and list the values, and offers JSON files and folders only."""

    source_template = _ZSH


class WholeLineFishComplete(FishComplete):
    """Keeps what follows a comma in a value or its explanation, where click's own script cuts it off."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')


add_completion_class(WholeWordBashComplete, "bash")
add_completion_class(MatchingZshComplete, "zsh")
add_completion_class(WholeLineFishComplete, "fish")


def complete(instruction: str) -> int:
    """Print what a script's instruction (``bash_complete``, for example) asks for; return the exit code."""
    from wizard.cli.app import bcw

    return shell_complete(bcw, {}, "bcw", VARIABLE, instruction)


@params.command(
    _("Print a script that completes commands, options, presets, profiles, fields and rules in a shell."),
    _("bash 4.4 or newer is needed."),
    ("bcw completion bash > ~/.local/share/bash-completion/completions/bcw", _("for bash")),
    ("bcw completion zsh > ~/.zfunc/_bcw", _("for zsh, with ~/.zfunc in fpath")),
    ("bcw completion fish > ~/.config/fish/completions/bcw.fish", _("for fish")),
)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(options: params.Options) -> None:
    from wizard.cli.app import bcw

    completion_class = get_completion_class(options.shell)
    assert completion_class is not None
    script = completion_class(bcw, {}, "bcw", VARIABLE)
    output.echo((script.source_template % script.source_vars()).rstrip("\n"))
