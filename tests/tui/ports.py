"""Ports that need no file and no network: what a wizard is handed in these tests."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

from wizard.core.ports import (
    AccountView,
    BadTarget,
    ClusterState,
    CreatedCluster,
    Exported,
    ExportFormat,
    Gone,
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
from wizard.document.parser import parse
from wizard.document.presets import unwrap_preset
from wizard.document.tree import Difference, diff

PRESETS = Path(__file__).parents[2] / "presets"


@dataclass
class MemoryLibrary:
    """The shipped presets, and whatever is saved, in memory."""

    saved: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    """Presets and files that were opened or saved here: they may be written without a question."""

    deleted: list[tuple[str, Any]] = field(default_factory=list)
    """What was deleted, the last one last."""

    def presets(self) -> list[PresetTitle]:
        own = [
            PresetTitle(
                name,
                value["title"],
                value["description"],
                tuple(value.get("tags", ())),
                overrides_builtin=(PRESETS / f"{name}.json").exists(),
            )
            for name, value in self.saved.items()
        ]
        shipped = []
        for path in sorted(PRESETS.glob("*.json")):
            meta = json.loads(path.read_text(encoding="utf-8"))["preset"]
            title, about = meta["title"], meta["description"]
            shipped.append(PresetTitle(path.stem, title, about, tuple(meta["tags"]), shipped=True))
        return [*own, *(each for each in shipped if each.name not in self.saved)]

    def recent(self) -> list[str]:
        return list(self.files)

    def open_preset(self, name: str) -> Loaded:
        found = self.look_at_preset(name)
        if name in self.saved:
            self.known.add(name)
        return found

    def look_at_preset(self, name: str) -> Loaded:
        if name in self.saved:
            about = {key: value for key, value in self.saved[name].items() if key != "request"}
            return Loaded(self.saved[name]["request"], Origin("preset", name, about))
        if not (PRESETS / f"{name}.json").exists():
            raise WizardError(f"There is no preset named {name}.")
        opened = unwrap_preset(json.loads((PRESETS / f"{name}.json").read_text(encoding="utf-8")))
        return Loaded(opened.request, Origin("preset", name, opened.preset))

    def open_file(self, path: str, *, wait: bool = False) -> Loaded:
        if path not in self.files:
            raise WizardError(f"There is no file {path}.")
        self.known.add(path)
        return Loaded(self.files[path], Origin("file", path))

    def open_text(self, text: str) -> Loaded:
        reading = parse(text)
        if reading.problem is not None:
            raise WizardError(f"Line {reading.problem.place.line}: not JSON.")
        return Loaded(unwrap_preset(reading.tree).request, Origin("paste"))

    def save_preset(
        self,
        name: str,
        title: str,
        description: str,
        tree: Any,
        *,
        overwrite: bool,
        about: Mapping[str, Any] | None = None,
    ) -> str:
        if name in self.saved.keys() - self.known and not overwrite:
            raise WouldOverwrite(name)
        self.known.add(name)
        said = {key: value for key, value in (about or {}).items() if key not in ("name", "format") and value}
        self.saved[name] = {**said, "title": title, "description": description, "request": tree}
        return f"/presets/{name}.json"

    def save_file(self, path: str, tree: Any, origin: Origin, *, overwrite: bool) -> str:
        if path in self.files.keys() - self.known and not overwrite:
            raise WouldOverwrite(path)
        self.known.add(path)
        self.files[path] = tree
        return path

    def import_file(self, path: str, name: str = "", *, overwrite: bool = False) -> str:
        tree = self.open_file(path).tree
        name = name or Path(path).stem
        if name in self.saved and not overwrite:
            raise WouldOverwrite(f"A preset named {name} exists already.")
        self.saved[name] = {"title": "", "description": "", "request": tree}
        return name

    def _own(self, name: str) -> Any:
        if name not in self.saved:
            raise WizardError(f"There is no preset named {name}.")
        return self.saved[name]

    def rename_preset(self, old: str, new: str, *, overwrite: bool = False) -> None:
        preset = self._own(old)
        if not new or " " in new:
            raise WizardError(f"{new!r} cannot be the name of a preset.")
        if new != old and new in self.saved and not overwrite:
            raise WouldOverwrite(f"A preset named {new} exists already.")
        del self.saved[old]
        self.saved[new] = preset
        self.known |= {new} if old in self.known else set()

    def describe_preset(self, name: str, changes: Mapping[str, Any]) -> None:
        self.saved[name] = {**self._own(name), **changes}

    def delete_preset(self, name: str) -> None:
        self.deleted.append((name, self._own(name)))
        del self.saved[name]

    def deleted_presets(self) -> list[str]:
        return sorted({name for name, _ in self.deleted})

    def restore_preset(self, name: str, *, overwrite: bool = False) -> None:
        if name in self.saved and not overwrite:
            raise WouldOverwrite(f"A preset named {name} exists already.")
        at = max(at for at, (each, _) in enumerate(self.deleted) if each == name)
        self.saved[name] = self.deleted.pop(at)[1]

    def differences(self, one: str, other: str) -> list[Difference]:
        sides = [
            self.open_file(each) if "/" in each or each.endswith(".json") else self.open_preset(each)
            for each in (one, other)
        ]
        return [*diff(sides[0].tree, sides[1].tree)]


@dataclass
class MemoryExports:
    """Two formats that write a line, and whatever was written into files."""

    files: dict[str, Exported] = field(default_factory=dict)
    asked: list[tuple[Any, str]] = field(default_factory=list)
    """What was exported, and as what."""

    def formats(self) -> list[ExportFormat]:
        return [
            ExportFormat("json", "the bare request", ".json", False),
            ExportFormat("curl", "a bash script", ".sh", True),
        ]

    def export(self, tree: Any, name: str) -> Exported:
        found = next(each for each in self.formats() if each.name == name)
        self.asked.append((tree, name))
        text = f"{name} [/] 名前\n{json.dumps(tree, indent=2)}\n"
        return Exported(found, text, ("/Secret: ${env:SECRET} stands for it.",))

    def write(self, path: str, exported: Exported, *, overwrite: bool = False) -> str:
        if "missing/" in path:
            raise WizardError(f"The folder of {path} does not exist.")
        if path in self.files and not overwrite:
            raise WouldOverwrite(f"{path} exists already.")
        self.files[path] = exported
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

    def delete(self, draft: LeftDraft) -> None:
        if draft not in self.leftovers:
            raise WizardError("This draft is gone.")
        self.leftovers.remove(draft)


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
    is_billed: bool = False

    @property
    def target(self) -> TargetView:
        if self.is_billed:
            return TargetView("prod · cn-beijing · 127.0.0.1:1", (), region="cn-beijing")
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
    stands: list[CreatedCluster] | None = None
    """What the targets say of the clusters; by default what the journal says."""
    states: dict[str, ClusterState | Gone | str] = field(default_factory=dict)
    """How each cluster stands, or why that is not known."""
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
            raise BadTarget("“nowhere” is no region [/].", "region")
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
        self.left = [each for each in self.left if each.token != token]

    def created(self) -> list[CreatedCluster]:
        return self.clusters

    def standing(self) -> list[CreatedCluster]:
        return self.clusters if self.stands is None else self.stands

    def watch(self, cluster_id: str) -> ClusterState:
        if isinstance(self.states.get(cluster_id), str):
            raise WizardError(str(self.states[cluster_id]))
        state = self.states.get(cluster_id)
        if isinstance(state, Gone):
            raise state
        if isinstance(state, ClusterState):
            return state
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
        parts.get("exports", MemoryExports()),
    )
