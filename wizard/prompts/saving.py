"""Saving the request where it came from, as a preset, or in a file; nothing is overwritten unasked."""

from collections.abc import Callable, Mapping

from wizard.core.actions.save import ConfirmOverwrite, NeedName, Saved, save_preset
from wizard.core.actions.save import save as save_session
from wizard.core.actions.save import save_file as save_to_file
from wizard.core.documents import get_tags, parse_tags, suggest_file_name
from wizard.errors import BcwError
from wizard.prompts import form
from wizard.prompts.desk import Desk
from wizard.prompts.form import Line
from wizard.prompts.moves import Back
from wizard.prompts.texts import say

Save = Callable[[bool], Saved | ConfirmOverwrite | NeedName]
"""Saves the document; the argument is whether overwriting was confirmed."""


def save(desk: Desk) -> None:
    """Save where it came from; a built-in preset, a new or a pasted request asks for a name."""
    done = _save(desk, lambda overwrite: save_session(desk.session, desk.ports.library, overwrite=overwrite))
    if isinstance(done, NeedName):
        save_as(desk)
    elif done is None:
        desk.say("save.not")


def _answers(desk: Desk) -> dict[str, str]:
    """What a preset of the request at hand says of itself so far."""
    origin = desk.session.origin
    meta = origin.preset or {}
    return {
        "name": origin.name if origin.kind == "preset" else title_of(desk).lower().replace(" ", "-"),
        "title": str(meta.get("title", "")),
        "description": str(meta.get("description", "")),
        "tags": ", ".join(get_tags(origin)),
    }


def save_as(desk: Desk) -> bool:
    """Save as a preset of a name that is asked for; the answer is whether it was saved."""
    answers = _answers(desk)
    lines = [
        Line("name", "save.name", "save.help", needed=True),
        *(Line(name, f"save.{name}", "save.help") for name in ("title", "description", "tags")),
    ]
    try:
        while True:
            form.fill(desk, lines, answers)
            if _to_preset(desk, answers):
                return True
    except Back:
        desk.say("save.not")
        return False


def title_of(desk: Desk) -> str:
    """What the request is called."""
    name = desk.session.document.get(("Name",))
    return name if isinstance(name, str) and name else say("start.title")


def _to_preset(desk: Desk, answers: Mapping[str, str]) -> bool:
    name, title, description = answers["name"], answers["title"], answers["description"]
    tags, library = parse_tags(answers["tags"]), desk.ports.library

    def to_preset(overwrite: bool) -> Saved | ConfirmOverwrite:
        return save_preset(desk.session, library, name, title, description, tags, overwrite=overwrite)

    return _save(desk, to_preset) is not None


def save_file(desk: Desk) -> None:
    """Save in a file whose path is asked for."""
    origin = desk.session.origin
    answers = {"path": origin.name if origin.kind == "file" else suggest_file_name(desk.tree, ".json")}
    line = Line("path", "save.path", "save.help", needed=True)
    try:
        while True:
            form.fill(desk, [line], answers)
            if _to_file(desk, answers["path"]):
                return
    except Back:
        desk.say("save.not")


def _to_file(desk: Desk, path: str) -> bool:
    library = desk.ports.library
    return (
        _save(desk, lambda overwrite: save_to_file(desk.session, library, path, overwrite=overwrite))
        is not None
    )


def _save(desk: Desk, write: Save) -> Saved | NeedName | None:
    """Save, after a confirmation where something would be overwritten; ``None`` where it was not saved."""
    try:
        done = write(False)
        if isinstance(done, ConfirmOverwrite):
            if not _may_overwrite(desk, done.name):
                return None
            done = write(True)
    except BcwError as error:
        desk.tell(str(error))
        return None
    if isinstance(done, Saved):
        desk.autosaver.discard()
        desk.say("save.done", path=done.path)
        for variable in done.variables:
            desk.say("save.secret", name=variable)
    return None if isinstance(done, ConfirmOverwrite) else done


def _may_overwrite(desk: Desk, what: str) -> bool:
    desk.say("save.overwrite", what=what)
    try:
        return desk.confirm(say("save.overwrite.question"))
    except Back:
        return False
