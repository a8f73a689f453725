"""A submission: what it is doing, how it ended, and the instances starting."""

from shlex import quote

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from wizard.core.actions.clusters import ClusterStatus
from wizard.core.formatting import format_log_line
from wizard.i18n import _
from wizard.text import escape_lines
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog, Line, button
from wizard.tui.submission import Submission
from wizard.tui.widgets.cells import bar
from wizard.tui.widgets.facts import make_facts

LINES = 4
"""Lines of the operation log, the latest first."""
_GROUPS = 12
"""Groups whose instances are counted one by one."""


class SubmissionDialog(Dialog[str]):
    """A submission. The answer is what to do next: ``field``, ``token``, ``again``, ``clusters``, ``quit``.

    Closing it leaves the submission running in the background.
    """

    def __init__(self, submission: Submission, timeout: float) -> None:
        super().__init__(_("Creating cluster"))
        self._submission = submission
        self._timeout = timeout
        self._state = Line("state")
        self._copy = button("copy", _("Copy"))
        self._text = Static(classes="text", markup=False)
        self._log = Line("log")
        self._next = Static(classes="text", markup=False)
        self._row = Horizontal(classes="buttons")
        self._offered: tuple[str, ...] = ()

    def content(self) -> ComposeResult:
        yield Horizontal(self._state, self._copy, classes="line")
        yield self._text
        yield self._log
        yield self._next
        yield self._row

    def on_mount(self) -> None:
        self._submission.is_in_background = False
        self._submission.listen(self._show_from_thread)
        self._show()
        self.set_interval(1.0, self._tick)

    def on_unmount(self) -> None:
        self._submission.stop_listening(self._show_from_thread)

    def _show_from_thread(self) -> None:
        self.app.call_from_thread(self._show)

    def _tick(self) -> None:
        if self._submission.is_running:
            seconds = _("{seconds} s of at most {most} s.").format(
                seconds=self._submission.seconds, most=f"{self._timeout:g}"
            )
            background = _("It continues in the background when you close this.")
            self._text.update(f"{seconds} {background}")

    def _show(self) -> None:
        outcome = self._submission.outcome
        self._copy.display = outcome is not None and bool(outcome.cluster_id)
        if outcome is None:
            self._state.say(fill(_("Sending to {place} …"), place=self._submission.place))
            self._show_log([*reversed(self._submission.progress)])
            self._tick()
            self._offer("cancel")
            return
        title, state = {
            "created": (_("Cluster created"), _("✓ Created") + f"   {outcome.cluster_id}"),
            "refused": (_("Cluster not created"), _("✗ The service rejected the request.")),
            "unknown": (_("No response"), _("! The cluster may or may not exist.")),
            "failed": (_("Cluster not created"), _("✗ Nothing was created.")),
        }[outcome.kind]
        self.query_one(".box").border_title = title
        self._state.say(state, outcome.kind)
        can_edit = self._submission.tree is not None
        if outcome.kind == "created":
            self._show_cluster(self._submission.cluster)
            watch = f"bcw clusters watch {quote(outcome.cluster_id)}"
            delete = _("Delete it under Menu › Clusters.")
            self._next.update(make_facts([(_("Next"), watch), ("", delete), ("", outcome.advice)]))
            self._offer("cancel", "clusters", "quit")
            return
        details = ((_("Code"), outcome.code), (_("Request ID"), outcome.request_id))
        self._text.update(escape_lines("\n".join(filter(None, (outcome.text, outcome.advice)))))
        self._next.update(make_facts([each for each in details if each[1]]))
        self._show_log([])
        if outcome.kind != "refused":
            self._offer("close", "again")
        elif can_edit and outcome.is_of_the_token:
            self._offer("close", "token")
        elif can_edit and outcome.path:
            self._offer("close", "field")
        else:
            self._offer("close")

    def _show_log(self, lines: list[str]) -> None:
        self._log.say("\n".join(lines[:LINES]))

    def _show_cluster(self, cluster: ClusterStatus | None) -> None:
        if cluster is None:
            trouble = self._submission.trouble
            unknown = fill(_("The state of the instances is unknown: {why}"), why=trouble) if trouble else ""
            self._text.update(unknown)
            self._show_log([])
            return
        if cluster.state == "Active":
            share = cluster.running / cluster.desired if cluster.desired else 1.0
            running = _("{running} of {desired} running").format(
                running=f"{cluster.running:,}", desired=f"{cluster.desired:,}"
            )
            groups = [f"{each.name} {each.running:,}/{each.desired:,}" for each in cluster.groups]
            more = ["…"] if len(groups) > _GROUPS else []
            rows = [(_("Instances"), f"{running} {bar(share)}"), ("", " · ".join(groups[:_GROUPS] + more))]
        else:
            rows = [("", _("The cluster is being deleted."))]
        self._text.update(make_facts(rows))
        self._show_log([format_log_line(line) for line in reversed(cluster.log)])

    def _offer(self, *names: str) -> None:
        offered = (*names, str(self._submission.is_running))
        if offered == self._offered:
            return
        self._offered = offered
        labels = {
            "cancel": _("Run in background") if self._submission.is_running else _("Close"),
            "close": _("Close"),
            "again": _("Retry (same token)"),
            "field": _("Go to field"),
            "token": _("Use a new token"),
            "clusters": _("Clusters"),
            "quit": _("Quit"),
        }
        self._row.remove_children()
        buttons = [button(name, labels[name]) for name in names]
        self._row.mount(*buttons)
        self.call_after_refresh(buttons[-1 if names[-1] in ("again", "field", "token") else 0].focus)

    def answer(self, name: str) -> None:
        outcome = self._submission.outcome
        if name == "copy" and outcome is not None:
            self.app.copy_to_clipboard(outcome.cluster_id)
            self._copy.label = _("Copied")
        else:
            self.dismiss(name)
