"""Warnings about disks and mounts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.catalog import Account
from wizard.validation import Context

from .cases import EXAMPLE, MINIMAL, Warned, at, fixed, found, holds, places, silent, unfixed, warn, without

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
    ("cloud-disk-with-bcs", EXAMPLE, []),
    ("cloud-disk-with-bcs", at("/InstanceType", "bcs.a2.large", disk_types("ephemeral", "")), []),
    ("cloud-disk-with-bcs", at("/Groups/group1/InstanceType", "ecs.sn1.large", BCS), []),
    *(
        case
        for rule, disk, good, bad in SIZES
        for case in (
            *silent(rule, f"{disk}/Size", *good, 0, -1, "10", 10.0, 5000.5, True, None),
            *warn(rule, f"{disk}/Size", *bad),
            (rule, EXAMPLE, []),
        )
    ),
    *(
        ("data-disk-mount-point-missing", tree, [POINT])
        for tree in (without(POINT, EXAMPLE), at(POINT, "", EXAMPLE), at(DATA, {}))
    ),
    *(("data-disk-mount-point-missing", tree, []) for tree in (EXAMPLE, MINIMAL, at("/Configs/Disks", {}))),
    *silent("data-disk-mount-point-missing", DATA, None, []),
    *silent("data-disk-mount-point-missing", POINT, None),
    *silent("data-disk-mount-point-form", POINT, "/", "/home/data", "/home/data/", "A:", "D:", "Z:", "e:"),
    *silent("data-disk-mount-point-form", POINT, "", "[place]", 5, None),
    *((rule, tree, []) for rule in OF_ENTRIES for tree in (ONE_MOUNT, mounted(), MINIMAL, EXAMPLE)),
    *(case for rule in OF_ENTRIES for case in silent(rule, MOUNTS, {})),
    *(
        case
        for rule in OF_ENTRIES
        for case in silent(rule, ENTRIES, None, 5, "x", {}, [None], ["x"], [[]], [entry(1, None)])
    ),
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


@pytest.mark.parametrize(
    ("rule", "place", "base", "value", "meant"),
    [
        ("disk-type-unknown", f"{SYSTEM}/Type", MINIMAL, "cloud_efficency", "cloud_efficiency"),
        ("disk-type-unknown", f"{SYSTEM}/Type", MINIMAL, "Cloud-SSD", "cloud_ssd"),
        ("disk-type-unknown", f"{SYSTEM}/Type", MINIMAL, "floppy", None),
        ("system-disk-size", f"{SYSTEM}/Size", MINIMAL, 20, 40),
        ("system-disk-size", f"{SYSTEM}/Size", MINIMAL, 600, 500),
        ("data-disk-size", f"{DATA}/Size", MINIMAL, 5, 20),
        ("data-disk-size", f"{DATA}/Size", MINIMAL, 40000, 32768),
        *(
            ("data-disk-mount-point-form", POINT, EXAMPLE, value, meant)
            for value, meant in (
                *(("home/data", "/home/data"), (" /home/data", "/home/data"), ("D", "D:"), ("D:\\", "D:")),
                *(("D:/", "D:"), ("C:", "D:"), ("c:", "D:"), ("data", None), ("D:\\data", None)),
                *(("~/data", None), ("é:", None), ("1:", None), (".", None)),
            )
        ),
        *(
            ("mount-scheme", SOURCE, ONE_MOUNT, value, meant)
            for value, meant in (
                *(("OSS://bucket/", "oss://bucket/"), (" oss://bucket/", "oss://bucket/")),
                *(("oss:bucket/", "oss://bucket/"), ("oss:/bucket/", "oss://bucket/")),
                ("26a-x.cn-shenzhen.nas.aliyuncs.com:/", "nas://26a-x.cn-shenzhen.nas.aliyuncs.com:/"),
                *(("smb://host/share", None), ("lustre://host/share", None), ("nasplus://host/x", None)),
                *(("s3://bucket/", None), ("bucket/folder/", None), ("/home/x", None), ("oss", None)),
            )
        ),
        *(
            ("mount-destination-form", DESTINATION, ONE_MOUNT, value, meant)
            for value, meant in (
                *(("home/in/", "/home/in/"), (" /mnt", "/mnt"), ("E", "E:"), ("E:\\", "E:")),
                *(("E:\\in", None), ("in", None)),
            )
        ),
        *(
            ("locale-unknown", LOCALE, MINIMAL, value, meant)
            for value, meant in (
                ("utf8", "UTF-8"),
                ("gbk", "GBK"),
                ("Shift_JIS", "SHIFT-JIS"),
                ("KOI8-R", None),
            )
        ),
    ],
)
def test_fixes_of_one_value(rule: str, place: str, base: Any, value: Any, meant: Any) -> None:
    tree = at(place, value, base)
    assert places(rule, tree) == [place]
    if meant is None:
        assert unfixed(rule, tree)
    else:
        assert holds(fixed(rule, tree), place) == meant


def test_fixes_of_disks() -> None:
    better = fixed("cloud-disk-with-bcs", BCS)
    assert places("cloud-disk-with-bcs", better) == places("disk-types-differ", better) == []
    assert holds(better, f"{SYSTEM}/Type") == "ephemeral"
    mixed = at("/Groups/second", {**MINIMAL["Groups"]["group1"], "InstanceType": "bcs.a2.large"}, EXAMPLE)
    assert places("cloud-disk-with-bcs", mixed) == [f"{SYSTEM}/Type", f"{DATA}/Type"]
    assert unfixed("cloud-disk-with-bcs", mixed)
    differ = fixed("disk-types-differ", disk_types("cloud_ssd", "cloud_efficiency"))
    assert holds(differ, f"{DATA}/Type") == "cloud_ssd"
    misspelt = fixed("disk-types-differ", disk_types("cloud_sdd", "cloud_ssd"))
    assert holds(misspelt, f"{SYSTEM}/Type") == holds(misspelt, f"{DATA}/Type") == "cloud_ssd"
    missing = without(POINT, EXAMPLE)
    assert holds(fixed("data-disk-mount-point-missing", missing), POINT).startswith("/")
    windows = at("/ImageId", "img-windows-vpc", missing)
    assert holds(fixed("data-disk-mount-point-missing", windows), POINT) == "D:"


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


@pytest.mark.parametrize(
    ("source", "destination", "better"),
    [
        ("oss://b/in/", "/mnt/in", entry("oss://b/in/", "/mnt/in/")),
        ("oss://b/", "/mnt", entry("oss://b/", "/mnt/")),
        ("oss://b/in", "/mnt/in/", entry("oss://b/in/", "/mnt/in/")),
        ("oss://b", "/mnt/", entry("oss://b/", "/mnt/")),
        ("oss://b/in/data.csv", "/mnt/", entry("oss://b/in/data.csv", "/mnt/data.csv")),
    ],
)
def test_a_directory_mounted_as_a_file_or_the_reverse(source: str, destination: str, better: Any) -> None:
    tree = mounted(entry(source, destination))
    assert places("mount-directory-file", tree) == [DESTINATION]
    assert holds(fixed("mount-directory-file", tree), FIRST) == better


def test_fixes_of_mounts() -> None:
    other = entry("oss://other/", "/mnt/other/")
    assert holds(fixed("mount-entry-empty", mounted({}, entry())), ENTRIES) == [entry()]
    assert holds(fixed("mount-destination-twice", mounted(entry(), other, entry())), ENTRIES) == [
        entry(),
        other,
    ]
    assert unfixed("mount-destination-twice", mounted_at("/a/", "/a/"))
    assert holds(fixed("mount-write-support-missing", without(WRITE, ONE_MOUNT)), WRITE) is False
    assert holds(fixed("nas-path-on-windows", mounted(entry(f"{NAS}/", "E:"))), SOURCE) == f"{NAS}/!"
    for block, total in ((262144, 262143), (1, 0), (2**40, 2**30)):
        tree = at(MOUNTS, {"CacheBlockSize": block, "CacheTotalSize": total})
        assert places("cache-total-below-block", tree) == [f"{MOUNTS}/CacheTotalSize"]
        assert places("cache-total-below-block", fixed("cache-total-below-block", tree)) == []


def test_messages_do_not_contain_a_secret() -> None:
    tree = at(OSS, {"AccessKeySecret": "very-secret", "SecurityToken": "very-secret"})
    for finding in found("oss-credentials-half", tree):
        assert "very-secret" not in f"{finding.message} {finding.why}"


def test_the_image_of_a_group_decides_its_system() -> None:
    [tree] = on("img-ubuntu-vpc", "D:")
    own, rule = "/Groups/group1/ImageId", "place-of-other-system"
    assert places(rule, at(own, "img-windows-vpc", tree)) == []
    one = MINIMAL["Groups"]["group1"]
    assert places(rule, at("/Groups", {"a": {**one, "ImageId": "img-windows-vpc"}, "b": one}, tree)) == []
    for each in (at(own, "", tree), at("/Groups", {}, tree)):
        assert places(rule, each) != []
