"""What there is to say about a field: its findings with their fixes, its explanation, its value in words."""

from collections.abc import Callable, Sequence
from typing import Any

from wizard.core.answers import describe_limits
from wizard.core.steps import describe_path
from wizard.document.secrets import REFERENCE
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Difference, Path, get
from wizard.models.fields import FieldSpec
from wizard.prompts.desk import Desk
from wizard.prompts.texts import say
from wizard.validation import Finding
from wizard.validation.schema import error_codes_of

LONGEST_VALUE = 60
"""Characters of a value that are said in a question."""


def about(finding: Finding) -> str:
    """What a finding says, in a sentence."""
    return finding.message if finding.row == 0 else finding.why


def fixes(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that have a fix, in the order of the numbers that apply them."""
    return [finding for finding in findings if finding.fix is not None]


def findings_at(desk: Desk, path: Path, node: FieldSpec | None) -> list[Finding]:
    """The findings about a field, with those about what is in it where the field shows all of it."""
    result = desk.session.result
    return result.below(path) if node is not None and node.kind in ("map", "list") else result.at(path)


def tell_findings(desk: Desk, findings: Sequence[Finding], path: Path) -> None:
    """Say what is wrong with a field, and how it can be mended by a number."""
    numbers = {id(finding): number for number, finding in enumerate(fixes(findings), 1)}
    for finding in findings:
        text = about(finding)
        if finding.path != path:
            text = say("finding.place", place=last_of(finding.path), text=text)
        desk.say(f"finding.{finding.severity}", text=text, rule=finding.rule)
        if finding.fix is not None:
            desk.say("finding.fix", number=numbers[id(finding)], label=finding.fix.label)


def mend(desk: Desk, findings: Sequence[Finding], number: str) -> bool:
    """Apply the fix of a number, the only one without; the answer is whether there was one."""
    found = fixes(findings)
    place = int(number or 1) - 1
    if not 0 <= place < len(found) or (not number and len(found) > 1):
        desk.say("finding.no-fix")
        return False
    fix = found[place].fix
    assert fix is not None
    desk.session.apply_fix(found[place])
    desk.say("finding.mended", label=fix.label)
    return True


def last_of(path: Path) -> str:
    """The last part of a path, as a person calls it."""
    return str(path[-1] + 1) if isinstance(path[-1], int) else str(path[-1])


def where(path: Path) -> str:
    """A path in words, fit to be read aloud."""
    return describe_path(path, ", ") or say("finding.whole")


def tell_differences(
    desk: Desk, differences: Sequence[Difference], where: Callable[[Path], str] = where
) -> None:
    """Say what is different, place by place.

    Args:
        desk: Where to say it.
        differences: What is different; no secret is in it.
        where: Says a place in words.
    """
    if not differences:
        desk.say("diff.none")
    for each in differences:
        values = {
            name: shortened(to_compact_text(value)) if value is not MISSING else ""
            for name, value in (("before", each.before), ("after", each.after))
        }
        desk.say(f"diff.{each.kind}", place=where(each.path), **values)


# -- values in words

_FITTING: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (int, float),
    "list": (list,),
    "map": (dict,),
}


def shortened(text: str) -> str:
    """A text that fits into a question."""
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def in_words(value: Any, node: FieldSpec) -> str:
    """A value as a question says it."""
    if value == "":
        return say("field.blank")
    if isinstance(value, bool) and node.kind == "boolean":
        return say("yes") if value else say("no")
    if isinstance(value, str) and node.kind == "string":
        return shortened(value)
    shown = shortened(to_compact_text(value))
    if type(value) in _FITTING.get(node.kind, ()):
        return shown
    return say("field.json", value=shown, kind=kind_of(value))


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    names = {str: "string", bool: "bool", int: "number", float: "number", list: "list", dict: "dict"}
    return say(f"kind.{names.get(type(value), 'null')}")


def keeps(value: Any, node: FieldSpec, about: str = "") -> str:
    """What Enter does at a question, in words.

    Args:
        value: What is there, or ``MISSING``.
        node: The field.
        about: What that means, in a few words; for a number of bytes, and for what is taken over when blank.
    """
    if value is MISSING and node.required:
        return say("field.leaves.needed")
    if value is MISSING:
        return say("field.leaves.hint", hint=about) if about else say("field.leaves")
    if node.secret is not None and value != "":
        match = REFERENCE.fullmatch(value) if isinstance(value, str) else None
        return say("field.keeps.reference", name=match[1]) if match else say("field.keeps.secret")
    if about and node.unit == "bytes":
        return say("field.keeps.hint", value=in_words(value, node), hint=about)
    return say("field.keeps", value=in_words(value, node))


def takes(node: FieldSpec) -> str:
    """What a field takes, in words."""
    if node.multiline:
        kind = say("field.kind.multiline")
    elif node.secret is not None:
        kind = say("field.kind.secret")
    elif node.unit == "bytes":
        return say("field.kind.bytes")
    else:
        kind = say(f"field.kind.{node.kind}")
    if node.values:
        return say("field.listed.closed")
    limits = describe_limits(node)
    if limits:
        return say("field.kind.limits", kind=kind, limits=limits)
    return say("field.unit", kind=kind, unit=node.unit) if node.unit else kind


# -- explaining


def explain(desk: Desk, path: Path, node: FieldSpec) -> None:
    """Say everything there is to know about a field, and how it stands."""
    desk.say("explain.title", title=node.title, help=node.description)
    if limits := describe_limits(node):
        desk.say("explain.limits", limits=limits)
    if node.example is not None and node.secret is None:
        example = node.example if isinstance(node.example, str) else to_compact_text(node.example)
        desk.say("explain.example", example=example)
    if found := error_codes_of(node):
        desk.say("explain.codes", codes=", ".join(found))
    desk.say("explain.api", name=".".join(node.path))
    desk.say("explain.source", source=node.source)
    value = get(desk.tree, path, MISSING)
    if value is MISSING:
        desk.say("explain.none")
    elif node.secret is None:
        desk.say("explain.now", value=in_words(value, node))
    for finding in findings_at(desk, path, node):
        desk.say("why", message=finding.message, why=finding.why, rule=finding.rule)
    desk.say("explain.answer")
