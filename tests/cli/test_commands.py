"""Finding a command, its help, wrong usage, the ways in which `bcw` ends, and its language."""

import glob
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from wizard import __version__
from wizard.cli.app import bcw
from wizard.cli.output import count_cells
from wizard.i18n import detect_language
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

from .accounts import save
from .driver import EXAMPLE, TREE, Run, Write, closed_pipe, end, process


def iter_commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name, such as ``presets list``."""
    for name in group.list_commands(context := click.Context(group)):
        command = group.get_command(context, name)
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from iter_commands(command, (*path, name))


COMMANDS = dict(iter_commands(bcw))


def test_version_and_help(run: Run) -> None:
    ran = run("--version")
    assert (ran.code, ran.text, ran.err) == (0, f"bcw {__version__}\n", "")
    listed = run("--help").ends(0).text
    for name in COMMANDS:
        assert " " in name or f"  {name} " in listed
        ran = run(name, "--help").ends(0)
        assert "Examples:" in ran.text and f"  bcw {name}" in ran.text and ran.err == ""


REQUEST = {**TREE, "Name": "a-cluster"}
GROUPS = {"workers": {"DesiredVMCount": "${machines}", "ResourceType": "OnDemand"}}
PRESET = {
    "preset": {"parameters": {"machines": {"type": "integer", "default": 1}}, "format": 1},
    "request": {**REQUEST, "Groups": GROUPS},
}
EXAMPLES = {
    line.partition("  # ")[0].strip().removeprefix("id=$(").removesuffix(")")
    for each in COMMANDS.values()
    for line in (each.epilog or "").splitlines()
    if line.startswith("  ")
}
RUN = ("check", "export", "presets", "explain", "schema", "completion", "submit")  # need no account


@pytest.mark.parametrize("line", sorted(EXAMPLES))
def test_an_example_works(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Run a line as a shell does, in a folder with the files that the examples name."""
    monkeypatch.chdir(tmp_path)
    for name in ("request.json", "other.json", "a.json", "presets/a.json", "colleague.json"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(json.dumps(REQUEST))
    for name in (".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions"):
        (Path.home() / name).mkdir(parents=True)
    if "presets import" not in line:
        Path("mine.json").write_text(json.dumps(PRESET))
        run("presets import mine.json --name my-farm").ends(0)
    if "restore" in line:
        run("presets delete my-farm").ends(0)
    commands, _, file = line.partition(" > ")
    out = b""
    for command in commands.split(" | "):
        name, *words = shlex.split(command.partition(" < ")[0])
        assert name == "bcw"
        arguments = [each for word in words for each in (sorted(glob.glob(word)) if "*" in word else [word])]
        asks = words[:1] == ["submit"] and not {"--yes", "--dry-run"} & {*words}
        if not words or words[0] not in RUN or asks or "--wait" in words:
            arguments.append("--help")  # its options exist
        out = run(*arguments, data=out).ends(0).out
    if file:
        assert out
        Path(file).expanduser().write_bytes(out)


def test_old_names_of_commands_and_options_work(run: Run, tmp_path: Path) -> None:
    assert "sandbox" in run("targets list").text
    run("submit smallest --dry-run --target sandbox").ends(0)
    (tmp_path / "a.json").write_text(json.dumps({**TREE, "Name": "a"}))
    run("check", tmp_path / "a.json", "--strict", "--silence", "name-style").ends(0)
    for name in ("targets", "--silence", "--target"):
        assert name not in run("--help").text + run("check --help").text


def test_plain_questions_are_answered_from_a_pipe_or_a_terminal_with_another_encoding(real: Run) -> None:
    assert real("new --plain", data=b":quit\n").ends(0, "Name *:").out == b""
    leader, follower = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "gb18030"}
    with process("--lang zh_CN", stdin=follower, stderr=follower, env=environ) as started:
        os.close(follower)
        os.write(leader, b":quit\n")
        assert started.wait(timeout=60) == 0
    shown = os.read(leader, 65536).decode("gb18030")
    assert "gb18030" in shown and "--tui" in shown
    os.close(leader)


def test_an_internal_error_is_one_line_without_values(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise RuntimeError("hidden-secret \x1b[31m")

    monkeypatch.setattr("wizard.cli.check.find_ignored_rules", broken)
    ran = run("check", EXAMPLE).ends(70, "RuntimeError at", "BCW_DEBUG=1")
    assert ran.err.count("\n") == 1 and "hidden-secret" not in ran.err
    monkeypatch.setenv("BCW_DEBUG", "1")
    ran = run("check", EXAMPLE).ends(70, "Traceback", r"\x1b[31m")
    assert "\x1b" not in ran.err, "a traceback never controls the terminal"


def test_ctrl_c_while_reading_standard_input() -> None:
    with process("check -", stdin=subprocess.PIPE) as started:
        # It reads by now: so much does not go into a pipe that nobody empties.
        started.stdin.write(b" " * 1024 * 1024)
        started.stdin.flush()
        code, _, err = end(started, signal.SIGINT)
    assert (code, err) == (130, b"bcw: Interrupted.\n")


def test_a_closed_pipe_prints_nothing() -> None:
    with closed_pipe() as closed, process("export every-attribute", stdout=closed) as started:
        code, _, err = end(started, None)
    assert (code, err) == (74, b"")


def test_standard_streams_that_are_closed_or_full(run: Run) -> None:
    for line, code, words in (
        ("--help >/dev/full", 74, b"could not be written"),
        ("export smallest --as requests >&-", 74, b"bcw: Standard output is closed."),
        ("submit smallest --yes >&-", 74, b"bcw: Standard output is closed."),
        ("export smallest 1</dev/null", 74, b"could not be written"),
        ("export smallest >/dev/full", 74, b"could not be written"),
        ("export smallest >&- 2>&-", 74, b""),
        ("check - <&- 2>&-", 2, b""),
    ):
        if "/dev/full" in line and not Path("/dev/full").exists():
            continue
        command = f"{shlex.quote(sys.executable)} -m wizard.cli.main {line}"
        ran = subprocess.run(command, shell=True, capture_output=True, check=False, timeout=60)
        assert ran.returncode == code
        assert words in ran.stderr and ran.stderr.count(b"\n") == bool(words)
        # No cluster is created whose id could not be printed.
        assert (run("clusters list").out, run("submissions list").out) == (b"", b"")


# Wrong usage: exit code 2, nothing on standard output, and what to do instead.
WORDS = {
    "": "bcw submit",  # without a terminal
    "chek": "'chek' is not a bcw command. Did you mean: check",
    "xyzzy": "'xyzzy' is not a bcw command. Commands: new, edit, check",
    "request.json": "To open a file: bcw edit request.json",
    "a;b.json": "bcw edit 'a;b.json'",
    "--verbose": "Try 'bcw --help' for help.",
    "--lang fr schema": "'en', 'zh_CN'",
    "new --preset Small": "no preset named Small",
    "edit -": "standard input",
    "edit smalest": "Did you mean: smallest",
    "open gone.json": "gone.json does not exist",
    "open invalid.json": "line 2, column 11",
    "open right.json": "needs a terminal",
    "check": "Usage: bcw check [OPTIONS] FILE...",
    "check smallest --ignore duplicate-kee": "no warning or note has this name. Did you mean: duplicate-key",
    "check smallest --silenc InvalidName": "No such option '--silenc'. (Did you mean one of: '--set', '--strict'?)",
    "check smallest --ignore InvalidName": "Errors cannot be ignored",
    "check smallest --region Beijing!": "not a region ID",
    "check --fix -": "standard input",
    "check --fix right.json --set Name=x": "--fix and --set exclude each other",
    "export mine": "To use the file of that name: ./mine",
    "export smallest --as curl --endpoint http://example.com": "HTTP",
    "submit smallest --yes --profile=": "No profile named ''. Profiles: sandbox.",
    "submit smallest --yes --endpoint=": "'' is not an endpoint",
    "submit smallest --yes --region=": "'' is not a region",
    "submit smallest --timeout soon": "seconds",
    "submit smallest --timeout 0": "seconds",
    "submit smallest --yes --token a-b": "1 to 64 letters, digits and underscores",
    "explain DesiredVmCont": "DesiredVMCount",
    "explain disktype": "Configs.Disks.SystemDisk.Type",  # two fields are named Type
    "explain disk-type-differ": "disk-types-differ",
    "help Keys": "Did you mean: bcw help keys",
    "help check": "Did you mean: bcw check --help",
    "help zzz": "Guides: presets, ",
    "keys --test": "needs a terminal",
    "presets": "Usage: bcw presets",
    "presets lst": "'lst' is not a bcw presets command. Did you mean: list",
    "presets set smallest": "Nothing to change",
    "presets list --deleted --own": "exclude each other",
    "presets list --deleted --tag=a": "exclude each other",
    "profiles add --region cn-beijing --key-id k": "NAME is missing",
    "profiles add prod --region cn-beijing": "--key-id is missing",
    "profiles add prod --region cn-a --endpoint https://a.b --vpc --key-id k": "exclude each other",
    'profiles add prod --region cn-a --key-id "LTAI"': "AccessKey ID is enclosed in quotation marks",
    "profiles add prod --region cn-a --key-id k --secret s": "--secret",
    "profiles use nobody": "No profile named 'nobody'. Profiles: sandbox.",
    "profiles use environment": "cannot be the default",
    "profiles remove nobody": "bcw profiles list",
    "submissions resume --yes": "no unconfirmed submissions",
    "submissions forget abc --yes": "abc",
    "sandbox --quota MaxClusters=3": "MaxClusters is not a quota. Quotas: MaxClusterCount",
    "sandbox --speed 0": "'0' is not a valid speed",
    "sandbox --port 65536": "from 0 to 65535",
}


@pytest.mark.parametrize(("line", "words"), WORDS.items())
def test_wrong_use(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, words: str) -> None:
    monkeypatch.chdir(tmp_path)
    Path("invalid.json").write_text('{\n  "Name": oops\n}')
    for name in ("right.json", "mine"):
        Path(name).write_text("{}")
    run(line).fails(2, words)
    assert not locations.sandbox_file().exists() and not locations.profiles_file().exists()


def test_lists_have_headers_and_colours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    save("prod", "https://example.com")
    for name, title in (("mine", "渲染 [bold]"), ("yours", "x\x1b[2J")):
        preset = json.dumps({"preset": {"title": title, "format": 1}, "request": TREE})
        run("presets import - --name", name, data=preset.encode()).ends(0)
    made = run("submit smallest --yes --profile sandbox").text.strip()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    for name, value, is_coloured in (
        ("TERM", "xterm-256color", True),
        ("NO_COLOR", "", True),
        ("TERM", "dumb", False),
        ("TERM", "xterm", True),
        ("NO_COLOR", "1", False),
    ):
        monkeypatch.setenv(name, value)
        assert ("\x1b[2m" in run("presets list").text) is is_coloured
        assert ("\x1b[31merror" in run("check -", data=b"{}").text) is is_coloured
    header, mine, yours = run("presets list --own").text.splitlines()
    assert header.split() == ["Name", "Origin", "Title"]
    assert mine[header.index("Title") :].rstrip() == "渲染 [bold]"
    assert "x\\x1b[2J" in yours
    header, prod, *_folded, sandbox = run("profiles list").text.splitlines()
    assert prod.startswith("*  prod") and sandbox.startswith("   sandbox")
    assert prod[header.index("AccessKey ID") :].startswith("LTAI-prod")
    for columns in ("100", "40"):  # in a narrow terminal nothing is cut off
        monkeypatch.setenv("COLUMNS", columns)
        header, cluster = run("clusters list").text.splitlines()
        assert cluster.startswith(f"{made} ") and cluster.rstrip().endswith("sandbox (local, free)")
        assert cluster[header.index("Instances") :][1:3] == "/1"


def test_the_language_of_the_locale() -> None:
    for language, locales in {
        "zh_CN": (
            *("LANG=zh_CN.UTF-8", "LANG=zh_TW", "LC_MESSAGES=zh_CN LANG=en_US", "LC_ALL= LANG=zh_CN"),
            *("LANGUAGE=fr:zh_CN LANG=en_US.UTF-8", "LANGUAGE=fr LANG=zh_CN.UTF-8"),
        ),
        "en": (
            *("", "LANG=de_DE.UTF-8", "LANG=C.UTF-8", "LC_ALL=C LC_MESSAGES=zh_CN LANG=zh_CN"),
            *("LANGUAGE=zh_CN:en", "LANGUAGE=zh_CN:en LANG=C", "LANGUAGE=zh_CN:en LC_ALL=POSIX"),
            "LANGUAGE=fr:en LANG=zh_CN.UTF-8",
        ),
    }.items():
        for locale in locales:
            environ = dict(variable.split("=") for variable in locale.split())
            assert detect_language(environ) == language, locale


def test_help_and_messages_of_click_are_in_the_language(real: Run) -> None:
    for option, setting, locale, is_chinese in (
        ("", None, "zh_CN.UTF-8", True),
        ("", "zh_CN", "en_US", True),
        ("--lang zh_CN", "en", "en_US", True),
        ("--lang=en", "zh_CN", "zh_CN.UTF-8", False),
    ):
        SettingsFile(locations.settings_file()).change(language=setting)
        wrong = real(f"check {option}", LANG=locale).fails(2).err
        shown = real(f"{option} --help", LANG=locale).text
        for text, english, chinese in (
            (wrong, "Usage:", "用法："),
            (wrong, "Missing argument", "缺少参数"),
            (shown, "Check files for errors, warnings and notes.", "校验文件中的错误、警告和提示。"),
        ):
            assert (chinese if is_chinese else english) in text, (option, setting, locale)
    lines = real("--lang=zh check --help", COLUMNS="80").text.partition("示例")[0].splitlines()
    assert lines[0].startswith("用法：") and max(map(count_cells, lines)) <= 80
    locations.settings_file().write_text('{"language": ["zh"]')
    assert "Usage:" in real("--help", LANG="en_US").text


def test_json_for_programs_is_english_unless_the_language_is_given(real: Run, request_file: Write) -> None:
    check = ["check", request_file(Name="a +")]
    for options, why in (([], 'Contains a space, "+". Use'), (["--lang", "zh_CN"], '包含空格、"+"。请使用')):
        ran = real(*check, "--format", "json", *options, LANG="zh_CN.UTF-8")
        assert ran.json[0]["findings"][0]["why"].startswith(why)
    assert "  错误  名称：包含空格、" in real(*check, LANG="zh_CN.UTF-8").text
