"""What the wizards of these tests work with: documents and answers in memory, which can be made to fail."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from wizard.client.api import Client
from wizard.client.credentials import Credentials, Profile
from wizard.client.errors import ProfileError
from wizard.core.actions.account import AccountView
from wizard.core.actions.clusters import Clusters, ClusterStatus
from wizard.core.actions.drafts import Drafts
from wizard.core.actions.export import Exports
from wizard.core.actions.library import Library
from wizard.core.actions.profiles import (
    NewProfile,
    ProfileChoice,
    Profiles,
    ProfileView,
)
from wizard.core.actions.submissions import SubmissionResult, Submissions
from wizard.core.application import Application, Settings
from wizard.core.confirmation import GroupState
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.document.tree import Path as DocumentPath
from wizard.errors import AlreadyExistsError, BcwError
from wizard.export import Export, Format
from wizard.models.draft import DraftSource
from wizard.models.journal import JournalEntry
from wizard.models.preset import PresetHeader
from wizard.models.profile import SavedProfile, Secret
from wizard.storage import locations
from wizard.storage.drafts import DraftFile, RecoverableDraft, make_draft
from wizard.storage.presets import Preset
from wizard.storage.profiles import ProfileStore

if TYPE_CHECKING:
    from .person import Person

PRESETS = Path(__file__).parents[2] / "presets"
REQUEST: dict[str, Any] = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
"""A request without problems."""


CREATED = SubmissionResult("created", "The cluster is created.", cluster_id="cls-test0001")
KEY = Credentials("LTAI-prod", "the-secret", source="the test")


@dataclass
class MemoryLibrary(Library):
    """The built-in presets, and others in memory."""

    saved: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """Presets and files that were opened or saved here: they may be written without a question."""

    def __post_init__(self) -> None:
        super().__init__()

    def presets(self) -> list[Preset]:
        own = [make_preset(name, value) for name, value in self.saved.items()]
        return [*own, *super().presets()]

    def recent(self) -> list[str]:
        return list(self.files)

    def open_preset(self, name: str) -> OpenedDocument:
        if name in self.saved:
            self.known.add(name)
            return self.preview_preset(name)
        return super().open_preset(name)

    def preview_preset(self, name: str) -> OpenedDocument:
        if name not in self.saved:
            return super().preview_preset(name)
        about = {key: value for key, value in self.saved[name].items() if key != "request"}
        return OpenedDocument(self.saved[name]["request"], DocumentSource("preset", name, about))

    def open_file(self, path: str, *, wait: bool = False) -> OpenedDocument:
        if path not in self.files:
            raise BcwError(f"There is no file {path}.")
        self.known.add(path)
        return OpenedDocument(self.files[path], DocumentSource("file", path))

    def save_preset(self, name: str, meta: Mapping[str, Any], tree: Any, *, overwrite: bool) -> str:
        if name in self.saved.keys() - self.known and not overwrite:
            raise AlreadyExistsError(name)
        self.known.add(name)
        said = {key: value for key, value in meta.items() if key not in ("name", "format") and value}
        self.saved[name] = {"title": "", "description": "", **said, "request": tree}
        return f"/presets/{name}.json"

    def save_file(self, path: str, tree: Any, origin: DocumentSource, *, overwrite: bool) -> str:
        if path in self.files.keys() - self.known and not overwrite:
            raise AlreadyExistsError(path)
        self.known.add(path)
        self.files[path] = tree
        return path


@dataclass
class MemoryExports(Exports):
    """Two formats that write a line, and whatever was written into files."""

    files: dict[str, Export] = field(default_factory=dict)
    asked: list[tuple[Any, str]] = field(default_factory=list)

    def formats(self) -> list[Format]:
        return [
            Format("json", "the bare request", lambda tree, place: "", ".json", runs=False),
            Format("curl", "a bash script", lambda tree, place: "", ".sh", runs=True),
        ]

    def export(self, tree: Any, name: str) -> Export:
        found = next(each for each in self.formats() if each.name == name)
        self.asked.append((tree, name))
        text = f"{name} [/] 名前\n{json.dumps(tree, indent=2)}\n"
        return Export(found, text.encode(), ((("Secret",), "SECRET"),))

    def write(self, path: str, exported: Export, *, overwrite: bool = False) -> str:
        if "missing/" in path:
            raise BcwError(f"The folder of {path} does not exist.")
        if path in self.files and not overwrite:
            raise AlreadyExistsError(f"{path} exists already.")
        self.files[path] = exported
        return path


def make_preset(name: str, about: Mapping[str, Any] | None = None, **parts: Any) -> Preset:
    """A custom preset."""
    known = {key: value for key, value in (about or {}).items() if key in ("title", "description")}
    header = PresetHeader(**known, tags=[*(about or {}).get("tags", ())])
    return Preset(**{"name": name, "origin": "user", "path": Path(f"{name}.json"), "header": header, **parts})


def left_draft(name: str, origin: DraftSource | None = None) -> RecoverableDraft:
    """A draft of a cluster that was left behind on the first of March at ten."""
    at = datetime(2026, 3, 1, 10).astimezone()
    draft = make_draft({"Name": name}, origin=origin or DraftSource(), step="basics", at=at)
    return RecoverableDraft(Path(f"draft-{name}"), draft)


def leave_draft(name: str, minute: int = 0) -> None:
    """Leave a draft of a cluster on the disk, as a wizard that has ended does."""
    at = datetime(2026, 3, 1, 10, minute).astimezone()
    file = DraftFile(locations.drafts_folder())
    file.write(make_draft({**REQUEST, "Name": name}, origin=DraftSource(), step="basics", at=at))
    file.close()


def drafts(home: Path) -> list[Any]:
    """The requests of all drafts below a home folder."""
    found = []
    for path in home.rglob("*"):
        if path.is_file() and "draft" in str(path) and path.suffix == ".json":
            found.append(json.loads(path.read_text(encoding="utf-8")).get("request"))
    return found


@dataclass
class MemoryDrafts(Drafts):
    """Every draft that was written, and those that other wizards left behind."""

    written: list[tuple[Any, DocumentSource, str]] = field(default_factory=list)
    leftovers: list[RecoverableDraft] = field(default_factory=list)
    contents: dict[str, OpenedDocument] = field(default_factory=dict)

    def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
        self.written.append((tree, origin, step))

    def discard(self) -> None:
        self.written.clear()

    def list_recoverable(self) -> list[RecoverableDraft]:
        return self.leftovers

    def adopt(self, draft: RecoverableDraft) -> tuple[OpenedDocument, str]:
        self.leftovers.remove(draft)
        return self.contents[draft.path.name], "basics"

    def delete(self, draft: RecoverableDraft) -> None:
        if draft not in self.leftovers:
            raise BcwError("This draft is gone.")
        self.leftovers.remove(draft)


@dataclass
class MemorySettings(Settings):
    """Settings without a file."""

    theme: str = "dark"
    language: str | None = None
    ignored: frozenset[str] = frozenset()
    keymap: dict[str, str] = field(default_factory=dict)

    def remember(self, name: str, value: str) -> None:
        setattr(self, name, value)


@dataclass
class MemoryService(Submissions):
    """A service whose answers are given."""

    outcome: SubmissionResult = CREATED
    sent: list[tuple[Any, str]] = field(default_factory=list)
    hold: Event | None = None
    tokens: int = 0
    is_billed: bool = False
    accounts: "MemoryAccounts" = field(default_factory=lambda: MemoryAccounts())

    @property
    def target(self) -> ProfileView:
        if self.is_billed:
            return ProfileView("prod · cn-beijing · 127.0.0.1:1", (), region="cn-beijing")
        return ProfileView("sandbox (local, free)", ("http://127.0.0.1",), is_sandbox=True)

    def new_token(self) -> str:
        self.tokens += 1
        return f"token{self.tokens}"

    def token_problem(self, token: str) -> str:
        return "" if token.isalnum() else "Letters, digits and _ only."

    def submit(self, tree: Any, token: str, *, tell: Callable[[str], None], stop: Event) -> SubmissionResult:
        tell("Attempt 1")
        self.sent.append((tree, token))
        if self.hold is not None:
            self.hold.wait(10)
        return self.outcome

    def cluster(self, cluster_id: str) -> ClusterStatus:
        groups = (GroupState("group1", 1, 1),)
        return ClusterStatus(cluster_id, "", "", None, "Active", running=1, groups=groups)

    def pending(self) -> list[JournalEntry]:
        return self.accounts.left

    def find_pending(self, tree: Any) -> JournalEntry | None:
        return next((each for each in self.accounts.left if each.name == tree.get("Name")), None)

    def resume(self, token: str, *, tell: Callable[[str], None], stop: Event) -> SubmissionResult:
        tell("Attempt 1")
        self.accounts.done.append(("resume", token))
        return self.accounts.outcome

    def stop_tracking(self, token: str) -> None:
        self.accounts.done.append(("forget", token))
        self.accounts.left = [each for each in self.accounts.left if each.token != token]


@dataclass
class MemoryAccounts(Profiles, Clusters):
    """Profiles, clusters and pending submissions in memory."""

    options: list[ProfileChoice] = field(
        default_factory=lambda: [ProfileChoice("sandbox", "sandbox (local, free)", "", in_use=True)]
    )
    known: AccountView | None = None
    fresh: AccountView | None = None
    left: list[JournalEntry] = field(default_factory=list)
    clusters: list[ClusterStatus] = field(default_factory=list)
    requests: dict[str, OpenedDocument] = field(default_factory=dict)
    outcome: SubmissionResult = CREATED
    remote: list[ClusterStatus] | None = None
    """What the profiles list; by default what the journal has."""
    states: dict[str, ClusterStatus | BcwError] = field(default_factory=dict)
    """The state of each cluster, or why it is unknown."""
    tests: dict[str, BcwError] = field(default_factory=dict)
    pointed_out: list[str] = field(default_factory=list)
    hold: Event | None = None
    """Set when the keyring answers."""
    done: list[tuple[Any, ...]] = field(default_factory=list)
    """The changes that were requested, in order."""
    service: MemoryService | None = None

    @property
    def current(self) -> ProfileView:
        assert self.service is not None
        return self.service.target

    def choices(self) -> list[ProfileChoice]:
        return self.options

    def use(self, name: str, *, as_default: bool = False) -> None:
        self.done.append(("use", name, as_default) if as_default else ("use", name))
        self.options = [replace(each, in_use=each.name == name) for each in self.options]

    def add(self, new: NewProfile, *, overwrite: bool = False) -> str:
        if self.hold is not None:
            self.hold.wait(10)
        if new.region == "nowhere":
            raise ProfileError("“nowhere” is no region [/].", part="region")
        taken = [each for each in self.options if each.name == new.name]
        if taken and not overwrite:
            raise AlreadyExistsError(new.name)
        self.done.append(("add", new))
        self.options = [each for each in self.options if each not in taken]
        added = ProfileChoice(new.name, new.name, "saved", can_be_removed=True, region=new.region)
        self.options.insert(0, added)
        return "The secret is kept in the system's keyring."

    def remove(self, name: str) -> str:
        self.done.append(("remove", name))
        self.options = [each for each in self.options if each.name != name]
        return ""

    def test(self, name: str) -> Sequence[str]:
        self.done.append(("test", name))
        if name in self.tests:
            raise self.tests[name]
        return (f"{name} answers.", "Its clock and yours agree.")

    def remarks(self) -> list[str]:
        return self.pointed_out

    def account(self) -> AccountView | None:
        return self.known

    def refresh_account(self) -> AccountView | None:
        self.known = self.fresh or self.known
        return self.known

    def created(self) -> list[ClusterStatus]:
        return self.clusters

    def statuses(self) -> list[ClusterStatus]:
        return self.clusters if self.remote is None else self.remote

    def state(self, cluster_id: str) -> ClusterStatus:
        state = self.states.get(cluster_id)
        if isinstance(state, BcwError):
            raise state
        assert self.service is not None
        return state or self.service.cluster(cluster_id)

    def open(self, cluster_id: str) -> OpenedDocument:
        return self.requests[cluster_id]

    def resize(self, cluster_id: str, group: str, count: int) -> None:
        self.done.append(("resize", cluster_id, group, count))

    def delete(self, cluster_id: str) -> None:
        self.done.append(("delete", cluster_id))


def save_profile(endpoint: str) -> None:
    """Save a billed profile whose secret the sandbox knows as :data:`KEY`."""
    profiles = ProfileStore(locations.profiles_file())
    profiles.set_secret("prod", Secret(secret=KEY.access_key_secret))
    profiles.add(
        SavedProfile(
            name="prod", region="cn-beijing", endpoint=endpoint, access_key_id=KEY.access_key_id, keep="file"
        )
    )


def client(endpoint: str) -> Client:
    """A client of the account of that profile."""
    return Client(Profile("prod", endpoint, "cn-beijing", KEY))


async def open_document(person: "Person", tree: Any, *, name: str = "request.json") -> None:
    """Open another document in a running wizard, as if it came from a file."""
    person.controller.open(OpenedDocument(tree, DocumentSource("file", name)))
    await person.until(lambda: person.step == "basics")


async def type_into(person: "Person", path: DocumentPath, text: str) -> None:
    """Type a text into the field of a path, on the step that is shown."""
    await person.enter(path)
    await person.type(text)


async def fill_in(person: "Person", *lines: str) -> None:
    """Type lines, each followed by Enter."""
    for line in lines:
        await person.type(line)
        await person.press("enter")


async def retype(person: "Person", text: str, *keys: str) -> None:
    """Replace the text in a field, and press keys."""
    await person.clear()
    await person.type(text)
    await person.press(*keys)


def pending(
    token: str,
    name: str = "",
    profile: str = "sandbox",
    *,
    started: datetime | None = None,
    request: Any = None,
    **target: str,
) -> JournalEntry:
    """A submission without a response, to a profile of that name."""
    if profile == "sandbox":
        target["endpoint"] = "http://127.0.0.1:1"
    started = started or datetime.now(UTC)
    request = {**(request or {}), "Name": name} if name else request
    return JournalEntry(
        token=token, target={"name": profile, **target}, started=started.isoformat(), request=request
    )


def ago(**time: float) -> datetime:
    """A moment in the past, a little more than that ago."""
    return datetime.now(UTC) - timedelta(**time) - timedelta(seconds=20)


def memory_application(**parts: Any) -> Application:
    """An application in memory; any part can be given."""
    application = Application.__new__(Application)
    application.library = parts.get("library", MemoryLibrary())
    application.drafts = parts.get("drafts", MemoryDrafts())
    application.settings = parts.get("settings", MemorySettings())
    service, accounts = parts.get("service", MemoryService()), parts.get("accounts", MemoryAccounts())
    service.accounts, accounts.service = accounts, service
    application.submissions = service
    application.profiles = application.clusters = accounts
    application.exports = parts.get("exports", MemoryExports())
    return application
