"""The unconfirmed submissions: retry them, or stop tracking them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wizard.core.actions.journal import describe_entry, describe_profile
from wizard.core.formatting import format_moment
from wizard.i18n import N_, _
from wizard.models.journal import JournalEntry
from wizard.tui.screens.listing import Action, ListScreen, bindings
from wizard.tui.screens.submitting import resume, stop_tracking
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def list_pending(controller: "WizardController") -> None:
    """Show the unconfirmed submissions; one that is to be retried is, when the list is closed."""
    token = await controller.screen.app.push_screen_wait(PendingScreen(controller))
    controller.flows.show_start_options()
    if token is not None:
        await resume(controller, token)


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

    def load(self) -> Sequence[JournalEntry]:
        return self._controller.screen.application.submissions.pending()

    def head(self) -> str:
        if not self.items:
            return ""
        return _(
            "No response: these clusters may or may not exist. Retry sends the same request and token: it "
            "returns the existing cluster, or creates it."
        )

    def row(self, item: JournalEntry) -> tuple[str, str, str]:
        return item.name or item.token, format_moment(item.started_at), describe_profile(item)

    def about(self, item: JournalEntry) -> Sequence[str]:
        return describe_entry(item)

    def do_resume(self, entry: JournalEntry) -> None:
        self.dismiss(entry.token)

    async def do_delete(self, entry: JournalEntry) -> None:
        message = await stop_tracking(self._controller, entry)
        self.show()
        self.say(message)
