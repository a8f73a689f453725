"""Texts of requests: parsing, problems with their positions, and writing the same values, keys and order."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.document.parser import DEEPEST, DuplicateKey, Position, parse
from wizard.document.serializer import LineMap, is_compact, to_bytes, to_compact_text, to_text
from wizard.document.tree import get, set_in, walk
from wizard.text import escape_json
from wizard.validation import check_text

from .trees import EXAMPLE_TEXT, TREES, deep, exact

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
    "no comma": ('{"a": 1 "b": 2}', "Not JSON", 1, 9),
    "no comma after CRLF": ('{\r\n  "a": 1\r\n  "b": 2\r\n}', "Not JSON", 3, 3),
    "no comma behind an emoji": ('{"😀": 1 "b": 2}', "Not JSON", 1, 9),
    "an open string": ('{"a": "b', "Not JSON", 1, 7),
    "an open string of quotes and brackets": ('["' + '\\"' * 50_000 + "[" * 300, "Not JSON", 1, 2),
    "a line break in a string": ('{"a": "b\nc"}', "Not JSON", 1, 9),
    "a second object": ('{"a": 1}\n{"a": 2}', "The JSON ends before this", 2, 1),
    "NaN": ('{\n"a": NaN}', "is not a JSON number", 2, 6),
    "Infinity": ('["Infinity", Infinity]', "is not a JSON number", 1, 14),
    "1e999": ('{"1e999": "1e999", "b": 1e999}', TOO_LARGE, 1, 25),
    "-1e999": ("[0,\n\n-1e999]", TOO_LARGE, 3, 1),
    "an integer larger than any double": (f"[1,\n {10**309}]", TOO_LARGE, 2, 2),
    "more digits than Python reads": ("[" + "9" * 5_000 + "]", TOO_LARGE, 1, 2),
    "half a pair": (r'{"a": "\ud800"}', HALF_PAIR, 1, 7),
    "half a pair in a key": (r'{"a": 1, "\udc00": 2}', HALF_PAIR, 1, 10),
    "the pair in the wrong order": (r'{"a": "\ude00\ud83d"}', HALF_PAIR, 1, 7),
    "half a pair behind a whole one": ('{\r\n"a": "\\ud83d\\ude00",\r\n"b": "\\ud83d"}', HALF_PAIR, 3, 6),
    "half a pair behind an escaped backslash": (r'["\\\ud800"]', HALF_PAIR, 1, 2),
    "lists too deep": (deep(DEEPEST + 1), "nested more than 200 deep", 1, DEEPEST + 1),
    "objects too deep": (deep(DEEPEST + 1, kind="object"), "nested more than 200 deep", 1, 5 * DEEPEST + 1),
    "lists that never close": ("[" * 100_000, "nested more than 200 deep", 1, DEEPEST + 1),
    **{
        text: (text, words, 1, column)
        for text, column, words in (
            ('{"a": 1, }', 8, "a comma too many"),
            ("[1,\n]", 3, "a comma too many"),
            ('{"a": 01}', 8, "a number has no leading 0"),
            ('{ // what it is for\n"a": 1}', 3, "comments are not allowed"),
            ('{"a": /* one */ 1}', 7, "comments are not allowed"),
            ("# one\n{}", 1, "comments are not allowed"),
            ('{"a": True}', 7, "true, false or null"),
            ("{'a': 1}", 2, "straight double quotes"),
            ("{\"a\": 'b'}", 7, "straight double quotes"),
            ("{“a”: 1}", 2, "straight double quotes"),
            ('{"a": 0 1}', 9, "a comma or the closing bracket"),
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
    assert parsed.problem.position == Position(line, column)
    assert words in parsed.problem.message
    assert "{" not in parsed.problem.message.replace("{ … }", "")
    assert (parsed.tree, parsed.duplicates) == (None, [])
    report = check_text(data)
    (finding,) = [each for each in report.findings if each.row == 2]
    assert report.get_position(finding) == Position(line, column)
    assert finding.why == parsed.problem.message


@pytest.mark.parametrize("kind", ["list", "object"])
def test_the_deepest_document_can_be_processed(kind: str) -> None:
    reading = parse(deep(DEEPEST, kind=kind))
    assert reading.problem is None
    path, _ = [*walk(reading.tree)][-1]
    assert len(path) == DEEPEST - 1
    tree = set_in(reading.tree, path, "here")
    assert parse(to_text(tree)).tree == tree
    shown = LineMap(tree)
    assert shown.lines[shown.get_lines(path).start].endswith('"here"')
    assert check_text(to_bytes(tree)).tree == tree
    assert reading.get_position(path) == Position(1, 5 * (DEEPEST - 2) + 2 if kind == "object" else DEEPEST)


def test_brackets_in_strings_and_siblings_are_not_nesting() -> None:
    assert parse(json.dumps({"a": "[" * 1_000 + '\\"{' * 1_000})).problem is None
    assert parse("[" + ",".join(["[[]]"] * 1_000) + "]").problem is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("1e2", 100.0), ("1E2", 100.0), ("1.0", 1.0), ("-0.0", -0.0), ("1e-999", 0.0), ("-0", 0)),
        *(("1.7976931348623157e308", 1.7976931348623157e308), ("9007199254740993", 9007199254740993)),
        *((str(number), number) for number in (-(10**300), 10**308, int("1" + "7" * 308))),
        *((r'"\ud83d\ude00"', "😀"), (r'"\uD83D\uDE00"', "😀"), ('"😀"', "😀"), (r'"\\ud800"', "\\ud800")),
        *((r'"\\\\ud800"', "\\\\ud800"), (r'"\uffff\ue000\ud7ff"', "\uffff\ue000\ud7ff")),
    ],
)
def test_numbers_keep_their_type_and_surrogate_pairs_are_characters(text: str, value: Any) -> None:
    assert exact(parse(text).tree) == exact(parse(text.encode()).tree) == exact(value)
    assert exact(parse(f'{{"a": [{text}]}}').tree) == exact({"a": [value]})


# -- any text


def check_parsing(data: bytes | str) -> None:
    """Check that parsing never fails, and that what was parsed can be written."""
    parsed = parse(data)
    text = data if isinstance(data, str) else data.decode(errors="replace")
    lines = text.split("\n")
    if parsed.problem is not None:
        place = parsed.problem.position
        assert parsed.tree is None
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert parsed.problem.message
    else:
        assert exact(parse(to_bytes(parsed.tree)).tree) == exact(parsed.tree)
    assert parsed.get_position(("Groups", 0, "x")).line >= 1
    assert all(len(duplicate.positions) > 1 for duplicate in parsed.duplicates)


def is_json(text: str) -> bool:
    """Whether a text is JSON of RFC 8259, according to Python's parser, without NaN, Infinity and 1e999."""
    try:
        json.loads(text, parse_constant=int, parse_float=lambda digits: int(float(digits)))
    except (ValueError, OverflowError):
        return False
    return True


@given(
    st.sampled_from([EXAMPLE_TEXT, EXAMPLE_TEXT.replace("\n", "\r\n")]),
    st.integers(0, len(EXAMPLE_TEXT)),
    st.integers(0, 3) | st.just(2 * len(EXAMPLE_TEXT)),
    st.text(st.sampled_from('{}[]":,\\ 01.eE-+xNaInfty\n集'), max_size=3),
)
def test_a_truncated_request_or_one_with_a_typing_error(text: str, at: int, gone: int, typed: str) -> None:
    text = text[:at] + typed + text[at + gone :]
    assert (parse(text).problem is None) == is_json(text)
    check_parsing(text)


# -- the positions of all values and of duplicate keys

SEPARATORS = st.sampled_from([(",", ":"), (" ,\r\n", "\n:\t"), ("\n\n, ", " : ")])
INDENTS = st.sampled_from([None, 0, 3, "\t"])
SPACES = st.sampled_from(["", " ", "\n", "\r\n \t"])


@given(TREES, SEPARATORS, INDENTS, SPACES, st.booleans(), st.booleans())
def test_every_path_has_its_position(
    tree: Any, separators: tuple[str, str], indent: Any, space: str, ascii_only: bool, as_bytes: bool
) -> None:
    text = space + json.dumps(tree, separators=separators, indent=indent, ensure_ascii=ascii_only) + space
    parsed = parse(text.encode() if as_bytes else text)
    assert exact(parsed.tree) == exact(tree)
    assert parsed.duplicates == []
    lines = text.split("\n")
    places = []
    for path, value in walk(tree):
        place = parsed.get_position(path)
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        found, _ = json.JSONDecoder().raw_decode(rest)
        is_member = isinstance(get(tree, path[:-1]), dict) and path != ()
        assert exact(found) == exact(path[-1] if is_member else value)
        # Something missing has the position of its parent.
        assert parsed.get_position((*path, "missing")) == parsed.get_position((*path, 99, "x")) == place
        places.append((place.line, place.column))
    assert places == sorted(set(places))


def test_duplicate_keys() -> None:
    text = '{"a": 1,\r\n "名": {"b": 1, "b": 2},\r\n "a": {"x": [3]},\r\n  "a": {"y": 5, "x": 4}}'
    parsed = parse(text)
    assert parsed.duplicates == [
        DuplicateKey(("a",), (Position(1, 2), Position(3, 2), Position(4, 3))),
        DuplicateKey(("名", "b"), (Position(2, 8), Position(2, 16))),
    ]
    assert parsed.tree == {"a": {"y": 5, "x": 4}, "名": {"b": 2}}
    places = {("a",): (4, 3), ("a", "x"): (4, 17), ("a", "x", 0): (4, 17), ("名", "b"): (2, 16)}
    for path, (line, column) in places.items():  # the last one counts
        assert parsed.get_position(path) == Position(line, column)
    (duplicate,) = parse(r'{"Name": 1, "N\u0061me": 2}').duplicates
    assert duplicate == DuplicateKey(("Name",), (Position(1, 2), Position(1, 13))), "however it is written"


# -- writing: the same values, keys and order as were parsed, and the lines of each path

LARGEST = 256 * 1024


@given(TREES)
def test_the_text_is_json_indented_by_two(tree: Any) -> None:
    expected = escape_json(json.dumps(tree, indent=2, ensure_ascii=False))
    assert to_text(tree) == expected
    assert to_bytes(tree) == expected.encode()
    for written in (to_bytes(tree), to_compact_text(tree)):
        assert exact(parse(written).tree) == exact(tree)


def test_only_invisible_characters_are_escaped() -> None:
    assert to_bytes({"名": "é😀/👩\u200d👧\u3000"}) == '{\n  "名": "é😀/👩\u200d👧\u3000"\n}'.encode()
    assert to_text('\n\t\x00"\\') == r'"\n\t\u0000\"\\"'
    hidden = {"a\u202e": "\x7f\x9b\u2028\u2066\ufeff\U000e0041"}
    escaped = rb'"a\u202e": "\u007f\u009b\u2028\u2066\ufeff\udb40\udc41"'
    assert to_bytes(hidden) == b"{\n  " + escaped + b"\n}"
    assert to_compact_text(hidden) == "{" + escaped.decode().replace(": ", ":") + "}"
    assert parse(to_bytes(hidden)).tree == hidden


def request_of(size: int, character: str = "x") -> dict[str, str]:
    """A request whose text has this number of bytes."""
    width = len(character.encode())
    rest = size - len(to_text({"Name": "", "Bootstrap": ""}))
    return {"Name": "y" * (rest % width), "Bootstrap": character * (rest // width)}


@pytest.mark.parametrize("character", ["x", "é", "集", "😀"])
def test_over_256_kilobytes_it_is_written_compact(character: str) -> None:
    fits, too_large = (request_of(LARGEST + more, character) for more in (0, 1))
    assert len(to_bytes(fits)) == LARGEST
    assert not is_compact(fits)
    assert is_compact(too_large)
    expected = json.dumps(too_large, ensure_ascii=False, separators=(",", ":"))
    assert to_bytes(too_large) == expected.encode()
    assert exact(parse(to_bytes(too_large)).tree) == exact(too_large)
    twice = request_of(2 * LARGEST)
    assert to_bytes(twice) == to_compact_text(twice).encode()


@given(TREES)
def test_every_path_is_found_on_its_lines(tree: Any) -> None:
    shown = LineMap(tree)
    assert "\n".join(shown.lines).encode() == to_text(tree).encode()
    assert shown.size == len(to_text(tree).encode())
    assert shown.width >= max(len(line) for line in shown.lines)
    for path, value in walk(tree):
        own = shown.get_lines(path)
        assert shown.get_path(own.start) == shown.get_path(own.stop - 1) == path
        assert len(own) == len(to_text(value).split("\n"))
        for missing in ((*path, "missing"), (*path, 99, "x")):
            assert shown.get_lines(missing) == range(own.start, own.start + 1), "that of its parent"
