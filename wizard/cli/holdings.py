"""Targets, their accounts and what was created there, as a wizard is handed them.

Heavy things are imported when they are used.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

from wizard.cli.destination import Destination, NoSandbox
from wizard.cli.keeping import in_words
from wizard.cli.service import Lookout, outcome_of, teller, view_of
from wizard.cli.texts import text
from wizard.service.errors import ServiceError, TargetError
from wizard.service.finders import Place, Wanted, places
from wizard.service.targets import SANDBOX
from wizard.steps.ports import (
    AccountView,
    ClusterState,
    CreatedCluster,
    Loaded,
    NewTarget,
    Origin,
    Outcome,
    Progress,
    TargetChoice,
    TargetView,
    Unsettled,
    WizardError,
)
from wizard.store import locations
from wizard.store.errors import StoreError

if TYPE_CHECKING:
    from wizard.cli.created import Entry
    from wizard.cli.standing import Standing
    from wizard.store.targets import TargetsFile


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what goes wrong into what a wizard can show."""
    try:
        yield
    except (NoSandbox, ServiceError, StoreError) as error:
        raise WizardError(str(error)) from error


class AccountsOfTheUser:
    """Implements :class:`wizard.steps.ports.Accounts`.

    Args:
        environ: The environment variables.
        destination: The target of this run.
        lookout: Finds clusters.
    """

    def __init__(self, environ: Mapping[str, str], destination: Destination, lookout: Lookout) -> None:
        self._environ, self._destination, self._lookout = environ, destination, lookout
        self._fresh: dict[tuple[str, str, str], AccountView] = {}

    def targets(self) -> Sequence[TargetChoice]:
        """All targets that were found, the sandbox last. Never blocks; raises nothing."""
        try:
            used = self._destination.place
        except TargetError:
            used = ""
        own = self._own_names()
        found = [_choice(each, used, own) for each in places(Wanted(self._environ)) if each.name]
        title, source = text("target.sandbox"), text("targets.sandbox")
        return [*found, TargetChoice(SANDBOX, title, source, used == SANDBOX)]

    def use_target(self, name: str) -> TargetView:
        """Send requests to another target from now on, in this run."""
        with _in_words():
            self._destination.choose(name)
        return view_of(self._destination)

    def add_target(self, new: NewTarget) -> str:
        """Keep a target; the answer says where its secret is."""
        from wizard.cli.adding import kept

        with _in_words():
            return kept(_targets(), new)[1]

    def remove_target(self, name: str) -> None:
        """Forget a target that the user added, with its secret."""
        from wizard.service.vault import Vault

        with _in_words():
            file = _targets()
            left = Vault(file).forget(file.remove(name))
        if left is not None:
            raise WizardError(left.text)

    def account(self) -> AccountView | None:
        """What the account of the target has, as far as this machine knows. Never blocks; raises nothing."""
        from wizard.cli.accounts import remembered

        try:
            known = self._destination.known
        except TargetError:
            return None
        if known is None:
            return None
        return self._fresh.get(known.key) or remembered(known)

    def refresh_account(self) -> AccountView | None:
        """Ask the target what its account has; ``None`` for the sandbox, which has what is shipped."""
        from wizard.cli.accounts import refreshed

        with _in_words():
            known = self._destination.known
            if known is None or known.is_sandbox:
                return None
            found = refreshed(self._destination.target())
        if found is not None:
            self._fresh[known.key] = found
        return found

    def unsettled(self) -> Sequence[Unsettled]:
        """The submissions of which nobody knows what came, the oldest first. Raises nothing."""
        from wizard.cli.created import unsettled

        try:
            return [_unsettled(entry) for entry in unsettled()]
        except StoreError:  # of no use, and no reason not to begin with something else
            return []

    def pending(self, tree: Any) -> Unsettled | None:
        """The unsettled submission of this very request to this very target. Raises nothing."""
        from wizard.cli.created import unsettled
        from wizard.document.secrets import MissingVariable
        from wizard.service.prepared import find_unsettled, prepare

        try:
            entries = unsettled()
            if not entries:
                return None
            submission = prepare(tree, self._destination.target(), self._environ)
            found = find_unsettled(submission, [entry.record for entry in entries])
        except (MissingVariable, NoSandbox, ServiceError, StoreError, UnicodeEncodeError):
            return None
        if found is None:
            return None
        return next((_unsettled(entry) for entry in entries if entry.token == found.token), None)

    def resume(self, token: str, *, tell: Callable[[Progress], None], stop: Event) -> Outcome:
        """Find out what came of an unsettled submission. Raises nothing."""
        from wizard.cli.resuming import find_unsettled, resume
        from wizard.document.pointer import to_pointer
        from wizard.document.secrets import MissingVariable

        try:
            entry = find_unsettled(token)
            if entry is None:
                return Outcome("failed", text("submissions.unknown", token=token))
            ended, target = resume(entry, self._destination, self._environ, tell=teller(tell), stop=stop)
        except MissingVariable as error:
            reason = text("submit.variable", path=to_pointer(error.path), name=error.name)
            return Outcome("failed", reason, text("send.mend"), path=error.path)
        except (NoSandbox, ServiceError, StoreError) as error:
            return Outcome("failed", text("send.failed", reason=error))
        return outcome_of(ended, entry.record.get("request"), free=target.is_sandbox)

    def forget(self, token: str) -> None:
        """Ask about an unsettled submission no more."""
        from wizard.cli.created import journal
        from wizard.cli.resuming import find_unsettled

        with _in_words():
            entry = find_unsettled(token)
            if entry is None:
                raise WizardError(text("submissions.unknown", token=token))
            journal().settle(entry.token, {"outcome": "forgotten"}, target=dict(entry.target))

    def created(self) -> Sequence[CreatedCluster]:
        """The clusters that were created here and may still be there, the latest first."""
        from wizard.cli.standing import age

        return [
            CreatedCluster(entry.cluster_id, entry.name, entry.place, age(entry.started))
            for entry in reversed(self._entries())
        ]

    def standing(self) -> Sequence[CreatedCluster]:
        """The same, each asked about at its target; those that are gone are left out."""
        from wizard.cli.standing import standings

        found = standings(self._entries()[::-1], self._destination)
        return [_created(each) for each in found if each.state != "Gone"]

    def watch(self, cluster_id: str) -> ClusterState:
        """How a cluster stands, wherever it is."""
        from wizard.cli.states import state_of

        with _in_words():
            return state_of(self._lookout.look(cluster_id)[1])

    def open_cluster(self, cluster_id: str) -> Loaded:
        """A cluster that runs, as a new request."""
        from wizard.cli.reopening import as_request, secrets_missing
        from wizard.document.pointer import to_pointer

        with _in_words():
            request = as_request(self._lookout.look(cluster_id)[1])
        remarks = [text("clusters.remark", id=cluster_id)]
        remarks += [text("clusters.secret", path=to_pointer(path)) for path in secrets_missing(request)]
        return Loaded(request, Origin(), tuple(remarks))

    def resize(self, cluster_id: str, group: str, count: int) -> None:
        """Give a group another number of machines."""
        import json

        from wizard.service.client import Client

        with _in_words():
            change = {"Groups": {group: {"DesiredVMCount": count}}}
            target, _ = self._lookout.look(cluster_id)
            Client(target).modify_cluster(cluster_id, json.dumps(change).encode())

    def delete(self, cluster_id: str) -> None:
        """Delete a cluster with all its machines."""
        from wizard.service.client import Client

        with _in_words():
            target, _ = self._lookout.look(cluster_id)
            Client(target).delete_cluster(cluster_id)

    def _entries(self) -> "list[Entry]":
        from wizard.cli.created import created

        with _in_words():
            return [entry for entry in created() if not entry.gone]

    def _own_names(self) -> frozenset[str]:
        try:
            return frozenset(_targets().all())
        except StoreError:  # said where the target is looked for
            return frozenset()


def _targets() -> "TargetsFile":
    from wizard.store.targets import TargetsFile

    return TargetsFile(locations.targets_file())


def _choice(place: Place, used: str, own: frozenset[str]) -> TargetChoice:
    title = place.name if place.target is None else place.target.title
    problem = "" if place.problem is None else str(place.problem)
    return TargetChoice(place.name, title, place.source.text, place.name == used, problem, place.name in own)


def _unsettled(entry: "Entry") -> Unsettled:
    when = "" if entry.started is None else in_words(entry.started.astimezone())
    return Unsettled(entry.token, entry.name, when, entry.place)


def _created(each: "Standing") -> CreatedCluster:
    from wizard.cli.standing import age

    return CreatedCluster(
        each.id, each.name, each.place, age(each.since), each.state, each.running, each.desired, each.trouble
    )
