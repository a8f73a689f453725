"""Warnings about the groups of machines: their names, spot prices and numbers."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.texts import text
from wizard.rules.warnings import reading
from wizard.rules.warnings.registry import Hit, each, hit, rule
from wizard.rules.warnings.texts import label

_GROUPS = "Group, https://www.alibabacloud.com/help/doc-detail/44768.html"
_PRICES = "Spot prices, https://www.alibabacloud.com/help/doc-detail/59178.html"
_CLI = "batchcompute-cli 1.7.7, the official bcs command"
_NAMES = "Naming rules of the API, https://www.alibabacloud.com/help/doc-detail/44717.html"
_BILLING = "Billing, https://help.aliyun.com/document_detail/28018.html: a cluster costs until it is deleted"

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
LIMITED, AUTOMATIC = "SpotWithPriceLimit", "SpotAsPriceGo"
PRICE_DECIMALS = 3
MANY = 200
"""Machines on demand from which on it is asked whether so many are meant."""


@rule("group-name-characters", Severity.WARNING, _NAMES, reads=(reading.GROUPS,))
def group_name_characters(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A group's name with characters that the documented naming rule does not have."""
    found = tree.get("Groups")
    if not isinstance(found, dict):
        return
    for name in found:
        if 1 <= len(name) <= 64 and not _NAME.fullmatch(name):
            path = ("Groups", name)
            legal = re.sub(r"[^A-Za-z0-9_-]+", "-", name, flags=re.ASCII).strip("-")
            usable = legal and legal not in found
            fix = fixes.renaming(path, legal, text("fix.name", value=legal)) if usable else None
            yield hit(path, fix, value=name)


def _strategy(group: dict[str, Any]) -> str | None:
    """A group's strategy, ``""`` for none; ``None`` where it is one that the service refuses."""
    strategy = group.get("SpotStrategy", "")
    return strategy if isinstance(strategy, str) and strategy in ("", LIMITED, AUTOMATIC) else None


def _price(group: dict[str, Any]) -> int | float | None:
    """A group's price limit, ``None`` where none is given or the service refuses it."""
    price = group.get("SpotPriceLimit")
    if isinstance(price, bool) or not isinstance(price, (int, float)):
        return None
    return price if price >= 0 else None


def _is_spot(group: dict[str, Any]) -> bool:
    return bool(group.get("ResourceType") == "Spot")


@each("spot-strategy-without-spot", Severity.WARNING, _GROUPS, of=reading.GROUPS)
def spot_strategy_without_spot(path: Path, group: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A strategy for spot machines in a group that has none."""
    kind, strategy = group.get("ResourceType", ""), _strategy(group)
    if strategy and isinstance(kind, str) and kind != "Spot":
        fix = fixes.adding((*path, "ResourceType"), "Spot", label("resource-type", value="Spot"))
        yield hit((*path, "SpotStrategy"), fix, value=strategy)


@each("spot-without-strategy", Severity.WARNING, f"{_GROUPS}; {_CLI}", of=reading.GROUPS)
def spot_without_strategy(path: Path, group: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Spot machines, and no word on how much they may cost."""
    if _is_spot(group) and _strategy(group) == "":
        meant = LIMITED if _price(group) else AUTOMATIC
        place = (*path, "SpotStrategy")
        yield hit(place, reading.fill_in(place, meant), value=meant)


@each("spot-price-decimals", Severity.WARNING, _GROUPS, of=reading.GROUPS)
def spot_price_decimals(path: Path, group: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A price limit that is finer than the service's prices."""
    price = _price(group)
    if not isinstance(price, float):
        return
    rounded = round(price, PRICE_DECIMALS)
    if rounded != price:
        place = (*path, "SpotPriceLimit")
        yield hit(place, reading.change_to(place, rounded) if rounded else None, value=price)


@each("spot-price-unused", Severity.WARNING, _GROUPS, of=reading.GROUPS)
def spot_price_unused(path: Path, group: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A price limit that no strategy looks at."""
    price, strategy = _price(group), _strategy(group)
    if price and strategy is not None and strategy != LIMITED:
        place = (*path, "SpotPriceLimit")
        fix = fixes.removing(place)
        if _is_spot(group):
            fix = fixes.adding((*path, "SpotStrategy"), LIMITED, label("strategy", value=LIMITED))
        yield hit(place, fix, value=price)


@each("spot-price-zero", Severity.WARNING, f"{_PRICES}; {_CLI}", of=reading.GROUPS)
def spot_price_zero(path: Path, group: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A strategy with a price limit, and none given."""
    is_zero = "SpotPriceLimit" not in group or _price(group) == 0
    if is_zero and _strategy(group) == LIMITED:
        fix = fixes.replacing((*path, "SpotStrategy"), AUTOMATIC, label("strategy", value=AUTOMATIC))
        yield hit((*path, "SpotPriceLimit"), fix)


@rule("many-on-demand", Severity.WARNING, _BILLING, reads=(reading.GROUPS,))
def many_on_demand(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """Hundreds of machines at the full price; found at the group that has most of them."""
    counts = {
        path: count
        for path, group in reading.groups(tree)
        if group.get("ResourceType") == "OnDemand"
        and (count := reading.whole_number(group.get("DesiredVMCount"))) is not None
        and 1 <= count <= 65536
    }
    total = sum(counts.values())
    if total >= MANY:
        largest = max(counts, key=lambda path: counts[path])
        yield hit((*largest, "DesiredVMCount"), total=total)
