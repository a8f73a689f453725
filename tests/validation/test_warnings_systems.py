"""The warning about places that the machines' system does not have."""

from typing import Any

import pytest

from .cases import EXAMPLE, MINIMAL, at, places

RULE = "place-of-other-system"
POINT = "/Configs/Disks/DataDisk/MountPoint"
MOUNT = "/Configs/Mounts/Entries/1/Destination"
FIRST = "/Configs/Mounts/Entries/0/Destination"
IMAGES = {"Linux": "img-ubuntu-vpc", "Windows": "img-windows-vpc"}


def machines(system: str, disk: Any, mount: Any) -> Any:
    """The reference's example with these machines, and these places for its data disk and its mounts."""
    tree = at("/ImageId", IMAGES[system], at(POINT, disk, EXAMPLE))
    return at(FIRST, mount, at(MOUNT, mount, tree))


@pytest.mark.parametrize(
    ("system", "place"),
    [("Linux", "D:"), ("Linux", "e:"), ("Windows", "/home/data"), ("Windows", "/")],
)
def test_a_place_that_the_system_does_not_have(system: str, place: str) -> None:
    assert set(places(RULE, machines(system, place, place))) == {POINT, FIRST, MOUNT}


@pytest.mark.parametrize(
    ("system", "place"),
    [("Linux", "/home/data"), ("Windows", "D:"), ("Windows", "e:"), ("Linux", ""), ("Windows", "[place]")],
)
def test_a_place_that_the_system_has_or_that_is_still_open(system: str, place: str) -> None:
    assert places(RULE, machines(system, place, place)) == []


@pytest.mark.parametrize("place", ["data", "D:\\data", None, 3])
def test_what_is_no_place_at_all_is_left_to_other_rules(place: Any) -> None:
    for system in IMAGES:
        assert places(RULE, machines(system, place, place)) == []


def test_machines_of_an_unknown_system() -> None:
    for image in ("m-own", "img-own", "", None, 3):
        assert places(RULE, at("/ImageId", image, machines("Linux", "D:", "/x/"))) == []


def test_the_image_of_a_group_counts_where_it_has_one() -> None:
    tree = machines("Linux", "D:", "D:")
    assert places(RULE, at("/Groups/group1/ImageId", "img-windows-vpc", tree)) == []
    assert places(RULE, at("/Groups/group1/ImageId", "", tree)) != []
    both = {
        "a": {**MINIMAL["Groups"]["group1"], "ImageId": "img-windows-vpc"},
        "b": MINIMAL["Groups"]["group1"],
    }
    assert places(RULE, at("/Groups", both, tree)) == [], "one of the two has such a place"
    assert places(RULE, at("/Groups", {}, tree)) != []
