"""A submission in the background, and the dialog that shows it."""

import asyncio
import threading
import time
from contextlib import suppress
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.signal import Signal
from textual.widgets import Static

from wizard.core.actions.clusters import ClusterStatus
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.formatting import format_log_line
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.text import escape_lines, format_escaped
from wizard.tui.accounts import run_in_thread
from wizard.tui.screens.dialogs import Dialog, Line, make_button
from wizard.tui.widgets.cells import format_bar
from wizard.tui.widgets.facts import make_facts
from wizard.tui.widgets.field import set_label

if TYPE_CHECKING:
    from wizard.tui.screens.wizard import WizardScreen

PAUSE = 1.0
"""Seconds between two requests for the state of the cluster."""

LINES = 4
"""The most lines of the progress to show."""
_GROUPS = 12
"""The most groups whose instances are shown separately."""


class Submission:
    """A submission: its progress, its result, and the state of the cluster."""

    def __init__(
        self, screen: "WizardScreen", tree: Any, token: str, *, place: str = "", document: Any = None
    ) -> None:
        self._screen = screen
        self.changed: Signal[None] = Signal(screen, "submission")  # published on every change
        self.tree = tree  # ``None`` for a resumed submission of an earlier session
        self.document = tree if document is None else document  # the preset that the request was created from
        self.token = token
        self.place = place or screen.application.profiles.current.title
        self._began = time.monotonic()
        self.progress: list[str] = []
        self.outcome: SubmissionResult | None = None
        self.cluster: ClusterStatus | None = None
        self.cluster_error = ""  # why the state of the cluster is unknown
        self.is_reported = False  # whether the result was shown
        self._is_started = False
        self._stop = threading.Event()

    @property
    def is_running(self) -> bool:
        return self.outcome is None

    @property
    def has_attempts(self) -> bool:
        """Whether a request may have been sent, in this or an earlier session."""
        return bool(self.progress) or self.tree is None

    @property
    def cluster_id(self) -> str:
        """The id of the cluster that was created, or ``""``."""
        return self.outcome.cluster_id if self.outcome is not None else ""

    @property
    def seconds(self) -> int:
        return int(time.monotonic() - self._began)

    def stop(self) -> None:
        """Send no further requests."""
        self._stop.set()

    def start(self) -> None:
        """Send the request and watch the cluster, unless already started."""
        if not self._is_started:
            self._is_started = True
            self._screen.run_worker(self._run(), group="submission")

    async def _run(self) -> None:
        clusters = self._screen.application.clusters
        await run_in_thread(self._send, name="submission")
        self.changed.publish(None)
        while self.cluster_id and not self._stop.is_set():
            try:
                self.cluster = await run_in_thread(lambda: clusters.state(self.cluster_id))
                self.cluster_error = ""
            except BcwError as error:
                self.cluster_error = str(error)
            self.changed.publish(None)
            if self.cluster is not None and (self.cluster.is_complete or self.cluster.is_ending):
                return
            await asyncio.sleep(PAUSE)

    def _send(self) -> None:
        """Send the request; called in a thread, so that the result is also known after the app has ended."""
        submissions = self._screen.application.submissions
        send = partial(submissions.resume, self.token)
        if self.tree is not None:
            send = partial(submissions.submit, self.tree, self.token)
        try:
            self.outcome = send(on_progress=self._report_progress, stop=self._stop)
        except Exception as error:  # not its message, which may contain a secret
            problem = _("An internal error ended the submission ({kind}). Please report it.")
            self.outcome = SubmissionResult(
                "unknown",
                format_escaped(problem, kind=type(error).__name__),
                _("The cluster may or may not exist. Retry with the same token."),
            )

    def _report_progress(self, progress: str) -> None:
        self.progress.append(progress)
        with suppress(RuntimeError):  # the app has ended
            self._screen.app.call_from_thread(self.changed.publish, None)


class SubmissionDialog(Dialog[str]):
    """The progress and result of a submission, which continues in the background when the dialog is closed.

    The answer is the next action: ``field``, ``token``, ``again``, ``clusters`` or ``quit``.
    """

    def __init__(self, submission: Submission, timeout: float) -> None:
        super().__init__(_("Creating cluster"))
        self._submission = submission
        self._timeout = timeout
        self._state = Line("state")
        self._copy = make_button("copy", _("Copy"))
        self._text = Static(classes="text", markup=False)
        self._log = Line("log")
        self._next = Static(classes="text", markup=False)
        self._shown_answers: tuple[tuple[str, str], ...] = ()

    def compose_content(self) -> ComposeResult:
        yield Horizontal(self._state, self._copy, classes="line")
        yield self._text
        yield self._log
        yield self._next

    def on_mount(self) -> None:
        self._submission.changed.subscribe(self, self._show)
        self._submission.start()  # not before the dialog is shown, so that the result is not also a notification
        self._show()
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        if self._submission.is_running:
            seconds = _("{seconds} s of at most {most} s.").format(
                seconds=self._submission.seconds, most=f"{self._timeout:g}"
            )
            background = _("It continues in the background when you close this.")
            self._text.update(f"{seconds} {background}")

    def _show(self, signaled: None = None) -> None:
        outcome = self._submission.outcome
        self._copy.display = bool(self._submission.cluster_id)
        if outcome is None:
            self._state.show(format_escaped(_("Sending to {place} …"), place=self._submission.place))
            self._show_log([*reversed(self._submission.progress)])
            self._tick()
            self._show_answers(("close", _("Run in background")))
            return
        self._submission.is_reported = True
        title, state = {
            "created": (_("Cluster created"), _("✓ Created") + f"   {outcome.cluster_id}"),
            "refused": (_("Cluster not created"), _("✗ The service rejected the request.")),
            "unknown": (_("No response"), _("! The cluster may or may not exist.")),
            "failed": (_("Cluster not created"), _("✗ Nothing was created.")),
        }[outcome.kind]
        self.query_one(".box").border_title = title
        self._state.show(state, outcome.kind)
        close = ("close", _("Close"))
        if outcome.kind == "created":
            self._show_cluster(self._submission.cluster)
            watch = f"bcw clusters watch {quote(outcome.cluster_id)}"
            delete = _("Delete it under Menu › Clusters.")
            self._next.update(make_facts([(_("Next"), watch), ("", delete), ("", outcome.advice)]))
            self._show_answers(close, ("clusters", _("Clusters")), ("quit", _("Quit")))
            return
        details = ((_("Code"), outcome.code), (_("Request ID"), outcome.request_id))
        self._text.update(escape_lines("\n".join(filter(None, (outcome.text, outcome.advice)))))
        self._next.update(make_facts([each for each in details if each[1]]))
        self._show_log([])
        can_edit = self._submission.tree is not None
        if outcome.kind != "refused":
            self._show_answers(close, ("again", _("Retry (same token)")), focus=1)
        elif can_edit and outcome.is_of_the_token:
            self._show_answers(close, ("token", _("Use a new token")), focus=1)
        elif can_edit and outcome.path:
            self._show_answers(close, ("field", _("Go to field")), focus=1)
        else:
            self._show_answers(close)

    def _show_log(self, lines: list[str]) -> None:
        self._log.show("\n".join(lines[:LINES]))

    def _show_cluster(self, cluster: ClusterStatus | None) -> None:
        if cluster is None:
            cluster_error = self._submission.cluster_error
            unknown = _("The state of the instances is unknown: {why}")
            self._text.update(format_escaped(unknown, why=cluster_error) if cluster_error else "")
            self._show_log([])
            return
        if not cluster.is_ending:
            bar = format_bar(cluster.running, cluster.desired)
            running = _("{running} of {desired} running").format(
                running=f"{cluster.running:,}", desired=f"{cluster.desired:,}"
            )
            groups = [f"{each.name} {each.running:,}/{each.desired:,}" for each in cluster.groups]
            more = ["…"] if len(groups) > _GROUPS else []
            rows = [
                (_("Instances"), f"{running} {bar}"),
                ("", " · ".join(groups[:_GROUPS] + more)),
            ]
        else:
            rows = [("", _("The cluster is being deleted."))]
        self._text.update(make_facts(rows))
        self._show_log([format_log_line(line) for line in reversed(cluster.log)])

    def _show_answers(self, *answers: tuple[str, str], focus: int = 0) -> None:
        if answers == self._shown_answers:
            return
        self._shown_answers = answers
        buttons = [make_button(f"dismiss('{name}')", label) for name, label in answers]
        row = self.query_one(".buttons")
        row.remove_children()
        row.mount(*buttons)
        self.call_after_refresh(buttons[focus].focus)

    def action_copy(self) -> None:
        self.app.copy_to_clipboard(self._submission.cluster_id)
        set_label(self._copy, _("Copied"))
