"""The menu: Textual's command palette with our commands, steps and guides."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.command import CommandPalette, Hit, Hits, Provider
from textual.content import Content
from textual.widgets import Input

from wizard.core.guides import Guide, list_guides
from wizard.core.steps import STEPS
from wizard.i18n import _, join_label
from wizard.text import escape_lines, format_escaped
from wizard.tui.commands import COMMANDS
from wizard.tui.screens.guide import GuideScreen
from wizard.tui.widgets.collection import CollectionForm
from wizard.tui.widgets.row_table import EntryTable

if TYPE_CHECKING:
    from wizard.tui.app import WizardApp

Entry = tuple[str, str, str, Callable[[], Any]]
"""Name with its group, key, help and callback."""


def _show_guide(app: "WizardApp", guide: Guide) -> None:
    app.push_screen(GuideScreen(guide))


class MenuProvider(Provider):
    """Lists all commands by group, each with its key; a search finds those that contain all typed words."""

    async def startup(self) -> None:
        """Collect the entries once; they do not change while the menu is open."""
        self._all = [*self._list_entries()]

    def _list_entries(self) -> Iterator[Entry]:
        app: WizardApp = self.app  # type: ignore[assignment]
        last = ""
        for command in COMMANDS:
            if last == "Go" != command.group:
                for step in STEPS[:-1]:  # Review is a command
                    name = format_escaped(_("Go: {step}"), step=step.title)
                    yield name, "", step.help, app.run_command(f"go('{step.id}')")
            last = command.group
            name = join_label(_(command.group), _(command.label))
            if command.id != "menu":
                yield name, command.key, app.describe_command(command), app.run_command(command.action)
        pane = app.wizard.current_pane
        for form in pane.query(CollectionForm) if pane is not None else ():
            for command in form.commands:
                name = join_label(_(command.group), _(command.label))
                run = partial(form.query_one(EntryTable).action_ask, command.id)
                yield name, command.key, _(command.help), run
        for guide in list_guides():
            name = format_escaped(_("Guide: {title}"), title=guide.title)
            yield name, "", guide.summary, partial(_show_guide, app, guide)

    async def discover(self) -> Hits:
        async for hit in self.search(""):
            yield hit

    async def search(self, query: str) -> Hits:
        """Yield the commands that contain all words, those with the words in the name first."""
        words, is_found = query.casefold().split(), False
        for number, (name, key, help_, run) in enumerate(self._all):
            in_name = all(word in name.casefold() for word in words)
            if in_name or all(word in f"{name} {key} {help_}".casefold() for word in words):
                is_found = True
                score = (2 if in_name else 1) - number / 1000
                prompt = Content.assemble(name, (f"  {key}" if key else "", "$text-accent not bold"))
                yield Hit(score, prompt, run, name, escape_lines(help_).replace("[", r"\["))
        if not is_found:
            text = _("No matches")
            yield Hit(1, Content.styled(text, "dim"), lambda: None, text)


class Menu(CommandPalette):
    """The command palette; Textual's handles each of two clicks beside it, and copies on Ctrl+C without a selection."""

    BINDINGS = [Binding("ctrl+c", "interrupt", "Leave", show=False, priority=True, id="menu.interrupt")]

    def __init__(self) -> None:
        super().__init__([MenuProvider], placeholder=_("Search commands…"))

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Close the menu, once: a second click beside it may already be waiting."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    async def action_interrupt(self) -> None:
        """Copy the selected text; if there is none, ask to quit."""
        if isinstance(self.focused, Input) and self.focused.selected_text:
            self.focused.action_copy()
        else:
            await self.app.run_action("app.interrupt")
