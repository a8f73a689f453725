"""The script with the official `bcs`: its command, its files, and what `bcs` would drop or add.

The treatment of options and files was recorded from bcs 1.7.7.
"""

import json
import shlex
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from validation.cases import at

from wizard.export import export

from .conftest import TEXTS, Run, all_documents, with_secret

SPOT = {"ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": 0.25}
GROUP = {"DesiredVMCount": 3, "InstanceType": "", **SPOT}
MOUNT = {"Source": "oss://b/in/", "Destination": "/in/", "WriteSupport": False}
NAS_MOUNT = {"Source": "nas://h.cn-beijing.nas.aliyuncs.com:/!", "Destination": "E:", "WriteSupport": True}
DATA_DISK = {"Type": "cloud_ssd", "Size": 500, "MountPoint": "/home/data"}
EXPRESSIBLE: dict[str, Any] = {
    "Name": "night-farm",
    "Description": 'it\'s "nightly" $HOME `x` \\ 渲染 !',
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu",
    "UserData": {"path": "C:/x:y", "b": "2"},
    "EnvVars": {"EMPTY": "", "TZ": "Asia/Shanghai"},
    "ScheduleType": "Poll",
    "Notification": {"Topic": {"Name": "t", "Endpoint": "http://e/", "Events": ["OnClusterDeleted"]}},
    "Groups": {"group": GROUP},
    "Configs": {
        "Disks": {"SystemDisk": {"Type": "", "Size": 50}, "DataDisk": DATA_DISK},
        "Mounts": {
            "Locale": "UTF-8",
            "Lock": True,
            "CacheSupport": False,
            "CacheBlockSize": 262144,
            "CacheTotalSize": 536870912,
            "NasMetaCache": True,
            "NAS": {"AccessGroup": ["a", "b"], "FileSystem": ["c"]},
            "Entries": [MOUNT, NAS_MOUNT],
        },
        "Networks": {"VPC": {"VpcId": "vpc-1", "CidrBlock": "192.168.0.0/24"}},
    },
}
"""A request that the options of `bcs cc` express completely."""

FLAGS = ["--lock", "--no_cache_support", "--nas_meta_cache"]
COMMAND = """
--type ecs.sn1ne.large --nodes 3 --resource_type Spot --spot_price_limit 0.25 --image img-ubuntu
--schedule_type Poll --user_data path:C:/x:y,b:2 --env EMPTY:,TZ:Asia/Shanghai --locale UTF-8
--disk system:default:50,data:cloud_ssd:500:/home/data
--mount oss://b/in/:::/in/:::false,nas://h.cn-beijing.nas.aliyuncs.com:/!:::E:::true
--cache_block_size 262144 --cache_total_size 536870912 --nas_access_group a,b --nas_file_system c
--vpc_cidr_block 192.168.0.0/24 --vpc_id vpc-1
--notification_endpoint http://e/ --notification_topic t --notification_events OnClusterDeleted
"""
"""What the request becomes, without its flags and its description."""


def changed(changes: dict[str, Any]) -> Any:
    """The request with other values at JSON Pointers."""
    tree = EXPRESSIBLE
    for place, value in changes.items():
        tree = at(place, value, tree)
    return tree


class Bcs:
    """A `bcs` that records its arguments and its file."""

    def __init__(self, folder: Path, run_script: Run) -> None:
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
        return json.loads((self.folder / "file").read_bytes())


@pytest.fixture
def bcs(tmp_path: Path, run_script: Run) -> Bcs:
    return Bcs(tmp_path, run_script)


def comment(tree: Any) -> list[str]:
    lines = export(tree, "bcs").data.decode().splitlines()[1:]
    return [line.removeprefix("# ") for line in lines if line.startswith("#")]


def listed_after(sentence: str, tree: Any) -> list[str]:
    """The lines of the list after a sentence of the comment."""
    lines = comment(tree)
    if sentence not in lines:
        return []
    rest = lines[lines.index(sentence) + 1 :]
    return [line.strip() for line in takewhile(lambda line: line.startswith(" "), rest)]


def options_of(arguments: list[str]) -> dict[str, str]:
    plain = [each for each in arguments if each not in FLAGS]
    return dict(zip(plain[::2], plain[1::2], strict=True))


OPTIONS = {**options_of(shlex.split(COMMAND)), "--description": EXPRESSIBLE["Description"]}


def test_the_command_of_a_request_that_options_express(bcs: Bcs) -> None:
    arguments = bcs.run(EXPRESSIBLE)
    assert arguments[:2] == ["cc", "night-farm"]
    assert options_of(arguments[2:]) == OPTIONS
    assert [each for each in arguments if each in FLAGS] == FLAGS
    assert comment(EXPRESSIBLE)[-1] == "The options express the whole request."


@pytest.mark.parametrize(
    ("changes", "options"),
    [
        ({"/Description": " "}, {"--description": " "}),
        ({"/Description": "", "/UserData": {}}, {"--description": None, "--user_data": None}),
        ({"/Groups/group/InstanceType": "ecs.sn1ne.large"}, {}),
        ({"/InstanceType": "", "/Groups/group/InstanceType": "bcs.a2.large"}, {"--type": "bcs.a2.large"}),
        (
            {"/Groups/group": {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"}},
            {"--nodes": "1", "--spot_price_limit": "0"},
        ),
        (
            {"/Groups/group": {"DesiredVMCount": 1, "ResourceType": "OnDemand", "SpotPriceLimit": 0.0}},
            {"--nodes": "1", "--resource_type": "OnDemand", "--spot_price_limit": None},
        ),
    ],
)
def test_options_of_other_requests(bcs: Bcs, changes: dict[str, Any], options: dict[str, str | None]) -> None:
    expected = {**OPTIONS, **options}
    found = options_of(bcs.run(changed(changes))[2:])
    assert found == {option: value for option, value in expected.items() if value is not None}


@pytest.mark.parametrize("name", [name for name in TEXTS if "\0" not in TEXTS[name]])
def test_an_option_arrives_unchanged(bcs: Bcs, name: str) -> None:
    arguments = bcs.run(changed({"/Description": TEXTS[name]}))
    assert options_of(arguments[2:])["--description"] == TEXTS[name]


ENTRIES, DISK = "/Configs/Mounts/Entries", "/Configs/Disks/DataDisk"
ADDRESSES = "/Configs/Networks/Classic/AllowIpAddress"


@pytest.mark.parametrize(
    ("path", "place", "value"),
    [
        ("/Name", "/Name", "-x"),  # bcs takes it for an option
        ("/ImageId", "/ImageId", "ubuntu"),  # bcs accepts m-… and img-… only
        ("/ScheduleType", "/ScheduleType", "Fast"),
        ("/Bootstrap", "/Bootstrap", "/bin/x"),
        ("/Description", "/Description", "a\0b"),
        ("/Groups", "/InstanceType", ""),
        ("/Groups", "/Groups", {"workers": GROUP}),  # bcs names the group "group"
        ("/Groups", "/Groups/b", GROUP),
        ("/Groups", "/Groups/group/InstanceType", "bcs.a2.large"),
        ("/Groups", "/Groups/group/ResourceType", "OnDemand"),
        ("/Groups", "/Groups/group/SpotStrategy", "SpotAsPriceGo"),
        ("/Groups", "/Groups/group/SpotPriceLimit", 0),
        ("/Groups", "/Groups/group/HostnamePrefix", "w"),
        ("/UserData", "/UserData", {"a": "1,2"}),
        ("/EnvVars", "/EnvVars", {"a:b": "1"}),
        ("/EnvVars", "/EnvVars", {"a": " 1"}),
        ("/Notification/Topic/Events", "/Notification/Topic/Events", ["OnJobWaiting"]),
        ("/Configs/Disks", f"{DISK}/MountPoint", "D:"),
        ("/Configs/Disks", DISK, {"Type": "cloud_ssd", "MountPoint": "/x"}),
        ("/Configs/Disks", f"{DISK}/Type", "default"),
        (ENTRIES, f"{ENTRIES}/0/Source", "smb://h/"),  # bcs drops it
        (ENTRIES, f"{ENTRIES}/0/Source", "oss://b/a,b"),
        (ENTRIES, f"{ENTRIES}/0/Source", "oss://b:"),
        (ENTRIES, f"{ENTRIES}/0/Destination", "E"),  # bcs adds a colon
        (ENTRIES, f"{ENTRIES}/0/Destination", "nas://"),  # bcs swaps it with the source
        (ENTRIES, ENTRIES, [MOUNT, {**MOUNT, "WriteSupport": True}]),  # bcs drops duplicates
        ("/Configs/Mounts/RefreshTimeOut", "/Configs/Mounts/RefreshTimeOut", 60),
        ("/Configs/Mounts/CacheBlockSize", "/Configs/Mounts/CacheBlockSize", 0),
        ("/Configs/Mounts/NAS/FileSystem", "/Configs/Mounts/NAS/FileSystem", ["a,b"]),
        ("/Configs/Networks/VPC/CidrBlock", "/Configs/Networks/VPC/CidrBlock", "false"),
        ("/Configs/Networks/VPC/VpcId", "/Configs/Networks/VPC", {"VpcId": "vpc-1"}),
        (f"{ADDRESSES}/0", ADDRESSES, ["10.1.1.1"]),
    ],
)
def test_other_requests_are_sent_as_a_file(bcs: Bcs, path: str, place: str, value: Any) -> None:
    request = changed({place: value})
    assert bcs.run(request) == ["cc", "cluster", "-f", "/dev/stdin"]
    assert bcs.file == request
    sentence = "Sends the request as a file (bcs cc -f), because the options cannot express:"
    assert listed_after(sentence, request) == [path]
    assert not any("drops" in line for line in comment(request))


def test_what_bcs_drops_from_a_file_is_listed() -> None:
    request = changed(
        {
            "/Misspelt\n": {"a": 1},
            "/Configs/Disks/SystemDisk": {"Type": " ", "Size": 50, "MountPoint": "/"},
            "/Groups/group/InstanceType": " ",
            "/Groups/group/Extra": "x" * 100,
        }
    )
    assert listed_after("bcs drops unknown fields and blanks:", request) == [
        f'/Groups/group/Extra ("{"x" * 79}…)',
        '/Configs/Disks/SystemDisk/MountPoint ("/")',
        '/Misspelt\\n ({"a":1})',
        '/Groups/group/InstanceType (" ")',
        '/Configs/Disks/SystemDisk/Type (" ")',
    ]


LOCALE, CIDR_BLOCK = '/Configs/Mounts/Locale "GBK"', '/Configs/Networks/VPC/CidrBlock "192.168.0.0/16"'


@pytest.mark.parametrize(
    ("changes", "additions"),
    [
        ({"/Configs": {}}, [LOCALE, f"{CIDR_BLOCK}, or the one of bcs config"]),
        ({"/Configs/Mounts": {}}, [LOCALE]),
        ({"/Bootstrap": "x", "/Configs": {"Mounts": {}}}, [CIDR_BLOCK]),
        ({"/Bootstrap": "x", "/Configs": {"Networks": {}}}, []),
    ],
)
def test_what_bcs_adds_is_listed(changes: dict[str, Any], additions: list[str]) -> None:
    assert listed_after("bcs adds:", changed(changes)) == additions


@pytest.mark.parametrize("tree", [[], {}, {**EXPRESSIBLE, "Description": 3}])
def test_a_request_with_errors_is_sent_as_a_file(bcs: Bcs, tree: Any) -> None:
    assert bcs.run(tree) == ["cc", "cluster", "-f", "/dev/stdin"]
    assert bcs.file == tree
    assert any(line.startswith("The request has errors") for line in comment(tree))


def test_a_file_arrives_unchanged_and_a_missing_variable_is_named(bcs: Bcs) -> None:
    tree = all_documents()
    bcs.run(tree)
    assert repr(bcs.file) == repr(with_secret(tree))
    ran = bcs.run_script("bcs", tree, OSS_ACCESS_KEY_SECRET="")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == b"OSS_ACCESS_KEY_SECRET is not set. Set it, then run this script again.\n"
