"""Which fields of a step are shown, and which steps are empty."""

from typing import Any

import pytest

from wizard.core.steps import STEPS, is_empty, is_shown
from wizard.document.tree import Path
from wizard.models.cluster import find_spec, request_spec

GROUP: Path = ("Groups", "g")


def is_seen(name: str, group: Any) -> bool:
    path = (*GROUP, name)
    node = find_spec(path)
    assert node is not None
    return is_shown({"Groups": {"g": group}}, path, node)


@pytest.mark.parametrize(
    ("group", "strategy", "limit"),
    [
        ({}, False, False),
        ({"ResourceType": "OnDemand"}, False, False),
        ({"ResourceType": "Spot"}, True, False),
        ({"ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"}, True, False),
        ({"ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit"}, True, True),
        ({"ResourceType": "Spot", "SpotStrategy": ""}, True, False),
        # a field with a value is always shown
        ({"ResourceType": "OnDemand", "SpotStrategy": "SpotWithPriceLimit"}, True, True),
        ({"ResourceType": "OnDemand", "SpotStrategy": "", "SpotPriceLimit": 0.0}, False, True),
        ({"SpotStrategy": None, "SpotPriceLimit": None}, True, True),
        ({"SpotStrategy": [], "SpotPriceLimit": False}, True, True),
        ({"ResourceType": 3}, False, False),
        (None, False, False),
        ("text", False, False),
    ],
)
def test_fields_about_spot_need_spot_or_a_value(group: Any, strategy: bool, limit: bool) -> None:
    assert (is_seen("SpotStrategy", group), is_seen("SpotPriceLimit", group)) == (strategy, limit)


@pytest.mark.parametrize("tree", [{}, None, [], {"Groups": {"*": {}}}])
def test_all_other_fields_are_always_shown(tree: Any) -> None:
    for node in request_spec().walk():
        if node.name not in ("SpotStrategy", "SpotPriceLimit"):
            assert is_shown(tree, node.path, node)


@pytest.mark.parametrize(
    ("tree", "filled"),
    [
        *((tree, set()) for tree in ({}, None, [], {"Zone": 1}, {"Configs": {}}, {"Configs": "text"})),
        ({"Name": ""}, {"basics"}),
        ({"Groups": {}}, {"groups"}),
        ({"Groups": None}, {"groups"}),
        ({"Configs": {"Disks": {}, "Mounts": {"Entries": []}}}, {"disks", "mounts"}),
        ({"Configs": {"Networks": {"VPC": {}}}, "EnvVars": {}}, {"networks", "basics"}),
        ({"Notification": {"Topic": {}}}, {"notifications"}),
    ],
)
def test_a_step_is_empty_until_its_part_of_the_request_is_there(tree: Any, filled: set[str]) -> None:
    edited = {step.id: step for step in STEPS if step.part is not None}
    assert {name for name, step in edited.items() if not is_empty(tree, step)} == filled
