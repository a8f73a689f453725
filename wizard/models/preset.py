"""Preset files: a request, and what its author says about it."""

from typing import Any

from pydantic import ConfigDict

from wizard.models.stored import FORMAT, Format, StoredModel


class PresetHeader(StoredModel):
    """What a preset file says about its preset; keys that this version does not know are kept."""

    model_config = ConfigDict(extra="allow")

    format: Format = FORMAT
    name: str = ""
    """Repeats the name of the file."""

    title: str = ""
    """The title in lists; the name where there is none."""

    description: str = ""
    """What it is for, in one or two sentences."""

    tags: list[str] = []
    """Words to filter by."""

    parameters: dict[str, Any] = {}
    """Declared parameters by name."""

    ignore: list[str] = []
    """Rules whose warnings and notes are not shown."""


class PresetContent(StoredModel):
    """The content of a preset file."""

    model_config = ConfigDict(extra="allow")

    preset: PresetHeader
    request: dict[str, Any]
