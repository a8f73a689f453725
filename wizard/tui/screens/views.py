"""Commands that pick from a list: find a field, remove, discard a draft, choose a theme."""

from typing import TYPE_CHECKING

from wizard.core.entries import Removable, list_removable
from wizard.core.formatting import format_moment
from wizard.core.steps import CONDITIONS, FoundField, find_fields, is_shown
from wizard.core.values import format_answer
from wizard.document.tree import get
from wizard.i18n import _
from wizard.models.cluster import find_spec
from wizard.text import format_escaped
from wizard.tui.screens.listing import PickDialog
from wizard.tui.widgets.editors import get_label
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def find_field(controller: "WizardController") -> None:
    """Ask for a field and go to it; if it is hidden, go to the field that hides it."""
    tree, findings = controller.session.document.tree, controller.session.result.findings
    fields = {each.path: each for each in find_fields("", tree)}
    rows = {}
    for path, each in fields.items():
        place = " › ".join(part for part in (each.step.title, each.entry, each.spec.title) if part)
        value = "" if each.spec.secret is not None else format_answer(get(tree, path, ""))
        hidden = _("(hidden)") if _describe_hidden(controller, each) else ""
        rows[path] = (place, each.spec.name, value or hidden)
    dialog = PickDialog(
        _("Find field: name, key, path or error code"),
        [Column(_("Field")), Column(_("Key")), Column(_("Value"))],
        [*fields.values()],
        lambda field: rows[field.path],
        search=lambda words: find_fields(words, tree, findings),
        about=lambda field: _describe_hidden(controller, field) or field.spec.description,
        label=_("Go to field"),
    )
    field, explanation = await controller.screen.app.push_screen_wait(dialog), ""
    if field is None:
        return
    while message := _describe_hidden(controller, field):
        explanation, condition = message, CONDITIONS.get(field.spec.path)
        assert condition is not None
        field = fields[*field.path[:-1], condition[0]]
    await controller.go_to(field.path)
    if explanation:
        controller.screen.notify(explanation)


def _describe_hidden(controller: "WizardController", field: FoundField) -> str:
    """Return why a field is hidden, or ``""``."""
    tree, condition = controller.session.document.tree, CONDITIONS.get(field.spec.path)
    if condition is None or is_shown(tree, field.path, field.spec):
        return ""
    name, value = condition
    other = find_spec((*field.path[:-1], name))
    title = other.title if other is not None else name
    message = _("{field} is hidden. Set {other} to “{value}” to show it.")
    return format_escaped(message, field=field.spec.title, other=title, value=get_label(value))


async def remove(controller: "WizardController") -> None:
    """Ask for an object, an entry or a field, and remove it."""
    everything = list_removable(controller.session.document.tree)

    def search(words: str) -> list[Removable]:
        found = [each for each in everything if each.matches(words)]
        return sorted(found, key=lambda each: not each.is_named(words))

    here = controller.current_path
    around = [index for index, each in enumerate(everything) if here[: len(each.path)] == each.path]
    dialog = PickDialog(
        _("Remove from the configuration"),
        [Column(_("Object, entry or field")), Column(_("Key")), Column(_("Value"))],
        everything,
        lambda each: (each.title, str(each.path[-1]), each.value),
        search=search,
        about=lambda each: _("Removed as a whole. Undo restores it."),
        start=around[-1] if around else 0,
        label=_("Remove"),
    )
    picked = await controller.screen.app.push_screen_wait(dialog)
    if picked is not None:
        controller.remove(picked.path)


async def discard_draft(controller: "WizardController") -> None:
    """Ask for a draft, and delete it after a confirmation."""
    drafts = controller.screen.application.drafts.list_recoverable()
    if not drafts:
        controller.screen.notify(_("There are no drafts."))
        return
    dialog = PickDialog(
        _("Discard a draft"),
        [Column(_("Draft")), Column(_("Saved"))],
        drafts,
        lambda each: (each.name or _("new cluster"), format_moment(each.draft.written_at)),
        label=_("Discard…"),
    )
    draft = await controller.screen.app.push_screen_wait(dialog)
    if draft is not None:
        await controller.flows.discard_draft(draft)


async def choose_theme(controller: "WizardController") -> None:
    """Choose a theme. The highlighted one is applied; Cancel restores the previous one."""
    app = controller.screen.app
    known, before = app.available_themes, app.theme
    names = sorted(known, key=lambda name: (not hasattr(known[name], "title"), name))

    def row(name: str) -> tuple[str, str]:
        title = _(getattr(known[name], "title", ""))
        return (f"{name} · {title}" if title else name), _("dark") if known[name].dark else _("light")

    def preview(name: str) -> str:
        app.theme = name
        return _("Cancel restores the theme before.")

    dialog = PickDialog(
        _("Theme"),
        [Column(_("Name")), Column("", 8)],
        names,
        row,
        about=preview,
        start=names.index(before) if before in names else 0,
        label=_("Use theme"),
    )
    chosen = await app.push_screen_wait(dialog)
    app.theme = chosen or before
    if chosen:
        controller.screen.application.remember(theme=chosen)
