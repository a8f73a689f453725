"""Saving the request where it came from, as a preset, or in a file; nothing is overwritten unasked."""

from collections.abc import Mapping

from wizard.core.ports import Origin, WizardError, WouldOverwrite
from wizard.core.saving import (
    about,
    file_name,
    of_file,
    of_preset,
    stands_for_another,
    tags_from,
    tags_of,
)
from wizard.document.secrets import find_secrets
from wizard.prompts import form
from wizard.prompts.desk import Desk
from wizard.prompts.form import Line
from wizard.prompts.moves import Back
from wizard.prompts.texts import say


def save(desk: Desk) -> None:
    """Save where it came from; a shipped preset, a new or a pasted request asks for a name."""
    origin = desk.session.origin
    if origin.kind == "file":
        saved = _to_file(desk, origin.name)
    elif origin.kind == "preset" and _is_own(desk, origin.name):
        saved = _to_preset(desk, _answers(desk))
    else:
        save_as(desk)
        return
    if not saved:
        desk.say("save.not")


def _is_own(desk: Desk, name: str) -> bool:
    return any(each.name == name and not each.shipped for each in desk.ports.library.presets())


def _answers(desk: Desk) -> dict[str, str]:
    """What a preset of the request at hand says of itself so far."""
    origin = desk.session.origin
    meta = origin.preset or {}
    return {
        "name": origin.name if origin.kind == "preset" else title_of(desk).lower().replace(" ", "-"),
        "title": str(meta.get("title", "")),
        "description": str(meta.get("description", "")),
        "tags": ", ".join(tags_of(origin)),
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


def _to_preset(desk: Desk, answers: Mapping[str, str], *, overwrite: bool = False) -> bool:
    session, library = desk.session, desk.ports.library
    name, title, description = answers["name"], answers["title"], answers["description"]
    tags, tree = tags_from(answers["tags"]), session.document.tree
    said = about(session.origin, tags=tags)
    try:
        if not overwrite and stands_for_another(session.origin, name, library.presets()):
            raise WouldOverwrite(name)
        path = library.save_preset(name, title, description, tree, overwrite=overwrite, about=said)
    except WouldOverwrite:
        return _may_overwrite(desk, name) and _to_preset(desk, answers, overwrite=True)
    except WizardError as error:
        desk.tell(str(error))
        return False
    _saved(desk, path, of_preset(session.origin, name, title=title, description=description, tags=tags))
    return True


def save_file(desk: Desk) -> None:
    """Save in a file whose path is asked for."""
    origin = desk.session.origin
    answers = {"path": origin.name if origin.kind == "file" else file_name(desk.tree, ".json")}
    line = Line("path", "save.path", "save.help", needed=True)
    try:
        while True:
            form.fill(desk, [line], answers)
            if _to_file(desk, answers["path"]):
                return
    except Back:
        desk.say("save.not")


def _to_file(desk: Desk, path: str, *, overwrite: bool = False) -> bool:
    session = desk.session
    tree, library = session.document.tree, desk.ports.library
    try:
        written = library.save_file(path, tree, session.origin, overwrite=overwrite)
    except WouldOverwrite:
        return _may_overwrite(desk, path) and _to_file(desk, path, overwrite=True)
    except WizardError as error:
        desk.tell(str(error))
        return False
    _saved(desk, written, of_file(session.origin, path))
    return True


def _may_overwrite(desk: Desk, what: str) -> bool:
    desk.say("save.overwrite", what=what)
    try:
        return desk.confirm(say("save.overwrite.question"))
    except Back:
        return False


def _saved(desk: Desk, path: str, origin: Origin) -> None:
    session = desk.session
    session.origin = origin
    session.document.mark_saved()
    desk.keeper.forget()
    desk.say("save.done", path=path)
    for _, variable in find_secrets(session.document.tree):
        desk.say("save.secret", name=variable)
