"""A preset file and a bare request are told apart, and a request survives its envelope."""

from typing import Any

import pytest
from hypothesis import given

from wizard.document.presets import FORMAT, PresetFile, is_preset, unwrap_preset, wrap_preset
from wizard.validation import check_text

from .trees import TREES, exact, example

ABOUT = {"name": "p", "title": "P", "description": "", "tags": [], "parameters": {}, "format": 1}


def test_a_preset_file_is_a_request_and_what_the_file_says_of_it() -> None:
    opened = unwrap_preset({"preset": ABOUT, "request": example()})
    assert opened == PresetFile(example(), ABOUT, ("request",))


@pytest.mark.parametrize(
    "tree",
    [
        example(),
        {},
        [],
        None,
        "preset",
        {"preset": ABOUT},
        {"request": {}},
        {"preset": "p", "request": {}},
        {"preset": None, "request": {}},
        [{"preset": ABOUT, "request": {}}],
        {"Configs": {"preset": ABOUT, "request": {}}},
    ],
)
def test_anything_else_is_a_bare_request(tree: Any) -> None:
    assert not is_preset(tree)
    assert unwrap_preset(tree) == PresetFile(tree, None, ())


@pytest.mark.parametrize("request_", [None, [], "x", {}])
def test_the_request_in_a_preset_file_is_whatever_stands_there(request_: Any) -> None:
    opened = unwrap_preset({"preset": {}, "request": request_})
    assert (opened.request, opened.preset) == (request_, {})


@given(TREES)
def test_a_request_comes_out_of_its_envelope_as_it_went_in(tree: Any) -> None:
    opened = unwrap_preset(wrap_preset(tree, ABOUT))
    assert exact(opened.request) == exact(tree)
    assert opened.preset == ABOUT


def test_the_number_of_the_format_is_filled_in_and_kept() -> None:
    about: dict[str, Any] = {"name": "p"}
    assert wrap_preset({}, about) == {"preset": {"name": "p", "format": FORMAT}, "request": {}}
    assert about == {"name": "p"}
    assert wrap_preset({}, {"format": 7})["preset"] == {"format": 7}
    assert FORMAT == 1


def test_findings_in_a_preset_file_are_placed_in_the_file() -> None:
    text = '{\n "preset": {"Name": 1},\n "request": {\n  "Name": 3, "X": {"a": 1, "a": 2}}\n}'
    report = check_text(text, presets=True)
    places = {finding.rule: report.position_of(finding) for finding in report.findings}
    assert (places["InvalidName"].line, places["InvalidName"].column) == (4, 3)
    assert (places["duplicate-key"].line, places["duplicate-key"].column) == (4, 28)
    assert (places["MissingImageId"].line, places["MissingImageId"].column) == (3, 2)


def test_a_preset_file_is_no_request_where_only_requests_are_taken() -> None:
    rules = {finding.rule for finding in check_text('{"preset": {}, "request": {}}').findings}
    assert {"MissingName", "unknown-key"} <= rules
