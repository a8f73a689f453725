"""Ports that need no file and no network: what a wizard is handed in these tests."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from wizard.document.envelope import unwrap
from wizard.document.reading import read
from wizard.steps.ports import (
    ClusterState,
    GroupState,
    LeftDraft,
    Loaded,
    Origin,
    Outcome,
    Ports,
    PresetTitle,
    Progress,
    TargetView,
    WizardError,
    WouldOverwrite,
)

PRESETS = Path(__file__).parents[2] / "presets"


@dataclass
class MemoryLibrary:
    """The shipped presets, and whatever is saved, in memory."""

    saved: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)

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
            return Loaded(self.saved[name]["request"], Origin("preset", name, {"title": name}))
        opened = unwrap(json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8")))
        return Loaded(opened.request, Origin("preset", name, opened.preset))

    def open_file(self, path: str) -> Loaded:
        if path not in self.files:
            raise WizardError(f"There is no file {path}.")
        return Loaded(self.files[path], Origin("file", path))

    def open_text(self, text: str) -> Loaded:
        reading = read(text)
        if reading.problem is not None:
            raise WizardError(f"Line {reading.problem.place.line}: not JSON.")
        return Loaded(unwrap(reading.tree).request, Origin("paste"))

    def save_preset(self, name: str, title: str, description: str, tree: Any, *, overwrite: bool) -> str:
        if name in self.saved and not overwrite:
            raise WouldOverwrite(name)
        self.saved[name] = {"title": title, "description": description, "request": tree}
        return f"/presets/{name}.json"

    def save_file(self, path: str, tree: Any, origin: Origin, *, overwrite: bool) -> str:
        if path in self.files and not overwrite:
            raise WouldOverwrite(path)
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


def memory_ports(**parts: Any) -> Ports:
    """Ports in memory; any of them can be handed in."""
    return Ports(
        parts.get("library", MemoryLibrary()),
        parts.get("drafts", MemoryDrafts()),
        parts.get("settings", MemorySettings()),
        parts.get("service", MemoryService()),
    )
