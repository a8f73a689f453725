"""Rules about the instance groups: names, bids, numbers and billing methods."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path
from wizard.i18n import N_, _, join_names
from wizard.models.fields import GROUPS_REFERENCE
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.finding import Fix, Severity
from wizard.validation.rule import CLI, RuleMatch, rule

_PRICES = "Spot prices, https://www.alibabacloud.com/help/doc-detail/59178.html"
_NAMES = "Naming rules of the API, https://www.alibabacloud.com/help/doc-detail/44717.html"
_BILLING = "Billing, https://help.aliyun.com/document_detail/28018.html: clusters are billed until deleted"
_QUOTAS = "GetQuotas, https://help.aliyun.com/document_detail/43086.html: the account's own lists"
_ADAPTOR = "a public workflow adaptor that requests bcs.* types as OnDemand only (no page says so)"

LIMITED, AUTOMATIC = "SpotWithPriceLimit", "SpotAsPriceGo"
MANY = 100
"""Pay-as-you-go instances from which on the number is questioned."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@rule(
    source=_NAMES,
    message=N_('The group name "{value}" contains characters other than letters, digits, _ and -.'),
    why=N_("The documented naming rule allows no others, and other tools pass group names on unchanged."),
)
def check_group_name_characters(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    groups: Any = request.get("Groups")
    for name in groups if isinstance(groups, dict) else ():
        if 1 <= len(name) <= 64 and not _NAME.fullmatch(name):
            path = ("Groups", name)
            legal = re.sub(r"[^A-Za-z0-9_-]+", "-", name, flags=re.ASCII).strip("-")
            is_usable = legal and legal not in groups
            yield RuleMatch(path, fixes.rename(path, legal) if is_usable else None, value=name)


def _get_strategy(group: dict[str, Any]) -> str | None:
    """Return the bid of a group, ``""`` for none, ``None`` for one that the service rejects."""
    strategy = group.get("SpotStrategy", "")
    return strategy if isinstance(strategy, str) and strategy in ("", LIMITED, AUTOMATIC) else None


def _get_price(group: dict[str, Any]) -> int | float | None:
    """Return the maximum price of a group, ``None`` if there is none or the service rejects it."""
    price = group.get("SpotPriceLimit")
    if isinstance(price, bool) or not isinstance(price, (int, float)):
        return None
    return price if price >= 0 else None


def _set_strategy(path: Path, strategy: str) -> Fix:
    label = _("Set SpotStrategy to {value}").format(value=strategy)
    return fixes.add((*path, "SpotStrategy"), strategy, label)


@rule(
    source=GROUPS_REFERENCE,
    message=N_("{value} is set, but the instances are not Spot."),
    why=N_("A bid only has an effect if the billing method is Spot. These instances are pay-as-you-go."),
)
def check_spot_strategy_without_spot(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, group in reading.iter_groups(request):
        kind, strategy = group.get("ResourceType", ""), _get_strategy(group)
        if strategy and isinstance(kind, str) and kind != "Spot":
            fix = fixes.add((*path, "ResourceType"), "Spot", _("Change the billing method to Spot"))
            yield RuleMatch((*path, "SpotStrategy"), fix, value=strategy)


@rule(
    source=f"{GROUPS_REFERENCE}; {CLI}",
    message=N_("The instances are Spot, but there is no bid."),
    why=N_("The service's behavior is not documented. The official command line would send {value}."),
)
def check_spot_without_strategy(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, group in reading.iter_groups(request):
        if group.get("ResourceType") == "Spot" and _get_strategy(group) == "":
            meant = LIMITED if _get_price(group) else AUTOMATIC
            yield RuleMatch((*path, "SpotStrategy"), _set_strategy(path, meant), value=meant)


@rule(
    source=GROUPS_REFERENCE,
    message=N_("{value} has more than 3 decimals."),
    why=N_("Prices have up to 3 decimals. What the service does with more is not documented."),
)
def check_spot_price_decimals(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, group in reading.iter_groups(request):
        price = _get_price(group)
        if isinstance(price, float) and (rounded := round(price, 3)) != price:
            at = (*path, "SpotPriceLimit")
            yield RuleMatch(at, fixes.change_to(at, rounded) if rounded else None, value=price)


@rule(
    source=GROUPS_REFERENCE,
    message=N_("The maximum price {value} has no effect."),
    why=N_("It only applies to Spot instances with SpotWithPriceLimit."),
)
def check_spot_price_unused(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, group in reading.iter_groups(request):
        price, strategy = _get_price(group), _get_strategy(group)
        if price and strategy is not None and strategy != LIMITED:
            fix = _set_strategy(path, LIMITED) if group.get("ResourceType") == "Spot" else None
            yield RuleMatch((*path, "SpotPriceLimit"), fix, value=price)


@rule(
    source=f"{_PRICES}; {CLI}",
    message=N_("SpotWithPriceLimit is set without a maximum price above 0."),
    why=N_("No instance is free, so none may ever start. Enter the maximum price per hour and instance."),
)
def check_spot_price_zero(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, group in reading.iter_groups(request):
        is_zero = "SpotPriceLimit" not in group or _get_price(group) == 0
        if is_zero and _get_strategy(group) == LIMITED:
            yield RuleMatch((*path, "SpotPriceLimit"), _set_strategy(path, AUTOMATIC))


@rule(
    source=_BILLING,
    message=N_("{total:,} pay-as-you-go instances."),
    why=N_("Each is billed from its start until you delete the cluster. Check that the number is right."),
)
def check_many_on_demand(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    groups = [each for each in reading.iter_groups(request) if each[1].get("ResourceType") == "OnDemand"]
    total = sum(reading.count_instances(group) for _path, group in groups)
    if total >= MANY:
        path, _group = max(groups, key=lambda each: reading.count_instances(each[1]))
        yield RuleMatch((*path, "DesiredVMCount"), total=total)


def _iter_billing(request: dict[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """Yield each group's billing method: its path, the method, and the instance type."""
    clusters = reading.get_text(request.get("InstanceType"))
    for path, group in reading.iter_groups(request):
        kind = reading.get_text(group.get("ResourceType"))
        if kind in ("OnDemand", "Spot"):
            is_inherited = reading.is_blank(group, ("InstanceType",))
            name = clusters if is_inherited else reading.get_text(group.get("InstanceType"))
            yield (*path, "ResourceType"), kind, name


@rule(
    source=_QUOTAS,
    message=N_("The account cannot create {value} instances in {region}."),
    why=N_("Its list of {since} has {known}."),
)
def check_resource_type_unavailable(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    account = context.account
    if account is None or not account.resource_types:
        return
    known = join_names(sorted(account.resource_types))
    for path, kind, _name in _iter_billing(request):
        if kind not in account.resource_types:
            yield RuleMatch(path, value=kind, region=context.region_name, since=account.since, known=known)


def _iter_unavailable(request: dict[str, Any], context: Context, wanted: str) -> Iterator[RuleMatch]:
    """Match groups whose type the account has, but not with their billing method; empty lists say nothing."""
    account = context.account
    if account is None or not account.instance_types or not account.spot_types:
        return
    offered, otherwise = account.type_names, frozenset(account.spot_types)
    if wanted == "Spot":
        offered, otherwise = otherwise, offered
    for path, kind, name in _iter_billing(request):
        if kind == wanted and name in otherwise and name not in offered:
            yield RuleMatch(path, value=name, region=context.region_name, since=account.since)


@rule(
    source=_QUOTAS,
    message=N_("The account has {value} in {region} as pay-as-you-go only."),
    why=N_("Its list of {since} does not have it as Spot. Select another type, or OnDemand."),
)
def check_spot_type_unavailable(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return _iter_unavailable(request, context, "Spot")


@rule(
    source=_QUOTAS,
    message=N_("The account has {value} in {region} as Spot only."),
    why=N_("Its list of {since} does not have it as pay-as-you-go. Select another type, or Spot."),
)
def check_on_demand_type_unavailable(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    return _iter_unavailable(request, context, "OnDemand")


@rule(
    severity=Severity.NOTE,
    source=_ADAPTOR,
    message=N_("{value} is not known to be available as Spot."),
    why=N_(
        "Other tools request bcs.* types as OnDemand only. If no instance starts, select OnDemand or ecs.*."
    ),
)
def check_bcs_as_spot(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    if context.account is not None and context.account.spot_types:
        return
    for path, kind, name in _iter_billing(request):
        if kind == "Spot" and name.startswith("bcs."):
            yield RuleMatch(path, value=name)
