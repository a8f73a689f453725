"""JSON values for property tests, and their exact comparison."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

CHARACTERS = st.characters(exclude_categories=["Cs"])
SPECIAL = ["a", "", "集群", "😀", 'q"\\', "a\\", "a/b~", "0", "{[", "]}", "\u2028"]
TEXTS = st.text(CHARACTERS, max_size=6) | st.sampled_from(SPECIAL)
NUMBERS = st.integers(-(10**300), 10**300) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
TREES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=15,
)
OBJECTS = st.dictionaries(TEXTS, TREES, max_size=4)

EXAMPLE_TEXT = Path(__file__).parents[1].joinpath("cli", "example.json").read_text(encoding="utf-8")
"""The example of the reference, as it is printed there."""


def example() -> Any:
    return json.loads(EXAMPLE_TEXT)


def exact(value: Any) -> str:
    """A text that is equal for two values only if they say the same: keys in the same order, ``1`` not
    ``1.0`` or ``true``, ``0.0`` not ``-0.0``."""
    match value:
        case dict():
            return "{" + ",".join(f"{key!r}:{exact(below)}" for key, below in value.items()) + "}"
        case list():
            return "[" + ",".join(map(exact, value)) + "]"
    return f"{type(value).__name__} {value!r}"


def deep(levels: int, *, kind: str = "list") -> str:
    """A text of nested lists or objects."""
    if kind == "list":
        return "[" * levels + "]" * levels
    return '{"a":' * (levels - 1) + "{}" + "}" * (levels - 1)
