"""Ways out of what the service refuses: a label, and the JSON Patch that takes it."""

import re
from difflib import get_close_matches
from typing import Any

from wizard.document.pointer import Path, to_pointer
from wizard.document.tree import MISSING
from wizard.document.writing import to_compact_text
from wizard.request.schema import Node
from wizard.rules.finding import Fix
from wizard.rules.texts import text

LARGEST_NAME = 64

_LABELS = {"string": "fix.text", "boolean": "fix.boolean", "list": "fix.list"}


def replacing(path: Path, value: Any, label: str) -> Fix:
    """A fix that puts a value in place of what stands at a path."""
    return Fix(label, ({"op": "replace", "path": to_pointer(path), "value": value},))


def adding(path: Path, value: Any, label: str) -> Fix:
    """A fix that adds what is missing at a path."""
    return Fix(label, ({"op": "add", "path": to_pointer(path), "value": value},))


def removing(path: Path, label: str | None = None) -> Fix:
    """A fix that takes out what stands at a path."""
    return Fix(label or text("fix.remove"), ({"op": "remove", "path": to_pointer(path)},))


def renaming(path: Path, name: str, label: str) -> Fix:
    """A fix that renames the key at the end of a path."""
    return Fix(label, ({"op": "move", "from": to_pointer(path), "path": to_pointer((*path[:-1], name))},))


def of_shape(value: Any, path: Path, node: Node, kind: str) -> Fix | None:
    """The way out of an error about shape or limits, where there is one that loses nothing meant."""
    match kind:
        case "missing":
            return _of_missing(path, node)
        case "type" | "values":
            return _of_type(value, path, node)
        case "pattern":
            name = legal_name(value)
            return replacing(path, name, text("fix.name", value=name))
        case "length" if node.pattern == ("Name",) and value:
            name = legal_name(value)
            return replacing(path, name, text("fix.name", value=name))
        case "length" if node.pattern == ("Groups",) and not value:
            return replacing(path, _group(), text("fix.group"))
        case "range" if node.name == "DesiredVMCount" and value < 1:
            return replacing(path, 1, text("fix.machines", value=1))
    return None


def _group() -> dict[str, Any]:
    return {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}}


def _of_missing(path: Path, node: Node) -> Fix | None:
    match node.name:
        case "DesiredVMCount":
            return adding(path, 1, text("fix.machines", value=1))
        case "ResourceType":
            return adding(path, "OnDemand", text("fix.value", value="OnDemand"))
        case "Groups":
            return adding(path, _group(), text("fix.group"))
    return None


def _of_type(value: Any, path: Path, node: Node) -> Fix | None:
    if node.pattern == ():
        return None
    if value is None and not node.required:
        return removing(path)
    if node.limits.values:
        meant = _meant(value, node.limits.values)
        return replacing(path, meant, text("fix.value", value=meant)) if meant is not None else None
    if node.name == "InstanceType":  # no number is the name of a type
        return removing(path) if value is None else None
    converted = _converted(value, node)
    if converted is not MISSING:
        label = _LABELS.get(node.kind, "fix.number") if node.secret is None else "fix.secret"
        return replacing(path, converted, text(label, value=to_compact_text(converted)))
    if node.name == "DesiredVMCount":
        return replacing(path, 1, text("fix.machines", value=1))
    return None


def _meant(value: Any, known: tuple[str, ...]) -> str | None:
    """The known value that was meant: the same letters, or nearly."""
    plain = {re.sub(r"[^a-z]", "", name.lower()): name for name in known if name}
    wanted = re.sub(r"[^a-z]", "", value.lower()) if isinstance(value, str) else ""
    close = get_close_matches(wanted, plain, n=1, cutoff=0.6)
    if close:
        return plain[close[0]]
    return known[0] if known else None


def _converted(value: Any, node: Node) -> Any:
    """The value as one of the field's type where it says the same, else ``MISSING``."""
    match node.kind, value:
        case "string", bool() | int() | float():
            plain = to_compact_text(value)
            return legal_name(plain) if node.pattern == ("Name",) else plain
        case "integer", float() if value.is_integer() and _fits(int(value), node):
            return int(value)
        case "integer", str() if re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", value, re.ASCII):
            return int(value) if _fits(int(value), node) else MISSING
        case "number", str() if re.fullmatch(r"\s*\+?[0-9]{1,18}(\.[0-9]+)?\s*", value, re.ASCII):
            return float(value) if "." in value else int(value)
        case "boolean", str() if value.strip().lower() in ("true", "yes", "on", "1"):
            return True
        case "boolean", str() if value.strip().lower() in ("false", "no", "off", "0"):
            return False
        case "boolean", 0 | 1 if type(value) is int:
            return bool(value)
        case "list", str() if node.item is not None and node.item.kind == "string":
            return [value] if value else []
    return MISSING


def _fits(value: int, node: Node) -> bool:
    low, high = node.limits.minimum, node.limits.maximum
    return (low is None or value >= low) and (high is None or value <= high)


def legal_name(name: str) -> str:
    """A cluster name that the service takes, as near as possible to the one that it does not."""
    legal = re.sub(r"[^A-Za-z0-9_-]+", "-", name, flags=re.ASCII).strip("-")
    if not re.search(r"[A-Za-z0-9]", legal):
        return "cluster"
    if legal[0].isdigit():
        legal = f"c{legal}"
    return legal[:LARGEST_NAME].rstrip("-")


def culprits(name: str) -> str:
    """What makes a name illegal, in words."""
    strange = dict.fromkeys(re.findall(r"[^A-Za-z0-9_-]", name, re.ASCII))
    shown = [_NAMES.get(character, f"“{character}”") for character in list(strange)[:4]]
    if len(strange) > len(shown):
        shown.append("…")
    if name[:1].isascii() and name[:1].isdigit():
        shown.insert(0, f"{name[0]} comes first")
    return ", ".join(shown)


_NAMES = {" ": "a space", "\t": "a tab", "\n": "a line break"}
