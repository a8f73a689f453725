"""The error table of CreateCluster, row by row.

Source: https://help.aliyun.com/document_detail/44738.html
"""

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


def _missing(name: str) -> tuple[str, str]:
    return f"Missing{name}", f"{name} is mandatory for this action."


def _invalid(name: str, reason: str = "") -> tuple[str, str]:
    sentence = f"Specified parameter {name} is not valid."
    return f"Invalid{name}", f"{sentence} {reason}".rstrip()


_VPC = "Configs.Networks.VPC"
_NAME_CHARACTERS = "It must only contain characters within [a-zA-Z0-9_-], and must not start with [0-9]."
_QUOTA = "The {name} ({{value}}) quota is exhausted."

_TABLE: tuple[tuple[int, tuple[str, str]], ...] = (
    (400, ("IdempotentTokenMismatch", "Specified idempotent token mismatch.")),
    (400, ("InvalidJsonFormat", "The request body has an invalid json format.")),
    (400, _invalid("HttpBody", "Its type must be object.")),
    (400, _missing("Name")),
    (400, _missing(f"{_VPC}.OppositeRouterId")),
    (400, _missing(f"{_VPC}.OppositeAccessPointId")),
    (400, _missing(f"{_VPC}.OppositeRegionId")),
    (400, _invalid("Name", "Its type must be string.")),
    (400, _invalid("Name", "Its length must be in [1, 64].")),
    (400, _invalid("Name", _NAME_CHARACTERS)),
    (400, _invalid("Description", "Its type must be string.")),
    (400, _invalid("Description", "Its length must be in [0, 1024].")),
    (400, _missing("ImageId")),
    (400, _invalid("ImageId", "Its type must be string.")),
    (400, _invalid("ImageId", "Its length must be in [1, 256].")),
    (400, _invalid("UserData", "Its type must be object.")),
    (400, _invalid("UserData", "Its size must be in [0, 64].")),
    (400, _invalid("UserData.{key}", "Its length must be in [1, 128].")),
    (400, _invalid("UserData.{key}.value", "Its type must be string.")),
    (400, _invalid("UserData.{key}.value", "Its length must be in [0, 1024].")),
    (400, _invalid("Groups", "Its type must be object.")),
    (400, _invalid("Groups.{key}", "Its type must be object.")),
    (400, _invalid("Groups.{key}", "Its size must be in [1, 64].")),
    (400, _missing("DesiredVMCount")),
    (400, _invalid("DesiredVMCount", "Its type must be integer.")),
    (400, _invalid("DesiredVMCount", "It must be in [1, 65536].")),
    (400, _invalid("CidrBlock", f"{_VPC}.CidrBlock is not valid.")),
    (403, ("QuotaExhausted.MaxClusterCount", _QUOTA.format(name="MaxClusterCount"))),
    (403, ("QuotaExhausted.MaxClusterGroupCount", _QUOTA.format(name="MaxClusterGroupCount"))),
    (
        403,
        ("QuotaExhausted.MaxClusterGroupDesiredVMCount", _QUOTA.format(name="MaxClusterGroupDesiredVMCount")),
    ),
    (
        403,
        (
            f"QuotaExhausted.{_VPC}.OppositeRouterType",
            f"The {_VPC}.OppositeRouterType ({{value}}) is forbidden.",
        ),
    ),
    (400, _missing("InstanceType")),
    (400, _invalid("InstanceType")),
    (400, _missing("ResourceType")),
    (400, _invalid("ResourceType")),
    (400, _invalid("{parameter}")),
)

ERROR_CODES: tuple[ErrorCode, ...] = tuple(
    ErrorCode(number, status, code, message) for number, (status, (code, message)) in enumerate(_TABLE, 1)
)
"""All rows, in the order of the table."""


def error_code(number: int) -> ErrorCode:
    """Return the row of a number, from 1."""
    return ERROR_CODES[number - 1]


def fill_in(text: str, **values: object) -> str:
    """Return a code or message with its names replaced; braces inside the values stay as they are."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text
