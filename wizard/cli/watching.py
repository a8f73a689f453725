"""Watching a cluster's machines start: until all run, the cluster goes, or nobody wants to know any more."""

import signal
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from wizard.cli import exits, output
from wizard.cli.interruption import Interruption
from wizard.cli.texts import text
from wizard.client.api import Client
from wizard.client.credentials import Profile
from wizard.client.errors import NoResponse, ServiceError
from wizard.core.actions.clusters import ClusterState, parse_state

WAITING = 2.0
"""Seconds between two looks at the machines."""
PATIENCE = 15
"""Looks in a row that may come to nothing before the wait is given up."""


class Tell(Protocol):
    """Takes a line of progress."""

    def __call__(self, line: str, /) -> None:
        """Show it."""


def watch(
    cluster_id: str,
    target: Profile,
    interruption: Interruption,
    *,
    tell: Tell = output.say,
    details: bool = False,
    seconds: float = float("inf"),
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Wait until all machines run.

    Args:
        cluster_id: The cluster.
        target: Where it is.
        interruption: Ends the wait.
        tell: Takes the progress.
        details: Whether to tell of each group, and of what the operation log says.
        seconds: How long to wait at most.
        clock: The time in seconds.

    Returns:
        An exit code.
    """
    client = Client(target)
    said, seen, failures, until = "", set[str](), 0, clock() + seconds
    while not interruption.stop.is_set():
        try:
            state = parse_state(client.get_cluster(cluster_id))
        except NoResponse as error:
            failures += 1
            if failures >= PATIENCE:
                output.complain(text("wait.lost", error=error))
                return exits.NO_ANSWER
            now = text("wait.trouble", error=error)
        except ServiceError as error:
            output.complain(text("wait.lost", error=error))
            return exits.REFUSED
        else:
            failures = 0
            if details:
                _tell_log(state.log, seen, tell)
            if state.is_complete:
                tell(text("wait.done"))
                return exits.DONE
            if state.state != "Active":
                output.complain(text("wait.deleting", id=cluster_id))
                return exits.REFUSED
            now = progress(state, details=details)
        if now != said:
            tell(now)
            said = now
        if clock() >= until:
            output.complain(text("wait.over", id=cluster_id))
            return exits.NO_ANSWER
        interruption.stop.wait(min(WAITING, max(until - clock(), 0.0)))
    return exits.TERMINATED if interruption.number == signal.SIGTERM else exits.INTERRUPTED


def progress(state: ClusterState, *, details: bool) -> str:
    """How far the machines are, on one line."""
    line = text("wait.state", running=f"{state.running:,}", desired=f"{state.desired:,}")
    if details and len(state.groups) > 1:
        parts = (f"{output.visible(each.name)} {each.actual:,}/{each.desired:,}" for each in state.groups)
        return f"{line} ({', '.join(parts)})"
    return line


def _tell_log(log: Iterable[str], seen: set[str], tell: Tell) -> None:
    """The lines of the operation log that are new."""
    for line in log:
        if line not in seen:
            seen.add(line)
            tell(output.visible(line))
