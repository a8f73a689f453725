"""Where requests go: the targets that were found, trying one, choosing one, adding and removing."""

from typing import TYPE_CHECKING

from wizard.core.actions.profiles import ProfileChoice
from wizard.errors import BcwError
from wizard.tui import accounts
from wizard.tui.accounts import awaited
from wizard.tui.screens.dialogs import Question
from wizard.tui.screens.listing import Listing
from wizard.tui.screens.new_target import NewTargetDialog
from wizard.tui.texts import say
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.desk import Desk


async def choose_target(desk: "Desk") -> None:
    """Show where requests can go, and choose."""
    await desk.screen.app.push_screen_wait(TargetsScreen(desk))


class TargetsScreen(Listing[None]):
    """The targets. Choosing one closes the list; whatever else is done leaves it open."""

    def __init__(self, desk: "Desk") -> None:
        buttons = [
            ("use", say("target.use")),
            ("keep", say("target.keep")),
            ("test", say("target.test")),
            ("add", say("target.add")),
            ("delete", say("target.remove")),
            ("close", say("dialog.close")),
        ]
        columns = [
            Column("", 1),
            Column(say("target.name")),
            Column(say("target.region"), 15),
            Column(say("target.source")),
        ]
        super().__init__(say("target.title"), columns, buttons, empty=say("find.none"))
        self._desk = desk
        self._profiles = desk.screen.ports.profiles
        self._choices: list[ProfileChoice] = []
        self._tested: dict[str, tuple[bool, str]] = {}
        """What came of trying each out, by its name: whether it works, and what it said."""

    def on_mount(self) -> None:
        """The cursor is on the target in use."""
        super().on_mount()
        self._table.cursor = next((at for at, each in enumerate(self._choices) if each.in_use), 0)
        self.tell()

    def show(self) -> None:
        """Show the targets as they are now."""
        self._choices = list(self._profiles.choices())
        self._head.update(say("target.help"))
        rows = [("●" if each.in_use else "", each.name, each.region, each.source) for each in self._choices]
        marks = {
            at: "error" if each.problem else "warning"
            for at, each in enumerate(self._choices)
            if each.problem or each.remarks
        }
        self._table.show(rows, marks)
        self.tell()

    def about(self, at: int) -> str:
        """All that is known of a target."""
        each = self._choices[at]
        known = [
            each.title,
            say("target.about.endpoint", endpoint=each.endpoint) if each.endpoint else "",
            say("target.about.key", key=each.key_id) if each.key_id else "",
            say("target.about.source", source=each.source),
            say("target.about.in-use") if each.in_use else "",
            say("target.about.for-good") if each.for_good else "",
            f"✗ {each.problem}" if each.problem else "",
            *(f"! {remark}" for remark in each.remarks),
        ]
        return "\n".join(line for line in known if line)

    def highlighted(self) -> None:
        """Say again what came of trying this one out."""
        super().highlighted()
        at = self._table.cursor
        works, said = self._tested.get("" if at is None else self._choices[at].name, (True, ""))
        self.say(said, "done" if works else "error")

    def act(self, name: str, at: int | None) -> None:
        """Do what a button says."""
        chosen = None if at is None else self._choices[at]
        if name == "add":
            self.run_worker(self._add(), group="act", exclusive=True)
        elif chosen is None:
            return
        elif name in ("use", "keep"):
            self._use(chosen, for_good=name == "keep")
        elif name == "test":
            self.run_worker(self._test(chosen), group="act", exclusive=True)
        elif name == "delete":
            self.run_worker(self._remove(chosen), group="act", exclusive=True)

    def _use(self, chosen: ProfileChoice, *, for_good: bool) -> None:
        if chosen.problem:
            self.say(chosen.problem, "error")
            return
        if for_good and not chosen.can_be_kept:
            self.say(say("target.environment"), "error")
            return
        try:
            self._profiles.use(chosen.name, for_good=for_good)
        except BcwError as error:
            self.say(str(error), "error")
            return
        accounts.moved(self._desk)
        if for_good and any(not each.can_be_kept for each in self._choices):
            self._desk.screen.notify(say("target.environment.over"), timeout=10, markup=False)
        self.dismiss(None)

    async def _test(self, chosen: ProfileChoice) -> None:
        self.say(say("target.testing", name=chosen.name), "busy")
        tried = await awaited(lambda: self._profiles.test(chosen.name))
        sign = "✓" if tried.works else "✗"
        self._tested[chosen.name] = tried.works, "\n".join([f"{sign} {tried.lines[0]}", *tried.lines[1:]])
        self.highlighted()

    async def _add(self) -> None:
        dialog = NewTargetDialog(self._desk, late=self._added_late)
        said = await self.app.push_screen_wait(dialog)
        if said is None:
            return
        self.show()
        self._table.cursor = next(
            (at for at, each in enumerate(self._choices) if each.name == dialog.name_given), 0
        )
        self.tell()
        accounts.moved(self._desk)
        self.say(said)
        self._table.focus()

    def _added_late(self) -> None:
        """A keyring took its time: the target is there now."""
        if self.is_attached:
            self.show()
        accounts.moved(self._desk)

    async def _remove(self, chosen: ProfileChoice) -> None:
        if not chosen.can_be_removed:
            self.say(say("target.foreign", source=chosen.source), "error")
            return
        answers = [("no", say("dialog.cancel")), ("yes", say("target.remove.yes"))]
        question = Question(
            say("target.remove.title"), say("target.remove.question", title=chosen.title), answers
        )
        if await self.app.push_screen_wait(question) != "yes":
            return
        self.say(say("target.removing", name=chosen.name), "busy")
        try:
            left = await awaited(lambda: self._profiles.remove(chosen.name))
        except BcwError as error:
            self.say(str(error), "error")
            return
        self._tested.pop(chosen.name, None)
        self.show()
        self.say(f"{say('target.removed', name=chosen.name)} {left}".rstrip())
        accounts.moved(self._desk)
