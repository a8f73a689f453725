"""Rows E3, E4, E8-E15, E32 and E33: the request itself, and the strings at its top."""

import copy
from typing import Any

import pytest

from .cases import EXAMPLE, MINIMAL, Expected, at, errors_of, invalid, missing, ranged, typed, without, wrong

NAME = "/Name"
ALPHABET = invalid(
    "Name", NAME, "It must only contain characters within [a-zA-Z0-9_-], and must not start with [0-9]."
)
NAME_LENGTH = ranged("Name", "length", 1, 64, NAME)
DESCRIPTION_LENGTH = ranged("Description", "length", 0, 1024, "/Description")
IMAGE_LENGTH = ranged("ImageId", "length", 1, 256, "/ImageId")
NO_TYPE = missing("InstanceType", "/Groups/group1/InstanceType")
BAD_TYPE = invalid("InstanceType", "/InstanceType")
BAD_GROUP_TYPE = invalid("InstanceType", "/Groups/group1/InstanceType")
BODY = ("InvalidHttpBody", "Specified parameter HttpBody is not valid. Its type must be object.", "")

Case = tuple[Any, list[Expected]]

NAMES: list[Case] = [
    (without(NAME), [missing("Name", NAME)]),
    *((at(NAME, value), [typed("Name", "string", NAME)]) for value in wrong("string").values()),
    (at(NAME, ""), [NAME_LENGTH]),
    (at(NAME, "a"), []),
    (at(NAME, "a" * 64), []),
    (at(NAME, "a" * 65), [NAME_LENGTH]),
    (at(NAME, "_"), []),
    (at(NAME, "-"), []),
    (at(NAME, "_-a9Z"), []),
    (at(NAME, "a0123456789"), []),
    (at(NAME, "0"), [ALPHABET]),
    (at(NAME, "9a"), [ALPHABET]),
    (at(NAME, "my cluster"), [ALPHABET]),
    (at(NAME, "a:b"), [ALPHABET]),
    (at(NAME, "a.b"), [ALPHABET]),
    (at(NAME, "http://a"), [ALPHABET]),
    (at(NAME, "cluster\n"), [ALPHABET]),
    (at(NAME, "\ncluster"), [ALPHABET]),
    (at(NAME, " cluster"), [ALPHABET]),
    (at(NAME, "clus\x00ter"), [ALPHABET]),
    (at(NAME, "集群"), [ALPHABET]),
    (at(NAME, "é"), [ALPHABET]),
    (at(NAME, "a١"), [ALPHABET]),
    (at(NAME, "１a"), [ALPHABET]),
    (at(NAME, "\u212a"), [ALPHABET]),
    (at(NAME, "😀" * 64), [ALPHABET]),
    (at(NAME, "😀" * 65), [NAME_LENGTH, ALPHABET]),
    (at(NAME, "集" * 65), [NAME_LENGTH, ALPHABET]),
    (at(NAME, "9" * 65), [NAME_LENGTH, ALPHABET]),
    (at(NAME, "a" * 64 + " "), [NAME_LENGTH, ALPHABET]),
]

DESCRIPTIONS: list[Case] = [
    (without("/Description", EXAMPLE), []),
    *(
        (at("/Description", value), [typed("Description", "string", "/Description")])
        for value in wrong("string").values()
    ),
    (at("/Description", ""), []),
    (at("/Description", "a"), []),
    (at("/Description", "a" * 1024), []),
    (at("/Description", "a" * 1025), [DESCRIPTION_LENGTH]),
    (at("/Description", "集" * 1024), []),
    (at("/Description", "集" * 1025), [DESCRIPTION_LENGTH]),
    (at("/Description", "😀" * 1024), []),
    (at("/Description", "😀" * 1025), [DESCRIPTION_LENGTH]),
    (at("/Description", "http://a, b: c\n\t"), []),
]

IMAGES: list[Case] = [
    (without("/ImageId"), [missing("ImageId", "/ImageId")]),
    *(
        (at("/ImageId", value), [typed("ImageId", "string", "/ImageId")])
        for value in wrong("string").values()
    ),
    (at("/ImageId", ""), [IMAGE_LENGTH]),
    (at("/ImageId", "x"), []),
    (at("/ImageId", "m-" + "x" * 254), []),
    (at("/ImageId", "m-" + "x" * 255), [IMAGE_LENGTH]),
    (at("/ImageId", "像" * 256), []),
    (at("/ImageId", "😀" * 257), [IMAGE_LENGTH]),
]

WELL_FORMED = [
    "ecs.sn1ne.large",
    "ecs.sn1.large",
    "bcs.a2.large",
    "bcs.es.c.large",
    "ecs.gn5-c4g1.xlarge",
    "ecs.0.0",
    "ecs.a-.b-",
]
MALFORMED = [
    "x",
    "ecs",
    "ecs.",
    "ecs.large",
    "ecs.sn1ne.",
    "ecs..large",
    "ecs.sn1ne.large.",
    "ecs.-a.large",
    "ECS.sn1ne.large",
    "ecs.SN1NE.large",
    "ecs.sn1ne.LARGE",
    "eci.sn1ne.large",
    "ecs.sn1ne.large\n",
    " ecs.sn1ne.large",
    "ecs.sn1ne.large ",
    "ecs_sn1ne_large",
    "ecs.sn1_ne.large",
    "ecs.sn1ne.lärge",
    "ecs.sn1ne.large,ecs.sn1.large",
    "xecs.sn1ne.large",
    "ecs.sn1ne.٣",
]

TYPES: list[Case] = [
    *((at("/InstanceType", value), []) for value in WELL_FORMED),
    *((at("/Groups/group1/InstanceType", value), []) for value in WELL_FORMED),
    *((at("/InstanceType", value), [BAD_TYPE]) for value in MALFORMED),
    *((at("/Groups/group1/InstanceType", value), [BAD_GROUP_TYPE]) for value in MALFORMED),
    *(
        (
            at("/Groups/group1/InstanceType", "ecs.sn1.large", at("/InstanceType", value)),
            [BAD_TYPE],
        )
        for value in wrong("string").values()
    ),
    *((at("/Groups/group1/InstanceType", value), [BAD_GROUP_TYPE]) for value in wrong("string").values()),
    (without("/InstanceType"), [NO_TYPE]),
    (at("/InstanceType", ""), [NO_TYPE]),
    (at("/Groups/group1/InstanceType", "", without("/InstanceType")), [NO_TYPE]),
    (at("/Groups/group1/InstanceType", "", at("/InstanceType", "")), [NO_TYPE]),
    (at("/Groups/group1/InstanceType", ""), []),
    (at("/Groups/group1/InstanceType", "ecs.sn1.large", without("/InstanceType")), []),
    (at("/Groups/group1/InstanceType", "ecs.sn1.large", at("/InstanceType", "")), []),
    (at("/Groups/group1/InstanceType", "x", without("/InstanceType")), [BAD_GROUP_TYPE]),
]

CASES: list[Case] = [*NAMES, *DESCRIPTIONS, *IMAGES, *TYPES]


def test_the_smallest_request_is_taken() -> None:
    assert errors_of(MINIMAL) == []


def test_the_references_example_is_taken_as_it_stands() -> None:
    assert errors_of(EXAMPLE) == []


@pytest.mark.parametrize("tree", [[], [MINIMAL], "x", "", 3, 3.0, True, None])
def test_a_body_that_is_no_object_is_refused_as_a_whole(tree: Any) -> None:
    assert errors_of(tree) == [BODY]


def test_an_empty_object_lacks_all_that_is_mandatory() -> None:
    assert sorted(errors_of({})) == sorted(
        [missing("Name", "/Name"), missing("ImageId", "/ImageId"), missing("Groups", "/Groups")]
    )


@pytest.mark.parametrize(("tree", "expected"), NAMES)
def test_name(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), DESCRIPTIONS)
def test_description(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), IMAGES)
def test_image(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


@pytest.mark.parametrize(("tree", "expected"), TYPES)
def test_instance_type(tree: Any, expected: list[Expected]) -> None:
    assert errors_of(tree) == expected


def test_each_group_without_a_type_is_found() -> None:
    tree = without("/InstanceType")
    group = tree["Groups"]["group1"]
    tree["Groups"] = {
        "a": dict(group),
        "b": {**group, "InstanceType": "ecs.sn1.large"},
        "c": {**group, "InstanceType": ""},
        "d/e~f": dict(group),
    }
    assert sorted(errors_of(tree)) == sorted(
        [
            missing("InstanceType", "/Groups/a/InstanceType"),
            missing("InstanceType", "/Groups/c/InstanceType"),
            missing("InstanceType", "/Groups/d~1e~0f/InstanceType"),
        ]
    )


@pytest.mark.parametrize("value", ["x", *wrong("string").values()])
def test_a_cluster_that_names_a_bad_type_names_one(value: Any) -> None:
    assert errors_of(at("/InstanceType", value)) == [BAD_TYPE]


def test_judging_leaves_the_request_alone() -> None:
    tree = at("/Name", 5, EXAMPLE)
    before = copy.deepcopy(tree)
    errors_of(tree)
    assert tree == before
