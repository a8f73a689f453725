"""Targets, their accounts and what was created there, as a wizard is handed them.

Heavy things are imported when they are used.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from wizard.client.errors import ProfileError, ServiceError
from wizard.client.profiles import ENVIRONMENT
from wizard.core.actions import choosing
from wizard.core.actions.destination import Destination, NoSandbox
from wizard.core.actions.keeping import in_words
from wizard.core.actions.service import Lookout, outcome_of, teller, view_of
from wizard.core.actions.texts import text
from wizard.core.ports import (
    AccountView,
    BadTarget,
    ClusterState,
    CreatedCluster,
    Gone,
    Loaded,
    NewTarget,
    Origin,
    Outcome,
    Progress,
    TargetChoice,
    TargetTest,
    TargetView,
    Unsettled,
    WizardError,
    WouldOverwrite,
)
from wizard.errors import AlreadyExistsError, StorageError

if TYPE_CHECKING:
    from wizard.core.actions.created import Entry
    from wizard.core.actions.standing import Standing


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what goes wrong into what a wizard can show."""
    try:
        yield
    except (NoSandbox, ServiceError, StorageError) as error:
        raise WizardError(str(error)) from error


class AccountsOfTheUser:
    """Implements :class:`wizard.core.ports.Accounts`.

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
        return choosing.choices(self._environ, self._destination)

    def use_target(self, name: str, *, for_good: bool = False) -> TargetView:
        """Send requests to another target from now on: in this run, or wherever none is named."""
        if for_good and name == ENVIRONMENT:
            raise WizardError(text("targets.not-environment"))
        with _in_words():
            self._destination.choose(name)
            if for_good:
                choosing.targets_file(patience=0).choose(name)  # the screens wait for it
        view = view_of(self._destination)
        if for_good and choosing.is_environment_set(self._environ):
            return replace(view, notice=f"{text('targets.environment')} {view.notice}".rstrip())
        return view

    def add_target(self, new: NewTarget, *, overwrite: bool = False) -> str:
        """Keep a target; the answer says where its secret is."""
        from wizard.client.secret_store import NoKeyring
        from wizard.core.actions.adding import kept, part_of

        with _in_words():
            try:
                said = kept(choosing.targets_file(), new, where=new.keep or None, replace=overwrite)[1]
            except AlreadyExistsError as error:
                raise WouldOverwrite(str(error)) from error
            except NoKeyring as error:
                raise WizardError(text("targets.keyring.none", reason=error)) from error
            except (StorageError, ProfileError) as error:
                if part := part_of(error):
                    raise BadTarget(str(error), part) from error
                raise
        if new.name == self._place():
            self._destination.look_again()
        return said

    def remove_target(self, name: str) -> str:
        """Forget a target that the user added, with its secret."""
        from wizard.client.secret_store import SecretStore

        with _in_words():
            file = choosing.targets_file()
            removed = file.remove(name)
            if name == self._place():
                self._destination.look_again()
            left = SecretStore(file).delete(removed)
        return left

    def test_target(self, name: str) -> TargetTest:
        """Ask a target who it takes one for. Raises nothing."""
        from wizard.core.actions.trying import tried

        destination = Destination(self._environ, name=name)
        try:
            known = destination.known
            target = self._destination.own_sandbox() if known is None else destination.target()
            return TargetTest(True, tried(target))
        except (NoSandbox, ServiceError, StorageError) as error:
            return TargetTest(False, (str(error),))

    def remarks(self) -> Sequence[str]:
        """Which files with a secret others can read. Raises nothing."""
        return choosing.open_files(self._environ)

    def account(self) -> AccountView | None:
        """What the account of the target has, as far as this machine knows. Never blocks; raises nothing."""
        from wizard.core.actions.accounts import remembered

        try:
            known = self._destination.known
        except ProfileError:
            return None
        if known is None:
            return None
        return self._fresh.get(known.key) or remembered(known)

    def refresh_account(self) -> AccountView | None:
        """Ask the target what its account has; ``None`` for the sandbox, which has what is shipped."""
        from wizard.core.actions.accounts import refreshed

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
        from wizard.core.actions.created import unsettled

        try:
            return [unsettled_of(entry) for entry in unsettled()]
        except StorageError:  # of no use, and no reason not to begin with something else
            return []

    def pending(self, tree: Any) -> Unsettled | None:
        """The unsettled submission of this very request to this very target. Raises nothing."""
        from wizard.client.submission import find_pending, prepare
        from wizard.core.actions.created import unsettled
        from wizard.document.secrets import MissingVariable

        try:
            entries = unsettled()
            if not entries:
                return None
            target = (
                self._destination.known or self._destination.target()
            )  # its secret is not needed for that
            submission = prepare(tree, target, self._environ)
            found = find_pending(submission, [entry.record for entry in entries])
        except (MissingVariable, NoSandbox, ServiceError, StorageError, UnicodeEncodeError):
            return None
        if found is None:
            return None
        return next((unsettled_of(entry) for entry in entries if entry.token == found.token), None)

    def resume(self, token: str, *, tell: Callable[[Progress], None], stop: Event) -> Outcome:
        """Find out what came of an unsettled submission. Raises nothing."""
        from wizard.core.actions.resuming import find_pending, missing_secret, resume
        from wizard.document.secrets import MissingVariable

        try:
            entry = find_pending(token)
            if entry is None:
                return Outcome("failed", text("submissions.unknown", token=token))
            ended, target = resume(entry, self._destination, self._environ, tell=teller(tell), stop=stop)
        except MissingVariable as error:
            return Outcome("unknown", missing_secret(error))
        except (NoSandbox, ServiceError, StorageError) as error:
            return Outcome("unknown", text("submissions.not-asked", reason=error))
        return outcome_of(ended, entry.record.get("request"), free=target.is_sandbox)

    def forget(self, token: str) -> None:
        """Ask about an unsettled submission no more."""
        from wizard.core.actions.created import journal
        from wizard.core.actions.resuming import find_pending

        with _in_words():
            entry = find_pending(token)
            if entry is None:
                raise WizardError(text("submissions.unknown", token=token))
            journal().finish(entry.token, {"outcome": "forgotten"}, target=dict(entry.target))

    def created(self) -> Sequence[CreatedCluster]:
        """The clusters that were created here and may still be there, the latest first."""
        from wizard.core.actions.standing import from_journal

        return [_created(from_journal(entry)) for entry in reversed(self._entries())]

    def standing(self) -> Sequence[CreatedCluster]:
        """The same, each asked about at its target; those that are gone are left out."""
        from wizard.core.actions.standing import standings

        found = standings(self._entries()[::-1], self._destination)
        return [_created(each) for each in found if each.state != "Gone"]

    def watch(self, cluster_id: str) -> ClusterState:
        """How a cluster stands, wherever it is."""
        from wizard.core.actions.standing import says_gone
        from wizard.core.actions.states import state_of

        with _in_words():
            try:
                return state_of(self._lookout.look(cluster_id)[1])
            except ServiceError as error:
                if says_gone(error):
                    raise Gone(text("clusters.gone.one", id=cluster_id)) from error
                raise

    def open_cluster(self, cluster_id: str) -> Loaded:
        """A cluster that runs, as a new request."""
        from wizard.core.actions.reopening import as_request, secrets_missing
        from wizard.document.tree import to_pointer

        with _in_words():
            request = as_request(self._lookout.look(cluster_id)[1])
        remarks = [text("clusters.remark", id=cluster_id)]
        remarks += [text("clusters.secret", path=to_pointer(path)) for path in secrets_missing(request)]
        return Loaded(request, Origin(), tuple(remarks))

    def resize(self, cluster_id: str, group: str, count: int) -> None:
        """Give a group another number of machines."""
        import json

        from wizard.client.api import Client

        with _in_words():
            change = {"Groups": {group: {"DesiredVMCount": count}}}
            target, _ = self._lookout.look(cluster_id)
            Client(target).modify_cluster(cluster_id, json.dumps(change).encode())

    def delete(self, cluster_id: str) -> None:
        """Delete a cluster with all its machines."""
        from wizard.client.api import Client

        with _in_words():
            target, _ = self._lookout.look(cluster_id)
            Client(target).delete_cluster(cluster_id)

    def _place(self) -> str:
        try:
            return self._destination.place
        except ProfileError:
            return ""

    def _entries(self) -> "list[Entry]":
        from wizard.core.actions.created import created

        with _in_words():
            return [entry for entry in created() if not entry.gone]


def unsettled_of(entry: "Entry") -> Unsettled:
    """A submission without a response, as a front end shows it."""
    from wizard.core.actions.created import known_of

    when = "" if entry.started is None else in_words(entry.started.astimezone())
    request = entry.record.get("request")
    return Unsettled(
        entry.token, entry.name, when, entry.place, known_of(entry), request, is_free=entry.is_sandbox
    )


def _created(each: "Standing") -> CreatedCluster:
    from wizard.core.actions.standing import age, hours

    return CreatedCluster(
        each.id,
        each.name,
        each.place,
        age(each.since),
        each.state,
        each.running,
        each.desired,
        each.trouble,
        "" if each.since is None else in_words(each.since.astimezone()),
        hours(each.since),
        each.is_free,
    )
