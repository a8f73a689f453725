"""What a new request and a new entry begin with."""

from typing import Any

from wizard.document.tree import Path

_ENTRIES: dict[Path, tuple[str, dict[str, Any]]] = {
    ("Groups",): ("group1", {"DesiredVMCount": 1, "ResourceType": "OnDemand"}),
    ("Configs", "Mounts", "Entries"): ("", {"WriteSupport": False}),
}


def new_entry(path: Path) -> tuple[str, dict[str, Any]]:
    """The name (of an entry of a map) and the value that a new entry of a collection begins with."""
    name, value = _ENTRIES.get(path, ("entry1", {}))
    return name, dict(value)


def new_request() -> dict[str, Any]:
    """What a new request begins with: one group of one machine, as a cluster needs a group."""
    name, value = new_entry(("Groups",))
    return {"Groups": {name: value}}
