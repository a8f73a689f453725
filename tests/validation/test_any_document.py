"""No document makes a rule fail."""

import copy
import json
from typing import Any

import pytest
from document.trees import TREES
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.document.tree import Path, apply_patch, get, set_in, to_pointer, walk
from wizard.validation import check, check_text

from .cases import FULL, MINIMAL, VALUES

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
