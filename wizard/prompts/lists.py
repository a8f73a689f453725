"""Ask for lists and maps of text, or for a field of any kind."""

from dataclasses import replace
from typing import Any

from wizard.core.answers import format_answer, parse_block
from wizard.core.steps import is_shown_for_value
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path
from wizard.i18n import N_, _, ngettext
from wizard.models.fields import FieldSpec
from wizard.prompts.fields import (
    FieldQuestion,
    LinesQuestion,
    Question,
    find_known,
    format_known,
)
from wizard.prompts.findings import shorten
from wizard.prompts.parsing import ParsedAnswer, parse_number
from wizard.prompts.prompter import Choice, Prompt
from wizard.prompts.session import PromptSession

MOST_SHOWN = 20  # entries that are listed at once


def print_count(session: PromptSession, title: str, count: int) -> None:
    """Print how many entries there are."""
    text = ngettext("{title}: {count} entry.", "{title}: {count} entries.", count)
    session.print(text, title=title, count=f"{count:,}")


class ListQuestion(Question):
    """The question about a list of text: a line for each item, until an empty one."""

    own_commands = ("edit", "delete", "move")
    repeats = True
    question = N_("{title}, one per line: ")  # the question, with a placeholder for the title

    def items(self) -> list[Any]:
        """Return the items: the values of a list, the pairs of a map."""
        value = self.value  # of another type, it counts as the only item
        return list(value) if isinstance(value, list) else [] if value is MISSING else [value]

    def parse(self, text: str) -> list[Any]:
        """Return the items that were typed or pasted; none if they are invalid, which is printed."""
        return [line for line in text.split("\n") if line]

    def format(self, item: Any) -> str:
        """Return an item as it is listed."""
        return format_answer(item)

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
        """Print the items with their numbers."""
        if items := self.items():
            print_count(self.session, self.title, len(items))
        for number, item in enumerate(items[:MOST_SHOWN], 1):
            self.session.print(f"  {number}  {self.format(item)}")
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
            Choice(str(number), f"[{'x' if each.answer in selected else ' '}] {format_known(each)}")
            for number, each in enumerate(self._listed(), 1)
        ]
        return [Choice("", _("Next ›")), *listed]

    def add(self, answer: ParsedAnswer) -> None:
        words = [answer.text] if answer.is_literal else answer.text.replace("\n", ",").split(",")
        for word in words:
            known = find_known(replace(answer, text=word), [each.answer for each in self._listed()])
            text = word if answer.is_literal else known or word.strip()
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
            self.session.print(message, answer=shorten(text))
        return list((found or {}).items())

    def pack(self, items: list[Any]) -> Any:
        for key in {key for key, _value in items if sum(key == other for other, _other in items) > 1}:
            self.session.print(_("  {key} replaced."), key=key)
        return dict(items)

    def format(self, item: Any) -> str:
        return f"{item[0]}={shorten(format_answer(item[1]))}"

    def show(self) -> None:
        if self.value is not MISSING and not isinstance(self.value, dict):
            message = _("  {value} is not an object. It stays until you add an entry.")
            self.session.print(message, value=shorten(to_compact_text(self.value)))
        super().show()


def ask_field(session: PromptSession, path: Path, spec: FieldSpec, title: str) -> None:
    """Ask for a field. Raises `Navigation`."""
    if is_shown_for_value(session.tree, path, spec):
        session.emptied.add(path)
    kind: type[Question] = LinesQuestion if spec.multiline else FieldQuestion
    if spec.kind == "map":
        kind = MapQuestion
    elif spec.kind == "list":
        kind = KnownListQuestion if spec.choices else ListQuestion
    kind(session, path, spec, title).ask()
