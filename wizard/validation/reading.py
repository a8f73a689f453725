"""Read values of requests for rules. Values of a wrong type are skipped: they are reported separately."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path, get

DISKS: Path = ("Configs", "Disks")
MOUNTS: Path = ("Configs", "Mounts")
MOUNT_ENTRIES: Path = (*MOUNTS, "Entries")
VPC: Path = ("Configs", "Networks", "VPC")
CLASSIC: Path = ("Configs", "Networks", "Classic")
TOPIC: Path = ("Notification", "Topic")

PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")
"""Text in brackets, which the reference uses for values to be replaced."""
DRIVE = re.compile(r"[A-Za-z]:")
"""A Windows drive, the only place of a disk or a mount there."""

Entry = tuple[Path, dict[str, Any]]
"""A group or a mount with its path."""


def iter_groups(tree: Any) -> Iterator[Entry]:
    """Yield the groups that are objects."""
    found = tree.get("Groups")
    for name, group in found.items() if isinstance(found, dict) else ():
        if isinstance(group, dict):
            yield ("Groups", name), group


def iter_cluster_and_groups(tree: dict[str, Any]) -> Iterator[Entry]:
    """Yield the request itself, then the groups that are objects."""
    yield (), tree
    yield from iter_groups(tree)


def iter_mounts(tree: Any) -> Iterator[Entry]:
    """Yield the mounts that are objects."""
    found = get(tree, MOUNT_ENTRIES)
    for index, mount in enumerate(found) if isinstance(found, list) else ():
        if isinstance(mount, dict):
            yield (*MOUNT_ENTRIES, index), mount


def get_text(value: Any) -> str:
    """Return the value if it is a string, else ``""``."""
    return value if isinstance(value, str) else ""


def get_filled_text(value: Any) -> str:
    """Return the value if it is a string without a placeholder, which has a rule of its own, else ``""``."""
    if not isinstance(value, str) or ("[" in value and PLACEHOLDER.search(value)):
        return ""
    return value


def is_blank(tree: Any, path: Path) -> bool:
    """Return whether a value is absent or empty; a value of a wrong type is neither."""
    return bool(get(tree, path, "") == "")


def get_integer(value: Any) -> int | None:
    """Return the value if it is an integer, which ``true`` is not."""
    return value if type(value) is int else None


def count_instances(group: dict[str, Any]) -> int:
    """Return how many instances a group has, 0 for a number that the service rejects."""
    count = get_integer(group.get("DesiredVMCount"))
    return count if count is not None and 1 <= count <= 65536 else 0


def iter_texts(tree: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the strings of a list, each with its path, without placeholders."""
    found = get(tree, path)
    if isinstance(found, list):
        for index, value in enumerate(found):
            if isinstance(value, str) and not PLACEHOLDER.fullmatch(value):
                yield (*path, index), value


def iter_used_types(tree: Any) -> Iterator[tuple[Path, str]]:
    """Yield the fields that name an instance type of which there will be instances."""
    is_inherited = not tree.get("Groups")
    for path, group in iter_groups(tree):
        if is_blank(group, ("InstanceType",)):
            is_inherited = True
        elif name := get_text(group.get("InstanceType")):
            yield (*path, "InstanceType"), name
    if is_inherited and (name := get_text(tree.get("InstanceType"))):
        yield ("InstanceType",), name


def has_vpc(tree: Any) -> bool:
    """Return whether the cluster uses a VPC, its own or the service's."""
    return any(get_text(get(tree, (*VPC, name))) for name in ("VpcId", "CidrBlock"))


def guess_mount_path(text: str) -> str | None:
    """Return the path or drive that a text which is neither probably means, or ``None``."""
    trimmed = text.strip().rstrip("\\/") or text.strip()
    if re.fullmatch(r"[A-Za-z]:?", trimmed):
        return f"{trimmed[0]}:"
    if text.strip().startswith("/"):
        return text.strip()
    if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", text.strip(), re.ASCII):
        return f"/{text.strip()}"
    return None
