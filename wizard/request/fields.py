"""How a field of the request is declared: once, with all that forms, prompts, help and schemas need."""

from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Limits:
    """What a value has to keep to; ``None`` where there is no limit.

    Lengths count code points of a string and entries of a map or list.
    """

    minimum: int | float | None = None
    maximum: int | float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    values: tuple[str, ...] | None = None


UNLIMITED = Limits()

INSTANCE_TYPE = r"(ecs|bcs)(\.[a-z0-9][a-z0-9-]*){2,}"
"""How the types of machines are named."""


@dataclass(frozen=True, slots=True)
class Field:
    """What :func:`field` was told."""

    title: str = ""
    help: str = ""
    source: str = ""
    required: bool = False
    example: Any = None
    unit: str | None = None
    choices: str | None = None
    secret: str | None = None
    multiline: bool = False
    advanced: bool = False
    form: str | None = None
    limits: Limits = UNLIMITED


class Part:
    """An object of the request: a model whose attributes have a type and what :func:`field` says of them.

    Strict: what the service would refuse is an error (``"3"`` is no integer, ``null`` is nothing at all).
    Keys that no model knows are allowed, as the service allows them. The models judge a document; they
    never store it, so there are no instances: pydantic's core judges by what they declare
    (:mod:`wizard.request.judge`), and pydantic's own models, which are slow to import, are left out.
    """

    @classmethod
    def declared(cls) -> dict[str, tuple[Any, Field]]:
        """The type and the declaration of each attribute by its API name, those of its base first."""
        found: dict[str, tuple[Any, Field]] = {}
        for each in reversed(cls.__mro__):
            for name, annotation in vars(each).get("__annotations__", {}).items():
                about = vars(each).get(name)
                found[name] = annotation, about if isinstance(about, Field) else Field()
        return found


def field(
    title: str,
    text: str,
    *,
    source: str,
    required: bool = False,
    example: Any = None,
    unit: str | None = None,
    choices: str | None = None,
    secret: str | None = None,
    multiline: bool = False,
    advanced: bool = False,
    form: str | None = None,
    **limits: Any,
) -> Any:
    """Declare a field of the request.

    Args:
        title: What a person calls it; at most 20 characters, so that it fits beside its input.
        text: What it means and what it takes, in one or two sentences.
        source: The page or the program that says so.
        required: Whether the service refuses a request without it.
        example: A value as one would really write it.
        unit: What a number counts: ``GB``, ``bytes``, ``seconds``, ``machines``.
        choices: The list of the catalogue that knows values for it.
        secret: The environment variable that stands for it in files, where the value is a secret.
        multiline: Whether its text usually has several lines.
        advanced: Whether few people need it; forms show it after the others.
        form: A pattern that editors are told of; the rules judge it themselves, as they can say more than
            that it does not match.
        limits: What a value has to keep to, by the names of :class:`Limits`.
    """
    return Field(
        title,
        text,
        source,
        required,
        example,
        unit,
        choices,
        secret,
        multiline,
        advanced,
        form,
        Limits(**limits),
    )
