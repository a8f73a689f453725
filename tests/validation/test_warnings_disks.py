"""Warnings about disks."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.catalog import Account
from wizard.validation import Context

from .cases import EXAMPLE, MINIMAL, at, holds, mended, places, unmended, without

SYSTEM = "/Configs/Disks/SystemDisk"
DATA = "/Configs/Disks/DataDisk"
TYPES = ("cloud", "cloud_efficiency", "cloud_ssd", "ephemeral", "ephemeral_ssd")


@pytest.mark.parametrize("disk", [SYSTEM, DATA])
def test_the_type_of_a_disk(disk: str) -> None:
    for kind in (*TYPES, "", 5, None, "[type]"):
        assert places("disk-type-unknown", at(f"{disk}/Type", kind)) == []
    for kind in ("ssd", "cloud_efficency", "CLOUD_SSD", "cloud "):
        assert places("disk-type-unknown", at(f"{disk}/Type", kind)) == [f"{disk}/Type"]


def test_a_misspelt_type_of_disk_is_mended() -> None:
    for written, meant in {"cloud_efficency": "cloud_efficiency", "Cloud-SSD": "cloud_ssd"}.items():
        tree = at(f"{SYSTEM}/Type", written)
        assert holds(mended("disk-type-unknown", tree), f"{SYSTEM}/Type") == meant
    assert unmended("disk-type-unknown", at(f"{SYSTEM}/Type", "floppy"))


def test_the_types_of_disk_of_an_account() -> None:
    account = Account(
        region="cn-shenzhen",
        fetched_at=datetime(2024, 5, 1, tzinfo=UTC),
        system_disk_types=frozenset({"cloud_essd"}),
        data_disk_types=frozenset({"cloud_ssd"}),
    )
    context = Context(account=account)
    tree = at(f"{SYSTEM}/Type", "cloud_essd", at(f"{DATA}/Type", "cloud_ssd"))
    assert places("disk-type-unknown", tree, context) == []
    tree = at(f"{SYSTEM}/Type", "cloud_ssd", at(f"{DATA}/Type", "cloud_essd"))
    assert places("disk-type-unknown", tree, context) == [f"{SYSTEM}/Type", f"{DATA}/Type"]


def disks(system: Any, data: Any) -> Any:
    """A request with disks of these types."""
    return at(f"{SYSTEM}/Type", system, at(f"{DATA}/Type", data, EXAMPLE))


def test_disks_of_different_types() -> None:
    tree = disks("cloud_ssd", "cloud_efficiency")
    assert places("disk-types-differ", tree) == [f"{DATA}/Type"]
    assert holds(mended("disk-types-differ", tree), f"{DATA}/Type") == "cloud_ssd"


def test_of_two_types_the_known_one_is_meant() -> None:
    better = mended("disk-types-differ", disks("cloud_sdd", "cloud_ssd"))
    assert holds(better, f"{SYSTEM}/Type") == holds(better, f"{DATA}/Type") == "cloud_ssd"


@pytest.mark.parametrize(
    ("system", "data"),
    [("cloud_ssd", "cloud_ssd"), ("", "cloud_ssd"), ("cloud_ssd", ""), ("", ""), (None, "cloud_ssd"), (5, 6)],
)
def test_disks_that_do_not_differ(system: Any, data: Any) -> None:
    assert places("disk-types-differ", disks(system, data)) == []
    assert places("disk-types-differ", without(f"{DATA}/Type", EXAMPLE)) == []
    assert places("disk-types-differ", without(SYSTEM, EXAMPLE)) == []


def test_cloud_disks_for_machines_that_have_local_ones() -> None:
    tree = at("/InstanceType", "bcs.a2.large", EXAMPLE)
    assert places("cloud-disk-with-bcs", tree) == [f"{SYSTEM}/Type", f"{DATA}/Type"]
    better = mended("cloud-disk-with-bcs", tree)
    assert places("cloud-disk-with-bcs", better) == []
    assert places("disk-types-differ", better) == []
    assert holds(better, f"{SYSTEM}/Type") == "ephemeral"


def test_cloud_disks_where_only_some_machines_have_local_ones() -> None:
    tree = at("/Groups/second", {**MINIMAL["Groups"]["group1"], "InstanceType": "bcs.a2.large"}, EXAMPLE)
    assert places("cloud-disk-with-bcs", tree) == [f"{SYSTEM}/Type", f"{DATA}/Type"]
    assert unmended("cloud-disk-with-bcs", tree)


def test_no_cloud_disks_with_local_ones() -> None:
    assert places("cloud-disk-with-bcs", EXAMPLE) == []
    assert places("cloud-disk-with-bcs", at("/InstanceType", "bcs.a2.large", disks("ephemeral", ""))) == []
    unused = at("/Groups/group1/InstanceType", "ecs.sn1.large", at("/InstanceType", "bcs.a2.large", EXAMPLE))
    assert places("cloud-disk-with-bcs", unused) == []


@pytest.mark.parametrize(
    ("rule", "disk", "good", "bad"),
    [
        ("system-disk-size", SYSTEM, [40, 41, 500], [1, 39, 501, 10**30]),
        ("data-disk-size", DATA, [20, 1000, 32768], [1, 19, 32769]),
        ("data-disk-over-1000", DATA, [20, 1000, 32769], [1001, 32768]),
    ],
)
def test_the_size_of_a_disk(rule: str, disk: str, good: list[Any], bad: list[Any]) -> None:
    for size in (*good, 0, -1, "10", 10.0, 5000.5, True, None):
        assert places(rule, at(f"{disk}/Size", size)) == [], size
    for size in bad:
        assert places(rule, at(f"{disk}/Size", size)) == [f"{disk}/Size"], size
    assert places(rule, EXAMPLE) == []


def test_a_size_is_brought_to_the_nearest_one_that_exists() -> None:
    assert holds(mended("system-disk-size", at(f"{SYSTEM}/Size", 20)), f"{SYSTEM}/Size") == 40
    assert holds(mended("system-disk-size", at(f"{SYSTEM}/Size", 600)), f"{SYSTEM}/Size") == 500
    assert holds(mended("data-disk-size", at(f"{DATA}/Size", 5)), f"{DATA}/Size") == 20
    assert holds(mended("data-disk-size", at(f"{DATA}/Size", 40000)), f"{DATA}/Size") == 32768


def test_a_data_disk_without_a_place() -> None:
    rule = "data-disk-mount-point-missing"
    for tree in (without(f"{DATA}/MountPoint", EXAMPLE), at(f"{DATA}/MountPoint", "", EXAMPLE), at(DATA, {})):
        assert places(rule, tree) == [f"{DATA}/MountPoint"]
        assert holds(mended(rule, tree), f"{DATA}/MountPoint").startswith("/")
    windows = at("/ImageId", "img-windows-vpc", without(f"{DATA}/MountPoint", EXAMPLE))
    assert holds(mended(rule, windows), f"{DATA}/MountPoint") == "D:"


@pytest.mark.parametrize(
    "tree",
    [
        EXAMPLE,
        MINIMAL,
        at(DATA, None),
        at(DATA, []),
        at(f"{DATA}/MountPoint", None),
        at("/Configs/Disks", {}),
    ],
)
def test_no_data_disk_without_a_place(tree: Any) -> None:
    assert places("data-disk-mount-point-missing", tree) == []


@pytest.mark.parametrize(
    "place", ["/", "/home/data", "/home/data/", "A:", "D:", "Z:", "e:", "", "[place]", 5, None]
)
def test_a_place_for_a_data_disk(place: Any) -> None:
    assert places("data-disk-mount-point-form", at(f"{DATA}/MountPoint", place, EXAMPLE)) == []


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("home/data", "/home/data"),
        (" /home/data", "/home/data"),
        ("D", "D:"),
        ("D:\\", "D:"),
        ("D:/", "D:"),
        ("C:", "D:"),
        ("c:", "D:"),
        ("data", None),
        ("D:\\data", None),
        ("~/data", None),
        ("é:", None),
        ("1:", None),
        (".", None),
    ],
)
def test_no_place_for_a_data_disk(place: str, meant: str | None) -> None:
    tree = at(f"{DATA}/MountPoint", place, EXAMPLE)
    assert places("data-disk-mount-point-form", tree) == [f"{DATA}/MountPoint"]
    if meant is None:
        assert unmended("data-disk-mount-point-form", tree)
    else:
        assert holds(mended("data-disk-mount-point-form", tree), f"{DATA}/MountPoint") == meant
