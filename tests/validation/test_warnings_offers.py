"""Warnings about how machines are bought."""

from typing import Any

import pytest

from wizard.validation import Context

from .cases import EXAMPLE, MINIMAL, at, places, without
from .test_warnings_basics import account

GROUP = "/Groups/group1"
BOUGHT = f"{GROUP}/ResourceType"
BOTH, DEMAND, SPOT = "ecs.sn1ne.large", "ecs.sn1ne.xlarge", "ecs.sn1ne.2xlarge"
LISTS = account(instance_types={BOTH, DEMAND}, spot_instance_types={BOTH, SPOT})


def group(kind: str, name: str) -> Any:
    """A request whose one group is bought so, and is of this type."""
    return at(BOUGHT, kind, at(f"{GROUP}/InstanceType", name))


def test_spot_machines_that_the_account_has_on_demand_only() -> None:
    rule = "spot-type-unavailable"
    assert places(rule, group("Spot", DEMAND), LISTS) == [BOUGHT]
    assert places(rule, at("/InstanceType", DEMAND, at(BOUGHT, "Spot")), LISTS) == [BOUGHT]
    assert places(rule, group("Spot", BOTH), LISTS) == []
    assert places(rule, group("Spot", SPOT), LISTS) == []
    assert places(rule, group("OnDemand", DEMAND), LISTS) == []
    assert places(rule, group("Spot", "ecs.zz9.huge"), LISTS) == [], "another rule finds what is in no list"


def test_machines_on_demand_that_the_account_has_as_spot_only() -> None:
    rule = "on-demand-type-unavailable"
    assert places(rule, group("OnDemand", SPOT), LISTS) == [BOUGHT]
    assert places(rule, group("OnDemand", BOTH), LISTS) == []
    assert places(rule, group("OnDemand", DEMAND), LISTS) == []
    assert places(rule, group("Spot", SPOT), LISTS) == []


@pytest.mark.parametrize(
    "context",
    [
        Context(),
        account(),
        account(instance_types={DEMAND}),
        account(spot_instance_types={SPOT}),
        account(instance_types={DEMAND}, spot_instance_types=set()),
        account(instance_types=set(), spot_instance_types={SPOT}),
    ],
)
def test_a_list_that_is_unknown_or_empty_says_nothing(context: Context) -> None:
    assert places("spot-type-unavailable", group("Spot", DEMAND), context) == []
    assert places("on-demand-type-unavailable", group("OnDemand", SPOT), context) == []


def test_a_way_of_buying_that_the_account_may_not_use() -> None:
    rule = "resource-type-unavailable"
    only = account(resource_types={"OnDemand", "PrePaid"})
    assert places(rule, at(BOUGHT, "Spot"), only) == [BOUGHT]
    assert places(rule, at(BOUGHT, "OnDemand"), only) == []
    for known in (Context(), account(), account(resource_types=set())):
        assert places(rule, at(BOUGHT, "Spot"), known) == []


def test_what_the_service_refuses_is_not_warned_about_as_well() -> None:
    only = account(resource_types={"OnDemand"})
    for tree in (at(BOUGHT, "spot"), at(BOUGHT, None), without(BOUGHT)):
        assert places("resource-type-unavailable", tree, only) == []


def test_types_of_the_service_itself_as_spot() -> None:
    rule = "bcs-as-spot"
    assert places(rule, group("Spot", "bcs.a2.large")) == [BOUGHT]
    assert places(rule, at("/InstanceType", "bcs.a2.large", at(BOUGHT, "Spot"))) == [BOUGHT]
    assert places(rule, group("OnDemand", "bcs.a2.large")) == []
    assert (
        places(
            rule,
            group(
                "Spot",
                BOTH,
            ),
        )
        == []
    )
    assert places(rule, group("Spot", "bcs.a2.large"), account(spot_instance_types={"bcs.a2.large"})) == []
    assert places(rule, EXAMPLE) == places(rule, MINIMAL) == []
