"""How the models describe their fields, and the flat view of them that forms, prompts, help and rules use."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from wizard.i18n import _

# Where the statements about fields come from. A field names its source, so that help can show it.
REFERENCE = "CreateCluster, https://help.aliyun.com/document_detail/44738.html"
GROUPS_REFERENCE = "Group, https://www.alibabacloud.com/help/doc-detail/44768.html"
CONFIGS_REFERENCE = "Configs, https://help.aliyun.com/document_detail/44770.htm"
DISKS_GUIDE = "Specify disks, https://www.alibabacloud.com/help/zh/batch-compute/latest/specify-disks"
NAS_GUIDE = "Mount a NAS, https://help.aliyun.com/zh/batchcompute/user-guide/mount-a-nas-file-system"
VPC_GUIDE = "VPC clusters, https://help.aliyun.com/document_detail/53555.html"
ROUTER_REFERENCE = "Router interfaces of VPC, https://help.aliyun.com/document_detail/54430.html"
NOTIFICATION_GUIDE = "Notifications, https://help.aliyun.com/knowledge_detail/143275.html"
SDK = "batchcompute 2.1.7, the official Python SDK (no documentation was found)"
CLI = "batchcompute-cli 1.7.7, the official bcs command (no documentation was found)"

WILDCARD = "*"
"""In the path of a field: the key of a map or the index of a list."""

Kind = Literal["object", "map", "list", "string", "integer", "number", "boolean"]
Path = tuple[str | int, ...]


def optional(title: str, description: str, example: Any = None, **limits: Any) -> Any:
    """Return pydantic's ``Field`` for an optional field.

    Nothing reads the default: the models validate a document, they do not store it. The types of fields
    exclude ``None``, so that ``null`` in a document is an error.
    """
    examples = None if example is None else [example]
    return Field(None, title=title, description=description, examples=examples, **limits)


class RequestModel(BaseModel):
    """Base of the models of the request.

    Strict: ``"3"`` is not an integer and ``null`` is always an error. Unknown keys are allowed, as the
    service allows them. Validators are built when they are first used: most commands need none.
    """

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False, defer_build=True)


DISCARD = AfterValidator(lambda entry: None)
"""For entries of which there can be hundreds: their models are not needed after the validation."""


@dataclass(frozen=True, slots=True)
class FieldMeta:
    """Attributes of a field that pydantic's ``Field`` does not have.

    Attributes:
        source: The page or program that documents the field.
        unit: What a number counts, in English: ``GB``, ``bytes``, ``seconds``, ``instances``.
        choices: The list of the catalog that has known values.
        secret: The environment variable that replaces a secret value in files.
        multiline: Whether the text usually has several lines.
        advanced: Whether the field is rarely needed; forms show it under "Advanced".
        editor_pattern: A regular expression for the JSON Schema only; a rule checks the field and can say
            more than that the value does not match.
    """

    source: str = ""
    unit: str | None = None
    choices: str | None = None
    secret: str | None = None
    multiline: bool = False
    advanced: bool = False
    editor_pattern: str | None = None


@dataclass(frozen=True, slots=True)
class FieldSpec(FieldMeta):
    """One place of the request: a field, an entry of a map or an item of a list, with its limits.

    Attributes:
        path: Its path, with ``*`` for keys of maps and indexes of lists.
        kind: Its JSON type; an object with any keys is a ``map``.
        label: Its English title; use :attr:`title`.
        text: Its English description; use :attr:`description`.
        example: A realistic value, or ``None``.
        required: Whether the service rejects a request without it.
        min_length, max_length: Bounds of a string's code points, or of the entries of a map or list.
        values: All values that are allowed.
        fields: The fields of an object, in the order of the API reference.
        item, key: The entries of a map or list, and the keys of a map.
    """

    path: tuple[str, ...] = ()
    kind: Kind = "object"
    label: str = ""
    text: str = ""
    example: Any = None
    required: bool = False
    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    values: tuple[str, ...] | None = None
    fields: dict[str, "FieldSpec"] = field(default_factory=dict)
    item: "FieldSpec | None" = None
    key: "FieldSpec | None" = None

    @property
    def name(self) -> str:
        """The API's name, ``""`` for the whole request."""
        return self.path[-1] if self.path else ""

    @property
    def title(self) -> str:
        """The title in the user's language."""
        return _(self.label)

    @property
    def description(self) -> str:
        """The meaning and limits in the user's language."""
        return _(self.text)

    def has_type(self, value: Any) -> bool:
        """Return whether a JSON value has the type of the field, whatever its entries are."""
        return type(value) in PYTHON_TYPES[self.kind]

    def child(self, key: str | int) -> "FieldSpec | None":
        """Return the place below this one at a key or index, or ``None`` where no model knows it."""
        return self.fields.get(str(key)) if self.kind == "object" else self.item

    def walk(self) -> Iterator["FieldSpec"]:
        """Yield this place and all below it, in the order of the API reference."""
        yield self
        for child in self.fields.values():
            yield from child.walk()
        if self.item is not None:
            yield from self.item.walk()


_SCALARS: dict[type, Kind] = {str: "string", int: "integer", float: "number", bool: "boolean"}
PYTHON_TYPES: dict[Kind, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (list,),
    "map": (dict,),
    "object": (dict,),
}
"""The Python types of values of each kind."""
_LIMITS = {
    "ge": "minimum",
    "le": "maximum",
    "min_length": "min_length",
    "max_length": "max_length",
    "pattern": "pattern",
}


def describe(annotation: Any, path: tuple[str, ...] = (), info: FieldInfo | None = None) -> FieldSpec:
    """Return the flat view of the type of a model field, and of everything below it.

    The type is a model, ``dict``, ``list``, ``Literal`` or a scalar, possibly annotated.
    """
    if get_origin(annotation) is Annotated:
        entry = FieldInfo.from_annotation(annotation)
        return replace(describe(get_args(annotation)[0], path, entry), required=False)
    known: dict[str, Any] = {"path": path}
    if info is not None:
        known |= {"label": info.title or "", "text": info.description or "", "required": info.is_required()}
        known["example"] = info.examples[0] if info.examples else None
        if isinstance(info.json_schema_extra, dict):
            known["max_length"] = info.json_schema_extra.get("maxProperties")
        for item in info.metadata:
            if isinstance(item, FieldMeta):
                known |= {name: getattr(item, name) for name in FieldMeta.__slots__}
            else:
                known |= {ours: getattr(item, name) for name, ours in _LIMITS.items() if hasattr(item, name)}
    arguments, origin = get_args(annotation), get_origin(annotation)
    below = (*path, WILDCARD)
    if origin is Literal:
        return FieldSpec(kind="string", values=arguments, **known)
    if origin is list:
        return FieldSpec(kind="list", item=describe(arguments[0], below), **known)
    if origin is dict:
        key, item = describe(arguments[0], below), describe(arguments[1], below)
        return FieldSpec(kind="map", key=key, item=item, **known)
    if issubclass(annotation, BaseModel):
        fields = {
            name: describe(each.annotation, (*path, name), each)
            for name, each in annotation.model_fields.items()
        }
        return FieldSpec(kind="object", fields=fields, **known)
    return FieldSpec(kind=_SCALARS[annotation], **known)
