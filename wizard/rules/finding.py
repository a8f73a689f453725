"""What the rules say of a request."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from wizard.document.pointer import Path


class Severity(StrEnum):
    """How bad a finding is.

    ``ERROR``: the service refuses the request. ``WARNING``: it takes it, and the result is probably not
    meant. ``NOTE``: worth knowing. Warnings and notes can be silenced by their rule; errors cannot.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out that one key takes.

    Attributes:
        label: What it does, in words.
        edits: JSON Patch (RFC 6902) operations on the request.
    """

    label: str
    edits: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a request, or worth knowing.

    Attributes:
        rule: The API's code as the service writes it, or a name of ours (``disk-types-differ``).
        severity: How bad it is.
        path: Where; of something missing, where it would stand; ``()`` is the whole request.
        message: What is wrong: for an error the service's own sentence.
        why: What is wrong here and what to do about it.
        source: Where the rule comes from.
        fix: A way out, where there is one.
        row: The row of the reference's error table, by whose order the service picks its answer; 0 for
            what is not in it: warnings, notes, and a body that is too large to be looked at.
    """

    rule: str
    severity: Severity
    path: Path
    message: str
    why: str
    source: str
    fix: Fix | None = None
    row: int = 0
