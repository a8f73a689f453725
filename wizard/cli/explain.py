"""`bcw explain`: a field or an error in words."""

from collections.abc import Iterator
from typing import Any

from wizard.cli import exits, lookup, output
from wizard.cli.exits import Stop
from wizard.cli.lookup import Code
from wizard.cli.parsing import Parser
from wizard.cli.texts import text
from wizard.cli.texts_of_scripts import CODES
from wizard.cli.usage import ARGUMENTS
from wizard.document.assignment import to_dotted_name
from wizard.document.serializer import to_compact_text
from wizard.models.fields import FieldSpec
from wizard.validation.error_codes import SOURCE, fill_in
from wizard.validation.rule import RULES
from wizard.validation.schema import error_codes_of

INDENT = "  "
COMMON = "Common error codes, https://help.aliyun.com/document_detail/44730.html"


def parser() -> Parser:
    """The parser of `bcw explain`."""
    parser = Parser("explain")
    parser.add_argument("name", metavar="FIELD|CODE", nargs="?", help=ARGUMENTS["explain"])
    parser.add_argument("--format", choices=("text", "json"), default="text", help=ARGUMENTS["text-format"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print what is known of a field, a code or a rule; without a name, all there are."""
    options = parser().read(arguments)
    if options.name is None:
        found = [
            *map(_field, lookup.fields()),
            *map(_code, lookup.all_codes().values()),
            *map(_rule, lookup.rule_names()),
        ]
        lines = _overview()
    else:
        found = _found(options.name)
        lines = ("\n".join(_in_words(each)) for each in found)
    if options.format == "json":
        output.put_json(found)
        return exits.DONE
    for index, line in enumerate(lines):
        if index and options.name is not None:
            output.put()
        output.put(line)
    return exits.DONE


def _found(name: str) -> list[dict[str, Any]]:
    """What a name means, as data.

    Raises:
        Stop: It means nothing.
    """
    if found := lookup.find_fields(name):
        return [_field(each) for each in found]
    if (code := lookup.find_code(name)) is not None:
        return [_code(code)]
    if (rule := lookup.find_rule(name)) is not None:
        return [_rule(rule)]
    parts = [text("explain.unknown", name=output.visible(name))]
    if close := lookup.near_misses(name):
        parts.append(text("verb.close", names=text("or").join(close)))
    raise Stop(exits.USAGE, " ".join([*parts, text("explain.all")]))


def _field(node: FieldSpec) -> dict[str, Any]:
    from wizard.core.answers import limits_in_words

    return {
        "kind": "field",
        "path": to_dotted_name(node.path),
        "title": node.title,
        "type": node.kind,
        "required": node.required,
        "help": node.description,
        "limits": limits_in_words(node),
        "unit": node.unit,
        "example": node.example,
        "values": _values(node),
        "secret": None if node.secret is None else f"${{env:{node.secret}}}",
        "fields": [*node.fields] or ([*node.item.fields] if node.item is not None else []),
        "codes": error_codes_of(node),
        "source": node.source,
    }


def _values(node: FieldSpec) -> list[str]:
    """The values that are known for a field."""
    if node.choices is None:
        return []
    from wizard.catalog import built_in

    return [value for value in getattr(built_in(), node.choices) if value]


def _code(code: Code) -> dict[str, Any]:
    known = CODES.get(code.template)
    parameter = code.template.removeprefix("Invalid")
    rows = [
        {"row": row.number, "status": row.status, "message": fill_in(row.message, parameter=parameter)}
        for row in code.rows
    ]
    return {
        "kind": "code",
        "code": code.template,
        "rows": rows,
        "status": rows[0]["status"] if rows else known[0] if known else 400,
        "fields": [to_dotted_name(node.path) for node in code.fields],
        "help": known[1] if known else "",
        "source": SOURCE if rows or code.fields else COMMON,
    }


def _rule(name: str) -> dict[str, Any]:
    message, why = lookup.sentences(name)
    rule = RULES.get(name)
    severity = {"duplicate-key": "warning", "parameter-missing": "note"}.get(name, "error")
    return {
        "kind": "rule",
        "rule": name,
        "severity": severity if rule is None else rule.severity.value,
        "message": message,
        "why": why,
        "source": "" if rule is None else rule.source,
    }


def _in_words(about: dict[str, Any]) -> Iterator[str]:
    match about["kind"]:
        case "field":
            yield f"{about['path']} — {about['title']}"
            yield f"{INDENT}{about['help']}"
            yield from (f"{INDENT}{line}" for line in _of_field(about))
        case "code":
            yield about["code"]
            yield from (f"{INDENT}{line}" for line in _of_code(about))
        case _:
            yield about["rule"]
            yield f"{INDENT}{about['message']}"
            yield f"{INDENT}{about['why']}"
            if "{" in about["message"] + about["why"]:
                yield f"{INDENT}{text('explain.fills')}"
            if about["severity"] != "error":
                yield f"{INDENT}{text('explain.severity', severity=about['severity'], name=about['rule'])}"
            if about["source"]:
                yield f"{INDENT}{text('explain.source', source=about['source'])}"


def _of_field(about: dict[str, Any]) -> Iterator[str]:
    yield text("explain.type", kind=about["type"])
    if about["required"]:
        yield text("explain.required")
    for name in ("limits", "unit"):
        if about[name]:
            yield text(f"explain.{name}", **{name: about[name]})
    if about["example"] is not None:
        yield text("explain.example", example=to_compact_text(about["example"]))
    if about["values"]:
        shown = about["values"][:12]
        yield text(
            "explain.values", values=", ".join([*shown, *(["…"] if len(about["values"]) > 12 else [])])
        )
    if about["secret"]:
        yield text("explain.secret", reference=about["secret"])
    if about["fields"]:
        yield text("explain.below", names=", ".join(about["fields"]))
    if about["codes"]:
        yield text("explain.codes-of", codes=", ".join(about["codes"]))
    yield text("explain.source", source=about["source"])


def _of_code(about: dict[str, Any]) -> Iterator[str]:
    if about["help"]:
        yield about["help"]
    for row in about["rows"]:
        yield text("explain.says", message=row["message"]) + f" ({text('explain.row', number=row['row'])})"
    yield text("explain.status", status=about["status"])
    if about["fields"]:
        yield text("explain.about", names=", ".join(about["fields"]))
    if "{" in about["code"]:
        yield text("explain.fills")
    yield text("explain.source", source=about["source"])


def _overview() -> Iterator[str]:
    nodes = [*lookup.fields()]
    width = max(len(to_dotted_name(node.path)) for node in nodes)
    yield f"{text('explain.fields')}:"
    yield from (f"{INDENT}{to_dotted_name(node.path):<{width}}  {node.title}" for node in nodes)
    yield f"\n{text('explain.codes')}:"
    yield from (f"{INDENT}{code}" for code in lookup.all_codes())
    yield f"\n{text('explain.rules')}:"
    yield from (f"{INDENT}{name}" for name in lookup.rule_names())
