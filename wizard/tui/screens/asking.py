"""Asking for the values that a preset which is edited needs before it is submitted or exported."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard.core.parameters import to_blame
from wizard.core.words import place_in_words
from wizard.tui.texts import say
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.desk import Desk
    from wizard.tui.screens.values import Purpose


async def ask_values(desk: "Desk", purpose: "Purpose") -> bool:
    """Ask for the values of the preset at hand and keep them in the session; whether there are any now.

    What is to be submitted has to be right; what is exported has not.
    """
    from wizard.tui.screens.values import ValuesDialog

    session = desk.session
    judge = (lambda values: problems(desk, values)) if purpose == "submit" else None
    dialog = ValuesDialog(purpose, session.parameters, session.values, judge=judge)
    answer = await desk.screen.app.push_screen_wait(dialog)
    if not isinstance(answer, dict):
        return False
    session.values = answer
    return True


def problems(desk: "Desk", values: Mapping[str, Any]) -> Mapping[str, str]:
    """What the service would refuse for these values, by the parameter; by ``""`` what is wrong besides."""
    session = desk.session
    findings = session.judge(session.filled(values).tree).findings
    errors = [each for each in findings if each.severity is Severity.ERROR]
    blamed = to_blame(errors, session.document.tree, session.parameters)
    found = {name: f"{each.message} {each.why}".strip() for name, each in blamed.items()}
    if errors and not blamed:
        place = place_in_words(errors[0].path) or say("review.whole")
        found[""] = say("values.others", place=place, why=errors[0].message)
    return found
