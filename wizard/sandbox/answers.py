"""What the service answers with: JSON, request ids, and refusals by the rows of the error table."""

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from werkzeug.wrappers import Response

from wizard.validation.error_codes import error_code, fill_in

REQUEST_ID = "x-acs-request-id"
"""The header in which one of the official clients looks for the request's id; the other reads the body."""


class Refusal(Exception):
    """The service says no.

    Attributes:
        status: Of HTTP.
        code: The API's code; ``""`` where the answer has no body.
        message: The API's sentence.
        headers: Further headers of the answer.
    """

    def __init__(self, status: int, code: str = "", message: str = "", **headers: str) -> None:
        super().__init__(status, code)
        self.status, self.code, self.message, self.headers = status, code, message, headers


@dataclass(frozen=True, slots=True)
class Answer:
    """The service says yes.

    Attributes:
        body: What it says, as JSON has it.
        status: Of HTTP.
    """

    body: Any = field(default_factory=dict)
    status: int = 200


def of_row(number: int, **values: object) -> Refusal:
    """The refusal of a row of the error table."""
    found = error_code(number)
    return Refusal(found.status, fill_in(found.code, **values), fill_in(found.message, **values))


def invalid(parameter: str) -> Refusal:
    """A parameter of a wrong type or value (E36)."""
    return of_row(36, parameter=parameter)


def missing(parameter: str) -> Refusal:
    """A parameter that has to be there, in the pattern of E4."""
    return Refusal(400, f"Missing{parameter}", f"{parameter} is mandatory for this action.")


def not_found(kind: str, name: str) -> Refusal:
    """There is no such resource.

    Source: common error codes, https://help.aliyun.com/document_detail/44730.html
    """
    return Refusal(404, "InvalidResource.NotFound", f"The specified {kind} {name} is not found.")


def conflict(message: str) -> Refusal:
    """The resource is in a state in which that cannot be done (same source as `not_found`)."""
    return Refusal(409, "StateConflict", message)


def new_request_id() -> str:
    """An id for a request."""
    return str(uuid.uuid4()).upper()


def error_body(code: str, message: str, request_id: str) -> bytes:
    """The body of a refusal."""
    return json.dumps({"Code": code, "Message": message, "RequestId": request_id}).encode()


def response_of(answer: Answer | Refusal, request_id: str) -> Response:
    """An answer as HTTP has it."""
    headers = {REQUEST_ID: request_id}
    if isinstance(answer, Answer):
        body = json.dumps(answer.body, separators=(",", ":")).encode()
    else:
        headers |= answer.headers
        body = error_body(answer.code, answer.message, request_id) if answer.code else b""
    content_type = "application/json" if body else None
    return Response(body, answer.status, headers, content_type=content_type)
