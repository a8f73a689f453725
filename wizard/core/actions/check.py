"""Check a preset or file as the command line does, with the values that ``--set NAME=VALUE`` gives."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wizard.core import parameters
from wizard.core.actions.opening import Source, check_format
from wizard.core.formatting import suggest_similar
from wizard.document import presets
from wizard.document.assignment import AssignmentError, UnknownFieldError, set_by_name
from wizard.document.parser import Position
from wizard.document.tree import Path
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.storage.presets import find_header_problem
from wizard.text import escape_text
from wizard.validation import Finding, Report, Severity, check, check_text
from wizard.validation.check import DUPLICATE_KEY
from wizard.validation.context import Context

_ORDER = [*Severity]


def apply_overrides(
    tree: Any, preset: Mapping[str, Any] | None, settings: Sequence[str], *, defaults: bool = True
) -> presets.FilledRequest:
    """Fill the parameters of a preset into its request and change fields.

    Args:
        settings: Each ``NAME=VALUE``, a parameter's name or else a field's.
        defaults: Whether other parameters take their defaults; else their values are missing.

    Raises BcwError: a setting fits neither a parameter nor a field.
    """
    declared = presets.read_parameters(preset)
    values: dict[str, Any] = {}
    fields: list[tuple[str, str]] = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            text = _("--set {setting}: use NAME=VALUE, with the name of a parameter or a field.")
            raise BcwError(text.format(setting=escape_text(setting)))
        if not setting.isascii() and any("\ud800" <= each <= "\udfff" for each in setting):
            raise _setting_error(name, _("It is not valid UTF-8."))
        if name not in declared:
            fields.append((name, value))
            continue
        try:
            values[name] = presets.parse_value(value, declared[name].type)
        except ValueError as error:
            raise _setting_error(name, str(error)) from error
    filled = presets.fill_parameters(tree, declared, values, use_defaults=defaults)
    tree, changed = filled.tree, []
    for name, value in fields:
        try:
            tree, path = set_by_name(tree, name, value)
        except AssignmentError as error:
            problem = escape_text(str(error))
            if isinstance(error, UnknownFieldError):
                problem = f"{problem} {suggest_similar(name, [*declared], error.similar)}".rstrip()
            raise _setting_error(name, problem) from error
        changed.append(path)
    missing = {}
    for parameter, places in filled.missing.items():
        left = tuple(each for each in places if not any(each[: len(path)] == path for path in changed))
        if left:
            missing[parameter] = left
    return presets.FilledRequest(tree, missing)


def format_options(missing: Iterable[str]) -> str:
    """Return the command-line options that set missing parameters."""
    return " ".join(f"--set {escape_text(name)}=…" for name in missing)


def _setting_error(name: str, problem: str) -> BcwError:
    return BcwError(f"--set {escape_text(name)}: {problem}")


@dataclass(eq=False)
class PresetReport(Report):
    """A report whose findings may be about the metadata of a preset."""

    missing: dict[str, tuple[Path, ...]] = field(default_factory=dict)
    places: dict[int, Path] = field(default_factory=dict)
    """The paths of findings in the metadata, by the id of the finding."""

    def get_position(self, finding: Finding) -> Position:
        path = self.places.get(id(finding))
        return super().get_position(finding) if path is None else self.reading.get_position(("preset", *path))


def check_source(
    source: Source, context: Context, settings: Sequence[str] = (), *, sending: bool = False
) -> PresetReport:
    """Check a request or a preset, whose parameters take the given values or their defaults.

    Args:
        context: What is known besides; rules that the preset ignores are ignored as well.
        sending: Whether the request is to be sent: then ``placeholder-left`` is a warning, else a note.

    Raises BcwError: it is a preset of a format that this version does not know, or a setting fits nothing.
    """
    report = check_text(source.data, context, presets=True)
    check_format(source.name, report.opened.preset)
    opened = report.opened
    context = context.ignoring(presets.read_ignored_rules(opened.preset))
    if report.reading.problem is not None or (opened.preset is None and not settings):
        return PresetReport(report.reading, opened, report.findings)
    resolved = apply_overrides(opened.request, opened.preset, settings)
    if resolved.tree is opened.request and not resolved.missing:
        findings = [*report.findings]
    else:
        findings = [each for each in report.findings if each.rule == DUPLICATE_KEY]
        findings += parameters.omit_missing(check(resolved.tree, context), resolved.missing)
    if opened.preset is not None and not sending:
        findings = [
            replace(each, severity=Severity.NOTE) if each.rule == "placeholder-left" else each
            for each in findings
        ]
    if parameters.PARAMETER_MISSING not in context.ignored:
        why = _(parameters.PRESET_RULES[parameters.PARAMETER_MISSING][1])
        for name, paths in resolved.missing.items():
            findings += parameters.report_missing({name: paths}, why.format(option=format_options([name])))
    header = find_header_problem(opened.preset or {})
    broken = [
        (path, parameters.make_finding(parameters.PRESET_BROKEN, (), message))
        for path, message in filter(None, [header, *presets.find_broken_parameters(opened.preset)])
    ]
    findings = [
        *(each for _path, each in broken),
        *parameters.check_secret_defaults(opened.preset, opened.request),
        *findings,
    ]
    return PresetReport(
        report.reading,
        presets.FileContent(resolved.tree, opened.preset),
        sorted(findings, key=lambda each: (_ORDER.index(each.severity), each.row)),
        resolved.missing,
        {id(each): path for path, each in broken},
    )
