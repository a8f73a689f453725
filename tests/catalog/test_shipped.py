"""The shipped catalog holds what the public lists of the service name, and costs little."""

import dataclasses
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from wizard.catalog import Account, Catalog, built_in, describe


def test_it_is_made_once() -> None:
    assert built_in() is built_in()


def test_nobody_can_change_it() -> None:
    catalog = built_in()
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalog.regions = {}  # type: ignore[misc]
    for field in dataclasses.fields(Catalog):
        with pytest.raises(TypeError):
            getattr(catalog, field.name)["new"] = None


def test_every_entry_stands_under_its_own_name_and_says_what_it_is() -> None:
    for field in dataclasses.fields(Catalog):
        entries = getattr(built_in(), field.name)
        assert entries, field.name
        for key, entry in entries.items():
            if field.name == "instance_types":
                assert entry.name == key
            else:
                assert getattr(entry, "value", None) == key or getattr(entry, "id", None) == key
                assert len(entry.title) <= 72 and entry.title == entry.title.strip() != ""


@pytest.mark.parametrize(
    ("name", "vcpu", "memory_gb", "local_disk_gb"),
    [
        ("ecs.sn1ne.large", 2, 4, None),
        ("ecs.sn1.medium", 2, 4, None),
        ("ecs.sn1.7xlarge", 32, 64, None),
        ("ecs.sn2.13xlarge", 56, 224, None),
        ("ecs.se1.large", 2, 16, None),
        ("ecs.se1.14xlarge", 56, 480, None),
        ("ecs.r5.16xlarge", 64, 512, None),
        ("bcs.a2.large", 4, 8, 400),
        ("bcs.a2.4xlarge", 20, 40, 400),
        ("bcs.b4.5xlarge", 24, 96, 1000),
    ],
)
def test_an_instance_type_has_the_size_that_the_public_lists_state(
    name: str, vcpu: int, memory_gb: int, local_disk_gb: int | None
) -> None:
    found = built_in().instance_types[name]
    assert (found.vcpu, found.memory_gb, found.local_disk_gb) == (vcpu, memory_gb, local_disk_gb)
    assert found.source


def test_there_are_as_many_instance_types_as_in_the_public_lists() -> None:
    types = built_in().instance_types
    assert len(types) == 132
    assert sum(name.startswith("bcs.") for name in types) == 9


def test_every_family_of_an_instance_type_is_explained() -> None:
    catalog = built_in()
    assert {entry.family for entry in catalog.instance_types.values()} == set(catalog.instance_families)


@pytest.mark.parametrize(
    ("name", "family", "text"),
    [
        ("ecs.sn2ne.xlarge", "ecs.sn2ne", "4 vCPU, 16 GB"),
        ("ecs.t1.small", "ecs.t1", "1 vCPU, 1 GB"),
        ("bcs.b2.3xlarge", "bcs.b2", "16 vCPU, 32 GB, 1000 GB local disk"),
    ],
)
def test_an_instance_type_is_described_in_one_line(name: str, family: str, text: str) -> None:
    instance_type = built_in().instance_types[name]
    assert instance_type.family == family
    assert describe(instance_type) == text


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
def test_the_known_values_are_those_of_the_reference(mapping: str, values: str) -> None:
    assert set(getattr(built_in(), mapping)) == set(values.split())


@pytest.mark.parametrize(
    ("image", "platform", "vpc"),
    [
        ("img-ubuntu", "Linux", False),
        ("img-ubuntu-vpc", "Linux", True),
        ("img-centos-vpc", "Linux", True),
        ("img-windows", "Windows", False),
        ("img-windows-vpc", "Windows", True),
    ],
)
def test_an_image_says_its_platform_and_network(image: str, platform: str, vpc: bool) -> None:
    found = built_in().images[image]
    assert (found.platform, found.vpc) == (platform, vpc)


def test_of_an_account_nothing_is_known_until_it_is_handed_in() -> None:
    account = Account(region="cn-beijing", fetched_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert not account.fetched_in_this_run
    unknown = {field.name for field in dataclasses.fields(account) if getattr(account, field.name) is None}
    assert {
        "instance_types",
        "spot_instance_types",
        "images",
        "system_disk_types",
        "data_disk_types",
    } < unknown


def test_importing_it_reads_no_file_and_loads_nothing_heavy() -> None:
    program = (
        "import sys, wizard.catalog\n"
        "from wizard.catalog.instances import instance_types\n"
        "assert instance_types.cache_info().currsize == 0\n"
        "heavy = {'pydantic_core', 'json', 'requests', 'textual', 'importlib.metadata'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
