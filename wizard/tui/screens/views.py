"""Looking things up and over: finding a field, choosing a theme, the request as text."""

from typing import TYPE_CHECKING, Any

from wizard.core.answers import format_answer
from wizard.core.entries import Removable, list_removable
from wizard.core.formatting import format_moment
from wizard.core.steps import FoundField, find_fields
from wizard.core.suggestions import matches
from wizard.core.text_editing import find_syntax_problem, parse_edited_text, to_editable_text
from wizard.document.tree import get
from wizard.i18n import _
from wizard.storage.drafts import RecoverableDraft
from wizard.tui.screens.pick import Pick
from wizard.tui.screens.text_edit import TextEdit
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def find_field(controller: "WizardController") -> None:
    """Ask for a field and go to it."""
    tree = controller.session.document.tree
    shown: list[FoundField] = []

    def rows(words: str) -> list[tuple[str, str, str]]:
        shown[:] = find_fields(words, tree)
        return [(_where(each), each.node.name, _value(tree, each)) for each in shown]

    columns = [Column(_("Field"), 35), Column(_("Key"), 18), Column(_("Value"))]
    dialog = Pick(
        _("Find a field"),
        columns,
        rows,
        placeholder=_("words of its name, key or help"),
        empty=_("Nothing fits."),
        about=lambda at: shown[at].node.description,
    )
    at = await controller.screen.app.push_screen_wait(dialog)
    if at is not None:
        await controller.go_to(shown[at].path)


def _where(found: FoundField) -> str:
    entry = f" › {found.entry}" if found.entry else ""
    return f"{found.step.title}{entry} › {found.node.title}"


def _value(tree: Any, found: FoundField) -> str:
    value = get(tree, found.path, "")
    return "" if found.node.secret is not None else format_answer(value)


async def remove(controller: "WizardController") -> None:
    """Ask for an object, an entry or a field, and remove it as a whole."""
    everything = list_removable(controller.session.document.tree)
    shown: list[Removable] = []

    def rows(words: str) -> list[tuple[str, str, str]]:
        found = [each for each in everything if each.matches(words)]
        shown[:] = sorted(found, key=lambda each: not each.is_named(words))
        return [(each.title, str(each.path[-1]), each.value) for each in shown]

    here = controller.place
    around = [at for at, each in enumerate(everything) if here[: len(each.path)] == each.path]
    dialog = Pick(
        _("Remove"),
        [Column(_("Object, entry or field"), 35), Column(_("Key"), 18), Column(_("Value"))],
        rows,
        placeholder=_("words of its name or key"),
        empty=_("Nothing fits."),
        about=lambda at: _("Enter removes it as a whole. Undo brings it back."),
        at=around[-1] if around else 0,
    )
    at = await controller.screen.app.push_screen_wait(dialog)
    if at is not None:
        controller.remove(shown[at].path)


async def discard_draft(controller: "WizardController") -> None:
    """Ask for a draft that was left behind, and delete it after a question."""
    drafts = controller.screen.application.drafts.list_recoverable()
    if not drafts:
        controller.screen.notify(_("There is no draft to discard."), markup=False)
        return
    shown: list[RecoverableDraft] = []

    def when(each: RecoverableDraft) -> str:
        return format_moment(each.draft.written_at)

    def rows(words: str) -> list[tuple[str, str]]:
        shown[:] = [each for each in drafts if matches(words, each.name, when(each))]
        return [(each.name or _("new request"), when(each)) for each in shown]

    columns = [Column(_("Draft")), Column(_("Left behind"), 26)]
    title, words = _("Discard a draft"), _("words of its name, key or help")
    dialog = Pick(title, columns, rows, placeholder=words, empty=_("Nothing fits."))
    at = await controller.screen.app.push_screen_wait(dialog)
    if at is not None:
        await controller.flows.discard_draft(shown[at])


async def choose_theme(controller: "WizardController") -> None:
    """Choose a theme; each is worn while the cursor is on it, and the old one again on Escape."""
    app = controller.screen.app
    known, before = app.available_themes, app.theme
    names = sorted(known, key=lambda name: (not hasattr(known[name], "title"), name))
    shown: list[str] = []

    def title(name: str) -> str:
        own = getattr(known[name], "title", "")
        return f"{name} · {own}" if own else name

    def rows(words: str) -> list[tuple[str, str]]:
        shown[:] = [name for name in names if matches(words, title(name), "")]
        return [(title(name), (_("dark") if known[name].dark else _("light"))) for name in shown]

    def wear(at: int) -> str:
        app.theme = shown[at]
        return _("Enter keeps it, Escape goes back to the one before.")

    columns = [Column(_("Name")), Column("", 8)]
    dialog = Pick(
        _("Theme"),
        columns,
        rows,
        placeholder=_("words of its name, key or help"),
        empty=_("Nothing fits."),
        about=wear,
        at=names.index(before) if before in names else 0,
    )
    at = await app.push_screen_wait(dialog)
    if at is None:
        app.theme = before
    else:
        app.theme = shown[at]
        controller.screen.application.settings.remember_theme(app.theme)


async def edit_text(controller: "WizardController") -> None:
    """Edit the request as text. A secret is shown as its reference, and stays unless that is replaced."""
    document = controller.session.document
    before = document.tree
    text = to_editable_text(before)
    unfinished = controller.unfinished_text

    def keep(typed: str) -> None:
        controller.unfinished_text = typed if typed != text else None

    title, at_end = _("The request as text"), unfinished is not None
    dialog = TextEdit(
        text if unfinished is None else unfinished, find_syntax_problem, keep, title=title, at_end=at_end
    )
    answer = await controller.screen.app.push_screen_wait(dialog)
    if answer is None:
        if controller.unfinished_text is not None:
            controller.screen.notify(_("The text is kept; Shift+F2 opens it again."), markup=False)
        return
    controller.unfinished_text = None
    controller.touched.all()
    document.replace(parse_edited_text(answer, before))
    controller.screen.schedule()
