"""A request on its way: prepared, taken up where an earlier run left it, and sent exactly once."""

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import Any

from wizard.client.api import Client
from wizard.client.credentials import Profile
from wizard.client.errors import JournalError
from wizard.client.submission import (
    TIMEOUT,
    Event,
    Outcome,
    Submission,
    Unconfirmed,
    begin,
    check_secrets,
    submit,
)
from wizard.core.actions.preparing import Prepared, looked_up
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.files import PATIENCE
from wizard.storage.journal import Journal


def prepared(
    tree: Any,
    target: Profile,
    environ: Mapping[str, str],
    *,
    token: str | None = None,
    new: bool = False,
    timeout: float = TIMEOUT,
) -> Prepared:
    """Get a submission ready: secrets resolved, bytes fixed, an unsettled one of the same request found.

    Args:
        tree: The request.
        target: Where it goes.
        environ: The variables that references to secrets name.
        token: A token of the person's own: only a submission under it is taken up, as another token is
            another submission.
        new: Whether to send a new one even where one is unsettled.
        timeout: Seconds for the whole submission: the journal is waited for no longer.

    When this returns, it is in the journal: the same request, sent by another process from then on, takes it
    up.

    Raises:
        MissingVariable: A reference names a variable that is not set.
        InvalidArgument: The token is none, or a secret is none.
        JournalError: The journal could not be written.
        StorageError: The journal cannot be read.
    """
    check_secrets(tree, environ)
    journal = Journal(locations.journal_folder())
    with ExitStack() as stack:
        try:
            stack.enter_context(journal.lock(min(PATIENCE, timeout)))
        except StorageError as error:
            raise JournalError(error) from error
        ready = looked_up(tree, target, environ, token=token, new=new)
        return replace(ready, submission=begin(ready.submission, journal))


def send(
    submission: Submission,
    *,
    timeout: float = TIMEOUT,
    tell: Callable[[Event], None],
    stop: threading.Event,
) -> Outcome:
    """Send a submission until it is settled, the time is over, or it is stopped.

    Raises:
        JournalError: The journal could not be written; nothing was sent.
    """
    journal = Journal(locations.journal_folder())
    before = (submission.journaled or submission.entry())["target"]
    number = 0
    if submission.resumed:
        try:
            number = journal.resume(submission.token, before)
        except StorageError as error:
            raise JournalError(error) from error
    outcome = submit(
        submission, Client(submission.profile), journal, timeout=timeout, on_event=tell, cancelled=stop
    )
    if isinstance(outcome, Unconfirmed) and not outcome.sent:
        with suppress(StorageError):  # then it passes for one that may have been sent
            journal.mark_unsent(submission.token, before, number)
    return outcome
