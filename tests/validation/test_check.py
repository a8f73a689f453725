"""Errors of the text of a request, the order of findings, and that no document makes a rule fail."""

import copy
import json
from typing import Any

import pytest
from document.trees import TREES
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.document.tree import Path, apply_patch, get, set_in, to_pointer, walk
from wizard.validation import check, check_text
from wizard.validation.error_codes import ERROR_CODES, get_error_code

from .cases import EXAMPLE, FULL, MINIMAL, VALUES, at, errors, errors_of

# -- errors of the text: row E2, duplicate keys, size

NO_JSON = ("InvalidJsonFormat", "The request body has an invalid json format.", "")
NO_OBJECT = ("InvalidHttpBody", "Specified parameter HttpBody is not valid. Its type must be object.", "")
GOOD = json.dumps(MINIMAL)


def with_value(text: str) -> str:
    """The smallest request with another key, whose value is this text."""
    return GOOD[:-1] + f', "X": {text}}}'


BROKEN: list[bytes | str] = [
    *(GOOD.encode() + b"\0", b'{1: "a"}', b"Name: a\n", b"<html></html>", with_value("1" * 400 + ".5")),
    *(with_value(number) for number in ("+1", "1.", "1e", "0x10", "1_000", "１")),
    *(with_value(text) for text in ('"a\tb"', r'"\x41"', r'"\u12"', r'"\u0_41"')),
    *(b'{"Name": "a\\', GOOD.encode("utf-16-le"), GOOD.encode("utf-32"), '{"Name": "集群"}'.encode("gbk")),
    *(b'{"Name": "\xc0\xaf"}', b'{"Name": "\xed\xa0\x80"}', b'{"Name": "\xf4\x90\x80\x80"}'),
    *(GOOD.replace(" ", "\xa0"), GOOD.replace(" ", "\f")),
]
"""More than tests/document has, with the positions and reasons."""


@pytest.mark.parametrize("data", BROKEN, ids=range(len(BROKEN)))
def test_invalid_json_is_one_error(data: bytes | str) -> None:
    assert errors(check_text(data).findings) == [NO_JSON]
    if isinstance(data, str) and data.isprintable():
        assert errors(check_text(data.encode()).findings) == [NO_JSON]


@pytest.mark.parametrize("text", ["[]", '"x"', "3", "-1.5e3", "true", "null", "[{}]", ' "😀" '])
def test_json_that_is_not_an_object(text: str) -> None:
    assert errors(check_text(text).findings) == errors_of(json.loads(text)) == [NO_OBJECT]


@pytest.mark.parametrize("tree", [EXAMPLE, at("/Name", 1, EXAMPLE), at("/UserData", {"k": None}), {}])
def test_a_text_has_the_errors_of_its_tree(tree: Any) -> None:
    for data in (json.dumps(tree), json.dumps(tree, indent=4).encode(), json.dumps(tree, ensure_ascii=False)):
        assert errors(check_text(data).findings) == errors_of(tree)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("/Name", GOOD[:-1] + ', "Name": "other"}'),
        ("/InstanceType", GOOD[:-1] + r', "Instance\u0054ype": "ecs.sn1.large"}'),
        ("/Groups/group1", GOOD.replace('"group1"', '"group1": {}, "group1"')),
        ("/UserData/k", GOOD[:-1] + ', "UserData": {"k": "1", "l": "2", "k": "3"}}'),
        ("/X/1/Source", with_value('[{}, {"Source": "a", "Source": "b"}]')),
        ("/a~1b", GOOD[:-1] + ', "a/b": 1, "a/b": 1}'),
    ],
)
def test_a_duplicate_key_is_a_warning_and_the_last_one_counts(place: str, text: str) -> None:
    found = [finding for finding in check_text(text).findings if finding.rule == "duplicate-key"]
    assert {to_pointer(finding.path) for finding in found} == {place}
    assert {finding.severity for finding in found} == {"warning"}
    assert errors(check_text(text).findings) == []
    report = check_text('{"Name": "b", "Name": 1}')
    assert report.tree == {"Name": 1}
    assert "InvalidName" in {code for code, _, _ in errors(report.findings)}


def sized(size: int, character: str = "x") -> str:
    """A request of at most this many bytes in compact form."""
    empty = json.dumps(at("/Bootstrap", ""), separators=(",", ":"))
    count = (size - len(empty)) // len(character.encode())
    return json.dumps(at("/Bootstrap", character * count), separators=(",", ":"), ensure_ascii=False)


KIB, MIB = 1024, 1024 * 1024


def test_a_large_body_is_a_warning_and_more_than_4_mib_an_error() -> None:
    for text, found in (
        *((text, []) for text in (sized(256 * KIB - 1_000), sized(200_000, "命"))),
        *((sized(256 * KIB + size), [("body-large", "warning")]) for size in (1, 4 * MIB - 256 * KIB)),
        (sized(300_000, "命"), [("body-large", "warning")]),
        (sized(4 * MIB + 1), [("body-too-large", "error")]),
    ):
        assert [(each.rule, each.severity) for each in check_text(text).findings] == found
    tree = {**json.loads(sized(4 * MIB + 1)), "Description": 3}
    assert [code for code, _, _ in errors_of(tree)] == ["body-too-large", "InvalidDescription"]


# -- several errors: all are listed, in the order of the error table

VPC, GROUPS = "/Configs/Networks/VPC", "/Groups"

WORST: dict[str, Any] = {
    "Bootstrap": None,
    "Configs": {"Networks": {"VPC": {"OppositeRouterType": "R", "CidrBlock": "x"}}},
    "Groups": {
        "group3": {"DesiredVMCount": 65537, "ResourceType": "Spot"},
        "group2": {"ResourceType": "x", "InstanceType": "x", "DesiredVMCount": "3"},
        "group1": {"InstanceType": "ecs.sn1.large"},
        "": {"DesiredVMCount": 1, "ResourceType": "Spot", "InstanceType": "ecs.sn1.large"},
        "x": 1,
    },
    "UserData": {"b": "v" * 1025, "a": 1, "": "v", **{f"k{number}": "v" for number in range(62)}},
    "ImageId": "",
    "Description": "d" * 1025,
    "Name": "9" * 65,
}

IN_ORDER: list[tuple[Any, list[tuple[int, str]]]] = [
    (
        WORST,
        [
            *((5, f"{VPC}/OppositeRouterId"), (6, f"{VPC}/OppositeAccessPointId")),
            *((7, f"{VPC}/OppositeRegionId"), (9, "/Name"), (10, "/Name"), (12, "/Description")),
            *((15, "/ImageId"), (17, "/UserData"), (18, "/UserData/"), (19, "/UserData/a")),
            *((20, "/UserData/b"), (22, f"{GROUPS}/x"), (23, f"{GROUPS}/")),
            *((24, f"{GROUPS}/group1/DesiredVMCount"), (25, f"{GROUPS}/group2/DesiredVMCount")),
            *((26, f"{GROUPS}/group3/DesiredVMCount"), (27, f"{VPC}/CidrBlock")),
            *((31, f"{VPC}/OppositeRouterType"), (32, f"{GROUPS}/group3/InstanceType")),
            *((33, f"{GROUPS}/group2/InstanceType"), (34, f"{GROUPS}/group1/ResourceType")),
            *((35, f"{GROUPS}/group2/ResourceType"), (36, "/Bootstrap")),
        ],
    ),
    ({"Groups": 1, "UserData": 1}, [(4, "/Name"), (13, "/ImageId"), (16, "/UserData"), (21, GROUPS)]),
    (
        {"EnvVars": 1, "Groups": 1, "ImageId": 1, "Description": 1, "Name": 1},
        [(8, "/Name"), (11, "/Description"), (14, "/ImageId"), (21, GROUPS), (36, "/EnvVars")],
    ),
]
"""Requests, and their errors as rows of the table and JSON Pointers."""


def test_errors_are_listed_in_the_order_of_the_table_and_before_warnings_and_notes() -> None:
    for tree, expected in IN_ORDER:
        found = [(each.row, to_pointer(each.path)) for each in check(tree) if each.severity == "error"]
        assert found == expected
    severities = [finding.severity for finding in check({**WORST, "Bootstrp": 1})]
    assert "error" in severities and len(set(severities)) > 1
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


def test_the_table_has_36_rows_with_their_status() -> None:
    forbidden_rows = [28, 29, 30, 31]
    assert {entry.number: entry.status for entry in ERROR_CODES} == {
        number: 403 if number in forbidden_rows else 400 for number in range(1, 37)
    }
    assert get_error_code(4).code == "MissingName"
    assert get_error_code(4).message == "Name is mandatory for this action."


# -- any document

PATHS = [path for path, _ in walk(FULL)]
SEVERITIES = {"error", "warning", "note"}


def check_findings(tree: Any) -> None:
    """Check a request, and that its findings are well-formed and their fixes can be applied."""
    before = copy.deepcopy(tree)
    for finding in check(tree):
        assert finding.severity in SEVERITIES
        assert finding.rule and finding.message
        if finding.fix is not None:
            assert finding.fix.label
            json.dumps(list(finding.fix.edits))
            apply_patch(tree, finding.fix.edits)
    assert tree == before


@pytest.mark.parametrize("path", PATHS, ids=to_pointer)
def test_values_of_every_type_at_any_place(path: Path) -> None:
    for value in VALUES:
        check_findings(set_in(FULL, path, value))
    whole = get(FULL, path)
    if isinstance(whole, dict | list) and whole:  # a list for an object, and the reverse
        items = [*(whole.values() if isinstance(whole, dict) else whole)] * 2
        check_findings(set_in(FULL, path, {f"k{index}": item for index, item in enumerate(items)}))
        check_findings(set_in(FULL, path, items))


@settings(database=None)
@given(st.sampled_from(PATHS) | st.just(()), TREES)
def test_any_tree_at_any_place(path: Path, value: Any) -> None:
    check_findings(set_in(FULL, path, value))


@settings(database=None)
@given(
    st.binary(max_size=200) | st.text(max_size=200), st.integers(0, 1500), st.binary(min_size=1, max_size=3)
)
def test_any_text_and_a_request_with_a_few_bytes_replaced(
    data: bytes | str, start: int, typed: bytes
) -> None:
    text = json.dumps(FULL).encode()
    start = min(start, len(text))
    for each in (data, text[:start] + typed + text[start + len(typed) :]):
        assert all(finding.severity in SEVERITIES for finding in check_text(each).findings)


@pytest.mark.parametrize("name", ["UserData", "EnvVars", "Groups"])
def test_a_lone_surrogate_in_a_key_is_an_error(name: str) -> None:
    for value in (1, [1], None, {"DesiredVMCount": "x"}):
        [finding] = check({**MINIMAL, name: {"\ud800": value}})
        assert (finding.rule, finding.path) == ("InvalidJsonFormat", (name, "\ud800"))
