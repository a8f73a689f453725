"""A submission that goes on in the background, whichever screen is shown."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

from wizard.core.actions.clusters import ClusterState
from wizard.core.actions.submissions import Progress, SubmissionResult
from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.tui.escaping import fill


class Send(Protocol):
    """What takes up a submission by its token."""

    def __call__(
        self, token: str, *, tell: Callable[[Progress], None], stop: threading.Event
    ) -> SubmissionResult:
        """Find out what came of it."""


PAUSE = 1.0
"""Seconds between two looks at a cluster whose machines start."""


class Submission:
    """One submission: what it has done so far, how it ended, and how the machines stand.

    It runs in a daemon thread, so that quitting never waits for it. Who listens is called from that thread.

    Attributes:
        tree: The request; ``None`` where an earlier wizard sent it.
        document: The document that it was made of: a preset, where values were filled in.
        token: Its idempotent token.
        place: Where it goes, in a few words; what the target of the wizard is by now does not matter.
        began: When it began, in seconds of the monotonic clock.
        progress: What was done, in order.
        outcome: How it ended, once it has.
        cluster: How the cluster stands, once it was looked at.
        trouble: Why it could not be looked at, or ``""``.
    """

    def __init__(
        self,
        application: Application,
        tree: Any,
        token: str,
        *,
        send: Send | None = None,
        place: str = "",
        document: Any = None,
    ) -> None:
        """Create a submission, which begins with :meth:`start`.

        Args:
            application: The application.
            tree: The request; ``None`` where an earlier wizard sent it.
            token: Its idempotent token.
            send: What takes it up, where an earlier wizard sent it.
            place: Where that one sent it; by default the profile.
            document: The document that the request was made of; by default the request itself.
        """
        self._application = application
        self._send = send
        self.tree = tree
        self.document = tree if document is None else document
        self.token = token
        self.place = place or application.profiles.current.title
        self.began = time.monotonic()
        self.progress: list[Progress] = []
        self.outcome: SubmissionResult | None = None
        self.cluster: ClusterState | None = None
        self.trouble = ""
        self._stop = threading.Event()
        self._listener: Callable[[], None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.outcome is None

    @property
    def is_begun(self) -> bool:
        """Whether an attempt, here or in an earlier wizard, may have been made."""
        return bool(self.progress) or self.tree is None

    def listen(self, listener: Callable[[], None] | None) -> None:
        """Call somebody, in another thread, whenever there is something new; ``None``: nobody any more."""
        self._listener = listener

    @property
    def seconds(self) -> int:
        """Whole seconds since it began."""
        return int(time.monotonic() - self.began)

    def start(self) -> None:
        """Begin."""
        threading.Thread(target=self._run, daemon=True, name="submission").start()

    def stop(self) -> None:
        """Try no further, and look no more."""
        self._stop.set()

    def _tell(self) -> None:
        if self._listener is not None:
            with contextlib.suppress(RuntimeError):  # the wizard has ended meanwhile
                self._listener()

    def _step(self, progress: Progress) -> None:
        self.progress.append(progress)
        self._tell()

    def _run(self) -> None:
        self.outcome = self._sent()
        self._tell()
        if self.outcome.kind == "created":
            self._watch(self.outcome.cluster_id)

    def _sent(self) -> SubmissionResult:
        try:
            if self._send is not None:
                return self._send(self.token, tell=self._step, stop=self._stop)
            return self._application.submissions.submit(
                self.tree, self.token, tell=self._step, stop=self._stop
            )
        except Exception as error:  # a mistake of ours: what it says may hold a secret, where it was does not
            return SubmissionResult(
                "unknown",
                fill(
                    _("A mistake in bcw ended the submission ({kind}). Please report it."),
                    kind=type(error).__name__,
                ),
                _("Whether the cluster exists is not known. Submit again: the token stays the same."),
            )

    def _watch(self, cluster_id: str) -> None:
        while not self._stop.is_set():
            try:
                self.cluster, self.trouble = self._application.clusters.state(cluster_id), ""
            except BcwError as error:
                self.trouble = str(error)
            self._tell()
            if self.cluster is not None and (self.cluster.is_complete or self.cluster.state != "Active"):
                return
            self._stop.wait(PAUSE)
