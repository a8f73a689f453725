"""The unconfirmed submissions: retry them, or stop tracking them."""

from typing import TYPE_CHECKING

from wizard.core.actions.journal import describe_entry, describe_profile
from wizard.core.formatting import format_moment
from wizard.errors import BcwError
from wizard.i18n import N_, _
from wizard.models.journal import JournalEntry
from wizard.tui.screens.listing import Action, ListScreen, bindings
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def list_pending(controller: "WizardController") -> None:
    """Show the unconfirmed submissions; one that is to be retried is, when the list is closed."""
    token = await controller.screen.app.push_screen_wait(PendingScreen(controller))
    controller.flows.show_beginnings()
    if token is not None:
        await controller.flows.submitting.resume(token)


class PendingScreen(ListScreen[str]):
    """The unconfirmed submissions, the oldest first; the answer is the token of the one to retry."""

    ACTIONS = (
        Action("resume", N_("Retry (same token)…"), "enter"),
        Action("delete", N_("Stop tracking…"), "delete"),
    )
    BINDINGS = bindings("pending", ACTIONS)

    def __init__(self, controller: "WizardController") -> None:
        columns = [Column(_("Name")), Column(_("Sent")), Column(_("Profile"))]
        super().__init__(_("Unconfirmed submissions"), columns, empty=_("No unconfirmed submissions."))
        self._controller = controller
        self._all: list[JournalEntry] = []

    def show(self) -> None:
        """Show the submissions."""
        self._all = list(self._controller.screen.application.submissions.pending())
        self.show_head(
            _(
                "No response: these clusters may or may not exist. Retry sends the same request and token: it "
                "returns the existing cluster, or creates it."
            )
            if self._all
            else ""
        )
        self._table.show(
            [
                (each.name or each.token, format_moment(each.started_at), describe_profile(each))
                for each in self._all
            ]
        )
        self.describe()

    def about(self, index: int) -> str:
        """All that is known about one."""
        return "\n".join(describe_entry(self._all[index]))

    async def act(self, name: str, index: int) -> None:
        """Retry, or stop tracking."""
        if name == "resume":
            self.dismiss(self._all[index].token)
            return
        try:
            said = await self._controller.flows.submitting.stop_tracking(self._all[index])
        except BcwError as error:
            self.say(str(error), "error")
        else:
            self.show()
            self.say(said)
