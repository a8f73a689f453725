"""A cluster as a new request."""

from collections.abc import Mapping
from typing import Any

from wizard.document.tree import Path, get, to_pointer
from wizard.i18n import _
from wizard.models.answer import READ_ONLY
from wizard.models.fields import WILDCARD


def make_request(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the request that would create such a cluster, from an answer of GetCluster.

    Keys that only an answer has are left out. Secrets are missing: the service reports none.
    """
    taken: dict[str, Any] = _without(dict(body), list(READ_ONLY))
    return taken


def _without(tree: Any, patterns: list[tuple[str, ...]]) -> Any:
    if not isinstance(tree, dict):
        return tree
    gone = {pattern[0] for pattern in patterns if len(pattern) == 1}
    kept = {}
    for key, value in tree.items():
        if key not in gone:
            below = [
                pattern[1:] for pattern in patterns if len(pattern) > 1 and pattern[0] in (key, WILDCARD)
            ]
            kept[key] = _without(value, below) if below else value
    return kept


def find_missing_secrets(request: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return where a cluster's request lacks the OSS credentials that it must have had."""
    mounts = get(request, ("Configs", "Mounts"))
    if not isinstance(mounts, Mapping) or "OSS" in mounts:
        return ()
    entries = mounts.get("Entries")
    sources = (each.get("Source") for each in entries or () if isinstance(each, Mapping))
    wanted = any(isinstance(source, str) and source.startswith("oss://") for source in sources)
    return (("Configs", "Mounts", "OSS"),) if wanted else ()


def describe_missing_secrets(request: Mapping[str, Any]) -> list[str]:
    """Say which secrets a cluster's request lacks."""
    return [
        _("{path} is missing: the service does not return secrets. Add it if the mounts need it.").format(
            path=to_pointer(path)
        )
        for path in find_missing_secrets(request)
    ]
