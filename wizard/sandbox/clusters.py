"""GetCluster, ListClusters, ModifyCluster and DeleteCluster."""

from dataclasses import replace
from typing import Any

from wizard.document.parser import parse
from wizard.document.tree import get, set_in
from wizard.sandbox.answers import Answer, Refusal, conflict, invalid, not_found, of_row
from wizard.sandbox.calls import Call
from wizard.sandbox.creation import ERRORS_ONLY, check_group_quotas, first_error, refusal_of
from wizard.sandbox.description import kept
from wizard.sandbox.lifecycle import DELETING
from wizard.sandbox.records import Cluster, LogLine
from wizard.sandbox.store import Transaction
from wizard.sandbox.views import LONGEST_LOG, cluster_view
from wizard.validation import check

_CHANGEABLE = ("ImageId", "UserData", "EnvVars")
_CHANGEABLE_IN_GROUP = ("DesiredVMCount", "InstanceType", "SpotStrategy", "SpotPriceLimit")


def found(call: Call, transaction: Transaction, cluster: str) -> Cluster:
    """The caller's cluster with that id.

    Raises:
        Refusal: There is none, or none any more.
    """
    known = transaction.cluster(call.access_key, cluster)
    if known is None or known.is_gone(call.now, call.setting.pace):
        raise not_found("cluster", cluster)
    return known


def found_active(call: Call, transaction: Transaction, cluster: str) -> Cluster:
    """The same, where it is to be changed.

    Raises:
        Refusal: There is none, or it is being deleted.
    """
    known = found(call, transaction, cluster)
    if known.deleted is not None:
        raise conflict(f"The cluster {cluster} is being deleted.")
    return known


def _view(call: Call, transaction: Transaction, cluster: Cluster) -> dict[str, Any]:
    logged = transaction.logged(cluster.id, LONGEST_LOG)
    return cluster_view(cluster, logged, call.now, call.setting.pace)


def get_cluster(call: Call, cluster: str) -> Answer:
    """Everything about a cluster."""
    with call.setting.store.reading() as transaction:
        return Answer(_view(call, transaction, found(call, transaction, cluster)))


def list_clusters(call: Call) -> Answer:
    """The caller's clusters, the youngest first; the marker is the last cluster of the page before."""
    page = call.page
    with call.setting.store.reading() as transaction:
        before = None
        if page.marker:
            last = transaction.cluster(call.access_key, page.marker)
            if last is None:
                raise invalid("Marker")
            before = last.place
        clusters = transaction.clusters(
            call.access_key,
            before=before,
            gone=call.now - call.setting.pace.real(DELETING),
            count=page.count + 1,
        )
        items = [_view(call, transaction, cluster) for cluster in clusters[: page.count]]
    more = len(clusters) > page.count
    return Answer({"Items": items, "NextMarker": items[-1]["Id"] if more else ""})


def delete_cluster(call: Call, cluster: str) -> Answer:
    """Let a cluster go; asked again while it goes, it goes on going."""
    with call.setting.store.writing() as transaction:
        known = found(call, transaction, cluster)
        if known.deleted is None:
            transaction.replace(replace(known, deleted=call.now))
            transaction.log(cluster, LogLine(call.now, "", "", "Cluster is being deleted."))
    return Answer()


def modify_cluster(call: Call, cluster: str) -> Answer:
    """Change what can be changed of a cluster; what would come of it is judged by the rules of a create.

    Machines that are there keep their image and type; those that come later have the new ones.
    """
    reading = parse(call.body)
    if reading.problem is not None:
        raise of_row(2)
    changes = reading.tree
    if not isinstance(changes, dict):
        raise of_row(3)
    with call.setting.store.writing() as transaction:
        known = found_active(call, transaction, cluster)
        changed = _changed(known.description, changes)
        if (refusal := _judged(changed)) is not None:
            raise refusal
        asked = {name: changed["Groups"][name] for name in changes.get("Groups", {})}
        check_group_quotas(asked, call.setting.quotas)
        machines = {
            name: known.machines[name]
            .pruned(call.now, call.setting.pace)
            .resized(group["DesiredVMCount"], call.now)
            for name, group in changed["Groups"].items()
        }
        transaction.replace(replace(known, description=kept(changed), machines=machines))
        transaction.log(cluster, *_changes(call, known, changed))
    return Answer()


def _changed(description: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A description with the changes that ModifyCluster knows; a wrong type goes in to be judged."""
    changed: dict[str, Any] = description | {key: changes[key] for key in _CHANGEABLE if key in changes}
    configs = changes.get("Configs", {})
    if not isinstance(configs, dict):
        changed["Configs"] = configs
    elif "Mounts" in configs:
        changed = set_in(changed, ("Configs", "Mounts"), configs["Mounts"])
    groups = changes.get("Groups", {})
    if not isinstance(groups, dict):
        return changed | {"Groups": groups}
    for name, group in groups.items():
        if name not in description["Groups"]:
            raise invalid(f"Groups.{name}")
        if isinstance(group, dict):
            known = {key: group[key] for key in _CHANGEABLE_IN_GROUP if key in group}
            group = description["Groups"][name] | known
        changed = set_in(changed, ("Groups", name), group)
    return changed


def _judged(changed: dict[str, Any]) -> Refusal | None:
    """What the service says to a changed description."""
    judged = changed
    groups = changed["Groups"]
    for name in groups if isinstance(groups, dict) else ():
        count = get(groups, (name, "DesiredVMCount"))
        # unlike a new group, one that exists may be shrunk to nothing
        if type(count) is int and count == 0:
            judged = set_in(judged, ("Groups", name, "DesiredVMCount"), 1)
    error = first_error(check(judged, ERRORS_ONLY))
    return None if error is None else refusal_of(error)


def _changes(call: Call, known: Cluster, changed: dict[str, Any]) -> list[LogLine]:
    """The lines that a change leaves in the operation log."""
    lines = [
        LogLine(call.now, name, "", f"DesiredVMCount is changed from {old} to {group['DesiredVMCount']}.")
        for name, group in changed["Groups"].items()
        if (old := known.description["Groups"][name]["DesiredVMCount"]) != group["DesiredVMCount"]
    ]
    return lines or [LogLine(call.now, "", "", "Cluster is modified.")]
