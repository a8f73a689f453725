"""The requests that are measured with: the reference's example, a large one, and one ten times that."""

import json
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent.parent / "cli" / "example.json"
"""The example of the CreateCluster reference, as it stands there."""


def request(*, groups: int, mounts: int) -> dict[str, Any]:
    """A request without errors of so many groups and mounts; each takes six and five lines."""
    return {
        "Name": "bench",
        "Description": "what the benchmark opens",
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
            for number in range(groups)
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
                    for number in range(mounts)
                ],
            },
            "Networks": {"VPC": {"CidrBlock": "192.168.0.0/16"}},
        },
    }


def write_all(folder: Path) -> dict[str, Path]:
    """Write the documents into a folder; the answer is each one's file by its name in the table."""
    example = {**json.loads(EXAMPLE.read_text(encoding="utf-8")), "Name": "bench"}
    trees = {
        "example": example,
        "large": request(groups=300, mounts=1_000),
        "huge": request(groups=3_000, mounts=10_000),
    }
    files = {}
    for name, tree in trees.items():
        files[name] = folder / f"{name}.json"
        files[name].write_text(json.dumps(tree, indent=2), encoding="utf-8")
    return files
