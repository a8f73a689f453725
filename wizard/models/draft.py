"""Drafts: the document of a wizard that has not been saved."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from wizard.i18n import _
from wizard.models.stored import FORMAT, Format, StoredModel


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(_("Its time is out of range.")) from None


Moment = Annotated[datetime, Field(strict=False), AfterValidator(_to_utc)]
"""A time, written in ISO 8601 and read as UTC."""


class DraftSource(StoredModel):
    """Where a document came from.

    Attributes:
        kind: An empty request, a preset or a file.
        name: The name of the preset or the absolute path of the file.
        digest: SHA-256 of the file when it was opened, or ``""``: whether it has changed on disk since.
    """

    kind: Literal["blank", "preset", "file"] = "blank"
    name: str = ""
    digest: str = ""


class Draft(StoredModel):
    """An unsaved document and the state of its wizard.

    Attributes:
        preset: The header of the preset that is edited.
        secrets: JSON Pointers of secrets that were typed and are not in the draft.
        request: The request without typed secrets.
    """

    format: Format = FORMAT
    written_at: Moment
    origin: DraftSource
    step: str
    saved: bool
    preset: dict[str, Any] | None = None
    secrets: list[str]
    request: Any
