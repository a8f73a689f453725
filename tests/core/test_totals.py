"""What a request adds up to, and a few words beside a value."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.catalog import load_builtin
from wizard.core.suggestions import describe_value, format_bytes
from wizard.core.totals import Totals, describe_totals, totals
from wizard.document.tree import Path
from wizard.models.cluster import find_spec

LARGE = "ecs.sn1ne.large"  # 2 vCPU, 4 GB
ANOTHER = "ecs.sn1.large"  # 4 vCPU, 8 GB


def summed(groups: Any, **more: Any) -> Totals:
    return totals({"Groups": groups, **more}, load_builtin())


def test_instances_vcpu_memory_and_disks_are_added_up() -> None:
    found = summed(
        {
            "a": {"DesiredVMCount": 3, "ResourceType": "OnDemand"},
            "b": {"DesiredVMCount": 2, "ResourceType": "Spot", "InstanceType": ANOTHER},
        },
        InstanceType=LARGE,
        Configs={"Disks": {"SystemDisk": {"Size": 40}, "DataDisk": {"Size": 500}}},
    )
    assert found == Totals(
        groups=2, instances=5, spot=2, vcpu=3 * 2 + 2 * 4, memory_gb=3 * 4 + 2 * 8, disk_gb=5 * 540, unknown=0
    )


@pytest.mark.parametrize("value", [None, "", "spot", "OnDemand", 3, ["Spot"]])
def test_only_what_is_bought_as_spot_counts_as_spot(value: Any) -> None:
    assert summed({"a": {"DesiredVMCount": 2, "ResourceType": value}, "b": {"DesiredVMCount": 1}}).spot == 0


def test_a_group_without_a_type_of_its_own_has_the_cluster_s() -> None:
    for own in ({}, {"InstanceType": ""}):
        assert summed({"a": {"DesiredVMCount": 1, **own}}, InstanceType=ANOTHER).vcpu == 4


def test_instances_of_unknown_types_are_counted_apart() -> None:
    found = summed(
        {
            "known": {"DesiredVMCount": 1, "InstanceType": LARGE},
            "new": {"DesiredVMCount": 5, "InstanceType": "ecs.x99.large"},
            "none": {"DesiredVMCount": 7},
            "wrong": {"DesiredVMCount": 11, "InstanceType": ["ecs.sn1ne.large"]},
        }
    )
    assert (found.groups, found.instances, found.unknown, found.vcpu, found.memory_gb) == (4, 24, 23, 2, 4)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Totals(groups=1, instances=1), "1 instance in 1 group"),
        (Totals(groups=1, instances=1, unknown=1), "1 instance in 1 group (1 of unknown type not counted)"),
        (
            Totals(groups=2, instances=1002, spot=2, vcpu=2000, memory_gb=4000, disk_gb=40080),
            "1,002 instances in 2 groups: 2,000 vCPU, 4,000 GB memory, 40,080 GB disk, 2 of them Spot",
        ),
        (
            Totals(groups=1, instances=3, disk_gb=120, unknown=3),
            "3 instances in 1 group: 120 GB disk (3 of unknown type not counted)",
        ),
    ],
)
def test_totals_in_words_say_nothing_of_what_is_not_there(found: Totals, words: str) -> None:
    assert describe_totals(found) == words


@pytest.mark.parametrize("count", [None, "3", 3.0, True, -1, 0, [], {}, 10**300, 10**400])
def test_what_is_no_sensible_number_counts_as_nothing(count: Any) -> None:
    found = summed({"a": {"DesiredVMCount": count, "ResourceType": "Spot"}}, InstanceType=LARGE)
    assert found == Totals(groups=1)
    disks = {"Disks": {"SystemDisk": {"Size": count}, "DataDisk": {"Size": 10}}}
    assert summed({"a": {"DesiredVMCount": 2}}, Configs=disks).disk_gb == 20


@pytest.mark.parametrize(
    "tree",
    [
        None,
        [],
        "x",
        3,
        {},
        {"Groups": None},
        {"Groups": []},
        {"Groups": [{"DesiredVMCount": 3}]},
        {"Groups": "g"},
    ],
)
def test_a_document_without_groups_adds_up_to_nothing(tree: Any) -> None:
    assert totals(tree, load_builtin()) == Totals()


@pytest.mark.parametrize("group", [None, [], "x", 3])
def test_a_group_that_is_no_object_has_no_machines(group: Any) -> None:
    assert summed({"a": group, "b": {"DesiredVMCount": 1}}).instances == 1


VALUES = st.none() | st.booleans() | st.integers() | st.integers(10**299, 10**320) | st.text(max_size=3)
WILD = st.recursive(
    VALUES,
    lambda below: (
        st.lists(below, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "Groups",
                    "g",
                    "DesiredVMCount",
                    "InstanceType",
                    "ResourceType",
                    "Configs",
                    "Disks",
                    "DataDisk",
                    "Size",
                ]
            ),
            below,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(WILD)
def test_nothing_keeps_it_from_adding_up(tree: Any) -> None:
    found = totals(tree, load_builtin())
    assert found.instances >= found.spot >= 0
    assert found.unknown <= found.instances
    assert found.memory_gb < float("inf")


# -- hints

SIZE: Path = ("Configs", "Mounts", "CacheTotalSize")
COUNT: Path = ("Groups", "g", "DesiredVMCount")


def hinted(tree: Any, path: Path) -> str:
    node = find_spec(path)
    assert node is not None
    return describe_value(tree, path, node, load_builtin())


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (262144, "256 KB"),
        (536870912, "512 MB"),
        (1536, "1.50 KB"),
        (1024**3, "1 GB"),
        (5 * 1024**4, "5 TB"),
        (1024**3 + 1, "1.00 GB"),
    ],
)
def test_bytes_as_a_person_says_them(value: int, words: str) -> None:
    assert format_bytes(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (536870912, "512 MB"),
        (512, ""),
        (None, ""),
        ("1024", ""),
        (2048.0, ""),
        (True, ""),
        (10**400, ""),
        (-4096, ""),
    ],
)
def test_a_number_of_bytes_is_told_in_words(value: Any, words: str) -> None:
    assert hinted({"Configs": {"Mounts": {"CacheTotalSize": value}}}, SIZE) == words


def test_an_instance_type_is_told_by_what_it_has() -> None:
    told = hinted({"InstanceType": LARGE}, ("InstanceType",))
    assert "2 vCPU" in told
    assert "4 GB" in told
    assert hinted({"Groups": {"g": {"InstanceType": ANOTHER}}}, ("Groups", "g", "InstanceType")) != told


@pytest.mark.parametrize("value", ["ecs.x99.large", "", None, 3, ["ecs.sn1ne.large"], {}])
def test_what_the_catalogue_does_not_know_has_no_words(value: Any) -> None:
    assert hinted({"InstanceType": value}, ("InstanceType",)) == ""


def test_a_number_of_instances_is_told_by_what_they_have_together() -> None:
    group = {"DesiredVMCount": 1000}
    assert hinted({"InstanceType": LARGE, "Groups": {"g": group}}, COUNT) == "Total: 2,000 vCPU, 4,000 GB"
    own = {"DesiredVMCount": 2, "InstanceType": ANOTHER}
    assert hinted({"InstanceType": LARGE, "Groups": {"g": own}}, COUNT) == "Total: 8 vCPU, 16 GB"


@pytest.mark.parametrize("count", [0, -1, None, "3", True, 2.0, 10**400])
def test_a_wrong_number_of_instances_has_no_words(count: Any) -> None:
    assert hinted({"InstanceType": LARGE, "Groups": {"g": {"DesiredVMCount": count}}}, COUNT) == ""


def test_instances_of_an_unknown_type_have_no_words() -> None:
    for more in ({}, {"InstanceType": "ecs.x99.large"}, {"InstanceType": 3}):
        assert hinted({"Groups": {"g": {"DesiredVMCount": 3}}, **more}, COUNT) == ""


def test_a_field_without_a_list_of_known_values_has_no_words() -> None:
    assert hinted({"Name": "img-ubuntu"}, ("Name",)) == ""
    assert (
        hinted(
            {"Notification": {"Topic": {"Events": ["OnClusterDeleted"]}}}, ("Notification", "Topic", "Events")
        )
        == ""
    )
