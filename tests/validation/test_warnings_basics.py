"""Warnings and notes about the name, the image, the instance types and the environment."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wizard.catalog import Account
from wizard.validation import Context

from .cases import MINIMAL, at, errors, errors_of, found, holds, mended, places, unmended, without

GROUP = "/Groups/group1"


def account(*, now: bool = False, **lists: set[str]) -> Context:
    """What is known where an account's lists have been fetched."""
    return Context(
        account=Account(
            region="cn-shenzhen",
            fetched_at=datetime(2024, 5, 1, 12, 0, tzinfo=UTC),
            fetched_in_this_run=now,
            **{name: frozenset(values) for name, values in lists.items()},
        )
    )


@pytest.mark.parametrize("name", ["a", "Z", "_", "-", "_cluster", "-cluster"])
def test_a_name_that_only_the_service_takes_is_a_note(name: str) -> None:
    (finding,) = found("name-style", at("/Name", name))
    assert (finding.severity, finding.path) == ("note", ("Name",))


@pytest.mark.parametrize("name", ["ab", "a-", "a_", "a1", "a" * 64, "", "9", "_ ", "集", 5, None])
def test_other_names_are_not_noted(name: Any) -> None:
    assert places("name-style", at("/Name", name)) == []


@pytest.mark.parametrize(
    ("length", "noted"),
    [(0, False), (1, True), (2, False), (256, False), (257, True), (1024, True), (1025, False)],
)
def test_a_description_that_only_the_service_takes_is_a_note(length: int, noted: bool) -> None:
    for character in ("d", "述", "😀"):
        findings = found("description-style", at("/Description", character * length))
        assert [finding.severity for finding in findings] == (["note"] if noted else [])


@pytest.mark.parametrize("place", ["/ImageId", f"{GROUP}/ImageId"])
def test_an_image_begins_as_images_do(place: str) -> None:
    for image in ("img-ubuntu", "img-7ab8c", "m-28xyz", "[Your image]"):
        assert places("image-prefix", at(place, image)) == []
    for image in ("ubuntu", "IMG-ubuntu", "m_28xyz", "mimg-x", " img-ubuntu"):
        assert places("image-prefix", at(place, image)) == [place]


def test_an_image_prefix_that_was_forgotten_is_added() -> None:
    assert mended("image-prefix", at("/ImageId", "ubuntu"))["ImageId"] == "img-ubuntu"
    assert mended("image-prefix", at("/ImageId", "IMG-CentOS "))["ImageId"] == "img-centos"
    assert unmended("image-prefix", at("/ImageId", "something"))


def test_a_group_without_an_image_of_its_own_is_fine() -> None:
    assert places("image-prefix", at(f"{GROUP}/ImageId", "")) == []
    assert places("image-prefix", at("/ImageId", "")) == []


def test_an_image_is_looked_up_in_the_accounts_list() -> None:
    own = account(images={"img-ubuntu", "img-own"})
    assert places("image-unknown", MINIMAL, own) == []
    assert places("image-unknown", at("/ImageId", "img-other"), own) == ["/ImageId"]
    assert places("image-unknown", at(f"{GROUP}/ImageId", "img-other"), own) == [f"{GROUP}/ImageId"]
    assert places("image-unknown", at("/ImageId", "img-other")) == []
    assert places("image-unknown", at("/ImageId", "img-other"), account()) == []
    assert places("image-unknown", at("/ImageId", ""), own) == []
    assert mended("image-unknown", at("/ImageId", "img-onw"), own)["ImageId"] == "img-own"


def test_an_image_is_never_more_than_a_warning() -> None:
    own = account(images=set(), now=True)
    (finding,) = found("image-unknown", MINIMAL, own)
    assert finding.severity == "warning"


@pytest.mark.parametrize("place", ["/InstanceType", f"{GROUP}/InstanceType"])
def test_a_well_formed_instance_type_that_is_not_shipped_is_a_warning(place: str) -> None:
    assert places("instance-type-unknown", at(place, "ecs.zz9.huge")) == [place]
    assert errors_of(at(place, "ecs.zz9.huge")) == []
    for name in ("ecs.sn1ne.large", "bcs.a2.large", "", "nonsense", 5, None):
        assert places("instance-type-unknown", at(place, name)) == []


def test_an_instance_type_is_looked_up_in_the_accounts_list_too() -> None:
    tree = at("/InstanceType", "ecs.zz9.huge")
    assert places("instance-type-unknown", tree, account(instance_types={"ecs.zz9.huge"})) == []
    assert places("instance-type-unknown", tree, account(spot_instance_types={"ecs.zz9.huge"})) == []
    assert places("instance-type-unknown", tree, account(instance_types={"ecs.other.huge"})) == [
        "/InstanceType"
    ]
    assert places("instance-type-unknown", tree, account(images={"img-ubuntu"})) == ["/InstanceType"]


def test_an_instance_type_that_a_list_of_this_run_lacks_is_an_error() -> None:
    from wizard.validation import check

    now = account(instance_types={"ecs.zz9.huge"}, now=True)
    expected = ("InvalidInstanceType", "Specified parameter InstanceType is not valid.", "/InstanceType")
    assert errors(check(MINIMAL, now)) == [expected]
    assert places("instance-type-unknown", MINIMAL, now) == []
    assert check(at("/InstanceType", "ecs.zz9.huge"), now) == []


def test_an_instance_type_that_an_older_list_lacks_is_no_error() -> None:
    from wizard.validation import check

    assert errors(check(MINIMAL, account(instance_types={"ecs.zz9.huge"}))) == []


def test_a_misspelt_instance_type_is_mended() -> None:
    assert mended("instance-type-unknown", at("/InstanceType", "ecs.sn1n.large"))["InstanceType"] in (
        "ecs.sn1ne.large",
        "ecs.sn1.large",
    )
    assert unmended("instance-type-unknown", at("/InstanceType", "ecs.entirely-else.gigantic"))


def test_the_isv_service() -> None:
    for value in ("", "GTX", 5, None):
        assert places("isv-service-unknown", at("/DependencyIsvService", value)) == []
    assert places("isv-service-unknown", MINIMAL) == []
    for value in ("gtx", "XYZ", " GTX"):
        assert places("isv-service-unknown", at("/DependencyIsvService", value)) == ["/DependencyIsvService"]
    assert mended("isv-service-unknown", at("/DependencyIsvService", "gtx"))["DependencyIsvService"] == "GTX"


def test_the_schedule_type() -> None:
    for value in ("LowLatency", "Poll", "Push", 5, None):
        assert places("schedule-type-unknown", at("/ScheduleType", value)) == []
    for value in ("push", "Pull", "low latency"):
        assert places("schedule-type-unknown", at("/ScheduleType", value)) == ["/ScheduleType"]
    assert mended("schedule-type-unknown", at("/ScheduleType", "low latency"))["ScheduleType"] == "LowLatency"


@pytest.mark.parametrize("name", ["A", "_", "PATH", "my_var1", "_1"])
def test_a_variable_that_a_shell_can_name(name: str) -> None:
    assert places("env-name-unusable", at("/EnvVars", {name: "x"})) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("", "/EnvVars/"),
        ("1A", "/EnvVars/1A"),
        ("my-var", "/EnvVars/my-var"),
        ("my var", "/EnvVars/my var"),
        ("A=B", "/EnvVars/A=B"),
        ("a/b~c", "/EnvVars/a~1b~0c"),
        ("变量", "/EnvVars/变量"),
        ("A\n", "/EnvVars/A\n"),
    ],
)
def test_a_variable_that_no_shell_can_name(name: str, place: str) -> None:
    assert places("env-name-unusable", at("/EnvVars", {name: "x", "GOOD": "y"})) == [place]


def test_a_variable_is_renamed_where_the_name_is_free() -> None:
    tree = at("/EnvVars", {"my-var": "x", "OTHER": "y"})
    assert holds(mended("env-name-unusable", tree), "/EnvVars") == {"my_var": "x", "OTHER": "y"}
    assert mended("env-name-unusable", at("/EnvVars", {"1A": "x"}))["EnvVars"] == {"_1A": "x"}
    assert unmended("env-name-unusable", at("/EnvVars", {"my-var": "x", "my_var": "y"}))
    assert unmended("env-name-unusable", at("/EnvVars", {"": "x"}))


def test_values_of_a_wrong_type_are_passed_over() -> None:
    for place in ("/EnvVars", "/ImageId", "/Description", "/Groups"):
        for value in (None, 5, [], ["x"], True):
            rules = {"env-name-unusable", "image-prefix", "image-unknown", "description-style"}
            assert [each for each in rules if places(each, at(place, value))] == []
    assert places("instance-type-unknown", without("/InstanceType")) == []
