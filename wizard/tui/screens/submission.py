"""What a submission is doing, how it ended, and the machines starting."""

from shlex import quote

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, ProgressBar, Static

from wizard.core.actions.clusters import ClusterState
from wizard.core.actions.submissions import SubmissionResult, Submissions
from wizard.core.formatting import format_log_line
from wizard.i18n import _
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import Dialog, visible_lines
from wizard.tui.submission import Submission
from wizard.tui.texts import say
from wizard.tui.widgets.cells import visible

LINES = 8
"""Lines of progress, the latest first, and of the operation log that are shown."""


class SubmissionScreen(Dialog[str]):
    """One submission. The answer is what to do next: ``leave``, ``field``, ``token``, ``again``, ``quit``.

    The id of a cluster can be copied, and the dialog stays.
    """

    DEFAULT_CSS = """
    SubmissionScreen > .box {
        & > .state { text-style: bold; height: auto; }
        & > .state.-created { color: $text-success; }
        & > .state.-refused, & > .state.-failed { color: $text-error; }
        & > .state.-unknown { color: $text-warning; }
        & > .log { height: auto; max-height: 8; color: $foreground 75%; margin: 1 0 0 0; }
        & > ProgressBar { margin: 1 0 0 0; display: none; }
        & > .buttons { margin: 1 0 0 0; }
    }
    """

    def __init__(self, submission: Submission, service: Submissions) -> None:
        super().__init__()
        self._submission = submission
        self._service = service
        self._state = Static(classes="state", markup=False)
        self._text = Static(classes="text", markup=False)
        self._bar = ProgressBar(show_eta=False)
        self._log = Static(classes="log", markup=False)
        self._buttons = Horizontal(classes="buttons")
        self._offered: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """State, words, progress, log, buttons."""
        with Vertical(classes="box") as box:
            box.border_title = _("Creating the cluster")
            yield self._state
            yield self._text
            yield self._bar
            yield self._log
            yield self._buttons

    def on_mount(self) -> None:
        """Follow the submission."""
        self._submission.listen(lambda: self.app.call_from_thread(self._show))
        self._show()
        self.set_interval(1.0, self._tick)

    def on_unmount(self) -> None:
        """Follow it no longer."""
        self._submission.listen(None)

    def action_cancel(self) -> None:
        """Leave; the submission goes on."""
        self.dismiss("leave")

    def _tick(self) -> None:
        """Show how much of the time is over."""
        if self._submission.is_running:
            seconds, most = self._submission.seconds, self._service.timeout
            self._text.update(f"{say('submit.time', seconds=seconds, most=most)}\n{say('submit.running')}")

    def _show(self) -> None:
        outcome = self._submission.outcome
        if outcome is None:
            self._state.update(visible(fill(_("Sending to {target} …"), target=self._submission.place)))
            steps = [each.text for each in reversed(self._submission.progress[-LINES:])]
            self._log.update(visible_lines("\n".join(steps)))
            self._tick()
            self._offer(("leave",))
            return
        self._state.set_classes(f"state -{outcome.kind}")
        self._state.update(say(f"submit.{outcome.kind}"))
        self._text.update(visible_lines("\n".join(self._words(outcome))))
        self._show_cluster(self._submission.cluster)
        match outcome.kind:
            case "created":
                self._offer(("leave", "quit", "copy"))
            case "refused" if self._submission.tree is not None and outcome.is_of_the_token:
                self._offer(("token", "leave"))
            case "refused" if self._submission.tree is not None and outcome.path:
                self._offer(("field", "leave"))
            case "refused":
                self._offer(("leave",))
            case _:
                self._offer(("again", "leave"))

    def _words(self, outcome: SubmissionResult) -> list[str]:
        words = []
        if outcome.cluster_id:
            words.append(fill(_("Id: {id}"), id=outcome.cluster_id))
        if outcome.code:
            words.append(fill(_("Code: {code}"), code=outcome.code))
        if outcome.kind != "created":  # that it is, stands above
            words.append(outcome.text)
        words.append(outcome.advice)
        if outcome.request_id:
            words.append(fill(_("Request id: {id}"), id=outcome.request_id))
        if outcome.kind == "created":
            words.append(
                fill(
                    _("\nShift+F11 shows it later on, and deletes it. In a shell:\nbcw clusters watch {id}"),
                    id=quote(outcome.cluster_id),
                )
            )
        return [word for word in words if word]

    def _show_cluster(self, cluster: ClusterState | None) -> None:
        if cluster is None:
            self._log.update(
                visible_lines(
                    fill(_("The machines could not be looked up: {why}"), why=self._submission.trouble)
                )
                if self._submission.trouble
                else ""
            )
            return
        desired = sum(group.desired for group in cluster.groups)
        self._bar.display = True
        self._bar.update(total=max(desired, 1), progress=cluster.running)
        if cluster.state == "Active":
            summary = fill(
                _("Machines: {running} of {desired} running, {starting} starting"),
                running=cluster.running,
                desired=desired,
                starting=cluster.starting,
            )
        else:
            summary = _("The cluster is being deleted.")
        groups = [
            fill(
                _("{name}: {actual} of {desired}"),
                name=group.name,
                actual=group.actual,
                desired=group.desired,
            )
            for group in cluster.groups[:LINES]
        ]
        self._log.update(
            visible_lines("\n".join([summary, *groups, *map(format_log_line, cluster.log[-3:])]))
        )

    def _offer(self, names: tuple[str, ...]) -> None:
        labels = {
            "leave": (_("Leave") if self._submission.is_running else _("Back to the wizard")),
            "again": _("Try again"),
            "field": _("Go to the field"),
            "token": _("New token"),
            "copy": _("Copy id"),
            "quit": _("Quit"),
        }
        shown = tuple(labels[name] for name in names)
        if shown == self._offered:
            return
        self._offered = shown
        self._buttons.remove_children()
        buttons = [Button(labels[name], compact=True, name=name) for name in names]
        self._buttons.mount(*buttons)
        self.call_after_refresh(buttons[0].focus)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Say what the person wants to do next, or copy the id."""
        event.stop()
        outcome = self._submission.outcome
        if event.button.name == "copy" and outcome is not None:
            self.app.copy_to_clipboard(outcome.cluster_id)
            self.notify(
                fill(
                    _("{id} is copied, if this terminal lets programs use the clipboard."),
                    id=outcome.cluster_id,
                ),
                timeout=3,
                markup=False,
            )
        else:
            self.dismiss(event.button.name)
