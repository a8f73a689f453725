"""The examples of the fields are valid, realistic values: no rule finds anything."""

from typing import Any

import pytest

from wizard.catalog import Catalog, load_builtin
from wizard.document.tree import get, set_in, walk
from wizard.models.cluster import find_spec, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation import check

NAMED = [node for node in request_spec().walk() if node.path and node.path[-1] != WILDCARD]
BESIDE_EACH_OTHER = {"spot-strategy-without-spot", "classic-beside-vpc", "oss-credentials-half"}
"""Rules about the pay-as-you-go group, the two networks and the missing secret of a request of all examples."""


def path_of(node: FieldSpec) -> tuple[str | int, ...]:
    """The path of a field in a request with one group and one mount."""
    if node.path[:2] == ("Groups", WILDCARD):
        return ("Groups", "group1", *node.path[2:])
    return tuple(0 if key == WILDCARD else key for key in node.path)


def test_a_request_of_all_examples_is_valid_and_all_its_fields_are_known() -> None:
    tree: Any = {}
    for node in NAMED:
        if node.example is not None:
            tree = set_in(tree, path_of(node), node.example)
    assert {finding.rule for finding in check(tree)} == BESIDE_EACH_OTHER
    for path, value in walk(tree):
        assert find_spec(path) is not None, path
        assert get(tree, path) is value


@pytest.mark.parametrize(
    "node", [node for node in NAMED if node.choices], ids=lambda node: ".".join(node.path)
)
def test_choices_are_a_list_of_the_catalog_with_the_example(node: FieldSpec) -> None:
    assert node.choices in Catalog.__slots__
    known = getattr(load_builtin(), node.choices or "")
    for example in node.example if isinstance(node.example, list) else [node.example]:
        assert example in known
    if node.values:
        assert set(known) == set(node.values) - {""}
