"""Ports that need no file and no network: what a wizard is handed in these tests."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

from wizard.document.envelope import unwrap
from wizard.document.reading import read
from wizard.steps.ports import (
    AccountView,
    ClusterState,
    CreatedCluster,
    GroupState,
    LeftDraft,
    Loaded,
    NewTarget,
    Origin,
    Outcome,
    Ports,
    PresetTitle,
    Progress,
    TargetChoice,
    TargetTest,
    TargetView,
    Unsettled,
    WizardError,
    WouldOverwrite,
)

PRESETS = Path(__file__).parents[2] / "presets"


@dataclass
class MemoryLibrary:
    """The shipped presets, and whatever is saved, in memory."""

    saved: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """Presets and files that were opened or saved here: they may be written without a question."""

    def presets(self) -> list[PresetTitle]:
        own = [PresetTitle(name, value["title"]) for name, value in self.saved.items()]
        shipped = []
        for path in sorted(PRESETS.glob("*.json")):
            meta = json.loads(path.read_text(encoding="utf-8"))["preset"]
            title, about = meta["title"], meta["description"]
            shipped.append(PresetTitle(path.stem, title, about, tuple(meta["tags"]), shipped=True))
        return [*own, *shipped]

    def recent(self) -> list[str]:
        return list(self.files)

    def open_preset(self, name: str) -> Loaded:
        if name in self.saved:
            self.known.add(name)
            return Loaded(self.saved[name]["request"], Origin("preset", name, {"title": name}))
        opened = unwrap(json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8")))
        return Loaded(opened.request, Origin("preset", name, opened.preset))

    def open_file(self, path: str) -> Loaded:
        if path not in self.files:
            raise WizardError(f"There is no file {path}.")
        self.known.add(path)
        return Loaded(self.files[path], Origin("file", path))

    def open_text(self, text: str) -> Loaded:
        reading = read(text)
        if reading.problem is not None:
            raise WizardError(f"Line {reading.problem.place.line}: not JSON.")
        return Loaded(unwrap(reading.tree).request, Origin("paste"))

    def save_preset(self, name: str, title: str, description: str, tree: Any, *, overwrite: bool) -> str:
        if name in self.saved.keys() - self.known and not overwrite:
            raise WouldOverwrite(name)
        self.known.add(name)
        self.saved[name] = {"title": title, "description": description, "request": tree}
        return f"/presets/{name}.json"

    def save_file(self, path: str, tree: Any, origin: Origin, *, overwrite: bool) -> str:
        if path in self.files.keys() - self.known and not overwrite:
            raise WouldOverwrite(path)
        self.known.add(path)
        self.files[path] = tree
        return path


@dataclass
class MemoryDrafts:
    """Every draft that was written, and those that other wizards left behind."""

    written: list[tuple[Any, Origin, str]] = field(default_factory=list)
    leftovers: list[LeftDraft] = field(default_factory=list)
    contents: dict[str, Loaded] = field(default_factory=dict)

    def write(self, tree: Any, origin: Origin, step: str) -> None:
        self.written.append((tree, origin, step))

    def discard(self) -> None:
        self.written.clear()

    def left(self) -> list[LeftDraft]:
        return self.leftovers

    def adopt(self, draft: LeftDraft) -> tuple[Loaded, str]:
        self.leftovers.remove(draft)
        return self.contents[draft.id], "basics"


@dataclass
class MemorySettings:
    """Settings that are kept nowhere."""

    theme: str = "dark"
    silenced: frozenset[str] = frozenset()
    keymap: dict[str, str] = field(default_factory=dict)

    def remember_theme(self, name: str) -> None:
        self.theme = name


@dataclass
class MemoryService:
    """A service that answers what it is told to."""

    outcome: Outcome = field(
        default_factory=lambda: Outcome("created", "The cluster is created.", cluster_id="cls-test0001")
    )
    sent: list[tuple[Any, str]] = field(default_factory=list)
    hold: Event | None = None
    tokens: int = 0

    @property
    def target(self) -> TargetView:
        return TargetView("sandbox on this computer", ("http://127.0.0.1",), is_sandbox=True)

    @property
    def patience(self) -> float:
        return 60.0

    def new_token(self) -> str:
        self.tokens += 1
        return f"token{self.tokens}"

    def token_problem(self, token: str) -> str:
        return "" if token.isalnum() else "Letters, digits and _ only."

    def submit(self, tree: Any, token: str, *, tell: Callable[[Progress], None], stop: Event) -> Outcome:
        tell(Progress("Attempt 1"))
        self.sent.append((tree, token))
        if self.hold is not None:
            self.hold.wait(10)
        return self.outcome

    def cluster(self, cluster_id: str) -> ClusterState:
        return ClusterState("Active", running=1, groups=(GroupState("group1", 1, 1),))


@dataclass
class MemoryAccounts:
    """Targets, clusters and unsettled submissions in memory."""

    choices: list[TargetChoice] = field(
        default_factory=lambda: [TargetChoice("sandbox", "sandbox on this computer", "", in_use=True)]
    )
    known: AccountView | None = None
    fresh: AccountView | None = None
    left: list[Unsettled] = field(default_factory=list)
    clusters: list[CreatedCluster] = field(default_factory=list)
    requests: dict[str, Loaded] = field(default_factory=dict)
    outcome: Outcome = field(
        default_factory=lambda: Outcome("created", "The cluster is created.", cluster_id="cls-test0001")
    )
    tests: dict[str, TargetTest] = field(default_factory=dict)
    pointed_out: list[str] = field(default_factory=list)
    notice: str = ""
    hold: Event | None = None
    """Set when a keyring answers that does not do so at once."""
    done: list[tuple[Any, ...]] = field(default_factory=list)
    """What was asked for that changes something, in order."""

    def targets(self) -> list[TargetChoice]:
        return self.choices

    def use_target(self, name: str, *, for_good: bool = False) -> TargetView:
        if name not in [each.name for each in self.choices]:
            raise WizardError(f"No target is called {name}.")
        self.done.append(("use", name, for_good) if for_good else ("use", name))
        self.choices = [replace(each, in_use=each.name == name) for each in self.choices]
        return TargetView(name, (), notice=self.notice)

    def add_target(self, new: NewTarget, *, overwrite: bool = False) -> str:
        if self.hold is not None:
            self.hold.wait(10)
        if new.region == "nowhere":
            raise WizardError("“nowhere” is no region [/].")
        taken = [each for each in self.choices if each.name == new.name]
        if taken and not overwrite:
            raise WouldOverwrite(new.name)
        self.done.append(("add", new))
        self.choices = [each for each in self.choices if each not in taken]
        title = f"{new.name} · {new.region}"
        self.choices.insert(0, TargetChoice(new.name, title, "saved", can_be_removed=True, region=new.region))
        return "The secret is kept in the system's keyring."

    def remove_target(self, name: str) -> str:
        self.done.append(("remove", name))
        self.choices = [each for each in self.choices if each.name != name]
        return ""

    def test_target(self, name: str) -> TargetTest:
        self.done.append(("test", name))
        return self.tests.get(name, TargetTest(True, (f"{name} answers.", "Its clock and yours agree.")))

    def remarks(self) -> list[str]:
        return self.pointed_out

    def account(self) -> AccountView | None:
        return self.known

    def refresh_account(self) -> AccountView | None:
        self.known = self.fresh or self.known
        return self.known

    def unsettled(self) -> list[Unsettled]:
        return self.left

    def pending(self, tree: Any) -> Unsettled | None:
        return next((each for each in self.left if each.name == tree.get("Name")), None)

    def resume(self, token: str, *, tell: Callable[[Progress], None], stop: Event) -> Outcome:
        tell(Progress("Attempt 1"))
        self.done.append(("resume", token))
        return self.outcome

    def forget(self, token: str) -> None:
        self.done.append(("forget", token))

    def created(self) -> list[CreatedCluster]:
        return self.clusters

    def standing(self) -> list[CreatedCluster]:
        return self.clusters

    def watch(self, cluster_id: str) -> ClusterState:
        return ClusterState("Active", running=1, groups=(GroupState("group1", 1, 1),))

    def open_cluster(self, cluster_id: str) -> Loaded:
        return self.requests[cluster_id]

    def resize(self, cluster_id: str, group: str, count: int) -> None:
        self.done.append(("resize", cluster_id, group, count))

    def delete(self, cluster_id: str) -> None:
        self.done.append(("delete", cluster_id))


def memory_ports(**parts: Any) -> Ports:
    """Ports in memory; any of them can be handed in."""
    return Ports(
        parts.get("library", MemoryLibrary()),
        parts.get("drafts", MemoryDrafts()),
        parts.get("settings", MemorySettings()),
        parts.get("service", MemoryService()),
        parts.get("accounts", MemoryAccounts()),
    )
