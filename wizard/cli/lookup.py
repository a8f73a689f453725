"""Finding what somebody wants explained: a field, a code of the service, or a rule of the wizard's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from wizard.cli.texts_of_scripts import CODES
from wizard.document.assignment import to_dotted_name
from wizard.i18n import _
from wizard.models.cluster import fields_by_path
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.validation.check import OTHER_RULES
from wizard.validation.error_codes import ERROR_CODES, ErrorCode
from wizard.validation.rule import RULES
from wizard.validation.schema import error_codes_of

E36 = ERROR_CODES[-1]
OWN = (*OTHER_RULES, "parameter-missing", "parameter-secret", "preset-broken")
"""Rules that look at a text or a preset, not at a request."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the service.

    Attributes:
        template: The code, with ``{key}`` where a name of the request stands.
        rows: The rows of the error table that have it; none for one that any operation has.
        fields: What it is about.
    """

    template: str
    rows: tuple[ErrorCode, ...] = ()
    fields: tuple[FieldSpec, ...] = ()


def fields() -> Iterator[FieldSpec]:
    """Every field, in the reference's order."""
    return (node for pattern, node in fields_by_path().items() if pattern and pattern[-1] != WILDCARD)


@cache
def all_codes() -> dict[str, Code]:
    """Every code, in the order of the error table; those of any operation last."""
    about: dict[str, list[FieldSpec]] = {}
    for node in fields():
        for template in error_codes_of(node):
            about.setdefault(template, []).append(node)
    found: dict[str, Code] = {}
    for row in ERROR_CODES:
        if row.code not in found and row is not E36:
            rows = tuple(each for each in ERROR_CODES if each.code == row.code)
            found[row.code] = Code(row.code, rows, tuple(about.get(row.code, ())))
    found["MissingGroups"] = Code("MissingGroups", (), (fields_by_path()[("Groups",)],))
    for template, nodes in about.items():
        if template not in found:
            found[template] = Code(template, (E36,), tuple(nodes))
    for template in CODES:
        found.setdefault(template, Code(template))
    return found


def find_fields(name: str) -> list[FieldSpec]:
    """The fields that a name means: a path, the API's name, or what a person calls it.

    The path of an entry of a map or of an item of a list means the map or list that it is in.
    """
    wanted = _steps(name.casefold())
    by_path = [node for node in fields() if _leads(node.path, wanted)]
    by_path = by_path or [
        node for node in fields() if node.item is not None and _leads(node.item.path, wanted)
    ]
    if by_path:
        return by_path
    folded = name.casefold()
    named = [node for node in fields() if node.name.casefold() == folded]
    return named or [node for node in fields() if node.title.casefold() == folded]


def _steps(name: str) -> list[str]:
    """The steps of a JSON Pointer, whose keys may hold dots, or of a path with dots or slashes."""
    if name.startswith("/"):
        return [step.replace("~1", "/").replace("~0", "~") for step in name[1:].split("/")]
    return name.strip("/").replace("/", ".").split(".")


def _leads(pattern: tuple[str, ...], wanted: list[str]) -> bool:
    """Whether names are a path to a field; any name stands for a key of a map or the item of a list."""
    return len(pattern) == len(wanted) and all(
        known == WILDCARD or known.casefold() == name for known, name in zip(pattern, wanted, strict=True)
    )


def find_code(name: str) -> Code | None:
    """The code that the service wrote, names of the request included; ``E18`` is a row of the table.

    One page of the service writes ``InvalidParameter.ImageId`` for what its table calls ``InvalidImageId``.
    """
    if match := re.fullmatch(r"InvalidParameter\.(.+)", name, re.IGNORECASE):
        return find_code(f"Invalid{match[1]}")
    if match := re.fullmatch(r"[Ee]([1-9][0-9]?)", name):
        number = int(match[1])
        row = ERROR_CODES[number - 1] if number <= len(ERROR_CODES) else None
        return None if row is None else all_codes().get(row.code, Code(row.code, (row,)))
    known = all_codes()
    exact = {template.casefold(): code for template, code in known.items()}
    exact[E36.code.casefold()] = Code(E36.code, (E36,))
    if name.casefold() in exact:
        return exact[name.casefold()]
    fitting = [code for code in known.values() if _pattern(code.template).fullmatch(name)]
    return max(fitting, key=lambda code: len(code.template), default=None)


def _pattern(template: str) -> "re.Pattern[str]":
    parts = re.split(r"\{\w+\}", template)
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL | re.IGNORECASE)


def find_rule(name: str) -> str | None:
    """The rule of the wizard's own that a name means."""
    plain = name.casefold()
    return next((rule for rule in rule_names() if rule == plain), None)


def rule_names() -> tuple[str, ...]:
    """The rules of the wizard's own."""
    return (*RULES, *OWN)


def sentences(rule: str) -> tuple[str, str]:
    """What a rule says, names of the request in braces."""
    from wizard.cli.texts import TEXTS as OURS

    own = {
        "parameter-missing": ("parameter.missing", "parameter.missing.why"),
        "preset-broken": ("parameter.broken.object", "preset.broken.why"),
    }
    if rule == "parameter-secret":
        from wizard.core.texts import TEXTS as OF_STEPS

        return OF_STEPS["parameter.secret"], OF_STEPS["parameter.secret.why"]
    if rule in own:
        message, why = own[rule]
        return OURS[message], OURS[why]
    if rule in OTHER_RULES:
        message, why = OTHER_RULES[rule]
        return _(message), _(why)
    return _(RULES[rule].message), _(RULES[rule].why)


def near_misses(name: str) -> list[str]:
    """What a name that nothing has may be meant for."""
    from difflib import get_close_matches

    known: dict[str, str] = {}
    for node in fields():
        for each in (to_dotted_name(node.path), node.name, node.title):
            known.setdefault(each.casefold(), each if each != node.title else to_dotted_name(node.path))
    for each in (*all_codes(), *rule_names()):
        known.setdefault(each.casefold(), each)
    wanted = name.casefold()
    found = [known[each] for each in known if len(wanted) > 2 and wanted in each]
    found += [known[each] for each in get_close_matches(wanted, known, n=4, cutoff=0.6)]
    last = wanted.rpartition(".")[2]
    found += [known[each] for each in get_close_matches(last, known, n=2, cutoff=0.75)]
    # Beside a name that one field alone has, its path says nothing more.
    names = [node.name for node in fields()]
    paths = {
        to_dotted_name(node.path) for node in fields() if node.name in found and names.count(node.name) == 1
    }
    return [each for each in dict.fromkeys(found) if each in names or each not in paths][:4]
