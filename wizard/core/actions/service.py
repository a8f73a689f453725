"""The service that requests go to, as a wizard is handed it. Heavy things are imported when they are used."""

from collections.abc import Callable, Mapping
from threading import Event
from typing import TYPE_CHECKING, Any

from wizard.client.errors import InvalidArgument, ProfileError
from wizard.client.submission import check_token, new_token
from wizard.core.actions.destination import Destination, NoSandbox
from wizard.core.actions.texts import text, text_of_variable
from wizard.core.ports import ClusterState, Outcome, Progress, TargetView, WizardError
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.text import format_path

if TYPE_CHECKING:
    from wizard.client import submission
    from wizard.client.credentials import Profile

PATIENCE = 60.0
"""Seconds that a submission takes at most, all its attempts together."""

_OF_REQUEST = ("", "quota", "value", "too_large")
"""What is said of a refusal that is about the request."""


class ServiceOfTheUser:
    """Implements :class:`wizard.core.ports.Service`.

    Without credentials it is the sandbox, which starts in this process when the first request is sent: in the
    thread that sends it, and served by a thread that nobody waits for.

    Args:
        environ: The environment variables.
        destination: The target of this run.
        lookout: Finds clusters.
    """

    def __init__(self, environ: Mapping[str, str], destination: Destination, lookout: "Lookout") -> None:
        self._environ = environ
        self._destination = destination
        self._lookout = lookout

    @property
    def target(self) -> TargetView:
        """Where requests go. Never blocks."""
        return view_of(self._destination)

    @property
    def patience(self) -> float:
        """Seconds that a submission takes at most, all its attempts together."""
        return PATIENCE

    def new_token(self) -> str:
        """A fresh idempotent token."""
        return new_token()

    def token_problem(self, token: str) -> str:
        """What is wrong with a token that was typed, or ``""``."""
        try:
            check_token(token)
        except InvalidArgument as error:
            return str(error)
        return ""

    def submit(self, tree: Any, token: str, *, tell: Callable[[Progress], None], stop: Event) -> Outcome:
        """Send the request; the answer says how it ended. Raises nothing."""
        from wizard.client.errors import ServiceError
        from wizard.core.actions import sending
        from wizard.document.secrets import MissingVariable

        try:
            target = self._destination.target()
            ready = sending.prepared(tree, target, self._environ, token=token)
            ended = sending.send(ready.submission, timeout=PATIENCE, tell=teller(tell), stop=stop)
        except MissingVariable as error:
            reason = text_of_variable(error, "submit.variable")
            return Outcome("failed", reason, text("send.mend"), path=error.path)
        except (NoSandbox, ServiceError, StorageError) as error:
            return Outcome("failed", text("send.failed", reason=error))
        except UnicodeEncodeError:
            return Outcome("failed", text("send.surrogate"))
        return outcome_of(ended, tree, free=target.is_sandbox)

    def cluster(self, cluster_id: str) -> ClusterState:
        """How a cluster stands.

        Raises:
            WizardError: That is not known.
        """
        from wizard.client.errors import ServiceError
        from wizard.core.actions.states import state_of

        try:
            return state_of(self._lookout.look(cluster_id)[1])
        except (NoSandbox, ServiceError, StorageError) as error:
            raise WizardError(str(error)) from error


class Lookout:
    """Finds clusters at the target where they were made, even when requests go elsewhere by now.

    Args:
        destination: The target of this run.
    """

    def __init__(self, destination: Destination) -> None:
        self._destination = destination
        self._targets: dict[str, Profile] = {}

    def look(self, cluster_id: str) -> "tuple[Profile, dict[str, Any]]":
        """The target that has a cluster, and what it says of it; may take a moment.

        Raises:
            ServiceError: No target has it, or none answered.
            NoSandbox: The sandbox could not be started.
            StorageError: The journal cannot be read.
        """
        from wizard.client.api import Client
        from wizard.core.actions.standing import reached

        target = self._targets.get(cluster_id)
        if target is not None:
            return target, Client(target).get_cluster(cluster_id)
        target, body = reached(cluster_id, self._destination)
        self._targets[cluster_id] = target
        return target, body


def view_of(destination: Destination) -> TargetView:
    """The target of a run, as a wizard shows it. Never blocks, and raises nothing."""
    try:
        known, region, remarks = destination.known, destination.region, destination.remarks
    except ProfileError as error:
        return TargetView(text("target.broken"), (str(error),))
    if known is None:
        lines = (
            text(
                "target.sandbox.chosen" if destination.is_chosen else "target.sandbox.lines",
                file=format_path(locations.sandbox_file()),
            ),
            text("target.sandbox.free"),
            *remarks,
        )
        return TargetView(text("target.sandbox"), lines, region, is_sandbox=True)
    shown = [text("target.endpoint", endpoint=known.endpoint)]
    if known.region is not None:
        shown.append(text("target.region", region=known.region))
    shown.append(text("target.key", key=known.credentials.access_key_id))
    shown.append(text("target.source", source=known.credentials.source))
    return TargetView(known.title, (*shown, *remarks), known.region, known.is_sandbox, known.notice)


def teller(tell: Callable[[Progress], None]) -> Callable[["submission.Event"], None]:
    """What turns the events of a submission into the progress that a wizard shows."""
    from wizard.client.submission import AttemptFailed, AttemptStarted, Waiting

    def told(event: "submission.Event") -> None:
        match event:
            case AttemptStarted(number=number) | AttemptFailed(number=number):
                tell(Progress(event.message, number))
            case Waiting(number=number, seconds=seconds):
                tell(Progress(event.message, number, seconds))

    return told


def outcome_of(ended: "submission.Outcome", tree: Any, *, free: bool) -> Outcome:
    from wizard.client.submission import Created, Rejected
    from wizard.core.actions.refusals import field_of

    words = ended.message
    if isinstance(ended, Created):
        advice = text("cluster.free" if free else "submit.cost")
        return Outcome("created", words, advice, ended.id, request_id=ended.request_id or "")
    if isinstance(ended, Rejected):
        error = ended.error
        path = field_of(error.code, tree)
        advice = text("send.mend") if path else "" if error.kind else text("send.whole")
        return Outcome(
            "refused",
            words,
            advice,
            code=error.code,
            request_id=error.request_id or "",
            path=path,
            is_of_request=error.kind in _OF_REQUEST,
        )
    if not ended.sent:
        return Outcome("failed", words)
    return Outcome("unknown", words, text("send.again"))
