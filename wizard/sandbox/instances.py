"""The machines of a group: listed, shown, sent away, started anew."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from wizard.document.tree import set_in
from wizard.sandbox.answers import Answer, conflict, invalid, not_found
from wizard.sandbox.calls import Call
from wizard.sandbox.clusters import found, found_active
from wizard.sandbox.lifecycle import Machines, Span, State
from wizard.sandbox.records import Cluster, LogLine
from wizard.sandbox.views import instance_id, instance_view, number_of


def list_instances(call: Call, cluster: str, group: str) -> Answer:
    """The machines of a group in the order of their numbers; the marker is the last of the page before."""
    page, pace = call.page, call.setting.pace
    with call.setting.store.reading() as transaction:
        known = found(call, transaction, cluster)
    machines = _machines(known, group)
    after: int | None = -1
    if page.marker:
        after = number_of(known, group, page.marker)
    if after is None or after >= machines.following:
        raise invalid("Marker")
    numbered = list(islice(machines.numbered(after, call.now, pace), page.count + 1))
    shown = numbered[: page.count]
    items = [instance_view(known, group, number, span, call.now, pace) for number, span in shown]
    more = len(numbered) > page.count
    return Answer({"Items": items, "NextMarker": items[-1]["Id"] if more else ""})


def get_instance(call: Call, cluster: str, group: str, instance: str) -> Answer:
    """One machine."""
    with call.setting.store.reading() as transaction:
        known = found(call, transaction, cluster)
    number, span = _found(call, known, group, instance)
    return Answer(instance_view(known, group, number, span, call.now, call.setting.pace))


def delete_instance(call: Call, cluster: str, group: str, instance: str) -> Answer:
    """Send a machine away, for good: the group wants one less.

    Source: https://help.aliyun.com/document_detail/43031.htm
    """

    def change(known: Cluster, machines: Machines, number: int, span: Span) -> tuple[Cluster, str] | None:
        if span.until is not None:
            return None
        count = known.description["Groups"][group]["DesiredVMCount"] - 1
        description: dict[str, Any] = set_in(known.description, ("Groups", group, "DesiredVMCount"), count)
        return _with(known, group, machines.without(number, call.now), description), "Instance is deleted."

    return _change(call, cluster, group, instance, change)


def recreate_instance(call: Call, cluster: str, group: str, instance: str) -> Answer:
    """Start a machine anew, under the same id."""

    def change(known: Cluster, machines: Machines, number: int, span: Span) -> tuple[Cluster, str] | None:
        if span.until is not None:
            raise conflict(f"The instance {instance} is being deleted.")
        renewed = machines.renewed(number, call.now)
        return _with(known, group, renewed, known.description), "Instance is recreated."

    return _change(call, cluster, group, instance, change)


_Change = Callable[[Cluster, Machines, int, Span], tuple[Cluster, str] | None]


def _change(call: Call, cluster: str, group: str, instance: str, change: _Change) -> Answer:
    with call.setting.store.writing() as transaction:
        known = found_active(call, transaction, cluster)
        number, span = _found(call, known, group, instance)
        machines = known.machines[group].pruned(call.now, call.setting.pace)
        if (changed := change(known, machines, number, span)) is not None:
            transaction.replace(changed[0])
            line = LogLine(call.now, group, instance_id(known, group, number), changed[1])
            transaction.log(cluster, line)
    return Answer()


def _machines(cluster: Cluster, group: str) -> Machines:
    if group not in cluster.machines:
        raise not_found("group", group)
    return cluster.machines[group]


def _found(call: Call, cluster: Cluster, group: str, instance: str) -> tuple[int, Span]:
    machines = _machines(cluster, group)
    number = number_of(cluster, group, instance)
    span = None if number is None else machines.find(number)
    if number is None or span is None or span.state(number, call.now, call.setting.pace) is State.DELETED:
        raise not_found("instance", instance)
    return number, span


def _with(cluster: Cluster, group: str, machines: Machines, description: dict[str, Any]) -> Cluster:
    return replace(cluster, machines={**cluster.machines, group: machines}, description=description)
