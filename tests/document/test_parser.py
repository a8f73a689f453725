"""Every kind of problem of a text, with its line and column."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.parser import DEEPEST, Position, parse
from wizard.document.serializer import LineMap, to_bytes, to_text
from wizard.document.tree import set_in, walk
from wizard.validation import check_text

from .trees import EXAMPLE_TEXT, deep, exact

TOO_LARGE = "is too large for a number"
HALF_PAIR = "half of a surrogate pair"
# name: (text, words of the message, line, column)
PROBLEMS: dict[str, tuple[bytes | str, str, int, int]] = {
    "nothing": (b"", "Empty", 1, 1),
    "white space": ("\n \r\n\t", "Empty", 1, 1),
    "a byte order mark": (b"\xef\xbb\xbf{}", "byte order mark", 1, 1),
    "no UTF-8 at once": (b"\xff{}", "is not UTF-8", 1, 1),
    "no UTF-8 later on": (b'{\n  "a": "\xe9"\n}', "is not UTF-8", 2, 9),
    "no UTF-8 behind CJK": ('{"名": "集群'.encode() + b'\xff"}', "is not UTF-8", 1, 10),
    "half a character at the end": ('{"a": "集'.encode()[:-1], "is not UTF-8", 1, 8),
    "no comma": ('{"a": 1 "b": 2}', "Not JSON", 1, 9),
    "no comma after CRLF": ('{\r\n  "a": 1\r\n  "b": 2\r\n}', "Not JSON", 3, 3),
    "no comma behind CJK": ('{"名字": "集群" "b": 2}', "Not JSON", 1, 13),
    "no comma behind an emoji": ('{"😀": 1 "b": 2}', "Not JSON", 1, 9),
    "an open string": ('{"a": "b', "Not JSON", 1, 7),
    "an open string of quotes and brackets": ('["' + '\\"' * 50_000 + "[" * 300, "Not JSON", 1, 2),
    "a line break in a string": ('{"a": "b\nc"}', "Not JSON", 1, 9),
    "a second object": ('{"a": 1}\n{"a": 2}', "The JSON ends before this", 2, 1),
    "NaN": ('{\n"a": NaN}', "is not a JSON number", 2, 6),
    "Infinity": ('["Infinity", Infinity]', "is not a JSON number", 1, 14),
    "a constant that something clings to": ("[1, NaN5]", "is not a JSON number", 1, 5),
    "1e999": ('{"1e999": "1e999", "b": 1e999}', TOO_LARGE, 1, 25),
    "-1e999": ("[0,\n\n-1e999]", TOO_LARGE, 3, 1),
    "an overflow that something clings to": ("[1, 1e999x]", TOO_LARGE, 1, 5),
    "an integer larger than any double": (f"[1,\n {10**309}]", TOO_LARGE, 2, 2),
    "an integer of as many digits as the largest double": (f"[{2 * 10**308}]", TOO_LARGE, 1, 2),
    "more digits than Python reads": ("[" + "9" * 5_000 + "]", TOO_LARGE, 1, 2),
    "half a pair": (r'{"a": "\ud800"}', HALF_PAIR, 1, 7),
    "half a pair in a key": (r'{"a": 1, "\udc00": 2}', HALF_PAIR, 1, 10),
    "the pair in the wrong order": (r'{"a": "\ude00\ud83d"}', HALF_PAIR, 1, 7),
    "half a pair behind a whole one": ('{\r\n"a": "\\ud83d\\ude00",\r\n"b": "\\ud83d"}', HALF_PAIR, 3, 6),
    "half a pair behind an escaped backslash": (r'["\\\ud800"]', HALF_PAIR, 1, 2),
    "half a pair in a text": ('["\ud800"]', HALF_PAIR, 1, 2),
    "lists too deep": (deep(DEEPEST + 1), "nested more than 200 deep", 1, DEEPEST + 1),
    "objects too deep": (deep(DEEPEST + 1, kind="object"), "nested more than 200 deep", 1, 5 * DEEPEST + 1),
    "too deep on a later line": ("[\n" * 300 + "]" * 300, "nested more than 200 deep", DEEPEST + 1, 1),
    "lists that never close": ("[" * 100_000, "nested more than 200 deep", 1, DEEPEST + 1),
    **{
        text: (text, words, 1, column)
        for text, column, words in (
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
        )
    },
}


@pytest.mark.parametrize(("data", "words", "line", "column"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_a_problem_has_its_position_and_reason(data: bytes | str, words: str, line: int, column: int) -> None:
    parsed = parse(data)
    assert parsed.problem is not None
    assert parsed.problem.place == Position(line, column)
    assert words in parsed.problem.message
    assert "{" not in parsed.problem.message.replace("{ … }", "")
    assert (parsed.tree, parsed.duplicates) == (None, [])
    report = check_text(data)
    (finding,) = [each for each in report.findings if each.row == 2]
    assert report.position_of(finding) == Position(line, column)
    assert finding.why == parsed.problem.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r'"\ud83d\ude00"', "😀"),
        (r'"\uD83D\uDE00"', "😀"),
        ('"😀"', "😀"),
        (r'"\\ud800"', "\\ud800"),
        (r'"\\\\ud800"', "\\\\ud800"),
        (r'"\uffff\ue000\ud7ff"', "\uffff\ue000\ud7ff"),
    ],
)
def test_valid_surrogate_pairs(text: str, value: str) -> None:
    assert parse(text).tree == value
    assert parse(text.encode()).tree == value


@pytest.mark.parametrize("kind", ["list", "object"])
def test_the_deepest_document_can_be_processed(kind: str) -> None:
    reading = parse(deep(DEEPEST, kind=kind))
    assert reading.problem is None
    path, _ = [*walk(reading.tree)][-1]
    assert len(path) == DEEPEST - 1
    tree = set_in(reading.tree, path, "here")
    assert parse(to_text(tree)).tree == tree
    shown = LineMap(tree)
    assert shown.lines[shown.lines_of(path).start].endswith('"here"')
    assert check_text(to_bytes(tree)).tree == tree
    assert reading.position_of(path) == Position(1, 5 * (DEEPEST - 2) + 2 if kind == "object" else DEEPEST)


def test_brackets_in_strings_and_siblings_are_not_nesting() -> None:
    assert parse(json.dumps({"a": "[" * 1_000 + '\\"{' * 1_000})).problem is None
    assert parse("[" + ",".join(["[[]]"] * 1_000) + "]").problem is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1e2", 100.0), ("1E2", 100.0), ("1.0", 1.0), ("-0.0", -0.0), ("1e-999", 0.0), ("-0", 0)),
        *(("1.7976931348623157e308", 1.7976931348623157e308), ("9007199254740993", 9007199254740993)),
        *((str(number), number) for number in (-(10**300), 10**308, int("1" + "7" * 308))),
    ],
)
def test_integers_stay_integers_and_floats_floats(text: str, value: Any) -> None:
    assert exact(parse(text).tree) == exact(value)
    assert exact(parse(f'{{"a": [{text}]}}').tree) == exact({"a": [value]})


# -- any text


def check_parsing(data: bytes | str) -> None:
    """Check that parsing never fails, and that what was parsed can be written."""
    parsed = parse(data)
    text = data if isinstance(data, str) else data.decode(errors="replace")
    lines = text.split("\n")
    if parsed.problem is not None:
        place = parsed.problem.place
        assert parsed.tree is None
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert parsed.problem.message
    else:
        assert exact(parse(to_bytes(parsed.tree)).tree) == exact(parsed.tree)
    assert parsed.position_of(("Groups", 0, "x")).line >= 1
    assert all(len(duplicate.places) > 1 for duplicate in parsed.duplicates)


def is_json(text: str) -> bool:
    """Whether a text is JSON of RFC 8259, according to Python's parser without its own constants."""

    def refuse(name: str) -> Any:
        raise ValueError(name)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True


@given(st.sampled_from([EXAMPLE_TEXT, EXAMPLE_TEXT.replace("\n", "\r\n")]), st.data())
def test_a_truncated_request(text: str, data: st.DataObject) -> None:
    cut = text[: data.draw(st.integers(0, len(text.rstrip()) - 1))]
    problem = parse(cut).problem
    assert problem is not None
    assert ("Not JSON" if cut else "Empty") in problem.message
    # no string of the example has a line break
    assert problem.place.line >= cut.rstrip().count("\n") + 1
    check_parsing(cut)


@given(
    st.integers(0, len(EXAMPLE_TEXT)),
    st.integers(0, 3),
    st.text(st.sampled_from('{}[]":,\\ 01.eE-+xNaInfty\n集'), max_size=3),
)
def test_a_request_with_a_typing_error(at: int, gone: int, typed: str) -> None:
    text = EXAMPLE_TEXT[:at] + typed + EXAMPLE_TEXT[at + gone :]
    assert (parse(text).problem is None) == is_json(text)
    check_parsing(text)
