"""Fill in a preset's parameters and change fields, as ``--set NAME=VALUE`` does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wizard.core.actions.opening import SourceError
from wizard.document.assignment import AssignmentError, UnknownFieldError, set_by_name
from wizard.document.presets import FileContent, fill_parameters, parse_value, read_parameters
from wizard.document.tree import Path
from wizard.i18n import _
from wizard.models.preset import Parameter
from wizard.text import escape_text


@dataclass(frozen=True, slots=True)
class ResolvedPreset:
    """A request with its parameters filled in.

    Attributes:
        tree: The request.
        missing: The paths at which the value of a parameter is missing, by its name.
    """

    tree: Any
    missing: dict[str, tuple[Path, ...]]


def apply_overrides(opened: FileContent, settings: Sequence[str], *, defaults: bool = True) -> ResolvedPreset:
    """Fill in the parameters of a preset and change fields.

    Args:
        opened: The request with its preset's metadata.
        settings: Each ``NAME=VALUE``, a parameter's name or else a field's.
        defaults: Whether other parameters take their defaults; else their values are missing.

    Raises:
        SourceError: A setting fits neither a parameter nor a field.
    """
    parameters = read_parameters(opened.preset)
    values: dict[str, Any] = {}
    fields: list[tuple[str, str]] = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise SourceError(
                _("--set {setting}: say NAME=VALUE, NAME being a parameter of the preset or a field.").format(
                    setting=escape_text(setting)
                )
            )
        if not _is_utf8(value) or not _is_utf8(name):
            raise _problem(name, _("that is no text (it holds bytes that are no UTF-8)."))
        if name in parameters:
            values[name] = _parse(parameters[name], value)
        else:
            fields.append((name, value))
    made = fill_parameters(opened.request, parameters, values, use_defaults=defaults)
    tree, changed = made.tree, []
    for name, value in fields:
        try:
            tree, path = set_by_name(tree, name, value)
        except AssignmentError as error:
            raise _explain(error, name, [*parameters]) from error
        changed.append(path)
    missing = {}
    for parameter, places in made.missing.items():
        left = tuple(each for each in places if not any(each[: len(path)] == path for path in changed))
        if left:
            missing[parameter] = left
    return ResolvedPreset(tree, missing)


def options_for(missing: Sequence[str]) -> str:
    """Return the command-line options that would fill in missing parameters."""
    return " ".join(f"--set {escape_text(name)}=…" for name in missing)


def _parse(parameter: Parameter, given: str) -> Any:
    try:
        return parse_value(given, parameter.type)
    except ValueError as error:
        raise _problem(parameter.name, str(error)) from error


def _problem(name: str, problem: str) -> SourceError:
    return SourceError(f"--set {escape_text(name)}: {problem}")


def _explain(error: AssignmentError, name: str, parameters: list[str]) -> SourceError:
    from wizard.core.formatting import did_you_mean

    said = escape_text(str(error))
    if isinstance(error, UnknownFieldError):
        said = f"{said} {did_you_mean(name, parameters, error.similar)}".rstrip()
    return _problem(name, said)


def _is_utf8(text: str) -> bool:
    """Return whether the argument is valid UTF-8 (no lone surrogates)."""
    return not any("\ud800" <= each <= "\udfff" for each in text)
