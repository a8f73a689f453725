"""`bcw help`: lists the guides and shows one."""

import re
from pathlib import Path

import pytest

from wizard import i18n
from wizard.core.guides import TOPICS, find_topic, list_guides

from .accounts import talk
from .driver import Run


def test_the_guides_are_listed_in_80_columns_and_printed_as_markdown(run: Run) -> None:
    ran = run("help").ends(0)
    heading, *lines = ran.text.splitlines()
    assert heading == "Guides:"
    assert [line.split()[0] for line in lines] == [*TOPICS]
    assert [line for line in lines if len(line) > 80 or not line.endswith(".")] == []
    for topic in TOPICS:
        ran = run("help", topic).ends(0)
        assert ran.text.startswith("# ") and "\033" not in ran.text and ran.err == ""


def test_a_guide_is_rendered_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PAGER": "cat", "TERM": "xterm-256color", "COLUMNS": "80"}.items():
        monkeypatch.setenv(name, value)
    code, shown = talk(["help", "scripting"], [], tmp_path)
    assert code == 0
    assert "\033[1" in shown
    text = re.sub(r"\033\[[\d;]*m", "", shown)
    assert "```" not in text and "\n## " not in text
    assert "bcw help presets" in text and "presets.md" not in text


@pytest.mark.parametrize(
    ("topic", "suggestion"),
    [
        ("Keys", "Did you mean: bcw help keys"),
        ("check", "Did you mean: bcw check --help"),
        ("zzz", "Guides: presets, "),
        ("\033[31m", "'\\x1b[31m'"),
    ],
)
def test_an_unknown_topic_suggests_another(run: Run, topic: str, suggestion: str) -> None:
    run("help", topic).fails(2, suggestion)


def test_a_language_without_guides_gets_the_english_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    english = list_guides("en")
    assert list_guides("fr") == english
    monkeypatch.setattr(i18n, "_language", "fr")
    assert list_guides() == english


def test_links_between_guides_have_a_topic() -> None:
    for link in ("exports.md", "exports.md#curl"):
        assert find_topic(link) == "exports"
    assert find_topic("CONTRIBUTING.md") == "contributing"
    for link in ("CHANGELOG.md", "https://example.com/keys.md", "exports"):
        assert find_topic(link) is None
