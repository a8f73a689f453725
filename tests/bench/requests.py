"""The request files that are measured: the example of the API reference and a request of 6,800 lines."""

import json
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent.parent / "cli" / "example.json"
"""The example of the CreateCluster reference; four placeholders in it are warnings."""
PLACEHOLDERS = {
    "[UserId]": "1234567890",
    "[Region]": "cn-hangzhou",
    "[OSS Access Key Id]": "LTAIexample",
    "[OSS Access Key Id Secret]": "${env:OSS_ACCESS_KEY_SECRET}",
    "[Your vpc id]": "vpc-8vbabcdefghij",
}


def write_requests(folder: Path) -> dict[str, Path]:
    """Write the request files into a folder.

    Returns:
        The files by name: ``example``, ``clean`` (the example without placeholders) and ``large``.
    """
    example = EXAMPLE.read_text(encoding="utf-8").replace("test-cluster", "bench")
    clean = example
    for placeholder, value in PLACEHOLDERS.items():
        clean = clean.replace(placeholder, value)
    texts = {"example": example, "clean": clean, "large": json.dumps(make_large(), indent=2)}
    files = {name: folder / f"{name}.json" for name in texts}
    for name, text in texts.items():
        files[name].write_text(text, encoding="utf-8")
    return files


def write_copies(source: Path, folder: Path, count: int) -> list[str]:
    """Write copies of a request file and return their paths."""
    folder.mkdir()
    paths = [folder / f"{number}.json" for number in range(count)]
    for path in paths:
        path.write_bytes(source.read_bytes())
    return list(map(str, paths))


def make_large() -> dict[str, Any]:
    """Return a request of 300 groups and 1,000 mounts, about the largest one that the service accepts."""
    return {
        "Name": "bench",
        "Description": "a large request",
        "InstanceType": "ecs.sn1ne.large",
        "ImageId": "img-ubuntu-vpc",
        "UserData": {"key1": "value1", "key2": "value2"},
        "EnvVars": {"LANG": "C.UTF-8"},
        "Groups": {
            f"group{number}": {
                "DesiredVMCount": 1 + number % 3,
                "InstanceType": ("ecs.sn1ne.large", "ecs.sn2ne.xlarge")[number % 2],
                "ResourceType": "OnDemand",
                "HostnamePrefix": f"worker{number}",
            }
            for number in range(300)
        },
        "Configs": {
            "Disks": {"SystemDisk": {"Type": "cloud_efficiency", "Size": 50}},
            "Mounts": {
                "Locale": "UTF-8",
                "Entries": [
                    {
                        "Source": f"oss://bucket-{number}/input/",
                        "Destination": f"/home/admin/input/{number}/",
                        "WriteSupport": False,
                    }
                    for number in range(1_000)
                ],
            },
            "Networks": {"VPC": {"CidrBlock": "192.168.0.0/16"}},
        },
    }
