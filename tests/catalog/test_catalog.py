"""The built-in catalog has the values of the public lists of the service; the examples of fields are valid."""

from typing import Any

import pytest

from wizard.catalog import describe_instance_type, load_builtin
from wizard.document.tree import get, set_in, walk
from wizard.models.cluster import find_spec, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation import check


@pytest.mark.parametrize(
    ("name", "vcpu", "memory_gb", "local_disk_gb", "title"),
    [
        ("ecs.t1.small", 1, 1, None, "1 vCPU, 1 GB"),
        ("ecs.sn1ne.large", 2, 4, None, "2 vCPU, 4 GB"),
        ("ecs.se1.14xlarge", 56, 480, None, "56 vCPU, 480 GB"),
        ("ecs.r5.16xlarge", 64, 512, None, "64 vCPU, 512 GB"),
        ("bcs.a2.large", 4, 8, 400, "4 vCPU, 8 GB, 400 GB local disk"),
        ("bcs.b4.5xlarge", 24, 96, 1000, "24 vCPU, 96 GB, 1000 GB local disk"),
    ],
)
def test_an_instance_type_has_the_size_in_the_public_lists(
    name: str, vcpu: int, memory_gb: int, local_disk_gb: int | None, title: str
) -> None:
    types = load_builtin().instance_types
    assert (len(types), sum(each.startswith("bcs.") for each in types)) == (132, 9)
    found = types[name]
    assert (found.vcpu, found.memory_gb) == (vcpu, memory_gb)
    assert found.local_disk_gb == local_disk_gb
    assert describe_instance_type(found) == title


@pytest.mark.parametrize(
    ("mapping", "values"),
    [
        (
            "regions",
            "cn-beijing cn-zhangjiakou cn-huhehaote cn-hangzhou cn-shanghai cn-shenzhen cn-hongkong "
            "cn-chengdu ap-southeast-1 eu-central-1 us-west-1 us-east-1 cn-qingdao ap-southeast-2",
        ),
        ("images", "img-ubuntu img-centos img-windows img-ubuntu-vpc img-centos-vpc img-windows-vpc"),
        ("disk_types", "cloud cloud_efficiency cloud_ssd ephemeral ephemeral_ssd"),
        ("events", "OnClusterDeleted OnInstanceCreated OnInstanceActive"),
        (
            "job_events",
            "OnJobWaiting OnJobRunning OnJobStopped OnJobFinished OnJobFailed "
            "OnTaskWaiting OnTaskRunning OnTaskStopped OnTaskFinished OnTaskFailed "
            "OnInstanceWaiting OnInstanceRunning OnInstanceStopped OnInstanceFinished OnInstanceFailed "
            "OnPriorityChange",
        ),
        ("locales", "GBK GB2312-80 BIG5 UTF-8 ANSI EUC-JP EUC-TW EUC-KR SHIFT-JIS KSC5601"),
        ("isv_services", "GTX"),
        ("schedule_types", "LowLatency Poll Push"),
        ("router_types", "VRouter VBR"),
        ("resource_types", "OnDemand Spot"),
        ("spot_strategies", "SpotWithPriceLimit SpotAsPriceGo"),
    ],
)
def test_the_values_are_those_of_the_reference(mapping: str, values: str) -> None:
    entries = getattr(load_builtin(), mapping)
    assert set(entries) == set(values.split())
    for value, entry in () if mapping == "job_events" else entries.items():
        assert entry.value == value
        assert len(entry.title) <= 72 and entry.title == entry.title.strip() != ""
    for name, image in load_builtin().images.items():
        assert image.platform == ("Windows" if "windows" in name else "Linux")


# -- examples of fields

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
