"""The steps of the wizard and their order. Nothing but data: the first screen is drawn from it."""

from dataclasses import dataclass
from typing import Literal

from wizard.document.tree import Path

StepId = Literal["start", "basics", "groups", "disks", "mounts", "networks", "notifications", "review"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the wizard.

    Attributes:
        id: Its name in the program.
        title: Its name on the screen.
        help: What is done there, in a sentence.
        part: The path of the part of the request that it edits; ``None`` where it edits none.
    """

    id: StepId
    title: str
    help: str
    part: Path | None = None


STEPS: tuple[Step, ...] = (
    Step("start", "Start", "Begin with an empty request, a preset, a file or a paste."),
    Step("basics", "Basics", "What the cluster is called, and what its machines are and run.", ()),
    Step("groups", "Groups", "How many machines of which kind. A cluster needs one group.", ("Groups",)),
    Step("disks", "Disks", "The disks of every machine. May be left empty.", ("Configs", "Disks")),
    Step(
        "mounts",
        "Mounts",
        "OSS buckets and NAS file systems that the machines see as folders. May be left empty.",
        ("Configs", "Mounts"),
    ),
    Step(
        "networks",
        "Networks",
        "The network that the machines stand in. May be left empty.",
        ("Configs", "Networks"),
    ),
    Step(
        "notifications",
        "Notifications",
        "Where messages about the cluster go. May be left empty.",
        ("Notification",),
    ),
    Step("review", "Review", "Everything at a glance, then submit."),
)
"""All steps, in the order of the wizard."""
