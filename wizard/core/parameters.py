"""The parameters of presets: ask for their values, fill them in, check the result, declare them.

Where a preset is used, its parameters are asked for first and a new request is edited. Where it is edited
itself, ``${name}`` stays in the request, which is checked with the defaults.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document import presets
from wizard.document.tree import MISSING, Path, from_pointer, get
from wizard.i18n import N_, _, join_names
from wizard.models.preset import Parameter, ParameterType
from wizard.text import escape_text
from wizard.validation import Context, Finding, Severity, check

PARAMETER_MISSING = "parameter-missing"
PARAMETER_SECRET = "parameter-secret"
PRESET_BROKEN = "preset-broken"
PRESET_RULES: dict[str, tuple[str, str]] = {
    PARAMETER_MISSING: (
        N_("Parameter {name} has no value and no default."),
        N_("Set it with {option}. Without it the request cannot be sent."),
    ),
    PARAMETER_SECRET: (
        N_("The default of parameter {name} is a secret."),
        N_("Presets hold no secrets. Remove the default; use ${env:NAME} in the secret field instead."),
    ),
    PRESET_BROKEN: (
        N_("The declaration of the parameter {name} must be an object."),
        N_("The preset cannot be used until this is corrected."),
    ),
}
"""The message and the reason of the rules about presets; those of `PRESET_BROKEN` have several messages."""

_TYPES = {
    "string": N_("text"),
    "integer": N_("an integer"),
    "number": N_("a number"),
    "boolean": N_("true or false"),
}


def describe_type(kind: str) -> str:
    return _(_TYPES[kind])


def make_finding(rule: str, path: Path, message: str, why: str = "") -> Finding:
    """Return a finding of a rule about presets, by default with the reason of the rule."""
    severity = Severity.NOTE if rule == PARAMETER_MISSING else Severity.ERROR
    return Finding(rule, severity, path, message, why or _(PRESET_RULES[rule][1]), _("the preset itself"))


# -- values


def format_initial_value(parameter: Parameter, values: Mapping[str, Any]) -> str:
    """Return the text with which a parameter is asked for: its earlier value, else its default."""
    value = values.get(parameter.name, parameter.default)
    return "" if value is None else presets.format_value(value)


def parse_parameter(parameter: Parameter, answer: str) -> Any:
    """Return the value of an answer; an empty answer is the default.

    Raises ValueError: it has another type, or there is no default.
    """
    if answer if parameter.type == "string" else answer.strip():
        return presets.parse_value(answer, parameter.type)
    if parameter.has_default:
        return parameter.default
    raise ValueError(_("Required."))


# -- using a preset


def describe_parameters(preset: Mapping[str, Any] | None) -> str:
    """Return a sentence that lists the parameters of a preset that is edited; ``""`` without any."""
    names = [escape_text(name) for name in presets.get_declarations(preset)]
    if not names:
        return ""
    text = _("${{…}} is replaced by a parameter when the preset is used or submitted: {names}.")
    return text.format(names=join_names(names))


def use_preset(preset: OpenedDocument) -> OpenedDocument:
    """Return a new document from a preset, with the parameters to ask for; the preset if it uses none."""
    parameters = presets.read_parameters(preset.origin.preset)
    asked = {name: parameters[name] for name in presets.find_placeholders(preset.tree, parameters)}
    return copy_preset(preset, preset.tree, asked) if asked else preset


def copy_preset(preset: OpenedDocument, tree: Any, asked: Mapping[str, Parameter]) -> OpenedDocument:
    """Return a new document from a preset. Of its metadata, the rules that it ignores are kept."""
    known = describe_parameters(preset.origin.preset)
    ignored = [*presets.read_ignored_rules(preset.origin.preset)]
    source = DocumentSource(preset={"ignore": ignored}) if ignored else DocumentSource()
    return OpenedDocument(tree, source, tuple(each for each in preset.remarks if each != known), asked)


def fill_in_document(opened: OpenedDocument, values: Mapping[str, Any]) -> OpenedDocument:
    """Return a document with its parameters filled in; parameters without a value take their defaults."""
    tree = presets.fill_parameters(opened.tree, opened.parameters, values).tree
    return replace(opened, tree=tree, parameters={})


# -- checking


def omit_missing(findings: Iterable[Finding], missing: Mapping[str, tuple[Path, ...]]) -> Iterator[Finding]:
    """Return findings except those at the places where the value of a parameter is missing."""
    unknown = {path for paths in missing.values() for path in paths}
    return (finding for finding in findings if finding.path not in unknown)


def report_missing(missing: Mapping[str, tuple[Path, ...]], why: str) -> list[Finding]:
    """Return a note for each place where the value of a parameter is missing."""
    message = _(PRESET_RULES[PARAMETER_MISSING][0])
    return [
        make_finding(PARAMETER_MISSING, path, message.format(name=name), why)
        for name, paths in missing.items()
        for path in paths
    ]


def check_secret_defaults(preset: Mapping[str, Any] | None, tree: Any) -> list[Finding]:
    """Return an error for each parameter of a preset whose default is a secret."""
    names = presets.find_secret_defaults(preset, tree)
    found = presets.find_placeholders(tree, presets.read_parameters(preset)) if names else {}
    message = _(PRESET_RULES[PARAMETER_SECRET][0])
    return [
        make_finding(PARAMETER_SECRET, found.get(name, ((),))[0], message.format(name=escape_text(name)))
        for name in names
    ]


def check_preset(tree: Any, filled: presets.FilledRequest, context: Context) -> list[Finding]:
    """Return the findings of a preset that is edited, without fixes that would replace ``${name}``."""
    findings = [
        finding if changes_no_parameter(finding, tree, filled.tree) else replace(finding, fix=None)
        for finding in omit_missing(check(filled.tree, context), filled.missing)
    ]
    if PARAMETER_MISSING not in context.ignored:
        findings += report_missing(filled.missing, _("You are asked for it when you create the cluster."))
    return findings


def changes_no_parameter(finding: Finding, tree: Any, filled_tree: Any) -> bool:
    """Return whether the fix of a finding changes nothing that a parameter was filled into."""
    edits = finding.fix.edits if finding.fix is not None else ()
    pointers = [edit[key] for edit in edits for key in ("path", "from") if key in edit]
    paths = [from_pointer(pointer, tree) for pointer in pointers]
    return all(get(tree, path, MISSING) is get(filled_tree, path, MISSING) for path in paths)


def find_blamed_parameters(
    findings: Sequence[Finding], tree: Any, parameters: Mapping[str, Parameter]
) -> dict[str, Finding]:
    """Return the parameters whose values caused findings, each with the first of them."""
    blamed: dict[str, Finding] = {}
    for name, paths in presets.find_placeholders(tree, parameters).items():
        for finding in findings:
            if finding.path in paths:
                blamed.setdefault(name, finding)
    return blamed


# -- declaring


def check_declaration(
    origin: DocumentSource, name: str, kind: ParameterType, default: str | None, *, instead_of: str = ""
) -> dict[str, str]:
    """Return what is wrong with a declaration, by ``name`` and ``default``.

    Args:
        default: Its default as it was typed; ``None`` for none.
        instead_of: The parameter that it replaces, or ``""``.
    """
    problems = {}
    if not presets.PARAMETER_NAME.fullmatch(name):
        problems["name"] = _("Use letters, digits, _ and -; start with a letter or _.")
    elif name != instead_of and name in presets.get_declarations(origin.preset):
        problems["name"] = _("A parameter of this name already exists.")
    if default is not None:
        try:
            presets.parse_value(default, kind)
        except ValueError as error:
            problems["default"] = str(error)
    return problems


def declare_parameter(
    origin: DocumentSource,
    name: str,
    title: str,
    kind: ParameterType,
    default: str | None,
    *,
    instead_of: str = "",
) -> DocumentSource:
    """Return the source with a parameter declared; others, and unknown keys, stay.

    Args: as of `check_declaration`, whose checks have passed; ``title`` is the title for users.
    """
    before = presets.get_declarations(origin.preset)
    old = before.get(instead_of)
    declaration = {**old} if isinstance(old, dict) else {}
    for key, value, default_value in (("title", title, ""), ("type", kind, "string")):
        if value != default_value or key in declaration:
            declaration[key] = value
    declaration.pop("default", None)
    if default is not None:
        declaration["default"] = presets.parse_value(default, kind)
    renamed = {name if key == instead_of else key: value for key, value in before.items()}
    return _declare(origin, {**renamed, name: declaration})


def remove_parameter(origin: DocumentSource, name: str) -> DocumentSource:
    before = presets.get_declarations(origin.preset)
    return _declare(origin, {key: value for key, value in before.items() if key != name})


def _declare(origin: DocumentSource, parameters: dict[str, Any]) -> DocumentSource:
    return replace(origin, preset={**(origin.preset or {}), "parameters": parameters})


def rename_placeholder(tree: Any, old: str, new: str) -> Any:
    """Return a request with another name in the placeholders of a parameter."""
    return presets.fill_parameters(tree, {old: Parameter(name=old)}, {old: f"${{{new}}}"}).tree
