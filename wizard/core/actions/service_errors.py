"""Find the field that an error code of the service concerns."""

from collections.abc import Iterator, Mapping
from typing import Any

from wizard.document.tree import Path, get
from wizard.models.cluster import fields_by_path, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation import check

_QUOTA = "QuotaExhausted."
_COUNT = "DesiredVMCount"


def find_refused_field(code: str, tree: Any) -> Path:
    """Return the path that an error code concerns; ``()`` for the whole request, or if it is unclear.

    Source: the error table of the reference, and which name each code is made of.
    """
    for finding in check(tree):
        if finding.rule == code:
            return finding.path
    if code.startswith(_QUOTA):
        return _of_quota(code.removeprefix(_QUOTA), tree)
    for prefix in ("Invalid", "Missing"):
        if code.startswith(prefix):
            return _named(code.removeprefix(prefix), tree, is_missing=prefix == "Missing")
    return ()


def _of_quota(name: str, tree: Any) -> Path:
    if name == "MaxClusterGroupDesiredVMCount":
        counts = {group: count for group, fields in _groups(tree) if type(count := fields.get(_COUNT)) is int}
        return ("Groups", max(counts, key=counts.__getitem__), _COUNT) if counts else ("Groups",)
    if name.startswith("MaxClusterGroup"):
        return ("Groups",)
    return () if name.startswith("Max") else _walked(request_spec(), name, tree, ())


def _groups(tree: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    groups = get(tree, ("Groups",))
    if isinstance(groups, Mapping):
        yield from ((name, group) for name, group in groups.items() if isinstance(group, Mapping))


def _named(name: str, tree: Any, *, is_missing: bool) -> Path:
    """Return the path of a name such as ``UserData.k.value``, ``CidrBlock`` or ``SpotStrategy``."""
    path = _walked(request_spec(), name, tree, ())
    known = fields_by_path()
    is_the_clusters_own = (name,) in known and (known[name,].required or get(tree, (name,)))
    if ("Groups", WILDCARD, name) in known and not is_the_clusters_own:
        # The code of a field of a group does not name the group.
        fitting = [group for group, fields in _groups(tree) if bool(fields.get(name)) is not is_missing]
        return ("Groups", fitting[0], name) if len(fitting) == 1 else ("Groups",)
    if path:
        return path
    ends = [pattern for pattern in known if pattern[-1:] == (name,) and WILDCARD not in pattern]
    return ends[0] if len(ends) == 1 else ()


def _walked(node: FieldSpec | None, name: str, tree: Any, path: Path) -> Path:
    """Follow dotted names as far as the models and the request know them."""
    if node is None or not name:
        return path
    if node.kind == "map":
        key = _key(name, get(tree, path))
        return path if key is None else _walked(node.item, name[len(key) + 1 :], tree, (*path, key))
    if node.kind == "list":  # codes have no indexes
        entries = get(tree, path)
        is_only = isinstance(entries, list) and len(entries) == 1
        return _walked(node.item, name, tree, (*path, 0)) if is_only else path
    key, _, rest = name.partition(".")
    below = node.child(key) if node.kind == "object" else None
    return path if below is None else _walked(below, rest, tree, (*path, key))


def _key(name: str, entries: Any) -> str | None:
    """Return the key of a map that dotted names begin with; a key may contain dots."""
    if not isinstance(entries, Mapping):
        return None
    whole = [key for key in entries if name in (f"{key}.value", key)]
    begun = [key for key in entries if name.startswith(f"{key}.")]
    return max(whole or begun, key=lambda key: (name == f"{key}.value", len(key)), default=None)
