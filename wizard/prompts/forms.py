"""Ask for several answers that belong together: the values of a preset's parameters, their declarations."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

from wizard.core import parameters
from wizard.core.session import ValidationResult
from wizard.document.presets import format_value, get_declarations, read_parameters
from wizard.i18n import _, join_items
from wizard.models.preset import Parameter, ParameterType
from wizard.prompts.fields import format_finding, shorten
from wizard.prompts.lists import parse_entry_command
from wizard.prompts.prompter import Choice, Prompt, parse_yes_no
from wizard.prompts.session import GoBack, GoToStep, PromptSession
from wizard.text import format_escaped
from wizard.validation import Severity

_TYPES: tuple[ParameterType, ...] = get_args(ParameterType)


@dataclass(frozen=True, slots=True)
class FormField:
    """One of the answers."""

    name: str  # the key of the answer
    title: str
    help: str = ""  # what ``?`` prints
    is_required: bool = False  # whether it cannot be empty
    is_literal: bool = False  # whether spaces around the answer belong to it
    is_asked: Callable[[], bool] = lambda: True  # whether it is asked for, given the other answers


def fill_form(
    session: PromptSession,
    fields: Sequence[FormField],
    answers: MutableMapping[str, str],
    check: Callable[[str], object] = lambda name: None,
) -> None:
    """Ask for each field until its answer is valid; an empty line keeps its answer.

    Args:
        check: Is passed the name of a field; raises ValueError if its answer is invalid.

    Raises:
        GoBack: The user goes back from the first field.
        Navigation: The user goes elsewhere.
    """
    at = 0
    while at < len(fields):
        try:
            if not fields[at].is_asked() or _ask(session, fields[at], answers, check):
                at += 1
        except GoBack:
            before = [index for index in range(at) if fields[index].is_asked()]
            if not before:
                raise
            at = before[-1]


def _ask(
    session: PromptSession,
    field: FormField,
    answers: MutableMapping[str, str],
    check: Callable[[str], object],
) -> bool:
    before = answers.get(field.name, "")
    title = f"{field.title} *" if field.is_required else field.title
    answer = session.ask(f"{title} [{shorten(before)}]: " if before else f"{title}: ", explain=field.help)
    match answer.kind:
        case "value":
            answers[field.name] = answer.text if field.is_literal else answer.text.strip()
        case "remove":
            answers[field.name] = ""
        case "fix":
            session.print(_("  There is no fix with this number."))
            return False
    if field.is_required and not answers.get(field.name):
        session.print(_("  Error: required. Type a value, or < to go back."))
        return False
    try:
        check(field.name)
    except ValueError as error:
        session.print(_("  Error: {problem}"), problem=error)
        answers[field.name] = before
        return False
    return True


def ask_parameters(
    session: PromptSession, asked: Mapping[str, Parameter], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Ask for the values of parameters. Raises `GoBack` from the first one, or `Navigation`."""
    titles = join_items(each.label for each in asked.values())
    session.print(_("Parameters of the preset: {titles}"), titles=titles)
    answers = {name: parameters.format_initial_value(each, values) for name, each in asked.items()}
    fields, help_ = [], _("  {title}: {type}. The value replaces ${{{name}}} in the preset.")
    for name, each in asked.items():
        is_text, kind = each.type == "string", parameters.describe_type(each.type)
        title = each.label if is_text else f"{each.label} ({kind})"
        explained = format_escaped(help_, title=each.label, type=kind, name=name)
        fields.append(FormField(name, title, explained, is_required=not each.has_default, is_literal=is_text))

    def parse(name: str) -> Any:
        return parameters.parse_parameter(asked[name], answers[name])

    fill_form(session, fields, answers, parse)
    return {name: parse(name) for name in asked}


def ask_request(session: PromptSession, *, is_sent: bool) -> tuple[Any, ValidationResult]:
    """Return the request body and its validation result, after asking for the preset's parameters.

    If it is sent, values that the service rejects are asked for again. Raises `Navigation`.
    """
    edit, asked = session.edit, session.edit.parameters
    if not asked:
        return edit.request, edit.result
    while True:
        edit.values = ask_parameters(session, asked, edit.values)
        tree = edit.fill_parameters(edit.values)
        result = edit.validate(tree)
        errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
        blamed = parameters.find_blamed_parameters(errors, session.tree, asked) if is_sent else {}
        for name, finding in blamed.items():
            session.print("  {text}", text=format_finding(finding, asked[name].label))
        if not blamed:
            return tree, result
        session.print(_("Nothing was sent. Type other values, or < to go back."))


def edit_parameters(session: PromptSession, arguments: str = "") -> None:
    """Edit the parameters that the open preset declares, until an empty line. Raises `Navigation`."""
    edit, before = session.edit, session.tree
    try:
        while True:
            names, known = [*get_declarations(edit.origin.preset)], read_parameters(edit.origin.preset)
            rows = [
                Choice(str(number), _describe(name, known.get(name))) for number, name in enumerate(names, 1)
            ]
            answer = session.ask(
                Prompt(
                    _("Parameters (add, edit N, delete N): ") if names else _("Parameters (add): "),
                    [Choice("", _("Done")), *rows, Choice("add", _("Add…"))],
                ),
                explain=_(
                    "  ${name} in a field is replaced by the parameter's value when the preset is used.\n"
                    "  add        declares a parameter\n"
                    "  edit 2     edits parameter 2; 2 alone does the same\n"
                    "  delete 2   deletes the declaration of parameter 2\n"
                    "  An empty line goes back. :save saves the declarations with the preset."
                ),
            )
            if answer.kind == "keep":
                break
            commands = {"add": 0, "edit": 1, "delete": 1}
            command, indexes = parse_entry_command(session, answer.text, commands, names)
            if not command:
                continue
            name = names[indexes[0]] if indexes else ""
            if command == "delete":
                edit.origin = parameters.remove_parameter(edit.origin, name)
                session.print(_("{name} deleted. ${{{name}}} is literal text from now on."), name=name)
            else:
                _declare(session, name)
            edit.document.mark_unsaved()
    except GoBack:
        pass
    if session.tree is not before:  # a parameter was renamed: the current question shows its old name
        raise GoToStep(session.step)


def _describe(name: str, parameter: Parameter | None) -> str:
    if parameter is None:
        return _("{name}: not a valid declaration").format(name=name)
    default = format_value(parameter.default) or '""' if parameter.has_default else ""
    state = _("default {value}").format(value=default) if parameter.has_default else _("required")
    return f"{name}: {'; '.join(part for part in (parameter.title, parameter.type, state) if part)}"


def _declare(session: PromptSession, name: str) -> None:
    """Ask for a declaration; an empty name declares a new parameter."""
    edit = session.edit
    before = read_parameters(edit.origin.preset).get(name, Parameter(name=name))
    answers = {
        "name": name,
        "title": before.title,
        "type": before.type,
        "has": _("yes") if before.has_default else _("no"),
        "default": format_value(before.default) if before.has_default else "",
    }

    def has_default() -> bool:
        return bool(parse_yes_no(answers["has"]))

    def check(key: str) -> None:
        kind: Any = answers["type"].lower()
        if key == "type" and kind not in _TYPES:
            raise ValueError(_("Type string, integer, number or boolean."))
        if key == "has" and parse_yes_no(answers["has"]) is None:
            raise ValueError(_("Type yes or no."))
        default = answers["default"] if key == "default" else None
        problems = parameters.check_declaration(edit.origin, answers["name"], kind, default, instead_of=name)
        if key in problems:
            raise ValueError(problems[key])

    fields = [
        FormField("name", _("Name"), _("Letters, digits, _ and -. ${name} in a field is replaced."), True),
        FormField("title", _("Title"), _("Shown when the value is asked for.")),
        FormField("type", _("Type (string, integer, number or boolean)"), is_required=True),
        FormField("has", _("Has a default? (yes or no)"), is_required=True),
        FormField("default", _("Default"), is_literal=True, is_asked=has_default),
    ]
    fill_form(session, fields, answers, check)
    new, title, kind = answers["name"], answers["title"], cast(ParameterType, answers["type"].lower())
    default = answers["default"] if has_default() else None
    edit.origin = parameters.declare_parameter(edit.origin, new, title, kind, default, instead_of=name)
    if name and new != name:
        edit.document.change_all(lambda tree: parameters.rename_placeholder(tree, name, new))
    session.print(_("{name} declared."), name=new)
