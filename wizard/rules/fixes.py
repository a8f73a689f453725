"""Ways out of what the service refuses: a label, and the JSON Patch that takes it."""

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from wizard.document.pointer import Path, from_pointer, to_pointer
from wizard.document.tree import MISSING, get
from wizard.document.writing import to_compact_text
from wizard.request.answer import meant_name
from wizard.request.schema import Node, node_at
from wizard.rules.finding import Finding, Fix
from wizard.rules.texts import text

LARGEST_NAME = 64

_FORMED = ("InstanceType", "VpcId", "OppositeRouterType")
"""Texts of a form that no number has."""
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


def with_renaming(tree: Any, finding: Finding) -> Finding:
    """The finding with the renaming of a misspelt key as its fix, where it is about something missing that a
    misspelt key beside it holds."""
    match finding.fix:
        case None:
            missing = finding.path
        case Fix(edits=({"op": "add", "path": pointer},)):
            missing = from_pointer(pointer, tree)
        case _:
            return finding
    places = [missing]
    if finding.rule == "MissingInstanceType":
        places.append(missing[-1:])
    for path in places:
        if path and get(tree, path, "") == "" and (key := _misspelt(tree, path)) is not None:
            name = str(path[-1])
            fix = renaming((*path[:-1], key), name, text("fix.key", key=key, value=name))
            return replace(finding, fix=fix)
    return finding


def _misspelt(tree: Any, path: Path) -> str | None:
    """The key beside a missing attribute that is probably a misspelling of it."""
    parent, node = get(tree, path[:-1]), node_at(path[:-1])
    if not isinstance(parent, dict) or node is None:
        return None
    keys = [key for key in parent if meant_name(key, node) == path[-1]]
    return get_close_matches(str(path[-1]), keys, n=1, cutoff=0)[0] if keys else None


def of_shape(tree: Any, value: Any, path: Path, node: Node, kind: str) -> Fix | None:
    """The way out of an error about shape or limits, where there is one that loses nothing meant and leads
    to no other error.

    Args:
        tree: The request.
        value: What stands at the path.
        path: Where the error is.
        node: What the model says of the place.
        kind: What kind of error it is.
    """
    match kind:
        case "missing":
            return _of_missing(tree, path, node)
        case "type" | "values":
            return _of_type(tree, value, path, node)
        case "pattern":
            name = legal_name(value)
            return replacing(path, name, text("fix.name", value=name))
        case "length" if node.pattern == ("Name",) and value:
            name = legal_name(value)
            return replacing(path, name, text("fix.name", value=name))
        case "length" if node.pattern == ("Groups",) and not value:
            return replacing(path, *_first_group(tree, node))
        case "range" if node.name == "DesiredVMCount" and value < 1:
            return replacing(path, 1, text("fix.machines", value=1))
    return None


def _first_group(tree: Any, node: Node) -> tuple[dict[str, Any], str]:
    """A map of one group, with a type of machine where the cluster names none, and what that fix says."""
    group: dict[str, Any] = {"DesiredVMCount": 1, "ResourceType": "OnDemand"}
    if get(tree, ("InstanceType",), "") != "":
        return {"group1": group}, text("fix.group")
    kind = node.item.fields["InstanceType"].example if node.item is not None else ""
    return {"group1": {"DesiredVMCount": 1, "InstanceType": kind, "ResourceType": "OnDemand"}}, text(
        "fix.group-of", value=kind
    )


def _of_missing(tree: Any, path: Path, node: Node) -> Fix | None:
    match node.name:
        case "DesiredVMCount":
            return adding(path, 1, text("fix.machines", value=1))
        case "ResourceType":
            meant = _bought_as(tree, path)
            return adding(path, meant, text("fix.value", value=meant))
        case "Groups":
            return adding(path, *_first_group(tree, node))
    return None


def _bought_as(tree: Any, path: Path) -> str:
    """How the machines of a group are bought, as far as the rest of it says: a strategy is for Spot only."""
    strategy = get(tree, (*path[:-1], "SpotStrategy"), "")
    return "Spot" if isinstance(strategy, str) and strategy else "OnDemand"


def _of_type(tree: Any, value: Any, path: Path, node: Node) -> Fix | None:
    if node.pattern == ():
        return None
    if node.name == "CidrBlock" and (value is not None or not _may_go(tree, path)):
        return replacing(path, node.example, text("fix.cidr", value=node.example))
    if value is None and not node.required:
        return removing(path) if _may_go(tree, path) else None
    if node.limits.values:
        return _of_values(tree, value, path, node)
    if node.name in _FORMED:
        return None
    converted = _converted(value, node)
    if converted is not MISSING:
        label = _LABELS.get(node.kind, "fix.number") if node.secret is None else "fix.secret"
        return replacing(path, converted, text(label, value=to_compact_text(converted)))
    if node.name == "DesiredVMCount" and (count := _count(value, node)) is not None:
        return replacing(path, count, text("fix.machines", value=count))
    return None


def _of_values(tree: Any, value: Any, path: Path, node: Node) -> Fix | None:
    """The way out of a value that is none of the known ones."""
    meant = _meant(value, node.limits.values or ())
    if meant is None and node.name == "ResourceType":
        meant = _bought_as(tree, path)
    if meant is None:  # a strategy: of use to Spot only, and then as its limit has it
        group = get(tree, path[:-1], {})
        if group.get("ResourceType") != "Spot":
            return removing(path)
        price = group.get("SpotPriceLimit")
        has_limit = type(price) in (int, float) and price > 0
        meant = "SpotWithPriceLimit" if has_limit else "SpotAsPriceGo"
    return replacing(path, meant, text("fix.value", value=meant))


def _may_go(tree: Any, path: Path) -> bool:
    """Whether a value can be taken out without anything else missing it."""
    parent, name = get(tree, path[:-1]), path[-1]
    if name == "InstanceType" and len(path) == 1:
        groups = get(tree, ("Groups",))
        named = groups.values() if isinstance(groups, dict) else ()
        return all(isinstance(each, dict) and each.get("InstanceType", "") != "" for each in named)
    if name == "InstanceType":
        return bool(get(tree, ("InstanceType",), "") != "")
    if path[:-1] == ("Groups",):
        return len(parent) > 1
    if name == "CidrBlock":
        return bool(parent.get("VpcId", "") == "")
    if name in ("OppositeRegionId", "OppositeRouterId", "OppositeAccessPointId"):
        others = (value for each, value in parent.items() if each.startswith("Opposite") and each != name)
        return not any(value != "" for value in others)
    return True


def _meant(value: Any, known: tuple[str, ...]) -> str | None:
    """The known value that was meant: the same letters, or nearly."""
    plain = {re.sub(r"[^a-z]", "", name.lower()): name for name in known if name}
    wanted = re.sub(r"[^a-z]", "", value.lower()) if isinstance(value, str) else ""
    close = get_close_matches(wanted, plain, n=1, cutoff=0.6)
    return plain[close[0]] if close else None


def _count(value: Any, node: Node) -> int | None:
    """A number of machines for what is no whole number; ``None`` where it says one that is out of range."""
    if isinstance(value, float):
        whole = max(1, round(value))
    elif isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", value, re.ASCII):
        whole = max(1, int(value))
    else:
        return 1
    return whole if _fits(whole, node) else None


def _converted(value: Any, node: Node) -> Any:
    """The value as one of the field's type where it says the same, else ``MISSING``."""
    match node.kind, value:
        case "string", bool() | int() | float():
            plain = to_compact_text(value)
            if node.pattern == ("Name",):
                return legal_name(plain)
            longest = node.limits.max_length
            return plain if longest is None or len(plain) <= longest else MISSING
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
