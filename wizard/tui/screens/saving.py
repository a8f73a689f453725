"""Saving to the source of the document, as a preset or as a file, with a confirmation before overwriting."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from wizard.core.actions import library as saving
from wizard.core.actions.library import ConfirmOverwrite, NeedName, Saved
from wizard.core.documents import as_file, as_preset, get_tags, parse_tags, suggest_file_name
from wizard.i18n import _
from wizard.text import format_escaped
from wizard.tui.screens.dialogs import FormDialog, FormRow, ask_path, confirm_replace, make_text_row

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


def get_name_help() -> str:
    """Return the help of a preset's name."""
    return _("a-z, 0-9, . _ and -. To start from it: bcw new --preset NAME")


def make_description_rows(title: str, description: str, tags: Iterable[str]) -> dict[str, FormRow]:
    """Return the rows of a form that describe a preset."""
    return {
        "title": make_text_row(_("Title"), title),
        "description": make_text_row(_("Description"), description),
        "tags": make_text_row(_("Tags, separated by commas"), ", ".join(tags)),
    }


async def save(controller: "WizardController") -> None:
    """Save to the preset or file that is open; ask for a name if there is none or the preset is built-in."""
    session, library = controller.session, controller.screen.application.library
    if isinstance(await _save(controller, partial(saving.save, session, library)), NeedName):
        await save_as(controller)


async def save_as(controller: "WizardController") -> None:
    """Ask for a name, and save as a preset."""
    session, library, app = controller.session, controller.screen.application.library, controller.screen.app
    origin = session.origin
    meta = dict(origin.preset or {})
    name = session.suggest_preset_name()
    title, description = str(meta.get("title", "")), str(meta.get("description", ""))
    rows = {
        "name": make_text_row(_("Name"), name, get_name_help()),
        **make_description_rows(title, description, get_tags(origin)),
    }

    async def save_preset(texts: dict[str, str]) -> Saved | NeedName | None:
        new: dict[str, Any] = {**texts, "tags": parse_tags(texts["tags"])}
        return await _save(controller, partial(saving.save, session, library, as_preset(origin, **new)))

    await app.push_screen_wait(FormDialog(_("Save as preset"), rows, _("Save preset"), save_preset))


async def save_file(controller: "WizardController") -> None:
    """Ask for a path, and save as a file."""
    session, library, app = controller.session, controller.screen.application.library, controller.screen.app
    suggested = session.origin.name
    if session.origin.kind != "file":
        suggested = suggest_file_name(session.document.tree, ".json")

    async def write_file(path: str) -> Saved | NeedName | None:
        return await _save(controller, partial(saving.save, session, library, as_file(session.origin, path)))

    await ask_path(app, _("Save as file"), _("Save file"), write_file, suggested)


async def _save(
    controller: "WizardController", write: Callable[..., Saved | ConfirmOverwrite | NeedName]
) -> Saved | NeedName | None:
    """Save, after a confirmation before overwriting; return ``None`` on Cancel."""
    screen = controller.screen
    done = write()
    if isinstance(done, ConfirmOverwrite) and await confirm_replace(screen.app, done.question):
        done = write(overwrite=True)
    if isinstance(done, Saved):
        controller.autosaver.discard()
        screen.notify(format_escaped(_("Saved: {path}"), path=done.path))
        for variable in done.variables:
            message = _("The file contains ${{env:{name}}} in place of the secret.")
            screen.notify(format_escaped(message, name=variable))
        screen.schedule_update()
    return None if isinstance(done, ConfirmOverwrite) else done
