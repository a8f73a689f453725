"""Warnings and notes about the cluster, its groups, what the account offers, networks and the topic."""

from typing import Any

from wizard.validation import Context, check

from .cases import (
    EXAMPLE,
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
NO_LISTS, OTHER_TYPES = with_account(), with_account(instance_types={"ecs.x.y"})
OTHER_TYPES_NOW = with_account(instance_types={"ecs.x.y"}, now=True)
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
    *silent("image-unknown", "/ImageId", "img-other", context=NO_LISTS),
    *(
        ("instance-type-unknown", at("/InstanceType", UNLISTED), [], with_account(**{name: {UNLISTED}}))
        for name in ("instance_types", "spot_types")
    ),
    *warn("instance-type-unknown", "/InstanceType", UNLISTED, context=OTHER_TYPES),
    *warn("instance-type-unknown", "/InstanceType", UNLISTED, context=OWN_IMAGES),
    *silent("instance-type-unknown", "/InstanceType", BOTH, context=OTHER_TYPES_NOW),
    ("spot-type-unavailable", at(TYPE, DEMAND, at(GROUP, SPOT)), [RESOURCE], LISTS),
    ("spot-type-unavailable", at("/InstanceType", DEMAND, at(GROUP, SPOT)), [RESOURCE], LISTS),
    ("on-demand-type-unavailable", at(TYPE, SPOT_ONLY), [RESOURCE], LISTS),
    *(
        (rule, at(GROUP, kind | {"InstanceType": name}), [], LISTS)
        for rule in ("spot-type-unavailable", "on-demand-type-unavailable")
        for kind, name in ((SPOT, BOTH), (SPOT, SPOT_ONLY), (ONE, DEMAND), (ONE, BOTH), (SPOT, UNLISTED))
    ),
    *(
        (rule, at(GROUP, kind), [], context)
        for rule, kind in (
            ("spot-type-unavailable", SPOT | {"InstanceType": DEMAND}),
            ("on-demand-type-unavailable", ONE | {"InstanceType": SPOT_ONLY}),
        )
        for context in (
            *(None, NO_LISTS, with_account(instance_types={DEMAND}), with_account(spot_types={SPOT_ONLY})),
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
        for context in (None, NO_LISTS, with_account(resource_types=set()))
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


def test_a_profile_without_a_region() -> None:
    (finding,) = found("image-unknown", at("/ImageId", "img-x"), Context(account=OWN_IMAGES.account))
    assert finding.message == 'The account has no image "img-x" in this region.'


def test_an_instance_type_missing_from_a_list_of_this_run_is_an_error() -> None:
    now = with_account(instance_types={UNLISTED}, now=True)
    expected = ("InvalidInstanceType", "Specified parameter InstanceType is not valid.", "/InstanceType")
    assert errors(check(MINIMAL, now)) == [expected]
    assert check(at("/InstanceType", UNLISTED), now) == []
    assert errors(check(MINIMAL, with_account(instance_types={UNLISTED}))) == []


# -- networks and the topic for notifications

VPC, CLASSIC = "/Configs/Networks/VPC", "/Configs/Networks/Classic"
CIDR = f"{VPC}/CidrBlock"
LISTS = ("AllowIpAddress", "AllowIpAddressEgress", "AllowSecurityGroup", "AllowSecurityGroupEgress")
ENTRIES = "/Configs/Mounts/Entries"
TOPIC = "/Notification/Topic"
NAME, ENDPOINT, EVENTS = (f"{TOPIC}/{name}" for name in ("Name", "Endpoint", "Events"))
HANGZHOU, SHENZHEN = Context(region="cn-hangzhou"), Context(region="cn-shenzhen")
RULES = at(f"{CLASSIC}/AllowIpAddress", ["10.1.1.1"])
BCS = at("/InstanceType", "bcs.a2.large", EXAMPLE)
JOB_EVENTS = [
    "OnPriorityChange",
    *(
        f"On{subject}{state}"
        for subject in ("Job", "Task", "Instance")
        for state in ("Waiting", "Running", "Stopped", "Finished", "Failed")
    ),
]


def nas(host: str) -> Any:
    return at(ENTRIES, [{"Source": f"nas://{host}:/", "Destination": "/nas/", "WriteSupport": True}])


NAS = nas("x.cn-shenzhen.nas.aliyuncs.com")
ENDPOINTS = {
    place: place.replace("cn-shenzhen", "cn-hangzhou")
    for place in (
        "http://1.mns.cn-shenzhen.aliyuncs.com/",
        "https://1.mns.cn-shenzhen-internal.aliyuncs.com/",
        "http://1.mns.cn-shenzhen-internal-vpc.aliyuncs.com",
        "mns.cn-shenzhen.aliyuncs.com",
    )
}
"""Endpoints of one region, and those of another."""
CASES += [
    *(("nas-other-region", tree, [f"{ENTRIES}/0/Source"], HANGZHOU) for tree in (NAS, EXAMPLE)),
    *(("nas-other-region", NAS, [], context) for context in (None, SHENZHEN)),
    ("nas-other-region", nas("x.eu-central-1.nas.aliyuncs.com"), [f"{ENTRIES}/0/Source"], HANGZHOU),
    *(
        ("nas-other-region", nas(host), [], HANGZHOU)
        for host in ("10.0.0.1", "my-nas.example.com", "x.nas.aliyuncs.com", "")
    ),
    *silent("endpoint-region", ENDPOINT, *ENDPOINTS),
    *silent("endpoint-region", ENDPOINT, *ENDPOINTS, context=SHENZHEN),
    *silent("endpoint-region", ENDPOINT, "http://[UserId].mns.[Region].aliyuncs.com/", "", context=HANGZHOU),
    *silent("endpoint-region", ENDPOINT, "http://example.com/", context=HANGZHOU),
    *(
        (rule, at(EVENTS, ["OnClusterDeleted", "onclusterdeleted", "OnClusterCreated?", "", "OnX"]), expected)
        for rule, expected in (
            ("event-unknown", [f"{EVENTS}/{index}" for index in (1, 2, 3, 4)]),
            ("event-of-job", []),
        )
    ),
    *silent("cidr-host-bits", CIDR, "192.168.0.0/16", "10.240.0.0/12", "", "x", "8.8.8.8/16", "10.0.0.1/8"),
    *(
        ("cidr-too-small", at(CIDR, block, at(COUNT, count)), [CIDR] if small else [])
        for block, count, small in (
            *(("192.168.1.0/24", 252, False), ("192.168.1.0/24", 257, True), ("192.168.1.0/24", 1000, True)),
            *(("192.168.0.0/16", 65000, False), ("192.168.0.0/16", 65536, True)),
            *(("10.0.0.0/12", 65536, False), ("10.0.0.0/25", 1000, False), ("8.8.8.0/24", 1000, False)),
            *(("", 1000, False), ("192.168.1.0/24", "1000", False), ("192.168.1.0/24", 1000.0, False)),
        )
    ),
    *(
        ("classic-beside-vpc", at(f"{CLASSIC}/{name}", ["10.1.1.1"], at(VPC, vpc)), [f"{CLASSIC}/{name}"])
        for name in LISTS
        for vpc in ({"CidrBlock": "10.0.0.0/16"}, {"CidrBlock": "10.0.0.0/16", "VpcId": "vpc-1"})
    ),
    ("classic-beside-vpc", RULES, []),
    *silent("classic-beside-vpc", VPC, {}, {"CidrBlock": ""}, {"VpcId": "", "CidrBlock": ""}, base=RULES),
    *(
        ("classic-address-form", at(f"{CLASSIC}/{name}", [each]), [])
        for name in LISTS[:2]
        for each in ("10.1.1.1", "0.0.0.0", "255.255.255.255", "10.0.0.0/8")
    ),
    *(
        ("classic-address-form", at(f"{CLASSIC}/{name}", ["10.1.1.1", each]), [f"{CLASSIC}/{name}/1"])
        for name in LISTS[:2]
        for each in (
            *("", "x", "10.1.1", "10.1.1.256", "10.1.1.1.1", "10.1.1.1/33", "::1", "1o.1.1.1", "１.1.1.1"),
        )
    ),
    *(("classic-address-form", at(f"{CLASSIC}/{name}", ["group1", ""]), []) for name in LISTS[2:]),
    *warn("nas-without-vpc", f"{VPC}/VpcId", "", base=at(CIDR, "10.0.0.0/16", NAS)),
    *silent("nas-without-vpc", f"{VPC}/VpcId", "vpc-1", base=at(CIDR, "10.0.0.0/16", NAS)),
    ("nas-without-vpc", NAS, [f"{VPC}/VpcId"]),
    ("nas-without-vpc", at(f"{ENTRIES}/0/Source", "oss://b/", NAS), []),
    ("bcs-in-vpc", BCS, ["/InstanceType"]),
    *warn("bcs-in-vpc", TYPE, "bcs.b4.xlarge", base=BCS),
    *silent("bcs-in-vpc", TYPE, "ecs.sn1.large", base=BCS),
    *silent("bcs-in-vpc", VPC, {}, {"CidrBlock": ""}, base=BCS),
    *silent("topic-name", NAME, "t", "test-topic", "1topic", "a" * 255, "", "[topic]"),
    *warn("topic-name", NAME, "tp_n2", "-topic", "my topic", "主题", "a" * 257, "topic\n", "a.b"),
    *silent(
        "endpoint-scheme", ENDPOINT, "http://1.mns.cn-x.aliyuncs.com/", "https://x/", "HTTP://x", "", "[x]"
    ),
    *(
        ("topic-half", at(TOPIC, topic), lacking)
        for topic, lacking in (
            ({}, []),
            ({"Name": "", "Endpoint": ""}, []),
            ({"Name": "t", "Endpoint": "http://x/"}, []),
            ({"Name": "t"}, [ENDPOINT]),
            ({"Name": "t", "Endpoint": ""}, [ENDPOINT]),
            ({"Endpoint": "http://x/"}, [NAME]),
            ({"Name": "", "Endpoint": "http://x/"}, [NAME]),
        )
    ),
    *(case for rule in ("event-unknown", "event-of-job") for case in silent(rule, EVENTS, [], [None, 5])),
    *(
        (rule, at(EVENTS, ["OnClusterDeleted", event]), [f"{EVENTS}/1"] if rule == "event-of-job" else [])
        for event in JOB_EVENTS
        for rule in ("event-of-job", "event-unknown")
    ),
]


SMALL = at(CIDR, "192.168.5.0/24", at(COUNT, 600))
ADDRESSES = f"{CLASSIC}/AllowIpAddress"
FIXES += [
    *fixes("endpoint-region", ENDPOINT, ENDPOINTS, context=HANGZHOU),
    *fixes("cidr-host-bits", CIDR, {"192.168.0.1/16": "192.168.0.0/16", "10.1.2.3/12": "10.0.0.0/12"}),
    *fixes("cidr-host-bits", CIDR, {"172.31.255.255/12": "172.16.0.0/12", "10.0.0.128/24": "10.0.0.0/24"}),
    *fixes(
        "endpoint-scheme",
        ENDPOINT,
        {
            "mns.cn-x.aliyuncs.com": "http://mns.cn-x.aliyuncs.com",
            "//1.mns.cn-x.aliyuncs.com/": "http://1.mns.cn-x.aliyuncs.com/",
            "ftp://mns.cn-x.aliyuncs.com": None,
        },
    ),
    ("classic-address-form", at(ADDRESSES, [" 10.1.1.1\n"]), ADDRESSES, ["10.1.1.1"]),
    ("classic-beside-vpc", at(CIDR, "10.0.0.0/16", RULES), CLASSIC, None),
    ("cidr-too-small", SMALL, CIDR, "192.168.4.0/22"),
    ("cidr-too-small", at(f"{VPC}/VpcId", "vpc-1", SMALL), CIDR, None),
    ("cidr-too-small", at(CIDR, "192.168.0.0/24", at(COUNT, 65536)), CIDR, None),
    ("event-unknown", at(EVENTS, ["nothing of the kind"]), EVENTS, None),
    ("event-unknown", at(EVENTS, ["onclusterdeleted", "OnX"]), EVENTS, ["OnClusterDeleted", "OnX"]),
    ("event-of-job", at(EVENTS, [JOB_EVENTS[0]]), EVENTS, None),
]


def test_the_instances_of_all_groups_need_addresses() -> None:
    group = {"DesiredVMCount": 100, "ResourceType": "Spot"}
    tree = at(CIDR, "10.0.0.0/24", at("/Groups", {"a": group, "b": group, "c": group}))
    (finding,) = found("cidr-too-small", tree)
    assert "300" in finding.message
