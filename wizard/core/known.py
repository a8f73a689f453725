"""Known values that fit what somebody types."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from wizard.catalog import Catalog


@dataclass(slots=True)
class Shelf:
    """The catalog at hand; another one takes its place when the account's own lists have come.

    Attributes:
        catalog: What can be chosen.
        notes: What an instance type of the account can be had as, by its name.
        when: When the account's lists were fetched, as a person says it; ``""`` while the shipped ones serve.
    """

    catalog: Catalog
    notes: Mapping[str, str] = field(default_factory=dict)
    when: str = ""


_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)(c|core|cores|cpu|vcpu|g|gb|gib)", re.IGNORECASE)

_APART = re.compile(r"([0-9])\s+(?=(?:c|cores?|v?cpu|gi?b?)\b)", re.IGNORECASE)
"""A number and its unit with a space between them."""


def fits(text: str, value: str, title: str) -> bool:
    """Whether every word of a text occurs in a known value or in what it means."""
    searched = f"{value} {title}".casefold()
    return all(word in searched for word in text.casefold().split())


def instance_type_fits(text: str, name: str, title: str, catalog: Catalog) -> bool:
    """As :func:`fits`; a word such as ``8c`` or ``32g`` narrows to the types that have just that.

    Args:
        text: What was typed: words of the name, ``8c``, ``8 vcpu``, ``32g``.
        name: The instance type.
        title: What it means.
        catalog: Where its vCPU and memory are known from.
    """
    kind = catalog.instance_types.get(name)
    rest = []
    for word in _APART.sub(r"\1", text).split():
        match = _SIZE.fullmatch(word)
        if match is None:
            rest.append(word)
        elif kind is None or (kind.memory_gb if match[2].lower().startswith("g") else kind.vcpu) != float(
            match[1]
        ):
            return False
    return fits(" ".join(rest), name, title)
