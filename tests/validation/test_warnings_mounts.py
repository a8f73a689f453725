"""Warnings about mounts: what is mounted where, and how."""

from typing import Any

import pytest

from .cases import EXAMPLE, MINIMAL, at, found, holds, mended, places, unmended

MOUNTS = "/Configs/Mounts"
ENTRIES = f"{MOUNTS}/Entries"
FIRST = f"{ENTRIES}/0"
ALL = (
    "mount-entry-empty",
    "mount-source-missing",
    "mount-destination-missing",
    "mount-scheme",
    "mount-destination-form",
    "mount-destination-twice",
    "mount-destination-nested",
    "mount-destination-data-disk",
    "mount-directory-file",
    "mount-write-support-missing",
    "mount-oss-write",
    "nas-path-on-windows",
)


def entry(
    source: Any = "oss://bucket/in/", destination: Any = "/mnt/in/", write: Any = False
) -> dict[str, Any]:
    """A mount."""
    return {"Source": source, "Destination": destination, "WriteSupport": write}


def mounted(*entries: Any) -> Any:
    """A request with these mounts."""
    return at(ENTRIES, list(entries))


def at_places(*destinations: str) -> Any:
    """A request with a mount at each of these places."""
    return mounted(*(entry(f"oss://bucket/{index}/", place) for index, place in enumerate(destinations)))


@pytest.mark.parametrize("tree", [mounted(entry()), mounted(), MINIMAL, EXAMPLE, at(MOUNTS, {})])
def test_mounts_as_they_should_be(tree: Any) -> None:
    assert [rule for rule in ALL if places(rule, tree)] == []


@pytest.mark.parametrize(
    "value", [None, 5, "x", {}, [None], ["x"], [[]], [{"Source": 1, "Destination": None}]]
)
def test_mounts_of_a_wrong_type_are_passed_over(value: Any) -> None:
    tree = at(ENTRIES, value)
    assert [rule for rule in ALL if places(rule, tree)] in ([], ["mount-write-support-missing"])


def test_an_empty_mount_is_one_warning() -> None:
    tree = mounted({}, entry())
    assert places("mount-entry-empty", tree) == [FIRST]
    assert [rule for rule in ALL if places(rule, tree)] == ["mount-entry-empty"]
    assert holds(mended("mount-entry-empty", tree), ENTRIES) == [entry()]


@pytest.mark.parametrize("field", ["Source", "Destination"])
def test_what_a_mount_lacks(field: str) -> None:
    rule = f"mount-{field.lower()}-missing"
    for tree in (mounted(entry() | {field: ""}), mounted({k: v for k, v in entry().items() if k != field})):
        assert places(rule, tree) == [f"{FIRST}/{field}"]
    for value in (None, 5, "x"):
        assert places(rule, mounted(entry() | {field: value})) == []


def test_write_support_has_to_be_said() -> None:
    tree = mounted(entry(), {"Source": "oss://b/", "Destination": "/b/"})
    assert places("mount-write-support-missing", tree) == [f"{ENTRIES}/1/WriteSupport"]
    assert holds(mended("mount-write-support-missing", tree), f"{ENTRIES}/1/WriteSupport") is False
    for value in (True, False, None, "x"):
        assert places("mount-write-support-missing", mounted(entry(write=value))) == []


@pytest.mark.parametrize(
    "source", ["oss://bucket/", "oss://bucket/a/b", "nas://a.cn-x.nas.aliyuncs.com:/", "[x]"]
)
def test_a_source_on_oss_or_nas(source: str) -> None:
    assert places("mount-scheme", mounted(entry(source))) == []


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("OSS://bucket/", "oss://bucket/"),
        (" oss://bucket/", "oss://bucket/"),
        ("oss:bucket/", "oss://bucket/"),
        ("oss:/bucket/", "oss://bucket/"),
        ("26a-x.cn-shenzhen.nas.aliyuncs.com:/", "nas://26a-x.cn-shenzhen.nas.aliyuncs.com:/"),
        ("smb://host/share", None),
        ("lustre://host/share", None),
        ("nasplus://host/share", None),
        ("s3://bucket/", None),
        ("bucket/folder/", None),
        ("/home/x", None),
        ("oss", None),
    ],
)
def test_a_source_elsewhere(source: str, meant: str | None) -> None:
    tree = mounted(entry(source))
    assert places("mount-scheme", tree) == [f"{FIRST}/Source"]
    if meant is None:
        assert unmended("mount-scheme", tree)
    else:
        assert holds(mended("mount-scheme", tree), f"{FIRST}/Source") == meant


@pytest.mark.parametrize("place", ["/", "/mnt", "/mnt/", "E:", "e:", "C:", "", "[place]"])
def test_a_place_for_a_mount(place: str) -> None:
    assert places("mount-destination-form", mounted(entry(destination=place))) == []


@pytest.mark.parametrize(
    ("place", "meant"),
    [
        ("home/in/", "/home/in/"),
        (" /mnt", "/mnt"),
        ("E", "E:"),
        ("E:\\", "E:"),
        ("E:\\in", None),
        ("in", None),
    ],
)
def test_no_place_for_a_mount(place: str, meant: str | None) -> None:
    tree = mounted(entry(destination=place))
    assert places("mount-destination-form", tree) == [f"{FIRST}/Destination"]
    if meant is None:
        assert unmended("mount-destination-form", tree)
    else:
        assert holds(mended("mount-destination-form", tree), f"{FIRST}/Destination") == meant


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
        (["/a", "/A"], []),
        (["/a", "/ab"], []),
        (["/a", "/a/b"], []),
        (["E:", "F:"], []),
        (["x", "x"], []),
        (["", ""], []),
    ],
)
def test_two_mounts_at_one_place(destinations: list[str], expected: list[int]) -> None:
    found_at = places("mount-destination-twice", at_places(*destinations))
    assert found_at == [f"{ENTRIES}/{index}/Destination" for index in expected]


def test_a_mount_that_is_there_twice_is_taken_out() -> None:
    tree = mounted(entry(), entry("oss://other/", "/mnt/other/"), entry())
    assert holds(mended("mount-destination-twice", tree), ENTRIES) == [
        entry(),
        entry("oss://other/", "/mnt/other/"),
    ]
    assert unmended("mount-destination-twice", at_places("/a/", "/a/"))


@pytest.mark.parametrize(
    ("destinations", "expected"),
    [
        (["/a/", "/a/b/"], {1: "/a/"}),
        (["/a/b/", "/a/"], {0: "/a/"}),
        (["/a", "/a/b"], {1: "/a"}),
        (["/a", "/a/b/c", "/a/b"], {1: "/a/b", 2: "/a"}),
        (["/", "/a", "/b"], {1: "/", 2: "/"}),
        (["/a", "/a-b", "/a/b"], {2: "/a"}),
        (["/a", "/a.b/c", "/a!/c"], {}),
        (["/a", "/ab", "/abc"], {}),
        (["/a", "/a"], {}),
        (["/a", "/a/b", "/a/b"], {1: "/a", 2: "/a"}),
        (["/a/x/..", "/a/b"], {1: "/a/x/.."}),
        (["E:", "/E:/a"], {}),
        (["a", "a/b"], {}),
    ],
)
def test_a_mount_inside_another(destinations: list[str], expected: dict[int, str]) -> None:
    findings = found("mount-destination-nested", at_places(*destinations))
    assert {finding.path[-2]: finding for finding in findings}.keys() == expected.keys()
    assert all(f'"{expected[int(finding.path[-2])]}"' in finding.message for finding in findings)


def test_a_mount_where_the_data_disk_is() -> None:
    disk = "/Configs/Disks/DataDisk/MountPoint"
    rule = "mount-destination-data-disk"
    for place, point in {"/data/": "/data", "/data": "/data/", "e:": "E:"}.items():
        assert places(rule, at(disk, point, mounted(entry(destination=place)))) == [f"{FIRST}/Destination"]
    for point in ("/other", "/data/sub", "/", "", "data", None, 5):
        assert places(rule, at(disk, point, mounted(entry(destination="/data")))) == []
    assert places(rule, mounted(entry(destination=""))) == []


@pytest.mark.parametrize(
    ("source", "destination", "mended_source", "mended_destination"),
    [
        ("oss://b/in/", "/mnt/in", "oss://b/in/", "/mnt/in/"),
        ("oss://b/", "/mnt", "oss://b/", "/mnt/"),
        ("oss://b/in", "/mnt/in/", "oss://b/in/", "/mnt/in/"),
        ("oss://b", "/mnt/", "oss://b/", "/mnt/"),
        ("oss://b/in/data.csv", "/mnt/", "oss://b/in/data.csv", "/mnt/data.csv"),
    ],
)
def test_a_directory_against_a_file(
    source: str, destination: str, mended_source: str, mended_destination: str
) -> None:
    tree = mounted(entry(source, destination))
    assert places("mount-directory-file", tree) == [f"{FIRST}/Destination"]
    better = mended("mount-directory-file", tree)
    assert holds(better, FIRST) == entry(mended_source, mended_destination)


@pytest.mark.parametrize(
    ("source", "destination"),
    [
        ("oss://b/in/", "/mnt/in/"),
        ("oss://b/in", "/mnt/in"),
        ("oss://b/in/", "E:"),
        ("nas://x.cn-shenzhen.nas.aliyuncs.com:/", "/home/admin/nas1"),
        ("oss://b/", ""),
        ("oss://b/", "mnt"),
        ("", "/mnt/"),
        (None, "/mnt/"),
    ],
)
def test_no_directory_against_a_file(source: Any, destination: Any) -> None:
    assert places("mount-directory-file", mounted(entry(source, destination))) == []


def test_writing_to_oss() -> None:
    assert places("mount-oss-write", mounted(entry(write=True))) == [f"{FIRST}/WriteSupport"]
    for write in (False, None, "true", 1):
        assert places("mount-oss-write", mounted(entry(write=write))) == []
    assert places("mount-oss-write", mounted(entry("nas://x.y.nas.aliyuncs.com:/", write=True))) == []


def test_a_nas_on_windows_ends_with_an_exclamation_mark() -> None:
    nas = "nas://x.cn-shenzhen.nas.aliyuncs.com:"
    for drive in ("E:", "e:"):
        tree = mounted(entry(f"{nas}/", drive))
        assert places("nas-path-on-windows", tree) == [f"{FIRST}/Source"]
        assert holds(mended("nas-path-on-windows", tree), f"{FIRST}/Source") == f"{nas}/!"
        assert places("nas-path-on-windows", mounted(entry(f"{nas}/!", drive))) == []
    assert places("nas-path-on-windows", mounted(entry(f"{nas}/", "/mnt/"))) == []
    assert places("nas-path-on-windows", mounted(entry("oss://b/", "E:"))) == []


@pytest.mark.parametrize(
    "locale",
    [
        "GBK",
        "GB2312-80",
        "BIG5",
        "UTF-8",
        "ANSI",
        "EUC-JP",
        "EUC-TW",
        "EUC-KR",
        "SHIFT-JIS",
        "KSC5601",
        "",
        None,
    ],
)
def test_a_known_locale(locale: Any) -> None:
    assert places("locale-unknown", at(f"{MOUNTS}/Locale", locale)) == []


@pytest.mark.parametrize(
    ("locale", "meant"), [("utf8", "UTF-8"), ("gbk", "GBK"), ("Shift_JIS", "SHIFT-JIS"), ("KOI8-R", None)]
)
def test_an_unknown_locale(locale: str, meant: str | None) -> None:
    tree = at(f"{MOUNTS}/Locale", locale)
    assert places("locale-unknown", tree) == [f"{MOUNTS}/Locale"]
    if meant is None:
        assert unmended("locale-unknown", tree)
    else:
        assert holds(mended("locale-unknown", tree), f"{MOUNTS}/Locale") == meant


def cache(block: Any, total: Any) -> Any:
    """A request with a cache of these sizes."""
    return at(MOUNTS, {"CacheBlockSize": block, "CacheTotalSize": total})


def test_a_cache_that_holds_no_block() -> None:
    for block, total in ((262144, 262143), (1, 0), (2**40, 2**30)):
        tree = cache(block, total)
        assert places("cache-total-below-block", tree) == [f"{MOUNTS}/CacheTotalSize"]
        assert places("cache-total-below-block", mended("cache-total-below-block", tree)) == []
    for block, total in (
        (262144, 262144),
        (0, 0),
        (262144, 536870912),
        (5, "4"),
        (None, 4),
        (5, -1),
        (5, 4.0),
    ):
        assert places("cache-total-below-block", cache(block, total)) == []
    assert places("cache-total-below-block", at(f"{MOUNTS}/CacheTotalSize", 1)) == []


@pytest.mark.parametrize(
    ("key", "lacking"),
    [
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
    ],
)
def test_half_an_access_key(key: dict[str, Any], lacking: list[str]) -> None:
    expected = [f"{MOUNTS}/OSS/{name}" for name in lacking]
    assert places("oss-credentials-half", at(f"{MOUNTS}/OSS", key)) == expected


def test_a_secret_is_not_said_in_a_finding() -> None:
    tree = at(f"{MOUNTS}/OSS", {"AccessKeySecret": "very-secret", "SecurityToken": "very-secret"})
    for finding in found("oss-credentials-half", tree):
        assert "very-secret" not in f"{finding.message} {finding.why}"
