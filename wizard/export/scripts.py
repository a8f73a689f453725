"""The request as scripts that sign and send it: bash with curl, Python with the SDK or with requests."""

import json
import re
import shlex
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.document.secrets import find_references
from wizard.document.serializer import is_compact
from wizard.document.tree import to_pointer
from wizard.export.body import to_python, to_shell
from wizard.i18n import SENTENCE, _, join_names
from wizard.models.cluster import find_unknown
from wizard.text import escape_json

_NAME = re.compile(r"@@([A-Z_]+)@@")
_SENTENCE = re.compile(SENTENCE)
_VARIABLE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an exported script sends the request unless a variable overrides it."""

    endpoint: str = ""  # the URL of the service; if empty, the public one of the region
    region: str = ""  # the region; if empty, a variable has to name it


def to_curl(tree: Any, destination: Destination) -> str:
    """Return a bash script that needs curl and openssl."""
    return render(
        "curl.sh",
        body=to_shell(tree),
        region=destination.region and shlex.quote(destination.region),
        endpoint=destination.endpoint and shlex.quote(destination.endpoint),
        **make_secret_parts(tree),
        **_describe_destination(destination),
    )


def to_requests(tree: Any, destination: Destination) -> str:
    """Return a Python script that needs requests."""
    escapes = {ord(char): escape_json(char) for char in sorted({*json.dumps(tree, ensure_ascii=False)})}
    escapes = {code: escaped for code, escaped in escapes.items() if escaped != chr(code)}
    translate = f".translate({escapes})" if escapes else ""
    return render("requests.py.txt", escapes=translate, **_make_python_parts(tree, destination))


def to_sdk(tree: Any, destination: Destination) -> str:
    """Return a Python script that sends the whole request with the official SDK."""
    lost = ""
    if paths := [to_pointer(path) for path, _parent, _siblings in find_unknown(tree)]:
        sentence = _("Of this request it would drop: {paths}.").format(paths=join_names(paths))
        lost = "\n" + textwrap.fill(sentence, 110)
    # Keys of a request can contain anything, a docstring cannot.
    shown = "".join(char if char.isprintable() or char == "\n" else ascii(char)[1:-1] for char in lost)
    lost = shown.replace("\\", "\\\\").replace('"', "'")
    return render("sdk.py.txt", lost=lost, **_make_python_parts(tree, destination))


def _make_python_parts(tree: Any, destination: Destination) -> dict[str, str]:
    body, assignments = to_python(tree)
    return {
        "settings": render(
            "settings.py.txt", region=repr(destination.region), endpoint=repr(destination.endpoint)
        ),
        "main": render("main.py.txt"),
        "body": body,
        "assignments": assignments,
        "layout": 'separators=(",", ":")' if is_compact(tree) else "indent=2",
        "secret_notes": _describe_secrets(tree, "    "),
        **_describe_destination(destination),
    }


def render(name: str, **values: str) -> str:
    """Return a file of ``scripts/`` with ``@@NAME@@`` replaced; replaced text is not searched again.

    Its sentences, ``«…»``, are translated. ``{name}`` in one is a variable of Python, or of the shell.
    """
    variable = r"${\1}" if name.endswith(".sh") else r"{\1}"
    text = (Path(__file__).parent / "scripts" / name).read_text(encoding="utf-8")
    text = _SENTENCE.sub(lambda match: _VARIABLE.sub(variable, _(match[1])), text)
    return _NAME.sub(lambda match: values[match[1].lower()], text)


def make_secret_parts(tree: Any) -> dict[str, str]:
    """Return the parts of a bash script that check, describe and encode the secrets of a request."""
    names = dict.fromkeys(name for _path, name in find_references(tree))
    return {
        "secrets": "".join(f" {name}" for name in names),
        "secret_notes": _describe_secrets(tree, "#   "),
        "json_string": render("json_string.sh") if names else "",
    }


def _describe_secrets(tree: Any, indent: str) -> str:
    lines = [
        f"{indent}{name:<30} "
        + _("a secret of the request, {path} (required)").format(path=to_pointer(path))
        + "\n"
        for path, name in find_references(tree)
    ]
    return "".join(lines)


def _describe_destination(destination: Destination) -> dict[str, str]:
    """Return what the script's head says about the defaults of region and endpoint."""
    default = _(" (default: {value})")
    region = default.format(value=_make_plain(destination.region))
    if destination.endpoint:
        endpoint = default.format(value=_make_plain(destination.endpoint))
        return {"region_note": region if destination.region else "", "endpoint_note": endpoint}
    endpoint = _(" (default: the public endpoint of the region)")
    return {"region_note": region if destination.region else _(" (required)"), "endpoint_note": endpoint}


def _make_plain(address: str) -> str:
    """Replace all characters that could end a comment or a docstring."""
    return re.sub(r"[^\w.:/\[\]-]", "?", address, flags=re.ASCII)
