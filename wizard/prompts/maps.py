"""Asking for a map of texts: ``KEY=VALUE`` lines until an empty one."""

from typing import Any

from wizard.core.answers import format_answer, parse_block
from wizard.core.formatting import counted
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path
from wizard.models.fields import FieldSpec
from wizard.prompts import remarks
from wizard.prompts.desk import Desk
from wizard.prompts.lists import MOST_SHOWN, ItemsQuestion
from wizard.prompts.replies import Reply
from wizard.prompts.texts import say


class MapQuestion(ItemsQuestion):
    """The question about a map of texts."""

    COMMANDS = ("edit", "rename", "delete", "move")

    def act(self, command: str, place: int, to: int = 0) -> None:
        """Do one of its own commands."""
        if command == "rename":
            self.rename(place)
        else:
            super().act(command, place, to)

    def entries(self) -> dict[str, Any]:
        """The entries; none where the value is no object."""
        return dict(self.value) if isinstance(self.value, dict) else {}

    def put(self, entries: dict[str, Any]) -> None:
        """Put other entries into the request."""
        document = self.desk.session.document
        if entries:
            document.set(self.path, entries)
        else:
            document.clear(self.path)

    def words(self) -> str:
        """The question."""
        name = "map.question" if self.entries() else "map.question.empty"
        return say(name, title=self.title, enter=say("list.enter"))

    def count(self) -> int:
        """How many entries there are."""
        return len(self.entries())

    def show(self) -> None:
        """Say which entries there are."""
        entries = self.entries()
        if self.value is not MISSING and not isinstance(self.value, dict):
            self.desk.say("map.unreadable", found=remarks.shortened(to_compact_text(self.value)))
        if entries:
            count = counted(len(entries), "entry", "entries")
            self.desk.say("rows.count", title=self.title, count=count)
        for number, (key, value) in enumerate([*entries.items()][:MOST_SHOWN], 1):
            self.desk.say("map.row", number=number, key=key, value=remarks.shortened(format_answer(value)))
        self.more(len(entries))

    def typed(self, reply: Reply) -> None:
        """Put an entry in, or several that were pasted; one that is there gets the new value."""
        found = parse_block(reply.text)
        if found is None:
            self.desk.say("map.form", answer=remarks.shortened(reply.text))
            return
        entries = self.entries()
        for key in found:
            if key in entries:
                self.desk.say("map.replaced", key=key)
        self.put({**entries, **found})

    def edit(self, place: int) -> None:
        """Ask for another value of an entry."""
        entries = self.entries()
        key = list(entries)[place]
        kept = remarks.shortened(format_answer(entries[key])) or say("field.blank")
        reply = self.desk.ask(say("map.value", key=key, value=kept))
        if reply.kind == "value":
            self.put({**entries, key: reply.text})
        elif reply.kind == "clear":
            self.put({**entries, key: ""})

    def rename(self, place: int) -> None:
        """Ask for another key of an entry, which keeps its place and its value."""
        entries = self.entries()
        old = list(entries)[place]
        while True:
            reply = self.desk.ask(say("map.key", key=remarks.shortened(old)))
            if reply.kind == "keep":
                return
            new = reply.text if reply.kind == "value" else ""
            if new == old:
                return
            if new and new not in entries:
                self.put({new if key == old else key: value for key, value in entries.items()})
                return
            self.desk.say("map.taken" if new else "form.needed", key=new)

    def delete(self, place: int) -> None:
        """Take an entry out."""
        entries = self.entries()
        del entries[list(entries)[place]]
        self.put(entries)

    def move(self, place: int, to: int) -> None:
        """Move an entry."""
        pairs = list(self.entries().items())
        pairs.insert(to, pairs.pop(place))
        self.put(dict(pairs))


def ask_map(desk: Desk, path: Path, node: FieldSpec, title: str) -> None:
    """Ask for a map of texts.

    Raises:
        Move: The person goes somewhere else.
    """
    MapQuestion(desk, path, node, title).ask()
