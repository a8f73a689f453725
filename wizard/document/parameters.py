"""Parameters that a preset declares, and the request that comes of filling them in.

In the texts of a preset's request, `${name}` stands for the value of the parameter of that name, where one is
declared. A text that is nothing but `${name}` becomes the value itself, of the parameter's own type. Keys are
literal, and so are fields that are declared secret, in which `${env:NAME}` refers to a variable.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, Literal, get_args

from wizard.document.pointer import Path
from wizard.document.secrets import is_literal, is_secret_name, secret_paths, secrets_of
from wizard.document.tree import MISSING, replaced, walk
from wizard.document.writing import to_compact_text

ParameterType = Literal["string", "integer", "number", "boolean"]

PLACEHOLDER = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_-]*)\}")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
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
class Misdeclared:
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
class Filled:
    """A request whose parameters were filled in.

    Attributes:
        tree: The request; where there was no value, `${name}` still stands.
        missing: The places at which a value is missing, by the parameter's name.
    """

    tree: Any
    missing: dict[str, tuple[Path, ...]]


def declared(preset: Mapping[str, Any] | None) -> dict[str, Parameter]:
    """The parameters of a preset, by name; a declaration that is none is passed over.

    Args:
        preset: What a preset file says of itself; ``None`` for a bare request, which has none.
    """
    members = (preset or {}).get("parameters")
    if not isinstance(members, dict):
        return {}
    broken = {each.name for each in misdeclared(preset)}
    return {
        name: Parameter(
            name, about.get("title", ""), about.get("type", "string"), about.get("default", MISSING)
        )
        for name, about in members.items()
        if name not in broken
    }


def misdeclared(preset: Mapping[str, Any] | None) -> list[Misdeclared]:
    """What is wrong with the declarations of a preset; that they are an object is the preset's business."""
    members = (preset or {}).get("parameters")
    found: list[Misdeclared] = []
    for name, about in members.items() if isinstance(members, dict) else ():
        path: Path = ("parameters", name)
        if not NAME.fullmatch(name):
            found.append(Misdeclared(path, "name", name))
        elif not isinstance(about, dict):
            found.append(Misdeclared(path, "object", name))
        elif not isinstance(about.get("title", ""), str):
            found.append(Misdeclared((*path, "title"), "title", name))
        elif about.get("type", "string") not in get_args(ParameterType):
            found.append(Misdeclared((*path, "type"), "type", name))
        elif "default" in about and not _is_of(about["default"], about.get("type", "string")):
            found.append(Misdeclared((*path, "default"), "default", name))
    return found


def secret_defaults(preset: Mapping[str, Any] | None, request: Any) -> list[str]:
    """The parameters whose default is a secret: named like one, or used where a secret belongs."""
    members = (preset or {}).get("parameters")
    used = {
        name
        for _, value in secrets_of(request)
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


def without_secret_defaults(preset: Mapping[str, Any], request: Any) -> dict[str, Any]:
    """What a preset says of itself, without defaults that are secrets: what may be written into a file."""
    kept = dict(preset)
    for name in secret_defaults(preset, request):
        about = {key: value for key, value in kept["parameters"][name].items() if key != "default"}
        kept["parameters"] = {**kept["parameters"], name: about}
    return kept


def filled(request: Any, parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> Filled:
    """Fill the parameters of a preset into its request.

    Args:
        request: The request of the preset.
        parameters: What it declares, by name.
        values: Values by name, of the parameters' types; what is not among them takes its default.
    """
    missing: dict[str, list[Path]] = {}
    literal = {path for path, _ in secret_paths()}
    tree = request
    for path, value in walk(request) if parameters else ():
        if not isinstance(value, str) or "${" not in value or path in literal:
            continue
        made = _filled(value, parameters, values, path, missing)
        if made is not value:
            tree = replaced(tree, path, made)
    return Filled(tree, {name: tuple(paths) for name, paths in missing.items()})


def places(request: Any, parameters: Mapping[str, Parameter]) -> dict[str, tuple[Path, ...]]:
    """Where the parameters of a preset stand in its request, by name; one that stands nowhere is left out.

    Args:
        request: The request of the preset.
        parameters: What it declares, by name, in whose order they come.
    """
    needed = {name: replace(each, default=MISSING) for name, each in parameters.items()}
    found = filled(request, needed, {}).missing
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
            places = missing.setdefault(parameter.name, [])
            if path not in places:
                places.append(path)
            return match[0]
        return value

    whole = PLACEHOLDER.fullmatch(text)
    if whole is not None:
        made = value_of(whole)
        return text if made == text and isinstance(made, str) else made
    made = PLACEHOLDER.sub(lambda match: as_text(value_of(match)), text)
    return text if made == text else made


def as_text(value: Any) -> str:
    """The value of a parameter as it stands inside a text."""
    return value if isinstance(value, str) else to_compact_text(value)


def from_text(text: str, kind: ParameterType) -> Any:
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
