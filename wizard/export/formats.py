"""The formats that a request can be exported in, by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from wizard.document.secrets import find_secrets, insert_references
from wizard.document.serializer import strip_schema
from wizard.document.tree import Path
from wizard.export.place import Place


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: What it is asked for by.
        title: What it is, in a few words.
        write: Writes a request that holds no secret, for a place to send it to.
        ending: What the name of its file ends in.
        runs: Whether it is a program that sends the request.
    """

    name: str
    title: str
    write: Callable[[Any, Place], bytes]
    ending: str
    runs: bool = True


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


def _json(tree: Any, place: Place) -> bytes:
    from wizard.export.as_json import as_json

    return as_json(tree)


def _curl(tree: Any, place: Place) -> bytes:
    from wizard.export.as_curl import as_curl

    return as_curl(tree, place)


def _bcs(tree: Any, place: Place) -> bytes:
    from wizard.export.as_bcs import as_bcs

    return as_bcs(tree, place)


def _python(tree: Any, place: Place) -> bytes:
    from wizard.export.as_python import as_python

    return as_python(tree, place)


def _requests(tree: Any, place: Place) -> bytes:
    from wizard.export.as_python import as_requests

    return as_requests(tree, place)


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format(
                "json",
                "the bare request, as the API and bcs cc NAME -f FILE take it",
                _json,
                ".json",
                runs=False,
            ),
            Format("curl", "a bash script that signs it and sends it with curl", _curl, ".sh"),
            Format("bcs", "the command of the official bcs", _bcs, ".sh"),
            Format("python", "a Python script with the official SDK", _python, ".py"),
            Format("requests", "a Python script without an SDK, with requests", _requests, ".py"),
        )
    }
)
"""All formats, by name."""


def export(tree: Any, name: str, place: Place | None = None) -> Export:
    """Export a request, valid or not. A literal secret never goes with it: its reference does, and in
    formats that run the variable itself.

    Args:
        tree: The request.
        name: The format.
        place: Where formats that run send it, unless a variable says otherwise.

    Raises:
        UnknownFormat: There is no such format; `FORMATS` has those there are.
    """
    if name not in FORMATS:
        raise UnknownFormat(name)
    found = tuple(find_secrets(tree))
    return Export(FORMATS[name].write(insert_references(strip_schema(tree)), place or Place()), found)
