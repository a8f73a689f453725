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
from wizard.prompts.lists import EntriesQuestion, ask_entry_name, ask_field, name_entry
from wizard.prompts.session import GoBack, GoToField, GoToStep, OpenEntry, PromptSession

_BY_ID = {step.id: step for step in STEPS}
_Key = tuple[str, Path]
"""What identifies a question when the questions are listed anew, also under another name of the entry.

Its kind: the ``entries`` of a collection, the ``name`` of an entry, a ``field``, or whether to ask for the fields
of an empty ``step`` or ``section``, or for ``advanced`` ones. Its path, below the entry if it belongs to one.
"""
_Questions = Iterator[tuple[_Key, Callable[[], None]]]


def _has_value(session: PromptSession, path: Path) -> bool:
    return path in session.emptied or has(session.tree, path)


def _is_required(path: Path) -> bool:
    spec = find_spec(path)
    return spec is not None and spec.required


def _join_titles(fields: Iterable[FieldSpec]) -> str:
    return join_items(spec.title for spec in fields)


def _ask_optional(session: PromptSession, key: _Key, text: str, fields: Iterable[FieldSpec]) -> None:
    """Ask whether to ask for the fields of an empty step or section, or for advanced ones."""
    titles = [f"  {join_label(spec.title, spec.description)}" for spec in fields]
    explain = "\n".join([_("Optional. Answer yes to set these fields:"), *titles])
    if session.confirm(text, default=key in session.opened, explain=explain):
        session.opened.add(key)
    else:
        session.opened.discard(key)


class FormWalker:
    """Asks the questions of all steps, in any order that the user wants."""

    def __init__(self, session: PromptSession) -> None:
        self._session = session
        self._entry: Path | None = None  # the entry of a collection whose fields are asked for
        self._at: _Key | None = None  # the next question; ``None`` for the first one

    @property
    def _step(self) -> Step:
        return _BY_ID[self._session.step]  # type: ignore[index]

    def run(self) -> None:
        """Ask until the user quits. Raises `Quit`, `EOFError` or `KeyboardInterrupt`."""
        self._print_heading()
        while True:
            try:
                self._ask()
            except GoBack:
                self._go_back()
            except GoToStep as to:
                self._to_step(to.step)
                self._session.creates = to.creates
            except OpenEntry as to_entry:
                self._entry, self._at = to_entry.path, None
            except GoToField as to_field:
                self._to_field(to_field.path)

    def _print_heading(self) -> None:
        number = STEPS.index(self._step)  # the start is not counted
        heading = _("{step} ({number} of {count})") if number else "{step}"
        self._session.print()
        self._session.print(heading, step=self._step.title, number=number, count=len(STEPS) - 1)

    def _ask(self) -> None:
        match self._session.step:
            case "start":
                start.ask(self._session)
            case "review":
                review.ask(self._session)
            case _:
                questions = self._questions()
                self._at = self._at if self._at in questions else next(iter(questions))
                questions[self._at]()
                self._after(self._at, [*questions])

    # -- the questions

    def _questions(self) -> dict[_Key, Callable[[], None]]:
        if self._entry is not None and not has(self._session.tree, self._entry):
            self._leave_entry()
        if self._entry is None:
            return dict(self._questions_of_step())
        return dict(self._questions_of_entry(self._entry))

    def _questions_of_step(self) -> _Questions:
        session, step, found = self._session, self._step, sections(self._step)
        key: _Key = ("step", step.part or ())
        if not step.part or _is_required(step.part) or has(session.tree, step.part):
            session.opened.add(key)
        else:
            text = _("Configure {title}?").format(title=step.title)
            fields = [spec for section in found for spec in section.fields]
            yield key, partial(_ask_optional, session, key, text, fields)
        for section in found if key in session.opened else ():
            yield from self._questions_of_section(section, is_only=len(found) == 1)

    def _questions_of_section(self, section: Section, *, is_only: bool) -> _Questions:
        session, path, title, fields = self._session, section.path, section.title, section.fields
        if section.collection:
            yield ("entries", path), partial(self._ask_entries, section)
            return
        key: _Key = ("section", path)
        if is_only or any(_has_value(session, (*path, spec.name)) for spec in fields):
            session.opened.add(key)
        else:
            text = _("Configure {title} ({fields})?").format(title=title, fields=_join_titles(fields))
            yield key, partial(_ask_optional, session, key, text, fields)
        if key in session.opened:
            yield from self._questions_of_fields(section, path, "" if is_only else title)

    def _questions_of_entry(self, entry: Path) -> _Questions:
        [section] = [each for each in sections(self._step) if each.path == entry[:-1]]
        if isinstance(entry[-1], str):
            yield ("name", ()), partial(self._ask_name, entry)
        yield from self._questions_of_fields(section, entry, name_entry(section.title, entry[-1]))

    def _questions_of_fields(self, section: Section, path: Path, title: str) -> _Questions:
        session, below = self._session, path[len(self._entry or ()) :]
        advanced = [spec for spec in section.fields if spec.advanced]
        hidden = [spec for spec in advanced if not _has_value(session, (*path, spec.name))]
        key: _Key = ("advanced", path)

        def ask(specs: Iterable[FieldSpec]) -> _Questions:
            for spec in specs:
                place = (*path, spec.name)
                if place in session.emptied or is_shown(session.tree, place, spec):
                    label = join_label(title, spec.title) if title else spec.title
                    yield ("field", (*below, spec.name)), partial(ask_field, session, place, spec, label)

        yield from ask(spec for spec in section.fields if not spec.advanced)
        if hidden:
            text = _("Show advanced fields ({fields})?").format(fields=_join_titles(hidden))
            text = join_label(title, text) if title else text
            yield ("advanced", below), partial(_ask_optional, session, key, text, hidden)
        yield from ask(spec for spec in advanced if spec not in hidden or key in session.opened)

    def _ask_name(self, entry: Path) -> None:
        self._entry = ask_entry_name(self._session, entry)

    def _ask_entries(self, section: Section) -> None:
        """Ask for the entries; the fields of a required collection's only entry are asked for directly, once.

        Raises `Navigation`.
        """
        path, visited = section.path, self._session.visited
        keys = entries.list_keys(self._session.edit.document.get(path))
        if path not in visited and len(keys) == 1 and _is_required(path):
            visited.add(path)
            raise OpenEntry((*path, keys[0]))
        EntriesQuestion(self._session, path, section.node, section.title).ask()

    # -- moving

    def _after(self, here: _Key, before: list[_Key]) -> None:
        """Go to the question after one of those that there were, as the document is now."""
        keys = [*self._questions()]
        known = (key for key in before[before.index(here) :] if key in keys)
        index = next((keys.index(key) + (key == here) for key in known), len(keys))
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
        keys = [*self._questions()] if self._session.step != "review" else []
        index = keys.index(self._at) if self._at in keys else 0
        if index > 0:
            self._at = keys[index - 1]
        elif self._entry is not None:
            self._leave_entry()
        else:
            self._move(-1)
            if self._session.step != "start":
                self._at = [*self._questions()][-1]

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
        self._print_heading()

    def _to_field(self, path: Path) -> None:
        """Go to the question about a path, opening the sections that it is in."""
        session, step = self._session, step_of(path)
        step = STEPS[1] if step.id == "review" else step
        if step.id != session.step:
            self._to_step(step.id)
        self._entry = self._at = None
        section = next((each for each in sections(step) if _contains(each, path)), None)
        if section is None:
            return
        place = section.path
        if section.collection:
            session.visited.add(place)
            self._at = ("entries", place)
            key = path[len(place) : len(place) + 1]
            if not key or key[0] not in entries.list_keys(session.edit.document.get(place)):
                return
            place = self._entry = (*place, *key)
            self._at = None
        session.opened |= {("step", step.part or ()), ("section", place)}
        for spec in section.fields:
            field = (*place, spec.name)
            if path[: len(field)] == field:
                self._at = ("field", field[len(self._entry or ()) :])
                if spec.advanced and not has(session.tree, field):
                    session.opened.add(("advanced", place))


def _contains(section: Section, path: Path) -> bool:
    """Return whether a path is in a collection or the path of, or below, one of a section's own fields."""
    depth = len(section.path)
    is_field = path[depth : depth + 1] in [(spec.name,) for spec in section.fields]
    return path[:depth] == section.path and (section.collection or is_field)
