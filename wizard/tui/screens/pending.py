"""The submissions of which nobody knows what came: what is known of each, finding out, and forgetting."""

from typing import TYPE_CHECKING

from wizard.core.actions.journal import describe_entry, describe_profile
from wizard.core.formatting import format_moment
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.models.journal import JournalEntry
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import ChoiceDialog
from wizard.tui.screens.listing import ListScreen
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def list_unsettled(controller: "WizardController") -> None:
    """Show what is unsettled; one that is to be found out about is, when the list is closed."""
    token = await controller.screen.app.push_screen_wait(PendingScreen(controller))
    controller.flows.show_beginnings()
    if token is not None:
        await controller.flows.submitting.take_up(token)


class PendingScreen(ListScreen[str]):
    """The unsettled submissions, the oldest first; the answer is the token of the one to find out about."""

    def __init__(self, controller: "WizardController") -> None:
        buttons = [
            ("resume", _("Find out")),
            ("delete", _("Forget…")),
            ("close", _("Close")),
        ]
        columns = [
            Column(_("Name")),
            Column(_("Sent"), 18),
            Column(_("Target")),
        ]
        super().__init__(
            _("Submissions of which nobody knows what came"),
            columns,
            buttons,
            empty=_("Nothing is unsettled: of every submission it is known what came of it."),
        )
        self._submissions = controller.screen.application.submissions
        self._all: list[JournalEntry] = []

    def show(self) -> None:
        """Show them as they are now."""
        self._all = list(self._submissions.pending())
        self._head.update(
            _(
                "Whether these clusters exist is not known. Finding out sends the same request under the same token to the same place, which never makes a second one."
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
        self.tell()

    def about(self, at: int) -> str:
        """All that is known of one."""
        return "\n".join(describe_entry(self._all[at]))

    def act(self, name: str, at: int | None) -> None:
        """Do what a button says."""
        if at is None:
            return
        if name == "resume":
            self.dismiss(self._all[at].token)
        else:
            self.run_worker(self._forget(self._all[at]), group="act", exclusive=True)

    async def _forget(self, one: JournalEntry) -> None:
        text = fill(
            _("Ask about {name} (sent {when} to {place}) no more? Its cluster may exist, and cost money."),
            name=one.name or one.token,
            when=format_moment(one.started_at),
            place=describe_profile(one),
        )
        answers = [("no", _("Cancel")), ("yes", _("Forget"))]
        if (
            await self.app.push_screen_wait(ChoiceDialog(_("Forget this submission?"), text, answers))
            != "yes"
        ):
            return
        try:
            self._submissions.forget(one.token)
        except BcwError as error:
            self.say(str(error), "error")
        else:
            self.say(
                fill(
                    _("Forgotten. Whether its cluster exists is not known; look in {place}."),
                    place=describe_profile(one),
                )
            )
        self.show()
