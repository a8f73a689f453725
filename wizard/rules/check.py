"""The one entry to the rules: the screens, the prompts, the command line and the sandbox all pass here."""

from collections.abc import Iterator
from typing import Any

from wizard.document.envelope import Opened, unwrap
from wizard.document.reading import Place, Reading, read
from wizard.rules.checker import Checker, Order
from wizard.rules.context import Context
from wizard.rules.finding import Finding, Severity
from wizard.rules.relations import TOO_LARGE, too_large
from wizard.rules.rows import SOURCE, row
from wizard.rules.texts import filled, problem_in_words
from wizard.rules.warnings.texts import TEXTS as WARNINGS


def check(tree: Any, context: Context | None = None) -> list[Finding]:
    """Judge a request.

    Args:
        tree: The request, valid or not.
        context: What is known besides; by default nothing but the shipped catalogue.

    Returns:
        Errors first, in the order of the service's error table: the first is what the service answers. Then
        warnings, then notes, each in the order of the request. Silenced warnings and notes are left out.
    """
    return Checker(context or Context()).check(tree)


class Report:
    """What was found in a text.

    Attributes:
        reading: The text as it was read.
        opened: The request in it, and what a preset file says of itself.
        findings: As :func:`check` gives them.
    """

    def __init__(self, reading: Reading, opened: Opened, findings: list[Finding]) -> None:
        self.reading = reading
        self.opened = opened
        self.findings = findings

    @property
    def tree(self) -> Any:
        """The request; ``None`` where the text is no JSON."""
        return self.opened.request

    @property
    def has_errors(self) -> bool:
        """Whether the service would refuse it."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def place_of(self, finding: Finding) -> Place:
        """Where in the text a finding is about; of something missing, where its parent begins."""
        if self.reading.problem is not None:
            return self.reading.problem.place
        return self.reading.place_of((*self.opened.prefix, *finding.path))


def check_text(data: bytes | str, context: Context | None = None, *, presets: bool = False) -> Report:
    """Judge a text, which may be anything.

    Args:
        data: The text; bytes have to be UTF-8.
        context: As for :func:`check`.
        presets: Whether it may be a preset file, whose request is judged then.
    """
    context = context or Context()
    reading = read(data)
    opened = unwrap(reading.tree) if presets else Opened(reading.tree)
    if reading.problem is not None:
        why = problem_in_words(reading.problem)
        findings = [Finding(row(2).code, Severity.ERROR, (), row(2).message, why, SOURCE, None, 2)]
        return Report(reading, opened, findings)
    findings = check(opened.request, context)
    if "duplicate-key" not in context.silenced:
        findings.extend(_duplicates(reading, opened))
    size = len(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    if opened.preset is None:  # it counts as it stands, which is how others send it
        findings = [*(each for each in findings if each.rule != TOO_LARGE), *too_large(size)]
    return Report(reading, opened, Order().of(findings))


def _duplicates(reading: Reading, opened: Opened) -> Iterator[Finding]:
    message, why = WARNINGS["duplicate-key"]
    for duplicate in reading.duplicates:
        if duplicate.path[: len(opened.prefix)] != opened.prefix:
            continue
        values = {
            "key": duplicate.path[-1],
            "count": len(duplicate.places),
            "line": duplicate.places[-1].line,
        }
        yield Finding(
            "duplicate-key",
            Severity.WARNING,
            duplicate.path[len(opened.prefix) :],
            filled(message, values),
            filled(why, values),
            "RFC 8259, section 4; the service's own reader keeps the last",
        )
