"""A preset's parameters filled in, and fields changed on the way: what `--set` does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from wizard.core.actions.sources import Unreadable
from wizard.core.actions.texts import text
from wizard.document.assignment import AssignmentError, UnknownFieldError, set_by_name
from wizard.document.presets import FileContent, Parameter, fill_parameters, parse_value, read_parameters
from wizard.document.tree import MISSING, Path
from wizard.text import escape_text as visible


@dataclass(frozen=True, slots=True)
class Settled:
    """A request with all that was given for it.

    Attributes:
        tree: The request.
        missing: The places at which the value of a parameter is missing, by its name.
    """

    tree: Any
    missing: dict[str, tuple[Path, ...]]


def settle(opened: FileContent, settings: Sequence[str], *, defaults: bool = True) -> Settled:
    """Fill in the parameters of a preset and change fields.

    Args:
        opened: The request, and what its file says of the preset.
        settings: What `--set` was given, each `NAME=VALUE`: a parameter's name, or else a field.
        defaults: Whether a parameter that is not among them takes its default; else its value is missing,
            and somebody is asked for it.

    Raises:
        Unreadable: One of them fits neither a parameter nor a field.
    """
    parameters = read_parameters(opened.preset)
    values: dict[str, Any] = {}
    fields: list[tuple[str, str, str]] = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise Unreadable(text("set.form", setting=visible(setting)))
        if not _is_text(value) or not _is_text(name):
            raise Unreadable(text("set.bytes", name=visible(name)))
        if name in parameters:
            values[name] = _value(parameters[name], value)
        else:
            fields.append((name, value, setting))
    if not defaults:
        parameters = {name: replace(each, default=MISSING) for name, each in parameters.items()}
    made = fill_parameters(opened.request, parameters, values)
    tree, changed = made.tree, []
    for name, value, _ in fields:
        try:
            tree, path = set_by_name(tree, name, value)
        except AssignmentError as error:
            raise Unreadable(_explain(error, name, [*parameters])) from error
        changed.append(path)
    missing = {}
    for parameter, places in made.missing.items():
        left = tuple(each for each in places if not any(each[: len(path)] == path for path in changed))
        if left:
            missing[parameter] = left
    return Settled(tree, missing)


def needed(missing: Sequence[str]) -> str:
    """The options that would fill in what is missing."""
    return " ".join(f"--set {visible(name)}=…" for name in missing)


def _value(parameter: Parameter, given: str) -> Any:
    try:
        return parse_value(given, parameter.type)
    except ValueError as error:
        raise Unreadable(f"--set {visible(parameter.name)}: {error}") from error


def _explain(error: AssignmentError, name: str, parameters: list[str]) -> str:
    from wizard.core.wording import near

    parts = [f"--set {visible(name)}: {visible(str(error))}"]
    if isinstance(error, UnknownFieldError) and (meant := [*near(name, parameters), *error.similar]):
        parts.append(text("verb.close", names=text("or").join(meant)))
    return " ".join(parts)


def _is_text(value: str) -> bool:
    """Whether a text is one: bytes that are no UTF-8 reach a program as halves of characters."""
    return not any("\ud800" <= each <= "\udfff" for each in value)
