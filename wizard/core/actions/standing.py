"""How clusters stand: each asked about at its own target, all at once, and none waited for too long."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from wizard.client.credentials import Profile
from wizard.client.errors import NoResponse, Refused, ServiceError, Unreachable
from wizard.core.actions.created import Entry, candidates, find_created, mark_gone, moment_of
from wizard.core.actions.destination import Destination, NoSandbox
from wizard.core.actions.states import desired, state_of
from wizard.core.actions.texts import text
from wizard.errors import StorageError
from wizard.i18n import _
from wizard.text import escape_text

PATIENCE = 15.0
"""Seconds that all targets together have to say how their clusters stand."""
_SANDBOX_PATIENCE = 5.0
_AT_ONCE = 8
_NOT_THERE = "InvalidResource.NotFound"


@dataclass(frozen=True, slots=True)
class Standing:
    """A cluster as a list shows it.

    Attributes:
        id: Its id.
        name: Its name.
        place: Its target, in a few words.
        since: When it was made, or ``None``.
        state: ``Active``, ``Deleting``, ``Gone``, or ``""`` where that is not known.
        running: Machines that run.
        desired: Machines that there are to be.
        trouble: Why it is not known how it stands, or ``""``.
        is_free: Whether it stands in a sandbox, where no machine runs.
    """

    id: str
    name: str
    place: str
    since: datetime | None
    state: str = ""
    running: int = 0
    desired: int = 0
    trouble: str = ""
    is_free: bool = False


def reached(
    cluster_id: str, destination: Destination, *, given: bool = False, seconds: float = 30.0
) -> tuple[Profile, dict[str, Any]]:
    """Find a cluster: the target that has it, and what that says of it.

    Args:
        cluster_id: The cluster.
        destination: The target of this run.
        given: Whether that target was named for this very question; else the journal is asked first.
        seconds: How long each target may take.

    Raises:
        ServiceError: No target has it, or none answered.
        NoSandbox: The sandbox could not be started.
        StorageError: The journal cannot be read.
    """
    entry = None if given else find_created(cluster_id)
    if entry is not None:
        found = _asked(entry, destination, seconds)
        if found is not None:
            return found
    # Not made here, or its key is no longer kept anywhere: the target of this run may know it all the same.
    from wizard.client.api import Client

    target = destination.target()
    return target, Client(target, total_timeout=seconds).get_cluster(cluster_id)


def _asked(
    entry: Entry, destination: Destination, seconds: float, over: threading.Event | None = None
) -> tuple[Profile, dict[str, Any]] | None:
    """What the first target that may know a cluster says of it; ``None`` where there is no target.

    Raises:
        ServiceError: None of them knows it, or the one that has it did not answer.
    """
    from wizard.client.api import Client  # brings in requests, which a list without clusters needs not

    home: ServiceError | None = None
    for target in candidates(entry, destination):
        limit = min(seconds, _SANDBOX_PATIENCE) if target.is_sandbox else seconds
        try:
            return target, Client(target, total_timeout=limit, cancelled=over).get_cluster(entry.cluster_id)
        except (Refused, NoResponse) as error:
            if not target.is_sandbox:
                raise
            # Where a sandbox listened, nobody or somebody else may listen now, or one with other clusters.
            if _is_home(entry, target):
                home = error
    if not entry.is_sandbox:
        return None
    if home is None or isinstance(home, Unreachable):
        # That a sandbox with other clusters does not have it says nothing.
        place = str(entry.target.get("file") or entry.target.get("endpoint"))
        message = _(
            "The sandbox in which {id} was created is not running ({place}), so its state is unknown. Start "
            "it with: bcw sandbox"
        )
        raise Unreachable(message.format(id=escape_text(entry.cluster_id), place=escape_text(place)))
    raise home


def _is_home(entry: Entry, target: Profile) -> bool:
    """Whether a sandbox is the one in which a cluster was created."""
    file = entry.target.get("file")
    return target.file == file if file else target.endpoint == entry.target.get("endpoint")


def standings(
    entries: Sequence[Entry],
    destination: Destination,
    *,
    seconds: float = PATIENCE,
    clock: Callable[[], float] = time.monotonic,
) -> list[Standing]:
    """How the clusters of the journal stand, in its order. Raises nothing.

    One that its target no longer has is marked in the journal, so that it need not be asked about again.

    Args:
        entries: The submissions that made them.
        destination: The target of this run.
        seconds: How long all of it may take.
        clock: The time in seconds.
    """
    found: dict[int, Standing] = {}
    waiting = iter(list(enumerate(entries)))
    turn, over = threading.Lock(), threading.Event()

    def work() -> None:
        while not over.is_set():
            with turn:
                number, entry = next(waiting, (-1, None))
            if entry is None:
                return
            found[number] = _standing(entry, destination, seconds, over)

    # Daemons: a target that does not answer holds up neither the list nor the end of the program.
    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(_AT_ONCE, len(entries)))]
    until = clock() + seconds
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(until - clock(), 0.0))
    slow = text("clusters.slow", seconds=f"{seconds:g}")
    listed = [found.get(number) or _unknown(entry, slow) for number, entry in enumerate(entries)]
    over.set()  # nobody waits for the rest
    return listed


def standing_of(body: Mapping[str, Any], place: str) -> Standing:
    """A cluster as the service tells it."""
    state = state_of(dict(body))
    name, made = body.get("Name"), body.get("CreationTime")
    return Standing(
        str(body.get("Id", "")),
        name if isinstance(name, str) else "",
        place,
        moment_of(made),
        state.state,
        state.running,
        desired(state),
    )


def says_gone(error: Exception) -> bool:
    """Whether an error is the service's word that a cluster does not exist, or no longer."""
    return isinstance(error, Refused) and error.code == _NOT_THERE


def hours(since: datetime | None, *, now: datetime | None = None) -> float:
    """For how many hours something has been there; 0 where that is not known."""
    return 0.0 if since is None else max(((now or datetime.now(UTC)) - since).total_seconds() / 3600, 0.0)


def age(since: datetime | None, *, now: datetime | None = None) -> str:
    """For how long something has been there, in words: ``3 days 4 h``."""
    if since is None:
        return text("age.unknown")
    minutes = max(int(((now or datetime.now(UTC)) - since).total_seconds() // 60), 0)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        return text("age.days" if days > 1 else "age.day", days=days, hours=hours % 24)
    if hours:
        return text("age.hours", hours=hours, minutes=minutes % 60)
    return text("age.minutes" if minutes else "age.none", minutes=minutes)


def _standing(entry: Entry, destination: Destination, seconds: float, over: threading.Event) -> Standing:
    try:
        asked = _asked(entry, destination, seconds, over)
    except Refused as error:
        if not says_gone(error):
            return _unknown(entry, str(error))
        if not entry.is_sandbox:
            _mark(entry)
        return from_journal(entry, state="Gone")
    except (ServiceError, NoSandbox, StorageError) as error:
        return _unknown(entry, str(error))
    if asked is None:
        return _unknown(entry, text("clusters.no-key", key=str(entry.target.get("access_key_id", ""))))
    target, body = asked
    shown = standing_of(body, text("target.sandbox") if target.is_sandbox else target.title)
    return Standing(
        entry.cluster_id,
        shown.name or entry.name,
        shown.place,
        shown.since or entry.started,
        shown.state,
        shown.running,
        shown.desired,
        is_free=target.is_sandbox,
    )


def _mark(entry: Entry) -> None:
    try:
        mark_gone(entry)
    except StorageError:  # it is asked about once more
        return


def _unknown(entry: Entry, trouble: str) -> Standing:
    return from_journal(entry, trouble=trouble)


def from_journal(entry: Entry, *, state: str = "", trouble: str = "") -> Standing:
    """A cluster as far as the journal knows it."""
    return Standing(
        entry.cluster_id,
        entry.name,
        entry.place,
        entry.started,
        state,
        trouble=trouble,
        is_free=entry.is_sandbox,
    )
