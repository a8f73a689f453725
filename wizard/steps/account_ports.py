"""What a wizard is handed of accounts: targets, what can be chosen and what was created there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from wizard.catalogue import Account, Catalogue
    from wizard.steps.ports import ClusterState, Loaded, Outcome, Progress, TargetView


@dataclass(frozen=True, slots=True)
class TargetChoice:
    """A target that can be chosen.

    Attributes:
        name: What it is chosen by.
        title: What it is, in a few words: name, region, host.
        source: Where it was found.
        in_use: Whether requests go there now.
        problem: Why it cannot be used, or ``""``.
        can_be_removed: Whether it is one that the user added here.
    """

    name: str
    title: str
    source: str
    in_use: bool = False
    problem: str = ""
    can_be_removed: bool = False


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target that the user adds.

    Attributes:
        name: What to call it.
        region: Its region.
        endpoint: Its address, ``vpc`` for the region's one inside a VPC, or ``""`` for the public one.
        key_id: The access key id.
        secret: The access key secret; kept in the keyring or a closed file, and shown nowhere.
        token: The security token of a temporary key, or ``""``.
    """

    name: str
    region: str
    endpoint: str
    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AccountView:
    """What the account behind the target can choose from.

    Attributes:
        account: Its lists, as the rules take them.
        catalogue: The shipped catalogue, with the account's own instance types and images before the rest.
        when: When the lists were fetched, as a person says it.
        notes: What an instance type can be had as, by its name: in which network, whether as Spot.
    """

    account: "Account"
    catalogue: "Catalogue"
    when: str
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A submission of which nobody knows what came.

    Attributes:
        token: Its idempotent token, by which it is taken up or forgotten.
        name: The name of its cluster, or ``""``.
        when: When it was sent first, as a person says it.
        place: Where to, in a few words.
    """

    token: str
    name: str
    when: str
    place: str


@dataclass(frozen=True, slots=True)
class CreatedCluster:
    """A cluster that was created here.

    Attributes:
        id: Its id.
        name: Its name.
        place: Its target, in a few words.
        age: For how long it has been there, in words.
        state: ``Active``, ``Deleting``, ``Gone``; ``""`` where it was not asked about, or nobody answered.
        running: Machines that run.
        desired: Machines that there are to be.
        trouble: Why it is not known how it stands, or ``""``.
    """

    id: str
    name: str
    place: str
    age: str
    state: str = ""
    running: int = 0
    desired: int = 0
    trouble: str = ""


class Accounts(Protocol):
    """Targets, their accounts, and what was done there. What blocks is called in a thread nobody waits for.

    Every method raises :class:`wizard.steps.ports.WizardError`, unless it says that it raises nothing.
    """

    def targets(self) -> Sequence[TargetChoice]:
        """All targets that were found, the sandbox last. Never blocks; raises nothing."""

    def use_target(self, name: str) -> "TargetView":
        """Send requests to another target from now on, in this run. Never blocks."""

    def add_target(self, new: NewTarget) -> str:
        """Keep a target; the answer says where its secret is. Blocks."""

    def remove_target(self, name: str) -> None:
        """Forget a target that the user added, with its secret. Blocks."""

    def account(self) -> "AccountView | None":
        """What the account of the target has, as far as this machine knows.

        ``None``: the shipped lists serve. Never blocks; raises nothing.
        """

    def refresh_account(self) -> "AccountView | None":
        """Ask the target what its account has; ``None`` for the sandbox. Blocks."""

    def unsettled(self) -> Sequence[Unsettled]:
        """The submissions of which nobody knows what came, the oldest first. Never blocks; raises nothing."""

    def pending(self, tree: Any) -> Unsettled | None:
        """The unsettled submission of this very request to this very target. Blocks; raises nothing."""

    def resume(self, token: str, *, tell: "Callable[[Progress], None]", stop: Event) -> "Outcome":
        """Find out what came of an unsettled submission. Blocks; raises nothing."""

    def forget(self, token: str) -> None:
        """Ask about an unsettled submission no more. Never blocks."""

    def created(self) -> Sequence[CreatedCluster]:
        """The clusters that were created here, the latest first, from the journal alone. Never blocks."""

    def standing(self) -> Sequence[CreatedCluster]:
        """The same, each asked about at its target; those that are gone are left out. Blocks."""

    def watch(self, cluster_id: str) -> "ClusterState":
        """How a cluster stands, wherever it is. Blocks."""

    def open_cluster(self, cluster_id: str) -> "Loaded":
        """A cluster that runs, as a new request. Blocks."""

    def resize(self, cluster_id: str, group: str, count: int) -> None:
        """Give a group another number of machines. Blocks."""

    def delete(self, cluster_id: str) -> None:
        """Delete a cluster with all its machines. Blocks."""
