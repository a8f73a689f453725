"""What a wizard is handed of accounts: targets, what can be chosen and what was created there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from wizard.catalog import Account, Catalog
    from wizard.core.ports import ClusterState, Loaded, Outcome, Progress, TargetView


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
        region: Its region, or ``""``.
        endpoint: Its address, or ``""`` where that is not known before it is used.
        key_id: Its access key id, or ``""``.
        remarks: What the user should know of it: a file with its secret that others can read.
        for_good: Whether it is the one that is used wherever none is named.
        can_be_kept: Whether it can be chosen for good; the key in the environment needs no choosing.
    """

    name: str
    title: str
    source: str
    in_use: bool = False
    problem: str = ""
    can_be_removed: bool = False
    region: str = ""
    endpoint: str = ""
    key_id: str = ""
    remarks: tuple[str, ...] = ()
    for_good: bool = False
    can_be_kept: bool = True


def is_temporary(key_id: str) -> bool:
    """Whether an access key is a temporary one (STS), which is of no use without its security token."""
    return key_id.startswith("STS.")


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
        keep: Where the secret is to be; ``""``: in the keyring, or in a file where there is none.
    """

    name: str
    region: str
    endpoint: str
    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)
    keep: Literal["", "keyring", "file"] = ""


@dataclass(frozen=True, slots=True)
class TargetTest:
    """What came of asking a target who it takes one for.

    Attributes:
        works: Whether it answered, and takes the key.
        lines: What there is to say of it, in words: the account, the region, the clock; or what went wrong.
    """

    works: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountView:
    """What the account behind the target can choose from.

    Attributes:
        account: Its lists, as the rules take them.
        catalog: The shipped catalog, with the account's own instance types and images before the rest.
        when: When the lists were fetched, as a person says it.
        notes: What an instance type can be had as, by its name: in which network, whether as Spot.
    """

    account: "Account"
    catalog: "Catalog"
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
        lines: All that is known of it, in words: its address, its key, what it asked for.
        request: What was sent, with references in place of secrets.
        is_free: Whether it went to our own sandbox.
    """

    token: str
    name: str
    when: str
    place: str
    lines: tuple[str, ...] = ()
    request: Any = None
    is_free: bool = False


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
        since: When it was made, as a person says it, or ``""``.
        hours: For how many hours it has been there, or 0 where that is not known.
        is_free: Whether it stands in a sandbox, where no machine runs.
    """

    id: str
    name: str
    place: str
    age: str
    state: str = ""
    running: int = 0
    desired: int = 0
    trouble: str = ""
    since: str = ""
    hours: float = 0.0
    is_free: bool = False


class Accounts(Protocol):
    """Targets, their accounts, and what was done there. What blocks is called in a thread nobody waits for.

    Every method raises :class:`wizard.core.ports.WizardError`, unless it says that it raises nothing.
    """

    def targets(self) -> Sequence[TargetChoice]:
        """All targets that were found, the sandbox last. Never blocks; raises nothing."""

    def use_target(self, name: str, *, for_good: bool = False) -> "TargetView":
        """Send requests to another target from now on. Never blocks.

        Args:
            name: The target.
            for_good: Whether it is to be the one wherever none is named, and not in this run alone.
        """

    def add_target(self, new: NewTarget, *, overwrite: bool = False) -> str:
        """Keep a target; the answer says where its secret is. Blocks.

        Raises:
            WouldOverwrite: There is one of that name, and ``overwrite`` is false.
        """

    def remove_target(self, name: str) -> str:
        """Forget a target that the user added, with its secret. Blocks.

        Requests that would have gone there go on to the next target that is found.

        Returns:
            What is left to be said: that a keyring could not be told, for example; or ``""``.
        """

    def test_target(self, name: str) -> TargetTest:
        """Ask a target who it takes one for; nothing is changed there. Blocks; raises nothing."""

    def remarks(self) -> Sequence[str]:
        """What the user should know of files that hold secrets: that others can read one.

        Never blocks; raises nothing.
        """

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
        """How a cluster stands, wherever it is. Blocks.

        Raises:
            Gone: It is there no more.
        """

    def open_cluster(self, cluster_id: str) -> "Loaded":
        """A cluster that runs, as a new request. Blocks."""

    def resize(self, cluster_id: str, group: str, count: int) -> None:
        """Give a group another number of machines. Blocks."""

    def delete(self, cluster_id: str) -> None:
        """Delete a cluster with all its machines. Blocks."""
