"""What is kept of a request: everything that the API knows, but its secrets."""

import hashlib
import json
from typing import Any

from wizard.document.secrets import get_secret_paths, remove_secrets
from wizard.document.tree import remove_in
from wizard.models.cluster import request_spec
from wizard.models.fields import FieldSpec


def digest(request: Any) -> str:
    """The SHA-256 of a request's canonical JSON: equal for requests whose JSON says the same.

    Layout and the order of keys do not matter, nor does how a number is written: 1 and 1.0 are one number, as
    in RFC 8785; ``true`` is another value.
    """
    text = json.dumps(_plain(request), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {key: _plain(below) for key, below in value.items()}
        case list():
            return [_plain(below) for below in value]
        case float() if value.is_integer():
            return int(value)
    return value


def kept(request: Any) -> Any:
    """A request that passed the rules, as it may be written into the database.

    Its secrets are left out, placeholders in their fields included, and so is every key that the API does not
    know: behind a misspelt one may stand a secret.
    """
    request = remove_secrets(request)
    for path, _ in get_secret_paths():
        request = remove_in(request, path)
    return _known(request, request_spec())


def _known(value: Any, node: FieldSpec) -> Any:
    if node.kind == "object" and isinstance(value, dict):
        return {key: _known(below, node.fields[key]) for key, below in value.items() if key in node.fields}
    if node.item is not None and isinstance(value, dict):
        return {key: _known(below, node.item) for key, below in value.items()}
    if node.item is not None and isinstance(value, list):
        return [_known(below, node.item) for below in value]
    return value
