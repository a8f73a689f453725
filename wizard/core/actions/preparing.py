"""A request before it is sent, and an unsettled submission of the same one. Brings in no network."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wizard.client.credentials import Profile
from wizard.client.submission import Submission, find_pending, prepare
from wizard.core.actions.created import moment_of
from wizard.storage import locations
from wizard.storage.journal import Journal


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission that is ready.

    Attributes:
        submission: What is sent; under an earlier token where it is taken up.
        other_token: The token of an unsettled submission of the same request that is not taken up, or ``""``.
    """

    submission: Submission
    other_token: str = ""

    @property
    def is_taken_up(self) -> bool:
        """Whether it is an earlier submission, of which nobody knows what came, or nothing was sent."""
        return self.submission.resumed

    @property
    def started(self) -> datetime | None:
        """When a submission that is taken up was begun, where that can be read."""
        return moment_of((self.submission.journaled or {}).get("started"))


def looked_up(
    tree: Any, target: Profile, environ: Mapping[str, str], *, token: str | None = None, new: bool = False
) -> Prepared:
    """The same as `prepared`, but nothing is written into the journal, and nothing may be sent."""
    submission = prepare(tree, target, environ, token=token)
    unsettled = Journal(locations.journal_folder()).pending()
    found = find_pending(submission, unsettled)
    if found is None or (not found.may_be_sent and (new or token not in (None, found.token))):
        return Prepared(submission)
    if token is not None:
        same = find_pending(submission, [entry for entry in unsettled if entry["token"] == token])
        return Prepared(same) if same else Prepared(submission, found.token)
    return Prepared(submission, found.token) if new else Prepared(found)
