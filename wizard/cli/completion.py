"""`bcw completion`: scripts that complete commands, options, names, fields and rules in a shell."""

import os

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    shell_complete,
)
from click.shell_completion import split_arg_string as split_words

from wizard.cli import output, params
from wizard.i18n import _

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


add_completion_class(WholeWordBashComplete, "bash")
add_completion_class(MatchingZshComplete, "zsh")


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
