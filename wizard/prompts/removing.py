"""Removing an object, an entry or a field of the request as a whole."""

from wizard.core.entries import Removable, list_removable
from wizard.prompts import replies
from wizard.prompts.desk import Desk
from wizard.prompts.moves import ToField, ToStep
from wizard.prompts.remarks import shortened
from wizard.prompts.texts import say

MOST_LISTED = 30
"""What is listed at once; of more, words narrow it."""


def remove(desk: Desk, words: str) -> None:
    """Remove what is called like the words; where several are, ask which one.

    Raises:
        Move: Something was removed: to where it was.
    """
    everything = list_removable(desk.tree)
    called = [each for each in everything if words and each.is_named(words)]
    found = [each for each in everything if each.matches(words)]
    if len(called) == 1:
        _remove(desk, called[0])
    if not found:
        desk.say("remove.none", words=words)
        return
    for number, each in enumerate(found[:MOST_LISTED], 1):
        key, value = each.path[-1], shortened(each.value)
        desk.say("remove.row", number=number, title=each.title, key=key, value=value)
    if len(found) > MOST_LISTED:
        desk.say("remove.more", count=len(found) - MOST_LISTED)
    while True:
        reply = desk.ask(say("remove.question"))
        if reply.kind == "keep":
            return
        count = min(len(found), MOST_LISTED)
        place = replies.number(reply.text, count) if reply.kind == "value" else None
        if place is not None:
            _remove(desk, found[place])
        desk.say("rows.number", answer=reply.text or "-", count=count)


def _remove(desk: Desk, each: Removable) -> None:
    desk.session.document.remove(each.path)
    desk.say("remove.done", title=each.title)
    raise ToStep("review") if desk.step == "review" else ToField(each.path)
