"""Row E2, and what else only the text of a request can tell: duplicate keys, its size."""

import json
from typing import Any

import pytest

from wizard.validation import check, check_text

from .cases import EXAMPLE, MINIMAL, at, errors, errors_of, pointer

NO_JSON = ("InvalidJsonFormat", "The request body has an invalid json format.", "")
NO_OBJECT = ("InvalidHttpBody", "Specified parameter HttpBody is not valid. Its type must be object.", "")
GOOD = json.dumps(MINIMAL)


def with_value(text: str) -> str:
    """The smallest request with a further key, whose value is this text."""
    return GOOD[:-1] + f', "X": {text}}}'


BROKEN: dict[str, bytes | str] = {
    "empty": b"",
    "white space": b" \n\t\r ",
    "cut off": GOOD[:-1].encode(),
    "a comma too many": (GOOD[:-1] + ",}").encode(),
    "a comma too many in a list": with_value("[1,]"),
    "no comma": b'{"a": 1 "b": 2}',
    "no colon": b'{"a" 1}',
    "no value": b'{"a":}',
    "text behind": (GOOD + " x").encode(),
    "a second object": (GOOD + GOOD).encode(),
    "a second object on a line of its own": (GOOD + "\n" + GOOD).encode(),
    "a NUL behind": GOOD.encode() + b"\0",
    "a comment": with_value("1 /* one */"),
    "a comment in a line": "// cluster\n" + GOOD,
    "single quotes": b"{'Name': 'a'}",
    "a key without quotes": b'{Name: "a"}',
    "a key that is a number": b'{1: "a"}',
    "YAML": b"Name: a\nImageId: b\n",
    "HTML": b"<html></html>",
    "Python's True": with_value("True"),
    "Python's None": with_value("None"),
    "NaN": with_value("NaN"),
    "NaN in a list": with_value("[1, NaN]"),
    "Infinity": with_value("Infinity"),
    "-Infinity": with_value("-Infinity"),
    "NaN alone": b"NaN",
    "a number that overflows": with_value("1e999"),
    "a negative number that overflows": with_value("-1e999"),
    "a long number that overflows": with_value("1" * 400 + ".5"),
    "a number of 5,000 digits": with_value("9" * 5000),
    "a number with a plus": with_value("+1"),
    "a number with a leading zero": with_value("01"),
    "a number that begins with its point": with_value(".5"),
    "a number that ends with its point": with_value("1."),
    "a number without exponent": with_value("1e"),
    "a hexadecimal number": with_value("0x10"),
    "a number with an underscore": with_value("1_000"),
    "a digit of another script": with_value("１"),
    "a control character in a string": with_value('"a\nb"'),
    "a tab in a string": with_value('"a\tb"'),
    "an escape that is none": with_value(r'"\x41"'),
    "half an escape": with_value(r'"\u12"'),
    "an escape with an underscore": with_value(r'"\u0_41"'),
    "an unpaired high surrogate": with_value(r'"\ud800"'),
    "an unpaired low surrogate": with_value(r'"\udc00"'),
    "surrogates in the wrong order": with_value(r'"\ude00\ud83d"'),
    "two high surrogates": with_value(r'"\ud83d\ud83d"'),
    "an unpaired surrogate in a key": with_value(r'{"\ud800": 1}'),
    "an unpaired surrogate in a list": with_value(r'["\ud800"]'),
    "an unpaired surrogate in the name": r'{"Name": "\udfff"}',
    "an unpaired surrogate alone": rb'"\ud800"',
    "an open string": b'{"Name": "a',
    "an open string after an escape": b'{"Name": "a\\',
    "a byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "UTF-16": GOOD.encode("utf-16"),
    "UTF-16 without a mark": GOOD.encode("utf-16-le"),
    "UTF-32": GOOD.encode("utf-32"),
    "Latin-1": '{"Name": "é"}'.encode("latin-1"),
    "GBK": '{"Name": "集群"}'.encode("gbk"),
    "half a character": '{"Name": "集'.encode()[:-1] + b'"}',
    "an overlong character": b'{"Name": "\xc0\xaf"}',
    "a surrogate in UTF-8": b'{"Name": "\xed\xa0\x80"}',
    "beyond Unicode": b'{"Name": "\xf4\x90\x80\x80"}',
    "a no-break space": GOOD.replace(" ", "\xa0"),
    "a form feed": GOOD.replace(" ", "\f"),
    "brackets that never close": b"[" * 100_000,
    "objects that never close": b'{"a":' * 100_000,
    "brackets that never close below a key": with_value("[" * 100_000)[:-1],
}

SOUND = {
    "white space around": f" \r\n\t{GOOD}\n \n",
    "a pair of surrogates": with_value(r'"\ud83d\ude00"'),
    "a character beyond the first plane": with_value('"😀"'),
    "escapes": with_value(r'"\"\\\/\b\f\n\r\t\u0000\uFFFF"'),
    "a number that underflows": with_value("1e-999"),
    "the largest number": with_value("1.7976931348623157e308"),
    "minus zero": with_value("-0"),
    "a line separator in a string": with_value('"\u2028"'),
    "a delete character in a string": with_value('"\x7f"'),
    "an unknown key with null": with_value("null"),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_invalid_json_is_one_error(data: bytes | str) -> None:
    assert errors(check_text(data).findings) == [NO_JSON]
    if isinstance(data, str):
        assert errors(check_text(data.encode()).findings) == [NO_JSON]


def test_a_text_with_an_unpaired_surrogate_is_invalid() -> None:
    assert errors(check_text('{"Name": "\ud800"}').findings) == [NO_JSON]


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND.keys())
def test_valid_json(text: str) -> None:
    assert errors(check_text(text).findings) == []
    assert errors(check_text(text.encode()).findings) == []


@pytest.mark.parametrize("text", ["[]", '"x"', "3", "-1.5e3", "true", "null", "[{}]", ' "😀" '])
def test_json_that_is_not_an_object(text: str) -> None:
    assert errors(check_text(text).findings) == [NO_OBJECT]


@pytest.mark.parametrize("text", ["[" * 100_000 + "]" * 100_000, '{"a":' * 100_000 + "1" + "}" * 100_000])
def test_deep_nesting_is_not_a_crash(text: str) -> None:
    found = errors(check_text(text).findings)
    assert len(found) >= 1
    assert found[0][0] in {"InvalidJsonFormat", "InvalidHttpBody", "MissingName"}


@pytest.mark.parametrize(
    "tree", [MINIMAL, EXAMPLE, at("/Name", 1, EXAMPLE), at("/UserData", {"k": None}), {}, []]
)
def test_a_text_has_the_errors_of_its_tree(tree: Any) -> None:
    for data in (json.dumps(tree), json.dumps(tree, indent=4).encode(), json.dumps(tree, ensure_ascii=False)):
        assert errors(check_text(data).findings) == errors_of(tree)


def test_an_integer_and_a_float_are_told_apart_as_they_are_written() -> None:
    for text, code in {"3": [], "3.0": ["InvalidDesiredVMCount"], "3e0": ["InvalidDesiredVMCount"]}.items():
        found = errors(check_text(GOOD.replace('"DesiredVMCount": 1', f'"DesiredVMCount": {text}')).findings)
        assert [rule for rule, _, _ in found] == code


DUPLICATES = {
    "/Name": GOOD[:-1] + ', "Name": "other"}',
    "/InstanceType": GOOD[:-1] + r', "Instance\u0054ype": "ecs.sn1.large"}',
    "/Groups/group1/DesiredVMCount": GOOD.replace(
        '"DesiredVMCount": 1', '"DesiredVMCount": 0, "DesiredVMCount": 1'
    ),
    "/Groups/group1": GOOD.replace('"group1"', '"group1": {}, "group1"'),
    "/UserData/k": GOOD[:-1] + ', "UserData": {"k": "1", "l": "2", "k": "3"}}',
    "/Configs/Mounts/Entries/1/Source": GOOD[:-1]
    + ', "Configs": {"Mounts": {"Entries": [{}, {"Source": "oss://a/", "Source": "oss://b/"}]}}}',
    "/a~1b": GOOD[:-1] + ', "a/b": 1, "a/b": 1}',
}


@pytest.mark.parametrize(("place", "text"), DUPLICATES.items(), ids=DUPLICATES.keys())
def test_a_key_that_occurs_twice_is_a_warning(place: str, text: str) -> None:
    found = [finding for finding in check_text(text).findings if finding.rule == "duplicate-key"]
    assert {pointer(finding.path) for finding in found} == {place}
    assert {finding.severity for finding in found} == {"warning"}
    assert errors(check_text(text).findings) == []


def test_the_last_of_two_equal_keys_counts() -> None:
    bad_last = GOOD.replace('"DesiredVMCount": 1', '"DesiredVMCount": 1, "DesiredVMCount": 0')
    assert [code for code, _, _ in errors(check_text(bad_last).findings)] == ["InvalidDesiredVMCount"]
    report = check_text('{"Name": 1, "Name": "b"}')
    assert report.tree == {"Name": "b"}


def test_equal_keys_of_different_objects_are_fine() -> None:
    assert "duplicate-key" not in {finding.rule for finding in check_text(json.dumps(EXAMPLE)).findings}


def sized(bytes_: int, character: str = "x") -> str:
    """A compact request of so many bytes."""
    empty = json.dumps(at("/Bootstrap", ""), separators=(",", ":"))
    count = (bytes_ - len(empty)) // len(character.encode())
    return json.dumps(at("/Bootstrap", character * count), separators=(",", ":"), ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "large"),
    [
        (sized(200_000), False),
        (sized(256 * 1024 - 1_000), False),
        (sized(256 * 1024 + 1), True),
        (sized(300_000), True),
        (sized(300_000, "命"), True),
        (sized(200_000, "命"), False),
        (GOOD, False),
    ],
)
def test_a_large_body_is_a_warning(text: str, large: bool) -> None:
    found = [finding for finding in check_text(text).findings if finding.rule == "body-large"]
    assert [finding.severity for finding in found] == (["warning"] if large else [])
    assert errors(check_text(text).findings) == []


def test_at_most_4_mib_are_read() -> None:
    most = 4 * 1024 * 1024
    assert errors(check_text(sized(most)).findings) == []
    assert errors(check_text(sized(most + 1)).findings) != []


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ('{"a": 1, }', 8, "a comma too many"),
        ("[1,\n]", 3, "a comma too many"),
        ('{"a": 01}', 8, "a number has no leading 0"),
        ('{"a": -01}', 9, "a number has no leading 0"),
        ('{ // what it is for\n"a": 1}', 3, "comments are not allowed"),
        ('{"a": /* one */ 1}', 7, "comments are not allowed"),
        ("# one\n{}", 1, "comments are not allowed"),
        ('{"a": True}', 7, "true, false or null"),
        ('{"a": None}', 7, "true, false or null"),
        ("{'a': 1}", 2, "straight double quotes"),
        ("{\"a\": 'b'}", 7, "straight double quotes"),
        ("{“a”: 1}", 2, "straight double quotes"),
        ('{"a": 0 1}', 9, "a comma or the closing bracket"),
        ('{"a": Trueish}', 7, "a value is expected"),
        ("{a: 1}", 2, "a name in double quotes"),
        ('{"a": .5}', 7, "a value is expected"),
        ("[", 2, "a value is expected"),
    ],
)
def test_invalid_json_is_explained(text: str, column: int, words: str) -> None:
    report = check_text(text)
    (finding,) = report.findings
    assert finding.rule == "InvalidJsonFormat"
    assert words in finding.why
    assert report.position_of(finding).column == column


def test_a_request_that_is_too_large_to_be_sent() -> None:
    """4 MiB are judged, one byte more is not; what counts of a request is how it is sent, without layout."""
    bare = len(json.dumps({**MINIMAL, "Bootstrap": ""}, separators=(",", ":")))
    largest = {**MINIMAL, "Bootstrap": "x" * (4 * 1024 * 1024 - bare)}
    assert not [each for each in check(largest) if each.severity == "error"]
    larger = {**largest, "Bootstrap": largest["Bootstrap"] + "x"}
    assert [each.rule for each in check(larger) if each.severity == "error"] == ["body-too-large"]
    worse = {**larger, "Description": 3}
    assert [each.rule for each in check(worse) if each.severity == "error"] == [
        "body-too-large",
        "InvalidDescription",
    ]
    report = check_text(json.dumps(larger))
    assert [each.rule for each in report.findings].count("body-too-large") == 1
