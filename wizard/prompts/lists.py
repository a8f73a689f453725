"""Asking for a list of texts: its items one a line, or those of a few known values."""

from abc import ABC, abstractmethod
from typing import Any

from wizard.core.answers import format_answer
from wizard.core.formatting import counted
from wizard.document.tree import MISSING, Path, get
from wizard.models.fields import FieldSpec
from wizard.prompts import remarks, replies
from wizard.prompts.desk import Desk
from wizard.prompts.fields import Option, options
from wizard.prompts.replies import Reply
from wizard.prompts.texts import say

MOST_SHOWN = 20
"""Items that are shown before the question."""


class ItemsQuestion(ABC):
    """What asking for a list and asking for a map have in common: a line for each item, until an empty one.

    Args:
        desk: What to work with.
        path: The field's path.
        node: The field.
        title: What to call it.
    """

    COMMANDS: tuple[str, ...] = ("edit", "delete", "move")
    """Its own commands, each with the number of an item behind it."""

    def __init__(self, desk: Desk, path: Path, node: FieldSpec, title: str) -> None:
        self.desk = desk
        self.path = path
        self.node = node
        self.title = title

    @property
    def value(self) -> Any:
        """What the document holds there, or ``MISSING``."""
        return get(self.desk.tree, self.path, MISSING)

    def ask(self) -> None:
        """Ask until an empty line.

        Raises:
            Move: The person goes somewhere else.
        """
        desk = self.desk
        self.show()
        said = remarks.findings_at(desk, self.path, self.node)
        if desk.sees(self.path):
            remarks.tell_findings(desk, said, self.path)
        while True:
            reply = desk.ask(
                self.words, explain=self.explain, suggestions=self.suggestions(), own=self.COMMANDS
            )
            if reply.kind == "keep":
                desk.left(self.path)
                return
            before = self.value
            self.take(reply)
            found = remarks.findings_at(desk, self.path, self.node)
            if self.value is not before:
                remarks.tell_findings(desk, found, self.path)

    def take(self, reply: Reply) -> None:
        """Do what was answered."""
        document = self.desk.session.document
        match reply.kind:
            case "clear":
                if self.value is MISSING:
                    self.desk.say("field.nothing")
                else:
                    document.clear(self.path)
                    self.desk.say("field.cleared", title=self.title)
            case "fix":
                found = remarks.findings_at(self.desk, self.path, self.node)
                remarks.mend(self.desk, found, reply.text)
            case "command":
                self._command(reply)
            case _:
                self.typed(reply)
        document.end_run()

    def _command(self, reply: Reply) -> None:
        texts, count = reply.rest.split(), self.count()
        if not count:
            self.desk.say("field.nothing")
            return
        if not texts:
            self.desk.say("rows.number.missing", name=f":{reply.text}")
            return
        places = [replies.number(text, count) for text in texts[:2]]
        if None in places:
            wrong = texts[places.index(None)]
            self.desk.say("rows.number", answer=wrong, count=count)
            return
        if reply.text == "move" and len(places) < 2:
            self.desk.say("rows.number.missing", name=f":move {texts[0]}")
            return
        self.act(reply.text, *(place or 0 for place in places))
        self.show()

    def act(self, command: str, place: int, to: int = 0) -> None:
        """Do one of its own commands.

        Args:
            command: The command.
            place: The item, from 0.
            to: Where it is moved.
        """
        match command:
            case "edit":
                self.edit(place)
            case "delete":
                self.delete(place)
            case "move":
                self.move(place, to)

    def explain(self, part: str) -> None:
        """Explain the field."""
        remarks.explain(self.desk, self.path, self.node)

    def more(self, count: int) -> None:
        """Say how many items are not shown."""
        if count > MOST_SHOWN:
            self.desk.say("field.more", count=count - MOST_SHOWN)

    @abstractmethod
    def words(self) -> str:
        """The question."""

    def suggestions(self) -> list[str]:
        """Values that an item may well be."""
        return []

    @abstractmethod
    def count(self) -> int:
        """How many items there are."""

    @abstractmethod
    def show(self) -> None:
        """Say which items there are, with their numbers."""

    @abstractmethod
    def typed(self, reply: Reply) -> None:
        """A line was typed."""

    @abstractmethod
    def edit(self, place: int) -> None:
        """Ask for another value of an item."""

    @abstractmethod
    def delete(self, place: int) -> None:
        """Take an item out."""

    @abstractmethod
    def move(self, place: int, to: int) -> None:
        """Move an item."""


class ListQuestion(ItemsQuestion):
    """The question about a list of texts."""

    def items(self) -> list[Any]:
        """The items; a value that is no list counts as its only one."""
        value = self.value
        return list(value) if isinstance(value, list) else [] if value is MISSING else [value]

    def put(self, items: list[Any]) -> None:
        """Put other items into the request."""
        document = self.desk.session.document
        if items:
            document.set(self.path, items)
        else:
            document.clear(self.path)

    def words(self) -> str:
        """The question."""
        name = "list.question" if self.items() else "list.question.empty"
        return say(name, title=self.title, enter=say("list.enter"))

    def count(self) -> int:
        """How many items there are."""
        return len(self.items())

    def show(self) -> None:
        """Say which items there are."""
        items = self.items()
        if items:
            count = counted(len(items), "entry", "entries")
            self.desk.say("rows.count", title=self.title, count=count)
        for number, item in enumerate(items[:MOST_SHOWN], 1):
            self.desk.say("rows.row", number=number, text=format_answer(item))
        self.more(len(items))

    def typed(self, reply: Reply) -> None:
        """Add an item, or several that were pasted."""
        self.put([*self.items(), *(line for line in reply.text.split("\n") if line)])

    def edit(self, place: int) -> None:
        """Ask for another value of an item."""
        items = self.items()
        kept = remarks.shortened(format_answer(items[place]))
        reply = self.desk.ask(say("list.edit", number=place + 1, value=kept))
        if reply.kind == "value" and "\n" not in reply.text:
            self.put([*items[:place], reply.text, *items[place + 1 :]])
        elif reply.kind == "clear":
            self.delete(place)

    def delete(self, place: int) -> None:
        """Take an item out."""
        items = self.items()
        self.put([*items[:place], *items[place + 1 :]])

    def move(self, place: int, to: int) -> None:
        """Move an item."""
        items = self.items()
        items.insert(to, items.pop(place))
        self.put(items)


class KnownListQuestion(ListQuestion):
    """The question about a list whose items are mostly a few known values."""

    def __init__(self, desk: Desk, path: Path, node: FieldSpec, title: str) -> None:
        super().__init__(desk, path, node, title)
        self._known = options(desk, node)

    def offered(self) -> list[Option]:
        """The known values, then those of the list that nobody knows."""
        known = {option.value for option in self._known}
        return [
            *self._known,
            *(Option(text, "") for text in map(format_answer, self.items()) if text not in known),
        ]

    def words(self) -> str:
        """The question."""
        return say("list.known", title=self.title, enter=say("rows.enter"))

    def suggestions(self) -> list[str]:
        """The known values."""
        return [option.value for option in self._known]

    def show(self) -> None:
        """Say which values there are to choose from, and which are chosen."""
        chosen = [format_answer(item) for item in self.items()]
        for number, option in enumerate(self.offered(), 1):
            name = "list.chosen" if option.value in chosen else "field.option.about"
            about = option.about or format_answer(option.value)
            self.desk.say(name, number=number, value=option.value, about=about)

    def typed(self, reply: Reply) -> None:
        """Add the values that are not chosen, take away those that are."""
        words = [reply.text] if reply.is_literal else reply.text.replace("\n", ",").split(",")
        for word in words:
            text = word if reply.is_literal else word.strip()
            if text:
                self._toggle(text, is_literal=reply.is_literal)
        self.show()

    def _toggle(self, text: str, *, is_literal: bool) -> None:
        offered = self.offered()
        place = None if is_literal else replies.number(text, len(offered))
        if place is not None:
            text = offered[place].value
        elif not is_literal:
            close = [each.value for each in offered if each.value.casefold() == text.casefold()]
            text = close[0] if len(close) == 1 else text
        items = self.items()
        if any(format_answer(item) == text for item in items):
            self.put([item for item in items if format_answer(item) != text])
        else:
            self.put([*items, text])


def ask_list(desk: Desk, path: Path, node: FieldSpec, title: str) -> None:
    """Ask for a list of texts.

    Raises:
        Move: The person goes somewhere else.
    """
    question = KnownListQuestion if node.choices else ListQuestion
    question(desk, path, node, title).ask()
