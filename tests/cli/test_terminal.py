"""What commands show on a terminal: lists with headers and colours, and the keys that it sends."""

import json
from pathlib import Path

import pytest

from wizard.storage import locations

from .accounts import save, talk
from .driver import TREE, Run


def lines(arguments: list[str], cwd: Path) -> list[str]:
    code, seen = talk(arguments, [], cwd)
    assert code == 0, seen
    return seen.splitlines()


def test_lists_have_headers_and_cell_aligned_columns(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    save("prod", "https://example.com")
    for name, title in (("mine", "渲染 [bold]"), ("yours", "x\x1b[2J")):
        (tmp_path / "a.json").write_text(
            json.dumps({"preset": {"title": title, "format": 1}, "request": TREE})
        )
        assert run("presets", "import", tmp_path / "a.json", "--name", name).code == 0
    header, mine, *_others = lines(["presets", "list", "--own"], tmp_path)
    assert header.split() == ["Name", "Origin", "Title"]
    assert mine[header.index("Title") :].rstrip() == "渲染 [bold]"
    assert "x\\x1b[2J" in _others[0]
    header, prod, *_folded, sandbox = lines(["profiles", "list"], tmp_path)
    assert prod.startswith("*  prod") and sandbox.startswith("   sandbox")
    assert prod[header.index("AccessKey ID") :].startswith("LTAI-prod")
    made = run("submit", "smallest", "--yes", "--profile", "sandbox").text.strip()
    header, cluster = lines(["clusters", "list"], tmp_path)
    assert cluster.startswith(made)
    assert cluster[header.index("Instances") :][1:3] == "/1"
    assert lines(["submissions", "list"], tmp_path) == ["There are no unconfirmed submissions."]


@pytest.mark.parametrize(("environ", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_lists_are_coloured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], is_coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[2m" in "".join(lines(["presets", "list"], tmp_path))) is is_coloured


def test_check_is_aligned_in_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LANG", "C.UTF-8")
    (tmp_path / "渲.json").write_text(json.dumps({**TREE, "Name": ""}, indent=2))
    code, seen = talk(["check", "渲.json"], [], tmp_path)
    assert (code, seen.splitlines()) == (
        1,
        ["渲.json:2:3  error    Name: Must not be empty.  InvalidName", "1 error; 0 fixable with --fix"],
    )


# -- keys


def test_keys_are_listed_with_the_users_own(run: Run) -> None:
    table = {each["id"]: each for each in run("keys", "--format", "json").json}
    assert "ctrl+s" in table["wizard.save"]["keys"]
    assert all(each["label"] and each["help"] for each in table.values())
    locations.config_folder().mkdir(parents=True)
    locations.settings_file().write_text('{"keymap": {"wizard.save": "ctrl+w", "wizard.mend": "f2"}}')
    changed = {each["id"]: each["keys"] for each in run("keys", "--format", "json").json}
    assert (changed["wizard.save"], changed["wizard.fix"]) == ("ctrl+w", "f2"), "an old ID works too"
    assert [
        line.split()[:2] for line in run("keys").text.splitlines() if line.startswith("wizard.save ")
    ] == [["wizard.save", "ctrl+w"]]


def test_keys_of_the_terminal_are_shown_until_q(tmp_path: Path) -> None:
    keys = [("q or Ctrl+C ends", "\x1b[A"), ("up", "\x13"), ("ctrl+s", "渲"), ("\\xe6\\xb8\\xb2", "q")]
    code, seen = talk(["keys", "--test"], keys, tmp_path, enter="")
    assert code == 0, seen
    for shown in ("\\x1b[A", "up", "\\x13", "ctrl+s"):
        assert shown in seen


def test_keys_are_tested_on_a_terminal_only(run: Run) -> None:
    ran = run("keys", "--test")
    assert (ran.code, ran.out) == (2, b"")
    assert "needs a terminal" in ran.err
