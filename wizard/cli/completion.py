"""`bcw completion`: scripts that complete verbs, options, presets, targets, fields and rules in a shell.

The library `shtab` makes them of the parsers of all verbs, which therefore need not be told twice.
"""

import argparse
from typing import Any

from wizard.cli import exits, output, usage
from wizard.cli.parsing import Parser, parser_of
from wizard.cli.usage import ARGUMENTS

SHELLS = ("bash", "zsh", "fish")

_PRESETS = "bcw presets list --format names 2>/dev/null"


def _names(function: str, command: str) -> dict[str, object]:
    """Offers the lines that a command prints, which are names and nothing that a shell expands."""
    return {
        "bash": function,
        "zsh": function,
        "fish": f"({command})",
        "preamble": {
            "bash": f'{function}() {{\n  {command} | _bcw_beginning "$1"\n}}',
            "zsh": f"""
{function}() {{
  local -a names
  names=(${{(f)"$({command})"}})
  compadd "$@" -a names
}}""",
        },
    }


_PRESET = _names("_bcw_presets", _PRESETS)
_OWN = _names("_bcw_own", "bcw presets list --own --format names 2>/dev/null")
_DELETED = _names("_bcw_deleted", "bcw presets list --deleted --format names 2>/dev/null")
_TARGET = _names("_bcw_targets", "bcw targets list --format names 2>/dev/null")
_TOKEN = _names("_bcw_tokens", "bcw submissions list --format tokens 2>/dev/null")
_SOURCE: dict[str, object] = {
    "bash": "_bcw_preset_or_file",  # by `_file` shtab knows that it names files, which are quoted
    "zsh": "_bcw_sources",
    "fish": "(_bcw_sources)",
    "preamble": {
        "bash": f"""
_bcw_preset_or_file() {{
  {_PRESETS} | _bcw_beginning "$1"
  compgen -f -X '!*.json' -- "$1"
  compgen -d -- "$1"
}}""",
        "zsh": f"""
_bcw_sources() {{
  local -a presets
  presets=(${{(f)"$({_PRESETS})"}})
  _alternative 'presets:preset:compadd -a presets' 'files:file:_files -g "*.json"'
}}""",
        "fish": f"""
function _bcw_sources
  {_PRESETS}
  __fish_complete_suffix .json
end""",
    },
}
"""A preset or a file, for each shell."""
_TAILS = {
    "bash": """
# The lines of standard input that begin with a word; unlike `compgen -W` it expands none of them.
_bcw_beginning() {
  local line
  while IFS= read -r line; do
    if [[ $line == "$1"* ]]; then printf '%s\\n' "$line"; fi
  done
}

_bcw() {
  local line=${COMP_LINE:0:COMP_POINT} before= word= lead= i
  local words=() split=()
  # Put together what bash took apart at : = @, up to the cursor; take options from their values.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    lead=${line%%[![:space:]]*} line=${line#"${line%%[![:space:]]*}"} word=${COMP_WORDS[i]}
    if ((i == COMP_CWORD)); then word=$line; fi
    if [[ $i != 0 && -z $lead && ($word == [:=@]* || $before == *[:=@]) ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    line=${line#"$word"} before=$word
  done
  for word in "${words[@]}"; do
    lead=
    if [[ $word == --*=* ]]; then
      lead=${word%%=*}= word=${word#*=}
      split+=("${lead%=}")
    fi
    split+=("$word")
  done
  local COMP_WORDS=("${split[@]}") COMP_CWORD=$((${#split[@]} - 1))
  _shtab_bcw "$@"
  # The value follows at once.
  if [[ ${#COMPREPLY[@]} = 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
  # A reply stands in the place of what bash takes for the word, which is the end of ours.
  word=$lead$word
  COMPREPLY=("${COMPREPLY[@]/#/$lead}")
  COMPREPLY=("${COMPREPLY[@]#"${word%"$2"}"}")
  return 0
}
complete -o bashdefault -F _bcw bcw
""",
}
"""What stands behind the script of a shell."""


def parser() -> Parser:
    """The parser of `bcw completion`."""
    parser = Parser("completion")
    parser.add_argument("shell", metavar="|".join(SHELLS), choices=SHELLS, help=ARGUMENTS["shell"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print the script."""
    options = parser().read(arguments)
    import shtab

    output.put(shtab.complete(whole(), options.shell) + _TAILS.get(options.shell, ""))
    return exits.DONE


def whole() -> argparse.ArgumentParser:
    """One parser of all verbs, with what completes their arguments."""
    top = argparse.ArgumentParser("bcw")
    top.add_argument("--version", action="store_true", help=usage.VERSION)
    below = top.add_subparsers()
    parents: dict[str, Any] = {"": below}
    for verb in usage.HELP:
        if not verb:
            continue
        parent, _, name = verb.rpartition(" ")
        own = _parser(verb)
        parents_of_it = [] if own is None else [own]
        made = parents[parent].add_parser(
            name, help=usage.HELP[verb].summary, parents=parents_of_it, add_help=own is None
        )
        if own is None:
            parents[verb] = made.add_subparsers()
        for action in own.arguments if own is not None else ():
            _complete(verb, action)
    return top


def _parser(verb: str) -> Parser | None:
    """The parser of a verb; ``None`` where it only has verbs below it."""
    from wizard.cli.verbs import run as run_verb

    first, *rest = verb.split()
    if any(each.startswith(f"{verb} ") for each in usage.HELP):
        return None
    return parser_of(lambda: run_verb(first, rest))


def _complete(verb: str, action: argparse.Action) -> None:
    """Say what completes an argument of a verb, by what it is called in the help."""
    own = dict.fromkeys(("presets rename", "presets set", "presets delete"), _OWN)
    known: dict[str, object] = {
        "P": {**own, "presets restore": _DELETED}.get(verb, _PRESET),
        "P|FILE": _SOURCE,
        "FILE": _SOURCE,
        "A": _SOURCE,
        "B": _SOURCE,
    }
    match action.metavar:
        case str() as name if name in known:
            action.complete = known[name]  # type: ignore[attr-defined]
        case "NAME" if action.dest == "target" or verb in ("targets use", "targets remove"):
            action.complete = _TARGET  # type: ignore[attr-defined]
        case "TOKEN" if verb.startswith("submissions "):
            action.complete = _TOKEN  # type: ignore[attr-defined]
        case "RULE":
            action.choices = _rules()
        case "FIELD|CODE":
            names = [field.rpartition(".")[2] for field in _fields()]
            action.choices = [*dict.fromkeys([*_fields(), *names, *_codes(), *_rules()])]
        case "NAME=VALUE" if "--set" in action.option_strings:
            action.complete = _settings()  # type: ignore[attr-defined]
        case "FORMAT":
            from wizard.export import FORMATS

            action.choices = [*FORMATS]
        case "ID" if action.dest == "region":
            from wizard.catalog import load_builtin

            action.choices = [*load_builtin().regions]


def _rules() -> list[str]:
    from wizard.cli.findings import SILENCEABLE

    return [*SILENCEABLE]


def _fields() -> list[str]:
    from wizard.cli.lookup import fields
    from wizard.document.assignment import to_dotted_name

    return [to_dotted_name(node.path) for node in fields()]


def _settings() -> dict[str, object]:
    """The fields that `--set` changes, with nothing but the value to follow."""
    names = " ".join(f"{field}=" for field in _fields())
    return {
        "bash": "_bcw_settings",
        "zsh": "_bcw_settings",
        "fish": "(_bcw_settings)",
        "preamble": {
            "bash": f'_bcw_settings() {{\n  compgen -W "{names}" -- "$1"\n}}',
            "zsh": f"_bcw_settings() {{\n  compadd -S '' -- {names}\n}}",
            "fish": f"function _bcw_settings\n  string split ' ' '{names}'\nend",
        },
    }


def _codes() -> list[str]:
    from wizard.cli.lookup import all_codes

    return [code for code in all_codes() if "{" not in code]
