"""Where requests go: the targets that were found, trying one, choosing one, adding and removing."""

from typing import TYPE_CHECKING

from wizard.core.actions.profiles import ProfileChoice
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.tui import accounts
from wizard.tui.accounts import awaited
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import ChoiceDialog
from wizard.tui.screens.listing import ListScreen
from wizard.tui.screens.new_profile import NewProfileDialog
from wizard.tui.texts import say
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def choose_target(controller: "WizardController") -> None:
    """Show where requests can go, and choose."""
    await controller.screen.app.push_screen_wait(ProfilesScreen(controller))


class ProfilesScreen(ListScreen[None]):
    """The targets. Choosing one closes the list; whatever else is done leaves it open."""

    def __init__(self, controller: "WizardController") -> None:
        buttons = [
            ("use", _("Use")),
            ("keep", _("Keep")),
            ("test", _("Test")),
            ("add", _("Add…")),
            ("delete", _("Remove…")),
            ("close", _("Close")),
        ]
        columns = [
            Column("", 1),
            Column(_("Target")),
            Column(_("Region"), 15),
            Column(_("Found in")),
        ]
        super().__init__(_("Where requests go"), columns, buttons, empty=_("Nothing fits."))
        self._controller = controller
        self._profiles = controller.screen.application.profiles
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
        self._head.update(
            _(
                "Use is for this run; Keep makes it the one wherever none is named. Enter, Insert and Delete do what Use, Add and Remove do."
            )
        )
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
            fill(_("Endpoint: {endpoint}"), endpoint=each.endpoint) if each.endpoint else "",
            fill(_("Access key: {key}"), key=each.key_id) if each.key_id else "",
            fill(_("Found in: {source}"), source=each.source),
            _("● Requests of this run go there.") if each.in_use else "",
            _("It is used wherever no target is named.") if each.for_good else "",
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
            self.say(
                _(
                    "The key in the environment needs no choosing: as long as it is set, it stands over every other one that is not named."
                ),
                "error",
            )
            return
        try:
            self._profiles.use(chosen.name, for_good=for_good)
        except BcwError as error:
            self.say(str(error), "error")
            return
        accounts.moved(self._controller)
        if for_good and any(not each.can_be_kept for each in self._choices):
            self._controller.screen.notify(
                _("In the next run the key in the environment stands over it, as long as it is set."),
                timeout=10,
                markup=False,
            )
        self.dismiss(None)

    async def _test(self, chosen: ProfileChoice) -> None:
        self.say(fill(_("Asking {name} …"), name=chosen.name), "busy")
        tried = await awaited(lambda: self._profiles.test(chosen.name))
        sign = "✓" if tried.works else "✗"
        self._tested[chosen.name] = tried.works, "\n".join([f"{sign} {tried.lines[0]}", *tried.lines[1:]])
        self.highlighted()

    async def _add(self) -> None:
        dialog = NewProfileDialog(self._controller, late=self._added_late)
        said = await self.app.push_screen_wait(dialog)
        if said is None:
            return
        self.show()
        self._table.cursor = next(
            (at for at, each in enumerate(self._choices) if each.name == dialog.name_given), 0
        )
        self.tell()
        accounts.moved(self._controller)
        self.say(said)
        self._table.focus()

    def _added_late(self) -> None:
        """A keyring took its time: the target is there now."""
        if self.is_attached:
            self.show()
        accounts.moved(self._controller)

    async def _remove(self, chosen: ProfileChoice) -> None:
        if not chosen.can_be_removed:
            self.say(
                fill(
                    _("Only targets that were added here are removed here. This one is in {source}."),
                    source=chosen.source,
                ),
                "error",
            )
            return
        answers = [("no", _("Cancel")), ("yes", _("Remove"))]
        question = ChoiceDialog(
            _("Remove the target?"),
            fill(
                _(
                    "Forget {title}, with its secret? Clusters that were created there stay, and go on costing."
                ),
                title=chosen.title,
            ),
            answers,
        )
        if await self.app.push_screen_wait(question) != "yes":
            return
        self.say(fill(_("Removing {name} …"), name=chosen.name), "busy")
        try:
            left = await awaited(lambda: self._profiles.remove(chosen.name))
        except BcwError as error:
            self.say(str(error), "error")
            return
        self._tested.pop(chosen.name, None)
        self.show()
        self.say(f"{say('target.removed', name=chosen.name)} {left}".rstrip())
        accounts.moved(self._controller)
