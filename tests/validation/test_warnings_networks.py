"""Warnings about networks, and about the topic for notifications."""

from typing import Any

from wizard.validation import Context

from .cases import EXAMPLE, Fixed, Warned, at, fixes, found, silent, warn

VPC, CLASSIC = "/Configs/Networks/VPC", "/Configs/Networks/Classic"
CIDR = f"{VPC}/CidrBlock"
LISTS = ("AllowIpAddress", "AllowIpAddressEgress", "AllowSecurityGroup", "AllowSecurityGroupEgress")
ENTRIES, COUNT, TYPE = (
    "/Configs/Mounts/Entries",
    "/Groups/group1/DesiredVMCount",
    "/Groups/group1/InstanceType",
)
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
CASES: list[Warned] = [
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
FIXES: list[Fixed] = [
    *fixes("endpoint-region", ENDPOINT, ENDPOINTS, context=HANGZHOU),
    *fixes(
        "cidr-host-bits",
        CIDR,
        {
            "192.168.0.1/16": "192.168.0.0/16",
            "10.1.2.3/12": "10.0.0.0/12",
            "172.31.255.255/12": "172.16.0.0/12",
            "10.0.0.128/24": "10.0.0.0/24",
        },
    ),
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
