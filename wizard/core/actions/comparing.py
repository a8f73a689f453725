"""What is different between two presets or files."""

from typing import Any

from wizard.document.presets import FileContent, remove_secret_defaults
from wizard.document.secrets import insert_references
from wizard.document.tree import Difference, diff

_ABOUT = ("title", "description", "tags", "parameters")


def compared(one: FileContent, other: FileContent) -> list[Difference]:
    """The differences of two requests and, between two presets, of what they say of themselves.

    Secrets are references. Between two presets, paths begin with ``preset`` or ``request``.
    """
    about = one.preset is not None and other.preset is not None
    return [*diff(_document(one, about=about), _document(other, about=about))]


def _document(opened: FileContent, *, about: bool) -> Any:
    """What is compared: the request, and between two presets what they say of themselves."""
    request = insert_references(opened.request)
    if not about:
        return request
    preset = remove_secret_defaults(opened.preset or {}, opened.request)
    return {"preset": {key: preset[key] for key in _ABOUT if preset.get(key)}, "request": request}
