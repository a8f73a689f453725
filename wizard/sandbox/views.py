"""Clusters and machines as the API shows them, with everything that the official clients need to read them.

Sources: GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html; ListClusterInstances,
https://www.alibabacloud.com/help/doc-detail/44747.html; the official SDK and the official command line.
"""

import ipaddress
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from wizard.document.tree import get, remove_in
from wizard.sandbox.clock import iso
from wizard.sandbox.lifecycle import PENDING, STARTING, Machines, Pace, Span, State
from wizard.sandbox.records import Cluster, LogLine

LONGEST_LOG = 100
"""Lines of the operation log that an answer holds, the youngest."""

_DEFAULT_DISK = {"Type": "cloud_efficiency", "Size": 40}
_DEFAULT_NETWORK = "10.0.0.0/8"


def owner(access_key: str) -> int:
    """The number of the account that an access key belongs to."""
    return 1_000_000_000 + zlib.crc32(access_key.encode())


def cluster_view(cluster: Cluster, logged: Iterable[LogLine], now: int, pace: Pace) -> dict[str, Any]:
    """A cluster as GetCluster and ListClusters show it."""
    description = cluster.description
    counts = cluster.counts(now, pace)
    return {
        "Id": cluster.id,
        "Name": description["Name"],
        "OwnerId": owner(cluster.access_key),
        "Description": description.get("Description", ""),
        "CreationTime": iso(cluster.created),
        "State": "Active" if cluster.deleted is None else "Deleting",
        "InstanceType": description.get("InstanceType", ""),
        "ImageId": description["ImageId"],
        "Bootstrap": description.get("Bootstrap", ""),
        **{
            key: description[key]
            for key in ("DependencyIsvService", "ScheduleType", "PasswordInherit")
            if key in description
        },
        "UserData": description.get("UserData", {}),
        "EnvVars": description.get("EnvVars", {}),
        # the official command line reads Topic without asking whether there is one
        "Notification": {"Topic": {}} | description.get("Notification", {}),
        "Groups": {
            name: _group_view(cluster, group, cluster.machines[name], now, pace)
            for name, group in description["Groups"].items()
        },
        # the account of OSS is left out whole: its secret is never shown, and its id alone makes the official
        # command line fail
        "Configs": remove_in(description.get("Configs", {}), ("Mounts", "OSS")),
        "Metrics": {
            "RunningCount": counts.running,
            "StartingCount": counts.starting,
            "StoppingCount": counts.stopping,
            "StoppedCount": 0,
        },
        "OperationLogs": [_line(line) for line in _log(cluster, logged, now, pace)],
        "ErrorCode": "",
    }


def _group_view(
    cluster: Cluster, group: dict[str, Any], machines: Machines, now: int, pace: Pace
) -> dict[str, Any]:
    running = machines.counts(now, pace).running if cluster.deleted is None else 0
    return {
        "DesiredVMCount": group["DesiredVMCount"],
        "ActualVMCount": running,
        "InstanceType": group.get("InstanceType") or cluster.description.get("InstanceType", ""),
        "ResourceType": group["ResourceType"],
        "SpotStrategy": group.get("SpotStrategy", ""),
        "SpotPriceLimit": group.get("SpotPriceLimit", 0.0),
        **{key: group[key] for key in ("HostnamePrefix", "ImageId", "Mode") if key in group},
        "Disks": _disks(get(cluster.description, ("Configs", "Disks"), {})),
    }


def _disks(disks: dict[str, Any]) -> dict[str, Any]:
    """The disks that a machine has; what the request left open is the service's default."""
    found = {"SystemDisk": _DEFAULT_DISK | _filled(disks.get("SystemDisk", {}))}
    if data := _filled(disks.get("DataDisk", {})):
        found["DataDisk"] = _DEFAULT_DISK | {"MountPoint": ""} | data
    return found


def _filled(disk: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in disk.items() if value != ""}


def instance_id(cluster: Cluster, group: str, number: int) -> str:
    """The id of a machine."""
    return f"ins-{cluster.id.removeprefix('cls-')}{zlib.crc32(group.encode()):08x}-{number:06d}"


def number_of(cluster: Cluster, group: str, instance: str) -> int | None:
    """The number of the machine with that id, whether there is one or not; ``None`` if it is no id."""
    digits = instance.rpartition("-")[2]
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
        return None
    number = int(digits)
    return number if instance_id(cluster, group, number) == instance else None


def state_of(cluster: Cluster, number: int, span: Span, now: int, pace: Pace) -> State:
    """The state of a machine; all that a deleted cluster still has are going."""
    state = span.state(number, now, pace)
    if cluster.deleted is not None and state is not State.DELETED:
        return State.DELETING
    return state


def instance_view(
    cluster: Cluster, group: str, number: int, span: Span, now: int, pace: Pace
) -> dict[str, Any]:
    """A machine as ListClusterInstances shows it."""
    state = state_of(cluster, number, span, now, pace)
    prefix = cluster.description["Groups"][group].get("HostnamePrefix") or "i"
    has_address = state in (State.RUNNING, State.DELETING)
    return {
        "Id": instance_id(cluster, group, number),
        "State": state.value,
        "IpAddress": _address(cluster, group, number) if has_address else "",
        "HostName": f"{prefix}{number:06d}",
        "Hint": "",
        "ErrorCode": 0,
        "ErrorMessage": "",
        "CreationTime": iso(span.since),
        "InstancePassword": "",
    }


def _address(cluster: Cluster, group: str, number: int) -> str:
    """An address inside the cluster's network; made up, and the same each time."""
    block = get(cluster.description, ("Configs", "Networks", "VPC", "CidrBlock"), "") or _DEFAULT_NETWORK
    network = ipaddress.ip_network(block, strict=False)
    place = list(cluster.description["Groups"]).index(group) * 65536 + number
    return str(network[1 + place % (network.num_addresses - 2)])


def _log(cluster: Cluster, logged: Iterable[LogLine], now: int, pace: Pace) -> list[LogLine]:
    """What was done to a cluster, and which of its machines came up when: the youngest lines."""
    lines = list(logged)
    for group, machines in cluster.machines.items():
        for span in machines.spans:
            lines.extend(_arrivals(cluster, group, span, now, pace))
    return sorted(lines, key=lambda line: line.at)[-LONGEST_LOG:]


def _arrivals(cluster: Cluster, group: str, span: Span, now: int, pace: Pace) -> Iterator[LogLine]:
    """The last machines of a span that came up, each at its time."""
    if cluster.deleted is not None:
        now = cluster.deleted
    running = span.running(now, pace)
    for number in islice(range(span.first + running - 1, span.first - 1, -1), LONGEST_LOG):
        at = span.since + pace.real(span.due(number, PENDING + STARTING))
        yield LogLine(at, group, instance_id(cluster, group, number), "Instance is running.")


def _line(line: LogLine) -> str:
    return f"[{iso(line.at)}][{line.group}][{line.instance}]{line.text}"
