"""Saving the request where it came from, as a preset, or in a file; nothing is overwritten unasked."""

from wizard.document.secrets import literal_secrets
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back
from wizard.prompts.texts import say
from wizard.steps.ports import Origin, WizardError, WouldOverwrite
from wizard.steps.saving import about, of_file, of_preset, stands_for_another


def save(desk: Desk) -> None:
    """Save where it came from; a shipped preset, a new or a pasted request asks for a name."""
    origin = desk.session.origin
    if origin.kind == "file":
        saved = _to_file(desk, origin.name)
    elif origin.kind == "preset" and _is_own(desk, origin.name):
        meta = origin.preset or {}
        title, description = str(meta.get("title", "")), str(meta.get("description", ""))
        saved = _to_preset(desk, origin.name, title, description)
    else:
        save_as(desk)
        return
    if not saved:
        desk.say("save.not")


def _is_own(desk: Desk, name: str) -> bool:
    return any(each.name == name and not each.shipped for each in desk.ports.library.presets())


def save_as(desk: Desk) -> bool:
    """Save as a preset of a name that is asked for; the answer is whether it was saved."""
    origin = desk.session.origin
    meta = origin.preset or {}
    name = origin.name if origin.kind == "preset" else title_of(desk).lower().replace(" ", "-")
    title, description = str(meta.get("title", "")), str(meta.get("description", ""))
    try:
        while True:
            enter = say("save.name.keeps", name=name)
            name = _text(desk, say("save.name", enter=enter), name)
            title = _text(desk, say("save.title", enter=_enter(title)), title)
            description = _text(desk, say("save.description", enter=_enter(description)), description)
            if _to_preset(desk, name, title, description):
                return True
    except Back:
        desk.say("save.not")
        return False


def title_of(desk: Desk) -> str:
    """What the request is called."""
    name = desk.session.document.get(("Name",))
    return name if isinstance(name, str) and name else say("start.title")


def _enter(value: str) -> str:
    return say("field.keeps", value=value) if value else say("field.leaves")


def _text(desk: Desk, question: str, default: str) -> str:
    reply = desk.ask(question, explain=lambda part: desk.say("save.help"))
    match reply.kind:
        case "keep":
            return default
        case "value":
            return reply.text
    return ""


def _to_preset(desk: Desk, name: str, title: str, description: str, *, overwrite: bool = False) -> bool:
    session, library = desk.session, desk.ports.library
    said, tree = about(session.origin), session.document.tree
    try:
        if not overwrite and stands_for_another(session.origin, name, library.presets()):
            raise WouldOverwrite(name)
        path = library.save_preset(name, title, description, tree, overwrite=overwrite, about=said)
    except WouldOverwrite:
        return _may_overwrite(desk, name) and _to_preset(desk, name, title, description, overwrite=True)
    except WizardError as error:
        desk.tell(str(error))
        return False
    _saved(desk, path, of_preset(session.origin, name, title=title, description=description))
    return True


def save_file(desk: Desk) -> None:
    """Save in a file whose path is asked for."""
    origin = desk.session.origin
    path = origin.name if origin.kind == "file" else f"{title_of(desk)}.json"
    try:
        while True:
            path = _text(desk, say("save.path", path=path), path)
            if path and _to_file(desk, path):
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
    for _, variable in literal_secrets(session.document.tree):
        desk.say("save.secret", name=variable)
