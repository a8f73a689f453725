"""`bcw explain`: describes a field, an error code of the service, or a rule of ours."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import click

from wizard.catalog import load_builtin
from wizard.cli import exits, output, params
from wizard.cli.exits import CliError
from wizard.core.formatting import suggest_similar
from wizard.core.parameters import PRESET_RULES
from wizard.document.assignment import to_dotted_name
from wizard.document.serializer import to_compact_text
from wizard.i18n import N_, _, join_names, join_sentences
from wizard.models.cluster import fields_by_path
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.text import format_escaped
from wizard.validation.check import OTHER_RULES
from wizard.validation.error_codes import ERROR_CODES, SOURCE, ErrorCode, fill_in
from wizard.validation.rule import RULES
from wizard.validation.schema import list_error_codes

COMMON_SOURCE = "Common error codes, https://help.aliyun.com/document_detail/44730.html"
E36 = ERROR_CODES[-1]
OTHER_TEXTS = {**OTHER_RULES, **PRESET_RULES}  # messages and reasons of the rules that are not in RULES

COMMON_CODES: dict[str, tuple[int, str]] = {
    "IdempotentTokenMismatch": (
        400,
        N_("The idempotency token was used for another request. Use a new token for a new request."),
    ),
    "InvalidIdempotentToken": (
        400,
        N_("An idempotency token has 1 to 64 letters, digits and underscores. Without one, bcw makes one."),
    ),
    "MissingGroups": (400, N_("Groups is missing. Add at least one instance group.")),
    "InvalidUrlPattern": (400, N_("The URL is not one of the service's operations.")),
    "MethodNotAllowed": (400, N_("The URL exists, but not with this HTTP method.")),
    "InvalidVersion.NotFound": (403, N_("Unknown API version. The version is 2015-11-11.")),
    "InvalidResource.AlreadyExisting": (403, N_("A resource with this name already exists.")),
    "InvalidQueryString": (403, N_("The query string of the URL is invalid.")),
    "QuotaExhausted": (
        403,
        N_("A quota of the account is used up. Delete something or request a higher quota."),
    ),
    "Forbidden": (
        403,
        N_("The AccessKey has no permission for this operation. Ask the account's administrator for it."),
    ),
    "InvalidResource.NotFound": (
        404,
        N_("No cluster, image or instance has this ID. It may have been deleted."),
    ),
    "InvalidAccessKeyId.NotFound": (404, N_("The service does not know the AccessKey ID. Check it.")),
    "SignatureDoesNotMatch": (
        400,
        N_("The signature is wrong, usually because of a wrong AccessKey secret. Check the secret."),
    ),
    "InvalidTimeStamp.Expired": (
        400,
        N_("The clock of this computer is more than 15 minutes off. Set it, then try again."),
    ),
    "StateConflict": (
        409,
        N_("The current state does not allow this, for example while a cluster is being deleted."),
    ),
    "InternalError": (500, N_("The service failed internally. Retry with the same token.")),
}
"""Codes of all operations: status, cause and remedy.

Source: https://help.aliyun.com/document_detail/44730.html
"""
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


def iter_fields() -> Iterator[FieldSpec]:
    """Yield all fields in the order of the API reference."""
    return (field for path, field in fields_by_path().items() if path and path[-1] != WILDCARD)


def describe_codes() -> dict[str, dict[str, Any]]:
    """Describe all codes in the order of the error table, those of all operations last.

    A code may contain ``{key}`` for names of the request.
    """
    rows: dict[str, list[ErrorCode]] = {}
    for row in ERROR_CODES[:-1]:
        rows.setdefault(row.code, []).append(row)
    rows["MissingGroups"] = []
    causes: dict[str, list[FieldSpec]] = {}
    for field in iter_fields():
        for code in list_error_codes(field):
            causes.setdefault(code, []).append(field)
            rows.setdefault(code, [E36])
    causes["MissingGroups"] = [fields_by_path()[("Groups",)]]
    codes = dict.fromkeys([*rows, *COMMON_CODES])
    return {code: _describe_code(code, rows.get(code, ()), causes.get(code, ())) for code in codes}


def _describe_code(code: str, rows: Sequence[ErrorCode], causes: Sequence[FieldSpec] = ()) -> dict[str, Any]:
    """Describe a code by its rows of the error table and the fields that can cause it."""
    status, remedy = COMMON_CODES.get(code, (400, ""))
    parameter = code.removeprefix("Invalid")
    return {
        "kind": "code",
        "code": code,
        "rows": [
            {"row": row.number, "status": row.status, "message": fill_in(row.message, parameter=parameter)}
            for row in rows
        ],
        "status": rows[0].status if rows else status,
        "fields": [to_dotted_name(field.path) for field in causes],
        "help": _(remedy),
        "source": SOURCE if rows or causes else COMMON_SOURCE,
    }


def find_fields(name: str) -> list[FieldSpec]:
    """Return the fields with a path, name or title.

    The path of an entry of a map or of an item of a list finds the map or list.
    """
    folded = name.casefold()
    wanted = folded.strip("/").replace("/", ".").split(".")
    if name.startswith("/"):  # a JSON Pointer
        wanted = [step.replace("~1", "/").replace("~0", "~") for step in folded[1:].split("/")]
    return (
        [field for field in iter_fields() if _is_match(field.path, wanted)]
        or [field for field in iter_fields() if field.item is not None and _is_match(field.item.path, wanted)]
        or [field for field in iter_fields() if field.name.casefold() == folded]
        or [field for field in iter_fields() if field.title.casefold() == folded]
    )


def _is_match(pattern: tuple[str, ...], wanted: list[str]) -> bool:
    """Return whether keys are a path to a field; any key matches a key of a map or an index of a list."""
    return len(pattern) == len(wanted) and all(
        known == WILDCARD or known.casefold() == name for known, name in zip(pattern, wanted, strict=True)
    )


def find_code(name: str) -> dict[str, Any] | None:
    """Describe the code of the service's text, which contains names of the request, or of a row (``E18``).

    One page of the service writes ``InvalidParameter.ImageId`` for ``InvalidImageId``. A parameter's name
    (``IdempotentToken``) finds the code for its invalid value.
    """
    if match := re.fullmatch(r"InvalidParameter\.(.+)", name, re.IGNORECASE):
        return find_code(f"Invalid{match[1]}")
    if match := re.fullmatch(r"[Ee]([1-9][0-9]?)", name):
        number = int(match[1])
        row = ERROR_CODES[number - 1] if number <= len(ERROR_CODES) else None
        return None if row is None else describe_codes().get(row.code, _describe_code(row.code, (row,)))
    known = describe_codes()
    exact = {code.casefold(): about for code, about in known.items()}
    exact[E36.code.casefold()] = _describe_code(E36.code, (E36,))
    for text in (name.casefold(), f"invalid{name.casefold()}"):
        if text in exact:
            return exact[text]
    patterns = {code: ".*".join(map(re.escape, re.split(r"\{\w+\}", code))) for code in known}
    flags = re.DOTALL | re.IGNORECASE
    matching = [code for code, pattern in patterns.items() if re.fullmatch(pattern, name, flags)]
    return known[max(matching, key=len)] if matching else None


def list_rule_names() -> tuple[str, ...]:
    return (*RULES, *OTHER_TEXTS)


def find_similar(name: str) -> list[str]:
    known: dict[str, str] = {}
    for field in iter_fields():
        for each in (to_dotted_name(field.path), field.name, field.title):
            known.setdefault(each.casefold(), each if each != field.title else to_dotted_name(field.path))
    for each in (*describe_codes(), *list_rule_names()):
        known.setdefault(each.casefold(), each)
    wanted = name.casefold()
    found = [known[each] for each in known if len(wanted) > 2 and wanted in each]
    found += [known[each] for each in get_close_matches(wanted, known, n=4, cutoff=0.6)]
    last = wanted.rpartition(".")[2]
    found += [known[each] for each in get_close_matches(last, known, n=2, cutoff=0.75)]
    # The path of a field whose name is listed and unique adds nothing.
    names = [field.name for field in iter_fields()]
    paths = {
        to_dotted_name(field.path)
        for field in iter_fields()
        if field.name in found and names.count(field.name) == 1
    }
    return [each for each in dict.fromkeys(found) if each in names or each not in paths][:4]


def _iter_names() -> Iterable[str]:
    paths = [to_dotted_name(spec.path) for spec in iter_fields()]
    codes = [code for code in describe_codes() if "{" not in code]
    names = [*paths, *(path.rpartition(".")[2] for path in paths), *codes, *list_rule_names()]
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
        codes = describe_codes().values()
        return [*map(_describe_field, iter_fields()), *codes, *map(_describe_rule, list_rule_names())]
    if found := find_fields(name):
        return [_describe_field(field) for field in found]
    if (code := find_code(name)) is not None:
        return [code]
    if name.casefold() in list_rule_names():
        return [_describe_rule(name.casefold())]
    message = _('No field, error code or rule is named "{name}". Run bcw explain without a name to list all.')
    hint = suggest_similar(name, (), find_similar(name))
    raise CliError(exits.USAGE, join_sentences(format_escaped(message, name=name), hint))


def _describe_field(field: FieldSpec) -> dict[str, Any]:
    from wizard.core.values import describe_limits

    known = getattr(load_builtin(), field.choices) if field.choices is not None else ()
    return {
        "kind": "field",
        "path": to_dotted_name(field.path),
        "title": field.title,
        "type": field.kind,
        "required": field.required,
        "help": field.description,
        "limits": describe_limits(field),
        "unit": field.unit and _(field.unit),
        "example": field.example,
        "values": [value for value in known if value],
        "secret": None if field.secret is None else f"${{env:{field.secret}}}",
        "fields": [*(field.fields or (field.item.fields if field.item is not None else ()))],
        "codes": list_error_codes(field),
        "source": field.source,
    }


def _describe_rule(name: str) -> dict[str, Any]:
    if (rule := RULES.get(name)) is not None:
        severity, message, why, source = rule.severity.value, rule.message, rule.why, rule.source
    else:
        severities = {"duplicate-key": "warning", "body-large": "warning", "parameter-missing": "note"}
        severity, source, (message, why) = severities.get(name, "error"), "", OTHER_TEXTS[name]
    about = {"kind": "rule", "rule": name, "severity": severity, "message": _(message), "why": _(why)}
    return {**about, "source": source}


def _to_lines(about: dict[str, Any]) -> Iterator[str]:
    """Yield the heading and the lines below it."""
    kind, values, example = about["kind"], about.get("values", []), about.get("example")
    yield f"{about['path']} — {about['title']}" if kind == "field" else about[kind]
    rows = [_("Row E{row} of the error table: {message}").format(**row) for row in about.get("rows", ())]
    texts = [about.get(key, "") for key in ("code", "message", "why")]
    shown = about | {
        "example": "" if example is None else to_compact_text(example),
        "values": join_names([*values[:MOST_VALUES], *(["…"] if len(values) > MOST_VALUES else [])]),
        "rows": f"\n{INDENT}".join(rows),
        "fields": join_names(about.get("fields", ())),
        "codes": join_names(about.get("codes", ())),
        "can_be_ignored": about.get("severity", "error") != "error",
        "has_braces": kind != "field" and "{" in "".join(texts),
    }
    yield from (_(text).format(**shown) for key, text in _LINES.items() if shown.get(key))


def _list_all() -> Iterator[str]:
    paths = {to_dotted_name(field.path): field.title for field in iter_fields()}
    width = max(map(len, paths))
    yield _("Fields:")
    yield from (f"{INDENT}{path:<{width}}  {title}" for path, title in paths.items())
    lists = {_("Error codes of the service:"): describe_codes(), _("Rules of bcw:"): list_rule_names()}
    for heading, names in lists.items():
        yield from ("", heading, *(f"{INDENT}{name}" for name in names))
