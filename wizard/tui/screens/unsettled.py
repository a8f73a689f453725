"""The submissions of which nobody knows what came: what is known of each, finding out, and forgetting."""

from typing import TYPE_CHECKING

from wizard.core.actions.journal import JournalEntry
from wizard.errors import BcwError
from wizard.tui.screens.dialogs import Question
from wizard.tui.screens.listing import Listing
from wizard.tui.texts import say
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.desk import Desk


async def list_unsettled(desk: "Desk") -> None:
    """Show what is unsettled; one that is to be found out about is, when the list is closed."""
    token = await desk.screen.app.push_screen_wait(UnsettledScreen(desk))
    desk.flows.show_beginnings()
    if token is not None:
        await desk.flows.submitting.take_up(token)


class UnsettledScreen(Listing[str]):
    """The unsettled submissions, the oldest first; the answer is the token of the one to find out about."""

    def __init__(self, desk: "Desk") -> None:
        buttons = [
            ("resume", say("unsettled.resume")),
            ("delete", say("unsettled.forget")),
            ("close", say("dialog.close")),
        ]
        columns = [
            Column(say("clusters.name")),
            Column(say("unsettled.when"), 18),
            Column(say("clusters.place")),
        ]
        super().__init__(say("unsettled.title"), columns, buttons, empty=say("unsettled.none"))
        self._submissions = desk.screen.ports.submissions
        self._all: list[JournalEntry] = []

    def show(self) -> None:
        """Show them as they are now."""
        self._all = list(self._submissions.pending())
        self._head.update(say("unsettled.help") if self._all else "")
        self._table.show([(each.name or each.token, each.when, each.place) for each in self._all])
        self.tell()

    def about(self, at: int) -> str:
        """All that is known of one."""
        return "\n".join(self._all[at].lines)

    def act(self, name: str, at: int | None) -> None:
        """Do what a button says."""
        if at is None:
            return
        if name == "resume":
            self.dismiss(self._all[at].token)
        else:
            self.run_worker(self._forget(self._all[at]), group="act", exclusive=True)

    async def _forget(self, one: JournalEntry) -> None:
        text = say("unsettled.question", name=one.name or one.token, when=one.when, place=one.place)
        answers = [("no", say("dialog.cancel")), ("yes", say("unsettled.forget.yes"))]
        if await self.app.push_screen_wait(Question(say("unsettled.forget.title"), text, answers)) != "yes":
            return
        try:
            self._submissions.forget(one.token)
        except BcwError as error:
            self.say(str(error), "error")
        else:
            self.say(say("unsettled.forgotten", place=one.place))
        self.show()
