"""The language of the interface, found before anything else is imported."""

import gettext
import os
import sys
from collections.abc import Sequence

from wizard import i18n


def choose_language(argv: Sequence[str]) -> list[str]:
    """Use the language of ``--lang``, the settings or the locale; return the arguments, ``--lang`` first."""
    rest, given = [*argv], None
    for at, argument in enumerate(rest):
        if argument == "--":
            break
        if argument == "--lang" and at + 1 < len(rest):
            given = rest[at + 1]
            rest[at : at + 2] = []
            break
        if argument.startswith("--lang="):
            given = argument.partition("=")[2]
            del rest[at]
            break
    language = i18n.find_language(given or "") or _read_setting() or i18n.detect_language(os.environ)
    i18n.use_language(language)
    if language != "en":  # click's messages are those of the global domain, in the environment's language
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain(i18n.DOMAIN, str(i18n.LOCALE_DIR))
        gettext.textdomain(i18n.DOMAIN)
    return rest if given is None else [f"--lang={i18n.find_language(given) or given}", *rest]


def _read_setting() -> str:
    """Return the language of the settings, or ``""``.

    Reads the file without its model and, on Linux, without platformdirs: both take longer than ``--help``.
    """
    if sys.platform == "linux":
        folder = os.environ.get("XDG_CONFIG_HOME", "").strip() or os.path.expanduser("~/.config")
        path = os.path.join(folder, "batchcompute-wizard", "settings.json")
    else:
        from wizard.storage import locations

        path = str(locations.settings_file())
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as file:
            data = file.read(1 << 20)
        if b'"language"' not in data:
            return ""
        import json

        settings = json.loads(data)
    except (OSError, ValueError, RecursionError):  # reported where all settings are read
        return ""
    value = settings.get("language") if isinstance(settings, dict) else None
    return i18n.find_language(value) if isinstance(value, str) else ""
