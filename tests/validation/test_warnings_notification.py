"""Warnings about where messages go."""

from typing import Any

import pytest

from wizard.validation import Context

from .cases import EXAMPLE, MINIMAL, at, holds, mended, places, unmended

TOPIC = "/Notification/Topic"
NAME, ENDPOINT, EVENTS = (f"{TOPIC}/{name}" for name in ("Name", "Endpoint", "Events"))
JOB_EVENTS = [
    *(
        f"On{what}{state}"
        for what in ("Job", "Task", "Instance")
        for state in ("Waiting", "Running", "Stopped")
    ),
    *(f"On{what}{state}" for what in ("Job", "Task", "Instance") for state in ("Finished", "Failed")),
    "OnPriorityChange",
]


@pytest.mark.parametrize("name", ["t", "test-topic", "1topic", "a" * 255, "", "[topic]", 5, None])
def test_a_name_of_a_topic(name: Any) -> None:
    assert places("topic-name", at(NAME, name)) == []


@pytest.mark.parametrize("name", ["tp_n2", "-topic", "my topic", "主题", "a" * 257, "topic\n", "a.b"])
def test_a_name_that_no_topic_has(name: str) -> None:
    assert places("topic-name", at(NAME, name)) == [NAME]


@pytest.mark.parametrize(
    "endpoint", ["http://1.mns.cn-x.aliyuncs.com/", "https://x/", "HTTP://x", "", "[endpoint]", 5, None]
)
def test_an_endpoint_with_a_scheme(endpoint: Any) -> None:
    assert places("endpoint-scheme", at(ENDPOINT, endpoint)) == []


@pytest.mark.parametrize(
    ("endpoint", "meant"),
    [
        ("mns.cn-shenzhen.aliyuncs.com", "http://mns.cn-shenzhen.aliyuncs.com"),
        ("//1.mns.cn-shenzhen.aliyuncs.com/", "http://1.mns.cn-shenzhen.aliyuncs.com/"),
        ("ftp://mns.cn-shenzhen.aliyuncs.com", None),
    ],
)
def test_an_endpoint_without_a_scheme(endpoint: str, meant: str | None) -> None:
    tree = at(ENDPOINT, endpoint)
    assert places("endpoint-scheme", tree) == [ENDPOINT]
    if meant is None:
        assert unmended("endpoint-scheme", tree)
    else:
        assert holds(mended("endpoint-scheme", tree), ENDPOINT) == meant


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://1.mns.cn-shenzhen.aliyuncs.com/",
        "https://1.mns.cn-shenzhen-internal.aliyuncs.com/",
        "http://1.mns.cn-shenzhen-internal-vpc.aliyuncs.com",
        "mns.cn-shenzhen.aliyuncs.com",
    ],
)
def test_an_endpoint_of_another_region(endpoint: str) -> None:
    tree = at(ENDPOINT, endpoint)
    assert places("endpoint-region", tree) == []
    assert places("endpoint-region", tree, Context(region="cn-shenzhen")) == []
    elsewhere = Context(region="cn-hangzhou")
    assert places("endpoint-region", tree, elsewhere) == [ENDPOINT]
    better = holds(mended("endpoint-region", tree, elsewhere), ENDPOINT)
    assert better == endpoint.replace("cn-shenzhen", "cn-hangzhou")


@pytest.mark.parametrize(
    "endpoint", ["http://[UserId].mns.[Region].aliyuncs.com/", "http://example.com/", "", None]
)
def test_an_endpoint_that_names_no_region(endpoint: Any) -> None:
    assert places("endpoint-region", at(ENDPOINT, endpoint), Context(region="cn-hangzhou")) == []


@pytest.mark.parametrize(
    ("topic", "lacking"),
    [
        ({}, []),
        ({"Name": "", "Endpoint": ""}, []),
        ({"Name": "t", "Endpoint": "http://x/"}, []),
        ({"Name": "t"}, [NAME.replace("Name", "Endpoint")]),
        ({"Name": "t", "Endpoint": ""}, [ENDPOINT]),
        ({"Endpoint": "http://x/"}, [NAME]),
        ({"Name": "", "Endpoint": "http://x/"}, [NAME]),
        ({"Name": None, "Endpoint": "http://x/"}, []),
    ],
)
def test_half_a_topic(topic: dict[str, Any], lacking: list[str]) -> None:
    assert places("topic-half", at(TOPIC, topic)) == lacking


def test_events_of_a_cluster_are_fine() -> None:
    assert places("event-unknown", EXAMPLE) == places("event-of-job", EXAMPLE) == []
    for events in ([], None, "OnX", [None, 5, []]):
        tree = at(EVENTS, events)
        assert places("event-unknown", tree) == places("event-of-job", tree) == []


@pytest.mark.parametrize("event", JOB_EVENTS)
def test_events_of_jobs(event: str) -> None:
    tree = at(EVENTS, ["OnClusterDeleted", event])
    assert places("event-of-job", tree) == [f"{EVENTS}/1"]
    assert places("event-unknown", tree) == []
    assert unmended("event-of-job", tree)


def test_events_that_do_not_exist() -> None:
    tree = at(EVENTS, ["OnClusterDeleted", "onclusterdeleted", "OnClusterCreated?", "", "OnX"])
    assert places("event-unknown", tree) == [f"{EVENTS}/{index}" for index in (1, 2, 3, 4)]
    assert places("event-of-job", tree) == []
    assert holds(mended("event-unknown", tree), f"{EVENTS}/1") == "OnClusterDeleted"
    assert unmended("event-unknown", at(EVENTS, ["nothing of the kind"]))


def test_no_topic_at_all_is_fine() -> None:
    for tree in (MINIMAL, at("/Notification", {}), at(TOPIC, None), at("/Notification", 5)):
        rules = (
            "topic-name",
            "endpoint-scheme",
            "endpoint-region",
            "topic-half",
            "event-unknown",
            "event-of-job",
        )
        assert [rule for rule in rules if places(rule, tree, Context(region="cn-hangzhou"))] == []
