"""Translation of user-facing text with GNU gettext.

Text is written in English where it is used: ``_("…")``, :func:`ngettext` for counts and :func:`pgettext`
where one English word has two meanings. Text that is declared before the language is known (titles of fields,
messages of rules) is marked with :func:`N_` there and passed through :func:`_` when it is shown.
"""

import gettext
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

DOMAIN = "wizard"
LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("en", "zh_CN")

_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use_language(language: str) -> None:
    """Translate from now on into a language; English where there is no catalog for it.

    Args:
        language: A locale name such as ``zh_CN``, or ``en``.
    """
    global _language, _translations
    _language = language
    _translations = gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)


def find_language(name: str) -> str:
    """Return the language for the name of a locale, such as ``zh_TW.UTF-8``; ``""`` if there is none."""
    base = name.strip().lower()
    return "zh_CN" if base.startswith("zh") else "en" if base.startswith("en") else ""


def detect_language(environ: Mapping[str, str]) -> str:
    """Return the language that the locale of an environment asks for.

    The first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set is the locale. ``LANGUAGE``, a list by
    preference, refines it unless it is ``C`` or ``POSIX``.
    """
    locale = next((value for key in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environ.get(key))), "C")
    if locale.partition(".")[0] in ("C", "POSIX"):
        return "en"
    wanted = (find_language(name) for name in [*environ.get("LANGUAGE", "").split(":"), locale])
    return next(filter(None, wanted), "en")


def get_language() -> str:
    """Return the language that is used, for a process that is started from this one."""
    return _language


def _(message: str) -> str:
    """Return the translation of a message; the empty string stays empty."""
    return _translations.gettext(message) if message else message


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the translation of a message that depends on a count."""
    return _translations.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return the translation of a message whose meaning depends on a context."""
    return _translations.pgettext(context, message)


def join_items(items: Iterable[str]) -> str:
    """Return items of a sentence with the language's comma between them."""
    return pgettext("between items", ", ").join(items)


def join_names(names: Iterable[str]) -> str:
    """Return names with the language's separator of a list between them."""
    return pgettext("between names", ", ").join(names)


def join_sentences(*sentences: str) -> str:
    """Return sentences in a row; empty ones are left out, and no space follows a Chinese full stop."""
    return " ".join(filter(None, sentences)).replace("。 ", "。")


def join_label(label: str, text: str) -> str:
    """Return a label and what it is about, with the language's colon between them."""
    return pgettext("label and text", "{label}: {text}").format(label=label, text=text)


def N_(message: str) -> str:
    """Mark a message for extraction and return it untranslated."""
    return message


def extract_preset(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the messages of a built-in preset: its title and description. Babel calls this on extraction."""
    import json

    header = json.load(file)["preset"]
    for name in ("title", "description"):
        yield 1, "_", header[name], []


def extract_theme(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the title of a built-in theme. Babel calls this on extraction."""
    import tomllib  # as above

    yield 1, "_", tomllib.load(file)["title"], []


SENTENCE = r"«([^»]+)»"
"""A sentence in the files from which exported scripts are made."""


def extract_script(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the sentences of a file from which exported scripts are made."""
    import re  # as above

    yield from ((1, "_", sentence, []) for sentence in re.findall(SENTENCE, file.read().decode()))
