"""The submissions of which nobody knows what came: found out about, or forgotten."""

from collections.abc import Sequence

from wizard.core.confirming import of_pending
from wizard.core.ports import Unsettled
from wizard.prompts import submission
from wizard.prompts.confirming import confirm
from wizard.prompts.desk import Desk
from wizard.prompts.menu import Menu
from wizard.prompts.texts import say
from wizard.prompts.verbs import Doing


class SubmissionsMenu(Menu):
    """The submissions that are unsettled, the oldest first."""

    TOPIC = "submissions"
    VERBS = {"resume": 1, "forget": 1, "list": 0}
    DEFAULT = "resume"

    def look(self) -> None:
        """Look up which there are."""
        self._found = list(self.desk.ports.accounts.unsettled())

    def rows(self) -> Sequence[str]:
        """What is said of each."""
        return [in_words(each) for each in self._found]

    def names(self) -> Sequence[str]:
        """The token of each."""
        return [each.token for each in self._found]

    def do(self, doing: Doing) -> bool:
        """Find out about one, or forget it."""
        if doing.verb == "resume":
            resume(self.desk, self._found[doing.places[0]].token)
        elif doing.verb == "forget":
            return self._forget(self._found[doing.places[0]])
        return True

    def _forget(self, unsettled: Unsettled) -> bool:
        desk = self.desk
        if not desk.confirm(say("submissions.forget.question", name=named(unsettled))):
            return False
        desk.ports.accounts.forget(unsettled.token)
        desk.say("submissions.forgotten", place=unsettled.place)
        return True


def in_words(unsettled: Unsettled) -> str:
    """A submission as a list says it."""
    return say(
        "submissions.row",
        name=named(unsettled),
        when=unsettled.when,
        place=unsettled.place,
        token=unsettled.token,
    )


def named(unsettled: Unsettled) -> str:
    """What its cluster is called."""
    return unsettled.name or say("submissions.nameless")


def resume(desk: Desk, token: str) -> None:
    """Send a submission again when that is confirmed, and say what came of it."""
    accounts = desk.ports.accounts
    pending = next((each for each in accounts.unsettled() if each.token == token), None)
    if pending is None:
        desk.say("submissions.settled")
    elif not confirm(desk, of_pending(pending)):
        desk.say("submit.no")
    else:
        desk.say("submissions.resuming", token=token)
        submission.follow(desk, token, lambda tell, stop: accounts.resume(token, tell=tell, stop=stop))
