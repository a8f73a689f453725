"""The parameters of presets, as a wizard asks for them and judges by them.

Two things are done with a preset that declares some. It is *used*: its parameters are asked for first, and
what is edited is a new request. Or it is *edited* itself: `${name}` stays where it stands, the defaults are
what the findings are judged by, and the values are asked for when it is submitted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.formatting import visible
from wizard.document.presets import (
    FilledRequest,
    fill_parameters,
    find_placeholders,
    find_secret_defaults,
    format_value,
    parse_value,
    read_ignored_rules,
    read_parameters,
)
from wizard.document.tree import MISSING, Path, from_pointer, get
from wizard.i18n import N_, _
from wizard.models.preset import Parameter
from wizard.validation import Context, Finding, Severity, check

RULE = "parameter-missing"
"""The note that a parameter has no value."""
SECRET = "parameter-secret"
"""The error that the default of a parameter is a secret."""


_TYPES = {
    "string": N_("a text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "boolean": N_("true or false"),
}

MISSING_MESSAGE = N_("The parameter {name} has no value, and no default.")
SECRET_MESSAGE = N_("The default of the parameter {name} is a secret.")
SECRET_WHY = N_(
    "Presets hold no secrets. Remove the default, and use ${{env:NAME}} in the secret field instead."
)


def describe_type(kind: str) -> str:
    """Return what a value of a parameter's type is, in words."""
    return _(_TYPES[kind])


def preset_source() -> str:
    """Return the source of findings about a preset."""
    return _("the preset itself")


class InvalidParameterError(ValueError):
    """A text is no value of a parameter; the message says what one is."""


# -- asking


def format_initial_value(parameter: Parameter, values: Mapping[str, Any] | None = None) -> str:
    """What stands in the line that asks for it at first: the value that was given before, or the default."""
    value = (values or {}).get(parameter.name, parameter.default if parameter.has_default else MISSING)
    return "" if value is MISSING else format_value(value)


def parse_parameter(parameter: Parameter, answer: str) -> Any:
    """The value that a person means; nothing typed is the default.

    Raises:
        NotAValue: It is none of that type, or there is no default.
    """
    wanted = describe_type(parameter.type)
    if not (answer if parameter.type == "string" else answer.strip()):
        if parameter.has_default:
            return parameter.default
        raise InvalidParameterError(_("A value is needed: {wanted}.").format(wanted=wanted))
    try:
        return parse_value(answer, parameter.type)
    except ValueError as error:
        raise InvalidParameterError(_("The value has to be {wanted}.").format(wanted=wanted)) from error


# -- using a preset


def describe_parameters(preset: Mapping[str, Any] | None) -> str:
    """What is to be known of a preset that is edited itself: which values it asks for; ``""`` if none."""
    parameters = (preset or {}).get("parameters")
    names = [visible(str(name)) for name in parameters] if isinstance(parameters, dict) else []
    if not names:
        return ""
    return _(
        "${{…}} stands for values that the preset asks for when it is used or submitted: {names}."
    ).format(names=", ".join(names))


def use_preset(loaded: OpenedDocument) -> OpenedDocument:
    """A preset as the beginning of something new: its parameters are to be asked for; it stays as it is."""
    parameters = read_parameters(loaded.origin.preset)
    asked = {name: parameters[name] for name in find_placeholders(loaded.tree, parameters)}
    if not asked:
        return loaded
    known = describe_parameters(loaded.origin.preset)  # they are asked for next
    remarks = tuple(each for each in loaded.remarks if each != known)
    ignored = [*read_ignored_rules(loaded.origin.preset)]
    origin = DocumentSource(preset={"ignore": ignored}) if ignored else DocumentSource()
    return replace(loaded, origin=origin, remarks=remarks, parameters=asked)


def fill_in_document(loaded: OpenedDocument, values: Mapping[str, Any]) -> OpenedDocument:
    """A new request with its parameters filled in.

    Args:
        loaded: What was opened to be used.
        values: Values by name, of the parameters' types; what is not among them takes its default.
    """
    if not loaded.parameters:
        return loaded
    made = fill_parameters(loaded.tree, loaded.parameters, values)
    left = []
    if made.missing:
        said = _("These have no value yet: {names}. Fill them in where ${{…}} stands.")
        left = [said.format(names=", ".join(made.missing))]
    return OpenedDocument(made.tree, loaded.origin, (*loaded.remarks, *left))


# -- judging


def known_findings(findings: Iterable[Finding], missing: Mapping[str, tuple[Path, ...]]) -> Iterator[Finding]:
    """The findings of a request whose parameters were filled in, but for the places that have no value yet.

    Args:
        findings: What the rules say of it.
        missing: The places at which a value is missing, by the parameter's name.
    """
    unknown = {path for paths in missing.values() for path in paths}
    return (finding for finding in findings if finding.path not in unknown)


def missing_finding(name: str, path: Path, why: str) -> Finding:
    """The note that a parameter has no value."""
    message = _(MISSING_MESSAGE).format(name=name)
    return Finding(RULE, Severity.NOTE, path, message, why, preset_source())


def secret_findings(preset: Mapping[str, Any] | None, tree: Any) -> list[Finding]:
    """The errors that the default of a parameter is a secret, which no file may hold.

    Args:
        preset: What the preset says of itself.
        tree: Its request.
    """
    names = find_secret_defaults(preset, tree)
    found = find_placeholders(tree, read_parameters(preset)) if names else {}
    return [
        Finding(
            SECRET,
            Severity.ERROR,
            found.get(name, ((),))[0],
            _(SECRET_MESSAGE).format(name=visible(name)),
            _(SECRET_WHY).format(),
            preset_source(),
        )
        for name in names
    ]


def check_preset(tree: Any, made: FilledRequest, context: Context) -> list[Finding]:
    """What the rules say of a preset that is edited, errors first.

    A fix that would put a value where `${name}` stands is left out.

    Args:
        tree: The request of the preset.
        made: The same with the defaults filled in.
        context: What the rules know besides.
    """
    findings = [
        finding if _is_fixable(finding, tree, made.tree) else replace(finding, fix=None)
        for finding in known_findings(check(made.tree, context), made.missing)
    ]
    if RULE not in context.ignored:
        why = _("Its value is asked for when the preset is submitted.")
        for name, paths in made.missing.items():
            findings += (missing_finding(name, path, why) for path in paths)
    return findings


def _is_fixable(finding: Finding, tree: Any, filled_tree: Any) -> bool:
    """Whether the fix of a finding touches nothing that a parameter was filled into."""
    edits = finding.fix.edits if finding.fix is not None else ()
    pointers = [edit[key] for edit in edits for key in ("path", "from") if key in edit]
    paths = [from_pointer(pointer, tree) for pointer in pointers]
    return all(get(tree, path, MISSING) is get(filled_tree, path, MISSING) for path in paths)


def find_blamed_parameters(
    findings: Iterable[Finding], tree: Any, parameters: Mapping[str, Parameter]
) -> dict[str, Finding]:
    """The parameters whose values are what findings are about, each with the first of them.

    Args:
        findings: What was found in the request that came of filling in values.
        tree: The request of the preset.
        parameters: What it declares.
    """
    found = list(findings)
    blamed: dict[str, Finding] = {}
    for name, paths in find_placeholders(tree, parameters).items():
        first = next((each for each in found if each.path in paths), None)
        if first is not None:
            blamed[name] = first
    return blamed
