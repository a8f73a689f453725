"""The built-in catalog has the values of the public lists of the service."""

import dataclasses

import pytest

from wizard import i18n
from wizard.catalog import Catalog, describe_instance_type, load_builtin


def test_every_value_has_a_short_title() -> None:
    for field in dataclasses.fields(Catalog):
        entries = getattr(load_builtin(), field.name)
        assert entries, field.name
        if field.name not in ("instance_types", "job_events"):
            for value, entry in entries.items():
                assert entry.value == value
                assert len(entry.title) <= 72 and entry.title == entry.title.strip() != ""


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
    found = load_builtin().instance_types[name]
    assert (found.vcpu, found.memory_gb) == (vcpu, memory_gb)
    assert found.local_disk_gb == local_disk_gb
    assert describe_instance_type(found) == title


def test_all_instance_types_are_there() -> None:
    types = load_builtin().instance_types
    assert len(types) == 132
    assert sum(name.startswith("bcs.") for name in types) == 9


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
    assert set(getattr(load_builtin(), mapping)) == set(values.split())


@pytest.mark.parametrize(
    ("name", "platform"), [("ubuntu", "Linux"), ("centos", "Linux"), ("windows", "Windows")]
)
def test_images_have_a_platform(name: str, platform: str) -> None:
    images = load_builtin().images
    assert images[f"img-{name}"].platform == images[f"img-{name}-vpc"].platform == platform


def test_titles_are_translated() -> None:
    i18n.use_language("zh_CN")
    try:
        assert "SSD 云盘" in load_builtin().disk_types["cloud_ssd"].title
    finally:
        i18n.use_language("en")
