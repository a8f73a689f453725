"""Warnings about the places of mounts: their form, and mounts that stand in each other's way.

A request may have a thousand mounts: they are compared by sorting, not each with each.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from wizard.document.pointer import Path
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.warnings import reading
from wizard.rules.warnings.disks import DATA
from wizard.rules.warnings.registry import Hit, each, hit, rule

_NAS = "Mount a NAS, https://help.aliyun.com/zh/batchcompute/user-guide/mount-a-nas-file-system"
_CLI = "batchcompute-cli 1.7.7, the official bcs command, which takes out what is mounted twice"
_MOUNTING = "how Linux mounts: the later mount hides what stood at its place"


@lru_cache(maxsize=32768)
def _plain(place: str) -> str | None:
    """A place as it can be compared: a drive as ``X:``, a path with a slash at its end; ``None``: neither."""
    if reading.DRIVE.fullmatch(place):
        return place.upper()
    if not reading.is_absolute(place):
        return None
    steps: list[str] = []
    for step in place.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(("", *steps, ""))


def _places(tree: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """The mounts whose destination is a place, each with its path and the place."""
    for path, entry in reading.mounts(tree):
        place = _plain(reading.text_of(entry, "Destination"))
        if place is not None:
            yield path, entry, place


@each("mount-destination-form", Severity.WARNING, _NAS, of=reading.MOUNT_ENTRIES)
def mount_destination_form(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A destination that is no place on Linux nor on Windows."""
    destination, place = reading.filled_of(entry, "Destination"), (*path, "Destination")
    if destination and _plain(destination) is None:
        meant = reading.mended_place(destination)
        yield hit(place, None if meant is None else reading.change_to(place, meant), value=destination)


@rule("mount-destination-twice", Severity.WARNING, f"{_CLI}; {_MOUNTING}", reads=(reading.MOUNT_ENTRIES,))
def mount_destination_twice(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A second mount at the same place; the first one is named."""
    first: dict[str, tuple[Path, dict[str, Any]]] = {}
    for path, entry, place in _places(tree):
        if place in first:
            other_path, other = first[place]
            source = reading.text_of(entry, "Source")
            fix = fixes.removing(path) if source and source == other.get("Source") else None
            number = int(other_path[-1]) + 1
            yield hit((*path, "Destination"), fix, value=entry["Destination"], number=number)
        else:
            first[place] = path, entry


@rule("mount-destination-nested", Severity.WARNING, _MOUNTING, reads=(reading.MOUNT_ENTRIES,))
def mount_destination_nested(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A mount inside another one; the closest around it is named."""
    ordered = sorted(
        (place, int(path[-1]), entry["Destination"])
        for path, entry, place in _places(tree)
        if place.endswith("/")
    )
    around: list[tuple[str, str]] = []
    found: list[tuple[int, str, str]] = []
    for place, index, destination in ordered:
        while around and not place.startswith(around[-1][0]):
            around.pop()
        if around and around[-1][0] != place:
            found.append((index, destination, around[-1][1]))
        elif len(around) > 1:  # the same place twice lies inside whatever the first lies in
            found.append((index, destination, around[-2][1]))
        if not around or around[-1][0] != place:
            around.append((place, destination))
    for index, destination, outer in sorted(found):
        yield hit((*reading.MOUNT_ENTRIES, index, "Destination"), value=destination, outer=outer)


@rule("mount-destination-data-disk", Severity.WARNING, _MOUNTING, reads=(reading.MOUNT_ENTRIES, DATA))
def mount_destination_data_disk(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A mount at the very place of the data disk."""
    disk = _plain(reading.text_at(tree, (*DATA, "MountPoint")))
    for path, entry, place in _places(tree):
        if place == disk:
            yield hit((*path, "Destination"), value=entry["Destination"])
