"""The options of `bcs cc` that say a request, as far as there are any."""

from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path, get
from wizard.export.bcs_model import FLAGS

__all__ = ["FLAGS", "options"]

_TOPIC: Path = ("Notification", "Topic")
_MOUNTS: Path = ("Configs", "Mounts")
_VPC: Path = ("Configs", "Networks", "VPC")
_TEXTS: tuple[tuple[str, Path], ...] = (
    ("--image", ("ImageId",)),
    ("--description", ("Description",)),
    ("--schedule_type", ("ScheduleType",)),
    ("--notification_endpoint", (*_TOPIC, "Endpoint")),
    ("--notification_topic", (*_TOPIC, "Name")),
    ("--locale", (*_MOUNTS, "Locale")),
    ("--vpc_cidr_block", (*_VPC, "CidrBlock")),
    ("--vpc_id", (*_VPC, "VpcId")),
)
_NUMBERS: tuple[tuple[str, Path], ...] = (
    ("--cache_block_size", (*_MOUNTS, "CacheBlockSize")),
    ("--cache_total_size", (*_MOUNTS, "CacheTotalSize")),
)
_LISTS: tuple[tuple[str, Path], ...] = (
    ("--notification_events", (*_TOPIC, "Events")),
    ("--nas_access_group", (*_MOUNTS, "NAS", "AccessGroup")),
    ("--nas_file_system", (*_MOUNTS, "NAS", "FileSystem")),
)
_SWITCHES: tuple[tuple[str, Path, bool], ...] = (
    ("--lock", (*_MOUNTS, "Lock"), True),
    ("--no_cache_support", (*_MOUNTS, "CacheSupport"), False),
    ("--nas_meta_cache", (*_MOUNTS, "NasMetaCache"), True),
)


def options(tree: Any) -> list[str]:
    """The words of the options, each with its value behind it; what has no option is left out."""
    return [word for option in _options(tree) for word in option if word]


def _options(tree: Any) -> Iterator[tuple[str, str]]:
    for option, path in _TEXTS:
        if isinstance(value := get(tree, path), str) and value:
            yield option, value
    yield from _group(tree)
    for option, path in (("--user_data", ("UserData",)), ("--env", ("EnvVars",))):
        if isinstance(value := get(tree, path), dict) and value:
            yield option, ",".join(f"{key}:{below}" for key, below in value.items())
    yield from _disk(get(tree, ("Configs", "Disks")))
    yield from _mounts(get(tree, (*_MOUNTS, "Entries")))
    for option, path in _NUMBERS:
        if type(value := get(tree, path)) is int and value > 0:
            yield option, str(value)
    for option, path in _LISTS:
        if isinstance(value := get(tree, path), list) and value:
            yield option, ",".join(map(str, value))
    for option, path, wanted in _SWITCHES:
        if get(tree, path) is wanted:
            yield option, ""


def _group(tree: Any) -> Iterator[tuple[str, str]]:
    groups = get(tree, ("Groups",))
    group = next(iter(groups.values()), None) if isinstance(groups, dict) else None
    group = group if isinstance(group, dict) else {}
    for kind in (group.get("InstanceType"), get(tree, ("InstanceType",))):
        if isinstance(kind, str) and kind:
            yield "--type", kind
            break
    if type(count := group.get("DesiredVMCount")) is int:
        yield "--nodes", str(count)
    if isinstance(resource := group.get("ResourceType"), str) and resource:
        yield "--resource_type", resource
    if resource == "Spot" and group.get("SpotStrategy") == "SpotAsPriceGo":
        yield "--spot_price_limit", "0"
    elif resource == "Spot" and group.get("SpotStrategy") == "SpotWithPriceLimit":
        limit = group.get("SpotPriceLimit", 0)
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            yield "--spot_price_limit", repr(limit)


def _disk(disks: Any) -> Iterator[tuple[str, str]]:
    parts = []
    for name, short in (("SystemDisk", "system"), ("DataDisk", "data")):
        if isinstance(disk := get(disks, (name,)), dict) and disk:
            words = [short, disk.get("Type") or "default", disk.get("Size", "")]
            if short == "data":
                words.append(disk.get("MountPoint", ""))
            parts.append(":".join(map(str, words)))
    if parts:
        yield "--disk", ",".join(parts)


def _mounts(entries: Any) -> Iterator[tuple[str, str]]:
    parts = []
    for entry in entries if isinstance(entries, list) else []:
        if not isinstance(entry, dict):
            continue
        source, place = entry.get("Source", ""), entry.get("Destination", "")
        # A drive goes without its colon, which bcs puts back: the colon would make it lose its place.
        drive = isinstance(place, str) and len(place) == 2 and place.endswith(":")
        words = [source, place[:1] if drive else place]
        if isinstance(entry.get("WriteSupport"), bool):
            words.append("true" if entry["WriteSupport"] else "false")
        parts.append(":::".join(map(str, words)))
    if parts:
        yield "--mount", ",".join(parts)
