"""The screens in Chinese: nothing is left in English but names, values, keys, paths and commands."""

import re

import pytest
from rich.segment import Segment
from textual.strip import Strip

from wizard.catalog import load_builtin
from wizard.core.actions.library import Library
from wizard.core.steps import STEPS
from wizard.export import FORMATS
from wizard.models.cluster import request_spec
from wizard.validation.error_codes import ERROR_CODES
from wizard.validation.rule import RULES

from .person import Person, wizard

WORD = re.compile(r"[A-Za-z][A-Za-z]+")  # single letters are keys and units
TERMS = """
AccessKey API BatchCompute Bucket CIDR GB HTTP ID IP ISV JSON KB MB MNS NAS OSS RAM SDK SSD STS VPC
Bash CreateCluster Docker Linux POST Python Secret Token Ubuntu Windows vCPU
Ctrl Delete English Enter Escape Insert Tab
EDITOR FILE NAME bcs bcw cc curl env name new preset request json sandbox
"""
"""Words that stay as they are in Chinese: terms, products, keys, commands and their arguments."""
DIALOGS = """
find keys help presets profiles clusters submissions parameters export theme edit-text
save-as save-file open paste remove discard-draft create menu
"""


pytestmark = pytest.mark.usefixtures("in_chinese")


def english(person: Person) -> list[str]:
    """The Latin words on the screen, or in the dialog, that are not to be there; not those cut off."""
    catalog = load_builtin()
    known = [TERMS, person.previewed, str(person.document), *FORMATS, *person.app.available_themes]
    known += [*RULES, *(row.code for row in ERROR_CODES)]
    known += [*catalog.disk_types, *catalog.images, *catalog.instance_types, *catalog.regions]
    for spec in request_spec().walk():
        known += [spec.name, *(spec.values or ()), str(spec.example or "")]
    for each in Library().presets():
        known += [each.name, *each.header.tags]
    words = {word for text in known for word in WORD.findall(text)}
    lines = person.screen.splitlines()
    for box in person.app.screen.query(".box"):
        left, top, width, height = box.region
        lines = [Strip([Segment(line)]).crop(left, left + width).text for line in lines[top : top + height]]
    shown = re.sub(r"[\w.]*[…▕▐]\w*|https?://\S+", "", "\n".join(lines))
    return [word for word in WORD.findall(shown) if word not in words]


async def test_every_step() -> None:
    async with wizard(Library().open_preset("every-attribute").tree, size=(140, 40)) as person:
        for step in STEPS:
            await person.go(step.id)
            assert english(person) == [], step.id


async def test_every_dialog() -> None:
    async with wizard(Library().open_preset("smallest").tree) as person:
        for command in DIALOGS.split():
            await person.press(f":{command}")
            assert english(person) == [], person.screen
            while len(person.app.screen_stack) > 1:
                await person.press("escape")
