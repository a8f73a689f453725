"""The first step: choose what to start from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import new_request
from wizard.core.formatting import did_you_mean, format_moment
from wizard.core.parameters import use_preset
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.prompts import review
from wizard.prompts.commands import title_of
from wizard.prompts.fields import read_lines
from wizard.prompts.forms import fill_preset
from wizard.prompts.parsing import parse_number
from wizard.prompts.prompter import Choice
from wizard.prompts.session import GoBack, PromptSession, count_findings
from wizard.storage.drafts import RecoverableDraft
from wizard.storage.preset_files import Preset


@dataclass(frozen=True, slots=True)
class StartOption:
    """Something to start from.

    Attributes:
        kind: What it is.
        title: How it is listed.
        name: The name of a preset, the path of a file, or the token of a pending submission.
        description: More about it, or ``""``.
        draft: The draft, if it is one.
    """

    kind: Literal["continue", "draft", "pending", "new", "preset", "broken", "file", "path", "paste"]
    title: str
    name: str = ""
    description: str = ""
    draft: RecoverableDraft | None = None


def ask(session: PromptSession) -> str:
    """Ask what to start from and open it; return the id of the next step. Raises `Navigation`."""
    options = _options(session)
    while True:
        choices = [Choice(str(number), each.title) for number, each in enumerate(options, 1)]
        answer = session.ask(
            _("Start from (number, preset or file) [1]: "),
            explain=partial(_explain, session, options),
            choices=choices,
            default="1",
        )
        word, _space, rest = answer.text.strip().partition(" ")
        if answer.kind == "value" and word.casefold() == "discard":
            if _discard(session, _find(options, rest)):
                options = _options(session)
            continue
        option = _find(options, "1" if answer.kind == "keep" else answer.text)
        if option is None or answer.kind not in ("keep", "value"):
            hint = did_you_mean(answer.text, [each.name for each in options if each.kind == "preset"])
            message = _("  Error: {answer} is not a number, preset or file.")
            session.print(f"{message.format(answer=answer.text or '-')} {hint}".rstrip())
            continue
        try:
            step = _open(session, option)
        except BcwError as error:
            session.print(str(error))
        except GoBack:
            continue
        else:
            if step:
                return step


def _options(session: PromptSession) -> list[StartOption]:
    app, options = session.app, []
    if session.is_open:
        options.append(StartOption("continue", _("Continue with {title}").format(title=title_of(session))))
    for draft in app.drafts.list_recoverable():
        title = _("Unsaved draft of {when}: {name} ({source})").format(
            when=format_moment(draft.draft.written_at),
            name=draft.name or _("new cluster"),
            source=_describe_source(draft.draft.origin.kind, draft.draft.origin.name),
        )
        options.append(StartOption("draft", title, draft=draft))
    options.append(StartOption("new", _("New cluster")))
    for each in app.submissions.pending():  # never the first: an empty line would send it
        title = _("Unconfirmed submission: {name}, {when}, {place}, token {token}").format(
            name=each.name or _("new cluster"), when=each.when, place=each.place, token=each.token
        )
        options.append(StartOption("pending", title, each.token))
    try:
        options += map(_option_of_preset, app.library.presets())
    except BcwError as error:
        session.print(str(error))
    options += (
        StartOption("file", _("File {path}").format(path=path), path) for path in app.library.recent()
    )
    options.append(StartOption("path", _("Open a JSON file…")))
    options.append(StartOption("paste", _("Paste JSON…")))
    return options


def _describe_source(kind: str, name: str) -> str:
    match kind:
        case "preset":
            return _("from preset {name}").format(name=name)
        case "file":
            return _("from file {name}").format(name=name)
    return _("new")


def _option_of_preset(preset: Preset) -> StartOption:
    if preset.problem:
        title = _("Preset {name} (cannot be opened: {problem})")
        return StartOption("broken", title.format(name=preset.name, problem=preset.problem), preset.name)
    title = _("Preset {name}: {title}").format(name=preset.name, title=preset.title)
    return StartOption("preset", title, preset.name, preset.description)


def _find(options: list[StartOption], text: str) -> StartOption | None:
    """Return what a number, the name of a preset, or a path means."""
    text = text.strip()
    index = parse_number(text, len(options))
    if index is not None:
        return options[index]
    preset = next((each for each in options if each.kind == "preset" and each.name == text), None)
    is_path = "/" in text or text.endswith(".json")
    return StartOption("file", text, text) if preset is None and is_path else preset


def _explain(session: PromptSession, options: list[StartOption], part: str) -> None:
    option = _find(options, part) if part else None
    if option is not None:
        session.print("\n".join(text for text in (option.title, option.description) if text))
        return
    session.print(
        _(
            "Nothing is created before you confirm it on the review.\n"
            "  ?3         describes line 3\n"
            "  discard 1  deletes the draft of line 1"
        )
    )


def _discard(session: PromptSession, option: StartOption | None) -> bool:
    """Delete a draft after a confirmation; return whether it was deleted."""
    draft = option.draft if option is not None else None
    if draft is None:
        session.print(_("  Error: discard takes the number of a draft, as in discard 1."))
        return False
    name = draft.name or _("new cluster")
    question = _("Delete the draft {name} of {when}? This cannot be undone.").format(
        name=name, when=format_moment(draft.draft.written_at)
    )
    if not session.confirm_or_back(question):
        return False
    try:
        session.app.drafts.delete(draft)
    except BcwError as error:
        session.print(str(error))
    else:
        session.print(_("Draft {name} deleted.").format(name=name))
    return True


def _open(session: PromptSession, option: StartOption) -> str:
    """Open something; return the next step, or ``""`` if nothing was opened.

    Raises:
        BcwError: It cannot be opened.
        Navigation: The user goes back, or elsewhere.
    """
    library = session.app.library
    match option.kind:
        case "continue":
            return "basics"
        case "broken":
            session.print(option.title)
            return ""
        case "pending":
            review.resume_pending(session, option.name)
            return "start"
    if session.is_open and session.edit.document.is_modified:
        question = _("{title} has unsaved changes. Discard them?").format(title=title_of(session))
        if not session.confirm(question):
            return ""
    if option.draft is not None:
        opened, step = session.autosaver.adopt(option.draft)
        open_document(session, opened, has_draft=True)
        return step or "basics"
    if option.kind == "new":
        session.open(OpenedDocument(new_request(), DocumentSource()), is_new=True)
        return "basics"
    name = option.name
    if option.kind == "path":
        answer = session.ask(_("File: "))
        name = answer.text.strip() if answer.kind == "value" else ""
    elif option.kind == "paste":
        name = read_lines(session, _("Paste JSON, then type a line with a full stop: "))
    if not name:
        return ""
    read: Callable[[str], OpenedDocument]
    if option.kind == "preset":
        open_document(session, use_preset(library.open_preset(name)))
    else:
        read = library.open_text if option.kind == "paste" else library.open_file
        open_document(session, read(name))
    return "basics"


def open_document(session: PromptSession, opened: OpenedDocument, *, has_draft: bool = False) -> None:
    """Open a document after asking for its parameters, and print how many findings it has.

    What the service adds to a cluster can be removed at once. Raises `Navigation`.
    """
    has_values = bool(opened.parameters)
    session.open(fill_preset(session, opened), has_draft=has_draft)
    if has_values:
        session.edit.document.mark_unsaved()
    found = [each for each in session.edit.result.findings if each.rule == "read-only-key"]
    keys = list(dict.fromkeys(str(each.path[-1]) for each in found))
    if len(keys) > 1:  # a single one may be a slip, and has its own warning
        session.print(_("Read-only, set by the service: {keys}").format(keys=", ".join(keys)))
        if session.confirm(_("Remove them?")):
            edits = [edit for each in reversed(found) if each.fix is not None for edit in each.fix.edits]
            session.edit.document.patch(edits)
    if text := count_findings(session.edit.result.findings):
        session.print(_("{counts} in this configuration. The review lists all.").format(counts=text))
