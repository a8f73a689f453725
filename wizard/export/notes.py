"""What the head of an exported script says of the variables that it reads."""

import re
from typing import Any

from wizard.document.tree import to_pointer
from wizard.export.body import references
from wizard.export.place import Place
from wizard.export.texts import text


def of_place(place: Place) -> dict[str, str]:
    """The defaults of region and endpoint, in words."""
    region = text("note.region", region=_plain(place.region)) if place.region else text("note.region.none")
    if place.endpoint:
        return {
            "region_note": region if place.region else "",
            "endpoint_note": text("note.endpoint", endpoint=_plain(place.endpoint)),
        }
    return {"region_note": region, "endpoint_note": text("note.endpoint.none")}


def of_secrets(tree: Any, prefix: str) -> str:
    """A line for each variable that stands for a secret; ends with a newline where there is any."""
    lines = [text("note.secret", name=name, path=to_pointer(path)) for path, name in references(tree)]
    return "".join(f"{prefix}{line}\n" for line in lines)


def _plain(address: str) -> str:
    """An address as it may stand in a comment or a docstring: nothing in it can end either."""
    return re.sub(r"[^\w.:/\[\]-]", "?", address, flags=re.ASCII)
