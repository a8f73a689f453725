"""Output on a terminal: lists with headers and colours, and the keys that the terminal sends."""

import json
from pathlib import Path

import pytest

from wizard.storage import locations

from .accounts import save, talk
from .driver import TREE, Run


def test_lists_have_headers_and_colours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    save("prod", "https://example.com")
    for name, title in (("mine", "渲染 [bold]"), ("yours", "x\x1b[2J")):
        preset = json.dumps({"preset": {"title": title, "format": 1}, "request": TREE})
        run("presets", "import", "-", "--name", name, data=preset.encode()).ends(0)
    made = run("submit", "smallest", "--yes", "--profile", "sandbox").text.strip()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for name, value in {"COLUMNS": "100", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    assert "\x1b[2m" in run("presets", "list").text
    monkeypatch.setenv("NO_COLOR", "1")
    header, mine, yours = run("presets", "list", "--own").text.splitlines()
    assert header.split() == ["Name", "Origin", "Title"]
    assert mine[header.index("Title") :].rstrip() == "渲染 [bold]"
    assert "x\\x1b[2J" in yours
    header, prod, *_folded, sandbox = run("profiles", "list").text.splitlines()
    assert prod.startswith("*  prod") and sandbox.startswith("   sandbox")
    assert prod[header.index("AccessKey ID") :].startswith("LTAI-prod")
    header, cluster = run("clusters", "list").text.splitlines()
    assert cluster.startswith(made)
    assert cluster[header.index("Instances") :][1:3] == "/1"


# -- keys


def test_keys_are_listed_as_the_settings_map_them(run: Run) -> None:
    table = {each["id"]: each for each in run("keys", "--format", "json").json}
    assert "ctrl+s" in table["wizard.save"]["keys"]
    assert all(each["label"] and each["help"] for each in table.values())
    locations.user_folder("config").mkdir(parents=True)
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
