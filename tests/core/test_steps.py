"""The steps: each field is on one of them; which fields are shown, and which steps are empty."""

from collections import Counter
from typing import Any

import pytest

from wizard.core.answers import parse_block
from wizard.core.steps import STEPS, Step, describe_path, is_empty, is_shown, sections, step_of
from wizard.document.tree import Path
from wizard.i18n import use_language
from wizard.models.cluster import fields_by_path, find_spec, request_spec
from wizard.models.fields import WILDCARD


def test_every_field_is_on_one_step() -> None:
    ids = [each.id for each in STEPS]
    assert ids == ["start", "basics", "groups", "disks", "mounts", "networks", "notifications", "review"]
    assert all(each.title and each.help for each in STEPS)
    shown = Counter(field.path for each in STEPS for part in sections(each) for field in part.fields)
    nodes = [*request_spec().walk()]
    items = {node.item.path for node in nodes if node.item is not None}
    lists = {node.path for node in nodes if node.item is not None and node.item.fields}
    to_fill_in = {node.path for node in nodes if not node.fields} - items - lists
    assert shown == dict.fromkeys(to_fill_in, 1)


def test_groups_and_mounts_are_collections_and_come_first() -> None:
    collections = {
        part.path: (each.id, place)
        for each in STEPS
        for place, part in enumerate(sections(each))
        if part.collection
    }
    assert collections == {("Groups",): ("groups", 0), ("Configs", "Mounts", "Entries"): ("mounts", 0)}


@pytest.mark.parametrize("each", STEPS, ids=lambda each: each.id)
def test_fields_are_in_the_order_of_the_reference_and_their_paths_lead_to_their_step(each: Step) -> None:
    order = list(fields_by_path())
    for part in sections(each):
        places = [order.index(field.path) for field in part.fields]
        assert places == sorted(places)
        assert part.fields and part.title and part.node.description
        assert part.path == () or step_of(part.path) is each
        for node in part.fields:
            is_item = part.path[-1:] == ("Entries",)
            path = tuple(0 if key == WILDCARD and is_item else key for key in node.path)
            assert step_of(path) is step_of((*path, "below")) is each
    own = [order.index(tuple(map(str, part.path))) for part in sections(each) if not part.collection]
    assert own == sorted(own)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ((), "review"),
        (("Zone", 0, "deep"), "basics"),
        (("Configs",), "basics"),
        (("Configs", "Zone"), "basics"),
        (("Groups", "Configs", "ImageId"), "groups"),
        (("Configs", "Networks", "VPC", "Zone"), "networks"),
        (("Notification",), "notifications"),
    ],
)
def test_every_path_has_a_step(path: Path, name: str) -> None:
    assert step_of(path).id == name


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": 1e999}', '{"a": "\\ud800"}', "[" * 100_000])
def test_text_that_is_not_json_is_not_pasted_as_a_block(text: str) -> None:
    assert parse_block(text) is None


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
    for name, is_seen in (("SpotStrategy", strategy), ("SpotPriceLimit", limit)):
        path = ("Groups", "g", name)
        node = find_spec(path)
        assert node is not None
        assert is_shown({"Groups": {"g": group}}, path, node) is is_seen


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


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Mounts › OSS credentials › AccessKey ID"), ("zh_CN", "挂载 › OSS 访问凭证 › AccessKey ID")],
)
def test_a_path_in_words_leaves_out_configs(language: str, words: str) -> None:
    use_language(language)
    try:
        assert describe_path(("Configs", "Mounts", "OSS", "AccessKeyId")) == words
    finally:
        use_language("en")
