"""Setting a field by its name and a string, as on the command line: ``Groups.group1.DesiredVMCount=5``."""

import re
from difflib import get_close_matches
from typing import Any

from wizard.document.parser import parse
from wizard.document.presets import parse_value
from wizard.document.secrets import find_secrets
from wizard.document.tree import MISSING, Path, from_pointer, get, set_in, to_pointer
from wizard.i18n import N_, _, join_sentences
from wizard.models.cluster import fields_by_path, find_spec
from wizard.models.fields import WILDCARD, FieldSpec

_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)
_TYPES = {
    "list": (list, N_("""The value must be a list in JSON, such as '["a", "b"]'.""")),
    "map": (dict, N_("""The value must be an object in JSON, such as '{{"key": "value"}}'.""")),
    "object": (dict, N_("The value must be an object in JSON.")),
    "json": (object, N_("The value must be JSON.")),
}


class AssignmentError(ValueError):
    """A field cannot be set that way; the message says why, in the user's language."""


class UnknownFieldError(AssignmentError):
    """There is no such field; :attr:`similar` has known ones that may be meant, as dotted names."""

    def __init__(self, similar: tuple[str, ...] = ()) -> None:
        super().__init__(_("There is no such field or parameter. bcw explain lists the fields."))
        self.similar = similar


def set_by_name(tree: Any, name: str, text: str) -> tuple[Any, Path]:
    """Return the request with a field set, and the path of the field.

    Args:
        name: The field: keys separated by dots, or a JSON Pointer if a key contains a dot.
        text: The value: a string literally, everything else as in JSON.

    Raises:
        AssignmentError: There is no such field, or it cannot have that value.
    """
    path = _to_path(name, tree)
    spec, before = find_spec(path), get(tree, path, MISSING)
    if spec is None and before is MISSING:
        raise UnknownFieldError(_find_similar(name))
    try:
        changed = set_in(tree, path, _to_value(text, spec, before, len(path)))
    except KeyError as error:
        message = _("Its path leads through a value that is no object or list, or past the end of a list.")
        raise AssignmentError(message) from error
    for at, _variable in find_secrets(changed):
        if at[: len(path)] == path or path[: len(at)] == at:
            message = _(
                "Others can see the arguments of commands, and this is a secret. Name a variable that "
                "contains it: --set '{field}=${{env:NAME}}'."
            )
            raise AssignmentError(message.format(field=".".join(map(str, at))))
    return changed, path


def _to_path(name: str, tree: Any) -> Path:
    """Return the path that a dotted name or a JSON Pointer means, with numbers for the items of lists."""
    try:
        given = from_pointer(name) if name.startswith("/") else tuple(name.split("."))
    except ValueError as error:
        raise UnknownFieldError from error
    if not name:
        raise UnknownFieldError
    path: list[str | int] = []
    value = tree
    for key in given:
        spec = find_spec(tuple(path))
        is_list = isinstance(value, list) or (value is MISSING and spec is not None and spec.kind == "list")
        if is_list and isinstance(key, str):
            if key == "-":  # as in a JSON Pointer: after the last entry
                key = str(len(value) if isinstance(value, list) else 0)
            if not _INDEX.fullmatch(key):
                message = _(
                    "{list} is a list, and {key} is no index. Enter a number from 0, or - to add an entry."
                )
                shown = ".".join(map(str, path)) or _("the whole request")
                raise AssignmentError(message.format(list=shown, key=key))
            key = int(key)
        path.append(key)
        value = get(value, (key,), MISSING)
    return tuple(path)


def _find_similar(name: str) -> tuple[str, ...]:
    """Return known fields whose names resemble an unknown one or begin with it, as dotted names."""
    if pointer := _find_key_with_dot(name):
        return (pointer,)
    known = [to_dotted_name(path) for path in fields_by_path() if path]
    lower = {each.lower(): each for each in known}
    by_last = {each.rpartition(".")[2].lower(): each for each in known}
    wanted = name.strip("/").replace("/", ".").lower()
    last = wanted.rpartition(".")[2]
    found = [each for each in known if len(wanted) > 2 and each.lower().startswith(wanted)][:2]
    found += [lower[each] for each in get_close_matches(wanted, lower, n=2, cutoff=0.75)]
    found += [by_last[each] for each in get_close_matches(last, by_last, n=2, cutoff=0.75)]
    return tuple(dict.fromkeys(found))[:3]


def _find_key_with_dot(name: str) -> str:
    """Return ``UserData.a.b`` as a JSON Pointer if its first names lead to a map of strings, else ``""``."""
    names = tuple(name.split("."))
    for length in range(1, len(names) - 1):
        spec = find_spec(names[:length])
        if spec is not None and spec.kind == "map" and spec.item is not None and spec.item.kind == "string":
            return to_pointer((*names[:length], ".".join(names[length:])))
    return ""


def to_dotted_name(path: tuple[str, ...]) -> str:
    """Return the path of a field as users write it, with ``NAME`` for keys of maps and ``0`` for indexes."""
    names = []
    for depth, key in enumerate(path):
        kind = fields_by_path()[path[:depth]].kind
        names.append({"list": "0", "map": "NAME"}.get(kind, key) if key == WILDCARD else key)
    return ".".join(names)


def _to_value(text: str, spec: FieldSpec | None, before: Any, depth: int) -> Any:
    kind = spec.kind if spec is not None else "string" if isinstance(before, str) else "json"
    match kind:
        case "string" | "integer" | "number" | "boolean":
            try:
                return parse_value(text, kind)
            except ValueError as error:
                raise AssignmentError(str(error)) from error
    type_, expected = _TYPES[kind]
    message = _(expected).format()
    parsed = parse(text)
    # The whole request is parsed again later: the depth that counts is that of the value inside it.
    problem = parsed.problem or parse(f"{'[' * depth}{text}{']' * depth}").problem
    if problem is not None:
        raise AssignmentError(join_sentences(message, problem.message))
    if duplicates := parsed.duplicates:
        repeated = _('The key "{key}" occurs twice in the value. Keep one of them.')
        raise AssignmentError(repeated.format(key=duplicates[0].path[-1]))
    if not isinstance(parsed.tree, type_):
        raise AssignmentError(message)
    return parsed.tree
