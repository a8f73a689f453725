"""Finding a command, its help, and the ways in which `bcw` ends."""

import json
import os
import pty
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from wizard import __version__
from wizard.cli.request import ignored_rules

from .driver import EXAMPLE, TREE, Run, examples, iter_commands, process


def test_version_and_help(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.text, ran.err) == (0, f"bcw {__version__}\n", "")
    listed = run("--help").ends(0).text
    for name in ("new", "edit", "check", "export", "submit", "presets", "profiles", "sandbox"):
        assert f"  {name} " in listed


@pytest.mark.parametrize("name", dict(iter_commands()))
def test_help_of_a_command_has_examples(run: Run, name: str) -> None:
    ran = run(*name.split(), "--help").ends(0)
    assert "Examples:" in ran.text
    assert f"  bcw {name}" in ran.text
    assert ran.err == ""


def test_the_options_and_rules_of_the_examples_exist() -> None:
    known = dict(iter_commands())
    for name, command in known.items():
        for line in examples(command):
            words = shlex.split(line.partition(">")[0].removeprefix("id=$(").removesuffix(")").split("|")[-1])
            used = known.get(" ".join(words[1:3])) or known[words[1]]
            options = {each for param in used.params for each in param.opts}
            assert {word for word in words if word.startswith("--")} <= options, (name, line)
            if "--ignore" in words:
                assert ignored_rules([words[words.index("--ignore") + 1]])


def test_old_names_of_commands_and_options_work(run: Run, tmp_path: Path) -> None:
    assert "sandbox" in run("targets", "list").text
    run("submit", "smallest", "--dry-run", "--target", "sandbox").ends(0)
    (tmp_path / "a.json").write_text(json.dumps({**TREE, "Name": "a"}))
    run("check", tmp_path / "a.json", "--strict", "--silence", "name-style").ends(0)
    for name in ("targets", "--silence", "--target"):
        assert name not in run("--help").text + run("check", "--help").text


def test_a_terminal_with_another_encoding_gets_plain_questions_in_it() -> None:
    leader, follower = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "gb18030"}
    with process("--lang", "zh_CN", stdin=follower, stderr=follower, env=environ) as started:
        os.close(follower)
        os.write(leader, b":quit\n")
        assert started.wait(timeout=60) == 0
    shown = os.read(leader, 65536).decode("gb18030")
    assert "gb18030" in shown and "--tui" in shown
    os.close(leader)


def test_plain_questions_are_answered_from_a_pipe(real: Run) -> None:
    ran = real("new", "--plain", data=b":quit\n").ends(0, "Name *:")
    assert ran.out == b""


def test_an_internal_error_is_one_line_without_values(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise KeyError("hidden-secret")

    monkeypatch.setattr("wizard.cli.check.ignored_rules", broken)
    ran = run("check", EXAMPLE).ends(70, "KeyError at", "BCW_DEBUG=1")
    assert ran.err.count("\n") == 1 and "hidden-secret" not in ran.err
    monkeypatch.setenv("BCW_DEBUG", "1")
    run("check", EXAMPLE).ends(70, "Traceback")


def test_ctrl_c_while_reading_standard_input() -> None:
    with process("check", "-", stdin=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdin is not None
        # It reads by now: so much does not go into a pipe that nobody empties.
        started.stdin.write(b" " * 1024 * 1024)
        started.stdin.flush()
        started.send_signal(signal.SIGINT)
        _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert err == b"bcw: Interrupted.\n"


def test_a_closed_pipe_prints_nothing() -> None:
    read, write = os.pipe()
    os.close(read)
    with process("export", "every-attribute", stdout=write) as started:
        os.close(write)
        _, err = started.communicate(timeout=60)
    assert (started.returncode, err) == (74, b"")


def redirected(line: str) -> subprocess.CompletedProcess[bytes]:
    """Run a `bcw` with the redirections of a shell."""
    command = f"{shlex.quote(sys.executable)} -m wizard.cli.main {line}"
    return subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("--help >&-", 74, b"bcw: Standard output is closed."),
        ("export smallest --as requests >&-", 74, b"bcw: Standard output is closed."),
        ("submit smallest --yes >&-", 74, b"bcw: Standard output is closed."),
        ("export smallest 1</dev/null", 74, b"could not be written"),
        *(
            [("export smallest >/dev/full", 74, b"could not be written")]
            if Path("/dev/full").exists()
            else []
        ),
        ("export smallest >&- 2>&-", 74, b""),
        ("check - <&- 2>&-", 2, b""),
    ],
)
def test_standard_streams_that_are_closed_or_full(run: Run, line: str, code: int, words: bytes) -> None:
    ran = redirected(line)
    assert ran.returncode == code
    assert words in ran.stderr and ran.stderr.count(b"\n") == bool(words)
    # No cluster is created whose id could not be printed.
    assert (run("clusters", "list").out, run("submissions", "list").out) == (b"", b"")
