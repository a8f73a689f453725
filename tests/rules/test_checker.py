"""Judging a request after another one says what judging it alone says, and judges anew only what changed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.catalogue import Account
from wizard.document import tree as trees
from wizard.document.pointer import Path
from wizard.request.schema import collections
from wizard.rules import Checker, Context, check
from wizard.rules.warnings import RULES
from wizard.rules.warnings.registry import Hit, Rule

REQUEST: dict[str, Any] = {
    "Name": "a",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Notification": {"Topic": {"Name": "t", "Events": ["OnClusterDeleted"]}},
    "Groups": {
        "group1": {"DesiredVMCount": 3, "ResourceType": "OnDemand"},
        "group2": {"DesiredVMCount": 2, "ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit"},
        "group3": {"DesiredVMCount": 1, "InstanceType": "bcs.a4.large", "ResourceType": "Spot"},
    },
    "Configs": {
        "Disks": {"SystemDisk": {"Type": "cloud", "Size": 50}, "DataDisk": {"MountPoint": "/home/data/"}},
        "Mounts": {
            "Entries": [
                {"Source": "oss://one/", "Destination": "/home/", "WriteSupport": False},
                {"Source": "oss://two/", "Destination": "/home/two/", "WriteSupport": True},
                {"Source": "nas://a.cn-beijing.nas.aliyuncs.com:/", "Destination": "/home/"},
            ]
        },
        "Networks": {"VPC": {"CidrBlock": "192.168.0.0/16"}},
    },
}
ACCOUNT = Account(
    region="cn-beijing",
    fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
    fetched_in_this_run=True,
    images=frozenset({"img-ubuntu-vpc"}),
    instance_types=frozenset({"ecs.sn1ne.large"}),
    spot_instance_types=frozenset({"ecs.sn2ne.large"}),
    resource_types=frozenset({"OnDemand"}),
)
CONTEXTS = [
    Context(),
    Context(region="cn-hangzhou", silenced=frozenset({"mount-destination-nested"})),
    Context(region="cn-beijing", account=ACCOUNT),
]
KEYS = ["group1", "Name", "Groups", "Entries", "Foo", "InstanceId", "Id", "a b", "x" * 65, "\ud800"]
VALUES: list[Any] = [
    *[None, True, 0, 1, 300, 70000, 1.5, "", "a", "1a", "[fill in]", "a[b]", "\ud800", "x" * 70],
    *["Spot", "OnDemand", "ecs.sn1ne.large", "bcs.a4.large", "ecs.none.large", "10.0.0.0/24", "img-x"],
    *["oss://b", "oss://b/", "nas://x.cn-beijing.nas.aliyuncs.com:/", "E:", "/home/", "/home/two/deep/"],
    *[{}, [], [{}], {"a": {}}, {"DesiredVMCount": 1, "ResourceType": "OnDemand"}],
    {"Source": "oss://b/", "Destination": "/home"},
]


EDITS = ["set", "add", "insert", "remove", "rename", "move"]


@st.composite
def edits(draw: st.DrawFn) -> list[Any]:
    """A request as it becomes, edit by edit; some of them are taken back."""
    states: list[Any] = [REQUEST]
    for _ in range(draw(st.integers(1, 8))):
        if draw(st.integers(0, 4)) == 0:
            states.append(draw(st.sampled_from(states)))
        else:
            path: Path = draw(st.sampled_from([path for path, _ in trees.walk(states[-1])]))
            key, value = draw(st.sampled_from(KEYS)), draw(st.sampled_from(VALUES))
            states.append(edited(states[-1], draw(st.sampled_from(EDITS)), path, key, value))
    return states


def edited(tree: Any, edit: str, path: Path, key: str, value: Any) -> Any:
    """The tree after an edit, or as it is where the edit does not fit it."""
    try:
        match edit:
            case "set":
                return trees.replaced(tree, path, value)
            case "add":
                return trees.replaced(tree, (*path, key), value)
            case "insert":
                return trees.inserted(tree, path, value)
            case "rename" if path:
                return trees.renamed(tree, path, key)
            case "move" if path:
                return trees.moved(tree, path, 0)
        return trees.removed(tree, path)
    except KeyError:
        return tree


@given(edits(), st.sampled_from(CONTEXTS))
def test_whatever_was_judged_before_the_findings_are_those_of_the_request_alone(
    states: list[Any], context: Context
) -> None:
    checker = Checker(context)
    for tree in states:
        assert checker.check(tree) == check(tree, context)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The paths of the entries that a rule about each mount is asked of."""
    asked: list[Path] = []

    def test(path: Path, entry: dict[str, Any], context: Context) -> Iterator[Hit]:
        asked.append(path)
        yield from ()

    known = RULES["mount-scheme"]
    rule = Rule(known.name, known.severity, known.source, test, known.kind, known.reads)
    monkeypatch.setitem(RULES, "mount-scheme", rule)
    return asked


def test_an_entry_that_stays_the_same_is_not_judged_again(judged: list[Path]) -> None:
    checker = Checker(Context())
    checker.check(REQUEST)
    entries = ("Configs", "Mounts", "Entries")
    assert judged == [(*entries, 0), (*entries, 1), (*entries, 2)]
    judged.clear()
    tree = trees.replaced(REQUEST, ("Name",), "b")
    checker.check(tree)
    assert judged == []
    checker.check(trees.replaced(tree, (*entries, 1, "Source"), "oss://other/"))
    assert judged == [(*entries, 1)]


def test_a_rule_sees_nothing_but_what_it_says_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[Any] = []

    def test(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
        handed.append(tree)
        yield from ()

    known = RULES["many-on-demand"]
    reads: tuple[Path, ...] = (("Groups",), ("Configs", "Disks", "DataDisk"), ("EnvVars",))
    monkeypatch.setitem(RULES, known.name, Rule(known.name, known.severity, "", test, "rule", reads))
    checker = Checker(Context())
    checker.check(REQUEST)
    seen = {"Groups": REQUEST["Groups"], "Configs": {"Disks": {"DataDisk": {"MountPoint": "/home/data/"}}}}
    assert handed == [seen]
    checker.check(trees.replaced(REQUEST, ("Name",), "b"))
    assert handed == [seen]
    checker.check(trees.replaced(REQUEST, ("EnvVars",), {"A": "b"}))
    assert handed == [seen, {**seen, "EnvVars": {"A": "b"}}]


def test_a_rule_about_each_entry_is_about_the_entries_of_a_collection() -> None:
    assert collections() == (("Groups",), ("Configs", "Mounts", "Entries"))
    assert {rule.reads for rule in RULES.values() if rule.kind == "each"} == {
        (path,) for path in collections()
    }
