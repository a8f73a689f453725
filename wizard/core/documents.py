"""Where an edited document comes from and is saved to, and the metadata of its preset."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from wizard.models.journal import get_cluster_name

if TYPE_CHECKING:
    from wizard.models.preset import Parameter

_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]+")
"""Characters that some file systems do not allow in names."""


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """Where a document came from, and is saved to."""

    kind: Literal["blank", "preset", "file", "paste"] = "blank"
    name: str = ""  # the preset's name or the file's path as the user gave it; ``""`` for the rest
    preset: Mapping[str, Any] | None = None  # the metadata of a preset file, kept when it is written back


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document that was opened.

    Attributes:
        parameters: The parameters to ask for before it is edited, by name; `${name}` is still in the tree.
            Empty where a preset itself is edited.
        invalid_text: The text of a file that is not valid JSON, to be corrected before it is edited; or ``""``.
    """

    tree: Any
    origin: DocumentSource
    remarks: tuple[str, ...] = ()
    parameters: "Mapping[str, Parameter]" = field(default_factory=dict)
    invalid_text: str = ""


def get_tags(source: DocumentSource) -> list[str]:
    tags = (source.preset or {}).get("tags")
    return [each for each in tags if isinstance(each, str)] if isinstance(tags, list) else []


def parse_tags(text: str) -> list[str]:
    """Return the tags that a line names, separated by commas; each once."""
    return [*dict.fromkeys(tag for each in text.replace("，", ",").split(",") if (tag := each.strip()))]


def as_preset(source: DocumentSource, name: str, **changes: Any) -> DocumentSource:
    """Return the source of a document that is saved as a preset, with changed metadata; the rest is kept."""
    # A bare request declares no parameter, also where it replaces a preset that did: in it all is literal.
    return DocumentSource(
        "preset", name, {"parameters": {}, **(source.preset or {}), **changes, "name": name}
    )


def as_file(source: DocumentSource, path: str) -> DocumentSource:
    """Return the source of a document that is saved in a file; with parameters it stays a preset."""
    is_same = source.kind == "file" and absolute(source.name) == absolute(path)
    stays = is_same or (source.preset or {}).get("parameters")
    return DocumentSource("file", path, source.preset if stays else None)


def apply_preset_change(source: DocumentSource, name: str, changes: Mapping[str, Any]) -> DocumentSource:
    """Return the source of a document after the metadata of some preset, such as its name, was changed."""
    is_of_it = source.kind == "preset" and source.name == name
    return as_preset(source, **{"name": name, **changes}) if is_of_it else source


def suggest_file_name(tree: Any, ending: str) -> str:
    """Suggest a file name: the cluster's name, as far as file systems allow."""
    stem = _UNFIT.sub("-", get_cluster_name(tree))[:64].strip(" .-")
    return f"{stem or 'cluster'}{ending}"


def absolute(path: str) -> str:
    """Return an absolute path; ``~`` is the home folder."""
    return os.path.abspath(os.path.expanduser(path))
