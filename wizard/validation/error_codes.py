"""The error table of CreateCluster, row by row.

Source: https://help.aliyun.com/document_detail/44738.html
"""

import re
from dataclasses import dataclass

SOURCE = "CreateCluster, error codes, https://help.aliyun.com/document_detail/44738.html"


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One row of the error table.

    Attributes:
        number: Its place; of several errors the service answers with the first.
        status: The HTTP status.
        code: The code, with the placeholders ``{key}``, ``{value}`` or ``{parameter}``.
        message: The service's sentence, with the same placeholders.
    """

    number: int
    status: int
    code: str
    message: str


def _describe_missing(name: str) -> tuple[str, str]:
    return f"Missing{name}", f"{name} is mandatory for this action."


def _describe_invalid(name: str, reason: str = "") -> tuple[str, str]:
    sentence = f"Specified parameter {name} is not valid."
    return f"Invalid{name}", f"{sentence} {reason}".rstrip()


def _describe_exhausted(name: str) -> tuple[str, str]:
    return f"QuotaExhausted.{name}", f"The {name} ({{value}}) quota is exhausted."


_VPC = "Configs.Networks.VPC"
_NAME_CHARACTERS = "It must only contain characters within [a-zA-Z0-9_-], and must not start with [0-9]."

_TABLE: tuple[tuple[str, str], ...] = (
    ("IdempotentTokenMismatch", "Specified idempotent token mismatch."),
    ("InvalidJsonFormat", "The request body has an invalid json format."),
    _describe_invalid("HttpBody", "Its type must be object."),
    _describe_missing("Name"),
    _describe_missing(f"{_VPC}.OppositeRouterId"),
    _describe_missing(f"{_VPC}.OppositeAccessPointId"),
    _describe_missing(f"{_VPC}.OppositeRegionId"),
    _describe_invalid("Name", "Its type must be string."),
    _describe_invalid("Name", "Its length must be in [1, 64]."),
    _describe_invalid("Name", _NAME_CHARACTERS),
    _describe_invalid("Description", "Its type must be string."),
    _describe_invalid("Description", "Its length must be in [0, 1024]."),
    _describe_missing("ImageId"),
    _describe_invalid("ImageId", "Its type must be string."),
    _describe_invalid("ImageId", "Its length must be in [1, 256]."),
    _describe_invalid("UserData", "Its type must be object."),
    _describe_invalid("UserData", "Its size must be in [0, 64]."),
    _describe_invalid("UserData.{key}", "Its length must be in [1, 128]."),
    _describe_invalid("UserData.{key}.value", "Its type must be string."),
    _describe_invalid("UserData.{key}.value", "Its length must be in [0, 1024]."),
    _describe_invalid("Groups", "Its type must be object."),
    _describe_invalid("Groups.{key}", "Its type must be object."),
    _describe_invalid("Groups.{key}", "Its size must be in [1, 64]."),
    _describe_missing("DesiredVMCount"),
    _describe_invalid("DesiredVMCount", "Its type must be integer."),
    _describe_invalid("DesiredVMCount", "It must be in [1, 65536]."),
    _describe_invalid("CidrBlock", f"{_VPC}.CidrBlock is not valid."),
    _describe_exhausted("MaxClusterCount"),
    _describe_exhausted("MaxClusterGroupCount"),
    _describe_exhausted("MaxClusterGroupDesiredVMCount"),
    (
        f"QuotaExhausted.{_VPC}.OppositeRouterType",
        f"The {_VPC}.OppositeRouterType ({{value}}) is forbidden.",
    ),
    _describe_missing("InstanceType"),
    _describe_invalid("InstanceType"),
    _describe_missing("ResourceType"),
    _describe_invalid("ResourceType"),
    _describe_invalid("{parameter}"),
)

ERROR_CODES: tuple[ErrorCode, ...] = tuple(
    ErrorCode(number, 403 if code.startswith("QuotaExhausted") else 400, code, message)
    for number, (code, message) in enumerate(_TABLE, 1)
)
"""All rows, in the order of the table."""


def get_error_code(number: int) -> ErrorCode:
    """Return the row of a number, from 1."""
    return ERROR_CODES[number - 1]


def fill_in(text: str, **values: object) -> str:
    """Return a code or message with its names replaced; braces inside the values stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda name: str(values.get(name[1], name[0])), text)
