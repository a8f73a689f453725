"""The README keeps what it says."""

import re
import shlex
from pathlib import Path

from wizard.cli import exits
from wizard.cli.app import ALIASES, bcw
from wizard.cli.app import COMMANDS as BCW_COMMANDS
from wizard.tui.commands import COMMANDS

from .driver import iter_commands

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS_BY_NAME = dict(iter_commands())
LINES = [line for block in BLOCKS for line in block.splitlines()]


def test_two_commands_do_all_the_set_up() -> None:
    set_up = [line for line in LINES if line.startswith("python3 -m venv .venv && ")]
    assert len(set_up) == 2
    assert set_up[0].endswith(" .venv/bin/bcw")
    assert set_up[1].endswith("-m pytest")
    assert next(line for line in LINES if "pytest" in line) == set_up[1]


def test_the_verbs_that_it_shows_exist() -> None:
    shown = re.findall(r"\bbcw ([a-z]+)\b", " ".join(LINES))
    assert {ALIASES.get(name, name) for name in shown} == set(BCW_COMMANDS)


def test_the_options_that_it_shows_exist() -> None:
    for line in LINES:
        for part in re.findall(r"bcw [^)|>]*", line):
            verb, *rest = shlex.split(part)[1:] or [""]
            verb = ALIASES.get(verb, verb)
            below = f"{verb} {rest[0]}" if rest else verb
            for option in (each for each in rest if each.startswith("--")):
                command = COMMANDS_BY_NAME.get(below) or COMMANDS_BY_NAME.get(verb) or bcw
                known = {name for param in command.params for name in param.opts}
                assert option in known, line


def test_every_exit_code_is_told() -> None:
    codes = [value for name, value in vars(exits).items() if name.isupper() and isinstance(value, int)]
    assert len(codes) == 9
    for code in codes:
        assert re.search(rf"\b{code}\b", README[README.index("## Scripts") : README.index("## Clusters")])


def test_the_keys_that_it_shows_are_the_wizards() -> None:
    table = README[README.index("## Keys") : README.index("## Themes")].lower()
    for command in COMMANDS:
        first = command.keys.split(",")[0]
        if first.startswith("f") or command.id == "quit":
            assert first in table, command.id
