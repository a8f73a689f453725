"""The shape of the request is derived from the models: whatever is declared there is known everywhere."""

from collections.abc import Iterator
from typing import Annotated, Literal

import pytest

from wizard.document.secrets import literal_secrets
from wizard.document.tree import replaced
from wizard.request import schema
from wizard.request.cluster import ClusterDescription
from wizard.request.fields import Part, field
from wizard.request.schema import ANY, Limits, Node, by_pattern, node_at, root


class Opening(Part):
    """An object that no version of the service has."""

    Port: int = field(
        "Port", "The port that is opened.", source="a test", example=22, minimum=1, maximum=65535
    )
    Key: str = field("Key", "What opens it.", source="a test", secret="RULE_KEY")
    Bare: str = "declared without anything"


class Extended(ClusterDescription):
    """A request that has some more attributes."""

    Priority: Literal["low", "high"] = field(
        "Priority", "Who comes first.", source="a test", required=True, example="low", unit="ranks"
    )
    Labels: dict[Annotated[str, Limits(max_length=9)], Annotated[str, Limits(min_length=2)]] = field(
        "Labels", "Words to find it by.", source="a test", max_length=3, advanced=True
    )
    Rule: Opening = field("Rule", "Who may come in.", source="a test")
    Rules: list[Opening] = field("Rules", "Who else may come in.", source="a test", min_length=1)
    Ratio: float = field(
        "Ratio", "Of what to what.", source="a test", minimum=0.5, maximum=2.5, multiline=True
    )
    Flags: list[bool] = field("Flags", "Yes and no.", source="a test", choices="regions")


@pytest.fixture
def extended(monkeypatch: pytest.MonkeyPatch) -> Iterator[Node]:
    """The shape of a request that has some more attributes."""
    monkeypatch.setattr(schema, "ClusterDescription", Extended)
    root.cache_clear()
    by_pattern.cache_clear()
    yield root()
    root.cache_clear()
    by_pattern.cache_clear()


def test_a_new_field_has_all_that_was_declared(extended: Node) -> None:
    node = extended.fields["Priority"]
    assert node == Node(
        ("Priority",),
        "string",
        title="Priority",
        help="Who comes first.",
        example="low",
        unit="ranks",
        source="a test",
        required=True,
        limits=Limits(values=("low", "high")),
    )
    assert node_at(("Priority",)) is node


def test_a_new_map_has_limits_for_itself_its_keys_and_its_values(extended: Node) -> None:
    node = extended.fields["Labels"]
    assert (node.kind, node.limits, node.key) == ("map", Limits(max_length=3), Limits(max_length=9))
    assert node.advanced
    value = node_at(("Labels", "any"))
    assert value is not None
    assert (value.kind, value.limits) == ("string", Limits(min_length=2))


def test_a_new_object_is_known_with_all_below_it(extended: Node) -> None:
    for path, pattern in (
        (("Rule", "Port"), ("Rule", "Port")),
        (("Rules", 3, "Port"), ("Rules", ANY, "Port")),
    ):
        node = node_at(path)
        assert node is not None
        assert node is by_pattern()[pattern]
        assert (node.kind, node.limits) == ("integer", Limits(minimum=1, maximum=65535))
    assert (extended.fields["Rules"].kind, extended.fields["Rules"].limits) == ("list", Limits(min_length=1))


def test_numbers_and_flags(extended: Node) -> None:
    ratio, flags = extended.fields["Ratio"], extended.fields["Flags"]
    assert (ratio.kind, ratio.limits, ratio.multiline) == ("number", Limits(minimum=0.5, maximum=2.5), True)
    assert flags.item is not None
    assert (flags.kind, flags.item.kind, flags.choices) == ("list", "boolean", "regions")


def test_a_field_that_was_declared_without_words_is_seen_to_lack_them(extended: Node) -> None:
    node = by_pattern()[("Rule", "Bare")]
    assert (node.title, node.help, node.source, node.example) == ("", "", "", None)


def test_a_new_field_stands_in_the_order_of_its_declaration(extended: Node) -> None:
    tree = replaced({"Rule": {"Key": "k"}, "Zone": 1}, ("Priority",), "low")
    tree = replaced(tree, ("Name",), "a")
    tree = replaced(tree, ("Rule", "Port"), 22)
    assert list(tree) == ["Name", "Priority", "Rule", "Zone"]
    assert list(tree["Rule"]) == ["Port", "Key"]


def test_a_new_secret_is_one_at_once(extended: Node) -> None:
    assert literal_secrets({"Rule": {"Key": "hush"}}) == [(("Rule", "Key"), "RULE_KEY")]


def test_a_walk_goes_through_everything_once_in_the_order_of_the_reference() -> None:
    patterns = [node.pattern for node in root().walk()]
    assert len(patterns) == len(set(patterns))
    assert patterns == list(by_pattern())
    assert patterns[:3] == [(), ("Name",), ("Description",)]
    assert patterns.index(("Groups", ANY)) == patterns.index(("Groups",)) + 1
