"""The first step: choose what to start from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from wizard.core.actions.journal import describe_profile
from wizard.core.actions.opening import is_file
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import make_request
from wizard.core.formatting import format_moment, suggest_similar
from wizard.core.parameters import fill_in_document, use_preset
from wizard.errors import BcwError
from wizard.i18n import _, join_names, join_sentences
from wizard.prompts import review
from wizard.prompts.fields import count_findings, read_json
from wizard.prompts.forms import ask_parameters
from wizard.prompts.prompter import Choice, Prompt, parse_number
from wizard.prompts.session import GoBack, GoToStep, PromptSession
from wizard.storage.drafts import RecoverableDraft
from wizard.storage.presets import Preset


@dataclass(frozen=True, slots=True)
class StartOption:
    """Something to start from."""

    title: str  # how it is listed
    open: Callable[[], None]  # opens it and raises `GoToStep`, unless the user keeps what is open
    name: str = ""  # the name that can be typed instead of its number, or ``""``
    description: str = ""  # more about it, or ``""``
    draft: RecoverableDraft | None = None  # if it is one


def ask(session: PromptSession) -> None:
    """Ask what to start from and open it. Raises `Navigation`."""
    while True:
        options = _list_options(session)
        choices = [Choice(str(number), each.title) for number, each in enumerate(options, 1)]
        answer = session.ask(
            Prompt(_("Start from (number, preset or file) [1]: "), choices, "1"),
            explain=partial(_explain, session, options),
        )
        text = "1" if answer.kind == "keep" else answer.text.strip()
        option = _find(session, options, text) if answer.kind in ("keep", "value") else None
        try:
            if answer.kind == "value" and text.casefold().partition(" ")[0] == "discard":
                _discard(session, _find(session, options, text[8:]))
            elif option is not None:
                option.open()
            else:
                message = _("  Error: {answer} is not a number, preset or file.").format(answer=text or "-")
                hint = suggest_similar(text, [each.name for each in options if each.name])
                session.print("{text}", text=join_sentences(message, hint))
        except BcwError as error:
            session.print("{error}", error=error)
        except GoBack:
            continue


def _list_options(session: PromptSession) -> list[StartOption]:
    app, options, new = session.app, [], _("new cluster")
    if session.is_open:
        title = _("Continue with {title}").format(title=session.edit.title)
        options.append(StartOption(title, partial(_go_to, "basics")))
    for draft in app.drafts.list_recoverable():
        source = draft.draft.origin
        title = _("Unsaved draft of {when}: {name} ({source})").format(
            when=format_moment(draft.draft.written_at), name=draft.name or new, source=source.name or _("new")
        )
        options.append(StartOption(title, partial(_open_draft, session, draft), draft=draft))
    new_document = OpenedDocument(make_request(), DocumentSource())
    options.append(StartOption(_("New cluster"), partial(_open, session, lambda: new_document)))
    for each in app.submissions.pending():  # never the first: an empty line would send it
        title = _("Unconfirmed submission: {name}, {when}, {place}, token {token}").format(
            name=each.name or new,
            when=format_moment(each.started_at),
            place=describe_profile(each),
            token=each.token,
        )
        options.append(StartOption(title, partial(_resume, session, each.token)))
    try:
        options += (_make_preset_option(session, each) for each in app.library.presets())
    except BcwError as error:
        session.print("{error}", error=error)
    options += (_make_file_option(session, path) for path in app.library.recent())
    options.append(StartOption(_("Open a JSON file…"), partial(_ask_file, session)))
    options.append(StartOption(_("Paste JSON…"), partial(_ask_json, session)))
    return options


def _make_preset_option(session: PromptSession, preset: Preset) -> StartOption:
    name, library = preset.name, session.app.library
    if preset.problem:
        title = _("Preset {name} (cannot be opened: {problem})").format(name=name, problem=preset.problem)
    else:
        title = _("Preset {name}: {title}").format(name=name, title=preset.title)
    read = partial(_open, session, lambda: use_preset(library.open_preset(name)))
    return StartOption(title, read, name, preset.description)


def _make_file_option(session: PromptSession, path: str) -> StartOption:
    read = partial(_open, session, lambda: session.app.library.open_file(path))
    return StartOption(_("File {path}").format(path=path), read)


def _find(session: PromptSession, options: list[StartOption], text: str) -> StartOption | None:
    """Return what a number, the name of a preset, or a path means."""
    index = parse_number(text, len(options))
    if index is not None:
        return options[index]
    preset = next((each for each in options if each.name == text.strip() != ""), None)
    return _make_file_option(session, text) if preset is None and is_file(text) else preset


def _explain(session: PromptSession, options: list[StartOption], part: str) -> None:
    option = _find(session, options, part)
    if option is not None:
        for text in filter(None, (option.title, option.description)):
            session.print("{text}", text=text)
        return
    session.print(
        _(
            "Nothing is created before you confirm it on the review.\n"
            "  ?3         describes line 3\n"
            "  discard 1  deletes the draft of line 1"
        )
    )


def _discard(session: PromptSession, option: StartOption | None) -> None:
    """Delete a draft after a confirmation. Raises `BcwError`."""
    draft = option.draft if option is not None else None
    if draft is None:
        session.print(_("  Error: discard takes the number of a draft, as in discard 1."))
        return
    name, when = draft.name or _("new cluster"), format_moment(draft.draft.written_at)
    question = _("Delete the draft {name} of {when}? This cannot be undone.").format(name=name, when=when)
    if session.confirm_or_back(question):
        session.app.drafts.delete(draft)
        session.print(_("Draft {name} deleted."), name=name)


def _go_to(step: str) -> None:
    raise GoToStep(step)


def _discard_changes(session: PromptSession) -> None:
    """Ask whether to discard unsaved changes. Raises GoBack: they are kept."""
    if session.is_open and session.edit.document.is_modified:
        question = _("{title} has unsaved changes. Discard them?").format(title=session.edit.title)
        if not session.confirm(question):
            raise GoBack


def _open(session: PromptSession, read: Callable[[], OpenedDocument]) -> None:
    _discard_changes(session)
    open_document(session, read())
    raise GoToStep("basics")


def _open_draft(session: PromptSession, draft: RecoverableDraft) -> None:
    _discard_changes(session)
    opened, step = session.autosaver.adopt(draft)
    open_document(session, opened, has_draft=True)
    raise GoToStep(step or "basics")


def _resume(session: PromptSession, token: str) -> None:
    review.resume_pending(session, token)
    raise GoToStep("start")


def _ask_file(session: PromptSession) -> None:
    answer = session.ask(_("File: "))
    if answer.kind == "value" and (path := answer.text.strip()):
        _open(session, lambda: session.app.library.open_file(path))


def _ask_json(session: PromptSession) -> None:
    if text := read_json(session):
        _open(session, lambda: session.app.library.open_text(text))


def open_document(session: PromptSession, opened: OpenedDocument, *, has_draft: bool = False) -> None:
    """Open a document after asking for its parameters, and print how many findings it has.

    Keys that the service adds to a cluster can be removed together. Raises `Navigation`.
    """
    is_new = opened.origin.kind == "blank" and not (opened.remarks or opened.parameters or has_draft)
    values = ask_parameters(session, opened.parameters, {}) if opened.parameters else {}
    session.open(fill_in_document(opened, values), is_new=is_new, has_draft=has_draft)
    if is_new:
        return
    if opened.parameters or has_draft:  # values of parameters, and what a draft contains, are saved nowhere
        session.edit.document.mark_unsaved()
    found = [each for each in session.edit.result.findings if each.rule == "read-only-key"]
    keys = list(dict.fromkeys(str(each.path[-1]) for each in found))
    if len(keys) > 1:  # a single one may be a mistake, and has its own warning
        session.print(_("Read-only, set by the service: {keys}"), keys=join_names(keys))
        if session.confirm(_("Remove them?")):
            edits = [edit for each in reversed(found) if each.fix is not None for edit in each.fix.edits]
            session.edit.document.patch(edits)
    if counts := count_findings(session.edit.result.findings):
        session.print(_("{counts} in this configuration. The review lists them all."), counts=counts)
