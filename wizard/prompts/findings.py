"""Print findings and differences, and apply fixes."""

from collections.abc import Sequence

from wizard.core.formatting import format_problems
from wizard.core.steps import describe_path
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Difference, Path
from wizard.i18n import _, join_label
from wizard.prompts.session import PromptSession
from wizard.validation import Finding, Severity

LONGEST_VALUE = 60  # characters of a value that a question shows


def shorten(text: str) -> str:
    """Return text that fits into a question."""
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def format_path(path: Path) -> str:
    """Return a path as it is read aloud."""
    return describe_path(path, ", ") or _("the whole configuration")


def format_finding(finding: Finding, place: str = "") -> str:
    lines = {
        Severity.ERROR: _("Error: {text} [{rule}]"),
        Severity.WARNING: _("Warning: {text} [{rule}]"),
        Severity.NOTE: _("Note: {text} [{rule}]"),
    }
    text = join_label(place, finding.summary) if place else finding.summary
    return lines[finding.severity].format(text=text, rule=finding.rule)


def count_findings(findings: Sequence[Finding]) -> str:
    """Return how many errors, warnings and notes there are; ``""`` if none."""
    severities = [each.severity for each in findings]
    return format_problems(*map(severities.count, Severity))


def print_reason(session: PromptSession, finding: Finding) -> None:
    session.print(f"  {finding.message} {finding.why} [{finding.rule}]")


def print_findings(session: PromptSession, findings: Sequence[Finding], path: Path) -> None:
    """Print the findings about a field, and the numbers that apply their fixes."""
    number = 0
    for finding in findings:
        last = finding.path[-1] if finding.path != path else ""
        place = str(last + 1 if isinstance(last, int) else last)
        session.print(f"  {format_finding(finding, place)}")
        if finding.fix is not None:
            number += 1
            session.print(f"  !{number} {finding.fix.label}")


def apply_fix(session: PromptSession, findings: Sequence[Finding], number: str) -> bool:
    """Apply the fix of a number (the only one if there is none); return whether there was one."""
    fixes = [(each, each.fix.label) for each in findings if each.fix is not None]
    index = int(number or 1) - 1
    if not 0 <= index < len(fixes) or (not number and len(fixes) > 1):
        session.print(_("  There is no fix with this number."))
        return False
    finding, label = fixes[index]
    session.edit.apply_fix(finding)
    session.print(_("  Fixed: {label}. :undo reverts it."), label=label)
    return True


def print_differences(session: PromptSession, differences: Sequence[Difference]) -> None:
    if not differences:
        session.print(_("No differences."))
    lines = {
        "added": _("  added    {path}: {after}"),
        "removed": _("  removed  {path}: {before}"),
        "moved": _("  moved    the order of {path}"),
        "changed": _("  changed  {path}: {before} → {after}"),
    }
    for each in differences:
        before, after = (
            "" if value is MISSING else shorten(to_compact_text(value)) for value in (each.before, each.after)
        )
        session.print(lines[each.kind], path=format_path(each.path), before=before, after=after)
