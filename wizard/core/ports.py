"""What a wizard is handed: presets, files, drafts, settings, exports and the service, as objects.

The full-screen wizard and the plain questions know nothing of files and networks beyond these.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any, Literal, Protocol

from wizard.core.account_ports import (
    Accounts,
    AccountView,
    CreatedCluster,
    NewTarget,
    TargetChoice,
    TargetTest,
    Unsettled,
)
from wizard.core.library_ports import Exported, ExportFormat, Exports, Library, PresetTitle
from wizard.document.tree import Path

if TYPE_CHECKING:
    from wizard.document.presets import Parameter

__all__ = [
    "AccountView",
    "Accounts",
    "BadTarget",
    "ClusterState",
    "CreatedCluster",
    "Drafts",
    "ExportFormat",
    "Exported",
    "Exports",
    "Gone",
    "GroupState",
    "LeftDraft",
    "Library",
    "Loaded",
    "NewTarget",
    "Origin",
    "Outcome",
    "Ports",
    "PresetTitle",
    "Progress",
    "Service",
    "Settings",
    "TargetChoice",
    "TargetTest",
    "TargetView",
    "Unsettled",
    "WizardError",
    "WouldOverwrite",
]


class WizardError(Exception):
    """Something that a person asked for cannot be done; the message says what is wrong and what to do."""


class WouldOverwrite(WizardError):
    """Something of that name is already there."""


class Gone(WizardError):
    """What was asked about is there no more."""


class BadTarget(WizardError):
    """A target that was not kept because of one of its parts.

    Attributes:
        part: Which, as the attribute of :class:`NewTarget` is called.
    """

    def __init__(self, message: str, part: str) -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from, and goes back to.

    Attributes:
        kind: ``blank``, ``preset``, ``file``, ``paste`` or ``draft``.
        name: The preset's name or the file's path as the person gave it; ``""`` for the rest.
        preset: What a preset file says of itself; kept when it is written back.
    """

    kind: Literal["blank", "preset", "file", "paste", "draft"] = "blank"
    name: str = ""
    preset: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """A request that was opened, and what its import has to say.

    Attributes:
        tree: The request.
        origin: Where it came from.
        remarks: What the person should know: duplicate keys, keys that were set aside.
        parameters: What has to be asked for and filled in before the request is edited, by name: `${name}`
            still stands in the tree. Empty where a preset itself is to be edited.
    """

    tree: Any
    origin: Origin
    remarks: tuple[str, ...] = ()
    parameters: "Mapping[str, Parameter]" = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """A draft that a wizard left behind when it ended.

    Attributes:
        id: What it is opened and dropped by.
        name: The name of its cluster, or ``""``.
        when: When it was written, as a person says it.
        origin: Where its request came from.
    """

    id: str
    name: str
    when: str
    origin: Origin


class Drafts(Protocol):
    """The draft of this wizard: what is left of it if it ends before it was saved."""

    def write(self, tree: Any, origin: Origin, step: str) -> None:
        """Write the draft, without the secrets that were typed."""

    def discard(self) -> None:
        """Nothing is left to keep."""

    def left(self) -> Sequence[LeftDraft]:
        """The drafts that wizards left behind which no longer run, the latest first. Raises nothing."""

    def adopt(self, draft: LeftDraft) -> tuple[Loaded, str]:
        """Go on with a draft; the answer is its request and the step that was shown.

        Raises:
            WizardError: It is gone, or another wizard has it now.
        """

    def delete(self, draft: LeftDraft) -> None:
        """Delete a draft that was left behind, for good.

        Raises:
            WizardError: It is gone, another wizard has it now, or it cannot be deleted.
        """


class Settings(Protocol):
    """What the person chose once and for all."""

    theme: str
    silenced: frozenset[str]
    keymap: Mapping[str, str]

    def remember_theme(self, name: str) -> None:
        """Keep the theme for the next time."""


@dataclass(frozen=True, slots=True)
class TargetView:
    """Where a request goes, as it is always in sight.

    Attributes:
        title: A few words for the header: ``sandbox on this computer``, ``cn-beijing · LTAI4F…``.
        lines: All there is to know of it: endpoint, region, account, where the credentials were found.
        region: The region, or ``None``.
        is_sandbox: Whether it is the local service.
        notice: What is said once about it, or ``""``.
    """

    title: str
    lines: tuple[str, ...]
    region: str | None = None
    is_sandbox: bool = False
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a submission is doing.

    Attributes:
        text: In words.
        attempt: Which attempt it is, from 1.
        waiting: Seconds until the next one, or ``None``.
    """

    text: str
    attempt: int = 1
    waiting: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a submission ended.

    Attributes:
        kind: ``created``; ``refused`` by the service; ``unknown``, when nobody knows whether a cluster
            exists; ``failed`` before anything was sent.
        text: What happened, in words.
        advice: What to do now, in words.
        cluster_id: The cluster, when it was created.
        code: The service's code, when it refused.
        request_id: What the vendor's support asks for.
        path: The field that a refusal is about, or ``()``.
        is_of_request: Whether a refusal is about the request, not about the key, the clock or the token.
    """

    kind: Literal["created", "refused", "unknown", "failed"]
    text: str
    advice: str = ""
    cluster_id: str = ""
    code: str = ""
    request_id: str = ""
    path: Path = ()
    is_of_request: bool = True

    @property
    def is_of_the_token(self) -> bool:
        """Whether another request was sent under the token before. Source: the error table, row E1."""
        return self.kind == "refused" and self.code == "IdempotentTokenMismatch"


@dataclass(frozen=True, slots=True)
class GroupState:
    """The machines of a group: how many are wanted and there; their type and billing method, in words."""

    name: str
    desired: int
    actual: int
    instance_type: str = ""
    billing: str = ""


@dataclass(frozen=True, slots=True)
class ClusterState:
    """A cluster as the service tells it.

    Attributes:
        state: ``Active`` or ``Deleting``.
        running: Machines that run.
        starting: Machines that start.
        groups: Each group.
        log: The operation log, oldest first.
    """

    state: str
    running: int = 0
    starting: int = 0
    groups: tuple[GroupState, ...] = ()
    log: tuple[str, ...] = field(default=())


class Service(Protocol):
    """The service that a request is sent to. What blocks is called in a thread that nobody waits for."""

    @property
    def target(self) -> TargetView:
        """Where requests go. Never blocks."""

    @property
    def patience(self) -> float:
        """Seconds that a submission takes at most, all its attempts together. Never blocks."""

    def new_token(self) -> str:
        """A fresh idempotent token. Never blocks."""

    def token_problem(self, token: str) -> str:
        """What is wrong with a token that was typed, or ``""``. Never blocks."""

    def submit(self, tree: Any, token: str, *, tell: Callable[[Progress], None], stop: Event) -> Outcome:
        """Send the request; the answer says how it ended. Raises nothing."""

    def cluster(self, cluster_id: str) -> ClusterState:
        """How a cluster stands. Raises :class:`WizardError`."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything that a wizard is handed."""

    library: Library
    drafts: Drafts
    settings: Settings
    service: Service
    accounts: Accounts
    exports: Exports


@dataclass(frozen=True, slots=True)
class Farewell:
    """What is to be said when a wizard has ended.

    Attributes:
        code: The exit code.
        lines: What happened: the cluster's id, where the draft is kept.
        mistake: The mistake in the wizard that ended it, or ``None``. What it says may hold a secret.
    """

    code: int
    lines: tuple[str, ...] = ()
    mistake: Exception | None = field(default=None, repr=False)
