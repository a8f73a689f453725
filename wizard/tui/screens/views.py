"""Looking things up and over: finding a field, choosing a theme, the request as text."""

from typing import TYPE_CHECKING, Any

from wizard.core.actions.drafts import RecoverableDraft
from wizard.core.find import Found, find
from wizard.core.known import fits
from wizard.core.removing import Removable, removable
from wizard.core.text_editing import problem_of, taken_over, to_edit
from wizard.document.tree import get
from wizard.tui.screens.pick import Pick
from wizard.tui.screens.text_edit import TextEdit
from wizard.tui.texts import say
from wizard.tui.widgets.editors import as_text
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.desk import Desk


async def find_field(desk: "Desk") -> None:
    """Ask for a field and go to it."""
    tree = desk.session.document.tree
    shown: list[Found] = []

    def rows(words: str) -> list[tuple[str, str, str]]:
        shown[:] = find(words, tree)
        return [(_where(each), each.node.name, _value(tree, each)) for each in shown]

    columns = [Column(say("find.field"), 35), Column(say("find.key"), 18), Column(say("find.value"))]
    dialog = Pick(
        say("find.title"),
        columns,
        rows,
        placeholder=say("find.words"),
        empty=say("find.none"),
        about=lambda at: shown[at].node.description,
    )
    at = await desk.screen.app.push_screen_wait(dialog)
    if at is not None:
        await desk.go_to(shown[at].path)


def _where(found: Found) -> str:
    entry = f" › {found.entry}" if found.entry else ""
    return f"{found.step.title}{entry} › {found.node.title}"


def _value(tree: Any, found: Found) -> str:
    value = get(tree, found.path, "")
    return "" if found.node.secret is not None else as_text(value)


async def remove(desk: "Desk") -> None:
    """Ask for an object, an entry or a field, and remove it as a whole."""
    everything = removable(desk.session.document.tree)
    shown: list[Removable] = []

    def rows(words: str) -> list[tuple[str, str, str]]:
        found = [each for each in everything if each.fits(words)]
        shown[:] = sorted(found, key=lambda each: not each.is_called(words))
        return [(each.title, str(each.path[-1]), each.value) for each in shown]

    here = desk.place
    around = [at for at, each in enumerate(everything) if here[: len(each.path)] == each.path]
    dialog = Pick(
        say("remove.title"),
        [Column(say("remove.what"), 35), Column(say("find.key"), 18), Column(say("find.value"))],
        rows,
        placeholder=say("remove.words"),
        empty=say("find.none"),
        about=lambda at: say("remove.help"),
        at=around[-1] if around else 0,
    )
    at = await desk.screen.app.push_screen_wait(dialog)
    if at is not None:
        desk.remove(shown[at].path)


async def discard_draft(desk: "Desk") -> None:
    """Ask for a draft that was left behind, and delete it after a question."""
    drafts = desk.screen.ports.drafts.left()
    if not drafts:
        desk.screen.notify(say("discard.none"), markup=False)
        return
    shown: list[RecoverableDraft] = []

    def rows(words: str) -> list[tuple[str, str]]:
        shown[:] = [each for each in drafts if fits(words, each.name, each.when)]
        return [(each.name or say("header.blank"), each.when) for each in shown]

    columns = [Column(say("discard.draft")), Column(say("discard.when"), 26)]
    title, words = say("discard.title"), say("find.words")
    dialog = Pick(title, columns, rows, placeholder=words, empty=say("find.none"))
    at = await desk.screen.app.push_screen_wait(dialog)
    if at is not None:
        await desk.flows.discard_draft(shown[at])


async def choose_theme(desk: "Desk") -> None:
    """Choose a theme; each is worn while the cursor is on it, and the old one again on Escape."""
    app = desk.screen.app
    known, before = app.available_themes, app.theme
    names = sorted(known, key=lambda name: (not hasattr(known[name], "title"), name))
    shown: list[str] = []

    def title(name: str) -> str:
        own = getattr(known[name], "title", "")
        return f"{name} · {own}" if own else name

    def rows(words: str) -> list[tuple[str, str]]:
        shown[:] = [name for name in names if fits(words, title(name), "")]
        return [(title(name), say("theme.dark" if known[name].dark else "theme.light")) for name in shown]

    def wear(at: int) -> str:
        app.theme = shown[at]
        return say("theme.help")

    columns = [Column(say("theme.name")), Column("", 8)]
    dialog = Pick(
        say("theme.title"),
        columns,
        rows,
        placeholder=say("find.words"),
        empty=say("find.none"),
        about=wear,
        at=names.index(before) if before in names else 0,
    )
    at = await app.push_screen_wait(dialog)
    if at is None:
        app.theme = before
    else:
        app.theme = shown[at]
        desk.screen.ports.settings.remember_theme(app.theme)


async def edit_text(desk: "Desk") -> None:
    """Edit the request as text. A secret is shown as its reference, and stays unless that is replaced."""
    document = desk.session.document
    before = document.tree
    text = to_edit(before)
    unfinished = desk.unfinished_text

    def keep(typed: str) -> None:
        desk.unfinished_text = typed if typed != text else None

    title, at_end = say("text.title"), unfinished is not None
    dialog = TextEdit(
        text if unfinished is None else unfinished, problem_of, keep, title=title, at_end=at_end
    )
    answer = await desk.screen.app.push_screen_wait(dialog)
    if answer is None:
        if desk.unfinished_text is not None:
            desk.screen.notify(say("text.kept"), markup=False)
        return
    desk.unfinished_text = None
    desk.attention.all()
    document.replace(taken_over(answer, before))
    desk.screen.schedule()
