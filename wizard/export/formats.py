"""The formats that a request can be exported in, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wizard.document.pointer import Path
from wizard.document.secrets import literal_secrets, with_references
from wizard.export.as_json import as_json


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: What it is asked for by.
        title: What it is, in a few words.
        write: Writes a request that holds no secret.
    """

    name: str
    title: str
    write: Callable[[Any], bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """A request that was exported.

    Attributes:
        data: The content of the file.
        references: The fields whose secret is not in it, each with the variable that stands for it there.
    """

    data: bytes
    references: tuple[tuple[Path, str], ...] = ()


class UnknownFormat(ValueError):
    """There is no such format.

    Attributes:
        name: What was asked for.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


FORMATS: Mapping[str, Format] = MappingProxyType(
    {each.name: each for each in (Format("json", "the bare request, as the API takes it", as_json),)}
)
"""All formats, by name."""


def export(tree: Any, name: str) -> Export:
    """Export a request, valid or not. A literal secret never goes with it: its reference does.

    Args:
        tree: The request.
        name: The format.

    Raises:
        UnknownFormat: There is no such format; `FORMATS` has those there are.
    """
    if name not in FORMATS:
        raise UnknownFormat(name)
    references = tuple(literal_secrets(tree))
    return Export(FORMATS[name].write(with_references(tree)), references)
