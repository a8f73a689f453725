"""Findings as services of continuous integration read them: GitHub's annotations and JUnit's XML."""

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.cli.output import visible
from wizard.cli.texts import text
from wizard.core.actions.opening import STDIN

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was checked, as plain data that another process can send.

    Attributes:
        name: The file, as it was given.
        findings: Its findings, as `bcw check --format json` prints them; none where `shown` has them.
        error: Why it could not be read, or ``""``.
        shown: The findings in the format that was asked for, where each file is shown for itself.
        summary: The sentence about it.
        fails: Whether there is a finding of a severity that makes it fail.
    """

    name: str
    findings: Sequence[dict[str, Any]] = ()
    error: str = ""
    shown: str = ""
    summary: str = ""
    fails: bool = False


def annotations(files: Sequence[Checked], workspace: str = "") -> Iterator[str]:
    """Commands of a workflow that mark the lines, one a line.

    Args:
        files: What was checked.
        workspace: The folder of the repository, where a workflow runs; marked are files by their path in it.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    for file in files:
        path = _in_repository(file.name, workspace)
        if file.error:
            yield f"::error file={_property(path)}::{_data(file.error)}"
        for finding in file.findings:
            values = {
                "file": path,
                "line": str(finding["line"]),
                "col": str(finding["column"]),
                "title": finding["rule"],
            }
            shown = ",".join(f"{name}={_property(value)}" for name, value in values.items())
            about = f"{finding['message']} {finding['why']}"
            if finding["path"]:
                about += f" ({finding['path']})"
            yield f"::{_COMMANDS[finding['severity']]} {shown}::{_data(about)}"


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


def junit(files: Sequence[Checked], failing: Collection[str]) -> str:
    """A JUnit report: a suite a file, a case a finding; what cannot stand in XML is shown as an escape.

    Args:
        files: What was checked.
        failing: The severities that make a file fail.
    """
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    top = Element("testsuites", name=text("check.junit.suite"))
    for file in files:
        name = visible(file.name)
        suite = SubElement(top, "testsuite", name=name)
        cases = failures = 0
        for finding in file.findings:
            severity, message = finding["severity"], finding["message"]
            case = SubElement(suite, "testcase", classname=name, name=visible(finding["rule"]), file=name)
            cases += 1
            case.set("line", str(finding["line"]))
            lines = [
                f"{file.name}:{finding['line']}:{finding['column']}: {severity}: {message}",
                finding["path"],
                finding["why"],
            ]
            words = "\n".join(visible(line) for line in lines if line)
            if severity in failing:
                failures += 1
                SubElement(case, "failure", message=visible(message), type=severity).text = words
            else:
                SubElement(case, "system-out").text = words
        if file.error:
            case = SubElement(suite, "testcase", classname=name, name=text("check.junit.suite"), file=name)
            SubElement(case, "error", message=visible(file.error)).text = visible(file.error)
            cases += 1
        elif not file.findings:
            SubElement(suite, "testcase", classname=name, name=text("check.junit.fine"), file=name)
            cases += 1
        counts = {"tests": cases, "failures": failures, "errors": int(bool(file.error))}
        for key, count in counts.items():
            suite.set(key, str(count))
    for key in ("tests", "failures", "errors"):
        top.set(key, str(sum(int(suite.get(key, "0")) for suite in top)))
    indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(top, encoding="unicode")
