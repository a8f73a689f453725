"""How a field of the request is declared: once, with all that forms, prompts, help and schemas need."""

import os
from typing import Any

# Another package's plugins see every value that is validated, secrets too; looking for them takes 10 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

from pydantic import BaseModel, ConfigDict, Field

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


class Part(BaseModel):
    """An object of the request.

    Strict: what the service would refuse is an error (``"3"`` is no integer, ``null`` is nothing at all).
    Keys that no model knows are allowed, as the service allows them. The models judge a document;
    they never store it, so a field's default says only that the field may be absent.
    """

    # The validator of a part alone is never asked for: only that of the whole request is built, when needed.
    model_config = ConfigDict(strict=True, extra="allow", defer_build=True)


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
        limits: Pydantic's own constraints (``max_length``, ``ge``, ``pattern`` …).
    """
    about = {
        "source": source,
        "unit": unit,
        "choices": choices,
        "secret": secret,
        "multiline": multiline,
        "advanced": advanced,
    }
    return Field(
        default=... if required else None,
        title=title,
        description=text,
        examples=None if example is None else [example],
        json_schema_extra={f"x-{name}": value for name, value in about.items() if value},
        **limits,
    )
