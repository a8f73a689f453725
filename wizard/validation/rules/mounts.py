"""Rules about mounts: sources, mount paths, the cache, and OSS credentials.

A request can have a thousand mounts: they are looked up by their paths, not compared each with each.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from wizard.document.tree import Path, get
from wizard.i18n import N_
from wizard.models.fields import NAS_GUIDE, REFERENCE
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.rule import CLI, RuleMatch, match_half, match_unknown, rule
from wizard.validation.rules.disks import DATA

_WINDOWS = f"{NAS_GUIDE}; https://help.aliyun.com/knowledge_detail/143264.html"
_CROMWELL = "Cromwell's backend for BatchCompute, which rejects it"
_MOUNTING = "how Linux mounts: the later mount hides what was at its path"

_DEFAULT_CACHE = 536870912


@rule(
    source=NAS_GUIDE,
    message=N_("This mount is empty."),
    why=N_("It mounts nothing. Fill it in or remove it."),
)
def check_mount_entry_empty(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        if not entry:
            yield RuleMatch(path, fixes.remove(path))


@rule(
    source=NAS_GUIDE,
    message=N_("This mount has no source."),
    why=N_("Enter oss://bucket/directory/ or nas://mount-target.region.nas.aliyuncs.com:/."),
)
def check_mount_source_missing(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        if entry and entry.get("Source", "") == "":
            yield RuleMatch((*path, "Source"))


@rule(
    source=NAS_GUIDE,
    message=N_("This mount has no mount path."),
    why=N_("Enter its path on the instances: an absolute directory, or a drive such as E: on Windows."),
)
def check_mount_destination_missing(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        if entry and entry.get("Destination", "") == "":
            yield RuleMatch((*path, "Destination"))


@rule(
    source=f"{NAS_GUIDE}; {CLI}",
    message=N_('"{value}" is neither an OSS nor a NAS address.'),
    why=N_("Only oss:// and nas:// are documented. The official command line drops everything else."),
)
def check_mount_scheme(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        source, at = reading.get_filled_text(entry.get("Source")), (*path, "Source")
        if not source or source.startswith(("oss://", "nas://")):
            continue
        meant = None
        scheme = re.match(r"\s*(oss|nas)(?:://|:/+|:|/{2,})(?=[^/])", source, re.IGNORECASE)
        if scheme is not None:
            meant = f"{scheme[1].lower()}://{source[scheme.end() :].rstrip()}"
        elif re.match(r"[\w-]+\.[\w.-]+\.nas\.aliyuncs\.com:", source, re.ASCII):
            meant = f"nas://{source}"
        yield RuleMatch(at, fixes.change_to(at, meant), value=source)


@rule(
    source=f"{CLI}; {_CROMWELL}",
    message=N_("One of {source} and {destination} is a directory, the other a file."),
    why=N_("A directory ends with a slash, a file does not. Both must be the same."),
)
def check_mount_directory_file(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        source = reading.get_filled_text(entry.get("Source"))
        destination = reading.get_filled_text(entry.get("Destination"))
        if not source.startswith("oss://") or not destination.startswith("/"):
            continue
        at = (*path, "Destination")
        if source.endswith("/") and not destination.endswith("/"):
            fix = fixes.change_to(at, _as_directory(destination))
        elif destination.endswith("/") and not source.endswith("/"):
            bucket, _slash, key = source.removeprefix("oss://").partition("/")
            name = key.rpartition("/")[2]
            fix = fixes.change_to((*path, "Source"), _as_directory(source))
            if bucket and "." in name:
                fix = fixes.change_to(at, f"{destination}{name}")
        else:
            continue
        yield RuleMatch(at, fix, source=source, destination=destination)


def _as_directory(place: str) -> str:
    trimmed = place.rstrip()
    return trimmed if trimmed.endswith("/") else f"{trimmed}/"


@rule(
    source=f"{NAS_GUIDE}; {CLI}",
    message=N_("WriteSupport is missing."),
    why=N_("The documentation requires it for every mount: true or false."),
)
def check_mount_write_support_missing(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        if entry and "WriteSupport" not in entry:
            at = (*path, "WriteSupport")
            yield RuleMatch(at, fixes.set_to(at, False))


@rule(
    source=NAS_GUIDE,
    message=N_("The instances can write to {value}."),
    why=N_(
        "OSS is not a file system: writes go through a cache and arrive later, and instances that write to the "
        "same file overwrite each other."
    ),
)
def check_mount_oss_write(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        source = reading.get_text(entry.get("Source"))
        if source.startswith("oss://") and entry.get("WriteSupport") is True:
            yield RuleMatch((*path, "WriteSupport"), value=source)


@rule(
    source=_WINDOWS,
    message=N_("The NAS path for drive {drive} must end with an exclamation mark."),
    why=N_("Windows requires nas://…:/!; {value} is not mounted."),
)
def check_nas_path_on_windows(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        source, at = reading.get_filled_text(entry.get("Source")), (*path, "Source")
        drive = reading.get_text(entry.get("Destination"))
        if source.startswith("nas://") and not source.endswith("!") and reading.DRIVE.fullmatch(drive):
            meant = f"{source}!" if source.endswith("/") else f"{source}/!"
            yield RuleMatch(at, fixes.change_to(at, meant), value=source, drive=drive)


@lru_cache(maxsize=4096)
def _normalize(place: str) -> str | None:
    """Return a mount path in a form to compare: ``X:``, or a directory with a final slash; else ``None``."""
    if reading.DRIVE.fullmatch(place):
        return place.upper()
    if not place.startswith("/"):
        return None
    steps: list[str] = []
    for step in place.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(("", *steps, ""))


def _iter_placed(request: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any], str]]:
    """Yield the mounts with a valid mount path, each with its path in the request and the mount path."""
    for path, entry in reading.iter_mounts(request):
        place = _normalize(reading.get_text(entry.get("Destination")))
        if place is not None:
            yield path, entry, place


@rule(
    source=NAS_GUIDE,
    message=N_('"{value}" is neither an absolute directory nor a drive.'),
    why=N_("Enter a directory such as /home/admin/input/, or a drive such as E: on Windows."),
)
def check_mount_destination_form(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, entry in reading.iter_mounts(request):
        destination, at = reading.get_filled_text(entry.get("Destination")), (*path, "Destination")
        if destination and _normalize(destination) is None:
            meant = reading.guess_mount_path(destination)
            yield RuleMatch(at, fixes.change_to(at, meant), value=destination)


@rule(
    source=f"{CLI}, which removes the second; {_MOUNTING}",
    message=N_('"{value}" is already the mount path of mount {number}.'),
    why=N_("Only one of the two is visible there."),
)
def check_mount_destination_twice(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    first: dict[str, str | int] = {}
    for path, entry, place in _iter_placed(request):
        index = first.setdefault(place, path[-1])
        if index != path[-1]:
            fix = fixes.remove(path) if entry == get(request, (*reading.MOUNT_ENTRIES, index)) else None
            yield RuleMatch((*path, "Destination"), fix, value=entry["Destination"], number=int(index) + 1)


@rule(
    source=_MOUNTING,
    message=N_('"{value}" is inside another mount, "{outer}".'),
    why=N_("Depending on the order of mounting, one of the two is hidden."),
)
def check_mount_destination_nested(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    outer: dict[str, str] = {}
    for _path, entry, place in _iter_placed(request):
        outer.setdefault(place, entry["Destination"])
    for path, entry, place in _iter_placed(request):
        around = next((each for each in _iter_parents(place) if each in outer), None)
        if around is not None:
            yield RuleMatch((*path, "Destination"), value=entry["Destination"], outer=outer[around])


def _iter_parents(place: str) -> Iterator[str]:
    """Yield the directories around a directory, the nearest first."""
    while place.endswith("/") and place != "/":
        place = place[: place.rindex("/", 0, -1) + 1]
        yield place


@rule(
    source=_MOUNTING,
    message=N_('"{value}" is already the mount point of the data disk.'),
    why=N_("Only one of the two is visible there."),
)
def check_mount_destination_data_disk(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    disk = _normalize(reading.get_text(get(request, (*DATA, "MountPoint"))))
    for path, entry, place in _iter_placed(request) if disk is not None else ():
        if place == disk:
            yield RuleMatch((*path, "Destination"), value=entry["Destination"])


@rule(
    source=CLI,
    message=N_('"{value}" is not an encoding that the official clients offer.'),
    why=N_("They offer {known}."),
)
def check_locale_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return match_unknown(request, (*reading.MOUNTS, "Locale"), context.catalog.locales)


@rule(
    source=REFERENCE,
    message=N_("The cache of {total:,} bytes is smaller than one block of {block:,} bytes."),
    why=N_("It cannot cache anything. Both sizes are in bytes."),
)
def check_cache_total_below_block(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    path = (*reading.MOUNTS, "CacheTotalSize")
    total = reading.get_integer(get(request, path))
    block = reading.get_integer(get(request, (*reading.MOUNTS, "CacheBlockSize")))
    if total is not None and block is not None and 0 <= total < block:
        yield RuleMatch(path, fixes.change_to(path, max(block, _DEFAULT_CACHE)), total=total, block=block)


@rule(
    source=REFERENCE,
    message=N_("{given} is set without {name}."),
    why=N_(
        "AccessKeyId and AccessKeySecret belong together, with SecurityToken for STS credentials. Leave all of "
        "them empty to use the account's own credentials."
    ),
)
def check_oss_credentials_half(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    oss = (*reading.MOUNTS, "OSS")
    return match_half(request, oss, ("AccessKeyId", "AccessKeySecret"), ("SecurityToken",))
