"""CreateCluster, in the order in which the service looks at a request.

Signature (before this), the token's shape, JSON, the token looked up, the rules, the quotas, insert. From the
token on it is one transaction, and a refused request leaves its token free.
"""

import re
from typing import Any

from wizard.sandbox.answers import Answer, Refusal, invalid, of_row
from wizard.sandbox.calls import Call
from wizard.sandbox.description import digest, kept
from wizard.sandbox.lifecycle import Machines
from wizard.sandbox.quotas import Quotas
from wizard.sandbox.records import Cluster, LogLine
from wizard.validation import Context, Finding, Severity, check_text
from wizard.validation.check import BODY_LARGE, DUPLICATE_KEY
from wizard.validation.error_codes import error_code

TOKEN = re.compile(r"[A-Za-z0-9_]{1,64}")
"""Source: CreateCluster, https://help.aliyun.com/document_detail/44738.html"""

ERRORS_ONLY = Context(ignored=frozenset({DUPLICATE_KEY, BODY_LARGE}), as_service=True)
"""The region is open, and warnings are none of the service's business."""

_LAST_BEFORE_TOKEN = 3
"""The last row that is looked at before the token: the body is no JSON (E2), or no object (E3)."""


def create(call: Call) -> Answer:
    """Create a cluster, or find the one that the same request with the same token created.

    Raises:
        Refusal: By the first row of the error table that the request breaks.
    """
    token = call.parameter("IdempotentToken")
    if token is not None and not TOKEN.fullmatch(token):
        raise invalid("IdempotentToken")
    report = check_text(call.body, ERRORS_ONLY)
    error = first_error(report.findings)
    if error is not None and error.row <= _LAST_BEFORE_TOKEN:
        raise refusal_of(error)
    request = report.tree
    fingerprint = digest(request) if token else ""
    with call.setting.store.writing() as transaction:
        if token and (used := transaction.token(call.access_key, token)):
            if used[0] != fingerprint:
                raise of_row(1)
            return Answer({"Id": used[1]}, 201)
        if error is not None:
            raise refusal_of(error)
        quotas = call.setting.quotas
        if transaction.active(call.access_key) >= quotas.MaxClusterCount:
            raise of_row(28, value=quotas.MaxClusterCount)
        check_group_quotas(request["Groups"], quotas)
        cluster = _new_cluster(call, request)
        transaction.add(cluster)
        if token:
            transaction.add_token(call.access_key, token, fingerprint, cluster.id)
        transaction.log(cluster.id, *_beginning(cluster))
    return Answer({"Id": cluster.id}, 201)


def first_error(findings: list[Finding]) -> Finding | None:
    """The finding that the service answers with: the first error in the order of the table."""
    return next((finding for finding in findings if finding.severity is Severity.ERROR), None)


def refusal_of(error: Finding) -> Refusal:
    """The service's answer to an error."""
    return Refusal(error_code(error.row).status, error.rule, error.message)


def check_group_quotas(groups: dict[str, Any], quotas: Quotas) -> None:
    """Hold the groups of a request, which passed the rules, against the quotas.

    Raises:
        Refusal: There are too many (E29), or one of them is too large (E30).
    """
    if len(groups) > quotas.MaxClusterGroupCount:
        raise of_row(29, value=quotas.MaxClusterGroupCount)
    if any(group["DesiredVMCount"] > quotas.MaxClusterGroupDesiredVMCount for group in groups.values()):
        raise of_row(30, value=quotas.MaxClusterGroupDesiredVMCount)


def _new_cluster(call: Call, request: dict[str, Any]) -> Cluster:
    return Cluster(
        id=call.setting.new_id(),
        access_key=call.access_key,
        created=call.now,
        description=kept(request),
        machines={
            name: Machines().resized(group["DesiredVMCount"], call.now)
            for name, group in request["Groups"].items()
        },
    )


def _beginning(cluster: Cluster) -> list[LogLine]:
    lines = [LogLine(cluster.created, "", "", "Cluster is created.")]
    for name, machines in cluster.machines.items():
        text = f"Group is created with DesiredVMCount {machines.wanted}."
        lines.append(LogLine(cluster.created, name, "", text))
    return lines
