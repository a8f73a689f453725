"""The instances of a request: its groups and totals, and the confirmation of every billable action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from wizard.catalog import Catalog, load_builtin
from wizard.client.submission import is_sandbox
from wizard.core.actions.journal import describe_profile
from wizard.core.actions.profiles import describe_place
from wizard.core.formatting import as_count, format_groups, format_instances, format_moment
from wizard.document.tree import get
from wizard.i18n import _, join_items, join_label, ngettext
from wizard.models.journal import JournalEntry
from wizard.text import escape_text


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of a request."""

    groups: int = 0
    instances: int = 0
    spot: int = 0
    vcpu: int = 0  # virtual CPUs of the instances of known types
    memory_gb: float = 0  # memory in GB of the instances of known types
    disk_gb: int = 0  # system and data disks in GB
    unknown: int = 0


def compute_totals(tree: Any, catalog: Catalog) -> Totals:
    """Return the totals of a request, valid or not; invalid numbers count as 0."""
    groups = get(tree, ("Groups",), {})
    groups = groups if isinstance(groups, dict) else {}
    instances = spot = vcpu = unknown = 0
    memory = 0.0
    for group in groups.values():
        count = as_count(get(group, ("DesiredVMCount",)))
        instances += count
        spot += count if get(group, ("ResourceType",)) == "Spot" else 0
        name = get(group, ("InstanceType",)) or get(tree, ("InstanceType",))
        kind = catalog.instance_types.get(name) if isinstance(name, str) else None
        if kind is None:
            unknown += count
        else:
            vcpu += count * kind.vcpu
            memory += count * kind.memory_gb
    disks = ("Configs", "Disks")
    each = sum(as_count(get(tree, (*disks, name, "Size"))) for name in ("SystemDisk", "DataDisk"))
    return Totals(len(groups), instances, spot, vcpu, memory, instances * each, unknown)


def describe_totals(found: Totals) -> str:
    """Return totals in a sentence, without what the request does not have, such as disks."""
    text = _("{instances} in {groups}").format(
        instances=format_instances(found.instances), groups=format_groups(found.groups)
    )
    size = describe_size(found)
    return join_label(text, size) if size else text


def describe_size(found: Totals) -> str:
    """Return the vCPUs, memory, disks and spot instances of totals, or ``""``."""
    parts = []
    if found.vcpu:
        message = _("{vcpu} vCPU, {memory} GB memory")
        parts.append(message.format(vcpu=f"{found.vcpu:,}", memory=f"{found.memory_gb:,g}"))
    if found.disk_gb:
        parts.append(_("{disk} GB disk").format(disk=f"{found.disk_gb:,}"))
    if found.spot:
        parts.append(_("{spot} of them Spot").format(spot=f"{found.spot:,}"))
    if found.unknown:
        parts.append(_("{count} of unknown type not counted").format(count=f"{found.unknown:,}"))
    return join_items(parts)


@dataclass(frozen=True, slots=True)
class GroupState:
    """The instances of a group of a request or a cluster."""

    name: str
    desired: int
    running: int = 0
    instance_type: str = ""
    billing: str = ""
    short_billing: str = ""
    before: int = 0  # how many instances were desired before the action that is confirmed

    @property
    def description(self) -> str:
        """The group, its instances, their type and billing method, on a line."""
        before = f"{self.before:,} → " if self.before else ""
        kind, billing = escape_text(self.instance_type), escape_text(self.billing)
        parts = filter(None, (before + format_instances(self.desired), kind, billing))
        return join_label(escape_text(self.name), join_items(parts))


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is confirmed before a billable action, the same in all front ends."""

    groups: tuple[GroupState, ...]
    total: tuple[str, str]
    place: str
    cost: str
    explanation: str  # what the action does, where the question does not say it, or ``""``
    notes: tuple[str, ...]
    question: str
    button: str
    is_yes_by_default: bool  # whether Enter means yes: only in the sandbox, and only without notes

    @property
    def text(self) -> tuple[str, ...]:
        """All lines, in the order in which they are printed."""
        lines = (
            self.explanation,
            join_label(*self.total),
            _("Account and region: {place}").format(place=escape_text(self.place)),
            self.cost,
        )
        return (*self.notes, *(each.description for each in self.groups), *filter(None, lines))


def make_confirmation(
    groups: Sequence[GroupState],
    place: str,
    *,
    is_free: bool,
    action: Literal["create", "add", "retry"] = "create",
    notes: Sequence[str] = (),
    size: str = "",
) -> Confirmation:
    """Return what to confirm before instances are created or added, or a submission is sent again.

    Args:
        groups: The groups that get instances.
        place: The account and region.
        is_free: Whether the sandbox is used.
        notes: What else to consider, above the groups; with any, the default answer is no.
        size: The vCPUs, memory and disks of the instances, or ``""``.
    """
    count = sum(each.desired - each.before for each in groups)
    label, explanation = _("Total"), ""
    match action:
        case "create":
            question = ngettext("Create {count} instance?", "Create {count} instances?", count)
            button = ngettext("Create {count} instance", "Create {count} instances", count)
        case "add":
            label = _("Added")
            question = ngettext("Add {count} instance?", "Add {count} instances?", count)
            button = ngettext("Add {count} instance", "Add {count} instances", count)
        case "retry":
            explanation = _(
                "Retry sends the same request and token: it returns the existing cluster, or creates it."
            )
            question, button = _("Send it again (same token)?"), _("Retry (same token)")
    total = join_items(part for part in (format_instances(count), size) if part)
    return Confirmation(
        tuple(groups),
        (label, total),
        place,
        describe_cost(is_free=is_free),
        explanation,
        tuple(notes),
        question.format(count=f"{count:,}"),
        button.format(count=f"{count:,}"),
        is_free and not notes,
    )


def describe_cost(*, is_free: bool) -> str:
    return _("Not billed: the sandbox starts no instances.") if is_free else _("Billed until deleted.")


def list_groups(tree: Any) -> tuple[GroupState, ...]:
    """Return the groups of a cluster configuration, or of an answer about a cluster."""
    groups = get(tree, ("Groups",), {})
    return tuple(
        GroupState(
            str(name),
            as_count(get(group, ("DesiredVMCount",))),
            as_count(get(group, ("ActualVMCount",))),
            _as_text(get(group, ("InstanceType",))) or _as_text(get(tree, ("InstanceType",))),
            describe_billing(group),
            describe_billing(group, short=True),
        )
        for name, group in (groups.items() if isinstance(groups, dict) else ())
    )


def list_grown_groups(groups: Sequence[GroupState], wanted: Mapping[str, int]) -> tuple[GroupState, ...]:
    """Return the groups to which new sizes add instances, with these sizes."""
    return tuple(
        replace(each, desired=wanted[each.name], before=each.desired)
        for each in groups
        if wanted.get(each.name, 0) > each.desired
    )


def confirm_pending(pending: JournalEntry, notes: Sequence[str] = ()) -> Confirmation:
    """Return what is confirmed before a submission without a response is sent again."""
    when = format_moment(pending.started_at)
    return make_confirmation(
        list_groups(pending.request),
        describe_profile(pending),
        is_free=is_sandbox(pending),
        action="retry",
        notes=[_("You sent this {when} and got no response.").format(when=when), *notes],
    )


def describe_entry(entry: JournalEntry) -> list[str]:
    """Return the token, profile and totals of a submission, a line each."""
    lines = [_("Token: {token}").format(token=entry.token)]
    if not is_sandbox(entry):
        key = str(entry.target.get("access_key_id") or "?")
        lines += describe_place(entry.target.get("endpoint"), key, entry.target.get("region"))
    requested = describe_totals(compute_totals(entry.request, load_builtin()))
    return [*lines, _("Requested: {totals}").format(totals=requested)]


def describe_billing(group: Any, *, short: bool = False) -> str:
    """Return the billing method of a group, in words; a group without one is pay-as-you-go."""
    # Source: the official SDKs send OnDemand where the caller names none.
    kind = _as_text(get(group, ("ResourceType",))) or "OnDemand"
    if kind != "Spot":
        return _("Pay-as-you-go") if kind == "OnDemand" else kind
    price = get(group, ("SpotPriceLimit",))
    strategy = get(group, ("SpotStrategy",))
    if strategy == "SpotWithPriceLimit" and isinstance(price, int | float):
        message = _("Spot ≤ {price}") if short else _("Spot, at most CNY {price}")
        return message.format(price=f"{price:g}")
    if strategy == "SpotAsPriceGo" and not short:
        return _("Spot, automatic bid")
    return _("Spot")


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else ""
