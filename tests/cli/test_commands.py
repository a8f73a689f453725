"""The way to a verb, and the ways in which `bcw` ends."""

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
from wizard.cli import exits
from wizard.cli.request import ignored_rules

from .driver import EXAMPLE, TREE, Run, examples, iter_commands, process


def test_version(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.text, ran.err) == (0, f"bcw {__version__}\n", "")


def test_help_lists_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for name in ("new", "edit", "check", "export", "submit", "presets", "profiles", "sandbox"):
        assert f"  {name} " in ran.text


@pytest.mark.parametrize("name", dict(iter_commands()))
def test_help_of_a_command_has_examples(run: Run, name: str) -> None:
    ran = run(*name.split(), "--help")
    assert ran.code == 0
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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], ["'chek' is not a bcw command. Did you mean: check"]),
        (["sub"], ["Did you mean: submit"]),
        (["xyzzy"], ["'xyzzy' is not a bcw command.", "Commands: new, edit, check"]),
        (["request.json"], ["To open a file: bcw edit request.json"]),
        (["presets"], ["Usage: bcw presets", "import"]),
        (["presets", "lst"], ["'lst' is not a bcw presets command. Did you mean: list"]),
        (["evil\x1b[2J"], ["evil\\x1b[2J"]),
        (["check"], ["Usage: bcw check [OPTIONS] FILE...", "Try 'bcw check --help' for help.", "FILE"]),
        (["check", "--formt", "json", "a.json"], ["--formt", "--format"]),
        (["check", "-x"], ["-x"]),
        (["check", "--format", "xml", "a.json"], ["--format", "'xml' is not one of 'text', 'json'"]),
        (["schema", "reqest"], ["'reqest' is not one of 'request', 'preset'"]),
        (["export", "smallest", "--as", "yaml"], ["--as", "'yaml' is not one of 'json', 'curl'"]),
        (["new", "--presets", "x"], ["--presets", "--preset"]),
        (["edit"], ["P|FILE"]),
        (["submit", "smallest", "--timeout", "soon"], ["soon", "seconds"]),
        (["submit", "smallest", "--timeout", "0"], ["seconds"]),
        (["submit", "smallest", "--timeout", "nan"], ["seconds"]),
        (["sandbox", "--port", "x"], ["--port"]),
        (["sandbox", "--port", "70000"], ["70000", "65535"]),
        (["sandbox", "--quota", "MaxCluster=3"], ["MaxClusterCount"]),
        (["sandbox", "--quota", "MaxClusterCount=many"], ["MaxClusterCount", "integer"]),
        (["--verbose"], ["--verbose", "Try 'bcw --help' for help."]),
    ],
)
def test_wrong_usage_says_what_to_do(run: Run, arguments: list[str], words: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == b""
    for word in words:
        assert word in ran.err


def test_old_names_of_commands_and_options_work(run: Run, tmp_path: Path) -> None:
    assert "sandbox" in run("targets", "list").text
    assert run("submit", "smallest", "--dry-run", "--target", "sandbox").code == 0
    (tmp_path / "a.json").write_text(json.dumps({**TREE, "Name": "a"}))
    assert run("check", tmp_path / "a.json", "--strict", "--silence", "name-style").code == 0
    for name in ("targets", "--silence", "--target"):
        assert name not in run("--help").text + run("check", "--help").text


def test_a_file_that_looks_like_an_option_is_checked_behind_two_dashes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-dash.json").write_text("{}")
    assert run("check", "-dash.json").code == 2
    assert run("check", "--", "-dash.json").code == 1
    assert run("check", "./-dash.json").code == 1


@pytest.mark.parametrize("arguments", [[], ["new"], ["new", "--preset", "smallest"], ["open", str(EXAMPLE)]])
def test_the_wizard_wants_a_terminal(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "terminal" in ran.err
    assert "bcw submit" in ran.err


@pytest.mark.parametrize(
    "environ",
    [{"TERM": "dumb"}, {"TERM": "xterm", "ACCESSIBLE": "1"}],
)
def test_where_nothing_can_be_drawn_there_are_plain_questions(environ: dict[str, str]) -> None:
    leader, follower = pty.openpty()
    with process(stdin=follower, stderr=follower, env={**os.environ, **environ}) as started:
        os.close(follower)
        os.write(leader, b":quit\n")
        assert started.wait(timeout=60) == 0
    assert b"Start from" in os.read(leader, 65536)
    os.close(leader)


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


def test_plain_questions_take_their_answers_from_anywhere(real: Run) -> None:
    ran = real("new", "--plain", data=b":quit\n")
    assert ran.code == 0
    assert ran.out == b""
    assert "Name *:" in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["open", "gone.json"], ["gone.json does not exist", "bcw new"]),
        (["edit", "smalest"], ["no preset named smalest", "smallest"]),
        (["new", "--preset", "Small est"], ["no preset"]),
        (["edit", "-"], ["standard input"]),
    ],
)
def test_what_cannot_be_opened_is_said_before_the_wizard_starts(
    run: Run, arguments: list[str], words: list[str]
) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    for word in words:
        assert word in ran.err


def test_text_that_is_no_json_is_not_opened(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{\n  "Name": oops\n}')
    ran = run("open", file)
    assert ran.code == 2
    assert "line 2, column 11" in ran.err


def test_a_mistake_of_ours_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise KeyError("hidden-secret")

    monkeypatch.setattr("wizard.cli.check.ignored_rules", broken)
    ran = run("check", EXAMPLE)
    assert ran.code == exits.INTERNAL_ERROR == 70
    assert ran.err.count("\n") == 1
    assert "KeyError at" in ran.err
    assert "BCW_DEBUG=1" in ran.err
    assert "hidden-secret" not in ran.err
    monkeypatch.setenv("BCW_DEBUG", "1")
    assert "Traceback" in run("check", EXAMPLE).err


def test_ctrl_c_ends_cleanly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("wizard.cli.check.ignored_rules", interrupted)
    ran = run("check", EXAMPLE)
    assert (ran.code, ran.err) == (130, "bcw: Interrupted.\n")


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


def test_a_reader_that_has_gone_is_not_complained_of() -> None:
    read, write = os.pipe()
    os.close(read)
    with process("export", "every-attribute", stdout=write) as started:
        os.close(write)
        _, err = started.communicate(timeout=60)
    assert err == b""
    assert started.returncode == 74


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full, process("export", "smallest", stdout=full) as started:
        _, err = started.communicate(timeout=60)
    assert started.returncode == 74
    assert b"could not be written" in err
    assert b"Traceback" not in err


def redirected(line: str) -> subprocess.CompletedProcess[bytes]:
    """Run a `bcw` with the redirections of a shell."""
    command = f"{shlex.quote(sys.executable)} -m wizard.cli.main {line}"
    return subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "line",
    [
        "export smallest",
        "export smallest --as requests",
        "check smallest",
        "presets list",
        "clusters list",
        "completion bash",
        "--help",
        "export --help",
        "--version",
        "new --plain",
    ],
)
def test_a_closed_standard_output_is_told(line: str) -> None:
    ran = redirected(f"{line} >&-")
    assert ran.returncode == 74
    assert ran.stderr.startswith(b"bcw: Standard output is closed.")
    assert ran.stderr.count(b"\n") == 1


def test_no_cluster_is_created_whose_id_could_not_be_printed(run: Run) -> None:
    assert redirected("submit smallest --yes >&-").returncode == 74
    assert (run("clusters", "list").out, run("submissions", "list").out) == (b"", b"")


def test_a_standard_output_that_is_only_read_is_told() -> None:
    ran = redirected("export smallest 1</dev/null")
    assert ran.returncode == 74
    assert b"could not be written" in ran.stderr


def test_closed_streams_do_no_harm() -> None:
    assert redirected("check - <&- 2>&-").returncode == 2
    assert redirected("export smallest >&- 2>&-").returncode == 74


def test_where_nothing_can_be_kept_all_that_only_reads_works(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("XDG_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", "/dev/null")
    for line in ("presets list", "check smallest", "export smallest", "profiles list", "explain Name"):
        assert run(*line.split()).code == 0
    for line in ("clusters list", "submissions list"):
        ran = run(*line.split())
        assert (ran.code, ran.out) == (0, b""), ran.err
    ran = run("presets", "import", EXAMPLE, "--name", "mine")
    assert ran.code == 2
    assert "was not written" in ran.err
