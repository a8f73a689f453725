"""The submissions in the journal: prepare, record, send exactly once, resend; and the clusters created here."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from wizard.client.credentials import SANDBOX_TITLE, Profile, make_sandbox_profile
from wizard.client.errors import JournalError, ProfileError
from wizard.client.profiles import ProfileQuery, iter_candidates
from wizard.client.sending import TIMEOUT, Event, Outcome, Sender, Unconfirmed, begin
from wizard.client.submission import (
    Submission,
    check_secrets,
    explain_missing_key,
    find_pending,
    is_sandbox,
    prepare,
    resume,
)
from wizard.core.actions.context import ProfileContext, make_client
from wizard.errors import NotFoundError, StorageError
from wizard.i18n import _
from wizard.models.journal import JournalEntry
from wizard.storage import locations
from wizard.storage.files import PATIENCE
from wizard.storage.journal import Journal
from wizard.text import escape_text


def open_journal() -> Journal:
    return Journal(locations.journal_folder())


def list_pending() -> list[JournalEntry]:
    """Return the submissions without a response, the oldest first; none that was never sent."""
    return [entry for entry in open_journal().pending() if not entry.unsent]


def find_by_token(token: str) -> JournalEntry:
    """Return the pending submission of a token, or of the only one that begins like this.

    Raises NotFoundError: there is none.
    """
    known = list_pending()
    exact = [entry for entry in known if entry.token == token]
    found = exact or [entry for entry in known if token and entry.token.startswith(token)]
    if exact or len(found) == 1:
        return found[-1]
    text = _("No unconfirmed submission has the token {token}. To list them: bcw submissions list")
    raise NotFoundError(text.format(token=escape_text(token)))


def stop_tracking(entry: JournalEntry) -> None:
    """Stop tracking a pending submission. Raises NotFoundError: it is not pending any more."""
    open_journal().finish(entry, {"outcome": "forgotten"})


def list_created(*, include_gone: bool = False) -> list[JournalEntry]:
    """Return the submissions that created a cluster, the oldest first; each cluster once.

    Args:
        include_gone: Whether to return clusters that are known not to exist any more, too.
    """
    found: dict[tuple[str, str], JournalEntry] = {}
    for entry in open_journal().all():
        if entry.cluster_id:
            found.setdefault((entry.cluster_id, "" if is_sandbox(entry) else describe_profile(entry)), entry)
    return [entry for entry in found.values() if include_gone or not entry.is_gone]


def find_profiles(entry: JournalEntry, context: ProfileContext) -> Iterator[Profile]:
    """Yield the profiles that may know a submission, the most likely first; may take a moment.

    For a sandbox: the profile of this run, which may be the same one on another port; then the address that
    the submission was sent to, unless it was the sandbox of a process; then the sandbox in this process. For
    an account: the profile that has the same key now, with the endpoint and region of the submission.

    Raises:
        ProfileError: As of `ProfileContext.ready_profile`.
        SandboxUnavailable: As of `ProfileContext.ready_profile`.
    """
    if is_sandbox(entry):
        with suppress(ProfileError):
            if context.profile.is_sandbox and not context.is_own_sandbox:
                yield context.profile.unlock()
        if entry.target.get("file") != str(locations.sandbox_file()):
            yield make_sandbox_profile(str(entry.target["endpoint"]))
        # `bcw sandbox` may have used the same file, which its address does not show.
        yield context.own_sandbox()
        return
    endpoint, region = str(entry.target.get("endpoint", "")), entry.target.get("region")
    for place in iter_candidates(ProfileQuery(context.environ, endpoint or None, str(region or "") or None)):
        found = place.profile
        if found is not None and found.credentials.access_key_id == entry.target.get("access_key_id"):
            name = str(entry.target.get("name") or found.name)
            yield Profile(name, endpoint, str(region) if region else None, found.credentials).unlock()
            return


def describe_profile(entry: JournalEntry) -> str:
    if is_sandbox(entry):
        return _(SANDBOX_TITLE)
    parts = [entry.target.get(part) for part in ("name", "region", "endpoint")]
    return " · ".join(str(part).rpartition("://")[2] for part in parts if part)


def prepare_submission(
    tree: Any, profile: Profile, environ: Mapping[str, str], *, token: str | None = None, new: bool = False
) -> Submission:
    """Return a submission as `begin_submission` does; nothing is written, and nothing may be sent."""
    submission = prepare(tree, profile, environ, token=token)
    journal = open_journal()
    pending = journal.pending()
    found = find_pending(submission, pending)
    if found is None and not (new or profile.is_sandbox):
        journal.check_pending()
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
        MissingVariable: A reference names a variable that cannot be used.
        InvalidArgument: The token or a secret is invalid.
        UnicodeEncodeError: A string contains an unpaired surrogate.
        JournalError: The journal could not be written.
        StorageError: A pending submission cannot be read; it may be the same one.
    """
    check_secrets(tree, environ)
    journal = open_journal()
    try:
        lock = journal.lock(min(PATIENCE, timeout))
    except StorageError as error:
        raise JournalError(error) from error
    with lock:
        return begin(prepare_submission(tree, profile, environ, token=token, new=new), journal)


def send(
    submission: Submission,
    *,
    timeout: float = TIMEOUT,
    on_event: Callable[[Event], None],
    stop: threading.Event,
) -> Outcome:
    """Send a submission until it is finished, the time is over, or it is stopped.

    Raises JournalError: the journal could not be written; nothing was sent.
    """
    journal, number = open_journal(), 0
    if submission.is_resumed:
        try:
            number = journal.resume(submission.to_entry())
        except StorageError as error:
            raise JournalError(error) from error
    client = make_client(submission.profile)
    outcome = Sender(submission, client, journal, timeout, on_event=on_event, cancelled=stop).submit()
    if isinstance(outcome, Unconfirmed) and not outcome.is_sent:
        with suppress(StorageError):  # then it is treated as one that may have been sent
            journal.mark_unsent(submission.to_entry(), number)
    return outcome


def resend(
    entry: JournalEntry,
    context: ProfileContext,
    *,
    timeout: float = TIMEOUT,
    on_event: Callable[[Event], None],
    stop: threading.Event,
) -> Outcome:
    """Send a pending submission again: the same bytes under the same token to the same profile.

    Raises:
        ProfileError: The key that it was sent with is no longer kept anywhere.
        SubmissionChanged: The bytes would be others than were sent.
        MissingVariable: A secret is missing.
        SandboxUnavailable: The sandbox could not be started.
    """
    profile = next(find_profiles(entry, context), None)
    if profile is None:
        raise explain_missing_key(entry)
    submission = resume(entry, profile, context.environ)
    return send(submission, timeout=timeout, on_event=on_event, stop=stop)
