"""The confirmation of a billable action: the only way to create instances from plain questions."""

from wizard.core.confirmation import Confirmation
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back
from wizard.prompts.texts import say


def confirm(desk: Desk, shown: Confirmation) -> bool:
    """Show a confirmation and ask its question; going back is no."""
    show(desk, shown)
    default = shown.is_yes_by_default
    question = say("confirm.yes" if default else "confirm.no", question=shown.question)
    try:
        return desk.confirm(question, default=default)
    except Back:
        return False


def show(desk: Desk, shown: Confirmation) -> None:
    """Print the lines of a confirmation."""
    for line in shown.text:
        desk.tell(line)
