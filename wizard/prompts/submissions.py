"""Submissions without a response, and sending one again."""

from wizard.core.actions.journal import JournalEntry
from wizard.core.confirmation import confirm_pending
from wizard.prompts import submission
from wizard.prompts.confirming import confirm
from wizard.prompts.desk import Desk
from wizard.prompts.texts import say


def in_words(unsettled: JournalEntry) -> str:
    """A submission as a list says it."""
    return say(
        "submissions.row",
        name=named(unsettled),
        when=unsettled.when,
        place=unsettled.place,
        token=unsettled.token,
    )


def named(unsettled: JournalEntry) -> str:
    """What its cluster is called."""
    return unsettled.name or say("submissions.nameless")


def resume(desk: Desk, token: str) -> None:
    """Send a submission again when that is confirmed, and say what came of it."""
    submissions = desk.ports.submissions
    pending = next((each for each in submissions.pending() if each.token == token), None)
    if pending is None:
        desk.say("submissions.settled")
    elif not confirm(desk, confirm_pending(pending)):
        desk.say("submit.no")
    else:
        desk.say("submissions.resuming", token=token)
        submission.follow(desk, token, lambda tell, stop: submissions.resume(token, tell=tell, stop=stop))
