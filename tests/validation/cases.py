"""Base requests, ways to change them, and the error messages of the specification."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from document.trees import example

from wizard.document.tree import from_pointer, get, remove_in, set_in, to_pointer
from wizard.models.account import AccountLists
from wizard.validation import Context, Finding, check
from wizard.validation.finding import Severity

Expected = tuple[str, str, str]  # code, message and JSON Pointer of an error
Case = tuple[Any, list[Expected]]  # a request and its errors

MINIMAL: dict[str, Any] = {
    "Name": "my-cluster",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
"""The smallest valid request."""

EXAMPLE: dict[str, Any] = example()
"""The example of the API reference."""

OPPOSITE: dict[str, Any] = {
    "CidrBlock": "192.168.0.0/16",
    "OppositeRegionId": "cn-shenzhen",
    "OppositeRouterId": "vrt-1",
    "OppositeAccessPointId": "ap-1",
    "OppositeInterfaceId": "ri-1",
    "OppositeRouterType": "VBR",
}
"""A VPC with all fields of a router interface."""

VALUES: list[Any] = ["x", "", 3, 3.0, 2.5, True, False, None, [], {}]
"""Values of every JSON type."""

TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "list": (list,),
    "object": (dict,),
}


def wrong(kind: str) -> list[Any]:
    return [value for value in VALUES if type(value) not in TYPES[kind]]


def at(place: str, value: Any, base: Any = MINIMAL) -> Any:
    """A request with a value at a JSON Pointer."""
    return set_in(base, from_pointer(place, base), value)


def without(place: str, base: Any = MINIMAL) -> Any:
    return remove_in(base, from_pointer(place, base))


def value_at(tree: Any, place: str) -> Any:
    return get(tree, from_pointer(place, tree))


FULL: Any = EXAMPLE
for place, value in {
    "/ScheduleType": "Poll",
    "/PasswordInherit": True,
    "/Groups/group1/HostnamePrefix": "w",
    "/Groups/group1/ImageId": "img-x",
    "/Groups/group1/Mode": "m",
    "/Groups/group2": {"DesiredVMCount": 1, "ResourceType": "Spot"},
    "/Configs/Networks/VPC": {**OPPOSITE, "ExpressConnectSpec": "Small.1"},
    "/Configs/Mounts/NasMetaCache": True,
    "/Configs/Mounts/RefreshStrategy": "s",
    "/Configs/Mounts/RefreshTopicName": "t",
    "/Configs/Mounts/RefreshTimeOut": 1,
    "/Configs/Mounts/NAS": {"AccessGroup": ["g"], "FileSystem": ["f"]},
    "/Notification/Topic/UserData": "u",
    "/Notification/Topic/UserTemplate": "t",
}.items():
    FULL = at(place, value, FULL)
"""A request with all fields of the reference and of the official clients but ``VpcId``."""


def missing(name: str, place: str) -> Expected:
    return (f"Missing{name}", f"{name} is mandatory for this action.", place)


def invalid(name: str, place: str, sentence: str = "") -> Expected:
    """The error of an invalid parameter; parameters without a row of their own have no second sentence."""
    message = f"Specified parameter {name} is not valid."
    return (f"Invalid{name}", f"{message} {sentence}" if sentence else message, place)


def typed(name: str, kind: str, place: str) -> Expected:
    """The error of a parameter of a wrong type, for the rows that name the type."""
    return invalid(name, place, f"Its type must be {kind}.")


def ranged(name: str, what: str, low: int, high: int, place: str) -> Expected:
    """The error of a parameter whose length or size is out of its range."""
    return invalid(name, place, f"Its {what} must be in [{low}, {high}].")


def forbidden(value: str) -> Expected:
    name = "Configs.Networks.VPC.OppositeRouterType"
    return (
        f"QuotaExhausted.{name}",
        f"The {name} ({value}) is forbidden.",
        "/Configs/Networks/VPC/OppositeRouterType",
    )


def accept(place: str, *values: Any, base: Any = MINIMAL) -> list[Case]:
    return [(at(place, value, base), []) for value in values]


def reject(place: str, errors: Expected | list[Expected], *values: Any, base: Any = MINIMAL) -> list[Case]:
    expected = errors if isinstance(errors, list) else [errors]
    return [(at(place, value, base), expected) for value in values]


def by_code(cases: list[Case]) -> dict[str, list[Case]]:
    """The cases by the code of their first error, ``""`` for requests without an error."""
    codes = sorted({case[1][0][0] if case[1] else "" for case in cases})
    return {code: [case for case in cases if (case[1][0][0] if case[1] else "") == code] for code in codes}


def errors(findings: Iterable[Finding]) -> list[Expected]:
    """Code, message and pointer of the errors among findings, in their order."""
    return [
        (finding.rule, finding.message, to_pointer(finding.path))
        for finding in findings
        if finding.severity == Severity.ERROR
    ]


def errors_of(tree: Any) -> list[Expected]:
    return errors(check(tree))


def with_account(*, now: bool = False, **names: Iterable[str]) -> Context:
    """The context after an account's lists of these names were fetched."""
    key = {"instance_types": "name", "images": "id"}
    lists: dict[str, Any] = {
        each: [{key[each]: name} if each in key else name for name in names[each]] for each in names
    }
    fetched = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
    account = AccountLists(fetched_at=fetched, fetched_in_this_run=now, **lists)
    return Context(region="cn-shenzhen", account=account)


def found(rule: str, tree: Any, context: Context | None = None) -> list[Finding]:
    return [finding for finding in check(tree, context) if finding.rule == rule]


Warned = tuple[str, Any, list[str]] | tuple[str, Any, list[str], Context | None]
"""A rule, a request, the JSON Pointers of the rule's findings, and the context."""


def warn(rule: str, place: str, *values: Any, base: Any = MINIMAL, context: Any = None) -> list[Warned]:
    return [(rule, at(place, value, base), [place], context) for value in values]


def silent(rule: str, place: str, *values: Any, base: Any = MINIMAL, context: Any = None) -> list[Warned]:
    return [(rule, at(place, value, base), [], context) for value in values]


Fixed = tuple[str, Any, str, Any] | tuple[str, Any, str, Any, Context | None]
"""A rule, a request, the value at a JSON Pointer after the fix (``None``: there is no fix), and the context."""


def fixes(
    rule: str, place: str, results: dict[Any, Any], base: Any = MINIMAL, context: Any = None
) -> list[Fixed]:
    """Values at a place, and the values that the fixes of a rule replace them by."""
    return [(rule, at(place, value, base), place, result, context) for value, result in results.items()]
