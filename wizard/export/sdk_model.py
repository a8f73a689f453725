"""What the official SDK makes of a request before it sends it.

Its `ClusterDescription` keeps the attributes that it knows, drops all others without a word, and fills in
some. `bcs` sends everything through it.

Source: batchcompute 2.1.7, resources/cluster.py and utils/jsonizable.py.
"""

from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path, get, has, set_in, walk
from wizard.models.cluster import find_spec, request_spec
from wizard.models.fields import FieldSpec

_NETWORKS: Path = ("Configs", "Networks")
_DEFAULT_BLOCK = {"CidrBlock": "192.168.0.0/16"}
_BLANK_LEFT_OUT = {"Type", "MountPoint"}
"""Attributes of a disk that it leaves out where they are blank; of a group it is InstanceType."""
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "map": (dict,),
    "list": (list,),
    "string": (str, type(None)),
    "integer": (int, float, type(None)),
    "number": (int, float, type(None)),
    "boolean": (bool,),
}


class Refused(Exception):
    """The SDK stops before it sends anything.

    Attributes:
        path: The attribute that it does not take.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


def dropped(tree: Any) -> Iterator[Path]:
    """The attributes of a request that the SDK would drop without a word: those that it does not know."""
    for path, _ in walk(tree):
        parent = find_spec(path[:-1]) if path else None
        if parent is not None and parent.kind == "object" and path[-1] not in parent.fields:
            yield path


def sent(tree: Any) -> dict[str, Any]:
    """What the SDK sends of a request.

    Raises:
        Refused: It stops before that.
    """
    for name in ("Name", "ImageId", "Groups"):
        if not isinstance(tree, dict) or name not in tree:
            raise Refused((name,))
    filled_in: dict[str, Any] = {"Groups": {}, "UserData": {}, "DependencyIsvService": ""}
    made: dict[str, Any] = {**filled_in, **_kept(tree, request_spec(), ())}
    for name, group in made["Groups"].items():
        made = set_in(made, ("Groups", name), {"ResourceType": "OnDemand", **group})
    if has(made, ("Notification",)):
        topic = {"Name": "", "Endpoint": "", "Events": [], "UserData": "", "UserTemplate": ""}
        given = get(made, ("Notification", "Topic"), {})
        made = set_in(made, ("Notification", "Topic"), {**topic, **given})
    if has(made, _NETWORKS):
        made = set_in(made, _NETWORKS, {"VPC": {}, "Classic": {}, **get(made, _NETWORKS)})
    elif has(made, ("Configs",)):
        made = set_in(made, _NETWORKS, {"VPC": dict(_DEFAULT_BLOCK), "Classic": {}})
    return made


def _kept(given: Any, node: FieldSpec, path: Path) -> Any:
    if not isinstance(given, _TYPES[node.kind]) or (given is None and _is_left_out_blank(node)):
        raise Refused(path)
    value: Any = given
    if node.kind == "object":
        found = {
            key: _kept(below, node.fields[key], (*path, key))
            for key, below in value.items()
            if key in node.fields
        }
        return {
            key: below
            for key, below in found.items()
            if not (_is_left_out_blank(node.fields[key]) and not below.strip())
        }
    if node.item is not None and node.item.kind == "object":
        if isinstance(value, dict):
            return {key: _kept(below, node.item, (*path, key)) for key, below in value.items()}
        return [_kept(below, node.item, (*path, index)) for index, below in enumerate(value)]
    return value


def _is_left_out_blank(node: FieldSpec) -> bool:
    of_disk = "Disks" in node.path and node.name in _BLANK_LEFT_OUT
    return of_disk or (node.path[:1] == ("Groups",) and node.name == "InstanceType")
