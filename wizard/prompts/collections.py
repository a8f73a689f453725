"""Ask for the entries of collections, such as the groups."""

from collections.abc import Mapping, Sequence

from wizard.core import entries
from wizard.core.entries import Key
from wizard.core.formatting import did_you_mean
from wizard.core.steps import Section
from wizard.document.tree import Path, get
from wizard.i18n import _, join_label, ngettext
from wizard.prompts.fields import format_value
from wizard.prompts.findings import apply_fix, count_findings, print_findings, shorten
from wizard.prompts.lists import MOST_SHOWN, print_count
from wizard.prompts.parsing import parse_number
from wizard.prompts.prompter import Choice, Prompt
from wizard.prompts.session import PromptSession

MOST_FIELDS = 3  # fields of an entry that are listed


def parse_entry_command(
    session: PromptSession, text: str, commands: Mapping[str, int], names: Sequence[str]
) -> tuple[str, list[int]]:
    """Parse a command about the entries of a list, such as ``move 3 1``; an entry alone edits it.

    Args:
        session: Where problems are printed.
        text: What was typed.
        commands: The commands, with the number of entries that each takes.
        names: The names of the entries, which can be typed instead of their numbers; ``""`` for none.

    Returns:
        The command and the indexes of its entries; ``("", [])`` if it is invalid.
    """

    def find(word: str) -> int | None:
        index = parse_number(word, len(names))
        return names.index(word) if index is None and word and word in names else index

    word, _space, rest = text.strip().partition(" ")
    command = word.lower()
    if command not in commands:
        if (index := find(text.strip())) is not None:
            return "edit", [index]
        hint = did_you_mean(text, [*commands, *filter(None, names)])
        message = _("  Error: {answer} is not a command or an entry.").format(answer=shorten(text))
        session.print(f"{message} {hint}".rstrip())
        return "", []
    wanted = commands[command]
    words = [rest.strip()] if wanted == 1 else rest.split()[:wanted]  # a name may contain spaces
    indexes = [index for each in words if (index := find(each)) is not None]
    if len(indexes) < wanted:
        session.print_not_listed(rest, len(names))
        return "", []
    return command, indexes


class EntriesQuestion:
    """The question about the entries of a collection."""

    _COMMANDS = {"add": 0, "edit": 1, "delete": 1, "duplicate": 1, "move": 2, "list": 1}

    def __init__(self, session: PromptSession, section: Section) -> None:
        self._session = session
        self._section = section
        self._first = 0  # the index of the first entry that is listed

    def _keys(self) -> list[Key]:
        return entries.list_keys(get(self._session.tree, self._section.path))

    def ask(self) -> Path | None:
        """Return the path of an entry to open, or ``None`` to go on. Raises `Navigation`."""
        session, path, title = self._session, self._section.path, self._section.title
        self._show()
        while True:
            question = _("{title} (add, edit N, delete N, duplicate N, move N M): ")
            answer = session.ask(
                Prompt(
                    (question if self._keys() else _("{title} (add): ")).format(title=title), self._choices()
                ),
                explain=f"{title}: {self._section.node.description}\n"
                + _(
                    "  add           adds an entry\n"
                    "  edit 2        edits entry 2; 2 alone does the same\n"
                    "  delete 2      deletes entry 2\n"
                    "  duplicate 2   adds a copy of entry 2\n"
                    "  move 2 1      moves entry 2 to position 1\n"
                    "  list 21       lists the entries from 21 on\n"
                    "  Names can be typed instead of numbers. An empty line continues."
                ),
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
            session.print(message, count=more, next=self._first + MOST_SHOWN + 1)
        found = get(session.tree, path)
        others = len(found) - len(keys) if isinstance(found, dict | list) else 0
        if others:
            message = ngettext(
                "  {count} entry that is not an object is kept but not listed.",
                "  {count} entries that are not objects are kept but not listed.",
                others,
            )
            session.print(message, count=others)
        if session.shows_findings(path):
            print_findings(session, session.edit.result.at(path), path)

    def _format(self, key: Key) -> str:
        session, path = self._session, (*self._section.path, key)
        cells = [key] if isinstance(key, str) else []
        for spec in [each for each in self._section.fields if not each.advanced][:MOST_FIELDS]:
            value = get(session.tree, (*path, spec.name), "")
            if value != "":
                cells.append(join_label(spec.title, format_value(value, spec)))
        found = [each for each in session.edit.result.below(path) if session.shows_findings(each.path)]
        return ", ".join(cells) + (f" ({count_findings(found)})" if found else "")

    def _run(self, text: str) -> Path | None:
        session, document, path = self._session, self._session.edit.document, self._section.path
        keys = self._keys()
        names = [key if isinstance(key, str) else "" for key in keys]
        command, indexes = parse_entry_command(session, text, self._COMMANDS, names)
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
                session.print(_("  {name} deleted. :undo restores it."), name=title)
            case "move":
                entries.move(document, path, key, entries.position(document, path, keys[indexes[1]]))
                session.print(_("  {name} moved to {number}."), name=title, number=indexes[1] + 1)
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
        question = _("{section}: Name * [{name}]: ").format(section=shorten(old), name=shorten(old) or '""')
        answer = session.ask(question, explain=_("  1 to 64 characters. Use letters, digits, _ and -."))
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
            session.print(_("  Error: {name} exists. Type another name."), name=answer.text)
        else:
            entry = document.rename(entry, answer.text)
            session.leave(entry)
            if not session.edit.result.at(entry):
                return entry
