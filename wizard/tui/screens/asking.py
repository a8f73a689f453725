"""Asking for the values that a preset which is edited needs before it is submitted or exported."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard.core.parameters import find_blamed_parameters
from wizard.core.steps import describe_path
from wizard.i18n import _
from wizard.tui.escaping import fill
from wizard.validation import Severity

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController
    from wizard.tui.screens.values import Purpose


async def ask_values(controller: "WizardController", purpose: "Purpose") -> bool:
    """Ask for the values of the preset at hand and keep them in the session; whether there are any now.

    What is to be submitted has to be right; what is exported has not.
    """
    from wizard.tui.screens.values import ValuesDialog

    session = controller.session
    judge = (lambda values: problems(controller, values)) if purpose == "submit" else None
    dialog = ValuesDialog(purpose, session.parameters, session.values, judge=judge)
    answer = await controller.screen.app.push_screen_wait(dialog)
    if not isinstance(answer, dict):
        return False
    session.values = answer
    return True


def problems(controller: "WizardController", values: Mapping[str, Any]) -> Mapping[str, str]:
    """What the service would refuse for these values, by the parameter; by ``""`` what is wrong besides."""
    session = controller.session
    findings = session.validate(session.filled(values).tree).findings
    errors = [each for each in findings if each.severity is Severity.ERROR]
    blamed = find_blamed_parameters(errors, session.document.tree, session.parameters)
    found = {name: f"{each.message} {each.why}".strip() for name, each in blamed.items()}
    if errors and not blamed:
        place = describe_path(errors[0].path) or _("the whole request")
        found[""] = fill(
            _("The service would refuse the request also for another reason: {place}: {why}"),
            place=place,
            why=errors[0].message,
        )
    return found
