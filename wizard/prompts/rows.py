"""Asking what to do with the entries of a collection, and for the name of one."""

from wizard.core import entries
from wizard.core.entries import Key
from wizard.core.formatting import counted
from wizard.core.steps import Section
from wizard.document.tree import MISSING, Path, get
from wizard.models.fields import FieldSpec
from wizard.prompts import remarks, verbs
from wizard.prompts.agenda import entry_title
from wizard.prompts.desk import Desk, counts
from wizard.prompts.texts import say

MOST_SHOWN = 20
"""Entries that are listed at once."""
MOST_FIELDS = 3
"""Fields of an entry that stand in the list."""

_VERBS = {"add": 0, "edit": 1, "delete": 1, "duplicate": 1, "move": 2, "list": 1}


class RowsQuestion:
    """The question about the entries of a collection.

    Args:
        desk: What to work with.
        section: The collection.
    """

    def __init__(self, desk: Desk, section: Section) -> None:
        self._desk = desk
        self._section = section
        self._columns = [node for node in section.fields if not node.advanced][:MOST_FIELDS]

    @property
    def keys(self) -> list[Key]:
        """The keys of the entries, in the order of their numbers."""
        return entries.list_keys(get(self._desk.tree, self._section.path))

    def ask(self) -> Path | None:
        """Ask until the person goes on, or into an entry; the answer is the entry's path, or ``None``.

        Raises:
            Move: The person goes somewhere else.
        """
        desk, section = self._desk, self._section
        self._show(1)
        while True:
            name = "rows.question" if self.keys else "rows.question.empty"
            reply = desk.ask(say(name, title=section.title, enter=say("rows.enter")), explain=self._explain)
            match reply.kind:
                case "keep":
                    desk.left(section.path)
                    self._tell_findings()
                    return None
                case "fix":
                    remarks.mend(desk, desk.session.result.at(section.path), reply.text)
                    self._show(1)
                case "value":
                    entered = self._do(reply.text)
                    if entered is not None:
                        return entered
                case _:
                    desk.say("rows.what", answer=reply.text or "-")

    def _explain(self, part: str) -> None:
        self._desk.say("explain.title", title=self._section.title, help=self._section.help)
        self._desk.say("rows.help")

    # -- listing

    def _show(self, first: int) -> None:
        desk, section, keys = self._desk, self._section, self.keys
        if keys:
            count = counted(len(keys), "entry", "entries")
            desk.say("rows.count", title=section.title, count=count)
        else:
            desk.say("rows.none", title=section.title)
        last = first + MOST_SHOWN
        for number, key in enumerate(keys[first - 1 : last - 1], first):
            self._tell_row(number, key)
        if len(keys) >= last:
            desk.say("rows.more", count=len(keys) - last + 1, next=last)
        found = get(desk.tree, section.path)
        strangers = len(found) - len(keys) if isinstance(found, dict | list) else 0
        if strangers:
            desk.say("rows.strange", count=counted(strangers, "entry", "entries"))
        if desk.sees(section.path):
            self._tell_findings()

    def _tell_findings(self) -> None:
        path = self._section.path
        remarks.tell_findings(self._desk, self._desk.session.result.at(path), path)

    def _tell_row(self, number: int, key: Key) -> None:
        desk, path = self._desk, (*self._section.path, key)
        cells = [self._cell(path, node) for node in self._columns]
        text = ", ".join([*([key] if isinstance(key, str) else []), *(cell for cell in cells if cell)])
        found = [str(each.severity) for each in desk.session.result.below(path) if desk.sees(each.path)]
        name = "rows.row.found" if found else "rows.row"
        desk.say(name, number=number, text=text, counts=counts(found))

    def _cell(self, path: Path, node: FieldSpec) -> str:
        value = get(self._desk.tree, (*path, node.name), MISSING)
        if value is MISSING or value == "":
            return ""
        return say("field.section", section=node.title, title=remarks.in_words(value, node))

    # -- doing

    def _do(self, text: str) -> Path | None:
        """Do what was answered; the answer is the path of an entry to go into."""
        desk, document, path, keys = self._desk, self._desk.session.document, self._section.path, self.keys
        names = [key if isinstance(key, str) else "" for key in keys]
        doing = verbs.read(desk, text, _VERBS, names, default="edit")
        if doing is None:
            return None
        if doing.verb == "add":
            return self._entered(entries.add(document, path))
        place = doing.places[0]
        if doing.verb == "list":
            self._show(place + 1)
            return None
        key = keys[place]
        entry = (*path, key)
        match doing.verb:
            case "edit":
                return entry
            case "delete":
                document.remove(entry)
                desk.say("rows.deleted", name=entry_title(self._section, entry))
            case "duplicate":
                return self._entered(entries.duplicate(document, path, key))
            case "move":
                to = doing.places[1]
                entries.move(document, path, key, entries.position(document, path, keys[to]))
                desk.say("rows.moved", name=entry_title(self._section, entry), number=to + 1)
        self._show(1)
        return None

    def _entered(self, key: Key) -> Path:
        entry = (*self._section.path, key)
        self._desk.say("rows.added", name=entry_title(self._section, entry))
        return entry


def ask_name(desk: Desk, section: Section, entry: Path) -> Path:
    """Ask for the name of an entry; the answer is its path then.

    Raises:
        Move: The person goes somewhere else.
    """
    document = desk.session.document
    while True:
        old = str(entry[-1])
        title = say("field.section", section=old, title=say("name.title"))
        found = desk.session.result.at(entry)
        if desk.sees(entry):
            remarks.tell_findings(desk, found, entry)
        reply = desk.ask(
            say("name.question", title=title, value=remarks.shortened(old) or say("field.blank")),
            explain=lambda part: desk.say("name.help"),
        )
        siblings = document.get(section.path)
        if reply.kind == "keep" or (reply.kind == "value" and reply.text == old):
            desk.left(entry)
            return entry
        if reply.kind == "fix":
            remarks.mend(desk, found, reply.text)
            renamed = [key for key in document.get(section.path) if key not in siblings]
            if renamed:  # the fix is another name: on with the entry under that
                entry = (*section.path, renamed[0])
        elif reply.kind != "value" or not reply.text:
            desk.say("name.empty", old=old)
        elif reply.text in siblings:
            desk.say("name.taken", name=reply.text, old=old)
        else:
            entry = document.rename(entry, reply.text)
            desk.left(entry)
            found = desk.session.result.at(entry)
            if not found:
                return entry
            remarks.tell_findings(desk, found, entry)
