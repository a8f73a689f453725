"""No document makes a rule fail."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.document.tree import apply_patch
from wizard.validation import check, check_text

from .cases import EXAMPLE, MINIMAL, OPPOSITE, VALUES, at, holds, pointer
from .test_decisions import every_place

FULL = at(
    "/Configs/Mounts/NAS",
    {"AccessGroup": ["g"], "FileSystem": ["f"]},
    at("/Configs/Networks/VPC", OPPOSITE, EXAMPLE),
)
PLACES = every_place(FULL)
SEVERITIES = {"error", "warning", "note"}

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def check_findings(tree: Any) -> None:
    """Check a request, and that its findings are well-formed and their fixes can be applied."""
    before = copy.deepcopy(tree)
    for finding in check(tree):
        assert finding.severity in SEVERITIES
        assert finding.rule and finding.message
        assert isinstance(pointer(finding.path), str)
        if finding.fix is not None:
            assert finding.fix.label
            json.dumps(list(finding.fix.edits))
            apply_patch(tree, finding.fix.edits)
    assert tree == before


@pytest.mark.parametrize("place", PLACES)
def test_any_value_at_any_place(place: str) -> None:
    for value in VALUES.values():
        check_findings(at(place, value, FULL))
    whole = holds(FULL, place)
    if isinstance(whole, dict | list) and whole:  # a list for an object, and the reverse
        items = [*(whole.values() if isinstance(whole, dict) else whole)] * 2
        check_findings(at(place, {f"k{index}": item for index, item in enumerate(items)}, FULL))
        check_findings(at(place, items, FULL))


@settings(deadline=None, database=None, max_examples=100)
@given(st.sampled_from(PLACES), TREES)
def test_anything_at_any_place(place: str, value: Any) -> None:
    check_findings(at(place, value, FULL))


@settings(deadline=None, database=None, max_examples=100)
@given(TREES)
def test_any_tree(tree: Any) -> None:
    check_findings(tree)


@settings(deadline=None, database=None, max_examples=100)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_any_bytes(data: bytes | str) -> None:
    assert all(finding.severity in SEVERITIES for finding in check_text(data).findings)


@settings(deadline=None, database=None, max_examples=100)
@given(st.integers(0, 1500), st.binary(min_size=1, max_size=3))
def test_a_request_with_a_few_bytes_replaced(start: int, data: bytes) -> None:
    text = json.dumps(FULL).encode()
    start = min(start, len(text))
    report = check_text(text[:start] + data + text[start + len(data) :])
    assert all(finding.severity in SEVERITIES for finding in report.findings)


@pytest.mark.parametrize("value", [1, [1], None, {"DesiredVMCount": "x"}])
@pytest.mark.parametrize("name", ["UserData", "EnvVars", "Groups"])
def test_half_a_surrogate_pair_in_a_key_is_found_and_breaks_nothing(name: str, value: object) -> None:
    findings = check({**MINIMAL, name: {"\ud800": value}})
    assert "InvalidJsonFormat" in {each.rule for each in findings}
    assert all("\ufffd" not in "".join(map(str, each.path)) for each in findings)
