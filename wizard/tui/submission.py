"""A submission that runs in the background, whichever screen is shown."""

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any

from wizard.core.actions.clusters import ClusterStatus
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.tui.escaping import fill

PAUSE = 1.0
"""Seconds between two requests for the state of a cluster whose instances start."""


class Submission:
    """A submission: what it has done, how it ended, and the state of the cluster.

    It runs in a daemon thread, so quitting never waits for it. Listeners are called from that thread.

    Attributes:
        tree: The request; ``None`` for one that an earlier wizard sent, which is resumed.
        document: The document that it was made from: a preset, if values were filled in.
        token: Its idempotency token.
        place: Its profile, in a few words.
        progress: What was done, in order.
        outcome: How it ended, once it has.
        cluster: The state of the cluster, once known.
        trouble: Why that is not known, or ``""``.
        is_in_background: Whether no dialog shows it.
    """

    def __init__(
        self, application: Application, tree: Any, token: str, *, place: str = "", document: Any = None
    ) -> None:
        self._application = application
        self.tree = tree
        self.document = tree if document is None else document
        self.token = token
        self.place = place or application.profiles.current.title
        self._began = time.monotonic()
        self.progress: list[str] = []
        self.outcome: SubmissionResult | None = None
        self.cluster: ClusterStatus | None = None
        self.trouble = ""
        self.is_in_background = False
        self._stop = threading.Event()
        self._listeners: set[Callable[[], None]] = set()

    @property
    def is_running(self) -> bool:
        return self.outcome is None

    @property
    def is_begun(self) -> bool:
        """Whether an attempt may have been made, here or in an earlier wizard."""
        return bool(self.progress) or self.tree is None

    @property
    def is_created(self) -> bool:
        return self.outcome is not None and self.outcome.kind == "created"

    @property
    def seconds(self) -> int:
        return int(time.monotonic() - self._began)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call a function, in another thread, whenever something has changed."""
        self._listeners.add(listener)

    def stop_listening(self, listener: Callable[[], None]) -> None:
        """Call a function no longer."""
        self._listeners.discard(listener)

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True, name="submission").start()

    def stop(self) -> None:
        """Make no further attempt and no further request."""
        self._stop.set()

    def _notify(self, progress: str | None = None) -> None:
        if progress is not None:
            self.progress.append(progress)
        for listener in [*self._listeners]:
            with contextlib.suppress(RuntimeError):  # the wizard has ended
                listener()

    def _run(self) -> None:
        self.outcome = self._send()
        self._notify()
        if self.outcome.kind == "created":
            self._watch(self.outcome.cluster_id)

    def _send(self) -> SubmissionResult:
        submissions = self._application.submissions
        try:
            if self.tree is None:
                return submissions.resume(self.token, tell=self._notify, stop=self._stop)
            return submissions.submit(self.tree, self.token, tell=self._notify, stop=self._stop)
        except Exception as error:  # its message may contain a secret, its type does not
            problem = _("An internal error ended the submission ({kind}). Please report it.")
            return SubmissionResult(
                "unknown",
                fill(problem, kind=type(error).__name__),
                _("The cluster may or may not exist. Retry with the same token."),
            )

    def _watch(self, cluster_id: str) -> None:
        while not self._stop.is_set():
            try:
                self.cluster, self.trouble = self._application.clusters.state(cluster_id), ""
            except BcwError as error:
                self.trouble = str(error)
            self._notify()
            if self.cluster is not None and (self.cluster.is_complete or self.cluster.state != "Active"):
                return
            self._stop.wait(PAUSE)
