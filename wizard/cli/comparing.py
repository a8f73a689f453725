"""What is different between two presets or files."""

from typing import Any

from wizard.document.difference import Difference, differences
from wizard.document.envelope import Opened
from wizard.document.parameters import without_secret_defaults
from wizard.document.secrets import with_references

_ABOUT = ("title", "description", "tags", "parameters")


def compared(one: Opened, other: Opened) -> list[Difference]:
    """The differences of two requests and, between two presets, of what they say of themselves.

    Secrets are references. Between two presets, paths begin with ``preset`` or ``request``.
    """
    about = one.preset is not None and other.preset is not None
    return [*differences(_document(one, about=about), _document(other, about=about))]


def _document(opened: Opened, *, about: bool) -> Any:
    """What is compared: the request, and between two presets what they say of themselves."""
    request = with_references(opened.request)
    if not about:
        return request
    preset = without_secret_defaults(opened.preset or {}, opened.request)
    return {"preset": {key: preset[key] for key in _ABOUT if preset.get(key)}, "request": request}
