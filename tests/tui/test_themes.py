"""Themes from TOML files: what is read, and which problems are reported."""

from pathlib import Path

import pytest
from storage.test_builtin_files import contrast
from textual.color import Color

from wizard.tui.themes import load_themes

from .person import THEMES

GOOD = 'name = "night"\ntitle = "Night"\ndark = true\nprimary = "#0178d4"\n'


def folder(path: Path, **files: str) -> Path:
    path.mkdir()
    for name, text in files.items():
        (path / f"{name}.toml").write_text(text, encoding="utf-8")
    return path


def test_a_later_folder_overrides_an_earlier_one_unless_its_file_is_broken(tmp_path: Path) -> None:
    builtin = folder(tmp_path / "a", night=GOOD)
    own = folder(tmp_path / "b", mine=GOOD.replace("#0178d4", "red"))
    assert load_themes([builtin, own, tmp_path / "none"])[0]["night"].primary == "red"
    broken = folder(tmp_path / "c", night=GOOD + 'accent = "reddish"\n', day=GOOD.replace("night", "day"))
    themes, problems = load_themes([builtin, broken])
    assert sorted(themes) == ["day", "night"] and len(problems) == 1
    path = folder(tmp_path / "d", a=GOOD, b=GOOD.replace("#0178d4", "red"))
    (path / "bytes.toml").write_bytes(b"\xff\xfe")
    (path / "folder.toml").mkdir()
    themes, problems = load_themes([path])
    assert list(themes) == ["night"] and themes["night"].primary == "#0178d4", "the first of two of a name"
    assert len(problems) == 3 and "b.toml" in problems[0] and "a.toml" in problems[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", ["is not valid TOML"]),
        ("", ['"name" is missing']),
        ('name = "x"', ['"primary" is missing']),
        (GOOD + 'acent = "red"', ['"acent" is not a known key. Did you mean "accent"?']),
        (GOOD + 'zzz = "red"', ['"zzz" is not a known key. Remove it.']),
        (GOOD + 'accent = "reddish"', ["\"accent\" is not a color: 'reddish'"]),
        (GOOD.replace("true", '"yes"'), ['"dark" must be true or false']),
        (GOOD.replace('"Night"', "3"), ['"title" must be text']),
        (GOOD + "text_alpha = 3", ['"text_alpha"', "from 0 to 1"]),
        (GOOD + "variables = 3", ['"variables" must be an object']),
        (GOOD + '[variables]\nborder = "; color: red"', ['"border" is not a color']),
        (GOOD + '[variables]\nborder = "red 3x%"', ['"border" is not a color']),
        (GOOD + '[variables]\nborder = "auto 87%"', ['"border" is not a color']),
        (GOOD + '[variables]\nprimary-darken-1 = "red 30%"', ['"primary-darken-1" is not a color']),
        (GOOD + '[variables]\nblock-cursor-text-style = "blue"', ["is not a text style: 'blue'"]),
        (GOOD + '[variables]\nblok-cursor-background = "blue"', ['Did you mean "block-cursor-background"?']),
    ],
)
def test_problems_name_the_file_and_what_to_do(tmp_path: Path, text: str, words: list[str]) -> None:
    themes, problems = load_themes([folder(tmp_path / "a", wrong=text)])
    assert themes == {}
    assert str(tmp_path / "a" / "wrong.toml") in problems[0]
    for word in words:
        assert word in "\n".join(problems)


def test_a_theme_is_read_with_its_variables(tmp_path: Path) -> None:
    text = GOOD + 'luminosity_spread = 0.2\n[variables]\nborder = "#fff 30%"\nlink-color = "auto 87%"\n'
    text += 'block-cursor-text-style = "bold"\nlink-style = "bold not underline"\nown-color = "red"\n'
    themes, problems = load_themes([folder(tmp_path / "a", night=text)])
    theme = themes["night"]
    assert problems == [] and getattr(theme, "title", None) == "Night"
    assert (theme.primary, theme.dark, theme.luminosity_spread) == ("#0178d4", True, 0.2)
    assert (theme.variables["border"], theme.variables["own-color"]) == ("#fff 30%", "red")


@pytest.mark.parametrize("name", sorted(load_themes([THEMES])[0].keys() - {"terminal"}))
def test_edges_and_scrollbars_are_visible_in_the_builtin_themes(name: str) -> None:
    theme = load_themes([THEMES])[0][name]
    least = 3 if name == "high-contrast" else 1.5
    for variable in ("border", "border-blurred", "scrollbar"):
        color, behind = (Color.parse(each) for each in (theme.variables[variable], theme.background or ""))
        assert contrast(color, behind) >= least, variable
