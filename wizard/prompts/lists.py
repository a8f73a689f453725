"""Ask for lists, maps and the entries of collections, such as the groups, or for a field of any kind."""

from collections.abc import Mapping, Sequence
from typing import Any

from wizard.core import entries
from wizard.core.entries import Key
from wizard.core.formatting import suggest_similar
from wizard.core.steps import is_shown_for_value
from wizard.core.values import format_answer, parse_block
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import N_, _, join_label, join_sentences, ngettext
from wizard.models.fields import FieldSpec
from wizard.prompts import fields
from wizard.prompts.prompter import Choice, ParsedAnswer, Prompt, parse_number
from wizard.prompts.session import OpenEntry, PromptSession

MOST_SHOWN = 20  # entries in a list
MOST_FIELDS = 3  # fields of an entry that are listed


def print_count(session: PromptSession, title: str, count: int) -> None:
    text = ngettext("{title}: {count} entry.", "{title}: {count} entries.", count)
    session.print(text, title=title, count=f"{count:,}")


def parse_entry_command(
    session: PromptSession, text: str, commands: Mapping[str, int], names: Sequence[str]
) -> tuple[str, list[int]]:
    """Parse a command about the entries of a list, such as ``move 3 1``; an entry alone edits it.

    Args:
        commands: The commands, with the number of entries that each takes.
        names: The names of the entries, which can be typed instead of their numbers; ``""`` for none.

    Returns:
        The command and the indexes of its entries; ``("", [])`` if it is invalid, which is printed.
    """

    def find(word: str) -> int | None:
        index = parse_number(word, len(names))
        return names.index(word) if index is None and word and word in names else index

    word, _space, rest = text.strip().partition(" ")
    command = word.lower()
    if command not in commands:
        if (index := find(text.strip())) is not None:
            return "edit", [index]
        hint = suggest_similar(text, [*commands, *filter(None, names)])
        message = _("  Error: {answer} is not a command or an entry.").format(answer=fields.shorten(text))
        session.print("{text}", text=join_sentences(message, hint))
        return "", []
    wanted = commands[command]
    words = [rest.strip()] if wanted == 1 else rest.split()[:wanted]  # a name may contain spaces
    indexes = [index for each in words if (index := find(each)) is not None]
    if len(indexes) < wanted:
        session.print_not_listed(rest, len(names))
        return "", []
    return command, indexes


class ListQuestion(fields.Question):
    """The question about a list of text: a line for each item, until an empty one."""

    own_commands = ("edit", "delete", "move")
    is_repeated = True
    question = N_("{title}, one per line: ")  # the question, with a placeholder for the title

    def items(self) -> list[Any]:
        """Return the items: the values of a list, the pairs of a map."""
        value = self.value  # of another type, it counts as the only item
        return list(value) if isinstance(value, list) else [] if value is MISSING else [value]

    def parse(self, text: str) -> list[Any]:
        """Return the items that were typed or pasted; none if they are invalid, which is printed."""
        return [line for line in text.split("\n") if line]

    def format(self, item: Any) -> str:
        return format_answer(item)

    def pack(self, items: list[Any]) -> Any:
        return items

    def choices(self) -> list[Choice]:
        return []

    def add(self, answer: ParsedAnswer) -> None:
        if added := self.parse(answer.text):
            self.store([*self.items(), *added])

    def store(self, items: list[Any]) -> None:
        """Store items; no items clear the field."""
        document = self.session.edit.document
        if items:
            document.set(self.path, self.pack(items))
        else:
            document.clear(self.path)

    def make_prompt(self) -> Prompt:
        return Prompt(_(self.question).format(title=self.title), self.choices())

    def take(self, answer: ParsedAnswer) -> bool:
        before = self.value
        match answer.kind:
            case "command":
                self._run(answer)
            case "value":
                self.add(answer)
            case _:
                super().take(answer)
        return self.value is not before

    def show(self) -> None:
        if items := self.items():
            print_count(self.session, self.title, len(items))
        for number, item in enumerate(items[:MOST_SHOWN], 1):
            self.session.print("  {number}  {item}", number=number, item=self.format(item))
        if len(items) > MOST_SHOWN:
            self.session.print(_("  and {count} more"), count=len(items) - MOST_SHOWN)

    def explain(self, part: str) -> None:
        super().explain(part)
        self.session.print(
            _(
                "  Type one entry per line. An empty line continues.\n"
                "  :edit 2 changes entry 2, :delete 2 deletes it, :move 2 1 moves it to position 1."
            )
        )

    def _run(self, answer: ParsedAnswer) -> None:
        items, command = self.items(), f"{answer.text} {answer.arguments}"
        wanted = {"edit": 1, "delete": 1, "move": 2}
        _command, indexes = parse_entry_command(self.session, command, wanted, [""] * len(items))
        if not indexes:
            return
        item = items.pop(indexes[0])
        if answer.text == "move":
            items.insert(indexes[1], item)
        elif answer.text == "edit":
            edited = self.session.ask(f"{indexes[0] + 1} [{fields.shorten(self.format(item))}]: ")
            new = self.parse(edited.text) if edited.kind == "value" else []
            items[indexes[0] : indexes[0]] = new if new or edited.kind == "remove" else [item]
        self.store(items)
        self.show()


class KnownListQuestion(ListQuestion):
    """The question about a list of known values: an answer adds values, or removes those it has."""

    question = N_("{title} (numbers or names, add or remove): ")

    def _listed(self) -> list[Choice]:
        names = [each.answer for each in self.known]
        return [
            *self.known,
            *(Choice(text) for text in map(format_answer, self.items()) if text not in names),
        ]

    def show(self) -> None:
        """Print nothing: the values are choices."""

    def choices(self) -> list[Choice]:
        selected = [format_answer(item) for item in self.items()]
        listed = [
            Choice(str(number), f"[{'x' if each.answer in selected else ' '}] {fields.format_known(each)}")
            for number, each in enumerate(self._listed(), 1)
        ]
        return [Choice("", _("Next ›")), *listed]

    def add(self, answer: ParsedAnswer) -> None:
        words = [answer.text] if answer.is_literal else answer.text.replace("\n", ",").split(",")
        for word in words:
            text = word
            if not answer.is_literal:
                text = fields.find_known(word, [each.answer for each in self._listed()]) or word.strip()
            items = self.items()
            without = [item for item in items if format_answer(item) != text]
            if text:
                self.store(without if len(without) < len(items) else [*items, text])


class MapQuestion(ListQuestion):
    """The question about a map of text: ``KEY=VALUE`` lines."""

    question = N_("{title}, one KEY=VALUE per line: ")

    def items(self) -> list[Any]:
        return list(self.value.items()) if isinstance(self.value, dict) else []

    def parse(self, text: str) -> list[Any]:
        found = parse_block(text)
        if found is None:
            message = _("  Error: {answer} is not KEY=VALUE or a JSON object.")
            self.session.print(message, answer=fields.shorten(text))
        return list((found or {}).items())

    def pack(self, items: list[Any]) -> Any:
        keys = [key for key, _value in items]
        for key in dict.fromkeys(keys):
            if keys.count(key) > 1:
                self.session.print(_("  {key} replaced."), key=key)
        return dict(items)

    def format(self, item: Any) -> str:
        return f"{item[0]}={fields.shorten(format_answer(item[1]))}"

    def show(self) -> None:
        if self.value is not MISSING and not isinstance(self.value, dict):
            message = _("  {value} is not an object. It stays until you add an entry.")
            self.session.print(message, value=fields.shorten(to_compact_text(self.value)))
        super().show()


class EntriesQuestion(fields.Question):
    """The question about the entries of a collection."""

    is_repeated = True
    _COMMANDS = {"add": 0, "edit": 1, "delete": 1, "duplicate": 1, "move": 2, "list": 1}
    _first = 0  # the index of the first entry that is listed

    def _keys(self) -> list[Key]:
        return entries.list_keys(self.value)

    def ask(self) -> None:
        """Ask until an empty line; then findings are printed in any case.

        Raises:
            OpenEntry: The user opens an entry.
            Navigation: The user goes elsewhere.
        """
        super().ask()
        fields.print_findings(self.session, self.find(), self.path)

    def make_prompt(self) -> Prompt:
        question = _("{title} (add): ")
        if self._keys():
            question = _("{title} (add, edit N, delete N, duplicate N, move N M): ")
        return Prompt(question.format(title=self.title), self._choices())

    def explain(self, part: str) -> None:
        self.session.print(
            join_label(self.title, self.spec.description)
            + "\n"
            + _(
                "  add           adds an entry\n"
                "  edit 2        edits entry 2; 2 alone does the same\n"
                "  delete 2      deletes entry 2\n"
                "  duplicate 2   adds a copy of entry 2\n"
                "  move 2 1      moves entry 2 to position 1\n"
                "  list 21       lists the entries from 21 on\n"
                "  Names can be typed instead of numbers. An empty line continues."
            )
        )

    def take(self, answer: ParsedAnswer) -> bool:
        if answer.kind == "remove":
            self.session.print(_("  Use delete N to remove an entry."))
            return False
        if answer.kind == "fix":
            super().take(answer)
        elif not self._run(answer.text):
            return False
        self.show()
        return self.session.shows_findings(self.path)

    def _choices(self) -> list[Choice]:
        keys = self._keys()[self._first :][:MOST_SHOWN]
        rows = [Choice(str(number), self._format(key)) for number, key in enumerate(keys, self._first + 1)]
        return [Choice("", _("Next ›")), *rows, Choice("add", _("Add…"))]

    def show(self) -> None:
        session, found, keys = self.session, self.value, self._keys()
        print_count(session, self.title, len(keys))
        more = len(keys) - self._first - MOST_SHOWN
        if more > 0:
            message = _("  and {count} more; type list {next} to see them")
            session.print(message, count=more, next=self._first + MOST_SHOWN + 1)
        others = len(found) - len(keys) if isinstance(found, dict | list) else 0
        if others:
            message = ngettext(
                "  {count} entry that is not an object is kept but not listed.",
                "  {count} entries that are not objects are kept but not listed.",
                others,
            )
            session.print(message, count=others)

    def _format(self, key: Key) -> str:
        session, path = self.session, (*self.path, key)
        cells = [key] if isinstance(key, str) else []
        specs = self.spec.item.fields.values() if self.spec.item is not None else ()
        for spec in [each for each in specs if not each.advanced][:MOST_FIELDS]:
            value = get(session.tree, (*path, spec.name), "")
            if value != "":
                cells.append(join_label(spec.title, fields.format_value(value, spec)))
        found = [each for each in session.edit.result.below(path) if session.shows_findings(each.path)]
        return ", ".join(cells) + (f" ({fields.count_findings(found)})" if found else "")

    def _run(self, text: str) -> bool:
        """Run a command; return whether it was valid. Raises OpenEntry: to edit an entry."""
        session, document, path, keys = self.session, self.session.edit.document, self.path, self._keys()
        names = [key if isinstance(key, str) else "" for key in keys]
        command, indexes = parse_entry_command(session, text, self._COMMANDS, names)
        if command == "add":
            raise OpenEntry((*path, entries.add(document, path)))
        if not command:
            return False
        key = keys[indexes[0]]
        title = name_entry(self.title, key)
        match command:
            case "edit":
                raise OpenEntry((*path, key))
            case "duplicate":
                raise OpenEntry((*path, entries.add(document, path, copied=key)))
            case "list":
                self._first = indexes[0]
            case "delete":
                document.remove((*path, key))
                session.print(_("  {name} deleted. :undo restores it."), name=title)
            case "move":
                entries.move(document, path, key, entries.find_position(document, path, keys[indexes[1]]))
                session.print(_("  {name} moved to {number}."), name=title, number=indexes[1] + 1)
        return True


def name_entry(title: str, key: Key) -> str:
    """Return the name of an entry, or the title of its list with its number."""
    return key if isinstance(key, str) else f"{title} {key + 1}"


def ask_entry_name(session: PromptSession, entry: Path) -> Path:
    """Ask for the name of an entry; return its path under that name. Raises `Navigation`."""
    document, path = session.edit.document, entry[:-1]
    while True:
        old = str(entry[-1])
        siblings, found = document.get(path), session.edit.result.at(entry)
        if session.shows_findings(entry):
            fields.print_findings(session, found, entry)
        question = _("{section}: Name * [{name}]: ").format(
            section=fields.shorten(old), name=fields.shorten(old) or '""'
        )
        answer = session.ask(question, explain=_("  1 to 64 characters. Use letters, digits, _ and -."))
        if answer.kind == "keep" or (answer.kind == "value" and answer.text == old):
            session.leave(entry)
            return entry
        if answer.kind == "fix":
            fields.apply_fix(session, found, answer.text)
            renamed = [key for key in document.get(path) if key not in siblings]
            entry = (*path, renamed[0]) if renamed else entry
        elif answer.kind != "value" or not answer.text:
            session.print(_("  Error: required."))
        elif answer.text in siblings:
            session.print(_("  Error: {name} exists. Type another name."), name=answer.text)
        else:
            entry = document.rename(entry, answer.text)
            session.leave(entry)
            if not session.edit.result.at(entry):
                return entry


def ask_field(session: PromptSession, path: Path, spec: FieldSpec, title: str) -> None:
    """Ask for a field. Raises `Navigation`."""
    if is_shown_for_value(session.tree, path, spec):
        session.emptied.add(path)
    kind: type[fields.Question] = fields.LinesQuestion if spec.multiline else fields.FieldQuestion
    if spec.kind == "map":
        kind = MapQuestion
    elif spec.kind == "list":
        kind = KnownListQuestion if spec.choices else ListQuestion
    kind(session, path, spec, title).ask()
