"""Warnings about what is mounted, how it is cached, and whose key opens it."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path
from wizard.document.tree import get
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.warnings import reading
from wizard.rules.warnings.registry import Hit, each, hit, rule

_NAS = "Mount a NAS, https://help.aliyun.com/zh/batchcompute/user-guide/mount-a-nas-file-system"
_WINDOWS = f"{_NAS}; https://help.aliyun.com/knowledge_detail/143264.html"
_CLI = "batchcompute-cli 1.7.7, the official bcs command"
_CROMWELL = "Cromwell's backend for BatchCompute, which refuses it"
_REFERENCE = "CreateCluster, https://help.aliyun.com/document_detail/44738.html"

_SCHEMES = ("oss://", "nas://")


@each("mount-entry-empty", Severity.WARNING, _NAS, of=reading.MOUNT_ENTRIES)
def mount_entry_empty(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A mount that says nothing."""
    if not entry:
        yield hit(path, fixes.removing(path))


@each("mount-source-missing", Severity.WARNING, _NAS, of=reading.MOUNT_ENTRIES)
def mount_source_missing(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A mount of nothing."""
    if entry and entry.get("Source", "") == "":
        yield hit((*path, "Source"))


@each("mount-destination-missing", Severity.WARNING, _NAS, of=reading.MOUNT_ENTRIES)
def mount_destination_missing(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A mount that appears nowhere."""
    if entry and entry.get("Destination", "") == "":
        yield hit((*path, "Destination"))


@each("mount-scheme", Severity.WARNING, f"{_NAS}; {_CLI}", of=reading.MOUNT_ENTRIES)
def mount_scheme(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A source that is neither on OSS nor on a NAS."""
    source, place = reading.filled_of(entry, "Source"), (*path, "Source")
    if not source or source.startswith(_SCHEMES):
        return
    meant = None
    scheme = re.match(r"\s*(oss|nas)(?:://|:/+|:|/{2,})(?=[^/])", source, re.IGNORECASE)
    if scheme is not None:
        meant = f"{scheme[1].lower()}://{source[scheme.end() :].rstrip()}"
    elif re.match(r"[\w-]+\.[\w.-]+\.nas\.aliyuncs\.com:", source, re.ASCII):
        meant = f"nas://{source}"
    yield hit(place, None if meant is None else reading.change_to(place, meant), value=source)


@each("mount-directory-file", Severity.WARNING, f"{_CLI}; {_CROMWELL}", of=reading.MOUNT_ENTRIES)
def mount_directory_file(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A directory of OSS mounted as a file, or the reverse: a slash at the end says which it is."""
    source = reading.filled_of(entry, "Source")
    destination = reading.filled_of(entry, "Destination")
    if not source.startswith("oss://") or not reading.is_absolute(destination):
        return
    place = (*path, "Destination")
    if source.endswith("/") and not destination.endswith("/"):
        fix = reading.change_to(place, f"{destination}/")
    elif destination.endswith("/") and not source.endswith("/"):
        bucket, _, key = source.removeprefix("oss://").partition("/")
        name = key.rpartition("/")[2]
        fix = reading.change_to((*path, "Source"), f"{source}/")
        if bucket and "." in name:
            fix = reading.change_to(place, f"{destination}{name}")
    else:
        return
    yield hit(place, fix, source=source, destination=destination)


@each("mount-write-support-missing", Severity.WARNING, f"{_NAS}; {_CLI}", of=reading.MOUNT_ENTRIES)
def mount_write_support_missing(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A mount that does not say whether it may be written to."""
    if entry and "WriteSupport" not in entry:
        place = (*path, "WriteSupport")
        yield hit(place, reading.fill_in(place, False, "false"))


@each("mount-oss-write", Severity.WARNING, _NAS, of=reading.MOUNT_ENTRIES)
def mount_oss_write(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A bucket that the machines may write to as if it were a file system."""
    source = reading.text_of(entry, "Source")
    if source.startswith("oss://") and entry.get("WriteSupport") is True:
        yield hit((*path, "WriteSupport"), value=source)


@each("nas-path-on-windows", Severity.WARNING, _WINDOWS, of=reading.MOUNT_ENTRIES)
def nas_path_on_windows(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A NAS at a Windows drive whose path does not end as it has to there."""
    source, place = reading.filled_of(entry, "Source"), (*path, "Source")
    drive = reading.text_of(entry, "Destination")
    if source.startswith("nas://") and not source.endswith("!") and reading.DRIVE.fullmatch(drive):
        meant = f"{source}!" if source.endswith("/") else f"{source}/!"
        yield hit(place, reading.change_to(place, meant), value=source, drive=drive)


@rule("locale-unknown", Severity.WARNING, _CLI)
def locale_unknown(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A character set of file names that the official clients do not offer."""
    path, known = (*reading.MOUNTS, "Locale"), context.catalogue.locales
    locale = reading.filled_in(tree, path)
    if locale and locale not in known:
        yield hit(path, reading.closest_fix(path, locale, known), value=locale, known=reading.listed(known))


@rule("cache-total-below-block", Severity.WARNING, _REFERENCE)
def cache_total_below_block(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A cache that holds not a single one of its blocks."""
    path = (*reading.MOUNTS, "CacheTotalSize")
    total = reading.whole_number(get(tree, path))
    block = reading.whole_number(get(tree, (*reading.MOUNTS, "CacheBlockSize")))
    if total is not None and block is not None and 0 <= total < block:
        yield hit(path, reading.change_to(path, max(block, 536870912)), total=total, block=block)


@rule("oss-credentials-half", Severity.WARNING, _REFERENCE)
def oss_credentials_half(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A part of an access key, without the part that it is of use with."""
    oss = (*reading.MOUNTS, "OSS")
    if not isinstance(get(tree, oss), dict):
        return
    names = ("AccessKeyId", "AccessKeySecret", "SecurityToken")
    given = [name for name in names if not reading.is_blank(tree, (*oss, name))]
    for name in names[:2]:
        if given and name not in given:
            yield hit((*oss, name), name=name, given=given[0])
