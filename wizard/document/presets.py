"""Preset files and the parameters that they declare.

In the strings of a preset's request, ``${name}`` is replaced by the value of that parameter, if declared. A
string that is only ``${name}`` becomes the value itself, of the parameter's type. Keys are literal, and so
are secret fields, in which ``${env:NAME}`` refers to a variable.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any, Literal, get_args

from wizard.document.secrets import get_secret_paths, get_secrets, is_literal, is_secret_name
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path, set_in, walk

FORMAT = 1
"""The number of the preset format that this version writes and reads."""

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""For each earlier format the step from a file of it to one of the next; there is none before the first."""


@dataclass(frozen=True, slots=True)
class PresetFile:
    """A document that was opened.

    Attributes:
        request: The request.
        preset: What the file says about the preset (name, title, description, tags, parameters, format),
            or ``None`` for a bare request.
        prefix: The path of the request inside the file: ``("request",)`` in a preset file, else ``()``.
    """

    request: Any
    preset: dict[str, Any] | None = None
    prefix: tuple[str, ...] = field(default=())


def is_preset(tree: Any) -> bool:
    """Whether a document is a preset file: an object with the objects ``preset`` and ``request``.

    Neither is an attribute of CreateCluster, so no request is mistaken for one.
    """
    return isinstance(tree, dict) and isinstance(tree.get("preset"), dict) and "request" in tree


def upgrade(tree: Any) -> Any:
    """A preset file of an earlier format as one of this version's; anything else as it is."""
    for _ in range(FORMAT):
        number = tree["preset"].get("format", FORMAT) if is_preset(tree) else FORMAT
        step = UPGRADES.get(number) if type(number) is int and number < FORMAT else None
        if step is None:
            return tree
        tree = step(tree)
    return tree


def unwrap_preset(tree: Any) -> PresetFile:
    """The request of a document, and what its file says about the preset, in this version's format."""
    tree = upgrade(tree)
    if is_preset(tree):
        return PresetFile(tree["request"], tree["preset"], ("request",))
    return PresetFile(tree)


def wrap_preset(request: Any, preset: dict[str, Any]) -> dict[str, Any]:
    """A preset file of a request; the format number is filled in."""
    return {"preset": {**preset, "format": preset.get("format", FORMAT)}, "request": request}


ParameterType = Literal["string", "integer", "number", "boolean"]

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")
PARAMETER_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_INTEGER = re.compile(r"[+-]?[0-9]{1,300}", re.ASCII)
_NUMBER = re.compile(r"[+-]?[0-9]{1,300}(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a preset asks for.

    Attributes:
        name: What it is filled in by.
        title: What a person calls it.
        type: Its type in JSON.
        default: Its value where none is given; ``MISSING`` where there is none.
    """

    name: str
    title: str = ""
    type: ParameterType = "string"
    default: Any = MISSING

    @property
    def has_default(self) -> bool:
        """Whether it can be left out."""
        return self.default is not MISSING


@dataclass(frozen=True, slots=True)
class BrokenParameter:
    """Something among the declared parameters that declares none.

    Attributes:
        path: Where it stands in what the preset says of itself.
        kind: What is wrong: ``name``, ``object``, ``title``, ``type`` or ``default``.
        name: The parameter.
    """

    path: Path
    kind: Literal["name", "object", "title", "type", "default"]
    name: str


@dataclass(frozen=True, slots=True)
class FilledRequest:
    """A request whose parameters were filled in.

    Attributes:
        tree: The request; where there was no value, `${name}` still stands.
        missing: The places at which a value is missing, by the parameter's name.
    """

    tree: Any
    missing: dict[str, tuple[Path, ...]]


def read_parameters(preset: Mapping[str, Any] | None) -> dict[str, Parameter]:
    """The parameters of a preset, by name; a declaration that is none is passed over.

    Args:
        preset: What a preset file says of itself; ``None`` for a bare request, which has none.
    """
    members = (preset or {}).get("parameters")
    if not isinstance(members, dict):
        return {}
    broken = {each.name for each in find_broken_parameters(preset)}
    return {
        name: Parameter(
            name, about.get("title", ""), about.get("type", "string"), about.get("default", MISSING)
        )
        for name, about in members.items()
        if name not in broken
    }


def find_broken_parameters(preset: Mapping[str, Any] | None) -> list[BrokenParameter]:
    """What is wrong with the declarations of a preset; that they are an object is the preset's business."""
    members = (preset or {}).get("parameters")
    found: list[BrokenParameter] = []
    for name, about in members.items() if isinstance(members, dict) else ():
        path: Path = ("parameters", name)
        if not PARAMETER_NAME.fullmatch(name):
            found.append(BrokenParameter(path, "name", name))
        elif not isinstance(about, dict):
            found.append(BrokenParameter(path, "object", name))
        elif not isinstance(about.get("title", ""), str):
            found.append(BrokenParameter((*path, "title"), "title", name))
        elif about.get("type", "string") not in get_args(ParameterType):
            found.append(BrokenParameter((*path, "type"), "type", name))
        elif "default" in about and not _is_of(about["default"], about.get("type", "string")):
            found.append(BrokenParameter((*path, "default"), "default", name))
    return found


def find_secret_defaults(preset: Mapping[str, Any] | None, request: Any) -> list[str]:
    """The parameters whose default is a secret: named like one, or used where a secret belongs."""
    members = (preset or {}).get("parameters")
    used = {
        name
        for _, value in get_secrets(request)
        if isinstance(value, str)
        for name in PLACEHOLDER.findall(value)
    }
    return [
        name
        for name, about in (members.items() if isinstance(members, dict) else ())
        if isinstance(about, dict)
        and is_literal(about.get("default"))
        and not isinstance(about["default"], bool)
        and (name in used or is_secret_name(name))
    ]


def remove_secret_defaults(preset: Mapping[str, Any], request: Any) -> dict[str, Any]:
    """What a preset says of itself, without defaults that are secrets: what may be written into a file."""
    kept = dict(preset)
    for name in find_secret_defaults(preset, request):
        about = {key: value for key, value in kept["parameters"][name].items() if key != "default"}
        kept["parameters"] = {**kept["parameters"], name: about}
    return kept


def fill_parameters(
    request: Any, parameters: Mapping[str, Parameter], values: Mapping[str, Any]
) -> FilledRequest:
    """Fill the parameters of a preset into its request.

    Args:
        request: The request of the preset.
        parameters: What it declares, by name.
        values: Values by name, of the parameters' types; what is not among them takes its default.
    """
    missing: dict[str, list[Path]] = {}
    literal = {path for path, _ in get_secret_paths()}
    tree = request
    for path, value in walk(request) if parameters else ():
        if not isinstance(value, str) or "${" not in value or path in literal:
            continue
        made = _filled(value, parameters, values, path, missing)
        if made is not value:
            tree = set_in(tree, path, made)
    return FilledRequest(tree, {name: tuple(paths) for name, paths in missing.items()})


def find_placeholders(request: Any, parameters: Mapping[str, Parameter]) -> dict[str, tuple[Path, ...]]:
    """Where the parameters of a preset stand in its request, by name; one that stands nowhere is left out.

    Args:
        request: The request of the preset.
        parameters: What it declares, by name, in whose order they come.
    """
    needed = {name: replace(each, default=MISSING) for name, each in parameters.items()}
    found = fill_parameters(request, needed, {}).missing
    return {name: found[name] for name in parameters if name in found}


def _filled(
    text: str,
    parameters: Mapping[str, Parameter],
    values: Mapping[str, Any],
    path: Path,
    missing: dict[str, list[Path]],
) -> Any:
    def value_of(match: "re.Match[str]") -> Any:
        parameter = parameters.get(match[1])
        if parameter is None:
            return match[0]
        value = values.get(parameter.name, parameter.default)
        if value is MISSING:
            find_placeholders = missing.setdefault(parameter.name, [])
            if path not in find_placeholders:
                find_placeholders.append(path)
            return match[0]
        return value

    whole = PLACEHOLDER.fullmatch(text)
    if whole is not None:
        made = value_of(whole)
        return text if made == text and isinstance(made, str) else made
    made = PLACEHOLDER.sub(lambda match: format_value(value_of(match)), text)
    return text if made == text else made


def format_value(value: Any) -> str:
    """The value of a parameter as it stands inside a text."""
    return value if isinstance(value, str) else to_compact_text(value)


def parse_value(text: str, kind: ParameterType) -> Any:
    """The value that somebody means by a text.

    Raises:
        ValueError: It is none of that type.
    """
    plain = text.strip()
    match kind:
        case "string":
            return text
        case "integer" if _INTEGER.fullmatch(plain):
            return int(plain)
        case "number" if _INTEGER.fullmatch(plain):
            return int(plain)
        case "number" if _NUMBER.fullmatch(plain) and isfinite(float(plain)):
            return float(plain)
        case "boolean" if plain.lower() in ("true", "false"):
            return bool(json.loads(plain.lower()))
    raise ValueError(text)


def _is_of(value: Any, kind: str) -> bool:
    match kind:
        case "string":
            return isinstance(value, str)
        case "integer":
            return type(value) is int
        case "number":
            return type(value) in (int, float)
    return isinstance(value, bool)
