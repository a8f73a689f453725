"""`bcw explain`: describes a field, an error code or a rule."""

from collections.abc import Iterable, Iterator
from typing import Any

import click

from wizard.catalog import load_builtin
from wizard.cli import exits, lookup, output, params
from wizard.cli.exits import CliError, fill
from wizard.core.formatting import did_you_mean
from wizard.document.assignment import to_dotted_name
from wizard.document.serializer import to_compact_text
from wizard.i18n import N_, _
from wizard.models.fields import FieldSpec
from wizard.validation.rule import RULES
from wizard.validation.schema import error_codes_of

INDENT = "  "
MOST_VALUES = 12

_LINES = {
    "help": "{help}",
    "message": "{message}",
    "why": "{why}",
    "type": N_("Type: {type}"),
    "required": N_("Required."),
    "limits": N_("Limits: {limits}"),
    "unit": N_("Unit: {unit}"),
    "example": N_("Example: {example}"),
    "values": N_("Known values: {values}"),
    "secret": N_("Secret: files contain the reference {secret} instead."),
    "rows": "{rows}",
    "status": N_("HTTP status: {status}"),
    "fields": N_("Fields: {fields}"),
    "codes": N_("Error codes: {codes}"),
    "can_be_ignored": N_("Severity: {severity}. To ignore it: --ignore {rule}"),
    "has_braces": N_("Names and values of the request replace the words in braces."),
    "source": N_("Source: {source}"),
}
"""What is printed about a field, code or rule if it has the key, in this order."""


def _iter_names() -> Iterable[str]:
    fields = [to_dotted_name(spec.path) for spec in lookup.fields()]
    codes = [code for code in lookup.all_codes() if "{" not in code]
    names = [*fields, *(field.rpartition(".")[2] for field in fields), *codes, *lookup.rule_names()]
    return dict.fromkeys(names)


@params.command(
    _("Explain a field, an error code or a rule. Without a name, list all of them."),
    _("Name a field by its path, its name or its title, and a code as the service or 'bcw check' writes it."),
    ("bcw explain DesiredVMCount", _("a field by its name")),
    ("bcw explain Groups.workers.SpotPriceLimit", _("by its path")),
    ("bcw explain InvalidUserData.key.value", _("an error code of the service")),
    ("bcw explain disk-types-differ", _("a rule of 'bcw check'")),
    ("bcw explain Size --format json", _("for a program")),
)
@click.argument("name", metavar="[FIELD|CODE]", required=False, shell_complete=params.completes(_iter_names))
@params.format_option("text", "json")
def explain(options: params.Options) -> None:
    if options.format == "json":
        output.echo_json(_find(options.name))
    elif options.name is None:
        output.echo("\n".join(_list_all()))
    else:
        output.echo("\n\n".join(f"\n{INDENT}".join(_to_lines(each)) for each in _find(options.name)))


def _find(name: str | None) -> list[dict[str, Any]]:
    if name is None:
        codes, rules = lookup.all_codes().values(), lookup.rule_names()
        return [
            *map(_describe_field, lookup.fields()),
            *codes,
            *map(_describe_rule, rules),
        ]
    if found := lookup.find_fields(name):
        return [_describe_field(field) for field in found]
    if (code := lookup.find_code(name)) is not None:
        return [code]
    if name.casefold() in lookup.rule_names():
        return [_describe_rule(name.casefold())]
    message = _('No field, error code or rule is named "{name}". Run bcw explain without a name to list all.')
    hint = did_you_mean(name, (), lookup.find_similar(name))
    raise CliError(exits.USAGE, f"{fill(message, name=name)} {hint}".rstrip())


def _describe_field(field: FieldSpec) -> dict[str, Any]:
    from wizard.core.answers import describe_limits

    known = getattr(load_builtin(), field.choices) if field.choices is not None else ()
    return {
        "kind": "field",
        "path": to_dotted_name(field.path),
        "title": field.title,
        "type": field.kind,
        "required": field.required,
        "help": field.description,
        "limits": describe_limits(field),
        "unit": field.unit,
        "example": field.example,
        "values": [value for value in known if value],
        "secret": None if field.secret is None else f"${{env:{field.secret}}}",
        "fields": [*(field.fields or (field.item.fields if field.item is not None else ()))],
        "codes": error_codes_of(field),
        "source": field.source,
    }


def _describe_rule(name: str) -> dict[str, Any]:
    severities = {"duplicate-key": "warning", "body-large": "warning", "parameter-missing": "note"}
    severity = severities.get(name, "error")
    source = ""
    if (rule := RULES.get(name)) is not None:
        message, why, severity, source = rule.message, rule.why, rule.severity.value, rule.source
    else:
        message, why = lookup.OTHER_TEXTS[name]
    return {
        "kind": "rule",
        "rule": name,
        "severity": severity,
        "message": _(message),
        "why": _(why),
        "source": source,
    }


def _to_lines(about: dict[str, Any]) -> Iterator[str]:
    """Yield the heading and the lines below it."""
    kind, values, example = about["kind"], about.get("values", []), about.get("example")
    yield f"{about['path']} — {about['title']}" if kind == "field" else about[kind]
    rows = [_("Row E{row} of the error table: {message}").format(**row) for row in about.get("rows", ())]
    texts = [about.get(key, "") for key in ("code", "message", "why")]
    shown = about | {
        "example": "" if example is None else to_compact_text(example),
        "values": ", ".join([*values[:MOST_VALUES], *(["…"] if len(values) > MOST_VALUES else [])]),
        "rows": f"\n{INDENT}".join(rows),
        "fields": ", ".join(about.get("fields", ())),
        "codes": ", ".join(about.get("codes", ())),
        "can_be_ignored": about.get("severity", "error") != "error",
        "has_braces": kind != "field" and "{" in "".join(texts),
    }
    yield from (_(text).format(**shown) for key, text in _LINES.items() if shown.get(key))


def _list_all() -> Iterator[str]:
    paths = {to_dotted_name(field.path): field.title for field in lookup.fields()}
    width = max(map(len, paths))
    yield _("Fields:")
    yield from (f"{INDENT}{path:<{width}}  {title}" for path, title in paths.items())
    for heading, names in (
        (_("Error codes of the service:"), lookup.all_codes()),
        (_("Rules of bcw:"), lookup.rule_names()),
    ):
        yield ""
        yield heading
        yield from (f"{INDENT}{name}" for name in names)
