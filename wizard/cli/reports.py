"""Findings as services of continuous integration read them: GitHub's annotations and JUnit's XML."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wizard.cli.findings import why
from wizard.cli.output import visible
from wizard.cli.texts import text
from wizard.core.actions.sources import STDIN
from wizard.document.tree import to_pointer
from wizard.validation import Finding, Report, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was checked.

    Attributes:
        name: The file, as it was given.
        report: What was found; ``None`` where it could not be read.
        error: Why it could not be read, or ``""``.
        failing: The severities that make it fail.
    """

    name: str
    report: Report | None = None
    error: str = ""
    failing: frozenset[Severity] = field(default=frozenset({Severity.ERROR}))

    @property
    def findings(self) -> Sequence[Finding]:
        """What was found."""
        return () if self.report is None else self.report.findings

    @property
    def fails(self) -> bool:
        """Whether there is a finding of a severity that makes it fail."""
        return any(each.severity in self.failing for each in self.findings)


def annotations(files: Sequence[Checked], workspace: str = "") -> Iterator[str]:
    """Commands of a workflow that mark the lines, one a line.

    Args:
        files: What was checked.
        workspace: The folder of the repository, where a workflow runs; marked are files by their path in it.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for file in files:
        path = _in_repository(file.name, workspace)
        if file.report is None:
            yield f"::error file={_property(path)}::{_data(file.error)}"
            continue
        for finding in file.findings:
            place = file.report.position_of(finding)
            values = {
                "file": path,
                "line": str(place.line),
                "col": str(place.column),
                "title": finding.rule,
            }
            shown = ",".join(f"{name}={_property(value)}" for name, value in values.items())
            about = f"{finding.message} {why(finding)}"
            if finding.path:
                about += f" ({to_pointer(finding.path)})"
            yield f"::{_COMMANDS[finding.severity]} {shown}::{_data(about)}"


def _in_repository(name: str, workspace: str) -> str:
    """The path of a file in the repository; of one that is not in it, the name as it was given."""
    if name == STDIN:
        return name
    if workspace:
        path = os.path.relpath(name, workspace)
        return name if path.split(os.sep)[0] == os.pardir else path
    return os.path.normpath(name)  # "./a.json" is a.json there


def _data(value: str) -> str:
    return visible(value).replace("%", "%25")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def junit(files: Sequence[Checked]) -> str:
    """A JUnit report: a suite a file, a case a finding; what cannot stand in XML is shown as an escape."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    top = Element("testsuites", name=text("check.junit.suite"))
    for file in files:
        name = visible(file.name)
        suite = SubElement(top, "testsuite", name=name)
        cases = failures = 0
        for finding in file.findings:
            case = SubElement(suite, "testcase", classname=name, name=visible(finding.rule), file=name)
            cases += 1
            assert file.report is not None
            place = file.report.position_of(finding)
            case.set("line", str(place.line))
            lines = [
                f"{file.name}:{place.line}:{place.column}: {finding.severity.value}: {finding.message}",
                to_pointer(finding.path),
                why(finding),
            ]
            words = "\n".join(visible(line) for line in lines if line)
            if finding.severity in file.failing:
                failures += 1
                SubElement(
                    case, "failure", message=visible(finding.message), type=finding.severity.value
                ).text = words
            else:
                SubElement(case, "system-out").text = words
        if file.report is None:
            case = SubElement(suite, "testcase", classname=name, name=text("check.junit.suite"), file=name)
            SubElement(case, "error", message=visible(file.error)).text = visible(file.error)
            cases += 1
        elif not file.findings:
            SubElement(suite, "testcase", classname=name, name=text("check.junit.fine"), file=name)
            cases += 1
        counts = {"tests": cases, "failures": failures, "errors": int(file.report is None)}
        for key, count in counts.items():
            suite.set(key, str(count))
    for key in ("tests", "failures", "errors"):
        top.set(key, str(sum(int(suite.get(key, "0")) for suite in top)))
    indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode")
