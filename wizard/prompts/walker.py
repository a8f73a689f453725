"""Walk through the steps: which questions each has, and how to get from one to another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from wizard.core import entries
from wizard.core.steps import STEPS, Section, Step, is_shown, sections, step_of
from wizard.document.tree import Path, has
from wizard.i18n import _, join_items, join_label
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.prompts import review, start
from wizard.prompts.collections import EntriesQuestion, ask_entry_name, entry_title
from wizard.prompts.lists import ask_field
from wizard.prompts.session import GoBack, GoToField, GoToStep, PromptSession

_BY_ID = {step.id: step for step in STEPS}
_Key = tuple[str, Path]


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a step, or of an entry of a collection."""

    # whether it is about a ``field``, the ``entries`` of a collection, the ``name`` of an entry, or whether
    # to ask for the fields of an empty ``step`` or ``section``, or for ``advanced`` ones
    kind: Literal["step", "section", "advanced", "entries", "name", "field"]
    path: Path  # what it is about
    title: str
    spec: FieldSpec | None = None
    section: Section | None = None
    fields: tuple[FieldSpec, ...] = ()  # the fields that are asked for after yes

    def key(self, entry: Path | None) -> _Key:
        """Return what identifies the question when the list is made anew, also under another entry name."""
        return self.kind, self.path[len(entry or ()) :]


def questions_of_step(session: PromptSession, step: Step) -> Iterator[Question]:
    """Yield the questions of a step."""
    found = sections(step)
    if step.part and not _is_required(step.part):
        if has(session.tree, step.part):
            session.opened_sections.add(step.part)
        else:
            fields = tuple(spec for section in found for spec in section.fields)
            yield Question("step", step.part, _(step.title), fields=fields)
            if step.part not in session.opened_sections:
                return
    for section in found:
        if section.collection:
            yield Question("entries", section.path, section.title, section=section)
            continue
        key = (*section.path, "")  # the fields of a step itself have the same path as the step
        if len(found) > 1:
            if any(_has_value(session, (*section.path, spec.name)) for spec in section.fields):
                session.opened_sections.add(key)
            else:
                yield Question("section", section.path, section.title, section=section, fields=section.fields)
                if key not in session.opened_sections:
                    continue
        yield from _questions_of_fields(session, section, section.path, section.title if found[1:] else "")


def questions_of_entry(session: PromptSession, section: Section, entry: Path) -> Iterator[Question]:
    """Yield the questions of an entry of a collection."""
    title = entry_title(section, entry)
    if isinstance(entry[-1], str):
        yield Question("name", entry, title, section=section)
    yield from _questions_of_fields(session, section, entry, title)


def _questions_of_fields(
    session: PromptSession, section: Section, path: Path, title: str
) -> Iterator[Question]:
    advanced = [spec for spec in section.fields if spec.advanced]
    hidden = tuple(spec for spec in advanced if not _has_value(session, (*path, spec.name)))
    for spec in section.fields:
        if not spec.advanced:
            yield from _question_of_field(session, path, spec, title)
    if hidden:
        yield Question("advanced", path, title, section=section, fields=hidden)
    for spec in advanced:
        if spec not in hidden or path in session.opened_advanced:
            yield from _question_of_field(session, path, spec, title)


def _has_value(session: PromptSession, path: Path) -> bool:
    return path in session.emptied or has(session.tree, path)


def _question_of_field(session: PromptSession, path: Path, spec: FieldSpec, title: str) -> Iterator[Question]:
    place = (*path, spec.name)
    if place in session.emptied or is_shown(session.tree, place, spec):
        yield Question("field", place, join_label(title, spec.title) if title else spec.title, spec)


def _is_required(path: Path) -> bool:
    spec = find_spec(path)
    return spec is not None and spec.required


def _ask_optional(session: PromptSession, question: Question) -> None:
    """Ask whether to ask for the fields of an empty step or section, or for advanced ones."""
    match question.kind:
        case "advanced":
            opened, key, text = session.opened_advanced, question.path, _("Show advanced fields ({fields})?")
        case "section":
            opened, key = session.opened_sections, (*question.path, "")
            text = _("Configure {title} ({fields})?")
        case _:
            opened, key, text = session.opened_sections, question.path, _("Configure {title}?")

    def explain(part: str) -> None:
        session.print(_("Optional. Answer yes to set these fields:"))
        for spec in question.fields:
            session.print(f"  {join_label(spec.title, spec.description)}")

    fields = join_items(spec.title for spec in question.fields)
    text = text.format(title=question.title, fields=fields)
    if question.kind == "advanced" and question.title:
        text = join_label(question.title, text)
    if session.confirm(text, default=key in opened, explain=explain):
        opened.add(key)
    else:
        opened.discard(key)


class FormWalker:
    """Asks the questions of all steps, in any order that the user wants."""

    def __init__(self, session: PromptSession) -> None:
        self._session = session
        self._entry: Path | None = None  # the entry of a collection whose fields are asked for
        self._at: _Key | None = None  # the next question; ``None`` for the first one
        self._heading = ""  # the step whose heading was printed last
        self._creates = False

    @property
    def _step(self) -> Step:
        return _BY_ID[self._session.step]  # type: ignore[index]

    def run(self) -> None:
        """Ask until the user quits. Raises `Quit`, `EOFError` or `KeyboardInterrupt`."""
        while True:
            try:
                self._go_on()
            except GoBack:
                self._go_back()
            except GoToStep as to:
                self._creates = to.creates
                self._to_step(to.step)
            except GoToField as to_field:
                self._to_field(to_field.path)

    def _go_on(self) -> None:
        session = self._session
        self._print_heading()
        match session.step:
            case "start":
                self._to_step(start.ask(session))
            case "review":
                creates, self._creates = self._creates, False
                review.ask(session, creates=creates)
            case _:
                self._ask_one()

    def _print_heading(self) -> None:
        step = self._step
        if self._heading == step.id:
            return
        self._heading = step.id
        number = STEPS.index(step)  # the start is not counted
        heading = _("{step} ({number} of {count})") if number else "{step}"
        self._session.print()
        self._session.print(heading, step=_(step.title), number=number, count=len(STEPS) - 1)

    def _ask_one(self) -> None:
        session, questions = self._session, self._questions()
        index = next((i for i, each in enumerate(questions) if self._key(each) == self._at), 0)
        question = questions[index]
        self._at = self._key(question)
        opened: Path | None = None
        if question.kind == "field" and question.spec is not None:
            ask_field(session, question.path, question.spec, question.title)
        elif question.kind == "name" and question.section is not None:
            self._entry = ask_entry_name(session, question.section, question.path)
        elif question.kind == "entries" and question.section is not None:
            opened = self._only_entry(question.section) or EntriesQuestion(session, question.section).ask()
        else:
            _ask_optional(session, question)
        if opened is not None:
            self._entry, self._at = opened, None
        else:
            self._after(questions[index:])

    def _key(self, question: Question) -> _Key:
        return question.key(self._entry)

    def _questions(self) -> list[Question]:
        if self._entry is not None and not has(self._session.tree, self._entry):
            self._leave_entry()
        if self._entry is None:
            return list(questions_of_step(self._session, self._step))
        path = self._entry[:-1]
        section = next(each for each in sections(self._step) if each.collection and each.path == path)
        return list(questions_of_entry(self._session, section, self._entry))

    def _only_entry(self, section: Section) -> Path | None:
        """Return the only entry of a required collection, once: its fields are asked for directly."""
        path, visited = section.path, self._session.visited
        keys = entries.list_keys(self._session.edit.document.get(path))
        if path in visited or len(keys) != 1 or not _is_required(path):
            return None
        visited.add(path)
        return (*path, keys[0])

    def _after(self, rest: list[Question]) -> None:
        """Go to the question after the first of these, as the document is now."""
        keys = [self._key(each) for each in self._questions()]
        here, *later = [self._key(each) for each in rest]
        if here in keys:
            index = keys.index(here) + 1
        else:
            index = next((keys.index(key) for key in later if key in keys), len(keys))
        if index < len(keys):
            self._at = keys[index]
        elif self._entry is not None:
            self._leave_entry()
        else:
            self._move(1)

    def _go_back(self) -> None:
        if self._session.step == "start":
            if self._session.is_open:
                self._to_step("basics")
            return
        keys = [self._key(each) for each in self._questions()] if self._session.step != "review" else []
        index = keys.index(self._at) if self._at in keys else 0
        if index > 0:
            self._at = keys[index - 1]
        elif self._entry is not None:
            self._leave_entry()
        else:
            self._move(-1)
            if self._session.step != "start":
                self._at = self._key(self._questions()[-1])

    def _leave_entry(self) -> None:
        self._at = ("entries", (self._entry or ())[:-1])
        self._entry = None

    def _move(self, by: int) -> None:
        self._to_step(STEPS[STEPS.index(self._step) + by].id)

    def _to_step(self, step: str) -> None:
        if step != self._session.step:
            self._session.emptied.clear()
        self._session.step = step
        self._entry = self._at = None
        self._heading = ""

    def _to_field(self, path: Path) -> None:
        """Go to the question about a path, opening the sections that it is in."""
        session = self._session
        step = step_of(path)
        step = STEPS[1] if step.id == "review" else step
        heading = self._heading
        self._to_step(step.id)
        self._heading = heading
        for section in sections(step):
            depth = len(section.path)
            if path[:depth] != section.path:
                continue
            if section.collection:
                session.visited.add(section.path)
                self._at = ("entries", section.path)
                if path[depth : depth + 1] and path[depth] in entries.list_keys(
                    session.edit.document.get(section.path)
                ):
                    self._entry, self._at = path[: depth + 1], None
                    self._find_field(section, path, depth + 1)
                    return
            elif self._find_field(section, path, depth):
                return

    def _find_field(self, section: Section, path: Path, depth: int) -> bool:
        session, place = self._session, path[: depth + 1]
        spec = next((each for each in section.fields if path[depth : depth + 1] == (each.name,)), None)
        if spec is None:
            return False
        if self._entry is None:
            session.opened_sections.update(
                {*({self._step.part} if self._step.part else ()), (*section.path, "")}
            )
        if spec.advanced and not has(session.tree, place):
            session.opened_advanced.add(path[:depth])
        self._at = ("field", place[len(self._entry or ()) :])
        return True
