"""Warnings and notes about the cluster, its groups, and values that the account does not offer."""

from typing import Any

from wizard.validation import check

from .cases import (
    MINIMAL,
    Fixed,
    Warned,
    at,
    errors,
    fixes,
    found,
    silent,
    warn,
    with_account,
    without,
)

GROUP = "/Groups/group1"
COUNT, RESOURCE, IMAGE = f"{GROUP}/DesiredVMCount", f"{GROUP}/ResourceType", f"{GROUP}/ImageId"
STRATEGY, PRICE, TYPE = f"{GROUP}/SpotStrategy", f"{GROUP}/SpotPriceLimit", f"{GROUP}/InstanceType"
ONE: dict[str, Any] = MINIMAL["Groups"]["group1"]
SPOT: dict[str, Any] = {**ONE, "ResourceType": "Spot"}
MAXIMUM: dict[str, Any] = {**SPOT, "SpotStrategy": "SpotWithPriceLimit"}
AUTOMATIC: dict[str, Any] = {**SPOT, "SpotStrategy": "SpotAsPriceGo"}


def group(rule: str, place: str | None, *groups: dict[str, Any]) -> list[Warned]:
    """Groups, each as the only one of a request, and the place that a rule warns about."""
    return [(rule, at(GROUP, each), [place] if place else []) for each in groups]


BOTH, DEMAND, SPOT_ONLY, UNLISTED = "ecs.sn1ne.large", "ecs.sn1ne.xlarge", "ecs.sn1ne.2xlarge", "ecs.zz9.huge"
LISTS = with_account(instance_types={BOTH, DEMAND}, spot_types={BOTH, SPOT_ONLY})
OWN_IMAGES = with_account(images={"img-ubuntu", "img-own"})
OWN_BCS = with_account(spot_types={"bcs.a2.large"})
NO_SPOT = with_account(resource_types={"OnDemand", "PrePaid"})
CASES: list[Warned] = [
    *warn("name-style", "/Name", "a", "Z", "_", "-", "_cluster", "-cluster"),
    *silent("name-style", "/Name", "ab", "a-", "a_", "a1", "a" * 64, "", "9", "_ ", "集"),
    *(
        case
        for each in ("d", "述", "😀")
        for case in (
            *warn("description-style", "/Description", each, each * 257, each * 1024),
            *silent("description-style", "/Description", "", each * 2, each * 256, each * 1025),
        )
    ),
    *(
        case
        for place in ("/ImageId", IMAGE)
        for case in (
            *silent("image-prefix", place, "img-ubuntu", "img-7ab8c", "m-28xyz", "[Your image]", ""),
            *warn("image-prefix", place, "ubuntu", "IMG-ubuntu", "m_28xyz", "mimg-x", " img-ubuntu"),
        )
    ),
    *(
        case
        for place in ("/InstanceType", TYPE)
        for case in (
            *warn("instance-type-unknown", place, "ecs.zz9.huge"),
            *silent("instance-type-unknown", place, "ecs.sn1ne.large", "bcs.a2.large", "", "x"),
        )
    ),
    ("instance-type-unknown", without("/InstanceType"), []),
    *silent("isv-service-unknown", "/DependencyIsvService", "", "GTX"),
    *warn("isv-service-unknown", "/DependencyIsvService", "gtx", "XYZ", " GTX"),
    *silent("schedule-type-unknown", "/ScheduleType", "LowLatency", "Poll", "Push"),
    *warn("schedule-type-unknown", "/ScheduleType", "push", "Pull", "low latency"),
    *silent("env-name-unusable", "/EnvVars", *({name: "x"} for name in ("A", "_", "PATH", "my_var1", "_1"))),
    *(
        ("env-name-unusable", at("/EnvVars", {name: "x", "GOOD": "y"}), [f"/EnvVars/{shown}"])
        for name, shown in [
            *((each, each) for each in ("", "1A", "my-var", "my var", "A=B", "变量", "A\n")),
            ("a/b~c", "a~1b~0c"),
        ]
    ),
    *silent("group-name-characters", "/Groups", *({name: ONE} for name in ("g", "group-1", "group_1", "0"))),
    *silent("group-name-characters", "/Groups", {"G" * 64: ONE}, {"": ONE, "组" * 65: ONE}),
    *(
        ("group-name-characters", at("/Groups", {name: ONE, "other": ONE}), [f"/Groups/{shown}"])
        for name, shown in [
            *((each, each) for each in ("my group", "a.b", "组", "group\n")),
            ("a/b~c", "a~1b~0c"),
        ]
    ),
    *group("spot-strategy-without-spot", STRATEGY, MAXIMUM | {"ResourceType": "OnDemand"}),
    *group("spot-strategy-without-spot", STRATEGY, AUTOMATIC | {"ResourceType": "OnDemand"}),
    ("spot-strategy-without-spot", without(RESOURCE, at(GROUP, AUTOMATIC)), [STRATEGY]),
    *group("spot-strategy-without-spot", None, ONE, ONE | {"SpotStrategy": ""}, AUTOMATIC),
    *group(
        "spot-without-strategy", STRATEGY, SPOT, SPOT | {"SpotStrategy": ""}, SPOT | {"SpotPriceLimit": 0.5}
    ),
    *group("spot-without-strategy", None, AUTOMATIC, ONE),
    *warn("spot-price-decimals", PRICE, 0.1234, 0.0001, 1.00001, 1e-7, 123456.7891, 0.1 + 0.2),
    *silent("spot-price-decimals", PRICE, 0, 0.0, 1, 1.0, 0.5, 0.25, 0.125, 0.123, 1e22, 10**30),
    *warn("spot-price-unused", PRICE, 0.5, 1),
    *warn("spot-price-unused", PRICE, 1, base=at(STRATEGY, "")),
    *warn("spot-price-unused", PRICE, 0.5, base=at(GROUP, AUTOMATIC)),
    *warn("spot-price-unused", PRICE, 0.5, base=at(GROUP, SPOT)),
    *silent("spot-price-unused", PRICE, 0, 0.0, -1, True),
    *silent("spot-price-unused", PRICE, 0.5, base=at(STRATEGY, "SpotWithPriceLimit")),
    *group(
        "spot-price-zero", PRICE, MAXIMUM, MAXIMUM | {"SpotPriceLimit": 0}, MAXIMUM | {"SpotPriceLimit": 0.0}
    ),
    *silent("spot-price-zero", PRICE, 0.001, base=at(GROUP, MAXIMUM)),
    *silent("spot-price-zero", PRICE, 0, base=at(GROUP, AUTOMATIC)),
    *silent("spot-price-zero", PRICE, 0.0, base=at(GROUP, SPOT | {"SpotStrategy": ""})),
    *silent("many-on-demand", COUNT, 1, 3, 99, 70000),
    *warn("many-on-demand", COUNT, 300, 1000, 65536),
    *silent("many-on-demand", COUNT, 300, 1000, 65536, base=at(RESOURCE, "Spot")),
    *group("bcs-as-spot", RESOURCE, SPOT | {"InstanceType": "bcs.a2.large"}),
    ("bcs-as-spot", at("/InstanceType", "bcs.a2.large", at(GROUP, SPOT)), [RESOURCE]),
    *group("bcs-as-spot", None, ONE | {"InstanceType": "bcs.a2.large"}, SPOT, ONE),
    # what the account offers
    *silent("image-unknown", "/ImageId", "img-ubuntu", "", context=OWN_IMAGES),
    *warn("image-unknown", "/ImageId", "img-other", context=OWN_IMAGES),
    *warn("image-unknown", IMAGE, "img-other", context=OWN_IMAGES),
    *silent("image-unknown", "/ImageId", "img-other"),
    *silent("image-unknown", "/ImageId", "img-other", context=with_account()),
    *(
        case
        for name in ("instance_types", "spot_types")
        for case in silent(
            "instance-type-unknown", "/InstanceType", UNLISTED, context=with_account(**{name: {UNLISTED}})
        )
    ),
    *warn(
        "instance-type-unknown", "/InstanceType", UNLISTED, context=with_account(instance_types={"ecs.x.y"})
    ),
    *warn("instance-type-unknown", "/InstanceType", UNLISTED, context=OWN_IMAGES),
    *silent(
        "instance-type-unknown",
        "/InstanceType",
        BOTH,
        context=with_account(now=True, instance_types={"ecs.x.y"}),
    ),
    ("spot-type-unavailable", at(TYPE, DEMAND, at(GROUP, SPOT)), [RESOURCE], LISTS),
    ("spot-type-unavailable", at("/InstanceType", DEMAND, at(GROUP, SPOT)), [RESOURCE], LISTS),
    ("on-demand-type-unavailable", at(TYPE, SPOT_ONLY), [RESOURCE], LISTS),
    *(
        (rule, at(GROUP, kind | {"InstanceType": name}), [], LISTS)
        for rule in ("spot-type-unavailable", "on-demand-type-unavailable")
        for kind, name in ((SPOT, BOTH), (SPOT, SPOT_ONLY), (ONE, DEMAND), (ONE, BOTH), (SPOT, UNLISTED))
    ),
    *(
        (rule, at(GROUP, kind | {"InstanceType": name}), [], context)
        for rule, kind, name in (
            ("spot-type-unavailable", SPOT, DEMAND),
            ("on-demand-type-unavailable", ONE, SPOT_ONLY),
        )
        for context in (
            None,
            with_account(),
            with_account(instance_types={DEMAND}),
            with_account(spot_types={SPOT_ONLY}),
            with_account(instance_types={DEMAND}, spot_types=set()),
            with_account(instance_types=set(), spot_types={SPOT_ONLY}),
        )
    ),
    *silent("bcs-as-spot", TYPE, "bcs.a2.large", base=at(GROUP, SPOT), context=OWN_BCS),
    *warn("resource-type-unavailable", RESOURCE, "Spot", context=NO_SPOT),
    *silent("resource-type-unavailable", RESOURCE, "OnDemand", "spot", context=NO_SPOT),
    ("resource-type-unavailable", without(RESOURCE), [], NO_SPOT),
    *(
        case
        for context in (None, with_account(), with_account(resource_types=set()))
        for case in silent("resource-type-unavailable", RESOURCE, "Spot", context=context)
    ),
]


FIXES: list[Fixed] = [
    *fixes("image-prefix", "/ImageId", {"ubuntu": "img-ubuntu", "IMG-CentOS ": "img-centos", "other": None}),
    *fixes("image-unknown", "/ImageId", {"img-onw": "img-own"}, context=OWN_IMAGES),
    *fixes("instance-type-unknown", "/InstanceType", {"ecs.sn2n.large": "ecs.sn2ne.large"}),
    *fixes("instance-type-unknown", "/InstanceType", {"ecs.entirely-else.gigantic": None}),
    *fixes("isv-service-unknown", "/DependencyIsvService", {"gtx": "GTX"}),
    *fixes("schedule-type-unknown", "/ScheduleType", {"low latency": "LowLatency"}),
    ("env-name-unusable", at("/EnvVars", {"my-var": "x", "B": ""}), "/EnvVars", {"my_var": "x", "B": ""}),
    ("env-name-unusable", at("/EnvVars", {"1A": "x"}), "/EnvVars", {"_1A": "x"}),
    ("env-name-unusable", at("/EnvVars", {"my-var": "x", "my_var": "y"}), "/EnvVars", None),
    ("env-name-unusable", at("/EnvVars", {"": "x"}), "/EnvVars", None),
    ("group-name-characters", at("/Groups", {"a b": ONE, "c": SPOT}), "/Groups", {"a-b": ONE, "c": SPOT}),
    ("group-name-characters", at("/Groups", {"a.b": ONE, "a-b": ONE}), "/Groups", None),
    ("group-name-characters", at("/Groups", {"组": ONE}), "/Groups", None),
    ("spot-strategy-without-spot", at(STRATEGY, "SpotAsPriceGo"), RESOURCE, "Spot"),
    ("spot-without-strategy", at(GROUP, SPOT), STRATEGY, "SpotAsPriceGo"),
    ("spot-without-strategy", at(PRICE, 0, at(GROUP, SPOT)), STRATEGY, "SpotAsPriceGo"),
    ("spot-without-strategy", at(PRICE, 0.5, at(GROUP, SPOT)), STRATEGY, "SpotWithPriceLimit"),
    *fixes("spot-price-decimals", PRICE, {0.1236: 0.124, 0.0001: None}),
    *fixes("spot-price-unused", PRICE, {0.5: None}),
    ("spot-price-unused", at(PRICE, 0.5, at(GROUP, AUTOMATIC)), STRATEGY, "SpotWithPriceLimit"),
    ("spot-price-zero", at(GROUP, MAXIMUM), STRATEGY, "SpotAsPriceGo"),
]


def test_matters_of_style_are_notes() -> None:
    assert {each.severity for each in found("name-style", at("/Name", "a"))} == {"note"}
    assert {each.severity for each in found("description-style", at("/Description", "d"))} == {"note"}


def test_instances_of_several_groups_are_counted_together() -> None:
    groups = {name: {**ONE, "DesiredVMCount": count} for name, count in {"a": 90, "b": 150, "c": 120}.items()}
    (finding,) = found("many-on-demand", at("/Groups", groups))
    assert finding.path == ("Groups", "b", "DesiredVMCount")
    assert "360" in finding.message


def test_an_instance_type_missing_from_a_list_of_this_run_is_an_error() -> None:
    now = with_account(instance_types={UNLISTED}, now=True)
    expected = ("InvalidInstanceType", "Specified parameter InstanceType is not valid.", "/InstanceType")
    assert errors(check(MINIMAL, now)) == [expected]
    assert check(at("/InstanceType", UNLISTED), now) == []
    assert errors(check(MINIMAL, with_account(instance_types={UNLISTED}))) == []
