"""The totals of a request, the descriptions beside values, and times in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

from wizard.catalog import load_builtin
from wizard.core.formatting import format_age, format_moment
from wizard.core.suggestions import describe_value, format_bytes
from wizard.core.totals import Totals, describe_totals, totals
from wizard.document.tree import Path
from wizard.models.cluster import find_spec

LARGE = "ecs.sn1ne.large"  # 2 vCPU, 4 GB
ANOTHER = "ecs.sn1.large"  # 4 vCPU, 8 GB


def summed(groups: Any, **more: Any) -> Totals:
    return totals({"Groups": groups, **more}, load_builtin())


def test_totals_of_instances_vcpu_memory_and_disks() -> None:
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


def test_billing_methods_and_instance_types_of_groups() -> None:
    for value in (None, "", "spot", "OnDemand", 3, ["Spot"]):
        found = summed({"a": {"DesiredVMCount": 2, "ResourceType": value}, "b": {"DesiredVMCount": 1}})
        assert found.spot == 0, "only Spot counts as Spot"
    for own in ({}, {"InstanceType": ""}):
        found = summed({"a": {"DesiredVMCount": 1, **own}}, InstanceType=ANOTHER)
        assert found.vcpu == 4, "the cluster's instance type is the default"
    found = summed(
        {
            "known": {"DesiredVMCount": 1, "InstanceType": LARGE},
            "new": {"DesiredVMCount": 5, "InstanceType": "ecs.x99.large"},
            "none": {"DesiredVMCount": 7},
            "wrong": {"DesiredVMCount": 11, "InstanceType": ["ecs.sn1ne.large"]},
        }
    )
    assert (found.groups, found.instances, found.unknown, found.vcpu, found.memory_gb) == (4, 24, 23, 2, 4)


def test_totals_in_words() -> None:
    everything = Totals(groups=2, instances=1002, spot=2, vcpu=2000, memory_gb=4000, disk_gb=40080)
    for found, words in (
        (Totals(groups=1, instances=1), "1 instance in 1 group"),
        (Totals(groups=1, instances=1, unknown=1), "1 instance in 1 group (1 of unknown type not counted)"),
        (
            everything,
            "1,002 instances in 2 groups: 2,000 vCPU, 4,000 GB memory, 40,080 GB disk, 2 of them Spot",
        ),
    ):
        assert describe_totals(found) == words


def test_numbers_and_documents_of_a_wrong_type_count_as_nothing() -> None:
    for count in (None, "3", 3.0, True, -1, 0, [], {}, 10**300, 10**400):
        found = summed({"a": {"DesiredVMCount": count, "ResourceType": "Spot"}}, InstanceType=LARGE)
        assert found == Totals(groups=1)
        disks = {"Disks": {"SystemDisk": {"Size": count}, "DataDisk": {"Size": 10}}}
        assert summed({"a": {"DesiredVMCount": 2}}, Configs=disks).disk_gb == 20
    for wrong in (None, [], [{"DesiredVMCount": 3}], "x", 3):
        assert totals(wrong, load_builtin()) == totals({"Groups": wrong}, load_builtin()) == Totals()
        assert summed({"a": wrong, "b": {"DesiredVMCount": 1}}).instances == 1


# -- descriptions of values

SIZE: Path = ("Configs", "Mounts", "CacheTotalSize")
COUNT: Path = ("Groups", "g", "DesiredVMCount")
EVENTS: Path = ("Notification", "Topic", "Events")
GROUP_TYPE: Path = ("Groups", "g", "InstanceType")


def test_numbers_of_bytes() -> None:
    sizes = {0: "0 bytes", 1023: "1023 bytes", 1536: "1.50 KB", 512 * 1024**2: "512 MB", 5 * 1024**4: "5 TB"}
    assert {size: format_bytes(size) for size in sizes} == sizes
    assert format_bytes(1024**3 + 1) == "1.00 GB"


def group(**fields: Any) -> dict[str, Any]:
    return {"InstanceType": LARGE, "Groups": {"g": fields}}


def test_the_description_of_a_value() -> None:
    for path, tree, words in (
        *(
            (SIZE, {"Configs": {"Mounts": {"CacheTotalSize": value}}}, "512 MB" if value == 536870912 else "")
            for value in (536870912, 512, None, "1024", 2048.0, True, 10**400, -4096)
        ),
        (("InstanceType",), {"InstanceType": LARGE}, "2 vCPU, 4 GB"),
        (GROUP_TYPE, group(InstanceType=ANOTHER), "4 vCPU, 8 GB"),
        *(
            (("InstanceType",), {"InstanceType": value}, "")
            for value in ("ecs.x99.large", "", None, 3, [], {})
        ),
        (COUNT, group(DesiredVMCount=1000), "Total: 2,000 vCPU, 4,000 GB"),
        (COUNT, group(DesiredVMCount=2, InstanceType=ANOTHER), "Total: 8 vCPU, 16 GB"),
        *((COUNT, group(DesiredVMCount=count), "") for count in (0, -1, None, "3", True, 2.0, 10**400)),
        *((COUNT, group(DesiredVMCount=3, InstanceType=value), "") for value in ("ecs.x99.large", 3)),
        (("Name",), {"Name": "img-ubuntu"}, ""),
        (EVENTS, {"Notification": {"Topic": {"Events": ["OnClusterDeleted"]}}}, ""),
    ):
        spec = find_spec(path)
        assert spec is not None
        assert describe_value(tree, path, spec, load_builtin()) == words


# -- times


def test_ages_and_moments_in_words() -> None:
    now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    for passed, words in {
        timedelta(seconds=59): "<1 min",
        timedelta(minutes=59): "59 min",
        timedelta(hours=23, minutes=5): "23 h 5 min",
        timedelta(days=1, hours=2): "1 day 2 h",
        timedelta(days=40): "40 days 0 h",
        timedelta(minutes=-5): "<1 min",
    }.items():
        assert format_age(now - passed, now=now) == words
    assert format_age(None) == "?"
    now = datetime(2026, 3, 1, 12, 0)
    assert format_moment(datetime(2026, 3, 1, 0, 5), now=now) == "today, 00:05"
    assert format_moment(datetime(2026, 2, 28, 23, 59), now=now) == "yesterday, 23:59"
    assert format_moment(datetime(2026, 2, 27, 9, 0), now=now) == "2026-02-27, 09:00"
