"""The guides in `wizard/docs`, one Markdown file each, in English and translated."""

import re
from dataclasses import dataclass
from pathlib import Path

import wizard
from wizard.i18n import get_language

TOPICS = (
    "presets",
    "scripting",
    "exports",
    "clusters",
    "profiles",
    "keys",
    "settings",
    "plain",
    "performance",
    "contributing",
)

_FILES = {"contributing": "CONTRIBUTING.md"}
_NOTE = re.compile(r"^<!-- .* -->\n\n", re.MULTILINE)
"""A comment for the tests about the example below it."""
_FOLDER = Path(wizard.__file__).parent / "docs"


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide in one language."""

    topic: str
    title: str
    summary: str
    text: str  # the whole guide in Markdown, heading included. Links to other guides are file names.


def list_guides(language: str | None = None) -> list[Guide]:
    return [read_guide(topic, language) for topic in TOPICS]


def read_guide(topic: str, language: str | None = None) -> Guide:
    """Return a guide in a language (``zh_CN``; by default the current one), in English if not translated."""
    name = _FILES.get(topic, f"{topic}.md")
    path = _FOLDER / (language or get_language()) / name
    text = (path if path.is_file() else _FOLDER / name).read_text(encoding="utf-8")
    text = _NOTE.sub("", text)
    title, summary = text.split("\n\n", 2)[:2]
    return Guide(topic, title.removeprefix("# "), " ".join(summary.splitlines()), text)


def find_topic(link: str) -> str | None:
    """Return the topic that a link such as ``exports.md#curl`` leads to, ``None`` if to no guide."""
    stem, _dot, suffix = link.partition("#")[0].rpartition(".")
    return stem.lower() if suffix == "md" and stem.lower() in TOPICS else None
