"""What goes with a request when it is saved: what a preset says of itself, and where it then belongs."""

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from wizard.core.ports import Origin, PresetTitle

_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]+")
"""What no file is called on some system, or not without trouble."""
_STEM = "cluster"


def about(origin: Origin, **changes: Any) -> dict[str, Any]:
    """What a preset that is saved says of itself.

    Args:
        origin: Where its request came from; what a preset there says, keys unknown to this version included,
            goes with it.
        changes: What is said otherwise: ``title``, ``description``, ``tags``, ``parameters``.
    """
    # A bare request declares no parameter, also where it replaces a preset that did: in it all is literal.
    return {"parameters": {}, **(origin.preset or {}), **changes}


def tags_of(origin: Origin) -> list[str]:
    """The tags of the preset that a request came from; what is no text among them is passed over."""
    tags = (origin.preset or {}).get("tags")
    return [each for each in tags if isinstance(each, str)] if isinstance(tags, list) else []


def tags_from(text: str) -> list[str]:
    """The tags that a line names, with commas between; each once."""
    return [*dict.fromkeys(tag for each in text.replace("，", ",").split(",") if (tag := each.strip()))]


def stands_for_another(origin: Origin, name: str, presets: Iterable[PresetTitle]) -> bool:
    """Whether a name is that of one of the user's presets, and another one than the request came from."""
    if origin.kind == "preset" and origin.name == name:
        return False
    return any(each.name == name and not each.shipped for each in presets)


def of_preset(origin: Origin, name: str, **changes: Any) -> Origin:
    """Where a request belongs after it was saved as a preset."""
    return Origin("preset", name, {**about(origin, **changes), "name": name})


def file_name(tree: Any, ending: str) -> str:
    """What a file of a request may well be called: as its cluster, as far as a file can be called that."""
    name = tree.get("Name") if isinstance(tree, dict) else None
    stem = _UNFIT.sub("-", name)[:64].strip(" .-") if isinstance(name, str) else ""
    return f"{stem or _STEM}{ending}"


def of_file(origin: Origin, path: str) -> Origin:
    """Where a request belongs when it is saved in a file: one that declares parameters stays a preset."""
    is_same = origin.kind == "file" and _place(origin.name) == _place(path)
    stays = is_same or (origin.preset or {}).get("parameters")
    return Origin("file", path, origin.preset if stays else None)


def renamed(origin: Origin, old: str, new: str) -> Origin:
    """Where a request belongs after a preset was renamed, be it its own or another one."""
    return of_preset(origin, new) if origin.kind == "preset" and origin.name == old else origin


def described(origin: Origin, name: str, changes: Mapping[str, Any]) -> Origin:
    """Where a request belongs after what a preset says of itself was changed; its own or another one."""
    return of_preset(origin, name, **changes) if origin.kind == "preset" and origin.name == name else origin


def _place(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))
