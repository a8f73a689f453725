"""Warnings about disks and mounts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.catalog import Account
from wizard.validation import Context

from .cases import (
    EXAMPLE,
    MINIMAL,
    Fixed,
    Warned,
    assert_fixed,
    at,
    fixed,
    fixes,
    found,
    places,
    silent,
    value_at,
    warn,
    without,
)

SYSTEM, DATA = "/Configs/Disks/SystemDisk", "/Configs/Disks/DataDisk"
POINT = f"{DATA}/MountPoint"
MOUNTS = "/Configs/Mounts"
ENTRIES, OSS, LOCALE = f"{MOUNTS}/Entries", f"{MOUNTS}/OSS", f"{MOUNTS}/Locale"
FIRST = f"{ENTRIES}/0"
SOURCE, DESTINATION, WRITE = (f"{FIRST}/{name}" for name in ("Source", "Destination", "WriteSupport"))
NAS = "nas://x.cn-shenzhen.nas.aliyuncs.com:"
OF_ENTRIES = (
    *("mount-entry-empty", "mount-source-missing", "mount-destination-missing", "mount-scheme"),
    *("mount-destination-form", "mount-destination-twice", "mount-destination-nested"),
    *("mount-destination-data-disk", "mount-directory-file", "mount-write-support-missing"),
    *("mount-oss-write", "nas-path-on-windows"),
)
BCS = at("/InstanceType", "bcs.a2.large", EXAMPLE)


def entry(
    source: Any = "oss://bucket/in/", destination: Any = "/mnt/in/", write: Any = False
) -> dict[str, Any]:
    """A mount."""
    return {"Source": source, "Destination": destination, "WriteSupport": write}


def mounted(*entries: Any) -> Any:
    """A request with these mounts."""
    return at(ENTRIES, list(entries))


def mounted_at(*destinations: str) -> Any:
    """A request with a mount at each of these paths."""
    return mounted(*(entry(f"oss://bucket/{index}/", path) for index, path in enumerate(destinations)))


def disk_types(system: Any, data: Any) -> Any:
    """A request with disks of these types."""
    return at(f"{SYSTEM}/Type", system, at(f"{DATA}/Type", data, EXAMPLE))


def on(image: str, *paths: Any) -> list[Any]:
    """Requests for an image, whose data disk and mounts are at one of the paths."""
    tree = at("/ImageId", image, EXAMPLE)
    for place in (POINT, DESTINATION, f"{ENTRIES}/1/Destination"):
        tree = at(place, "{path}", tree)
    return [
        at(POINT, path, at(DESTINATION, path, at(f"{ENTRIES}/1/Destination", path, tree))) for path in paths
    ]


ONE_MOUNT = mounted(entry())
OTHER = entry("oss://other/", "/mnt/other/")
NO_POINT = without(POINT, EXAMPLE)
GROUP = MINIMAL["Groups"]["group1"]
SIZES = [
    ("system-disk-size", SYSTEM, [40, 41, 500], [1, 39, 501, 10**30]),
    ("data-disk-size", DATA, [20, 1000, 32768], [1, 19, 32769]),
    ("data-disk-over-1000", DATA, [20, 1000, 32769], [1001, 32768]),
]
LOCALES = [
    *("GBK", "GB2312-80", "BIG5", "UTF-8", "ANSI", "EUC-JP", "EUC-TW", "EUC-KR", "SHIFT-JIS"),
    *("KSC5601", "", None),
]
CASES: list[Warned] = [
    *(
        case
        for disk in (SYSTEM, DATA)
        for case in (
            *silent(
                "disk-type-unknown", f"{disk}/Type", "cloud", "cloud_efficiency", "cloud_ssd", "ephemeral"
            ),
            *silent("disk-type-unknown", f"{disk}/Type", "ephemeral_ssd", "", 5, None, "[type]"),
            *warn("disk-type-unknown", f"{disk}/Type", "ssd", "cloud_efficency", "CLOUD_SSD", "cloud "),
        )
    ),
    ("disk-types-differ", disk_types("cloud_ssd", "cloud_efficiency"), [f"{DATA}/Type"]),
    *(
        ("disk-types-differ", disk_types(*types), [])
        for types in (("cloud_ssd",) * 2, ("", "cloud_ssd"), ("cloud_ssd", ""), ("", ""), (None, "x"), (5, 6))
    ),
    *(("disk-types-differ", without(place, EXAMPLE), []) for place in (f"{DATA}/Type", SYSTEM)),
    ("cloud-disk-with-bcs", BCS, [f"{SYSTEM}/Type", f"{DATA}/Type"]),
    ("cloud-disk-with-bcs", at("/InstanceType", "bcs.a2.large", disk_types("ephemeral", "")), []),
    ("cloud-disk-with-bcs", at("/Groups/group1/InstanceType", "ecs.sn1.large", BCS), []),
    *(
        case
        for rule, disk, good, bad in SIZES
        for case in (
            *silent(rule, f"{disk}/Size", *good, 0, -1, "10", 10.0, 5000.5, True, None),
            *warn(rule, f"{disk}/Size", *bad),
        )
    ),
    *(
        ("data-disk-mount-point-missing", tree, [POINT])
        for tree in (without(POINT, EXAMPLE), at(POINT, "", EXAMPLE), at(DATA, {}))
    ),
    *(("data-disk-mount-point-missing", tree, []) for tree in (EXAMPLE, at("/Configs/Disks", {}))),
    *silent("data-disk-mount-point-form", POINT, "/", "/home/data", "/home/data/", "A:", "D:", "Z:", "e:"),
    *silent("data-disk-mount-point-form", POINT, "", "[place]", 5, None),
    *((rule, tree, []) for rule in OF_ENTRIES for tree in (ONE_MOUNT, mounted())),
    *((rule, mounted({}, entry()), [FIRST] if rule == "mount-entry-empty" else []) for rule in OF_ENTRIES),
    *(
        case
        for name, place in (("source", SOURCE), ("destination", DESTINATION))
        for case in (
            *warn(f"mount-{name}-missing", place, "", base=ONE_MOUNT),
            (f"mount-{name}-missing", without(place, ONE_MOUNT), [place]),
            *silent(f"mount-{name}-missing", place, None, 5, "x", base=ONE_MOUNT),
        )
    ),
    ("mount-write-support-missing", without(WRITE, ONE_MOUNT), [WRITE]),
    *silent("mount-write-support-missing", WRITE, True, False, None, "x", base=ONE_MOUNT),
    *silent("mount-scheme", SOURCE, "oss://bucket/", "oss://bucket/a/b", f"{NAS}/", "[x]", base=ONE_MOUNT),
    *silent("mount-destination-form", DESTINATION, "/", "/mnt", "/mnt/", "E:", "e:", "C:", base=ONE_MOUNT),
    *silent("mount-destination-form", DESTINATION, "", "[place]", base=ONE_MOUNT),
    *warn("mount-oss-write", WRITE, True, base=ONE_MOUNT),
    *silent("mount-oss-write", WRITE, False, None, "true", 1, base=ONE_MOUNT),
    ("mount-oss-write", mounted(entry(f"{NAS}/", write=True)), []),
    *(("nas-path-on-windows", mounted(entry(f"{NAS}/", drive)), [SOURCE]) for drive in ("E:", "e:")),
    *(("nas-path-on-windows", mounted(entry(f"{NAS}/!", drive)), []) for drive in ("E:", "e:")),
    ("nas-path-on-windows", mounted(entry(f"{NAS}/", "/mnt/")), []),
    ("nas-path-on-windows", mounted(entry("oss://b/", "E:")), []),
    *(
        ("mount-destination-data-disk", at(POINT, point, mounted(entry(destination=path))), [DESTINATION])
        for path, point in (("/data/", "/data"), ("/data", "/data/"), ("e:", "E:"))
    ),
    *silent(
        "mount-destination-data-disk",
        POINT,
        *("/other", "/data/sub", "/", "", "data", None, 5),
        base=mounted(entry(destination="/data")),
    ),
    ("mount-destination-data-disk", mounted(entry(destination="")), []),
    *(
        ("mount-directory-file", mounted(entry(source, destination)), [])
        for source, destination in (
            *(("oss://b/in/", "/mnt/in/"), ("oss://b/in", "/mnt/in"), ("oss://b/in/", "E:")),
            *((f"{NAS}/", "/home/admin/nas1"), ("oss://b/", ""), ("oss://b/", "mnt")),
            *(("", "/mnt/"), (None, "/mnt/")),
        )
    ),
    *silent("locale-unknown", LOCALE, *LOCALES),
    *(
        ("cache-total-below-block", at(MOUNTS, {"CacheBlockSize": block, "CacheTotalSize": total}), [])
        for block, total in (
            *((262144, 262144), (0, 0), (262144, 536870912), (5, "4"), (None, 4), (5, -1), (5, 4.0)),
        )
    ),
    ("cache-total-below-block", at(f"{MOUNTS}/CacheTotalSize", 1), []),
    *(
        ("oss-credentials-half", at(OSS, key), [f"{OSS}/{name}" for name in lacking])
        for key, lacking in (
            ({}, []),
            ({"AccessKeyId": "", "AccessKeySecret": "", "SecurityToken": ""}, []),
            ({"AccessKeyId": "i", "AccessKeySecret": "s"}, []),
            ({"AccessKeyId": "i", "AccessKeySecret": "s", "SecurityToken": "t"}, []),
            ({"AccessKeyId": "i", "AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"}, []),
            ({"AccessKeyId": "i"}, ["AccessKeySecret"]),
            ({"AccessKeyId": "i", "AccessKeySecret": ""}, ["AccessKeySecret"]),
            ({"AccessKeySecret": "s"}, ["AccessKeyId"]),
            ({"AccessKeyId": "i", "SecurityToken": "t"}, ["AccessKeySecret"]),
            ({"SecurityToken": "t"}, ["AccessKeyId", "AccessKeySecret"]),
            ({"AccessKeyId": None, "AccessKeySecret": "s"}, []),
        )
    ),
    *(
        ("place-of-other-system", tree, [POINT, DESTINATION, f"{ENTRIES}/1/Destination"])
        for tree in (*on("img-ubuntu-vpc", "D:", "e:"), *on("img-windows-vpc", "/home/data", "/"))
    ),
    *(
        ("place-of-other-system", tree, [])
        for tree in (
            *on("img-ubuntu-vpc", "/home/data", "", "data", "D:\\data", None, 3),
            *on("img-windows-vpc", "D:", "e:", "[place]", "data", "D:\\data", None, 3),
            *(tree for image in ("m-own", "img-own", "", None, 3) for tree in on(image, "D:", "/x/")),
        )
    ),
]


@pytest.mark.parametrize("rule", sorted({rule for rule, _, _ in CASES}))
def test_warnings(rule: str) -> None:
    for _, tree, expected in (case for case in CASES if case[0] == rule):
        assert sorted(places(rule, tree)) == sorted(expected), tree


FIXES: list[Fixed] = [
    *fixes(
        "disk-type-unknown",
        f"{SYSTEM}/Type",
        {"cloud_efficency": "cloud_efficiency", "Cloud-SSD": "cloud_ssd", "floppy": None},
    ),
    *fixes("system-disk-size", f"{SYSTEM}/Size", {20: 40, 600: 500}),
    *fixes("data-disk-size", f"{DATA}/Size", {5: 20, 40000: 32768}),
    *fixes(
        "data-disk-mount-point-form",
        POINT,
        {
            **{"home/data": "/home/data", " /home/data": "/home/data", "D": "D:", "D:\\": "D:", "D:/": "D:"},
            **{"C:": "D:", "c:": "D:"},
            **dict.fromkeys(("data", "D:\\data", "~/data", "é:", "1:", ".")),
        },
        base=EXAMPLE,
    ),
    *fixes(
        "mount-scheme",
        SOURCE,
        {
            **dict.fromkeys(("OSS://b/", " oss://b/", "oss:b/", "oss:/b/"), "oss://b/"),
            "26a-x.cn-shenzhen.nas.aliyuncs.com:/": "nas://26a-x.cn-shenzhen.nas.aliyuncs.com:/",
            **dict.fromkeys(("smb://host/share", "lustre://host/share", "nasplus://host/x", "s3://bucket/")),
            **dict.fromkeys(("bucket/folder/", "/home/x", "oss")),
        },
        base=ONE_MOUNT,
    ),
    *fixes(
        "mount-destination-form",
        DESTINATION,
        {"home/in/": "/home/in/", " /mnt": "/mnt", "E": "E:", "E:\\": "E:", "E:\\in": None, "in": None},
        base=ONE_MOUNT,
    ),
    *fixes(
        "locale-unknown",
        LOCALE,
        {"utf8": "UTF-8", "gbk": "GBK", "Shift_JIS": "SHIFT-JIS", "KOI8-R": None},
    ),
    ("data-disk-mount-point-missing", at("/ImageId", "img-windows-vpc", NO_POINT), POINT, "D:"),
    ("cloud-disk-with-bcs", BCS, f"{SYSTEM}/Type", "ephemeral"),
    ("cloud-disk-with-bcs", BCS, f"{DATA}/Type", "ephemeral"),
    (
        "cloud-disk-with-bcs",
        at("/Groups/b", {**GROUP, "InstanceType": "bcs.a2.large"}, EXAMPLE),
        SYSTEM,
        None,
    ),
    ("disk-types-differ", disk_types("cloud_ssd", "cloud_efficiency"), f"{DATA}/Type", "cloud_ssd"),
    ("disk-types-differ", disk_types("cloud_sdd", "cloud_ssd"), f"{SYSTEM}/Type", "cloud_ssd"),
    ("disk-types-differ", disk_types("cloud_sdd", "cloud_ssd"), f"{DATA}/Type", "cloud_ssd"),
    ("mount-entry-empty", mounted({}, entry()), ENTRIES, [entry()]),
    ("mount-destination-twice", mounted(entry(), OTHER, entry()), ENTRIES, [entry(), OTHER]),
    ("mount-destination-twice", mounted_at("/a/", "/a/"), ENTRIES, None),
    ("mount-write-support-missing", without(WRITE, ONE_MOUNT), WRITE, False),
    ("nas-path-on-windows", mounted(entry(f"{NAS}/", "E:")), SOURCE, f"{NAS}/!"),
    *(
        ("mount-directory-file", mounted(entry(source, destination)), FIRST, entry(*better))
        for source, destination, *better in (
            ("oss://b/in/", "/mnt/in", "oss://b/in/", "/mnt/in/"),
            ("oss://b/", "/mnt", "oss://b/", "/mnt/"),
            ("oss://b/in", "/mnt/in/", "oss://b/in/", "/mnt/in/"),
            ("oss://b", "/mnt/", "oss://b/", "/mnt/"),
            ("oss://b/in/data.csv", "/mnt/", "oss://b/in/data.csv", "/mnt/data.csv"),
        )
    ),
]


@pytest.mark.parametrize(("rule", "tree", "place", "result"), FIXES)
def test_fixes(rule: str, tree: Any, place: str, result: Any) -> None:
    assert_fixed(rule, tree, place, result)


def test_a_mount_point_for_linux_is_suggested() -> None:
    assert value_at(fixed("data-disk-mount-point-missing", NO_POINT), POINT).startswith("/")


@pytest.mark.parametrize(("block", "total"), [(262144, 262143), (1, 0), (2**40, 2**30)])
def test_a_cache_smaller_than_its_block_is_fixed(block: int, total: int) -> None:
    rule, tree = "cache-total-below-block", at(MOUNTS, {"CacheBlockSize": block, "CacheTotalSize": total})
    assert places(rule, tree) == [f"{MOUNTS}/CacheTotalSize"]
    assert places(rule, fixed(rule, tree)) == []


def test_the_disk_types_of_an_account() -> None:
    context = Context(
        account=Account(
            region="cn-shenzhen",
            fetched_at=datetime(2024, 5, 1, tzinfo=UTC),
            system_disk_types=frozenset({"cloud_essd"}),
            data_disk_types=frozenset({"cloud_ssd"}),
        )
    )
    assert places("disk-type-unknown", disk_types("cloud_essd", "cloud_ssd"), context) == []
    both = [f"{SYSTEM}/Type", f"{DATA}/Type"]
    assert places("disk-type-unknown", disk_types("cloud_ssd", "cloud_essd"), context) == both


@pytest.mark.parametrize(
    ("destinations", "expected"),
    [
        (["/a/", "/a/"], [1]),
        (["/a", "/a/"], [1]),
        (["/a//b", "/a/b/"], [1]),
        (["/a/./b", "/a/c/../b"], [1]),
        (["//a", "/a"], [1]),
        (["E:", "e:"], [1]),
        (["/a", "/b", "/a", "/b", "/a"], [2, 3, 4]),
        *((paths, []) for paths in (["/a", "/A"], ["/a", "/ab"], ["/a", "/a/b"], ["E:", "F:"])),
        *((paths, []) for paths in (["x", "x"], ["", ""])),
    ],
)
def test_two_mounts_at_one_path(destinations: list[str], expected: list[int]) -> None:
    assert places("mount-destination-twice", mounted_at(*destinations)) == [
        f"{ENTRIES}/{index}/Destination" for index in expected
    ]


@pytest.mark.parametrize(
    ("destinations", "expected"),
    [
        (["/a/", "/a/b/"], {1: "/a/"}),
        (["/a/b/", "/a/"], {0: "/a/"}),
        (["/a", "/a/b"], {1: "/a"}),
        (["/a", "/a/b/c", "/a/b"], {1: "/a/b", 2: "/a"}),
        (["/", "/a", "/b"], {1: "/", 2: "/"}),
        (["/a", "/a-b", "/a/b"], {2: "/a"}),
        (["/a", "/a/b", "/a/b"], {1: "/a", 2: "/a"}),
        (["/a/x/..", "/a/b"], {1: "/a/x/.."}),
        *((paths, {}) for paths in (["/a", "/a.b/c", "/a!/c"], ["/a", "/ab", "/abc"], ["/a", "/a"])),
        *((paths, {}) for paths in (["E:", "/E:/a"], ["a", "a/b"])),
    ],
)
def test_a_mount_inside_another(destinations: list[str], expected: dict[int, str]) -> None:
    findings = found("mount-destination-nested", mounted_at(*destinations))
    assert [finding.path[-2] for finding in findings] == list(expected)
    assert all(f'"{expected[int(finding.path[-2])]}"' in finding.message for finding in findings)


def test_the_image_of_a_group_decides_its_system() -> None:
    [tree] = on("img-ubuntu-vpc", "D:")
    own, rule = "/Groups/group1/ImageId", "place-of-other-system"
    assert places(rule, at(own, "img-windows-vpc", tree)) == []
    assert places(rule, at("/Groups", {"a": {**GROUP, "ImageId": "img-windows-vpc"}, "b": GROUP}, tree)) == []
    for each in (at(own, "", tree), at("/Groups", {}, tree)):
        assert places(rule, each) != []
