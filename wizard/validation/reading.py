"""Reading of requests for rules: values of a wrong type are skipped, as errors of their own report them."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from wizard.document.tree import Path, get
from wizard.i18n import _
from wizard.validation import fixes
from wizard.validation.context import Context
from wizard.validation.finding import Fix

GROUPS: Path = ("Groups",)
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
_NOT_PLAIN = re.compile(r"[^a-z0-9]")

Entry = tuple[Path, dict[str, Any]]
"""A group or a mount with its path."""


def iter_groups(tree: Any) -> Iterator[Entry]:
    """Yield the groups that are objects."""
    found = get(tree, GROUPS)
    for name, group in found.items() if isinstance(found, dict) else ():
        if isinstance(group, dict):
            yield (*GROUPS, name), group


def iter_mounts(tree: Any) -> Iterator[Entry]:
    """Yield the mounts that are objects."""
    found = get(tree, MOUNT_ENTRIES)
    for index, mount in enumerate(found) if isinstance(found, list) else ():
        if isinstance(mount, dict):
            yield (*MOUNT_ENTRIES, index), mount


def text_at(tree: Any, path: Path) -> str:
    """Return the string at a path, ``""`` where there is none."""
    value = get(tree, path)
    return value if isinstance(value, str) else ""


def filled_text_at(tree: Any, path: Path) -> str:
    """Return the string at a path, ``""`` for a placeholder, which has a rule of its own."""
    value = text_at(tree, path)
    return "" if "[" in value and PLACEHOLDER.search(value) else value


def text_of(entry: dict[str, Any], name: str) -> str:
    """Return the string of an attribute, ``""`` where there is none."""
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def filled_text_of(entry: dict[str, Any], name: str) -> str:
    """Return the string of an attribute, ``""`` for a placeholder."""
    value = text_of(entry, name)
    return "" if "[" in value and PLACEHOLDER.search(value) else value


def is_placeholder(value: str) -> bool:
    """Return whether the whole text is a placeholder."""
    return PLACEHOLDER.fullmatch(value) is not None


def is_blank(tree: Any, path: Path) -> bool:
    """Return whether a value is absent or empty; a value of a wrong type is neither."""
    return bool(get(tree, path, "") == "")


def integer_of(value: Any) -> int | None:
    """Return the value if it is an integer, which ``true`` is not."""
    return value if type(value) is int else None


def iter_texts(tree: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the strings of a list, each with its path, without placeholders."""
    found = get(tree, path)
    if isinstance(found, list):
        for index, value in enumerate(found):
            if isinstance(value, str) and not is_placeholder(value):
                yield (*path, index), value


def iter_used_types(tree: Any) -> Iterator[tuple[Path, str]]:
    """Yield the fields that name an instance type of which there will be instances."""
    is_inherited = not tree.get("Groups")
    for path, group in iter_groups(tree):
        if is_blank(group, ("InstanceType",)):
            is_inherited = True
        elif name := text_of(group, "InstanceType"):
            yield (*path, "InstanceType"), name
    if is_inherited and (name := text_at(tree, ("InstanceType",))):
        yield ("InstanceType",), name


def has_vpc(tree: Any) -> bool:
    """Return whether the cluster uses a VPC, its own or the service's."""
    return any(text_at(tree, (*VPC, name)) for name in ("VpcId", "CidrBlock"))


def is_windows(tree: Any, context: Context) -> bool:
    """Return whether the instances are known to run Windows."""
    image = context.catalog.images.get(text_at(tree, ("ImageId",)))
    return image is not None and image.platform == "Windows"


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


def find_closest(value: str, known: Iterable[str]) -> str | None:
    """Return the known value that a misspelt one probably means, or ``None``."""
    return _find_closest(value, tuple(known))


@lru_cache(maxsize=1024)
def _find_closest(value: str, known: tuple[str, ...]) -> str | None:
    plain = {_NOT_PLAIN.sub("", name.lower()): name for name in known}
    wanted = _NOT_PLAIN.sub("", value.lower())
    close = get_close_matches(wanted[:100], plain, n=1, cutoff=0.75) if wanted not in plain else [wanted]
    return plain[close[0]] if close else None


def change_to(path: Path, value: Any) -> Fix:
    """Return the fix that replaces a value."""
    return fixes.replace(path, value, _("Change to {value}").format(value=fixes.show(value)))


def set_to(path: Path, value: Any) -> Fix:
    """Return the fix that sets a missing value."""
    return fixes.add(path, value, _("Set to {value}").format(value=fixes.show(value)))


def change_to_closest(path: Path, value: str, known: Iterable[str]) -> Fix | None:
    """Return the fix that replaces a misspelt value by the known one, where there is one."""
    meant = find_closest(value, known)
    return None if meant is None else change_to(path, meant)
