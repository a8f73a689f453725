"""Entries of the submission journal."""

from typing import Any

from pydantic import ConfigDict

from wizard.models.stored import StoredModel


class JournalEntry(StoredModel):
    """A submission, as it is recorded before it is sent; keys that this version does not know are kept."""

    model_config = ConfigDict(extra="allow")

    token: str
    """The idempotency token."""

    target: dict[str, Any] = {}
    """The profile: name, endpoint, region, access_key_id and, for a local sandbox, its file."""

    sha256: str = ""
    """SHA-256 of the bytes that were sent."""

    started: str = ""
    """When the submission was recorded, in ISO 8601."""

    request: Any = None
    """The request with references in place of secrets."""

    runs: int = 0
    """How many later runs have resumed it."""

    unsent: bool = False
    """Whether nothing of it has been sent."""

    outcome: dict[str, Any] | None = None
    """The result, once it is known."""
