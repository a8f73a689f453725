"""Rules about the disks of the instances."""

from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path, get, to_pointer
from wizard.i18n import N_, _
from wizard.models.fields import CONFIGS_REFERENCE, DISKS_GUIDE, NAS_GUIDE
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.finding import Fix
from wizard.validation.rule import RuleMatch, match_unknown, rule

_QUOTAS = "GetQuotas, https://help.aliyun.com/document_detail/43086.html"
_FAQ = "Data disks, https://help.aliyun.com/knowledge_detail/143262.html"
_BCS = "Disks of bcs.* types, https://www.alibabacloud.com/help/doc-detail/42387.htm"

SYSTEM: Path = (*reading.DISKS, "SystemDisk")
DATA: Path = (*reading.DISKS, "DataDisk")
LARGEST_DATA_DISK = 32768
"""GB of the largest documented data disk."""
USUAL_DATA_LIMIT = 1000
"""The largest data disk, in GB, that an account can create without asking for more."""


@rule(
    source=_QUOTAS,
    message=N_('"{value}" is not a known disk type.'),
    why=N_("Known: {known}. If empty, the service's default."),
)
def check_disk_type_unknown(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    account = context.account
    for disk, own in (
        (SYSTEM, account and account.system_disk_types),
        (DATA, account and account.data_disk_types),
    ):
        known = sorted(own) if own else context.catalog.disk_types
        yield from match_unknown(request, (*disk, "Type"), known)


@rule(
    source=f"{DISKS_GUIDE}; {_FAQ}",
    message=N_("The system disk is {system}, the data disk {data}."),
    why=N_("The service requires the same type for both. Otherwise instances may not start."),
)
def check_disk_types_differ(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    system, data = (reading.get_filled_text(get(request, (*disk, "Type"))) for disk in (SYSTEM, DATA))
    if system and data and system != data:
        path, known = (*DATA, "Type"), context.catalog.disk_types
        fix = fixes.change_to(path, system)
        if system not in known and data in known:
            fix = fixes.change_to((*SYSTEM, "Type"), data)
        yield RuleMatch(path, fix, system=system, data=data)


@rule(
    source=_BCS,
    message=N_("{type} does not support the disk type {value}."),
    why=N_("Instances of bcs.* types only have local disks: ephemeral."),
)
def check_cloud_disk_with_bcs(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    paths = [(*disk, "Type") for disk in (SYSTEM, DATA)]
    cloud = [path for path in paths if reading.get_text(get(request, path)).startswith("cloud")]
    types = [name for _path, name in reading.iter_used_types(request)] if cloud else []
    local = [name for name in types if name.startswith("bcs.")]
    if not local:
        return
    fix = None
    if len(local) == len(types):
        edits = tuple({"op": "replace", "path": to_pointer(path), "value": "ephemeral"} for path in cloud)
        fix = Fix(_("Change to {value}").format(value="ephemeral"), edits)
    for path in cloud:
        yield RuleMatch(path, fix, value=get(request, path), type=local[0])


def _get_size(request: dict[str, Any], disk: Path) -> int | None:
    """Return the size of a disk in GB, ``None`` if there is none or the service rejects it."""
    size = reading.get_integer(get(request, (*disk, "Size")))
    return size if size is not None and size >= 1 else None


def _check_size(request: dict[str, Any], disk: Path, low: int, high: int) -> Iterator[RuleMatch]:
    """Yield a match if a disk has fewer or more GB than that."""
    size, path = _get_size(request, disk), (*disk, "Size")
    if size is not None and not low <= size <= high:
        fix = fixes.change_to(path, min(max(size, low), high))
        yield RuleMatch(path, fix, value=size, low=low, high=high)


@rule(
    source=CONFIGS_REFERENCE,
    message=N_("A system disk must have {low:,} to {high:,} GB, not {value:,}."),
    why=N_("Other sizes are not documented. Instances may not start."),
)
def check_system_disk_size(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return _check_size(request, SYSTEM, 40, 500)


@rule(
    source=CONFIGS_REFERENCE,
    message=N_("A data disk must have {low:,} to {high:,} GB, not {value:,}."),
    why=N_("Other sizes are not documented. Instances may not start."),
)
def check_data_disk_size(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return _check_size(request, DATA, 20, LARGEST_DATA_DISK)


@rule(
    source=_FAQ,
    message=N_("A data disk of {value:,} GB is larger than {limit:,} GB."),
    why=N_("Accounts are limited to this size unless they have asked for more."),
)
def check_data_disk_over_1000(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    size = _get_size(request, DATA)
    if size is not None and USUAL_DATA_LIMIT < size <= LARGEST_DATA_DISK:
        yield RuleMatch((*DATA, "Size"), value=size, limit=USUAL_DATA_LIMIT)


@rule(
    source=CONFIGS_REFERENCE,
    message=N_("The data disk has no mount point."),
    why=N_(
        "Enter its path on the instances: a directory such as /home/data, or a drive such as D: on Windows."
    ),
)
def check_data_disk_mount_point_missing(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    path = (*DATA, "MountPoint")
    if isinstance(get(request, DATA), dict) and reading.is_blank(request, path):
        is_windows = _find_system(request, context) == "Windows"
        yield RuleMatch(path, fixes.set_to(path, "D:" if is_windows else "/home/data"))


@rule(
    source=f"{CONFIGS_REFERENCE}; {_BCS}",
    message=N_('"{value}" is not a mount point.'),
    why=N_("Enter an absolute directory such as /home/data, or a drive A: to Z: on Windows, but not C:."),
)
def check_data_disk_mount_point_form(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    path = (*DATA, "MountPoint")
    place = reading.get_filled_text(get(request, path))
    if place and not place.startswith("/") and (place[0] in "Cc" or not reading.DRIVE.fullmatch(place)):
        meant = reading.guess_mount_path(place)
        meant = "D:" if meant is not None and meant[0] in "Cc" else meant
        yield RuleMatch(path, fixes.change_to(path, meant), value=place)


def _find_system(request: dict[str, Any], context: Context) -> str | None:
    """Return the operating system of all instances, if the catalog knows that of each image."""
    images = {
        reading.get_text(request.get("ImageId"))
        if reading.is_blank(group, ("ImageId",))
        else group["ImageId"]
        for _path, group in reading.iter_groups(request)
        if isinstance(group.get("ImageId", ""), str)
    } or {reading.get_text(request.get("ImageId"))}
    known = context.catalog.images
    systems = {known[image].platform if image in known else None for image in images}
    return systems.pop() if len(systems) == 1 else None


@rule(
    source=f"{CONFIGS_REFERENCE}; {NAS_GUIDE}",
    message=N_('"{value}" is a path on {other}, but the instances run {system}.'),
    why=N_(
        "Windows has drives such as D: for disks and mounts, Linux absolute directories such as /home/data."
    ),
)
def check_place_of_other_system(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    system = _find_system(request, context)
    if system not in ("Linux", "Windows"):
        return
    mounts = [(*path, "Destination") for path, _entry in reading.iter_mounts(request)]
    for path in ((*DATA, "MountPoint"), *mounts):
        place = reading.get_filled_text(get(request, path))
        is_drive = reading.DRIVE.fullmatch(place) is not None
        if (system == "Windows" and place.startswith("/")) or (system == "Linux" and is_drive):
            other = "Windows" if is_drive else "Linux"
            yield RuleMatch(path, value=place, other=other, system=system)
