"""Names from outside on the screens: none of them steers the terminal."""

import re
from dataclasses import replace

import pytest

from wizard.core.actions.clusters import Clusters, ClusterStatus
from wizard.core.confirmation import GroupState
from wizard.core.documents import DocumentSource, OpenedDocument

from .application import REQUEST, ago
from .person import Person, wizard

HOSTILE = "no\x1b]52;c;eA==\x07\x9b2J\x7f\u202e\u2066\u2028e"
SHOWN = r"no\x1b]52;c;eA==\x07\x9b2J\x7f\u202e\u2066\u2028e"
STEERS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def sent(person: Person) -> str:
    """What the terminal is sent of the screen; nothing in it steers the terminal."""
    text = person.screen
    assert STEERS.findall(text) == []
    return text


async def test_clusters_and_their_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = ClusterStatus("cls-1", HOSTILE, f"{HOSTILE} · cn-beijing", ago(minutes=1))
    groups = (GroupState(HOSTILE, 2, 1),)
    state = replace(cluster, state="Active", running=1, groups=groups, log=(HOSTILE,))
    monkeypatch.setattr(Clusters, "created", lambda _clusters: [cluster])
    monkeypatch.setattr(Clusters, "statuses", lambda _clusters: [cluster])
    monkeypatch.setattr(Clusters, "state", lambda _clusters, _id: state)
    async with wizard(size=(160, 40)) as person:
        await person.press(":clusters")
        await person.until(lambda: person.shows("1 of 2"))
        assert SHOWN in sent(person)
        await person.push("Resize…")
        await person.until(lambda: person.shows("Resize no"))
        assert rf"Resize {SHOWN}" in sent(person)


async def test_a_request_in_every_view() -> None:
    tree = {**REQUEST, "Name": HOSTILE, "Description": HOSTILE, HOSTILE: HOSTILE}
    loaded = OpenedDocument(tree, DocumentSource("file", f"/{HOSTILE}.json"), (HOSTILE,))
    async with wizard(loaded=loaded, toasts=True, size=(160, 40)) as person:
        assert r"no\x1b]52" in sent(person), "the header and the remark"
        person.app.notify(HOSTILE, title=HOSTILE)
        for keys in (["f9"], ["f1"], ["escape", "f2"], ["f12"], ["escape", "ctrl+f"]):
            await person.press(*keys)
            await person.settle()
            sent(person)
