"""Save and export the configuration, and quit."""

from collections.abc import Callable
from typing import Any

from wizard.core.actions import library as actions
from wizard.core.actions.library import ConfirmOverwrite, NeedName, Saved
from wizard.core.documents import DocumentSource, as_file, as_preset, get_tags, parse_tags, suggest_file_name
from wizard.errors import AlreadyExistsError, BcwError
from wizard.export import FORMATS, Export
from wizard.i18n import _
from wizard.prompts.forms import FormField, ask_request, fill_form
from wizard.prompts.session import GoBack, PromptSession, Quit
from wizard.text import escape_lines


def save(session: PromptSession, arguments: str = "") -> None:
    """Save where the document came from; ask for a preset name if it has no place yet."""
    done = _save(session)
    if isinstance(done, NeedName):
        save_as(session)
    elif done is None:
        session.print(_("Not saved."))


def save_as(session: PromptSession, arguments: str = "") -> bool:
    """Save as a preset whose name is asked for; return whether it was saved."""
    origin = session.edit.origin
    meta = origin.preset or {}
    answers = {
        "name": session.edit.suggest_preset_name(),
        "title": str(meta.get("title", "")),
        "description": str(meta.get("description", "")),
        "tags": ", ".join(get_tags(origin)),
    }
    fields = [
        FormField(
            "name", _("Name of the preset"), _("Lower-case letters, digits, . _ and -."), is_required=True
        ),
        FormField("title", _("Title"), _("Shown in the list of presets.")),
        FormField("description", _("Description"), _("What the preset is for.")),
        FormField("tags", _("Tags (separated by commas)"), _("Words to filter presets by.")),
    ]

    def find_place() -> DocumentSource:
        new: dict[str, Any] = {**answers, "tags": parse_tags(answers["tags"])}
        return as_preset(origin, **new)

    return _save_form(session, fields, answers, find_place)


def save_file(session: PromptSession, arguments: str = "") -> bool:
    """Save a file whose path is asked for; return whether it was saved."""
    origin = session.edit.origin
    answers = {"path": origin.name if origin.kind == "file" else suggest_file_name(session.tree, ".json")}
    help_ = _("An existing file is replaced only after a confirmation.")
    fields = [FormField("path", _("File"), help_, is_required=True)]
    return _save_form(session, fields, answers, lambda: as_file(origin, answers["path"]))


def _save_form(
    session: PromptSession,
    fields: list[FormField],
    answers: dict[str, str],
    find_place: Callable[[], DocumentSource],
) -> bool:
    try:
        while True:
            fill_form(session, fields, answers)
            if _save(session, find_place()) is not None:
                return True
    except GoBack:
        session.print(_("Not saved."))
        return False


def _save(session: PromptSession, place: DocumentSource | None = None) -> Saved | NeedName | None:
    """Save, after a confirmation if something would be overwritten; return ``None`` if not saved."""
    try:
        done = actions.save(session.edit, session.app.library, place)
        if isinstance(done, ConfirmOverwrite) and session.confirm_or_back(done.question):
            done = actions.save(session.edit, session.app.library, place, overwrite=True)
    except BcwError as error:
        session.print("{error}", error=error)
        return None
    if isinstance(done, Saved):
        session.autosaver.discard()
        session.print(_("Saved: {path}"), path=done.path)
        for variable in done.variables:
            message = _("The secret was not saved. The file refers to the variable {name} instead.")
            session.print(message, name=variable)
    return None if isinstance(done, ConfirmOverwrite) else done


def export(session: PromptSession, arguments: str = "") -> None:
    """Ask for a format and a file, and write the configuration for another tool. Raises `Navigation`."""
    exports = session.app.exports
    names = [*FORMATS]
    try:
        index = names.index(arguments) if arguments in names else None
        if index is None:
            index = session.choose(
                _("Format"), [f"{e.name}: {e.title}" for e in FORMATS.values()], names=names
            )
        if index is None:
            raise GoBack
        tree, _result = ask_request(session, is_sent=False)
        exported = exports.export(tree, names[index])
        for remark in exported.remarks:
            session.print("{remark}", remark=remark)
        example = suggest_file_name(session.tree, exported.format.ending)
        while not _write_export(session, exported, example):
            pass
    except GoBack:
        session.print(_("Nothing was exported."))
    except BcwError as error:
        session.print("{error}", error=error)


def _write_export(session: PromptSession, exported: Export, example: str) -> bool:
    """Ask for a file and write it, or print the export; return whether that was done."""
    question = _("File, such as {example} (an empty line prints it here): ").format(example=example)
    answer = session.ask(question)
    path = answer.text.strip() if answer.kind == "value" else ""
    if answer.kind == "keep":
        session.print(exported.text.removesuffix("\n"), wrap=False)
        if escape_lines(exported.text) != exported.text:
            session.print(_("Some characters cannot be shown and are escaped. A file contains them."))
        return True
    if not path:
        return False
    try:
        try:
            written = session.app.exports.write(path, exported)
        except AlreadyExistsError:
            if not session.confirm_or_back(_("{name} exists. Replace it?").format(name=path)):
                return False
            written = session.app.exports.write(path, exported, overwrite=True)
    except BcwError as error:
        session.print("{error}", error=error)
        return False
    session.print(_("Saved: {path}"), path=written)
    return True


def quit_wizard(session: PromptSession, arguments: str = "") -> None:
    """Quit, unless the user stays. Raises `Quit`."""
    is_created = (
        session.result is not None
        and session.result.kind == "created"
        and session.submitted is session.tree  # not changed since, and no other document
    )
    if not session.is_open or not session.edit.document.is_modified or is_created:
        raise Quit(keep_draft=False)
    actions = [
        _("Quit and keep a draft"),
        _("Save as a preset and quit"),
        _("Stay"),
        _("Discard changes and quit"),
    ]
    explain = _("A draft contains no secrets. Discarded changes cannot be restored.")
    choice = session.choose(_("Unsaved changes"), actions, default=0, explain=explain)
    if choice == 0:
        raise Quit(keep_draft=True)
    if choice == 3 or (choice == 1 and save_as(session)):
        raise Quit(keep_draft=False)
