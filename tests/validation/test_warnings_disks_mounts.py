"""Warnings about disks and mounts."""

from typing import Any

import pytest

from .cases import EXAMPLE, MINIMAL, Fixed, Warned, at, fixes, found, silent, warn, with_account, without

SYSTEM, DATA = "/Configs/Disks/SystemDisk", "/Configs/Disks/DataDisk"
TYPES, POINT = [f"{SYSTEM}/Type", f"{DATA}/Type"], f"{DATA}/MountPoint"
MOUNTS = "/Configs/Mounts"
ENTRIES, OSS, LOCALE = f"{MOUNTS}/Entries", f"{MOUNTS}/OSS", f"{MOUNTS}/Locale"
BLOCK, TOTAL = f"{MOUNTS}/CacheBlockSize", f"{MOUNTS}/CacheTotalSize"
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
    return {"Source": source, "Destination": destination, "WriteSupport": write}


def mounted(*entries: Any) -> Any:
    return at(ENTRIES, list(entries))


def mounted_at(*destinations: str) -> Any:
    return mounted(*(entry(f"oss://bucket/{index}/", path) for index, path in enumerate(destinations)))


def disk_types(system: Any, data: Any) -> Any:
    return at(f"{SYSTEM}/Type", system, at(f"{DATA}/Type", data, EXAMPLE))


PATHS = [POINT, DESTINATION, f"{ENTRIES}/1/Destination"]


def all_at(image: str, path: Any) -> Any:
    """A request for an image, with its data disk and mounts at one path."""
    tree = at("/ImageId", image, EXAMPLE)
    for place in PATHS:
        tree = at(place, path, tree)
    return tree


ONE_MOUNT = mounted(entry())
OTHER = entry("oss://other/", "/mnt/other/")
NO_POINT = without(POINT, EXAMPLE)
GROUP = MINIMAL["Groups"]["group1"]
ON_WINDOWS = {**GROUP, "ImageId": "img-windows-vpc"}
OWN_DISKS = with_account(system_disk_types={"cloud_essd"}, data_disk_types={"cloud_ssd"})
CASES: list[Warned] = [
    *(
        case
        for place in TYPES
        for case in (
            *silent("disk-type-unknown", place, "cloud", "cloud_efficiency", "cloud_ssd", "ephemeral"),
            *silent("disk-type-unknown", place, "ephemeral_ssd", "", "[type]"),
            *warn("disk-type-unknown", place, "ssd", "cloud_efficency", "CLOUD_SSD", "cloud "),
        )
    ),
    ("disk-type-unknown", disk_types("cloud_essd", "cloud_ssd"), [], OWN_DISKS),
    ("disk-type-unknown", disk_types("cloud_ssd", "cloud_essd"), TYPES, OWN_DISKS),
    ("disk-types-differ", disk_types("cloud_ssd", "cloud_efficiency"), [f"{DATA}/Type"]),
    *(
        ("disk-types-differ", disk_types(*types), [])
        for types in (("cloud_ssd", "cloud_ssd"), ("", "cloud_ssd"), ("cloud_ssd", ""), ("", ""))
    ),
    *(("disk-types-differ", without(place, EXAMPLE), []) for place in (f"{DATA}/Type", SYSTEM)),
    ("cloud-disk-with-bcs", BCS, TYPES),
    ("cloud-disk-with-bcs", at("/InstanceType", "bcs.a2.large", disk_types("ephemeral", "")), []),
    ("cloud-disk-with-bcs", at("/Groups/group1/InstanceType", "ecs.sn1.large", BCS), []),
    *silent("system-disk-size", f"{SYSTEM}/Size", 40, 500, 0, "10", 10.0, True),
    *warn("system-disk-size", f"{SYSTEM}/Size", 1, 39, 501, 10**30),
    *silent("data-disk-size", f"{DATA}/Size", 20, 32768, 0, "10"),
    *warn("data-disk-size", f"{DATA}/Size", 1, 19, 32769),
    *silent("data-disk-over-1000", f"{DATA}/Size", 20, 1000, 32769),
    *warn("data-disk-over-1000", f"{DATA}/Size", 1001, 32768),
    *(("data-disk-mount-point-missing", tree, [POINT]) for tree in (NO_POINT, at(DATA, {}))),
    *warn("data-disk-mount-point-missing", POINT, "", base=EXAMPLE),
    ("data-disk-mount-point-missing", at("/Configs/Disks", {}), []),
    *silent("data-disk-mount-point-form", POINT, "/", "/home/data", "/home/data/", "A:", "D:", "Z:", "e:"),
    *silent("data-disk-mount-point-form", POINT, "", "[place]"),
    *((rule, tree, []) for rule in OF_ENTRIES for tree in (ONE_MOUNT, mounted())),
    *((rule, mounted({}, entry()), [FIRST] if rule == "mount-entry-empty" else []) for rule in OF_ENTRIES),
    *warn("mount-source-missing", SOURCE, "", base=ONE_MOUNT),
    ("mount-source-missing", without(SOURCE, ONE_MOUNT), [SOURCE]),
    *warn("mount-destination-missing", DESTINATION, "", base=ONE_MOUNT),
    ("mount-destination-missing", without(DESTINATION, ONE_MOUNT), [DESTINATION]),
    ("mount-write-support-missing", without(WRITE, ONE_MOUNT), [WRITE]),
    *silent("mount-scheme", SOURCE, "oss://bucket/", "oss://bucket/a/b", f"{NAS}/", "[x]", base=ONE_MOUNT),
    *silent("mount-destination-form", DESTINATION, "/", "/mnt", "/mnt/", "E:", "e:", "C:", base=ONE_MOUNT),
    *silent("mount-destination-form", DESTINATION, "", "[place]", base=ONE_MOUNT),
    *warn("mount-oss-write", WRITE, True, base=ONE_MOUNT),
    *silent("mount-oss-write", WRITE, False, "true", base=ONE_MOUNT),
    ("mount-oss-write", mounted(entry(f"{NAS}/", write=True)), []),
    *(("nas-path-on-windows", mounted(entry(f"{NAS}/", drive)), [SOURCE]) for drive in ("E:", "e:")),
    *(
        ("nas-path-on-windows", mounted(entry(source, destination)), [])
        for source, destination in ((f"{NAS}/!", "E:"), (f"{NAS}/", "/mnt/"), ("oss://b/", "E:"))
    ),
    *(
        ("mount-destination-data-disk", at(POINT, point, mounted(entry(destination=path))), [DESTINATION])
        for path, point in (("/data/", "/data"), ("/data", "/data/"), ("e:", "E:"))
    ),
    *silent(
        "mount-destination-data-disk",
        POINT,
        *("/other", "/data/sub", "/", "", "data"),
        base=mounted(entry(destination="/data")),
    ),
    *(
        ("mount-directory-file", mounted(entry(source, destination)), [])
        for source, destination in (
            *(("oss://b/in/", "/mnt/in/"), ("oss://b/in", "/mnt/in"), ("oss://b/in/", "E:"), ("", "/mnt/")),
            *((f"{NAS}/", "/home/admin/nas1"), ("oss://b/", ""), ("oss://b/", "mnt")),
        )
    ),
    *silent("locale-unknown", LOCALE, "GBK", "GB2312-80", "BIG5", "UTF-8", "ANSI", "EUC-JP", "EUC-TW"),
    *silent("locale-unknown", LOCALE, "EUC-KR", "SHIFT-JIS", "KSC5601", ""),
    *silent("cache-total-below-block", TOTAL, 262144, 536870912, "4", -1, base=at(BLOCK, 262144)),
    *silent("cache-total-below-block", TOTAL, 0, base=at(BLOCK, 0)),
    *warn("cache-total-below-block", TOTAL, 0, base=at(BLOCK, 1)),
    *silent("cache-total-below-block", TOTAL, 1),
    *(
        ("oss-credentials-half", at(OSS, keys), [f"{OSS}/{name}" for name in lacking])
        for keys, lacking in (
            ({}, []),
            ({"AccessKeyId": "", "AccessKeySecret": "", "SecurityToken": ""}, []),
            ({"AccessKeyId": "i", "AccessKeySecret": "s"}, []),
            ({"AccessKeyId": "i", "AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"}, []),
            ({"AccessKeyId": "i"}, ["AccessKeySecret"]),
            ({"AccessKeyId": "i", "AccessKeySecret": "", "SecurityToken": "t"}, ["AccessKeySecret"]),
            ({"AccessKeySecret": "s"}, ["AccessKeyId"]),
            ({"SecurityToken": "t"}, ["AccessKeyId", "AccessKeySecret"]),
        )
    ),
    *(
        ("place-of-other-system", all_at(image, path), PATHS if path in of_other else [])
        for image, of_other in (
            ("img-ubuntu-vpc", ("D:", "e:")),
            ("img-windows-vpc", ("/home/data", "/")),
            *((image, ()) for image in ("m-own", "img-own", "")),
        )
        for path in ("D:", "e:", "/home/data", "/", "", "data", "D:\\data", "[place]")
    ),
    *(
        ("place-of-other-system", at("/Groups", groups, all_at("img-ubuntu-vpc", "D:")), expected)
        for groups, expected in (
            ({"a": ON_WINDOWS}, []),
            ({"a": ON_WINDOWS, "b": GROUP}, []),
            ({"a": {**GROUP, "ImageId": ""}}, PATHS),
            ({}, PATHS),
        )
    ),
    *(
        ("mount-destination-twice", mounted_at(*paths), [f"{ENTRIES}/{at}/Destination" for at in repeated])
        for paths, repeated in (
            *((["/a/", "/a/"], [1]), (["/a", "/a/"], [1]), (["/a//b", "/a/b/"], [1]), (["//a", "/a"], [1])),
            *((["/a/./b", "/a/c/../b"], [1]), (["E:", "e:"], [1])),
            (["/a", "/b", "/a", "/b", "/a"], [2, 3, 4]),
            *((paths, []) for paths in (["/a", "/A"], ["/a", "/ab"], ["/a", "/a/b"], ["E:", "F:"])),
            *((paths, []) for paths in (["x", "x"], ["", ""])),
        )
    ),
]


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
        "locale-unknown", LOCALE, {"utf8": "UTF-8", "gbk": "GBK", "Shift_JIS": "SHIFT-JIS", "KOI8-R": None}
    ),
    ("data-disk-mount-point-missing", NO_POINT, POINT, "/home/data"),
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
    *fixes("cache-total-below-block", TOTAL, {262143: 536870912}, base=at(BLOCK, 262144)),
    *fixes("cache-total-below-block", TOTAL, {2**30: 2**40}, base=at(BLOCK, 2**40)),
    *(
        ("mount-directory-file", mounted(entry(source, destination)), FIRST, entry(*better))
        for source, destination, *better in (
            ("oss://b/in/", "/mnt/in", "oss://b/in/", "/mnt/in/"),
            ("oss://b/", "/mnt/ ", "oss://b/", "/mnt/"),
            ("oss://b/in", "/mnt/in/", "oss://b/in/", "/mnt/in/"),
            ("oss://b", "/mnt/", "oss://b/", "/mnt/"),
            ("oss://b/in/data.csv", "/mnt/", "oss://b/in/data.csv", "/mnt/data.csv"),
        )
    ),
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
