"""The first step: what to begin with."""

from dataclasses import dataclass
from functools import partial
from typing import Literal

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.entries import new_request
from wizard.core.formatting import format_moment
from wizard.core.parameters import use_preset
from wizard.errors import BcwError
from wizard.prompts import parameters, replies, submissions
from wizard.prompts.desk import Desk
from wizard.prompts.fields import read_block
from wizard.prompts.moves import Back
from wizard.prompts.saving import title_of
from wizard.prompts.texts import say
from wizard.storage.drafts import RecoverableDraft
from wizard.storage.preset_files import Preset


@dataclass(frozen=True, slots=True)
class Beginning:
    """Something to begin with.

    Attributes:
        kind: What it is.
        line: What the list says of it.
        about: What there is to say besides, or ``""``.
        name: The name of a preset, the path of a file, the token of a submission.
        draft: The draft, where it is one.
    """

    kind: Literal["continue", "draft", "unsettled", "blank", "preset", "broken", "recent", "file", "paste"]
    line: str
    name: str = ""
    draft: RecoverableDraft | None = None
    about: str = ""


def ask(desk: Desk) -> str:
    """Ask what to begin with, and open it; the answer is the id of the step to go on with.

    Raises:
        Move: The person goes somewhere else.
    """
    beginnings = _listed(desk)
    while True:
        reply = desk.ask(say("start.question"), explain=partial(_explain, desk, beginnings))
        word, _, rest = reply.text.strip().partition(" ")
        if reply.kind == "value" and word.casefold() == "discard":
            if _discard(desk, _meant(beginnings, rest)):
                beginnings = _listed(desk)
            continue
        meant = _meant(beginnings, "1" if reply.kind == "keep" else reply.text)
        if meant is None or reply.kind not in ("keep", "value"):
            near = replies.nearest(reply.text, [each.name for each in beginnings if each.kind == "preset"])
            desk.say("start.unknown.near" if near else "start.unknown", answer=reply.text or "-", near=near)
            continue
        try:
            step = _begin(desk, meant)
        except BcwError as error:
            desk.tell(str(error))
        except Back:
            continue
        else:
            if step is not None:
                return step


def _listed(desk: Desk) -> list[Beginning]:
    """What there is to begin with; it was said then, with its numbers."""
    beginnings = _beginnings(desk)
    desk.say("start.heading")
    for number, beginning in enumerate(beginnings, 1):
        desk.say("rows.row", number=number, text=beginning.line)
    return beginnings


def _discard(desk: Desk, meant: Beginning | None) -> bool:
    """Delete a draft after a question; the answer is whether it is gone.

    Raises:
        Move: The person goes somewhere else.
    """
    draft = meant.draft if meant is not None else None
    if draft is None:
        desk.say("start.discard.none")
        return False
    name = draft.name or say("start.title")
    try:
        if not desk.confirm(
            say("start.discard.question", name=name, when=format_moment(draft.draft.written_at))
        ):
            return False
        desk.ports.drafts.delete(draft)
    except Back:
        return False
    except BcwError as error:
        desk.tell(str(error))
    else:
        desk.say("start.discarded", name=name)
    return True


def _explain(desk: Desk, beginnings: list[Beginning], part: str) -> None:
    """Say what a beginning is, or what the list is."""
    meant = _meant(beginnings, part) if part else None
    if meant is None:
        desk.say("start.help")
    else:
        desk.tell(meant.line)
        if meant.about:
            desk.tell(meant.about)


def _beginnings(desk: Desk) -> list[Beginning]:
    library = desk.ports.library
    found = []
    if desk.is_open:
        found.append(Beginning("continue", say("start.continue", title=title_of(desk))))
    found += map(_of_draft, desk.ports.drafts.list_recoverable())
    found.append(Beginning("blank", say("start.blank")))
    for each in desk.ports.submissions.pending():  # never the first: Enter would send it
        line = say("start.unsettled", about=submissions.in_words(each))
        found.append(Beginning("unsettled", line, each.token))
    try:
        found += map(_of_preset, library.presets())
    except BcwError as error:
        desk.tell(str(error))
    found += (Beginning("recent", say("start.recent", path=path), path) for path in library.recent())
    found.append(Beginning("file", say("start.file")))
    found.append(Beginning("paste", say("start.paste")))
    return found


def _of_draft(draft: RecoverableDraft) -> Beginning:
    origin = say(f"origin.{draft.draft.origin.kind}", name=draft.draft.origin.name)
    name, when = draft.name or say("start.title"), format_moment(draft.draft.written_at)
    return Beginning("draft", say("start.draft", when=when, name=name, origin=origin), draft=draft)


def _of_preset(preset: Preset) -> Beginning:
    if preset.problem:
        line = say("start.preset.broken", name=preset.name, problem=preset.problem)
        return Beginning("broken", line, preset.name)
    line = say("start.preset", name=preset.name, title=preset.title)
    return Beginning("preset", line, preset.name, about=preset.description)


def _meant(beginnings: list[Beginning], text: str) -> Beginning | None:
    """What is meant by a number, the name of a preset, or the path of a file."""
    text = text.strip()
    place = replies.number(text, len(beginnings))
    if place is not None:
        return beginnings[place]
    named = next((each for each in beginnings if each.kind == "preset" and each.name == text), None)
    if named is None and is_path(text):
        return Beginning("recent", text, text)
    return named


def is_path(text: str) -> bool:
    """Whether a text means a file, and no preset."""
    return "/" in text or text.endswith(".json")


def _begin(desk: Desk, beginning: Beginning) -> str | None:
    """Open something; the answer is the step to go on with, or ``None`` where nothing was opened.

    Raises:
        BcwError: It cannot be opened.
        Back: The person would rather not.
    """
    library = desk.ports.library
    if beginning.kind == "continue":
        return "basics"
    if beginning.kind == "unsettled":
        submissions.resume(desk, beginning.name)
        return "start"
    if beginning.kind == "broken":
        desk.tell(beginning.line)
        return None
    if not may_drop(desk):
        return None
    match beginning.kind:
        case "draft" if beginning.draft is not None:
            loaded, step = desk.autosaver.adopt(beginning.draft)
            open_loaded(desk, loaded, kept=True)
            return step or "basics"
        case "preset":
            open_loaded(desk, use_preset(library.open_preset(beginning.name)))
        case "recent":
            open_loaded(desk, library.open_file(beginning.name))
        case "file":
            path = _path(desk)
            if not path:
                return None
            open_loaded(desk, library.open_file(path))
        case "paste":
            text = read_block(desk, say("start.pasted"))
            if not text:
                return None
            open_loaded(desk, library.open_text(text))
        case _:
            desk.open(OpenedDocument(new_request(), DocumentSource()), judged=False)
    return "basics"


def may_drop(desk: Desk) -> bool:
    """Whether the request that is open may be dropped."""
    if not desk.is_open or not desk.session.document.is_modified:
        return True
    desk.say("start.drop")
    return desk.confirm(say("start.drop.question"))


def _path(desk: Desk) -> str:
    reply = desk.ask(say("start.path"))
    return reply.text.strip() if reply.kind == "value" else ""


def open_loaded(desk: Desk, loaded: OpenedDocument, *, kept: bool = False) -> None:
    """Open a request; its parameters are asked for first, where it has some.

    What an answer of the service adds to a request is set aside when the person says so.

    Raises:
        Back: The person would rather not open it.
        Move: The person goes somewhere else.
    """
    is_typed = bool(loaded.parameters)
    desk.open(parameters.use(desk, loaded), kept=kept)
    if is_typed:  # what was answered is not to be lost
        desk.session.document.mark_unsaved()
    result = desk.session.result
    strangers = [each for each in result.findings if each.rule == "read-only-key"]
    keys = list(dict.fromkeys(str(each.path[-1]) for each in strangers))
    if len(keys) > 1:  # one of them alone may be a slip; the warning about it will do
        desk.say("start.answer", keys=", ".join(keys))
        if desk.confirm(say("start.answer.question")):
            edits = [edit for each in reversed(strangers) if each.fix is not None for edit in each.fix.edits]
            desk.session.document.patch(edits)
    if found := desk.counts():
        desk.say("start.found", counts=found)
