"""Taking up a submission that is unsettled: where it went, with the very bytes that were sent."""

import threading
from collections.abc import Callable, Mapping, Sequence

from wizard.client.credentials import Profile
from wizard.client.submission import TIMEOUT, Event, Outcome, explain_missing_key
from wizard.client.submission import resume as resume_submission
from wizard.core.actions.created import Entry, candidates, unsettled
from wizard.core.actions.destination import Destination
from wizard.core.actions.sending import send
from wizard.core.actions.texts import text, text_of_variable
from wizard.core.confirming import Confirmation, of_pending
from wizard.document.secrets import MissingVariable


def find_pending(token: str) -> Entry | None:
    """The unsettled submission with a token, or whose token begins with it, if that is only one.

    Raises:
        StorageError: The journal cannot be read.
    """
    known = unsettled()
    exact = [entry for entry in known if entry.token == token]
    begun = exact or [entry for entry in known if token and entry.token.startswith(token)]
    return begun[-1] if exact or len(begun) == 1 else None


def resume(
    entry: Entry,
    destination: Destination,
    environ: Mapping[str, str],
    *,
    timeout: float = TIMEOUT,
    tell: Callable[[Event], None],
    stop: threading.Event,
) -> tuple[Outcome, Profile]:
    """Find out what came of a submission: the same bytes under the same token, to the same target.

    Args:
        entry: The submission.
        destination: The target of this run; it matters only for a sandbox.
        environ: The variables that references to secrets name.
        timeout: Seconds that it may take.
        tell: Told what happens.
        stop: Set to leave at once.

    Returns:
        How it ended, and where it went.

    Raises:
        InvalidCredentials: The key that it was sent with is kept nowhere any more.
        SubmissionChanged: The bytes would be others than were sent.
        MissingVariable: A secret is not there.
        NoSandbox: The sandbox could not be started.
    """
    target = _where(entry, destination)
    submission = resume_submission(entry.record, target, environ)
    return send(submission, timeout=timeout, tell=tell, stop=stop), target


def _where(entry: Entry, destination: Destination) -> Profile:
    """The target that a submission went to.

    Raises:
        InvalidCredentials: Its key is kept nowhere any more.
    """
    target = next(candidates(entry, destination), None)
    if target is None:
        raise explain_missing_key(entry.record)
    return target


def missing_secret(error: MissingVariable) -> str:
    """Why a submission cannot be asked about without a secret that it was sent with, and what to do."""
    return text_of_variable(error, "submissions.variable")


def confirmation_of(entry: Entry, notes: Sequence[str] = ()) -> Confirmation:
    """What is confirmed before a submission is sent again."""
    from wizard.core.actions.holdings import unsettled_of

    return of_pending(unsettled_of(entry), notes)


def described(entry: Entry) -> str:
    """A submission on one line, for a question."""
    return text("submissions.line", name=entry.name or "–", place=entry.place, token=entry.token)
