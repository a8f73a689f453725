"""Preset files: a request, and its metadata."""

from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from wizard.i18n import _
from wizard.models.fields import PYTHON_TYPES
from wizard.models.stored import FORMAT, Format, StoredModel

ParameterType = Literal["string", "integer", "number", "boolean"]


class Parameter(StoredModel, extra="allow"):
    """A value that a preset asks for; keys that this version does not know are kept.

    Attributes:
        name: The name in placeholders; in the file it is the key of the declaration.
        default: The value if none is given, if there is such a default: see :attr:`has_default`.
    """

    name: str = Field(default="", exclude=True)
    title: str = ""
    type: ParameterType = "string"
    default: Any = None

    @field_validator("default")
    @classmethod
    def _check_default(cls, value: Any, info: ValidationInfo) -> Any:
        kind = info.data.get("type")
        if kind is not None and type(value) not in PYTHON_TYPES[kind]:
            raise ValueError(_("It is not of the parameter's type."))
        return value

    @property
    def has_default(self) -> bool:
        """Whether the value may be omitted."""
        return "default" in self.model_fields_set

    @property
    def label(self) -> str:
        """The title, or the name without one."""
        return self.title or self.name


class PresetHeader(StoredModel, extra="allow"):
    """The metadata of a preset; keys that this version does not know are kept.

    Attributes:
        name: Repeats the name of the file.
        title: The title in lists; the default is the name.
        tags: Words to filter by.
        ignore: Rules whose warnings and notes are not shown.
    """

    format: Format = FORMAT
    name: str = ""
    title: str = ""
    description: str = ""
    tags: list[str] = []
    parameters: dict[str, Any] = {}
    ignore: list[str] = []


class PresetContent(StoredModel, extra="allow"):
    """The content of a preset file."""

    preset: PresetHeader
    request: dict[str, Any]
