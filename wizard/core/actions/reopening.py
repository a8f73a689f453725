"""A cluster that runs, as a new request: what only an answer has is taken out."""

from collections.abc import Mapping
from typing import Any

from wizard.document.tree import Path
from wizard.models.answer import READ_ONLY
from wizard.models.fields import WILDCARD


def as_request(body: Mapping[str, Any]) -> dict[str, Any]:
    """The request that would make such a cluster, from an answer of GetCluster.

    Everything else stays as the service told it, in its order. Secrets are not in it: the service tells none.
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


def secrets_missing(request: Mapping[str, Any]) -> tuple[Path, ...]:
    """Where the request of a running cluster lacks the account of OSS that it had to be made with."""
    configs = request.get("Configs")
    mounts = configs.get("Mounts") if isinstance(configs, Mapping) else None
    if not isinstance(mounts, Mapping) or "OSS" in mounts:
        return ()
    entries = mounts.get("Entries")
    sources = (each.get("Source") for each in entries or () if isinstance(each, Mapping))
    wanted = any(isinstance(source, str) and source.startswith("oss://") for source in sources)
    return (("Configs", "Mounts", "OSS"),) if wanted else ()
