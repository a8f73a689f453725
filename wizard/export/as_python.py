"""The request as Python scripts: with the official SDK, and with requests alone."""

import json
import textwrap
from typing import Any

from wizard.document.serializer import is_compact
from wizard.document.tree import to_pointer
from wizard.export import notes
from wizard.export.body import references
from wizard.export.place import Place
from wizard.export.python_literal import assigned
from wizard.export.sdk_model import dropped
from wizard.export.templates import rendered
from wizard.export.texts import text
from wizard.text import escape_json


def as_requests(tree: Any, place: Place) -> bytes:
    """A Python script that signs and sends the request with the library requests, without any SDK."""
    return rendered("requests.py.txt", escapes=_escapes(tree), **_common(tree, place))


def as_python(tree: Any, place: Place) -> bytes:
    """A Python script that sends the request, whole, through the official SDK."""
    lost = [to_pointer(path) for path in dropped(tree)]
    words = "\n" + textwrap.fill(text("sdk.lost", paths=", ".join(lost)), 110) if lost else ""
    return rendered("sdk.py.txt", lost=_in_docstring(words), **_common(tree, place))


def _in_docstring(words: str) -> str:
    """A text as it may stand in a docstring: keys of a request can hold anything."""
    shown = "".join(each if each.isprintable() or each == "\n" else ascii(each)[1:-1] for each in words)
    return shown.replace("\\", "\\\\").replace('"', "'")


def _escapes(tree: Any) -> str:
    """What makes of Python's JSON the text that is sent, where the request has characters to escape."""
    escapes = {ord(each): escape_json(each) for each in sorted({*json.dumps(tree, ensure_ascii=False)})}
    escapes = {code: escaped for code, escaped in escapes.items() if escaped != chr(code)}
    return f".translate({escapes})" if escapes else ""


def _common(tree: Any, place: Place) -> dict[str, str]:
    body, assignments = assigned(tree, dict(references(tree)))
    return {
        "settings": rendered(
            "settings.py.txt", region=repr(place.region), endpoint=repr(place.endpoint)
        ).decode(),
        "main": rendered("main.py.txt").decode(),
        "body": body,
        "assignments": assignments,
        "layout": 'separators=(",", ":")' if is_compact(tree) else "indent=2",
        "secret_notes": notes.of_secrets(tree, "    "),
        **notes.of_place(place),
    }
