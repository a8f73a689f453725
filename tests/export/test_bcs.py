"""The command of the official `bcs`: what it says, what it would change, and what arrives at a `bcs`.

What bcs 1.7.7 makes of its options was recorded from the real program on loopback.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wizard.export import export
from wizard.export.as_bcs import by_file, by_options
from wizard.export.bcs_model import Stops, described
from wizard.export.sdk_model import sent

from .conftest import EXAMPLE
from .documents import SECRET, TEXTS, document, with_secret

SAYABLE: dict[str, Any] = {
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
"""A request that the options of `bcs cc` can say, all of it."""

RECORDED = [
    (["--image", "m-x", "--type", "t", "--nodes", "x"], {"Groups": {"group": {"DesiredVMCount": 0}}}),
    (
        ["--image", "img-x", "--type", "t", "--env", "A:1,2,B: c:d ,,"],
        {"EnvVars": {"A": "1", "2": "", "B": "c:d"}},
    ),
    (
        ["--image", "img-x", "--type", "t", "--mount", "smb://h/:::/x:::true,oss://b/:::D"],
        {
            "Configs": {
                "Mounts": {
                    "NAS": {},
                    "Locale": "GBK",
                    "Entries": [{"Destination": "D:", "Source": "oss://b/", "WriteSupport": True}],
                },
                "Disks": {},
            }
        },
    ),
    (
        ["--image", "img-x", "--type", "t", "--refresh_time_out", "60", "--cache_block_size", "0"],
        {"Configs": {"Mounts": {"NAS": {}, "Entries": [], "Locale": "GBK"}, "Disks": {}}},
    ),
    (
        ["--image", "img-x", "--type", "t", "--resource_type", "Spot", "--spot_price_limit", "0"],
        {"Groups": {"group": {"SpotStrategy": "SpotAsPriceGo"}}},
    ),
]


@pytest.mark.parametrize(("arguments", "expected"), RECORDED)
def test_what_bcs_makes_of_its_options(arguments: list[str], expected: dict[str, Any]) -> None:
    made = described("n", arguments)
    for key, value in expected.items():
        if key == "Groups":
            assert value["group"].items() <= made[key]["group"].items()
        else:
            assert made[key] == value


@pytest.mark.parametrize(
    "arguments",
    [
        ["--image", "ubuntu"],
        ["--image", "img-x"],
        ["--image", "img-x", "--type", "t", "--description", ""],
        ["--image", "img-x", "--type", "t", "--disk", "data:cloud:50:D:"],
        ["--image", "img-x", "--type", "t", "--notification_events", "OnJobWaiting"],
        ["--image", "img-x", "--type", "t", "--schedule_type", "Fast"],
        ["--image", "img-x", "--type", "t", "--vpc_id", "vpc-1"],
        ["--image", "img-x", "--type", "t", "--spot_price_limit", "1"],
    ],
)
def test_where_bcs_stops(arguments: list[str]) -> None:
    with pytest.raises(Stops):
        described("n", arguments)


def test_what_the_sdk_makes_of_a_request() -> None:
    request = {
        "Name": "a",
        "ImageId": "img-x",
        "Unknown": 1,
        "Groups": {"g": {"InstanceType": "", "Extra": 1}},
        "Configs": {"Disks": {"SystemDisk": {"Type": "", "Size": 50}}},
        "Notification": {},
    }
    assert sent(request) == {
        "Name": "a",
        "ImageId": "img-x",
        "Groups": {"g": {"ResourceType": "OnDemand"}},
        "Configs": {
            "Disks": {"SystemDisk": {"Size": 50}},
            "Networks": {"VPC": {"CidrBlock": "192.168.0.0/16"}, "Classic": {}},
        },
        "Notification": {
            "Topic": {"Name": "", "Endpoint": "", "Events": [], "UserData": "", "UserTemplate": ""}
        },
        "UserData": {},
        "DependencyIsvService": "",
    }


class Bcs:
    """A `bcs` that notes what it was called with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        program = folder / "bcs"
        program.write_text(
            "#!/bin/bash\n"
            f'printf "%s\\0" "$@" > "{folder}/arguments"\n'
            f'[ "$4" != /dev/stdin ] || cat "$4" > "{folder}/file"\n'
        )
        program.chmod(0o755)

    def run(self, data: bytes, **environ: str) -> "subprocess.CompletedProcess[bytes]":
        """Run an exported script."""
        path = f"{self.folder}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            ["bash"],
            input=data,
            env={**os.environ, "PATH": path, **environ},
            capture_output=True,
            timeout=60,
            check=False,
        )

    @property
    def arguments(self) -> list[str]:
        """The words of the last call."""
        return (self.folder / "arguments").read_bytes().decode().split("\0")[:-1]

    @property
    def file(self) -> bytes:
        """The file of the last call."""
        return (self.folder / "file").read_bytes()


@pytest.fixture
def bcs(tmp_path: Path) -> Bcs:
    return Bcs(tmp_path)


def test_a_request_that_options_can_say(bcs: Bcs) -> None:
    assert by_options(SAYABLE).lost == ()
    data = export(SAYABLE, "bcs").data
    assert b"bcs cc can say all of this request." in data
    assert bcs.run(data).returncode == 0
    assert bcs.arguments == [
        "cc",
        "night-farm",
        *["--image", "img-ubuntu"],
        *["--description", SAYABLE["Description"]],
        *["--schedule_type", "Poll"],
        *["--notification_endpoint", "http://e/"],
        *["--notification_topic", "t"],
        *["--locale", "UTF-8"],
        *["--vpc_cidr_block", "192.168.0.0/24"],
        *["--vpc_id", "vpc-1"],
        *["--type", "ecs.sn1ne.large"],
        *["--nodes", "3"],
        *["--resource_type", "Spot"],
        *["--spot_price_limit", "0.25"],
        *["--user_data", "path:C:/x:y,b:2"],
        *["--env", "EMPTY:,TZ:Asia/Shanghai"],
        *["--disk", "system:default:50,data:cloud_ssd:500:/home/data"],
        *[
            "--mount",
            "oss://b/in/:::/in/:::false,nas://h.cn-beijing.nas.aliyuncs.com:/!:::E:::true",
        ],
        *["--cache_block_size", "262144"],
        *["--cache_total_size", "536870912"],
        *["--notification_events", "OnClusterDeleted"],
        *["--nas_access_group", "a,b"],
        *["--nas_file_system", "c"],
        "--lock",
        "--no_cache_support",
        "--nas_meta_cache",
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Groups": {"workers": SAYABLE["Groups"]["group"]}}, ['the group "workers" is called group']),
        ({"UserData": {"a": "1,2"}}, ["/UserData/a becomes", "(is "]),
        ({"EnvVars": {"a:b": "1"}}, ["/EnvVars/a:b is left out", "bcs adds by itself", "/EnvVars/a is "]),
        ({"Bootstrap": "/bin/x"}, ['/Bootstrap is left out ("/bin/x")']),
        ({"Description": " "}, []),
        ({"Misspelt": {"a": 1}}, ["/Misspelt/a is left out (1)"]),
        (
            {"Configs": {**SAYABLE["Configs"], "Mounts": {"RefreshTimeOut": 60}}},
            ["RefreshTimeOut is left out"],
        ),
        ({"Configs": {"Networks": {"Classic": {"AllowIpAddress": ["10.1.1.1"]}}}}, ["AllowIpAddress/0"]),
        ({"ImageId": "ubuntu"}, ["cannot say this request: it would stop at --image"]),
        ({"Name": "-x"}, ["begins with a hyphen"]),
        ({"Groups": {"a": {}, "b": {}}}, ["one group only, and there are 2"]),
        ({"Description": "a\0b"}, ["it would stop at --description"]),
    ],
)
def test_what_options_would_change_is_said_and_the_request_goes_as_a_file(
    bcs: Bcs, changes: dict[str, Any], words: list[str]
) -> None:
    request = {**SAYABLE, **changes}
    data = export(request, "bcs").data
    text = data.decode()
    head = text[: text.index("set -euo")] if "set -euo" in text else text
    for word in words:
        assert word in head
    if words:
        assert all(line.startswith("#") for line in head.splitlines()[:-1])
        assert bcs.run(data).returncode == 0
        assert bcs.arguments == ["cc", "cluster", "-f", "/dev/stdin"]
        assert json.loads(bcs.file) == request


def test_what_even_a_file_would_lose_is_said() -> None:
    assert by_file(SAYABLE).lost == ()
    text = export({**SAYABLE, "Misspelt": 1}, "bcs").data.decode()
    assert "goes as a file (bcs cc -f), which changes only:\n#   /Misspelt is left out (1)" in text
    assert "no object" in export([], "bcs").data.decode()


@pytest.mark.parametrize("name", TEXTS)
def test_a_file_arrives_whole_whatever_it_holds(bcs: Bcs, name: str) -> None:
    tree = document(TEXTS[name])
    ran = bcs.run(export(tree, "bcs").data, OSS_ACCESS_KEY_SECRET=SECRET)
    assert ran.returncode == 0, ran.stderr
    arrived = json.loads(bcs.file)
    assert repr(arrived) == repr(with_secret(tree))


@pytest.mark.parametrize("name", [name for name in TEXTS if "\0" not in TEXTS[name]])
def test_an_option_arrives_whole_whatever_it_holds(bcs: Bcs, name: str) -> None:
    request = {**SAYABLE, "Description": TEXTS[name]}
    data = export(request, "bcs").data
    assert by_options(request).lost == ()
    assert bcs.run(data).returncode == 0
    assert bcs.arguments[bcs.arguments.index("--description") + 1] == TEXTS[name]


def test_the_example_needs_a_file_for_its_key_and_its_group() -> None:
    request = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    lost = by_options(request).lost
    assert [each.split()[0] for each in lost] == [
        "the",
        "/Configs/Mounts/OSS/AccessKeyId",
        "/Configs/Mounts/OSS/AccessKeySecret",
    ]
    assert by_file(request).lost == ()


def test_a_secret_is_asked_of_a_variable(bcs: Bcs) -> None:
    data = export(document("x"), "bcs").data
    ran = bcs.run(data)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"OSS_ACCESS_KEY_SECRET is not set")
    assert not (bcs.folder / "arguments").exists()
