"""Submissions without a response, and sending one again."""

from wizard.core.confirming import of_pending
from wizard.core.ports import Unsettled
from wizard.prompts import submission
from wizard.prompts.confirming import confirm
from wizard.prompts.desk import Desk
from wizard.prompts.texts import say


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
