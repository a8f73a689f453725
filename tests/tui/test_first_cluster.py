"""The first cluster, built from nothing at 80×24 with the keyboard alone, up to its id."""

import json

from wizard.document.serializer import to_bytes

from .person import Person, wizard

EXPECTED = """\
{
  "Name": "my-cluster",
  "Description": "nightly rendering",
  "InstanceType": "ecs.sn1ne.large",
  "ImageId": "img-ubuntu-vpc",
  "Bootstrap": "/usr/local/bin/prepare",
  "UserData": {
    "stage": "one",
    "owner": "me"
  },
  "EnvVars": {
    "LANG": "C.UTF-8"
  },
  "ScheduleType": "Push",
  "Notification": {
    "Topic": {
      "Name": "test-topic",
      "Endpoint": "http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/",
      "Events": [
        "OnClusterDeleted",
        "OnInstanceActive"
      ]
    }
  },
  "Groups": {
    "workers": {
      "DesiredVMCount": 3,
      "ResourceType": "Spot",
      "SpotStrategy": "SpotWithPriceLimit",
      "SpotPriceLimit": 0.25
    }
  },
  "Configs": {
    "Disks": {
      "SystemDisk": {
        "Type": "cloud_efficiency",
        "Size": 50
      },
      "DataDisk": {
        "Type": "cloud_efficiency",
        "Size": 500,
        "MountPoint": "/home/my-data-disk"
      }
    },
    "Mounts": {
      "CacheSupport": true,
      "CacheTotalSize": 536870912,
      "Entries": [
        {
          "Source": "oss://my-bucket/input/",
          "Destination": "/home/admin/input/",
          "WriteSupport": true
        }
      ]
    },
    "Networks": {
      "VPC": {
        "CidrBlock": "192.168.0.0/16"
      }
    }
  }
}"""


async def fill_in(person: Person, *lines: str) -> None:
    """Type lines, each followed by Enter."""
    for line in lines:
        await person.type(line)
        await person.press("enter")


async def basics(person: Person) -> None:
    assert person.in_focus == ("Name",)
    await fill_in(person, "my-cluster", "nightly rendering")
    await person.type("sn1ne.lar")
    assert person.shows("2 vCPU, 4 GB")
    await person.press("down", "enter", "enter")
    await fill_in(person, "img-ubuntu-vpc", "/usr/local/bin/prepare", "stage", "one", "owner", "me", "")
    await fill_in(person, "LANG", "C.UTF-8")
    await person.press("tab", "tab", "tab", "enter", "tab", "tab")
    assert person.in_focus == ("ScheduleType",)
    await person.type("push")
    await person.press("tab")  # what was typed differs from a known value in nothing but its case


async def groups(person: Person) -> None:
    assert person.step == "groups"
    await person.press("enter")
    await person.clear()
    await person.type("workers")
    await person.press("enter")
    assert person.in_focus == ("Groups", "workers", "DesiredVMCount")
    await person.clear()
    await person.type("3")
    await person.press("enter", "enter")
    assert person.in_focus == ("Groups", "workers", "ResourceType")
    await person.press("right", "tab", "right", "tab")
    assert person.in_focus == ("Groups", "workers", "SpotPriceLimit")
    await person.type("0.25")


async def disks(person: Person) -> None:
    assert person.step == "disks"
    await fill_in(person, "cloud_efficiency", "50", "cloud_efficiency", "500")
    await person.type("/home/my-data-disk")


async def mounts(person: Person) -> None:
    assert person.step == "mounts"
    await person.press("insert")
    await fill_in(person, "oss://my-bucket/input/", "/home/admin/input/")
    await person.press("left")
    await person.press("tab", "tab", "tab")
    assert person.in_focus == ("Configs", "Mounts", "CacheSupport")
    await person.press("right", "tab", "tab")
    assert person.in_focus == ("Configs", "Mounts", "CacheTotalSize")
    await person.type("512 MB")
    await person.press("enter")


async def networks(person: Person) -> None:
    assert person.step == "networks"
    await person.press("tab")
    await person.type("192.168.0.0/16")


async def notifications(person: Person) -> None:
    assert person.step == "notifications"
    await fill_in(person, "test-topic", "http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/")
    await person.press("space", "down", "down", "space")


async def test_a_cluster_is_created_with_the_keyboard_alone() -> None:
    async with wizard(size=(80, 40)) as person:
        assert person.shows("New cluster")
        await person.press("enter")
        for step in (basics, groups, disks, mounts, networks, notifications):
            await step(person)
            await person.press("f4")
        assert person.step == "review"
        assert person.bytes.decode() == EXPECTED
        assert person.shows("Ready to create."), person.screen
        assert person.shows("3 instances, 6 vCPU, 12 GB memory, 1,650 GB disk, 3 of them Spot")
        assert person.shows("sandbox (local, free)")
        await person.press("f10")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))
        [(sent, token)] = person.service.sent
        assert (to_bytes(sent).decode(), token) == (EXPECTED, "token1")
        await person.until(lambda: person.shows(" running"))


async def test_the_smallest_cluster_needs_three_fields() -> None:
    async with wizard() as person:
        await person.press("enter")
        await person.type("first")
        await person.press("tab", "tab")
        await person.type("ecs.sn1ne.large")
        await person.press("tab")
        await person.type("img-ubuntu-vpc")
        await person.press("f10")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))
        [(sent, _)] = person.service.sent
        assert json.dumps(sent) == json.dumps(
            {
                "Name": "first",
                "InstanceType": "ecs.sn1ne.large",
                "ImageId": "img-ubuntu-vpc",
                "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
            }
        )


async def test_a_first_cluster_with_the_mouse_for_all_but_text() -> None:
    async with wizard() as person:
        await person.click_text("Next ›")
        await person.until(lambda: person.step == "basics")
        await person.type("first")
        await person.click_text("e.g. ecs.sn1ne.large")
        await person.type("ecs.sn1ne.large")
        await person.click_text("e.g. img-ubuntu-vpc")
        await person.type("img-ubuntu-vpc")
        await person.push("Next ›")
        assert person.step == "groups"
        await person.push("‹ Back")
        assert person.step == "basics"
        await person.push("Review")
        await person.push("Create cluster…")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))


async def test_enter_on_the_last_field_leads_to_next_and_the_keys_can_be_clicked() -> None:
    async with wizard() as person:
        await person.press("enter")
        await person.until(lambda: person.step == "basics")
        await person.type("first")
        await person.press(*["enter"] * 4)
        while person.step == "basics" and person.in_focus is not None:
            await person.press("enter")
        assert str(getattr(person.app.focused, "label", "")) == "Next ›"
        await person.press("enter")
        assert person.step == "groups"
        keys = [" ^P Menu", "^S Save", "^F Find", "^R Review", "F2 Preview", "F1 Help"]
        assert person.screen.split("\n")[-1].split("  ") == keys
        await person.click_text("^R Review")
        assert person.step == "review"
