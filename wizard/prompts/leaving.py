"""Leaving the wizard; what is not saved is kept as a draft."""

from wizard.prompts import replies, saving
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back, Leave
from wizard.prompts.texts import say


def quit_(desk: Desk) -> None:
    """Leave the wizard, unless the person would rather stay.

    Raises:
        Leave: The person leaves.
    """
    created = desk.outcome is not None and desk.outcome.kind == "created"
    if not desk.is_open or not desk.session.document.is_modified or created:
        raise Leave(keep=False)
    while True:
        try:
            reply = desk.ask(say("quit.question"), explain=lambda part: desk.say("quit.help"))
        except Back:
            return
        choice = 0 if reply.kind == "keep" else replies.number(reply.text, 4)
        match choice:
            case 0:
                raise Leave(keep=True)
            case 1:
                if saving.save_as(desk):
                    raise Leave(keep=False)
                return
            case 2:
                return
            case 3:
                raise Leave(keep=False)
            case _:
                desk.say("rows.number", answer=reply.text, count=4)
