"""Asking for the parameters of a preset: when it is used, and when one that is edited is sent or exported."""

from collections.abc import Iterable, Mapping
from typing import Any

from wizard.core.documents import OpenedDocument
from wizard.core.parameters import (
    InvalidParameterError,
    describe_type,
    fill_in_document,
    find_blamed_parameters,
    format_initial_value,
    parse_parameter,
)
from wizard.core.session import ValidationResult
from wizard.models.preset import Parameter
from wizard.prompts import form, remarks
from wizard.prompts.desk import Desk
from wizard.prompts.form import Line
from wizard.prompts.texts import say
from wizard.validation import Finding, Severity


def ask(desk: Desk, parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for parameters, one after the other.

    Args:
        desk: What to work with.
        parameters: The parameters, by name.
        values: Values that were given before, which stay with Enter.

    Raises:
        Back: The person goes back from the first one.
        Move: The person goes somewhere else.
    """
    desk.say("parameters.heading", titles=", ".join(each.label for each in parameters.values()))
    answers = {name: format_initial_value(each, values) for name, each in parameters.items()}
    form.fill(desk, [_line(each) for each in parameters.values()], answers)
    return {name: parse_parameter(each, answers[name]) for name, each in parameters.items()}


def _line(parameter: Parameter) -> Line:
    def problem(answers: Mapping[str, str]) -> str:
        try:
            parse_parameter(parameter, answers[parameter.name])
        except InvalidParameterError as error:
            return str(error)
        return ""

    return Line(
        parameter.name,
        "parameters.question",
        "parameters.help",
        words={
            "title": parameter.label,
            "name": parameter.name,
            "wanted": describe_type(parameter.type),
            "default": format_initial_value(parameter) or say("field.blank")
            if parameter.has_default
            else say("parameters.no-default"),
        },
        nothing=say("field.keeps", value=say("field.blank")) if parameter.has_default else "",
        is_literal=parameter.type == "string",
        needed=not parameter.has_default,
        suggestions=lambda answers: ["true", "false"] if parameter.type == "boolean" else [],
        problem=problem,
    )


def use(desk: Desk, loaded: OpenedDocument) -> OpenedDocument:
    """What was opened to be used, with its parameters asked for and filled in.

    Raises:
        Back: The person would rather not.
        Move: The person goes somewhere else.
    """
    if not loaded.parameters:
        return loaded
    return fill_in_document(loaded, ask(desk, loaded.parameters, {}))


def settled(desk: Desk, *, is_sent: bool) -> tuple[Any, ValidationResult]:
    """The request at hand as it is sent or exported, and what the rules say of it.

    Of a preset that is edited, the parameters are asked for; what is sent, until nothing is wrong with their
    values, while what is exported may be wrong.

    Args:
        desk: What to work with.
        is_sent: Whether the request is to be sent.

    Raises:
        Back: The person would rather not.
        Move: The person goes somewhere else.
    """
    session = desk.session
    parameters = session.parameters
    if not parameters:
        return session.request, session.result
    while True:
        session.values = ask(desk, parameters, session.values)
        tree = session.filled(session.values).tree
        result = session.validate(tree)
        errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
        if not is_sent or not _tell_blamed(desk, errors, parameters):
            return tree, result


def _tell_blamed(desk: Desk, errors: Iterable[Finding], parameters: Mapping[str, Parameter]) -> bool:
    """Say what is wrong with values of parameters; the answer is whether anything is."""
    blamed = find_blamed_parameters(errors, desk.tree, parameters)
    for name, finding in blamed.items():
        text = say("finding.place", place=parameters[name].label, text=remarks.about(finding))
        desk.say("finding.error", text=text, rule=finding.rule)
    if blamed:
        desk.say("parameters.again")
    return bool(blamed)
