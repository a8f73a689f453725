"""What a preset adds to the findings of its request: parameters without a value, and what it says wrongly."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wizard.core.actions.opening import Source, check_format
from wizard.core.actions.overrides import apply_overrides, options_for
from wizard.core.parameters import RULE, known_findings, missing_finding, preset_source, secret_findings
from wizard.document.parser import Position
from wizard.document.presets import FileContent, find_broken_parameters, read_ignored_rules
from wizard.document.tree import Path
from wizard.i18n import N_, _
from wizard.storage.preset_files import find_header_problem
from wizard.validation import Context, Finding, Report, Severity, check, check_text

PRESET = "preset-broken"
"""The error that a preset cannot be used."""
PRESET_MESSAGE = N_("The parameter {name} must be declared as an object.")
"""An example of such an error."""
PRESET_WHY = N_("The library cannot use the preset as it stands.")
MISSING_WHY = N_("The preset asks for it when it is used: {option}. Without it nothing can be submitted.")

_OF_TEXT = ("duplicate-key",)
_ORDER = [*Severity]


class PresetReport(Report):
    """A report whose findings may be about what a preset says of itself."""

    places: dict[int, Path]
    missing: dict[str, tuple[Path, ...]]

    def position_of(self, finding: Finding) -> Position:
        """Where in the text a finding is about."""
        path = self.places.get(id(finding))
        return super().position_of(finding) if path is None else self.reading.position_of(("preset", *path))


def check_source(
    source: Source, context: Context, settings: Sequence[str] = (), *, sending: bool = False
) -> Report:
    """Judge a source; a preset with the values given, else with its defaults.

    Args:
        source: What was read.
        context: What is known besides.
        settings: What `--set` was given.
        sending: Whether the request is to be sent: then what a preset asks the user to fill in is a warning,
            else a note.

    Raises:
        SourceError: It is a preset of a format that this version does not know, or a setting fits nothing.
    """
    report = check_text(source.data, context, presets=True)
    check_format(source.name, report.opened)
    opened = report.opened
    context = context.ignoring(read_ignored_rules(opened.preset))
    if report.reading.problem is not None or (opened.preset is None and not settings):
        return report
    settled = apply_overrides(opened, settings)
    findings = [each for each in report.findings if each.rule in _OF_TEXT]
    if settled.tree is opened.request and not settled.missing:
        findings = [*report.findings]
    else:
        findings += known_findings(check(settled.tree, context), settled.missing)
    if opened.preset is not None and not sending:
        findings = [_asked_for(each) for each in findings]
    places: dict[int, Path] = {}
    about_preset = []
    for path, message in _wrong(opened):
        why = _(PRESET_WHY)
        finding = Finding(PRESET, Severity.ERROR, (), message, why, preset_source())
        about_preset.append(finding)
        places[id(finding)] = path
    if RULE not in context.ignored:
        findings += _missing(settled.missing)
    findings = [*about_preset, *secret_findings(opened.preset, opened.request), *findings]
    made = PresetReport(
        report.reading,
        FileContent(settled.tree, opened.preset, opened.prefix),
        sorted(findings, key=lambda each: (_ORDER.index(each.severity), each.row)),
    )
    made.places, made.missing = places, settled.missing
    return made


def _asked_for(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.NOTE) if finding.rule == "placeholder-left" else finding


def missing_of(report: Report) -> list[str]:
    """The parameters that have no value, so that nothing can be sent."""
    return [*report.missing] if isinstance(report, PresetReport) else []


def _missing(missing: dict[str, tuple[Path, ...]]) -> Iterator[Finding]:
    for name, paths in missing.items():
        why = _(MISSING_WHY).format(option=options_for([name]))
        yield from (missing_finding(name, path, why) for path in paths)


def _wrong(opened: FileContent) -> Iterator[tuple[Path, str]]:
    """What a preset says of itself that no preset can say, each with its place."""
    if opened.preset is None:
        return
    if (problem := find_header_problem(opened.preset)) is not None:
        yield problem
    yield from find_broken_parameters(opened.preset)
