"""Writing a request: the very text that the preview shows and the service gets."""

import json
from json.encoder import encode_basestring
from typing import Any

from wizard.text import escape_json

LARGEST_INDENTED = 256 * 1024
"""Bytes up to which a request is sent indented: the service's own header for the size of a body knows no
larger one (https://help.aliyun.com/document_detail/44728.html)."""


_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def to_text(tree: Any) -> str:
    r"""A tree as JSON, indented by two, without a newline at the end.

    What cannot be seen, or changes how other text is seen, is written as ``\uXXXX``; the rest as it is.
    """
    return escape_json(json.dumps(tree, ensure_ascii=False, indent=2))


def encode_string(text: str) -> str:
    """A string as :func:`to_text` writes it."""
    return escape_json(encode_basestring(text))


def to_compact_text(tree: Any) -> str:
    """A tree as JSON on one line, without spaces."""
    return escape_json(_COMPACT.encode(tree))


def without_schema(tree: Any) -> Any:
    """The request as it is sent: without a ``$schema`` at its top, which is for editors of the file."""
    if not isinstance(tree, dict) or "$schema" not in tree:
        return tree
    return {key: value for key, value in tree.items() if key != "$schema"}


def is_compact(tree: Any) -> bool:
    """Whether the request is so large that it is sent without indentation."""
    return len(to_text(tree).encode("utf-8", "surrogatepass")) > LARGEST_INDENTED


def to_bytes(tree: Any) -> bytes:
    """The bytes that are sent: UTF-8, indented by two, no final newline; over 256 KB compact.

    Raises:
        UnicodeEncodeError: A string holds an unpaired surrogate, which UTF-8 cannot say.
    """
    body = to_text(tree).encode()
    return body if len(body) <= LARGEST_INDENTED else to_compact_text(tree).encode()
