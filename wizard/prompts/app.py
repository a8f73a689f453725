"""Run the plain questions, from the first one to the exit code, and walk through the steps."""

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

from wizard.core import entries
from wizard.core.application import Application, ExitResult
from wizard.core.documents import OpenedDocument
from wizard.core.steps import STEPS, Section, Step, find_step, is_shown, list_sections
from wizard.document.tree import Path, has
from wizard.i18n import _, join_items, join_label, ngettext
from wizard.models.cluster import find_spec
from wizard.models.fields import FieldSpec
from wizard.prompts import review, start
from wizard.prompts.lists import EntriesQuestion, ask_entry_name, ask_field, name_entry
from wizard.prompts.prompter import Prompter, make_prompter
from wizard.prompts.session import GoBack, GoToField, GoToStep, Navigation, OpenEntry, PromptSession, Quit
from wizard.prompts.start import open_document

_BY_ID = {step.id: step for step in STEPS}
_Key = tuple[str, Path]
"""What identifies a question when the questions are listed anew, also under another name of the entry.

Its kind: the ``entries`` of a collection, the ``name`` of an entry, a ``field``, or whether to ask for the fields
of an empty ``step`` or ``section``, or for ``advanced`` ones. Its path, below the entry if it belongs to one.
"""
_Questions = Iterator[tuple[_Key, Callable[[], None]]]
_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


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
                self._go_to_step(to.step)
                self._session.is_creating = to.is_creating
            except OpenEntry as to_entry:
                self._entry, self._at = to_entry.path, None
                self._session.visited.add(to_entry.path[:-1])
            except GoToField as to_field:
                self._go_to_field(to_field.path)

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
                questions = self._list_questions()
                self._at = self._at if self._at in questions else next(iter(questions))
                questions[self._at]()
                self._go_after(self._at, [*questions])

    # -- the questions

    def _list_questions(self) -> dict[_Key, Callable[[], None]]:
        if self._entry is not None and not has(self._session.tree, self._entry):
            self._leave_entry()
        if self._entry is None:
            return dict(self._iter_step())
        return dict(self._iter_entry(self._entry))

    def _iter_step(self) -> _Questions:
        session, step, found = self._session, self._step, list_sections(self._step)
        key: _Key = ("step", step.part or ())
        if not step.part or _is_required(step.part) or has(session.tree, step.part):
            session.opened.add(key)
        else:
            text = _("Configure {title}?").format(title=step.title)
            fields = [spec for section in found for spec in section.fields]
            yield key, partial(_ask_optional, session, key, text, fields)
        for section in found if key in session.opened else ():
            yield from self._iter_section(section, is_only=len(found) == 1)

    def _iter_section(self, section: Section, *, is_only: bool) -> _Questions:
        session, path, title, fields = self._session, section.path, section.title, section.fields
        if section.is_collection:
            yield ("entries", path), partial(self._ask_entries, section)
            return
        key: _Key = ("section", path)
        if is_only or any(_has_value(session, (*path, spec.name)) for spec in fields):
            session.opened.add(key)
        else:
            text = _("Configure {title} ({fields})?").format(title=title, fields=_join_titles(fields))
            yield key, partial(_ask_optional, session, key, text, fields)
        if key in session.opened:
            yield from self._iter_fields(section, path, "" if is_only else title)

    def _iter_entry(self, entry: Path) -> _Questions:
        [section] = [each for each in list_sections(self._step) if each.path == entry[:-1]]
        if isinstance(entry[-1], str):
            yield ("name", ()), partial(self._ask_name, entry)
        yield from self._iter_fields(section, entry, name_entry(section.title, entry[-1]))

    def _iter_fields(self, section: Section, path: Path, title: str) -> _Questions:
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
        path = section.path
        keys = entries.list_keys(self._session.edit.document.get(path))
        if path not in self._session.visited and len(keys) == 1 and _is_required(path):
            raise OpenEntry((*path, keys[0]))
        EntriesQuestion(self._session, path, section.spec, section.title).ask()

    # -- moving

    def _go_after(self, here: _Key, before: list[_Key]) -> None:
        """Go to the question after one of those that there were, as the document is now."""
        keys = [*self._list_questions()]
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
                self._go_to_step("basics")
            return
        keys = [*self._list_questions()] if self._session.step != "review" else []
        index = keys.index(self._at) if self._at in keys else 0
        if index > 0:
            self._at = keys[index - 1]
        elif self._entry is not None:
            self._leave_entry()
        else:
            self._move(-1)
            if self._session.step != "start":
                self._at = [*self._list_questions()][-1]

    def _leave_entry(self) -> None:
        self._at = ("entries", (self._entry or ())[:-1])
        self._entry = None

    def _move(self, by: int) -> None:
        self._go_to_step(STEPS[STEPS.index(self._step) + by].id)

    def _go_to_step(self, step: str) -> None:
        if step != self._session.step:
            self._session.emptied.clear()
        self._session.step = step
        self._entry = self._at = None
        self._print_heading()

    def _go_to_field(self, path: Path) -> None:
        """Go to the question about a path, opening the sections that it is in."""
        session, step = self._session, find_step(path)
        step = STEPS[1] if step.id == "review" else step
        if step.id != session.step:
            self._go_to_step(step.id)
        self._entry = self._at = None
        section = next((each for each in list_sections(step) if _contains(each, path)), None)
        if section is None:
            return
        place = section.path
        if section.is_collection:
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
    return path[:depth] == section.path and (section.is_collection or is_field)


@contextmanager
def _handle_signals() -> Iterator[Callable[[], None]]:
    """Raise KeyboardInterrupt with the number of the signal on SIGTERM and SIGHUP.

    Yields:
        A function that ignores further signals, while the draft is written. Until then each one counts:
        Python drops the exception of a signal that arrives in a destructor or a weakref callback.
    """

    def handle(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt(number)

    def ignore() -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)

    before = {}
    if threading.current_thread() is threading.main_thread():  # no signal arrives in other threads
        for each in _SIGNALS:
            if signal.getsignal(each) is not signal.SIG_IGN:  # nohup wants it ignored
                before[each] = signal.signal(each, handle)
    try:
        yield ignore
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def run(
    app: Application, *, loaded: OpenedDocument | None = None, prompter: Prompter | None = None
) -> ExitResult:
    """Ask until the user quits; without a document to open, the first step asks for one.

    The default prompter is the one that suits the terminal.
    """
    session = PromptSession(app, prompter or make_prompter())
    keep_draft, code, message = True, 0, ""
    bug: Exception | None = None
    with _handle_signals() as ignore_signals:
        try:
            _begin(session, loaded)
            FormWalker(session).run()
        except Quit as quit_:
            keep_draft = quit_.keep_draft
        except KeyboardInterrupt as interruption:
            [number] = interruption.args or [signal.SIGINT]
            code, message = 128 + number, _("Interrupted.")
        except EOFError:
            code, message = 128 + signal.SIGINT, _("End of input.")
        except Exception as error:  # a bug must not lose what was answered
            code, bug = 1, error
        ignore_signals()
        if session.is_open:
            if keep_draft:
                session.save_draft()
            else:
                session.autosaver.discard()
    return ExitResult(code, (*filter(None, [message]), *_list_exit_messages(session)), bug)


def _begin(session: PromptSession, loaded: OpenedDocument | None) -> None:
    profile = session.app.profiles.current
    message = _("{profile}. Enter keeps a value, ? explains, < goes back, :help lists commands.")
    session.print(message, profile=profile.title)
    if profile.notice:
        session.print(profile.notice)
    for remark in session.app.profiles.remarks():
        session.print("{remark}", remark=remark)
    session.load_account()
    if count := len(session.app.submissions.pending()):
        message = ngettext(
            "{count} submission got no response. To list it: bcw submissions list",
            "{count} submissions got no response. To list them: bcw submissions list",
            count,
        )
        session.print(message, count=count)
    if loaded is None:
        return
    session.step = "basics"
    try:
        open_document(session, loaded)
    except Quit:
        raise
    except Navigation:
        session.step = session.step if session.is_open else "start"


def _list_exit_messages(session: PromptSession) -> tuple[str, ...]:
    lines, result = [], session.result
    if session.pending_token:
        message = _("No response: the cluster may or may not exist. Its token is {token}.")
        lines.append(message.format(token=session.pending_token))
    elif result is not None and result.kind == "created":
        lines.append(_("Cluster {id} created.").format(id=result.cluster_id))
    if session.autosaver.error:
        lines.append(session.autosaver.error)
    elif session.autosaver.has_draft:
        lines.append(_("Draft kept: bcw offers it at the next start."))
    return tuple(lines)
