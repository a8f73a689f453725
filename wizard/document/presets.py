"""The content of request and preset files, and the parameters that presets declare.

In the strings of a preset's request, ``${name}`` is replaced by the value of that parameter, if declared. A
string that is only ``${name}`` becomes the value itself, of the parameter's type. Keys are literal, and so
are secret fields, in which ``${env:NAME}`` refers to a variable.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from wizard.document.secrets import get_secret_paths, get_secrets, is_literal, is_secret_name
from wizard.document.serializer import to_compact_text
from wizard.document.tree import Path, set_in, walk
from wizard.i18n import N_, _
from wizard.models.preset import Parameter, ParameterType
from wizard.models.stored import FORMAT, InvalidContentError

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")
PARAMETER_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_INTEGER = re.compile(r"[+-]?[0-9]{1,300}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", re.ASCII)

_EXPECTED: dict[str, str] = {
    "string": N_("The value must be a string."),
    "integer": N_("The value must be an integer."),
    "number": N_("The value must be a number."),
    "boolean": N_("The value must be true or false."),
}


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file contains: a bare request, or a preset.

    Attributes:
        preset: The header of a preset file (name, title, description, parameters, …), else ``None``.
    """

    request: Any
    preset: dict[str, Any] | None = None

    @property
    def prefix(self) -> tuple[str, ...]:
        """The path of the request in the file."""
        return () if self.preset is None else ("request",)


def is_preset(tree: Any) -> bool:
    """Return whether a document is a preset file: an object with the object ``preset``, and ``request``.

    Neither is an attribute of CreateCluster, so no request is mistaken for one.
    """
    return isinstance(tree, dict) and isinstance(tree.get("preset"), dict) and "request" in tree


def unwrap_preset(tree: Any) -> FileContent:
    """Return the request of a document, and its header if it is a preset file."""
    if is_preset(tree):
        return FileContent(tree["request"], tree["preset"])
    return FileContent(tree)


def wrap_preset(request: Any, header: Mapping[str, Any]) -> dict[str, Any]:
    """Return the preset file of a request; the format number is filled in."""
    return {"preset": {**header, "format": header.get("format", FORMAT)}, "request": request}


def read_ignored_rules(header: Mapping[str, Any] | None) -> frozenset[str]:
    """Return the rules whose warnings and notes a preset ignores."""
    rules = (header or {}).get("ignore")
    return frozenset(each for each in (rules if isinstance(rules, list) else ()) if isinstance(each, str))


@dataclass(frozen=True, slots=True)
class FilledRequest:
    """A request with its parameters filled in.

    Attributes:
        tree: The request; ``${name}`` remains if there is no value.
        missing: The paths where a value is missing, by the parameter's name.
    """

    tree: Any
    missing: dict[str, tuple[Path, ...]]


def get_declarations(header: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the declarations of the parameters of a preset by name, also invalid ones."""
    members = (header or {}).get("parameters")
    return members if isinstance(members, dict) else {}


def read_parameters(header: Mapping[str, Any] | None) -> dict[str, Parameter]:
    """Return the parameters of a preset by name, without invalid declarations."""
    return {name: each for name, each in _parse_parameters(header) if isinstance(each, Parameter)}


def find_broken_parameters(header: Mapping[str, Any] | None) -> list[tuple[Path, str]]:
    """Return what is wrong with the declarations of a preset: paths in its header, each with a message."""
    return [
        (("parameters", name, *each[0]), each[1].format(name=name))
        for name, each in _parse_parameters(header)
        if not isinstance(each, Parameter)
    ]


def _parse_parameters(header: Mapping[str, Any] | None) -> Iterator[tuple[str, Parameter | tuple[Path, str]]]:
    for name, about in get_declarations(header).items():
        yield name, _parse_parameter(name, about)


def _parse_parameter(name: str, about: Any) -> Parameter | tuple[Path, str]:
    """Return the parameter of a declaration, or the path and the message of what is wrong with it."""
    if not PARAMETER_NAME.fullmatch(name):
        return (), _(
            '"{name}" cannot be the name of a parameter. Use letters, digits, _ and -; start with no digit.'
        )
    if not isinstance(about, dict):
        return (), _("The declaration of the parameter {name} must be an object.")
    try:
        return Parameter.parse({**about, "name": name})
    except InvalidContentError as error:
        path, message = error.problems[0]
        return path, _("Parameter {name}: {reason}").format(name="{name}", reason=message)


def find_secret_defaults(header: Mapping[str, Any] | None, request: Any) -> list[str]:
    """Return the parameters whose default is a secret: named like one, or used in a secret field."""
    declared = get_declarations(header)
    used = {
        name
        for _path, value in (get_secrets(request) if declared else ())
        if isinstance(value, str)
        for name in PLACEHOLDER.findall(value)
    }
    return [
        name
        for name, about in declared.items()
        if isinstance(about, dict)
        and is_literal(about.get("default"))
        and not isinstance(about["default"], bool)
        and (name in used or is_secret_name(name))
    ]


def remove_secret_defaults(header: Mapping[str, Any], request: Any) -> dict[str, Any]:
    """Return the header of a preset as it may be written to a file: without defaults that are secrets."""
    kept = dict(header)
    for name in find_secret_defaults(header, request):
        about = {key: value for key, value in kept["parameters"][name].items() if key != "default"}
        kept["parameters"] = {**kept["parameters"], name: about}
    return kept


def fill_parameters(
    request: Any,
    parameters: Mapping[str, Parameter],
    values: Mapping[str, Any],
    *,
    use_defaults: bool = True,
) -> FilledRequest:
    """Fill the parameters of a preset into its request: values by name, of the parameters' types.

    Args:
        use_defaults: Whether the others take their defaults.
    """
    known = {name: each.default for name, each in parameters.items() if use_defaults and each.has_default}
    known |= {name: value for name, value in values.items() if name in parameters}
    missing: dict[str, tuple[Path, ...]] = {}
    secret = {path for path, _variable in get_secret_paths()}
    tree = request
    for path, text in walk(request) if parameters else ():
        if not isinstance(text, str) or "${" not in text or path in secret:
            continue
        for name in dict.fromkeys(PLACEHOLDER.findall(text)):
            if name in parameters and name not in known:
                missing[name] = (*missing.get(name, ()), path)
        whole = PLACEHOLDER.fullmatch(text)
        if whole is not None:
            filled = known.get(whole[1], text)
        else:
            filled = PLACEHOLDER.sub(
                lambda match: format_value(known[match[1]]) if match[1] in known else match[0], text
            )
        if filled != text:
            tree = set_in(tree, path, filled)
    return FilledRequest(tree, missing)


def find_placeholders(request: Any, parameters: Mapping[str, Parameter]) -> dict[str, tuple[Path, ...]]:
    """Return the paths where parameters are used, by name, in their order; unused ones are omitted."""
    found = fill_parameters(request, parameters, {}, use_defaults=False).missing
    return {name: found[name] for name in parameters if name in found}


def format_value(value: Any) -> str:
    """Return a value as text shows it: a string as it is, everything else as JSON."""
    return value if isinstance(value, str) else to_compact_text(value)


def parse_value(text: str, kind: ParameterType) -> Any:
    """Return the value of a string that was typed, in the given type.

    Raises:
        ValueError: It has another type; the message says which is expected, in the user's language.
    """
    plain = text.strip()
    match kind:
        case "string":
            return text
        case "integer" | "number" if _INTEGER.fullmatch(plain):
            return int(plain)
        case "number" if _NUMBER.fullmatch(plain) and isfinite(float(plain)):
            return float(plain)
        case "boolean" if plain.lower() in ("true", "false"):
            return plain.lower() == "true"
    raise ValueError(_(_EXPECTED[kind]))
