"""The script with the official `bcs`: its command, its files, and what `bcs` would drop or add.

The treatment of options and files was recorded from bcs 1.7.7.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from wizard.export import export

from .conftest import EXAMPLE, RunScript
from .documents import TEXTS, all_documents, with_secret

EXPRESSIBLE: dict[str, Any] = {
    "Name": "night-farm",
    "Description": 'it\'s "nightly" $HOME `x` \\ 渲染 !',
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu",
    "UserData": {"path": "C:/x:y", "b": "2"},
    "EnvVars": {"EMPTY": "", "TZ": "Asia/Shanghai"},
    "ScheduleType": "Poll",
    "Notification": {"Topic": {"Name": "t", "Endpoint": "http://e/", "Events": ["OnClusterDeleted"]}},
    "Groups": {
        "group": {
            "DesiredVMCount": 3,
            "InstanceType": "",
            "ResourceType": "Spot",
            "SpotStrategy": "SpotWithPriceLimit",
            "SpotPriceLimit": 0.25,
        }
    },
    "Configs": {
        "Disks": {
            "SystemDisk": {"Type": "", "Size": 50},
            "DataDisk": {"Type": "cloud_ssd", "Size": 500, "MountPoint": "/home/data"},
        },
        "Mounts": {
            "Locale": "UTF-8",
            "Lock": True,
            "CacheSupport": False,
            "CacheBlockSize": 262144,
            "CacheTotalSize": 536870912,
            "NasMetaCache": True,
            "NAS": {"AccessGroup": ["a", "b"], "FileSystem": ["c"]},
            "Entries": [
                {"Source": "oss://b/in/", "Destination": "/in/", "WriteSupport": False},
                {
                    "Source": "nas://h.cn-beijing.nas.aliyuncs.com:/!",
                    "Destination": "E:",
                    "WriteSupport": True,
                },
            ],
        },
        "Networks": {"VPC": {"VpcId": "vpc-1", "CidrBlock": "192.168.0.0/24"}},
    },
}
"""A request that the options of `bcs cc` express completely."""


OPTIONS = {
    "--type": "ecs.sn1ne.large",
    "--nodes": "3",
    "--resource_type": "Spot",
    "--spot_price_limit": "0.25",
    "--image": "img-ubuntu",
    "--description": EXPRESSIBLE["Description"],
    "--schedule_type": "Poll",
    "--user_data": "path:C:/x:y,b:2",
    "--env": "EMPTY:,TZ:Asia/Shanghai",
    "--disk": "system:default:50,data:cloud_ssd:500:/home/data",
    "--mount": "oss://b/in/:::/in/:::false,nas://h.cn-beijing.nas.aliyuncs.com:/!:::E:::true",
    "--locale": "UTF-8",
    "--cache_block_size": "262144",
    "--cache_total_size": "536870912",
    "--nas_access_group": "a,b",
    "--nas_file_system": "c",
    "--vpc_cidr_block": "192.168.0.0/24",
    "--vpc_id": "vpc-1",
    "--notification_endpoint": "http://e/",
    "--notification_topic": "t",
    "--notification_events": "OnClusterDeleted",
}
FLAGS = ["--lock", "--no_cache_support", "--nas_meta_cache"]
GROUP = EXPRESSIBLE["Groups"]["group"]
CONFIGS = EXPRESSIBLE["Configs"]
MOUNT = {"Source": "oss://b/", "Destination": "/b/", "WriteSupport": True}


class Bcs:
    """A `bcs` that records its arguments and its file."""

    def __init__(self, folder: Path, run_script: RunScript) -> None:
        self.folder, self.run_script = folder, run_script
        program = folder / "bin" / "bcs"
        program.write_text(
            "#!/bin/bash\n"
            f'printf "%s\\0" "$@" > "{folder}/arguments"\n'
            f'[ "$4" != /dev/stdin ] || cat "$4" > "{folder}/file"\n'
        )
        program.chmod(0o755)

    def run(self, tree: Any) -> list[str]:
        """Run the exported script, and return the arguments of `bcs`."""
        ran = self.run_script("bcs", tree)
        assert ran.returncode == 0, ran.stderr
        return (self.folder / "arguments").read_bytes().decode().split("\0")[:-1]

    @property
    def file(self) -> Any:
        """The content of the file."""
        return json.loads((self.folder / "file").read_bytes())


@pytest.fixture
def bcs(tmp_path: Path, run_script: RunScript) -> Bcs:
    return Bcs(tmp_path, run_script)


def comment(tree: Any) -> list[str]:
    """The lines of the script's comment."""
    lines = export(tree, "bcs").data.decode().splitlines()[1:]
    return [line.removeprefix("# ") for line in lines if line.startswith("#")]


def options_of(arguments: list[str]) -> dict[str, str]:
    plain = [each for each in arguments[2:] if each not in FLAGS]
    return dict(zip(plain[::2], plain[1::2], strict=True))


def test_the_command_of_a_request_that_options_express(bcs: Bcs) -> None:
    arguments = bcs.run(EXPRESSIBLE)
    assert arguments[:2] == ["cc", "night-farm"]
    assert options_of(arguments) == OPTIONS
    assert [each for each in arguments if each in FLAGS] == FLAGS
    assert comment(EXPRESSIBLE)[-1] == "The options express the whole request."


def with_group(**changes: Any) -> dict[str, Any]:
    return {"Groups": {"group": {**GROUP, **changes}}}


AUTOMATIC = {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"}
ON_DEMAND = {"DesiredVMCount": 1, "ResourceType": "OnDemand", "SpotPriceLimit": 0.0}


@pytest.mark.parametrize(
    ("changes", "options"),
    [
        ({"Description": " "}, {"--description": " "}),
        ({"Description": "", "UserData": {}}, {"--description": None, "--user_data": None}),
        (with_group(InstanceType="ecs.sn1ne.large"), {}),
        ({"InstanceType": "", **with_group(InstanceType="bcs.a2.large")}, {"--type": "bcs.a2.large"}),
        ({"Groups": {"group": AUTOMATIC}}, {"--nodes": "1", "--spot_price_limit": "0"}),
        (
            {"Groups": {"group": ON_DEMAND}},
            {"--nodes": "1", "--resource_type": "OnDemand", "--spot_price_limit": None},
        ),
    ],
)
def test_options_of_other_requests(bcs: Bcs, changes: dict[str, Any], options: dict[str, str | None]) -> None:
    expected = {key: value for key, value in {**OPTIONS, **options}.items() if value is not None}
    assert options_of(bcs.run({**EXPRESSIBLE, **changes})) == expected


@pytest.mark.parametrize("name", [name for name in TEXTS if "\0" not in TEXTS[name]])
def test_an_option_arrives_unchanged(bcs: Bcs, name: str) -> None:
    arguments = bcs.run({**EXPRESSIBLE, "Description": TEXTS[name]})
    assert options_of(arguments)["--description"] == TEXTS[name]


def with_configs(**changes: Any) -> dict[str, Any]:
    return {"Configs": {**CONFIGS, **changes}}


def with_mounts(*entries: dict[str, Any]) -> dict[str, Any]:
    return with_configs(Mounts={"Locale": "GBK", "Entries": [{**MOUNT, **entry} for entry in entries]})


def with_disk(**disk: Any) -> dict[str, Any]:
    return with_configs(Disks={"DataDisk": disk})


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"Name": "-x"}, ["/Name"]),  # bcs takes it for an option
        ({"ImageId": "ubuntu"}, ["/ImageId"]),  # bcs accepts m-… and img-… only
        ({"ScheduleType": "Fast"}, ["/ScheduleType"]),
        ({"Bootstrap": "/bin/x"}, ["/Bootstrap"]),
        ({"Description": "a\0b"}, ["/Description"]),
        ({"InstanceType": ""}, ["/Groups"]),
        ({"Groups": {"workers": GROUP}}, ["/Groups"]),  # bcs names the group "group"
        ({"Groups": {"group": GROUP, "b": GROUP}}, ["/Groups"]),
        (with_group(InstanceType="bcs.a2.large"), ["/Groups"]),
        (with_group(ResourceType="OnDemand"), ["/Groups"]),
        (with_group(SpotStrategy="SpotAsPriceGo"), ["/Groups"]),
        (with_group(SpotPriceLimit=0), ["/Groups"]),
        (with_group(HostnamePrefix="w"), ["/Groups"]),
        ({"UserData": {"a": "1,2"}}, ["/UserData"]),
        ({"EnvVars": {"a:b": "1"}}, ["/EnvVars"]),
        ({"EnvVars": {"a": " 1"}}, ["/EnvVars"]),
        ({"Notification": {"Topic": {"Events": ["OnJobWaiting"]}}}, ["/Notification/Topic/Events"]),
        (with_disk(Type="cloud", Size=50, MountPoint="D:"), ["/Configs/Disks"]),
        (with_disk(Type="cloud", MountPoint="/x"), ["/Configs/Disks"]),
        (with_disk(Type="default", Size=50, MountPoint="/x"), ["/Configs/Disks"]),
        (with_mounts({"Source": "smb://h/"}), ["/Configs/Mounts/Entries"]),  # bcs drops it
        (with_mounts({"Source": "oss://b/a,b"}), ["/Configs/Mounts/Entries"]),
        (with_mounts({"Source": "oss://b:"}), ["/Configs/Mounts/Entries"]),
        (with_mounts({"Destination": "E"}), ["/Configs/Mounts/Entries"]),  # bcs adds a colon
        (with_mounts({"Destination": "nas://"}), ["/Configs/Mounts/Entries"]),  # bcs swaps it with the source
        (with_mounts({}, {"WriteSupport": False}), ["/Configs/Mounts/Entries"]),  # bcs drops duplicates
        (with_configs(Mounts={"RefreshTimeOut": 60}), ["/Configs/Mounts/RefreshTimeOut"]),
        (with_configs(Mounts={"CacheBlockSize": 0}), ["/Configs/Mounts/CacheBlockSize"]),
        (with_configs(Mounts={"NAS": {"FileSystem": ["a,b"]}}), ["/Configs/Mounts/NAS/FileSystem"]),
        (with_configs(Networks={"VPC": {"CidrBlock": "false"}}), ["/Configs/Networks/VPC/CidrBlock"]),
        (with_configs(Networks={"VPC": {"VpcId": "vpc-1"}}), ["/Configs/Networks/VPC/VpcId"]),
        (
            with_configs(Networks={"Classic": {"AllowIpAddress": ["10.1.1.1"]}}),
            ["/Configs/Networks/Classic/AllowIpAddress/0"],
        ),
    ],
)
def test_other_requests_are_sent_as_a_file(bcs: Bcs, changes: dict[str, Any], paths: list[str]) -> None:
    request = {**EXPRESSIBLE, **changes}
    assert bcs.run(request) == ["cc", "cluster", "-f", "/dev/stdin"]
    assert bcs.file == request
    lines = comment(request)
    first = lines.index("Sends the request as a file (bcs cc -f), because the options cannot express:") + 1
    assert [line.strip() for line in lines[first : first + len(paths)]] == paths
    assert not any("drops" in line for line in lines)


def test_what_bcs_drops_from_a_file_is_listed() -> None:
    request = {
        **EXPRESSIBLE,
        "Misspelt\n": {"a": 1},
        **with_configs(Disks={"SystemDisk": {"Type": " ", "Size": 50, "MountPoint": "/"}}),
        "Groups": {"group": {**GROUP, "InstanceType": " ", "Extra": "x" * 100}},
    }
    lines = comment(request)
    first = lines.index("bcs drops unknown fields and blanks:") + 1
    assert [line.strip() for line in lines[first : first + 5]] == [
        f'/Groups/group/Extra ("{"x" * 79}…)',
        '/Configs/Disks/SystemDisk/MountPoint ("/")',
        '/Misspelt\\n ({"a":1})',
        '/Groups/group/InstanceType (" ")',
        '/Configs/Disks/SystemDisk/Type (" ")',
    ]


@pytest.mark.parametrize(
    ("changes", "additions"),
    [
        (
            {"Configs": {}},
            [
                '/Configs/Mounts/Locale "GBK"',
                '/Configs/Networks/VPC/CidrBlock "192.168.0.0/16", or the one of bcs config',
            ],
        ),
        (with_configs(Mounts={}), ['/Configs/Mounts/Locale "GBK"']),
        ({"Bootstrap": "x", "Configs": {"Mounts": {}}}, ['/Configs/Networks/VPC/CidrBlock "192.168.0.0/16"']),
        ({"Bootstrap": "x", "Configs": {"Networks": {}}}, []),
    ],
)
def test_what_bcs_adds_is_listed(changes: dict[str, Any], additions: list[str]) -> None:
    lines = comment({**EXPRESSIBLE, **changes})
    found = lines[lines.index("bcs adds:") + 1 :] if "bcs adds:" in lines else []
    assert [line.strip() for line in found] == additions


@pytest.mark.parametrize("tree", [[], {}, {**EXPRESSIBLE, "Description": 3}])
def test_a_request_with_errors_is_sent_as_a_file(bcs: Bcs, tree: Any) -> None:
    assert bcs.run(tree) == ["cc", "cluster", "-f", "/dev/stdin"]
    assert bcs.file == tree
    assert any(line.startswith("The request has errors") for line in comment(tree))


def test_a_file_arrives_unchanged(bcs: Bcs) -> None:
    tree = all_documents()
    bcs.run(tree)
    assert repr(bcs.file) == repr(with_secret(tree))


def test_the_reference_example_needs_a_file() -> None:
    lines = comment(json.loads(EXAMPLE.read_text(encoding="utf-8")))
    assert [line.strip() for line in lines if line.startswith("  /")] == [
        "/Groups",
        "/Configs/Mounts/OSS/AccessKeyId",
        "/Configs/Mounts/OSS/AccessKeySecret",
    ]
