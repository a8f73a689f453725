"""Findings as text, JSON, GitHub annotations and JUnit XML."""

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from wizard.cli.output import count_cells, has_colour, pad, paint
from wizard.core.actions.opening import STDIN
from wizard.core.formatting import format_problems
from wizard.core.parameters import PARAMETER_MISSING
from wizard.core.steps import describe_path
from wizard.document.secrets import get_secret_paths
from wizard.document.tree import to_pointer
from wizard.i18n import _, join_label, ngettext
from wizard.text import escape_text
from wizard.validation import Finding, Fix, Report, Severity
from wizard.validation.check import BODY_LARGE, DUPLICATE_KEY
from wizard.validation.rule import RULES

IGNORABLE = (
    *(name for name, rule in RULES.items() if rule.severity is not Severity.ERROR),
    DUPLICATE_KEY,
    BODY_LARGE,
    PARAMETER_MISSING,
)
"""The rules that ``--ignore`` can ignore."""

_GITHUB_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was checked, as plain data that another process can send."""

    name: str  # the file, as it was given
    # its findings as `to_object` returns them, for the formats that need all files at once
    findings: Sequence[dict[str, Any]] = ()
    error: str = ""  # why it cannot be read or written, or ``""``
    shown: str = ""  # its findings in a format that shows each file for itself
    # how many findings there are of each severity, and how many ``--fix`` can fix
    counts: tuple[int, ...] = (0, 0, 0, 0)
    fixed: Sequence[str] = ()  # a line for each fix that was applied
    has_failed: bool = False  # whether a finding makes the command fail


def get_fix(finding: Finding) -> Fix | None:
    """Return the fix of a finding unless it repeats a secret, which no output may contain."""
    is_secret = any(finding.path[: len(path)] == path for path, _variable in get_secret_paths())
    return None if is_secret else finding.fix


def is_fixable(finding: Finding) -> bool:
    fix = get_fix(finding)
    return fix is not None and fix.is_unambiguous


def count_findings(findings: Sequence[Finding]) -> tuple[int, ...]:
    """Return how many findings there are of each severity, and how many ``--fix`` can fix."""
    severities = [each.severity for each in findings]
    return (*map(severities.count, Severity), sum(map(is_fixable, findings)))


def to_object(report: Report, finding: Finding) -> dict[str, Any]:
    """Return a finding as `bcw check --format json` prints it."""
    place, fix = report.get_position(finding), get_fix(finding)
    why = finding.why
    if finding.source:
        why = _("{why} Source: {source}.").format(why=why, source=finding.source.rstrip("."))
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": to_pointer(finding.path),
        "line": place.line,
        "column": place.column,
        "message": finding.message,
        "why": why,
        "fix": None if fix is None else {"label": fix.label, "edits": [*fix.edits]},
    }


def format_findings(
    name: str,
    report: Report,
    findings: Sequence[Finding],
    *,
    stream: TextIO | None = None,
    verbose: bool = False,
) -> str:
    """Return findings as text: a line each, and below it the fix and, if verbose, reason and source.

    They are coloured if the stream, by default standard output, is a terminal.
    """
    colour = has_colour(sys.stdout if stream is None else stream)
    severities = {"error": _("error"), "warning": _("warning"), "note": _("note")}
    labels = {"fix": _("fix"), "reason": _("reason"), "source": _("source")}
    wide = max(map(count_cells, [*severities.values(), *labels.values()]))
    places = [_locate(name, report, each) for each in findings]
    indent = max(map(count_cells, places), default=0)
    lines = []
    for place, finding in zip(places, findings, strict=True):
        severity = finding.severity.value
        text, reason = finding.message, finding.why
        if finding.row > 0:  # its message is the service's own sentence, in English; its reason is ours
            text, reason = reason, text
        head = [
            paint(pad(place, indent), "strong", colour=colour),
            paint(pad(severities[severity], wide), severity, colour=colour),
            _add_place(finding, escape_text(text)),
            paint(escape_text(finding.rule), "dim", colour=colour),
        ]
        lines.append("  ".join(head))
        fix = get_fix(finding)
        below = {"fix": fix.label if fix is not None else ""}
        if verbose:
            below |= {"reason": reason, "source": finding.source}
        for kind, value in below.items():
            if value:
                label = paint(pad(labels[kind], wide), "fix" if kind == "fix" else "dim", colour=colour)
                lines.append(f"{' ' * indent}  {label}  {escape_text(value)}")
    return "\n".join(lines)


def format_fixed(name: str, report: Report, finding: Finding, fix: Fix) -> str:
    label = paint(_("fixed"), "fix", colour=has_colour(sys.stderr))
    shown = _add_place(finding, escape_text(fix.label))
    return f"{_locate(name, report, finding)}  {label}  {shown}  {escape_text(finding.rule)}"


def summarize(files: Sequence[CheckedFile]) -> str:
    errors, warnings, notes, fixable = map(sum, zip(*(each.counts for each in files), strict=True))
    total = len(files)
    if not errors + warnings + notes:
        message = ngettext("No problems found in {count} file.", "No problems found in {count} files.", total)
        return message.format(count=f"{total:,}") if total > 1 else _("No problems found.")
    values = {"counts": format_problems(errors, warnings, notes), "fixable": f"{fixable:,}"}
    if total == 1:
        return _("{counts}; {fixable} fixable with --fix").format(**values)
    bad = sum(any(each.counts) for each in files)
    message = _("{counts} in {count} of {total} files; {fixable} fixable with --fix")
    return message.format(count=f"{bad:,}", total=f"{total:,}", **values)


def _locate(name: str, report: Report, finding: Finding) -> str:
    place = report.get_position(finding)
    return f"{escape_text(name)}:{place.line}:{place.column}"


def _add_place(finding: Finding, text: str) -> str:
    return join_label(escape_text(describe_path(finding.path)), text) if finding.path else text


def to_annotations(files: Sequence[CheckedFile], workspace: str = "") -> Iterator[str]:
    """Yield the commands of a GitHub workflow that mark the lines of findings.

    Their paths are relative to the workspace, the folder of the repository.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for file in files:
        path = _escape_property(_make_relative(file.name, workspace))
        if file.error:
            yield f"::error file={path}::{_escape_data(file.error)}"
        for finding in file.findings:
            line, column = finding["line"], finding["column"]
            title = _escape_property(finding["rule"])
            place = f"file={path},line={line},col={column},title={title}"
            about = f"{finding['message']} {finding['why']}"
            if finding["path"]:
                about += f" ({finding['path']})"
            yield f"::{_GITHUB_COMMANDS[finding['severity']]} {place}::{_escape_data(about)}"


def _make_relative(name: str, workspace: str) -> str:
    """Return the path of a file in the repository; the name as given for one outside."""
    if name == STDIN:
        return name
    if workspace:
        path = os.path.relpath(name, workspace)
        return name if path.split(os.sep)[0] == os.pardir else path
    return os.path.normpath(name)


def _escape_data(value: str) -> str:
    return escape_text(value).replace("%", "%25")


def _escape_property(value: str) -> str:
    return _escape_data(value).replace(":", "%3A").replace(",", "%2C")


def to_junit(files: Sequence[CheckedFile], failing: Collection[str]) -> str:
    """Return a JUnit report: a suite for each file, a case for each finding, some severities failing."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    command = "bcw check"
    top = Element("testsuites", name=command)
    for file in files:
        name = escape_text(file.name)
        suite = SubElement(top, "testsuite", name=name)
        for finding in file.findings:
            severity, message, line = finding["severity"], finding["message"], finding["line"]
            rule = escape_text(finding["rule"])
            case = SubElement(suite, "testcase", classname=name, name=rule, file=name, line=str(line))
            lines = [
                f"{file.name}:{line}:{finding['column']}: {severity}: {message}",
                finding["path"],
                finding["why"],
            ]
            text = "\n".join(escape_text(line) for line in lines if line)
            if severity in failing:
                SubElement(case, "failure", message=escape_text(message), type=severity).text = text
            else:
                SubElement(case, "system-out").text = text
        if file.error:
            case = SubElement(suite, "testcase", classname=name, name=command, file=name)
            SubElement(case, "error", message=escape_text(file.error)).text = escape_text(file.error)
        elif not file.findings:
            SubElement(suite, "testcase", classname=name, name=_("No problems found."), file=name)
    for element in (top, *top):
        for key, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            element.set(key, str(sum(1 for _each in element.iter(tag))))
    indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode")
