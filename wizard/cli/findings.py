"""Findings as people and programs read them."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from wizard.cli.exits import USAGE, Stop
from wizard.cli.output import coloured, paint, visible
from wizard.cli.texts import TEXTS, counted, text
from wizard.core.parameters import PARAMETER_MISSING
from wizard.document.secrets import get_secret_paths
from wizard.document.tree import to_pointer
from wizard.validation import Finding, Fix, Report, Severity
from wizard.validation.check import BODY_LARGE, DUPLICATE_KEY
from wizard.validation.rule import RULES

__all__ = ["SILENCEABLE", "as_lines", "as_object", "silenced", "summary", "to_text", "why"]

SILENCEABLE = (
    *(name for name, rule in RULES.items() if rule.severity is not Severity.ERROR),
    DUPLICATE_KEY,
    BODY_LARGE,
    PARAMETER_MISSING,
)
"""The rules that can be silenced."""


def as_object(report: Report, finding: Finding) -> dict[str, Any]:
    """A finding as `bcw check --format json` prints it."""
    place = report.position_of(finding)
    fix = _fix(finding)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": to_pointer(finding.path),
        "line": place.line,
        "column": place.column,
        "message": finding.message,
        "why": why(finding),
        "fix": None if fix is None else {"label": fix.label, "edits": [*fix.edits]},
    }


def as_lines(name: str, found: dict[str, Any], *, colour: bool) -> list[str]:
    """A finding as people read it: place and message on one line, as editors know it, the rest below.

    Args:
        name: The file.
        found: The finding, as :func:`as_object` has it.
        colour: Whether to colour it.
    """
    severity = found["severity"]
    where = paint(f"{visible(name)}:{found['line']}:{found['column']}:", "strong", colour=colour)
    head = TEXTS["finding.head"].format(  # colours are escapes themselves
        place=where,
        severity=paint(severity, severity, colour=colour),
        message=visible(found["message"]),
        rule=visible(found["rule"]),
    )
    below = [visible(found["why"])]
    if found["path"]:
        below.insert(0, text("finding.path", path=found["path"]))
    if found["fix"] is not None:
        below.append(text("finding.fix", label=found["fix"]["label"]))
    if severity != Severity.ERROR:
        below.append(text("finding.silence", rule=found["rule"]))
    return [head, *(f"    {line}" for line in below)]


def to_text(name: str, report: Report, findings: Sequence[Finding], *, stream: Any = None) -> str:
    """Findings as people read them, coloured as fits a stream (by default standard output)."""
    colour = coloured(sys.stdout if stream is None else stream)
    found = (as_object(report, each) for each in findings)
    return "\n".join(line for each in found for line in as_lines(name, each, colour=colour))


def summary(name: str, findings: Sequence[Finding]) -> str:
    """How many findings there are of each severity, in a sentence."""
    if not findings:
        return text("findings.none", file=visible(name))
    counts = [(sum(each.severity is severity for each in findings), severity) for severity in Severity]
    shown = ", ".join(counted(count, severity.value) for count, severity in counts if count)
    return text("findings.count", file=visible(name), counts=shown)


def silenced(options: Iterable[str]) -> frozenset[str]:
    """The rules that `--ignore` names: an option may hold several, with commas between.

    Raises:
        Stop: There is no such rule, or it cannot be silenced.
    """
    from wizard.core.formatting import find_similar

    rules = [name.strip() for option in options for name in option.split(",") if name.strip()]
    for name in rules:
        if name in SILENCEABLE:
            continue
        if name in RULES or name.startswith(
            ("Invalid", "Missing", "QuotaExhausted", "body-too-large", "preset-broken", "parameter-secret")
        ):
            raise Stop(USAGE, text("silence.error", rule=visible(name)))
        parts = [text("silence.unknown", rule=visible(name))]
        if close := find_similar(name, SILENCEABLE):
            parts.append(text("verb.close", names=text("or").join(close)))
        raise Stop(USAGE, " ".join(parts))
    return frozenset(rules)


def _fix(finding: Finding) -> Fix | None:
    """The fix of a finding, unless it repeats a secret, which no output may hold."""
    return None if any(finding.path[: len(path)] == path for path, _ in get_secret_paths()) else finding.fix


def why(finding: Finding) -> str:
    """Why a finding matters, with its source."""
    if not finding.source:
        return finding.why
    return text("finding.source", why=finding.why, source=finding.source.rstrip("."))
