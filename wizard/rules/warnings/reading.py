"""What the warnings look at, read so that a value of a wrong type is passed over: errors speak of those."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from wizard.document.pointer import Path
from wizard.document.tree import get
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Fix
from wizard.rules.relations import VPC, entries
from wizard.rules.texts import text

GROUPS: Path = ("Groups",)
DISKS: Path = ("Configs", "Disks")
MOUNTS: Path = ("Configs", "Mounts")
MOUNT_ENTRIES: Path = (*MOUNTS, "Entries")
CLASSIC: Path = ("Configs", "Networks", "Classic")
TOPIC: Path = ("Notification", "Topic")
TYPES: tuple[Path, ...] = (("InstanceType",), GROUPS)
"""What :func:`used_types` looks at."""

PLACEHOLDER = re.compile(r"\[[^\[\]]+\]")
"""A text in brackets, as the reference marks what has to be filled in."""
_PLAIN = re.compile(r"[^a-z0-9]")
DRIVE = re.compile(r"[A-Za-z]:")
"""A Windows drive, the one place that a disk or a mount can have there."""


def text_at(tree: Any, path: Path) -> str:
    """The text at a path; ``""`` where there is none, or what stands there is no text."""
    value = get(tree, path)
    return value if isinstance(value, str) else ""


def filled_in(tree: Any, path: Path) -> str:
    """The text at a path, unless it is a placeholder still to be filled in, which a rule of its own finds."""
    value = text_at(tree, path)
    return "" if "[" in value and PLACEHOLDER.search(value) else value


def is_placeholder(value: str) -> bool:
    """Whether a text is a placeholder as a whole."""
    return PLACEHOLDER.fullmatch(value) is not None


def text_of(entry: dict[str, Any], name: str) -> str:
    """The text of an attribute, as :func:`text_at`; there may be thousands of mounts to ask."""
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def filled_of(entry: dict[str, Any], name: str) -> str:
    """The text of an attribute, as :func:`filled_in`."""
    value = text_of(entry, name)
    return "" if "[" in value and PLACEHOLDER.search(value) else value


def is_blank(tree: Any, path: Path) -> bool:
    """Whether nothing is given at a path; a value of a wrong type is given."""
    return bool(get(tree, path, "") == "")


def whole_number(value: Any) -> int | None:
    """The value where it is a whole number, and ``true`` is none."""
    return value if type(value) is int else None


def texts_at(tree: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """The texts of a list, each with its path; placeholders are left out."""
    found = get(tree, path)
    if isinstance(found, list):
        for index, value in enumerate(found):
            if isinstance(value, str) and not is_placeholder(value):
                yield (*path, index), value


def groups(tree: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The groups that are objects, each with its path."""
    return entries(tree, GROUPS, dict)


def mounts(tree: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The mounts that are objects, each with its path."""
    return entries(tree, MOUNT_ENTRIES, list)


def used_types(tree: Any) -> Iterator[tuple[Path, str]]:
    """The fields that name an instance type of which there will be machines."""
    inherited = not tree.get("Groups")
    for path, group in groups(tree):
        own = (*path, "InstanceType")
        if is_blank(group, ("InstanceType",)):
            inherited = True
        elif name := text_at(tree, own):
            yield own, name
    if inherited and (name := text_at(tree, ("InstanceType",))):
        yield ("InstanceType",), name


def has_vpc(tree: Any) -> bool:
    """Whether the cluster is asked for inside a VPC, its own or the service's."""
    return any(text_at(tree, (*VPC, name)) for name in ("VpcId", "CidrBlock"))


def is_windows(tree: Any, context: Context) -> bool:
    """Whether the machines are known to run Windows."""
    image = context.catalogue.images.get(text_at(tree, ("ImageId",)))
    return image is not None and image.platform == "Windows"


def is_absolute(place: str) -> bool:
    """Whether a place is an absolute path, as Linux has them."""
    return place.startswith("/")


def mended_place(place: str) -> str | None:
    """The path or drive that was probably meant by a text that is neither; ``None`` where it is unclear."""
    trimmed = place.strip().rstrip("\\/") or place.strip()
    if re.fullmatch(r"[A-Za-z]:?", trimmed):
        return f"{trimmed[0]}:"
    if is_absolute(place.strip()):
        return place.strip()
    if re.fullmatch(r"[\w.-]+(/[\w.-]+)+/?", place.strip(), re.ASCII):
        return f"/{place.strip()}"
    return None


def closest(value: str, known: Iterable[str]) -> str | None:
    """The known value that was probably meant: the same letters and digits, or nearly."""
    return _closest(value, tuple(known))


@lru_cache(maxsize=1024)
def _closest(value: str, known: tuple[str, ...]) -> str | None:
    plain = {_PLAIN.sub("", name.lower()): name for name in known}
    wanted = _PLAIN.sub("", value.lower())
    close = get_close_matches(wanted[:100], plain, n=1, cutoff=0.75) if wanted not in plain else [wanted]
    return plain[close[0]] if close else None


def change_to(path: Path, value: Any) -> Fix:
    """The fix that puts another value in place of the one at a path."""
    return fixes.replacing(path, value, text("fix.value", value=value))


def fill_in(path: Path, value: Any, shown: str | None = None) -> Fix:
    """The fix that fills in what is missing at a path."""
    return fixes.adding(path, value, text("fix.value", value=value if shown is None else shown))


def closest_fix(path: Path, value: str, known: Iterable[str]) -> Fix | None:
    """The fix that takes the known value that was probably meant, where there is one."""
    meant = closest(value, known)
    return None if meant is None else change_to(path, meant)


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them."""
    return ", ".join(names)
