"""The README keeps what it says."""

import re
import shlex
from pathlib import Path

from wizard.cli import exits, usage
from wizard.tui.commands import COMMANDS

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\w*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]


def test_two_commands_do_all_the_set_up() -> None:
    set_up = [line for line in LINES if line.startswith("python3 -m venv .venv && ")]
    assert len(set_up) == 2
    assert set_up[0].endswith(" .venv/bin/bcw")
    assert set_up[1].endswith("-m pytest")
    assert next(line for line in LINES if "pytest" in line) == set_up[1]


def test_the_verbs_that_it_shows_exist() -> None:
    shown = re.findall(r"\bbcw ([a-z]+)\b", " ".join(LINES))
    assert set(shown) == set(usage.VERBS)


def test_the_options_that_it_shows_exist() -> None:
    for line in LINES:
        for part in re.findall(r"bcw [^)|>]*", line):
            verb, *rest = shlex.split(part)[1:] or [""]
            below = f"{verb} {rest[0]}" if rest else verb
            for option in (each for each in rest if each.startswith("--")):
                assert option in usage.HELP.get(below, usage.HELP[verb]).usage


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
