"""Requests, responses and errors of the API."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from wizard.sandbox.options import Quotas
from wizard.sandbox.state import Moment
from wizard.sandbox.storage import Storage
from wizard.text import parse_digits
from wizard.validation.error_codes import fill_in, get_error_code

REQUEST_ID = "x-acs-request-id"
"""The header from which one of the official clients reads the request's id; the other reads the body."""

DEFAULT_PAGE = 50
LARGEST_PAGE = 100
"""Source: ListClusters, https://www.alibabacloud.com/help/doc-detail/44742.htm"""


class ApiError(Exception):
    """An error response; without a ``code`` it has no body."""

    def __init__(self, status: int, code: str = "", message: str = "", **headers: str) -> None:
        super().__init__(status, code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


def from_row(number: int, **values: object) -> ApiError:
    """Return the error of a row of the error table."""
    row = get_error_code(number)
    return ApiError(row.status, fill_in(row.code, **values), fill_in(row.message, **values))


def invalid(parameter: str) -> ApiError:
    """Return the error for a parameter of a wrong type or value (E36)."""
    return from_row(36, parameter=parameter)


def missing(parameter: str) -> ApiError:
    """Return the error for a mandatory parameter that is absent, in the pattern of E4."""
    return ApiError(400, f"Missing{parameter}", f"{parameter} is mandatory for this action.")


def not_found(kind: str, name: str) -> ApiError:
    """Return the error for a resource that does not exist.

    Source: common error codes, https://help.aliyun.com/document_detail/44730.html
    """
    return ApiError(404, "InvalidResource.NotFound", f"The specified {kind} {name} is not found.")


def conflict(message: str) -> ApiError:
    """Return the error for a resource whose state does not allow the operation (source: `not_found`)."""
    return ApiError(409, "StateConflict", message)


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose signature was verified."""

    access_key: str
    query: MultiDict[str, str]
    body: bytes
    moment: Moment
    storage: Storage
    quotas: Quotas
    new_id: Callable[[], str]

    def get_param(self, name: str) -> str | None:
        """Return a query parameter, or ``None``. Raises ApiError: it is given with several values (E36)."""
        values = set(self.query.getlist(name))
        if len(values) > 1:
            raise invalid(name)
        return next(iter(values), None)

    def parse_page(self) -> tuple[str, int]:
        """Return Marker, ``""`` for the first page, and MaxItemCount, a number from 1 to 100 (else E36)."""
        count = parse_digits(self.get_param("MaxItemCount") or str(DEFAULT_PAGE))
        if count is None or not 1 <= count <= LARGEST_PAGE:
            raise invalid("MaxItemCount")
        return self.get_param("Marker") or "", count


def make_request_id() -> str:
    return str(uuid.uuid4()).upper()


def make_error_body(code: str, message: str, request_id: str) -> bytes:
    return json.dumps({"Code": code, "Message": message, "RequestId": request_id}).encode()


def make_response(body: bytes, status: int, request_id: str, **headers: str) -> Response:
    content_type = "application/json" if body else None
    return Response(body, status, {REQUEST_ID: request_id, **headers}, content_type=content_type)
