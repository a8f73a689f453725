"""Prepare a submission, send it exactly once, and resume one that got no response."""

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from wizard.client.credentials import Profile
from wizard.client.errors import JournalError
from wizard.client.sending import TIMEOUT, Event, Outcome, Sender, Unconfirmed, begin
from wizard.client.submission import Submission, check_secrets, explain_missing_key, find_pending, prepare
from wizard.client.submission import resume as resume_submission
from wizard.core.actions.context import ProfileContext, make_client
from wizard.core.actions.journal import candidates, user_journal
from wizard.errors import StorageError
from wizard.models.journal import JournalEntry
from wizard.storage.files import PATIENCE


def prepare_submission(
    tree: Any, profile: Profile, environ: Mapping[str, str], *, token: str | None = None, new: bool = False
) -> Submission:
    """Return a submission as `begin_submission` does; nothing is written, and nothing may be sent."""
    submission = prepare(tree, profile, environ, token=token)
    pending = user_journal().pending()
    found = find_pending(submission, pending)
    if found is None or (not found.may_be_sent and (new or token not in (None, found.token))):
        return submission
    if token is not None:
        same = find_pending(submission, [entry for entry in pending if entry.token == token])
        return same or replace(submission, other_token=found.token)
    return replace(submission, other_token=found.token) if new else found


def begin_submission(
    tree: Any,
    profile: Profile,
    environ: Mapping[str, str],
    *,
    token: str | None = None,
    new: bool = False,
    timeout: float = TIMEOUT,
) -> Submission:
    """Prepare a submission and record it in the journal.

    When this returns, the same request sent by another process resumes this submission.

    Args:
        token: The user's own token: only a submission under it is resumed.
        new: Whether to send a new one even where one is pending.
        timeout: Seconds for the whole submission: the journal is waited for no longer.

    Raises:
        MissingVariable: A reference names a variable that is not set.
        InvalidArgument: The token or a secret is invalid.
        JournalError: The journal could not be written.
    """
    check_secrets(tree, environ)
    journal = user_journal()
    try:
        lock = journal.lock(min(PATIENCE, timeout))
    except StorageError as error:
        raise JournalError(error) from error
    with lock:
        return begin(prepare_submission(tree, profile, environ, token=token, new=new), journal)


def send(
    submission: Submission, *, timeout: float = TIMEOUT, tell: Callable[[Event], None], stop: threading.Event
) -> Outcome:
    """Send a submission until it is finished, the time is over, or it is stopped.

    Raises JournalError: the journal could not be written; nothing was sent.
    """
    journal, number = user_journal(), 0
    if submission.resumed:
        try:
            number = journal.resume(submission.token, submission.target)
        except StorageError as error:
            raise JournalError(error) from error
    client = make_client(submission.profile)
    outcome = Sender(submission, client, journal, timeout, on_event=tell, cancelled=stop).submit()
    if isinstance(outcome, Unconfirmed) and not outcome.sent:
        with suppress(StorageError):  # then it passes for one that may have been sent
            journal.mark_unsent(submission.token, submission.target, number)
    return outcome


def resume(
    entry: JournalEntry,
    context: ProfileContext,
    *,
    timeout: float = TIMEOUT,
    tell: Callable[[Event], None],
    stop: threading.Event,
) -> Outcome:
    """Send a pending submission again: the same bytes under the same token to the same profile.

    Raises:
        ProfileError: The key that it was sent with is no longer kept anywhere.
        SubmissionChanged: The bytes would be others than were sent.
        MissingVariable: A secret is missing.
        SandboxUnavailable: The sandbox could not be started.
    """
    profile = next(candidates(entry, context), None)
    if profile is None:
        raise explain_missing_key(entry)
    submission = resume_submission(entry, profile, context.environ)
    return send(submission, timeout=timeout, tell=tell, stop=stop)
