"""Somebody at the wizard: keys and the mouse, and what is then to be seen. Nothing waits for a fixed time."""

import asyncio
import re
import threading
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from html import unescape
from itertools import zip_longest
from pathlib import Path as FilePath
from typing import Any

from rich.cells import set_cell_size
from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button

from wizard.core.application import Application
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.steps import STEPS, find_step
from wizard.document.serializer import to_bytes
from wizard.document.tree import Path
from wizard.text import escape_lines
from wizard.tui.app import WizardApp
from wizard.tui.controller import WizardController
from wizard.tui.screens.dialogs import ConfirmDialog, Dialog
from wizard.tui.widgets.field import FieldRow
from wizard.tui.widgets.form import SectionForm
from wizard.tui.widgets.preview import Preview
from wizard.tui.widgets.row_table import RowTable
from wizard.tui.widgets.start import StartView
from wizard.tui.widgets.step_list import StepList

from .application import Service

THEMES = FilePath(__file__).parents[2] / "themes"
CALM = 5  # how often in turn nothing may be left to do
PATIENCE = 200  # how often something is looked for that a thread or a timer brings about
CELL_WIDTH = 12.2  # of a cell in the pictures that Textual draws


def key_of(character: str) -> events.Key:
    name = character if character.isalnum() else unicodedata.name(character, "x").lower()
    return events.Key(re.sub("[- ]", "_", name), character)


class ObservedApp(WizardApp):
    """The wizard, and all that it has told on the side."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.told: list[str] = []

    def notify(self, message: str, **options: Any) -> None:  # type: ignore[override]
        self.told.append(escape_lines(message))
        super().notify(message, **options)


class Person:
    def __init__(self, app: ObservedApp, pilot: Pilot[Any], service: Service | None = None) -> None:
        self.app = app
        self.pilot = pilot
        self.service = service or Service()

    # -- waiting

    async def settle(self) -> None:
        """Let happen what follows from what was done, until nothing is left that could go on by itself."""
        calm = looks = 0
        while calm < CALM and looks < PATIENCE and self.app.is_running:
            await asyncio.sleep(0)
            if self._has_messages:
                calm = 0
                continue
            # draws what has changed, which Textual does 60 times a second
            await self.pilot.wait_for_animation()
            if self.app.is_busy:  # buffered keys may wait for a timer
                calm, looks = 0, looks + 1
                await asyncio.sleep(0.001)
            else:
                calm += 1

    @property
    def _has_messages(self) -> bool:
        nodes = (node for screen in self.app.screen_stack for node in screen.walk_children(with_self=True))
        return bool(self.app.message_queue_size) or any(
            node.message_queue_size or not node.is_mounted for node in nodes
        )

    async def until(self, holds: Callable[[], object]) -> None:
        for _ in range(PATIENCE):
            await self.settle()
            if holds():
                return
            await self.pilot.pause()
        raise AssertionError(f"it never came about; on the screen:\n{self.screen}")

    async def see(self, text: str) -> None:
        if text:
            await self.until(lambda: self.shows(text))

    # -- doing; ``shows`` is what is to be seen then

    async def press(self, *keys: str, shows: str = "") -> None:
        """Press keys, one after the other; ``:save-as`` and the like choose a command in the menu."""
        for key in keys:
            if key.startswith(":"):
                await self.app.run_command(f"command('{key[1:]}')")()
            else:
                self.app.post_message(events.Key(key, " " if key == "space" else None))
            await self.settle()
        await self.see(shows)

    async def type(self, text: str, *keys: str, shows: str = "") -> None:
        """Type a text as fast as hands can, and press keys."""
        for character in text:
            self.app.post_message(key_of(character))
        await self.settle()
        await self.press(*keys, shows=shows)

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    async def clear(self) -> None:
        await self.press("end", "ctrl+u")

    async def fill_in(self, *lines: str, shows: str = "") -> None:
        for line in lines:
            await self.type(line, "enter")
        await self.see(shows)

    async def retype(self, text: str, *keys: str, shows: str = "") -> None:
        await self.clear()
        await self.type(text, *keys, shows=shows)

    async def click(self, widget: Widget, at: tuple[int, int] = (0, 0)) -> None:
        """Click at a place of a widget."""
        await self.click_at(widget.region.x + at[0], widget.region.y + at[1])

    async def click_at(self, x: int, y: int, *, times: int = 1) -> None:
        """Click at a cell of the screen, as a terminal reports it; no click waits for what another one does."""
        for _ in range(times):
            for event in (events.MouseMove, events.MouseDown, events.MouseUp):
                button = 0 if event is events.MouseMove else 1
                self.app.post_message(event(None, x, y, 0, 0, button, False, False, False, x, y))
        await self.settle()

    async def click_text(self, text: str, *, times: int = 1) -> None:
        for y, line in enumerate(self.screen.split("\n")):
            if text in line:
                await self.click_at(line.index(text) + 1, y, times=times)
                return
        raise AssertionError(f"{text!r} is not on the screen:\n{self.screen}")

    async def push(self, label: str, *keys: str, shows: str = "") -> None:
        """Push the button of some label, and press keys."""
        for button in self.app.screen.query(Button):
            if str(button.label) == label and button.display and not button.disabled:
                button.active_effect_duration = 0  # a button takes no click while it lights up
                await self.until(lambda button=button: not button.has_class("-active"))
                button.scroll_visible(animate=False, immediate=True)
                await self.settle()
                await self.click(button, (1, 0))
                await self.press(*keys, shows=shows)
                return
        raise AssertionError(f"there is no button {label!r}:\n{self.screen}")

    async def confirm(self, shows: str = "") -> None:
        await self.until(lambda: self.confirms)
        await self.push(str([*self.app.screen.query(Button)][1].label), shows=shows)

    async def ask_to_create(self) -> None:
        await self.press("f10")
        await self.until(lambda: self.confirms)

    async def create(self, text: str, *keys: str) -> None:
        """Create the cluster, wait until something is shown, and press keys."""
        await self.press("f10")
        await self.until(lambda: self.asked)
        if self.confirms and not self.shows(text):
            await self.confirm()
        await self.see(text)
        await self.press(*keys)

    async def go(self, step: str) -> None:
        """Click on a step in the list."""
        place = [each.id for each in STEPS].index(step)  # type: ignore[arg-type]
        await self.click(self.app.wizard.query_one(StepList), (3, 1 + place))
        assert self.step == step

    async def begin(self, title: str) -> None:
        """Choose something on the first step, by its title, and wait for what follows."""
        if self.step != "start":
            await self.go("start")
        start = self.app.wizard.query_one(StartView)
        table = start.query_one(RowTable)
        table.focus()
        await self.press("home")
        for _ in range(table.row_count):
            if start.highlighted.title == title:
                await self.press("enter")
                await self.until(lambda: self.step != "start" or self.asked)
                return
            await self.press("down")
        raise AssertionError(f"nothing begins with {title!r}:\n{self.screen}")

    async def enter(self, path: Path, *keys: str, shows: str = "") -> None:
        """Put the cursor into the field of a path, on its step, and press keys."""
        if self.step != find_step(path).id:
            await self.go(find_step(path).id)
        for form in self.pane.query(SectionForm):
            is_shown = any(row.path == path and row.display for row in form.rows)
            fields = [(*form.path, node.name) for node in form.section.fields]
            if path in fields and not is_shown:
                form.query_children(Button).first().focus()
                await self.press("enter")
        row = self.row(path)
        assert row.display, f"{path} is not to be seen:\n{self.screen}"
        row.focus_editor()
        await self.settle()
        await self.press(*keys, shows=shows)

    async def type_into(self, path: Path, text: str, *keys: str, shows: str = "") -> None:
        """Type a text at the end of the field of a path, on its step, and press keys."""
        await self.enter(path, "end")
        await self.type(text, *keys, shows=shows)

    async def open(self, request: Any) -> None:
        self.controller.open(from_file(request))
        await self.until(lambda: self.step == "basics")

    async def undo_all(self) -> None:
        while self.controller.session.document.undoable:
            await self.press("ctrl+z")

    async def choose_row(self, index: int, step: str = "") -> None:
        """Go to a row of the table of a collection, with the arrow keys, on some step or the one that is shown."""
        if step:
            await self.go(step)
        table = self.table
        table.focus()
        await self.press("home", *["down"] * index)

    # -- looking

    @property
    def screen(self) -> str:
        cells = [" " * self.app.size.width] * self.app.size.height
        svg = self.app.export_screenshot(simplify=True)
        for x, line, text in re.findall(r'<text class="[^"]*" x="([^"]*)".*?-line-(\d+)\)">([^<]*)<', svg):
            column, shown, row = round(float(x) / CELL_WIDTH), unescape(text).replace("\xa0", " "), int(line)
            cells[row] = set_cell_size(cells[row], column) + shown
        return "\n".join(each.rstrip() for each in cells)

    def shows(self, text: str) -> bool:
        """Whether a text is on the screen, in one column of it; it may go on on the next line there."""
        lines = [re.split("[▕▏│┃]", line) for line in self.screen.split("\n")]
        columns = (" ".join(" ".join(column).split()) for column in zip_longest(*lines, fillvalue=""))
        return text in self.screen or any(text in column for column in columns)

    def expect(self, *texts: str) -> None:
        missing = [text for text in texts if not self.shows(text)]
        assert not missing, f"{missing} not on the screen:\n{self.screen}"

    @property
    def told(self) -> str:
        return "\n".join(self.app.told)

    @property
    def controller(self) -> WizardController:
        assert self.app.wizard.controller is not None
        return self.app.wizard.controller

    @property
    def document(self) -> Any:
        return self.controller.session.document.tree

    @property
    def bytes(self) -> bytes:
        return to_bytes(self.document)

    @property
    def step(self) -> str:
        return self.app.wizard.step

    @property
    def pane(self) -> Widget:
        pane = self.app.wizard.get_pane(self.step)
        assert pane is not None and pane.display
        return pane

    @property
    def table(self) -> RowTable:
        return self.pane.query_one("CollectionForm > RowTable, ReviewView > RowTable", RowTable)

    @property
    def preview(self) -> Preview:
        return self.app.wizard.query_one(Preview)

    @property
    def previewed(self) -> str:
        return "\n".join(self.preview.render_line(y).text.rstrip() for y in range(self.preview.size.height))

    def row(self, path: Path) -> FieldRow:
        """The field of a path on the step that is shown."""
        forms = self.pane.query(SectionForm)
        rows = [row for form in forms for row in form.rows if row.path == path]
        assert len(rows) == 1, f"{len(rows)} fields for {path} on {self.step}"
        return rows[0]

    def note(self, path: Path) -> str:
        """What stands below the field of a path; ``""`` when nothing does."""
        notes = [note for note in self.row(path).query(".note") if note.display]
        return "\n".join(str(note.render()) for note in notes)

    def is_red(self, path: Path) -> bool:
        return self.row(path).has_class("-error")

    @property
    def in_focus(self) -> Path | None:
        nodes = self.app.focused.ancestors_with_self if self.app.focused else ()
        return next((node.path for node in nodes if isinstance(node, FieldRow)), None)

    @property
    def asked(self) -> bool:
        return isinstance(self.app.screen, Dialog)

    @property
    def confirms(self) -> bool:
        return isinstance(self.app.screen, ConfirmDialog)


def from_file(request: Any) -> OpenedDocument:
    """A request, as if it came from a file."""
    return OpenedDocument(request, DocumentSource("file", "request.json"))


@asynccontextmanager
async def wizard(
    request: Any = None,
    *,
    loaded: OpenedDocument | None = None,
    size: tuple[int, int] = (80, 24),
    application: Application | None = None,
    service: Service | None = None,
    toasts: bool = False,
) -> AsyncIterator[Person]:
    """A wizard and somebody at it, as soon as everything is there; without a request, the first step asks.

    Args:
        request: A request, as if it came from a file.
        loaded: A request with its origin.
        size: Columns and lines of the terminal.
        application: By default a new one.
        service: Observes the submissions.
        toasts: Whether notifications are shown.
    """
    if request is not None:
        loaded = from_file(request)
    application, service = application or Application({}), service or Service()
    service.watch(application.submissions)
    app = ObservedApp(application, loaded=loaded, themes=[THEMES])
    async with app.run_test(size=size, notifications=toasts) as pilot:
        app.animation_level = "none"
        person = Person(app, pilot, service)
        await person.until(lambda: app.wizard.controller is not None and app.wizard.query(Preview))
        if loaded is not None:
            await person.until(lambda: person.step == "basics" or person.asked)
        yield person
        await person.settle()
    for thread in threading.enumerate():  # none may write into the home folder of another test
        if thread.name in ("submission", "account"):
            await asyncio.to_thread(thread.join, 10)
