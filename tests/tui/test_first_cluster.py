"""A first cluster, from a new request to the id: in a real terminal, with the keyboard, with the mouse."""

import json

from terminal import Terminal

from wizard.storage import locations
from wizard.storage.journal import Journal

from .person import wizard

EXPECTED = {
    "Name": "my-cluster",
    "Description": "nightly rendering",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Bootstrap": "/usr/local/bin/prepare",
    "UserData": {"stage": "one", "owner": "me"},
    "EnvVars": {"LANG": "C.UTF-8"},
    "ScheduleType": "Push",
    "Notification": {
        "Topic": {
            "Name": "test-topic",
            "Endpoint": "http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/",
            "Events": ["OnClusterDeleted", "OnInstanceActive"],
        }
    },
    "Groups": {
        "workers": {
            "DesiredVMCount": 3,
            "ResourceType": "Spot",
            "SpotStrategy": "SpotWithPriceLimit",
            "SpotPriceLimit": 0.25,
        }
    },
    "Configs": {
        "Disks": {
            "SystemDisk": {"Type": "cloud_efficiency", "Size": 50},
            "DataDisk": {"Type": "cloud_efficiency", "Size": 500, "MountPoint": "/home/my-data-disk"},
        },
        "Mounts": {
            "CacheSupport": True,
            "CacheTotalSize": 536870912,
            "Entries": [
                {
                    "Source": "oss://my-bucket/input/",
                    "Destination": "/home/admin/input/",
                    "WriteSupport": True,
                }
            ],
        },
        "Networks": {"VPC": {"CidrBlock": "192.168.0.0/16"}},
    },
}

BYTES = {"⏎": "\r", "⇥": "\t", "⌫": "\x7f", "↓": "\x1b[B", "→": "\x1b[C", "←": "\x1b[D"}
BYTES |= {"⇤": "\x1b[F\x15", "⎀": "\x1b[2~", "»": "\x1bOS"}  # End and Ctrl+U; Insert; F4
EVERY_STEP = (
    "my-clustr⌫er⏎nightly rendering⏎sn1ne.lar↓⏎⏎img-ubuntu-vpc⏎/usr/local/bin/prepare⏎"
    "stage⏎one⏎owner⏎me⏎⏎LANG⏎C.UTF-8⏎⇥⇥⇥⏎⇥⇥push⇥»"
    "⏎⇤workers⏎⇤3⏎⏎→⇥→⇥0.25»"
    "cloud_efficiency⏎50⏎cloud_efficiency⏎500⏎/home/my-data-disk»"
    "⎀oss://my-bucket/input/⏎/home/admin/input/⏎←⇥⇥⇥→⇥⇥512 MB⏎»"
    "⇥192.168.0.0/16»"
    "test-topic⏎http://1234567890123456.mns.cn-shenzhen.aliyuncs.com/⏎ ↓↓ "
)

F10 = "\x1b[21~"


def test_keys_typed_in_one_burst_create_a_cluster_of_every_step() -> None:
    with Terminal("new") as terminal:
        terminal.wait_for("\x1b[?1049h")
        terminal.type(EVERY_STEP.translate(str.maketrans(BYTES)) + F10)
        terminal.wait_for("Create 3 instances")
        terminal.type("\t\r")
        terminal.wait_for("cls-")
        terminal.type("\x03\x03")
        terminal.wait_for_end()
    [entry] = Journal(locations.journal_folder()).all()
    assert json.dumps(entry.request) == json.dumps(EXPECTED) and entry.cluster_id.startswith("cls-")


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
