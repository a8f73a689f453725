"""A warning about disks and mounts at places that the machines' system does not have."""

from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.warnings import reading
from wizard.rules.warnings.disks import DATA
from wizard.rules.warnings.registry import Hit, hit, rule

_PAGES = (
    "Configs, https://help.aliyun.com/document_detail/44770.htm; "
    "Mount a NAS, https://help.aliyun.com/zh/batchcompute/user-guide/mount-a-nas-file-system"
)
_OTHER = {"Linux": "Windows", "Windows": "Linux"}


def _system(tree: dict[str, Any], context: Context) -> str | None:
    """What all machines run, where the catalogue knows it of each of their images."""
    images = {
        reading.text_at(tree, ("ImageId",)) if reading.is_blank(group, ("ImageId",)) else group["ImageId"]
        for _, group in reading.groups(tree)
        if isinstance(group.get("ImageId", ""), str)
    } or {reading.text_at(tree, ("ImageId",))}
    known = context.catalogue.images
    systems = {known[image].platform if image in known else None for image in images}
    return systems.pop() if len(systems) == 1 else None


def _places(tree: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    yield (*DATA, "MountPoint"), reading.filled_in(tree, (*DATA, "MountPoint"))
    for path, entry in reading.mounts(tree):
        yield (*path, "Destination"), reading.filled_of(entry, "Destination")


@rule(
    "place-of-other-system",
    Severity.WARNING,
    _PAGES,
    reads=(("ImageId",), reading.GROUPS, DATA, reading.MOUNT_ENTRIES),
)
def place_of_other_system(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A drive on Linux, or a folder on Windows."""
    system = _system(tree, context)
    for path, place in _places(tree) if system in _OTHER else ():
        of = (
            "Linux" if reading.is_absolute(place) else "Windows" if reading.DRIVE.fullmatch(place) else system
        )
        if of != system:
            yield hit(path, value=place, of=of, system=system)
