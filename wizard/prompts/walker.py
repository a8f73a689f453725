"""Walk through the steps: which questions each has, and how to get from one to another."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from wizard.core import entries
from wizard.core.steps import STEPS, Section, Step, is_shown, sections, step_of
from wizard.document.tree import Path, has
from wizard.i18n import _, join_items, join_label
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.prompts import review, start
from wizard.prompts.lists import EntriesQuestion, ask_entry_name, ask_field, entry_title
from wizard.prompts.session import GoBack, GoToField, GoToStep, OpenEntry, PromptSession

_BY_ID = {step.id: step for step in STEPS}
_Key = tuple[str, Path]
"""What identifies a question when the questions are listed anew, also under another name of the entry.

Its kind: the ``entries`` of a collection, the ``name`` of an entry, a ``field``, or whether to ask for the fields
of an empty ``step`` or ``section``, or for ``advanced`` ones. Its path, below the entry if it belongs to one.
"""
_Question = tuple[_Key, Callable[[], None]]


def _has_value(session: PromptSession, path: Path) -> bool:
    return path in session.emptied or has(session.tree, path)


def _is_required(path: Path) -> bool:
    spec = find_spec(path)
    return spec is not None and spec.required


def _join_titles(fields: Iterable[FieldSpec]) -> str:
    return join_items(spec.title for spec in fields)


def _ask_optional(
    session: PromptSession, opened: set[Path], key: Path, text: str, fields: Iterable[FieldSpec]
) -> None:
    """Ask whether to ask for the fields of an empty step or section, or for advanced ones."""

    def explain(part: str) -> None:
        session.print(_("Optional. Answer yes to set these fields:"))
        for spec in fields:
            session.print(f"  {join_label(spec.title, spec.description)}")

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
            except OpenEntry as to_entry:
                self._entry, self._at = to_entry.path, None
            except GoToField as to_field:
                self._to_field(to_field.path)

    def _go_on(self) -> None:
        session = self._session
        self._print_heading()
        match session.step:
            case "start":
                start.ask(session)
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
        questions = self._questions()
        index = next((i for i, (key, _ask) in enumerate(questions) if key == self._at), 0)
        self._at, ask = questions[index]
        ask()
        self._after([key for key, _ask in questions[index:]])

    # -- the questions

    def _questions(self) -> list[_Question]:
        if self._entry is not None and not has(self._session.tree, self._entry):
            self._leave_entry()
        if self._entry is None:
            return [*self._questions_of_step()]
        path = self._entry[:-1]
        section = next(each for each in sections(self._step) if each.collection and each.path == path)
        return [*self._questions_of_entry(section, self._entry)]

    def _keys(self) -> list[_Key]:
        return [key for key, _ask in self._questions()]

    def _questions_of_step(self) -> Iterator[_Question]:
        session, step, found = self._session, self._step, sections(self._step)
        opened = session.opened_sections
        if step.part and not _is_required(step.part):
            if has(session.tree, step.part):
                opened.add(step.part)
            else:
                text = _("Configure {title}?").format(title=_(step.title))
                fields = [spec for section in found for spec in section.fields]
                yield ("step", step.part), partial(_ask_optional, session, opened, step.part, text, fields)
                if step.part not in opened:
                    return
        for section in found:
            path, title, fields = section.path, section.title, [*section.fields]
            key = (*path, "")  # the fields of a step itself have the same path as the step
            if section.collection:
                yield ("entries", path), partial(self._ask_entries, section)
                continue
            if len(found) > 1:
                if any(_has_value(session, (*path, spec.name)) for spec in fields):
                    opened.add(key)
                else:
                    text = _("Configure {title} ({fields})?").format(title=title, fields=_join_titles(fields))
                    yield ("section", path), partial(_ask_optional, session, opened, key, text, fields)
                    if key not in opened:
                        continue
            yield from self._questions_of_fields(section, path, title if len(found) > 1 else "")

    def _questions_of_entry(self, section: Section, entry: Path) -> Iterator[_Question]:
        if isinstance(entry[-1], str):
            yield ("name", ()), partial(self._ask_name, section, entry)
        yield from self._questions_of_fields(section, entry, entry_title(section, entry))

    def _questions_of_fields(self, section: Section, path: Path, title: str) -> Iterator[_Question]:
        session, below = self._session, path[len(self._entry or ()) :]
        advanced = [spec for spec in section.fields if spec.advanced]
        hidden = [spec for spec in advanced if not _has_value(session, (*path, spec.name))]
        opened = session.opened_advanced

        def ask(specs: Iterable[FieldSpec]) -> Iterator[_Question]:
            for spec in specs:
                place = (*path, spec.name)
                if place in session.emptied or is_shown(session.tree, place, spec):
                    label = join_label(title, spec.title) if title else spec.title
                    yield ("field", (*below, spec.name)), partial(ask_field, session, place, spec, label)

        yield from ask(spec for spec in section.fields if not spec.advanced)
        if hidden:
            text = _("Show advanced fields ({fields})?").format(fields=_join_titles(hidden))
            text = join_label(title, text) if title else text
            yield ("advanced", below), partial(_ask_optional, session, opened, path, text, hidden)
        yield from ask(spec for spec in advanced if spec not in hidden or path in opened)

    def _ask_name(self, section: Section, entry: Path) -> None:
        self._entry = ask_entry_name(self._session, section, entry)

    def _ask_entries(self, section: Section) -> None:
        """Ask for the entries; the fields of a required collection's only entry are asked for directly, once.

        Raises `Navigation`.
        """
        path, visited = section.path, self._session.visited
        keys = entries.list_keys(self._session.edit.document.get(path))
        if path not in visited and len(keys) == 1 and _is_required(path):
            visited.add(path)
            raise OpenEntry((*path, keys[0]))
        EntriesQuestion(self._session, section).ask()

    # -- moving

    def _after(self, rest: list[_Key]) -> None:
        """Go to the question after the first of these, as the document is now."""
        keys = self._keys()
        here, *later = rest
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
        keys = self._keys() if self._session.step != "review" else []
        index = keys.index(self._at) if self._at in keys else 0
        if index > 0:
            self._at = keys[index - 1]
        elif self._entry is not None:
            self._leave_entry()
        else:
            self._move(-1)
            if self._session.step != "start":
                self._at = self._keys()[-1]

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
