"""What a request means, without what says nothing: so that two ways to say the same compare as equal."""

from typing import Any

from wizard.document.tree import Path, get, set_in
from wizard.models.cluster import request_spec
from wizard.models.fields import WILDCARD, FieldSpec

_DEFAULTS: dict[tuple[str, ...], Any] = {
    ("Configs", "Mounts", "Lock"): False,
    ("Configs", "Mounts", "CacheSupport"): True,
    ("Configs", "Mounts", "NasMetaCache"): False,
    ("Configs", "Mounts", "RefreshTimeOut"): 0,
    ("Groups", WILDCARD, "SpotPriceLimit"): 0,
}
"""Values that say the same as nothing. Source: the official Java SDK, com.aliyuncs.batchcompute.pojo."""
_NOTHING: tuple[Any, ...] = ("", {}, [])


def meaning(tree: Any) -> Any:
    """The request without blanks and defaults, and with the instance type at cluster and group alike."""
    made = _without_nothing(tree, request_spec())
    groups = get(made, ("Groups",))
    if not isinstance(groups, dict):
        return made
    kind = get(made, ("InstanceType",))
    for name, group in groups.items():
        if isinstance(group, dict) and kind is not None and "InstanceType" not in group:
            made = set_in(made, ("Groups", name, "InstanceType"), kind)
    only = [*groups.values()] if kind is None and len(groups) == 1 else []
    if only and (own := get(only[0], ("InstanceType",))) is not None:
        made = set_in(made, ("InstanceType",), own)
    return made


def _without_nothing(value: Any, node: FieldSpec | None, path: Path = ()) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_without_nothing(each, node and node.item, (*path, WILDCARD)) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, below in value.items():
        at = node.child(key) if node is not None else None
        kept = _without_nothing(below, at, (*path, key))
        if node is not None and node.kind == "object" and at is not None:
            default = _DEFAULTS.get(at.path)
            if kept in _NOTHING or (default is not None and kept is not None and kept == default):
                continue
        found[key] = kept
    return found
