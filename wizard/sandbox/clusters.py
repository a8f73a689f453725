"""CreateCluster, GetCluster, ListClusters, ModifyCluster and DeleteCluster."""

import hashlib
import json
import re
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from wizard.document.parser import parse
from wizard.document.secrets import get_secret_paths, remove_secrets
from wizard.document.tree import get, remove_in, set_in, walk
from wizard.models.cluster import find_spec
from wizard.sandbox.messages import ApiError, Request, conflict, from_row, invalid, not_found
from wizard.sandbox.options import Quotas
from wizard.sandbox.state import DELETING, PENDING, STARTING, Cluster, Group, LogLine, Moment, State, to_iso
from wizard.sandbox.storage import Transaction
from wizard.validation import Finding, check, check_text
from wizard.validation.error_codes import get_error_code

TOKEN = re.compile(r"[A-Za-z0-9_]{1,64}")
"""Source: CreateCluster, https://help.aliyun.com/document_detail/44738.html"""

LONGEST_LOG = 100
"""The most lines of the operation log in a response, the newest."""

_LAST_ROW_BEFORE_TOKEN = 3
"""The body is validated as JSON (E2) and as an object (E3) before the token is looked up."""

_CHANGEABLE = ("ImageId", "UserData", "EnvVars")
_CHANGEABLE_IN_GROUP = ("DesiredVMCount", "InstanceType", "SpotStrategy", "SpotPriceLimit")
_DEFAULT_DISK = {"Type": "cloud_efficiency", "Size": 40}


def make_cluster_id() -> str:
    """Return a random id like the reference's ``cls-6ki3sg6sqlno7nt8fu0007``."""
    return "cls-" + "".join(secrets.choice("0123456789abcdefghijklmnopqrstuv") for _ in range(22))


def get_owner_id(access_key: str) -> int:
    """Return the number of the account that an AccessKey ID belongs to."""
    return 1_000_000_000 + zlib.crc32(access_key.encode())


def make_instance_id(cluster: Cluster, group: str, number: int) -> str:
    return f"ins-{cluster.id.removeprefix('cls-')}{zlib.crc32(group.encode()):08x}-{number:06d}"


def find_cluster(request: Request, transaction: Transaction, cluster: str) -> Cluster:
    """Return a cluster of the caller. Raises ApiError: it does not exist, or not any more."""
    known = transaction.find_cluster(request.access_key, cluster)
    if known is None or known.is_gone(request.moment):
        raise not_found("cluster", cluster)
    return known


def find_active_cluster(request: Request, transaction: Transaction, cluster: str) -> Cluster:
    """Return a cluster of the caller to change. Raises ApiError: there is none, or it is being deleted."""
    known = find_cluster(request, transaction, cluster)
    if known.deleted is not None:
        raise conflict(f"The cluster {cluster} is being deleted.")
    return known


def create_cluster(request: Request) -> dict[str, Any]:
    """Create a cluster, or return the one that the same request created with the same token.

    The service checks in this order: signature (before this), shape of the token, JSON, the token's earlier
    use, the rules, the quotas. From the token on it is one transaction, and an error leaves the token unused.
    Raises ApiError: the first error in this order.
    """
    token = request.get_param("IdempotentToken")
    if token is not None and not TOKEN.fullmatch(token):
        raise invalid("IdempotentToken")
    report = check_text(request.body)
    error = _find_error(report.findings)
    if error is not None and error.row <= _LAST_ROW_BEFORE_TOKEN:
        raise _to_api_error(error)
    tree, now = report.tree, request.moment.now
    digest = _compute_digest(tree) if token else ""
    with request.storage.open_transaction(write=True) as transaction:
        if token and (used := transaction.find_token(request.access_key, token)):
            if used[0] != digest:
                raise from_row(1)
            return {"Id": used[1]}
        if error is not None:
            raise _to_api_error(error)
        if transaction.count_active(request.access_key) >= request.quotas.MaxClusterCount:
            raise from_row(28, value=request.quotas.MaxClusterCount)
        _check_group_quotas(tree["Groups"], request.quotas)
        cluster = Cluster(
            id=request.new_id(),
            access_key=request.access_key,
            created=now,
            request=_strip_secrets(tree),
            groups={
                name: Group().resize(group["DesiredVMCount"], now) for name, group in tree["Groups"].items()
            },
        )
        transaction.add_cluster(cluster)
        if token:
            transaction.add_token(request.access_key, token, digest, cluster.id)
        transaction.add_log(cluster.id, LogLine(now, "", "", "Cluster is created."))
        for name, group in cluster.groups.items():
            text = f"Group is created with DesiredVMCount {group.desired}."
            transaction.add_log(cluster.id, LogLine(now, name, "", text))
    return {"Id": cluster.id}


def get_cluster(request: Request, cluster: str) -> dict[str, Any]:
    with request.storage.open_transaction() as transaction:
        return _show_cluster(request, transaction, find_cluster(request, transaction, cluster))


def list_clusters(request: Request) -> dict[str, Any]:
    """List the caller's clusters, the newest first; the marker is the last one of the previous page."""
    marker, limit = request.parse_page()
    with request.storage.open_transaction() as transaction:
        last = transaction.find_cluster(request.access_key, marker)
        if marker and last is None:
            raise invalid("Marker")
        found = transaction.list_clusters(
            request.access_key,
            before=last.position if last else None,
            gone=request.moment.now - request.moment.scale(DELETING),
            limit=limit + 1,
        )
        items = [_show_cluster(request, transaction, cluster) for cluster in found[:limit]]
    return {"Items": items, "NextMarker": items[-1]["Id"] if len(found) > limit else ""}


def delete_cluster(request: Request, cluster: str) -> dict[str, Any]:
    """Delete a cluster; for one that is being deleted, nothing changes."""
    now = request.moment.now
    with request.storage.open_transaction(write=True) as transaction:
        known = find_cluster(request, transaction, cluster)
        if known.deleted is None:
            transaction.update_cluster(replace(known, deleted=now))
            transaction.add_log(cluster, LogLine(now, "", "", "Cluster is being deleted."))
    return {}


def modify_cluster(request: Request, cluster: str) -> dict[str, Any]:
    """Change a cluster; the result is validated by the rules of CreateCluster.

    Existing instances keep their image and type; later ones get the new ones.
    """
    reading = parse(request.body)
    if reading.problem is not None:
        raise from_row(2)
    changes = reading.tree
    if not isinstance(changes, dict):
        raise from_row(3)
    now = request.moment.now
    with request.storage.open_transaction(write=True) as transaction:
        known = find_active_cluster(request, transaction, cluster)
        changed = _apply_changes(known.request, changes)
        _check_changed(changed)
        wanted = changed["Groups"]
        _check_group_quotas({name: wanted[name] for name in changes.get("Groups", {})}, request.quotas)
        groups = {
            name: known.groups[name].prune(request.moment).resize(group["DesiredVMCount"], now)
            for name, group in wanted.items()
        }
        lines = [
            LogLine(now, name, "", f"DesiredVMCount is changed from {old} to {group['DesiredVMCount']}.")
            for name, group in wanted.items()
            if (old := known.request["Groups"][name]["DesiredVMCount"]) != group["DesiredVMCount"]
        ]
        transaction.update_cluster(replace(known, request=_strip_secrets(changed), groups=groups))
        transaction.add_log(cluster, *(lines or [LogLine(now, "", "", "Cluster is modified.")]))
    return {}


def _apply_changes(tree: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return a request with the changes that ModifyCluster allows; wrong types are left to validation."""
    changed: dict[str, Any] = tree | {key: changes[key] for key in _CHANGEABLE if key in changes}
    configs = changes.get("Configs", {})
    if not isinstance(configs, dict):
        changed["Configs"] = configs
    elif "Mounts" in configs:
        changed = set_in(changed, ("Configs", "Mounts"), configs["Mounts"])
    groups = changes.get("Groups", {})
    if not isinstance(groups, dict):
        return changed | {"Groups": groups}
    for name, group in groups.items():
        if name not in tree["Groups"]:
            raise invalid(f"Groups.{name}")
        if isinstance(group, dict):
            known = {key: group[key] for key in _CHANGEABLE_IN_GROUP if key in group}
            group = tree["Groups"][name] | known
        changed = set_in(changed, ("Groups", name), group)
    return changed


def _check_changed(changed: dict[str, Any]) -> None:
    tree, groups = changed, changed["Groups"]
    for name in groups if isinstance(groups, dict) else ():
        count = get(groups, (name, "DesiredVMCount"))
        if type(count) is int and count == 0:  # allowed here, unlike in CreateCluster
            tree = set_in(tree, ("Groups", name, "DesiredVMCount"), 1)
    if (error := _find_error(check(tree))) is not None:
        raise _to_api_error(error)


def _find_error(findings: list[Finding]) -> Finding | None:
    return next((finding for finding in findings if finding.row), None)


def _to_api_error(error: Finding) -> ApiError:
    return ApiError(get_error_code(error.row).status, error.rule, error.message)


def _check_group_quotas(groups: dict[str, Any], quotas: Quotas) -> None:
    """Check the number (E29) and the size (E30) of groups that passed the rules."""
    if len(groups) > quotas.MaxClusterGroupCount:
        raise from_row(29, value=quotas.MaxClusterGroupCount)
    if any(group["DesiredVMCount"] > quotas.MaxClusterGroupDesiredVMCount for group in groups.values()):
        raise from_row(30, value=quotas.MaxClusterGroupDesiredVMCount)


def _compute_digest(tree: Any) -> str:
    """Return the SHA-256 of a request's canonical JSON.

    Layout and the order of keys do not matter, nor does how a number is written: 1 and 1.0 are the same
    number, as in RFC 8785; ``true`` is another value.
    """
    normalized = json.loads(json.dumps(tree), parse_float=_parse_number)
    text = json.dumps(normalized, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _parse_number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _strip_secrets(tree: Any) -> Any:
    """Return a valid request as it may be stored.

    Without its secret fields, whatever they contain, and without keys that the API does not have: the value
    of a misspelled key may be a secret.
    """
    tree = remove_secrets(tree)
    for path, _variable in get_secret_paths():
        tree = remove_in(tree, path)
    for path, _value in walk(tree):
        if find_spec(path) is None:
            tree = remove_in(tree, path)
    return tree


def _show_cluster(request: Request, transaction: Transaction, cluster: Cluster) -> dict[str, Any]:
    """Return a cluster as the official clients need it.

    Source: GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html
    """
    tree, counts = cluster.request, cluster.count_states(request.moment)
    return {
        "Id": cluster.id,
        "Name": tree["Name"],
        "OwnerId": get_owner_id(cluster.access_key),
        "Description": tree.get("Description", ""),
        "CreationTime": to_iso(cluster.created),
        "State": "Active" if cluster.deleted is None else "Deleting",
        "InstanceType": tree.get("InstanceType", ""),
        "ImageId": tree["ImageId"],
        "Bootstrap": tree.get("Bootstrap", ""),
        **_pick(tree, "DependencyIsvService", "ScheduleType", "PasswordInherit"),
        "UserData": tree.get("UserData", {}),
        "EnvVars": tree.get("EnvVars", {}),
        # the official command line reads Topic without checking that it exists
        "Notification": {"Topic": {}} | tree.get("Notification", {}),
        "Groups": {name: _show_group(cluster, name, request.moment) for name in tree["Groups"]},
        # an AccessKeyId without its secret makes the official command line fail
        "Configs": remove_in(tree.get("Configs", {}), ("Mounts", "OSS")),
        "Metrics": {
            "RunningCount": counts[State.RUNNING],
            "StartingCount": counts[State.STARTING],
            "StoppingCount": counts[State.DELETING],
            "StoppedCount": 0,
        },
        "OperationLogs": _show_log(cluster, transaction.list_log(cluster.id, LONGEST_LOG), request.moment),
        "ErrorCode": "",
    }


def _pick(tree: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: tree[key] for key in keys if key in tree}


def _show_group(cluster: Cluster, name: str, at: Moment) -> dict[str, Any]:
    group = cluster.request["Groups"][name]
    running = cluster.groups[name].count_states(at)[State.RUNNING] if cluster.deleted is None else 0
    return {
        "DesiredVMCount": group["DesiredVMCount"],
        "ActualVMCount": running,
        "InstanceType": group.get("InstanceType") or cluster.request.get("InstanceType", ""),
        "ResourceType": group["ResourceType"],
        "SpotStrategy": group.get("SpotStrategy", ""),
        "SpotPriceLimit": group.get("SpotPriceLimit", 0.0),
        **_pick(group, "HostnamePrefix", "ImageId", "Mode"),
        "Disks": _show_disks(get(cluster.request, ("Configs", "Disks"), {})),
    }


def _show_disks(disks: dict[str, Any]) -> dict[str, Any]:
    """Return the disks of an instance, with the service's defaults for what the request left blank."""
    system, data = (
        {key: value for key, value in disks.get(name, {}).items() if value != ""}
        for name in ("SystemDisk", "DataDisk")
    )
    shown = {"SystemDisk": _DEFAULT_DISK | system}
    return shown | {"DataDisk": _DEFAULT_DISK | {"MountPoint": ""} | data} if data else shown


def _show_log(cluster: Cluster, stored: list[LogLine], at: Moment) -> list[str]:
    """Return the newest lines: what was done to a cluster, and which instances started when."""
    if cluster.deleted is not None:
        at = replace(at, now=cluster.deleted)
    lines = [*stored, *_iter_starts(cluster, at)]
    newest = sorted(lines, key=lambda line: line.at)[-LONGEST_LOG:]
    return [f"[{to_iso(line.at)}][{line.group}][{line.instance}]{line.text}" for line in newest]


def _iter_starts(cluster: Cluster, at: Moment) -> Iterator[LogLine]:
    for name, group in cluster.groups.items():
        for phase in group.phases:
            running = phase.count_running(at)
            for number in islice(range(phase.first + running - 1, phase.first - 1, -1), LONGEST_LOG):
                started = phase.since + at.scale(phase.get_delay(number, PENDING + STARTING))
                yield LogLine(started, name, make_instance_id(cluster, name, number), "Instance is running.")
