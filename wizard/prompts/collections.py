"""Ask for lists and maps of text, and for the entries of collections such as the groups."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from wizard.core import entries
from wizard.core.answers import format_answer, parse_block
from wizard.core.entries import Key
from wizard.core.formatting import did_you_mean
from wizard.core.steps import Section
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import N_, _, ngettext
from wizard.models.fields import FieldSpec
from wizard.prompts.fields import explain, format_known, format_value, known_values
from wizard.prompts.findings import apply_fix, count_findings, findings_of, print_findings, shorten
from wizard.prompts.parsing import ParsedAnswer, parse_number
from wizard.prompts.prompter import Choice
from wizard.prompts.session import PromptSession

MOST_SHOWN = 20
"""Entries that are listed at once."""
MOST_FIELDS = 3
"""Fields of an entry that are listed."""


def print_count(session: PromptSession, title: str, count: int) -> None:
    """Print how many entries there are."""
    text = ngettext("{title}: {count} entry.", "{title}: {count} entries.", count)
    session.print(text.format(title=title, count=f"{count:,}"))


class ItemsQuestion(ABC):
    """The question about a list or a map of text: a line for each item, until an empty one."""

    question: str
    """The question, with a placeholder for the title."""

    def __init__(self, session: PromptSession, path: Path, spec: FieldSpec, title: str) -> None:
        self.session = session
        self.path = path
        self.spec = spec
        self.title = title

    @property
    def value(self) -> Any:
        """The value in the document, or ``MISSING``."""
        return get(self.session.tree, self.path, MISSING)

    @abstractmethod
    def items(self) -> list[Any]:
        """Return the items: the values of a list, the pairs of a map."""

    @abstractmethod
    def parse(self, text: str) -> list[Any]:
        """Return the items that were typed or pasted; none if they are invalid, which is printed."""

    @abstractmethod
    def format(self, item: Any) -> str:
        """Return an item as it is listed."""

    def pack(self, items: list[Any]) -> Any:
        """Return the value that has these items."""
        return items

    def choices(self) -> list[Choice]:
        """Return what can be chosen."""
        return []

    def add(self, answer: ParsedAnswer) -> None:
        """Add what was typed."""
        if added := self.parse(answer.text):
            self.store([*self.items(), *added])

    def store(self, items: list[Any]) -> None:
        """Store items; no items clear the field."""
        document = self.session.edit.document
        if items:
            document.set(self.path, self.pack(items))
        else:
            document.clear(self.path)

    def ask(self) -> None:
        """Ask until an empty line. Raises `Navigation`."""
        session, document = self.session, self.session.edit.document
        self.show()
        if session.shows_findings(self.path):
            self._print_findings()
        while True:
            answer = session.ask(
                _(self.question).format(title=self.title),
                explain=self._explain,
                choices=self.choices(),
                own_commands=("edit", "delete", "move"),
            )
            before = self.value
            match answer.kind:
                case "keep":
                    session.leave(self.path)
                    return
                case "remove":
                    document.clear(self.path)
                    session.print(_("  {title} removed.").format(title=self.title))
                case "fix":
                    apply_fix(session, findings_of(session, self.path, self.spec), answer.text)
                case "command":
                    self._run(answer)
                case _:
                    self.add(answer)
            document.end_run()
            if self.value is not before:
                self._print_findings()

    def show(self) -> None:
        """Print the items with their numbers."""
        items = self.items()
        if items:
            print_count(self.session, self.title, len(items))
        for number, item in enumerate(items[:MOST_SHOWN], 1):
            self.session.print(f"  {number}  {self.format(item)}")
        if len(items) > MOST_SHOWN:
            self.session.print(_("  and {count} more").format(count=len(items) - MOST_SHOWN))

    def _print_findings(self) -> None:
        print_findings(self.session, findings_of(self.session, self.path, self.spec), self.path)

    def _explain(self, part: str) -> None:
        explain(self.session, self.path, self.spec)
        self.session.print(
            _(
                "  Type one entry per line. An empty line continues.\n"
                "  :edit 2 changes entry 2, :delete 2 deletes it, :move 2 1 moves it to position 1."
            )
        )

    def _run(self, answer: ParsedAnswer) -> None:
        items = self.items()
        numbers = [parse_number(text, len(items)) for text in answer.arguments.split()]
        wanted = 2 if answer.text == "move" else 1
        if len(numbers) < wanted or None in numbers[:wanted]:
            self.session.print_not_listed(answer.arguments, len(items))
            return
        index, *others = (number for number in numbers if number is not None)
        item = items.pop(index)
        if answer.text == "move":
            items.insert(others[0], item)
        elif answer.text == "edit":
            edited = self.session.ask(f"{index + 1} [{shorten(self.format(item))}]: ")
            new = self.parse(edited.text) if edited.kind == "value" else []
            items[index:index] = new if new or edited.kind == "remove" else [item]
        self.store(items)
        self.show()


class ListQuestion(ItemsQuestion):
    """The question about a list of text."""

    question = N_("{title}, one per line: ")

    def items(self) -> list[Any]:
        value = self.value  # of another type, it counts as the only item
        return list(value) if isinstance(value, list) else [] if value is MISSING else [value]

    def parse(self, text: str) -> list[Any]:
        return [line for line in text.split("\n") if line]

    def format(self, item: Any) -> str:
        return format_answer(item)


class KnownListQuestion(ListQuestion):
    """The question about a list of known values: an answer adds values, or removes those it has."""

    question = N_("{title} (numbers or names, add or remove): ")

    def _listed(self) -> list[Choice]:
        known = known_values(self.session, self.spec)
        names = [each.answer for each in known]
        return [*known, *(Choice(text) for text in map(format_answer, self.items()) if text not in names)]

    def show(self) -> None:
        """Print nothing: the values are choices."""

    def choices(self) -> list[Choice]:
        selected = [format_answer(item) for item in self.items()]
        listed = [
            Choice(str(number), f"[{'x' if each.answer in selected else ' '}] {format_known(each)}")
            for number, each in enumerate(self._listed(), 1)
        ]
        return [*listed, Choice("", _("Next ›"))]

    def add(self, answer: ParsedAnswer) -> None:
        words = [answer.text] if answer.is_literal else answer.text.replace("\n", ",").split(",")
        for word in words:
            text, listed = word if answer.is_literal else word.strip(), [e.answer for e in self._listed()]
            if not answer.is_literal:
                index = parse_number(text, len(listed))
                close = [each for each in listed if each.casefold() == text.casefold()]
                text = listed[index] if index is not None else close[0] if len(close) == 1 else text
            items = self.items()
            without = [item for item in items if format_answer(item) != text]
            if text:
                self.store(without if len(without) < len(items) else [*items, text])


class MapQuestion(ItemsQuestion):
    """The question about a map of text: ``KEY=VALUE`` lines."""

    question = N_("{title}, one KEY=VALUE per line: ")

    def items(self) -> list[Any]:
        return list(self.value.items()) if isinstance(self.value, dict) else []

    def parse(self, text: str) -> list[Any]:
        found = parse_block(text)
        if found is None:
            message = _("  Error: {answer} is not KEY=VALUE or a JSON object.")
            self.session.print(message.format(answer=shorten(text)))
        return list((found or {}).items())

    def pack(self, items: list[Any]) -> Any:
        for key in {key for key, _value in items if sum(key == other for other, _other in items) > 1}:
            self.session.print(_("  {key} replaced.").format(key=key))
        return dict(items)

    def format(self, item: Any) -> str:
        return f"{item[0]}={shorten(format_answer(item[1]))}"

    def show(self) -> None:
        if self.value is not MISSING and not isinstance(self.value, dict):
            message = _("  {value} is not an object. It stays until you add an entry.")
            self.session.print(message.format(value=shorten(to_compact_text(self.value))))
        super().show()


# -- entries of collections


def parse_entry_command(
    session: PromptSession, text: str, commands: Mapping[str, int], names: Sequence[str]
) -> tuple[str, list[int]] | None:
    """Parse a command about the entries of a list, such as ``move 3 1``; an entry alone edits it.

    Args:
        session: Where problems are printed.
        text: What was typed.
        commands: The commands, with the number of entries that each takes.
        names: The names of the entries, which can be typed instead of their numbers; ``""`` for none.

    Returns:
        The command and the indexes of its entries; ``None`` if it is invalid.
    """

    def find(word: str) -> int | None:
        index = parse_number(word, len(names))
        return names.index(word) if index is None and word and word in names else index

    word, _space, rest = text.strip().partition(" ")
    command = word.lower()
    if command not in commands:
        index = find(text.strip())
        if index is not None:
            return "edit", [index]
        hint = did_you_mean(text, [*commands, *filter(None, names)])
        message = _("  Error: {answer} is not a command or an entry.").format(answer=shorten(text))
        session.print(f"{message} {hint}".rstrip())
        return None
    wanted = commands[command]
    words = [rest.strip()] if wanted == 1 else rest.split()[:wanted]  # a name may contain spaces
    indexes = [index for each in words if (index := find(each)) is not None]
    if len(indexes) < wanted:
        session.print_not_listed(rest, len(names))
        return None
    return command, indexes


class EntriesQuestion:
    """The question about the entries of a collection."""

    _COMMANDS = {"add": 0, "edit": 1, "delete": 1, "duplicate": 1, "move": 2, "list": 1}

    def __init__(self, session: PromptSession, section: Section) -> None:
        self._session = session
        self._section = section
        self._first = 0
        """The index of the first entry that is listed."""

    def _keys(self) -> list[Key]:
        return entries.list_keys(get(self._session.tree, self._section.path))

    def ask(self) -> Path | None:
        """Return the path of an entry to open, or ``None`` to go on. Raises `Navigation`."""
        session, path, title = self._session, self._section.path, self._section.title
        self._show()
        while True:
            question = _("{title} (add, edit N, delete N, duplicate N, move N M): ")
            answer = session.ask(
                (question if self._keys() else _("{title} (add): ")).format(title=title),
                explain=f"{title}: {self._section.help}\n"
                + _(
                    "  add           adds an entry\n"
                    "  edit 2        edits entry 2; 2 alone does the same\n"
                    "  delete 2      deletes entry 2\n"
                    "  duplicate 2   adds a copy of entry 2\n"
                    "  move 2 1      moves entry 2 to position 1\n"
                    "  list 21       lists the entries from 21 on\n"
                    "  Names can be typed instead of numbers. An empty line continues."
                ),
                choices=self._choices(),
            )
            match answer.kind:
                case "keep":
                    session.leave(path)
                    print_findings(session, session.edit.result.at(path), path)
                    return None
                case "fix":
                    apply_fix(session, session.edit.result.at(path), answer.text)
                    self._show()
                case "value":
                    if opened := self._run(answer.text):
                        return opened
                case _:
                    session.print(_("  Use delete N to remove an entry."))

    def _choices(self) -> list[Choice]:
        keys = self._keys()[self._first :][:MOST_SHOWN]
        rows = [Choice(str(number), self._format(key)) for number, key in enumerate(keys, self._first + 1)]
        return [Choice("", _("Next ›")), *rows, Choice("add", _("Add…"))]

    def _show(self) -> None:
        session, path, keys = self._session, self._section.path, self._keys()
        print_count(session, self._section.title, len(keys))
        more = len(keys) - self._first - MOST_SHOWN
        if more > 0:
            message = _("  and {count} more; type list {next} to see them")
            session.print(message.format(count=more, next=self._first + MOST_SHOWN + 1))
        found = get(session.tree, path)
        others = len(found) - len(keys) if isinstance(found, dict | list) else 0
        if others:
            message = ngettext(
                "  {count} entry that is not an object is kept but not listed.",
                "  {count} entries that are not objects are kept but not listed.",
                others,
            )
            session.print(message.format(count=others))
        if session.shows_findings(path):
            print_findings(session, session.edit.result.at(path), path)

    def _format(self, key: Key) -> str:
        session, path = self._session, (*self._section.path, key)
        cells = [key] if isinstance(key, str) else []
        for spec in [each for each in self._section.fields if not each.advanced][:MOST_FIELDS]:
            value = get(session.tree, (*path, spec.name), "")
            if value != "":
                cells.append(f"{spec.title}: {format_value(value, spec)}")
        found = [each for each in session.edit.result.below(path) if session.shows_findings(each.path)]
        return ", ".join(cells) + (f" ({count_findings(found)})" if found else "")

    def _run(self, text: str) -> Path | None:
        session, document, path = self._session, self._session.edit.document, self._section.path
        keys = self._keys()
        names = [key if isinstance(key, str) else "" for key in keys]
        command, indexes = parse_entry_command(session, text, self._COMMANDS, names) or ("", [])
        if command == "add":
            return (*path, entries.add(document, path))
        if not command:
            return None
        key = keys[indexes[0]]
        title = entry_title(self._section, (*path, key))
        match command:
            case "edit":
                return (*path, key)
            case "duplicate":
                return (*path, entries.duplicate(document, path, key))
            case "list":
                self._first = indexes[0]
            case "delete":
                document.remove((*path, key))
                session.print(_("  {name} deleted. :undo restores it.").format(name=title))
            case "move":
                entries.move(document, path, key, entries.position(document, path, keys[indexes[1]]))
                session.print(_("  {name} moved to {number}.").format(name=title, number=indexes[1] + 1))
        self._show()
        return None


def entry_title(section: Section, entry: Path) -> str:
    """Return the name or number of an entry."""
    key = entry[-1]
    return key if isinstance(key, str) else f"{section.title} {key + 1}"


def ask_entry_name(session: PromptSession, section: Section, entry: Path) -> Path:
    """Ask for the name of an entry; return its path under that name. Raises `Navigation`."""
    document = session.edit.document
    while True:
        old = str(entry[-1])
        siblings, found = document.get(section.path), session.edit.result.at(entry)
        if session.shows_findings(entry):
            print_findings(session, found, entry)
        answer = session.ask(
            _("{section}: Name * [{name}]: ").format(section=shorten(old), name=shorten(old) or '""'),
            explain=_("1 to 64 characters. Letters, digits, _ and - are safe."),
        )
        if answer.kind == "keep" or (answer.kind == "value" and answer.text == old):
            session.leave(entry)
            return entry
        if answer.kind == "fix":
            apply_fix(session, found, answer.text)
            renamed = [key for key in document.get(section.path) if key not in siblings]
            entry = (*section.path, renamed[0]) if renamed else entry
        elif answer.kind != "value" or not answer.text:
            session.print(_("  Error: required."))
        elif answer.text in siblings:
            session.print(_("  Error: {name} exists. Type another name.").format(name=answer.text))
        else:
            entry = document.rename(entry, answer.text)
            session.leave(entry)
            if not session.edit.result.at(entry):
                return entry
