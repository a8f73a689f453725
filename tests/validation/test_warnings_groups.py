"""Warnings about groups: their names, spot prices and numbers."""

from typing import Any

import pytest

from .cases import EXAMPLE, MINIMAL, at, found, holds, mended, places, unmended, without

GROUP = "/Groups/group1"
BASE: dict[str, Any] = MINIMAL["Groups"]["group1"]
STRATEGY = f"{GROUP}/SpotStrategy"
PRICE = f"{GROUP}/SpotPriceLimit"


def group(**fields: Any) -> Any:
    """A request whose group has these fields besides."""
    return at(GROUP, BASE | fields)


@pytest.mark.parametrize("name", ["g", "group-1", "group_1", "0", "G" * 64])
def test_a_group_name_of_the_usual_characters(name: str) -> None:
    assert places("group-name-characters", at("/Groups", {name: BASE})) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("my group", "/Groups/my group"),
        ("a.b", "/Groups/a.b"),
        ("a/b~c", "/Groups/a~1b~0c"),
        ("组", "/Groups/组"),
        ("group\n", "/Groups/group\n"),
    ],
)
def test_a_group_name_of_other_characters(name: str, place: str) -> None:
    assert places("group-name-characters", at("/Groups", {name: BASE, "other": BASE})) == [place]


def test_a_group_is_renamed_where_the_name_is_free() -> None:
    tree = at("/Groups", {"my group": BASE, "other": {**BASE, "DesiredVMCount": 2}})
    assert list(mended("group-name-characters", tree)["Groups"]) == ["my-group", "other"]
    assert unmended("group-name-characters", at("/Groups", {"a.b": BASE, "a-b": BASE}))
    assert unmended("group-name-characters", at("/Groups", {"组": BASE}))


def test_a_name_that_the_service_refuses_is_not_warned_about_as_well() -> None:
    assert places("group-name-characters", at("/Groups", {"": BASE, "组" * 65: BASE})) == []


def test_a_strategy_without_spot() -> None:
    for strategy in ("SpotAsPriceGo", "SpotWithPriceLimit"):
        tree = group(SpotStrategy=strategy, SpotPriceLimit=0.5)
        assert places("spot-strategy-without-spot", tree) == [STRATEGY]
        assert holds(mended("spot-strategy-without-spot", tree), f"{GROUP}/ResourceType") == "Spot"
    assert places("spot-strategy-without-spot", without(f"{GROUP}/ResourceType", tree)) == [STRATEGY]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"SpotStrategy": ""},
        {"SpotStrategy": "nonsense"},
        {"SpotStrategy": None},
        {"SpotStrategy": "SpotAsPriceGo", "ResourceType": "Spot"},
        {"SpotStrategy": "SpotAsPriceGo", "ResourceType": 5},
    ],
)
def test_no_strategy_without_spot(fields: dict[str, Any]) -> None:
    assert places("spot-strategy-without-spot", group(**fields)) == []


@pytest.mark.parametrize(
    ("fields", "strategy"),
    [
        ({}, "SpotAsPriceGo"),
        ({"SpotStrategy": ""}, "SpotAsPriceGo"),
        ({"SpotPriceLimit": 0}, "SpotAsPriceGo"),
        ({"SpotPriceLimit": 0.5}, "SpotWithPriceLimit"),
    ],
)
def test_spot_without_a_strategy(fields: dict[str, Any], strategy: str) -> None:
    tree = group(ResourceType="Spot", **fields)
    assert places("spot-without-strategy", tree) == [STRATEGY]
    assert holds(mended("spot-without-strategy", tree), STRATEGY) == strategy


@pytest.mark.parametrize(
    "fields",
    [
        {"ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"},
        {"ResourceType": "Spot", "SpotStrategy": None},
        {"ResourceType": "OnDemand"},
        {"ResourceType": ["Spot"]},
    ],
)
def test_no_spot_without_a_strategy(fields: dict[str, Any]) -> None:
    assert places("spot-without-strategy", group(**fields)) == []


@pytest.mark.parametrize("price", [0.1234, 0.0001, 1.00001, 1e-7, 123456.7891, 0.1 + 0.2])
def test_a_price_of_more_than_three_decimals(price: float) -> None:
    assert places("spot-price-decimals", group(SpotPriceLimit=price)) == [PRICE]


@pytest.mark.parametrize(
    "price", [0, 0.0, 1, 1.0, 0.5, 0.25, 0.125, 0.123, 1e22, 10**30, -0.12345, "0.1234", None]
)
def test_a_price_of_at_most_three_decimals(price: Any) -> None:
    assert places("spot-price-decimals", group(SpotPriceLimit=price)) == []


def test_a_price_is_rounded_unless_nothing_would_be_left() -> None:
    assert holds(mended("spot-price-decimals", group(SpotPriceLimit=0.1236)), PRICE) == 0.124
    assert unmended("spot-price-decimals", group(SpotPriceLimit=0.0001))


@pytest.mark.parametrize(
    "fields",
    [
        {"SpotPriceLimit": 0.5},
        {"SpotPriceLimit": 1, "SpotStrategy": ""},
        {"SpotPriceLimit": 0.5, "SpotStrategy": "SpotAsPriceGo", "ResourceType": "Spot"},
        {"SpotPriceLimit": 0.5, "ResourceType": "Spot"},
    ],
)
def test_a_price_that_no_strategy_looks_at(fields: dict[str, Any]) -> None:
    tree = group(**fields)
    assert places("spot-price-unused", tree) == [PRICE]
    if holds(tree, GROUP)["ResourceType"] == "Spot":
        assert places("spot-price-unused", mended("spot-price-unused", tree)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"SpotPriceLimit": 0},
        {"SpotPriceLimit": 0.0, "SpotStrategy": ""},
        {"SpotPriceLimit": -1},
        {"SpotPriceLimit": True},
        {"SpotPriceLimit": 0.5, "SpotStrategy": "SpotWithPriceLimit"},
        {"SpotPriceLimit": 0.5, "SpotStrategy": 5},
    ],
)
def test_no_price_that_no_strategy_looks_at(fields: dict[str, Any]) -> None:
    assert places("spot-price-unused", group(**fields)) == []


def test_a_price_without_spot_is_kept_for_the_user_to_decide() -> None:
    assert unmended("spot-price-unused", group(ResourceType="OnDemand", SpotPriceLimit=0.5))


@pytest.mark.parametrize("fields", [{}, {"SpotPriceLimit": 0}, {"SpotPriceLimit": 0.0}])
def test_a_price_limit_of_nothing(fields: dict[str, Any]) -> None:
    tree = group(ResourceType="Spot", SpotStrategy="SpotWithPriceLimit", **fields)
    assert places("spot-price-zero", tree) == [PRICE]
    assert holds(mended("spot-price-zero", tree), STRATEGY) == "SpotAsPriceGo"


@pytest.mark.parametrize(
    "fields",
    [
        {"SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": 0.001},
        {"SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": None},
        {"SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": False},
        {"SpotStrategy": "SpotAsPriceGo", "SpotPriceLimit": 0},
        {"SpotStrategy": "", "SpotPriceLimit": 0.0},
    ],
)
def test_no_price_limit_of_nothing(fields: dict[str, Any]) -> None:
    assert places("spot-price-zero", group(ResourceType="Spot", **fields)) == []


def test_the_references_price_of_nothing_without_a_strategy_is_fine() -> None:
    for rule in ("spot-price-unused", "spot-price-zero", "spot-price-decimals", "spot-strategy-without-spot"):
        assert places(rule, EXAMPLE) == []


def test_hundreds_of_machines_on_demand() -> None:
    count = f"{GROUP}/DesiredVMCount"
    for machines in (1, 3, 99):
        assert places("many-on-demand", at(count, machines)) == []
    for machines in (300, 1000, 65536):
        assert places("many-on-demand", at(count, machines)) == [count]
        assert places("many-on-demand", group(DesiredVMCount=machines, ResourceType="Spot")) == []
    for machines in ("300", 300.0, 70000, None):
        assert places("many-on-demand", at(count, machines)) == []


def test_hundreds_of_machines_in_several_groups_are_found_at_the_largest() -> None:
    groups = {
        name: {**BASE, "DesiredVMCount": count} for name, count in {"a": 90, "b": 150, "c": 120}.items()
    }
    (finding,) = found("many-on-demand", at("/Groups", groups))
    assert finding.path == ("Groups", "b", "DesiredVMCount")
    assert "360" in finding.message


@pytest.mark.parametrize("value", [None, 5, "x", [], [BASE]])
def test_groups_that_are_none_are_passed_over(value: Any) -> None:
    for rule in ("group-name-characters", "spot-without-strategy", "spot-price-zero", "many-on-demand"):
        assert places(rule, at("/Groups", value)) == []
        assert places(rule, at(GROUP, value)) == []
