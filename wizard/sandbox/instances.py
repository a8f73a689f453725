"""ListClusterInstances, GetClusterInstance, DeleteClusterInstance and RecreateClusterInstance."""

import ipaddress
from dataclasses import replace
from itertools import islice
from typing import Any

from wizard.document.tree import get, set_in
from wizard.sandbox.clusters import find_active_cluster, find_cluster, make_instance_id
from wizard.sandbox.messages import Request, conflict, invalid, not_found
from wizard.sandbox.state import Cluster, Group, LogLine, Moment, Phase, State, to_iso
from wizard.text import parse_digits

_DEFAULT_NETWORK = "10.0.0.0/8"


def list_instances(request: Request, cluster: str, group: str) -> dict[str, Any]:
    """List the instances of a group by number; the marker is the last one of the previous page."""
    marker, limit = request.parse_page()
    with request.storage.open_transaction() as transaction:
        known = find_cluster(request, transaction, cluster)
    known_group = _find_group(known, group)
    after = _parse_instance_id(known, group, marker) if marker else -1
    if after is None or after >= known_group.next_number:
        raise invalid("Marker")
    later = (
        (number, phase)
        for phase in known_group.prune(request.moment).phases
        for number in range(max(phase.first, after + 1), phase.end)
    )
    found = list(islice(later, limit + 1))
    items = [_show_instance(known, group, number, phase, request.moment) for number, phase in found[:limit]]
    return {"Items": items, "NextMarker": items[-1]["Id"] if len(found) > limit else ""}


def get_instance(request: Request, cluster: str, group: str, instance: str) -> dict[str, Any]:
    with request.storage.open_transaction() as transaction:
        known = find_cluster(request, transaction, cluster)
    number, phase = _find_instance(known, group, instance, request.moment)
    return _show_instance(known, group, number, phase, request.moment)


def change_instance(
    request: Request, cluster: str, group: str, instance: str, *, delete: bool
) -> dict[str, Any]:
    """Delete an instance and lower DesiredVMCount by one, or start it anew under the same id.

    Source: https://help.aliyun.com/document_detail/43031.htm
    """
    at = request.moment
    with request.storage.open_transaction(write=True) as transaction:
        known = find_active_cluster(request, transaction, cluster)
        number, phase = _find_instance(known, group, instance, at)
        if phase.until is not None:
            if delete:
                return {}
            raise conflict(f"The instance {instance} is being deleted.")
        changed, wanted, text = Phase(number, 1, at.now, 0), known.request, "Instance is recreated."
        if delete:
            changed, text = replace(phase.cut(number, number + 1), until=at.now), "Instance is deleted."
            count = wanted["Groups"][group]["DesiredVMCount"] - 1
            wanted = set_in(wanted, ("Groups", group, "DesiredVMCount"), count)
        groups = {**known.groups, group: known.groups[group].prune(at).update(changed)}
        transaction.update_cluster(replace(known, groups=groups, request=wanted))
        transaction.add_log(cluster, LogLine(at.now, group, instance, text))
    return {}


def _find_group(cluster: Cluster, group: str) -> Group:
    if group not in cluster.groups:
        raise not_found("group", group)
    return cluster.groups[group]


def _find_instance(cluster: Cluster, group: str, instance: str, at: Moment) -> tuple[int, Phase]:
    instances = _find_group(cluster, group)
    number = _parse_instance_id(cluster, group, instance)
    phase = None if number is None else instances.find(number)
    if number is None or phase is None or phase.get_state(number, at) is State.DELETED:
        raise not_found("instance", instance)
    return number, phase


def _parse_instance_id(cluster: Cluster, group: str, instance: str) -> int | None:
    """Return the number in an instance's id, whether it exists or not; ``None`` if it is not an id."""
    number = parse_digits(instance.rpartition("-")[2])
    is_valid = number is not None and make_instance_id(cluster, group, number) == instance
    return number if is_valid else None


def _show_instance(cluster: Cluster, group: str, number: int, phase: Phase, at: Moment) -> dict[str, Any]:
    """Return an instance as the official clients need it.

    Source: ListClusterInstances, https://www.alibabacloud.com/help/doc-detail/44747.html
    """
    state = phase.get_state(number, at)
    if cluster.deleted is not None and state is not State.DELETED:
        state = State.DELETING
    prefix = cluster.request["Groups"][group].get("HostnamePrefix") or "i"
    has_address = state in (State.RUNNING, State.DELETING)
    return {
        "Id": make_instance_id(cluster, group, number),
        "State": state.value,
        "IpAddress": _make_address(cluster, group, number) if has_address else "",
        "HostName": f"{prefix}{number:06d}",
        "Hint": "",
        "ErrorCode": 0,
        "ErrorMessage": "",
        "CreationTime": to_iso(phase.since),
        "InstancePassword": "",
    }


def _make_address(cluster: Cluster, group: str, number: int) -> str:
    """Return an address in the cluster's network: invented, and always the same."""
    block = get(cluster.request, ("Configs", "Networks", "VPC", "CidrBlock"), "") or _DEFAULT_NETWORK
    network = ipaddress.ip_network(block, strict=False)
    offset = list(cluster.request["Groups"]).index(group) * 65536 + number
    return str(network[1 + offset % (network.num_addresses - 2)])
