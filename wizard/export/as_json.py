"""The bare request as JSON: for `bcs cc -f`, the SDKs, version control, and `bcw` itself."""

from typing import Any

from wizard.document.serializer import to_text


def as_json(tree: Any) -> bytes:
    """The request as a text file: UTF-8, indented by two, with the keys, order and values it has."""
    return f"{to_text(tree)}\n".encode()
