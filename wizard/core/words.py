"""Places of a request in words."""

from wizard.document.tree import Path
from wizard.models.cluster import find_spec


def place_in_words(path: Path, between: str = " › ") -> str:
    """A path as a person reads it: the titles of its fields with the names of entries; ``""`` is the whole.

    Of ``("Configs", "Mounts", "Entries", 0, "Source")`` it is ``Mounts › 1 › Source``.

    Args:
        path: The path.
        between: What stands between the parts.
    """
    words: list[str] = []
    for depth, key in enumerate(path, 1):
        node = find_spec(path[:depth])
        if isinstance(key, int):
            words.append(str(key + 1))
        elif node is not None and node.title and node.name == key:
            words.append(node.title)
        else:
            words.append(key)
    first = "Configs" if words[1:] else ""  # below it, it says nothing
    return between.join(word for word, before in zip(words, [first, *words], strict=False) if word != before)
