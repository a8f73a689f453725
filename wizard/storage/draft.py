"""Drafts: what a wizard has in hand, and the record of it that is written into a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar, cast, get_args

from wizard.storage.errors import say

FORMAT = 1
Kind = Literal["blank", "preset", "file"]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the document in hand came from.

    Attributes:
        kind: A blank request, a preset, or a file.
        name: The preset's name or the file's absolute path; empty for a blank request.
        digest: SHA-256 of the file as it was opened, or empty: whether it has changed on disk since.
    """

    kind: Kind = "blank"
    name: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a wizard has in hand.

    Attributes:
        request: The request, without secrets that were typed.
        secrets: JSON Pointers of the secrets that were typed, and have to be asked for again.
        preset: What is said about the preset that is being edited, or None.
        origin: Where the document came from.
        step: The step that was open.
        saved: Whether the document has been saved since it was last changed.
        written_at: When the draft was written.
    """

    request: Any
    secrets: tuple[str, ...] = ()
    preset: Mapping[str, Any] | None = None
    origin: Origin = field(default_factory=Origin)
    step: str = ""
    saved: bool = False
    written_at: datetime


def to_record(
    request: Any,
    *,
    origin: Origin,
    step: str,
    saved: bool,
    preset: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> dict[str, Any]:
    """Builds what is written into a draft's file.

    Args:
        request: The request as it stands in memory. Its literal secrets are left out; their places are
            recorded.
        origin: Where it came from.
        step: The step that is open.
        saved: Whether it has been saved since it was last changed.
        preset: What is said about the preset that is being edited.
        at: The time, with its zone; now, unless given.
    """
    from wizard.document.presets import remove_secret_defaults
    from wizard.document.secrets import find_secrets, remove_secrets
    from wizard.document.tree import to_pointer

    return {
        "format": FORMAT,
        "written_at": (at or datetime.now(UTC)).astimezone(UTC).isoformat(),
        "origin": {"kind": origin.kind, "name": origin.name, "digest": origin.digest},
        "step": step,
        "saved": saved,
        "preset": None if preset is None else remove_secret_defaults(preset, request),
        "secrets": [to_pointer(path) for path, _ in find_secrets(request)],
        "request": remove_secrets(request),
    }


def from_record(record: Any) -> Draft:
    """Reads what :func:`to_record` built.

    Raises:
        ValueError: It is something else; the message says what is missing.
    """
    if not isinstance(record, dict):
        raise ValueError(say("record-shape", member="format"))
    origin = _member(record, "origin", dict)
    kind = _member(origin, "kind", str)
    preset = record.get("preset")
    secrets = _member(record, "secrets", list)
    if record.get("format") != FORMAT or "request" not in record:
        raise ValueError(say("record-shape", member="format" if "request" in record else "request"))
    if kind not in get_args(Kind) or not isinstance(preset, dict | None):
        raise ValueError(say("record-shape", member="preset" if kind in get_args(Kind) else "origin.kind"))
    try:
        written_at = datetime.fromisoformat(_member(record, "written_at", str)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(say("record-shape", member="written_at")) from error
    return Draft(
        request=record["request"],
        secrets=tuple(str(pointer) for pointer in secrets),
        preset=preset,
        origin=Origin(cast(Kind, kind), _member(origin, "name", str), _member(origin, "digest", str)),
        step=_member(record, "step", str),
        saved=_member(record, "saved", bool),
        written_at=written_at,
    )


def _member(record: Mapping[str, Any], member: str, kind: type[_Value]) -> _Value:
    value = record.get(member)
    if not isinstance(value, kind):
        raise ValueError(say("record-shape", member=member))
    return value
