"""The entry points of validation: screens, prompts, commands and sandbox all use them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from wizard.document.parser import ParsedText, Position, parse
from wizard.document.presets import FileContent, read_ignored_rules, unwrap_preset
from wizard.document.serializer import LARGEST_INDENTED, strip_schema, to_compact_text
from wizard.document.tree import Path, walk
from wizard.i18n import N_, _
from wizard.models.cluster import fields_by_path, find_spec
from wizard.validation import rules
from wizard.validation.context import Context
from wizard.validation.error_codes import SOURCE
from wizard.validation.finding import Finding, Severity
from wizard.validation.fixes import prefer_rename
from wizard.validation.rule import RULES, make_error, shorten
from wizard.validation.schema import validate

LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of the largest body that the service validates; it answers 413 to a larger one."""

BODY_TOO_LARGE = "body-too-large"
BODY_LARGE = "body-large"
DUPLICATE_KEY = "duplicate-key"
OTHER_RULES: dict[str, tuple[str, str]] = {
    DUPLICATE_KEY: (
        N_('"{key}" occurs {count} times.'),
        N_("The last one, in line {line}, counts; the others are ignored."),
    ),
    BODY_LARGE: (
        N_("The request has {size:,} bytes, even without indentation."),
        N_(
            "The documented maximum of the header x-acs-body-rawsize is 262,144 bytes. The service can reject more."
        ),
    ),
    BODY_TOO_LARGE: (
        N_("The request is too large for the service."),
        N_("The service responds with 413 to more than 4 MiB (4,194,304 bytes); this one has {size:,}."),
    ),
}
"""The message and the reason of rules that concern a text or its size."""

_HEADERS = "Common headers, https://help.aliyun.com/document_detail/44728.html"
_SURROGATE = re.compile("[\ud800-\udfff]")
_SEVERITIES = tuple(Severity)


def check(tree: Any, context: Context | None = None, *, size: int | None = None) -> list[Finding]:
    """Validate a request, valid or not.

    Args:
        context: What is known besides; by default the built-in catalog.
        size: The bytes of the text that the request was read from, if they are known.

    Returns:
        Errors first, in the order of the service's error table: the first is what the service answers. Then
        warnings, then notes, each in the order of the API reference. Ignored rules are left out.
    """
    context = context or Context()
    tree = strip_schema(tree)
    findings = list(_check_text_of(tree, context, size))
    if any(finding.row == 2 for finding in findings):
        return findings  # no JSON, so the service looks at nothing else
    findings += validate(tree)
    if isinstance(tree, dict):
        for check_errors in rules.ERROR_CHECKS:
            findings += check_errors(tree, context)
        for rule in RULES.values():
            if rule.severity is Severity.ERROR or rule.id not in context.ignored:
                findings += map(rule.to_finding, rule.check(tree, context))
    return [prefer_rename(tree, finding) for finding in sort_findings(findings)]


def sort_findings(findings: list[Finding]) -> list[Finding]:
    """Return findings in the order that :func:`check` promises; those that rank equal keep their order."""
    return sorted(findings, key=_rank) if len(findings) > 1 else findings


@cache
def _rank_fields() -> dict[tuple[str, ...], int]:
    return {path: place for place, path in enumerate(fields_by_path())}


def _rank(finding: Finding) -> tuple[int, int, int]:
    path = finding.path
    while (spec := find_spec(path)) is None:
        path = path[:-1]
    return _SEVERITIES.index(finding.severity), finding.row, _rank_fields()[spec.path]


def _check_text_of(tree: Any, context: Context, size: int | None) -> Iterator[Finding]:
    """Yield the findings about the text that would be sent: unpaired surrogates (E2) and its size."""
    if size is not None and size <= LARGEST_INDENTED:
        return  # what was read from a text has no surrogates, and is not longer without indentation
    text = to_compact_text(tree)
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        yield from _check_surrogates(tree)
        return
    if size > LARGEST_BODY:
        yield _to_finding(BODY_TOO_LARGE, Severity.ERROR, (), SOURCE, size=size)
    elif size > LARGEST_INDENTED and BODY_LARGE not in context.ignored:
        yield _to_finding(BODY_LARGE, Severity.WARNING, (), _HEADERS, size=size)


def _to_finding(rule: str, severity: Severity, path: Path, source: str, **values: Any) -> Finding:
    message, why = OTHER_RULES[rule]
    return Finding(rule, severity, path, _(message).format(**values), _(why).format(**values), source)


def _check_surrogates(tree: Any) -> Iterator[Finding]:
    for path, value in walk(tree):
        texts = [each for each in (value, path[-1] if path else "") if isinstance(each, str)]
        if any(_SURROGATE.search(text) for text in texts):
            yield make_error(
                2, path, _("Contains half of a surrogate pair, which is not a character. Type it again.")
            )


@dataclass(eq=False)
class Report:
    """The findings about a text, as :func:`check` returns them, with the request in it as it was opened."""

    reading: ParsedText
    opened: FileContent
    findings: list[Finding]

    @property
    def tree(self) -> Any:
        """The request; ``None`` if the text is not JSON."""
        return self.opened.request

    @property
    def has_errors(self) -> bool:
        """Whether the service would reject the request."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def get_position(self, finding: Finding) -> Position:
        """Return the line and column of a finding; for something missing, those of its parent."""
        if self.reading.problem is not None:
            return self.reading.problem.position
        return self.reading.get_position((*self.opened.prefix, *finding.path))


def check_text(data: bytes | str, context: Context | None = None, *, presets: bool = False) -> Report:
    """Validate a text, which can be anything; bytes must be UTF-8.

    Args:
        presets: Whether it may be a preset file: then its request is validated, without the rules that it
            ignores.
    """
    context = context or Context()
    reading = parse(data)
    opened = unwrap_preset(reading.tree) if presets else FileContent(reading.tree)
    context = context.ignoring(read_ignored_rules(opened.preset))
    if reading.problem is not None:
        return Report(reading, opened, [make_error(2, (), reading.problem.message)])
    size = len(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    findings = check(opened.request, context, size=size)
    if size > LARGEST_BODY and opened.preset is None:  # a bare request counts as it is, as others send it
        too_large = _to_finding(BODY_TOO_LARGE, Severity.ERROR, (), SOURCE, size=size)
        findings = [*(each for each in findings if each.rule != BODY_TOO_LARGE), too_large]
    if DUPLICATE_KEY not in context.ignored:
        findings = [*_check_duplicates(reading, opened), *findings]
    return Report(reading, opened, sort_findings(findings))


def _check_duplicates(reading: ParsedText, opened: FileContent) -> Iterable[Finding]:
    source = "RFC 8259, section 4; the service's own parser keeps the last"
    start = len(opened.prefix)
    for duplicate in reading.duplicates:
        if duplicate.path[:start] == opened.prefix:
            path, places = duplicate.path, duplicate.positions
            values = {"key": shorten(path[-1]), "count": len(places), "line": places[-1].line}
            yield _to_finding(DUPLICATE_KEY, Severity.WARNING, path[start:], source, **values)
