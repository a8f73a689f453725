"""The confirmation of a billable action on the command line, where nobody has given `--yes`."""

from wizard.cli import exits, output
from wizard.cli.exits import Stop
from wizard.core.confirmation import Confirmation


def confirmed(shown: Confirmation, *, refusal: str) -> bool:
    """Show a confirmation and ask its question.

    Args:
        shown: What is confirmed.
        refusal: What is said without a terminal to ask on.

    Raises:
        Stop: There is no terminal to ask on.
    """
    if not output.can_ask():
        raise Stop(exits.USAGE, refusal)
    for line in shown.text:
        output.say(output.visible(line))
    default = shown.is_yes_by_default
    return output.ask(f"{shown.question} {'[Y/n]' if default else '[y/N]'}", default=default)
