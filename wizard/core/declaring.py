"""Declaring the parameters of the preset at hand: what it says of itself is all that changes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wizard.core.documents import DocumentSource
from wizard.core.parameters import describe_type
from wizard.document.presets import PARAMETER_NAME, fill_parameters, parse_value
from wizard.document.tree import MISSING
from wizard.i18n import _
from wizard.models.preset import Parameter, ParameterType


def get_declarations(origin: DocumentSource) -> Mapping[str, Any]:
    """What is declared, by name, as the preset has it; also what declares none."""
    parameters = (origin.preset or {}).get("parameters")
    return parameters if isinstance(parameters, dict) else {}


def check_declaration(
    origin: DocumentSource, name: str, kind: ParameterType, default: str | None, *, instead_of: str = ""
) -> dict[str, str]:
    """What is wrong with a declaration, by ``name`` and ``default``.

    Args:
        origin: Where the request came from, with what its preset declares.
        name: The name.
        kind: The type.
        default: The default as it was typed; ``None`` for none.
        instead_of: The parameter that it takes the place of, or ``""``.
    """
    found = {}
    if not PARAMETER_NAME.fullmatch(name):
        found["name"] = _("Letters, digits, _ and -, beginning with a letter or _.")
    elif name != instead_of and name in get_declarations(origin):
        found["name"] = _("There is one of this name already.")
    if default is not None and _value(default, kind) is MISSING:
        found["default"] = _("The default has to be {wanted}.").format(wanted=describe_type(kind))
    return found


def _value(default: str, kind: ParameterType) -> Any:
    try:
        return parse_value(default, kind)
    except ValueError:
        return MISSING


def declare_parameter(
    origin: DocumentSource,
    name: str,
    title: str,
    kind: ParameterType,
    default: str | None,
    *,
    instead_of: str = "",
) -> DocumentSource:
    """Where a request belongs once its preset declares a parameter; others, and unknown keys, stay.

    Args:
        origin: Where it belongs now.
        name: The name.
        title: What a person calls it.
        kind: The type.
        default: The default as it was typed; ``None`` for none.
        instead_of: The parameter that it takes the place of, or ``""``.
    """
    before = get_declarations(origin)
    was = before.get(instead_of)
    about = {**was} if isinstance(was, dict) else {}
    given = {"title": (title, ""), "type": (kind, "string")}
    for key, (value, silent) in given.items():
        if value != silent or key in about:
            about[key] = value
    about.pop("default", None)
    if default is not None:
        about["default"] = _value(default, kind)
    if instead_of in before:
        return _declaring(
            origin,
            {
                (name if key == instead_of else key): (about if key == instead_of else value)
                for key, value in before.items()
            },
        )
    return _declaring(origin, {**before, name: about})


def remove_parameter(origin: DocumentSource, name: str) -> DocumentSource:
    """Where a request belongs once its preset no longer declares a parameter."""
    return _declaring(origin, {key: value for key, value in get_declarations(origin).items() if key != name})


def _declaring(origin: DocumentSource, parameters: dict[str, Any]) -> DocumentSource:
    return replace(origin, preset={**(origin.preset or {}), "parameters": parameters})


def rename_placeholder(tree: Any, old: str, new: str) -> Any:
    """A request in which a parameter is called otherwise, wherever it stands."""
    return fill_parameters(tree, {old: Parameter(name=old)}, {old: f"${{{new}}}"}).tree
