"""Findings of a validation, their severities and fixes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wizard.document.tree import Path


class Severity(StrEnum):
    """How serious a finding is.

    ``ERROR``: the service rejects the request. ``WARNING``: it accepts the request, and the result is
    probably unintended. ``NOTE``: worth knowing. Warnings and notes can be ignored by their rule; errors
    cannot.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that one key applies.

    Attributes:
        label: What it does, as an imperative sentence.
        edits: JSON Patch (RFC 6902) operations on the request.
        is_unambiguous: Whether the result follows from the user's own value (type conversion, spelling of a
            key, illegal characters), so that ``bcw check --fix`` may apply it.
    """

    label: str
    edits: tuple[dict[str, Any], ...]
    is_unambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a request.

    Attributes:
        rule: The API's error code, or an id of ours (``disk-types-differ``).
        path: Where it is; for something missing, where it would be; ``()`` is the whole request.
        message: The problem; for an error the service's own sentence, in English.
        why: The cause and what to do.
        source: The page or program that documents the rule.
        row: The row of the API's error table, in whose order the service picks its answer; 0 for what the
            table does not have: warnings, notes, and a body that is too large.
    """

    rule: str
    severity: Severity
    path: Path
    message: str
    why: str
    source: str
    fix: Fix | None = None
    row: int = 0

    @property
    def summary(self) -> str:
        """What it says in one text; the message of a row of the error table only repeats its code."""
        return self.message if self.row == 0 else self.why
