"""Warnings about the disks of the machines."""

from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path, to_pointer
from wizard.document.tree import get
from wizard.rules.context import Context
from wizard.rules.finding import Fix, Severity
from wizard.rules.texts import text
from wizard.rules.warnings import reading
from wizard.rules.warnings.registry import Hit, hit, rule

_CONFIGS = "Configs, https://help.aliyun.com/document_detail/44770.htm"
_QUOTAS = "GetQuotas, https://help.aliyun.com/document_detail/43086.html"
_GUIDE = "Specify disks, https://www.alibabacloud.com/help/zh/batch-compute/latest/specify-disks"
_FAQ = "Data disks, https://help.aliyun.com/knowledge_detail/143262.html"
_BCS = "Disks of bcs.* types, https://www.alibabacloud.com/help/doc-detail/42387.htm"

SYSTEM: Path = (*reading.DISKS, "SystemDisk")
DATA: Path = (*reading.DISKS, "DataDisk")
SYSTEM_SIZES = (40, 500)
"""Smallest and largest system disk, in GB."""
DATA_SIZES = (20, 32768)
"""Smallest and largest data disk, in GB."""
USUAL_DATA_LIMIT = 1000
"""The largest data disk, in GB, that an account may have unless it asked for more."""


@rule("disk-type-unknown", Severity.WARNING, _QUOTAS)
def disk_type_unknown(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A type of disk that the service, or the account, is not known to have."""
    account = context.account
    own = {
        SYSTEM: account.system_disk_types if account is not None else None,
        DATA: account.data_disk_types if account is not None else None,
    }
    for disk, offered in own.items():
        path, known = (*disk, "Type"), sorted(offered) if offered else list(context.catalogue.disk_types)
        kind = reading.filled_in(tree, path)
        if kind and kind not in known:
            yield hit(path, reading.closest_fix(path, kind, known), value=kind, known=reading.listed(known))


@rule("disk-types-differ", Severity.WARNING, f"{_GUIDE}; {_FAQ}")
def disk_types_differ(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A data disk of another type than the system disk."""
    system, data = (reading.filled_in(tree, (*disk, "Type")) for disk in (SYSTEM, DATA))
    if system and data and system != data:
        path, known = (*DATA, "Type"), context.catalogue.disk_types
        fix = reading.change_to(path, system)
        if system not in known and data in known:
            fix = reading.change_to((*SYSTEM, "Type"), data)
        yield hit(path, fix, system=system, data=data)


@rule("cloud-disk-with-bcs", Severity.WARNING, _BCS, reads=(reading.DISKS, *reading.TYPES))
def cloud_disk_with_bcs(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A cloud disk for machines that have only local ones."""
    types = [name for _, name in reading.used_types(tree)]
    local = [name for name in types if name.startswith("bcs.")]
    cloud = [disk for disk in (SYSTEM, DATA) if reading.text_at(tree, (*disk, "Type")).startswith("cloud")]
    if not local:
        return
    fix = None
    if len(local) == len(types):
        edits = tuple(
            {"op": "replace", "path": to_pointer((*disk, "Type")), "value": "ephemeral"} for disk in cloud
        )
        fix = Fix(text("fix.value", value="ephemeral"), edits)
    for disk in cloud:
        path = (*disk, "Type")
        yield hit(path, fix, value=reading.text_at(tree, path), type=local[0])


def _size(tree: dict[str, Any], disk: Path) -> int | None:
    """The size of a disk in GB, ``None`` where none is given or the service refuses it."""
    size = reading.whole_number(get(tree, (*disk, "Size")))
    return size if size is not None and size >= 1 else None


def _outside(tree: dict[str, Any], disk: Path, limits: tuple[int, int]) -> Iterator[Hit]:
    low, high = limits
    size, path = _size(tree, disk), (*disk, "Size")
    if size is not None and not low <= size <= high:
        yield hit(path, reading.change_to(path, min(max(size, low), high)), value=size, low=low, high=high)


@rule("system-disk-size", Severity.WARNING, _CONFIGS)
def system_disk_size(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A system disk of a size that is documented not to exist."""
    yield from _outside(tree, SYSTEM, SYSTEM_SIZES)


@rule("data-disk-size", Severity.WARNING, _CONFIGS)
def data_disk_size(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A data disk of a size that is documented not to exist."""
    yield from _outside(tree, DATA, DATA_SIZES)


@rule("data-disk-over-1000", Severity.WARNING, _FAQ)
def data_disk_over_1000(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A data disk that is larger than an account may usually have."""
    size = _size(tree, DATA)
    if size is not None and USUAL_DATA_LIMIT < size <= DATA_SIZES[1]:
        yield hit((*DATA, "Size"), value=size, limit=USUAL_DATA_LIMIT)


@rule("data-disk-mount-point-missing", Severity.WARNING, _CONFIGS)
def data_disk_mount_point_missing(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A data disk that appears nowhere."""
    path = (*DATA, "MountPoint")
    if isinstance(get(tree, DATA), dict) and reading.is_blank(tree, path):
        place = "D:" if reading.is_windows(tree, context) else "/home/data"
        yield hit(path, reading.fill_in(path, place))


@rule("data-disk-mount-point-form", Severity.WARNING, f"{_CONFIGS}; {_BCS}")
def data_disk_mount_point_form(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A data disk at a place that neither Linux nor Windows has."""
    path = (*DATA, "MountPoint")
    place = reading.filled_in(tree, path)
    if not place or reading.is_absolute(place):
        return
    if not reading.DRIVE.fullmatch(place) or place[0] in "Cc":
        meant = reading.mended_place(place)
        meant = "D:" if meant is not None and meant[0] in "Cc" else meant
        yield hit(path, None if meant is None else reading.change_to(path, meant), value=place)
