"""A request on its way: prepared, taken up where an earlier run left it, and sent exactly once."""

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from wizard.cli.created import moment_of
from wizard.service.client import Client
from wizard.service.errors import NotJournaled
from wizard.service.outcomes import Event, Outcome
from wizard.service.submission import TIMEOUT, Submission, begin, find_unsettled, prepare, submit
from wizard.service.targets import Target
from wizard.store import locations
from wizard.store.errors import StoreError
from wizard.store.journal import Journal


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
        """Whether it was sent before, and nobody knows what came of it."""
        return self.submission.resumed

    @property
    def started(self) -> datetime | None:
        """When a submission that is taken up was begun, where that can be read."""
        return moment_of((self.submission.journaled or {}).get("started"))


def prepared(
    tree: Any, target: Target, environ: Mapping[str, str], *, token: str | None = None, new: bool = False
) -> Prepared:
    """Get a submission ready: secrets resolved, bytes fixed, an unsettled one of the same request found.

    Args:
        tree: The request.
        target: Where it goes.
        environ: The variables that references to secrets name.
        token: A token of the person's own: only a submission under it is taken up, as another token is
            another submission.
        new: Whether to send a new one even where one is unsettled.

    When this returns, it is in the journal: the same request, sent by another process from then on, takes it
    up.

    Raises:
        MissingVariable: A reference names a variable that is not set.
        Unsendable: The token is none.
        NotJournaled: The journal could not be written.
        StoreError: The journal cannot be read.
    """
    journal = Journal(locations.journal_folder())
    with ExitStack() as stack:
        try:
            stack.enter_context(journal.alone())
        except StoreError as error:
            raise NotJournaled("submission.not_journaled", reason=str(error).rstrip(".")) from error
        ready = looked_up(tree, target, environ, token=token, new=new)
        return replace(ready, submission=begin(ready.submission, journal))


def looked_up(
    tree: Any, target: Target, environ: Mapping[str, str], *, token: str | None = None, new: bool = False
) -> Prepared:
    """The same as `prepared`, but nothing is written into the journal, and nothing may be sent."""
    submission = prepare(tree, target, environ, token=token)
    unsettled = Journal(locations.journal_folder()).unsettled()
    found = find_unsettled(submission, unsettled)
    if found is None:
        return Prepared(submission)
    if token is not None:
        same = find_unsettled(submission, [entry for entry in unsettled if entry["token"] == token])
        return Prepared(same) if same else Prepared(submission, found.token)
    return Prepared(submission, found.token) if new else Prepared(found)


def send(
    submission: Submission,
    *,
    timeout: float = TIMEOUT,
    tell: Callable[[Event], None],
    stop: threading.Event,
) -> Outcome:
    """Send a submission until it is settled, the time is over, or it is stopped.

    Raises:
        NotJournaled: The journal could not be written; nothing was sent.
    """
    return submit(
        submission,
        Client(submission.target),
        Journal(locations.journal_folder()),
        timeout=timeout,
        on_event=tell,
        cancelled=stop,
    )
