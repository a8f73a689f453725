"""Warnings about how machines are bought: what an account, or anybody, is not known to get that way."""

from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.warnings import reading
from wizard.rules.warnings.registry import Hit, hit, rule

_QUOTAS = "GetQuotas, https://help.aliyun.com/document_detail/43086.html: the account's own lists"
_ADAPTOR = "a public adaptor for workflows, which asks for bcs.* types on demand only (no page says so)"


def _bought(tree: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Where each group says how it is bought, how that is, and the type of its machines."""
    clusters = reading.text_at(tree, ("InstanceType",))
    for path, group in reading.groups(tree):
        kind = reading.text_of(group, "ResourceType")
        if kind in ("OnDemand", "Spot"):
            own = reading.is_blank(group, ("InstanceType",))
            yield (*path, "ResourceType"), kind, clusters if own else reading.text_of(group, "InstanceType")


@rule("resource-type-unavailable", Severity.WARNING, _QUOTAS, reads=reading.TYPES)
def resource_type_unavailable(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Machines bought in a way that the account may not use."""
    account = context.account
    if account is None or not account.resource_types:
        return
    known, since = sorted(account.resource_types), f"{account.fetched_at:%Y-%m-%d %H:%M}"
    for path, kind, _ in _bought(tree):
        if kind not in account.resource_types:
            yield hit(path, value=kind, region=account.region, since=since, known=reading.listed(known))


def _only_otherwise(tree: dict[str, Any], context: Context, wanted: str) -> Iterator[Hit]:
    """The groups whose type the account can have, but not bought as they want it; a list that is empty or
    unknown says nothing."""
    account = context.account
    if account is None or not account.instance_types or not account.spot_instance_types:
        return
    offered, otherwise = account.instance_types, account.spot_instance_types
    if wanted == "Spot":
        offered, otherwise = otherwise, offered
    since = f"{account.fetched_at:%Y-%m-%d %H:%M}"
    for path, kind, name in _bought(tree):
        if kind == wanted and name in otherwise and name not in offered:
            yield hit(path, value=name, region=account.region, since=since)


@rule("spot-type-unavailable", Severity.WARNING, _QUOTAS, reads=reading.TYPES)
def spot_type_unavailable(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Spot machines of a type that the account can have on demand only."""
    yield from _only_otherwise(tree, context, "Spot")


@rule("on-demand-type-unavailable", Severity.WARNING, _QUOTAS, reads=reading.TYPES)
def on_demand_type_unavailable(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Machines on demand of a type that the account can have as Spot only."""
    yield from _only_otherwise(tree, context, "OnDemand")


@rule("bcs-as-spot", Severity.NOTE, _ADAPTOR, reads=reading.TYPES)
def bcs_as_spot(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Spot machines of a type of BatchCompute's own; where the account has a list of its own, that counts."""
    account = context.account
    if account is not None and account.spot_instance_types:
        return
    for path, kind, name in _bought(tree):
        if kind == "Spot" and name.startswith("bcs."):
            yield hit(path, value=name)
