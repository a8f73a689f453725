"""No keys end the wizard, and each step shows the document, whatever was shown before."""

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.core.steps import STEPS
from wizard.tui.commands import COMMANDS
from wizard.tui.widgets.row_table import RowTable

from .application import REQUEST
from .person import Person, wizard

KEYS = [
    *("tab", "tab", "shift+tab", "enter", "enter", "escape", "up", "down", "left", "right", "home", "end"),
    *("space", "delete", "backspace", "insert", "pageup", "pagedown", "ctrl+u", "ctrl+z", "ctrl+y"),
    *("a", "d", "x", "J", "K", "asterisk", "r", "5", "slash", *(f"f{number}" for number in range(1, 13))),
]
OTHERS = ("quit", "english", "chinese")  # in another language, everything is created anew
ACTIONS = st.one_of(
    st.sampled_from(KEYS),
    st.sampled_from([f":{command.id}" for command in COMMANDS if command.id not in OTHERS]),
    st.sampled_from([step.id for step in STEPS]),
)
DOCUMENT = {
    **REQUEST,
    "Groups": {
        "a": {"DesiredVMCount": 0, "ResourceType": "OnDemand"},
        "b": {"DesiredVMCount": 2, "InstanceType": "ecs.sn1ne.xlargee", "ResourceType": "Spot"},
    },
    "EnvVars": {"LANG": "C.UTF-8"},
    "Configs": {
        "Disks": {"SystemDisk": {"Type": "cloud_efficiency", "Size": 50}, "DataDisk": {"Type": "cloud_ssd"}},
        "Mounts": {"Entries": [{"Source": "oss://b/", "Destination": "/b/"}], "OSS": {"AccessKeyId": "i"}},
        "Networks": {"VPC": {"VpcId": "[Your vpc id]"}},
    },
}


async def look_at_steps(person: Person) -> list[str]:
    """Return what the forms of all steps show, with the cursor of each table in its first row."""
    shown = []
    await person.press("f9")  # shows all problems
    for step in STEPS[1:]:
        await person.controller.go(step.id)
        for table in person.pane.query(RowTable):
            table.focus()
            await person.press("home")
        person.app.set_focus(None)
        await person.settle()
        shown += re.findall("┃(.*)┃", person.screen)
    return shown


@settings(max_examples=4)
@given(actions=st.lists(ACTIONS, min_size=10, max_size=40))
async def test_no_keys_end_the_wizard_and_each_step_shows_the_document(actions: list[Any]) -> None:
    async with wizard(DOCUMENT, size=(120, 50)) as person:
        await look_at_steps(person)
        for action in actions:
            if action not in KEYS and action[0] != ":":
                await person.controller.go(action)
            else:
                await person.press(action)
        while person.app.screen is not person.app.wizard:
            await person.press("escape")
        await person.press("f9", "f6", "f6", "f6")  # fixes change what other steps show
        document, shown = person.document, await look_at_steps(person)
    async with wizard(document, size=(120, 50)) as person:
        assert shown == await look_at_steps(person)
