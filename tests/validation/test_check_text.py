"""Errors of the text of a request: row E2, duplicate keys, size."""

import json
from typing import Any

import pytest

from wizard.document.tree import to_pointer
from wizard.validation import check_text

from .cases import EXAMPLE, MINIMAL, at, errors, errors_of

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
def test_a_duplicate_key_is_a_warning(place: str, text: str) -> None:
    found = [finding for finding in check_text(text).findings if finding.rule == "duplicate-key"]
    assert {to_pointer(finding.path) for finding in found} == {place}
    assert {finding.severity for finding in found} == {"warning"}
    assert errors(check_text(text).findings) == []


def test_the_last_of_two_equal_keys_counts() -> None:
    report = check_text('{"Name": "b", "Name": 1}')
    assert report.tree == {"Name": 1}
    assert "InvalidName" in {code for code, _, _ in errors(report.findings)}


def sized(size: int, character: str = "x") -> str:
    """A request of at most this many bytes in compact form."""
    empty = json.dumps(at("/Bootstrap", ""), separators=(",", ":"))
    count = (size - len(empty)) // len(character.encode())
    return json.dumps(at("/Bootstrap", character * count), separators=(",", ":"), ensure_ascii=False)


KIB, MIB = 1024, 1024 * 1024


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (sized(256 * KIB - 1_000), []),
        (sized(200_000, "命"), []),
        (sized(256 * KIB + 1), ["body-large"]),
        (sized(300_000, "命"), ["body-large"]),
        (sized(4 * MIB), ["body-large"]),
        (sized(4 * MIB + 1), ["body-too-large"]),
    ],
    ids=range(6),
)
def test_a_large_body_is_a_warning_and_more_than_4_mib_an_error(text: str, rules: list[str]) -> None:
    findings = check_text(text).findings
    assert [finding.rule for finding in findings] == rules
    assert [finding.severity for finding in findings] == [
        "error" if rule == "body-too-large" else "warning" for rule in rules
    ]


def test_a_body_that_is_too_large_has_its_other_errors_too() -> None:
    tree = {**json.loads(sized(4 * MIB + 1)), "Description": 3}
    assert [code for code, _, _ in errors_of(tree)] == ["body-too-large", "InvalidDescription"]
