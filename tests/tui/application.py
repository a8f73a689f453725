"""What the wizards of these tests work with: the user's files, and a service whose answers can be decided."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

from cli.accounts import ACCOUNT

from wizard.client.api import Client
from wizard.client.credentials import Profile
from wizard.core.actions.submissions import SubmissionResult, Submissions
from wizard.models.draft import DraftSource
from wizard.models.journal import JournalEntry
from wizard.storage import locations
from wizard.storage.drafts import DraftFile, make_draft
from wizard.storage.journal import Journal

PRESETS = Path(__file__).parents[2] / "presets"
REQUEST: dict[str, Any] = {
    "Name": "first",
    "InstanceType": "ecs.sn1ne.large",
    "ImageId": "img-ubuntu-vpc",
    "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}  # without problems


@dataclass
class Service:
    """What is sent, and how that ends: as the service of the profile answers, or as decided here."""

    result: SubmissionResult | None = None  # how every submission ends
    hold: Event | None = None  # set when a submission may end
    sent: list[tuple[Any, str]] = field(default_factory=list)  # the requests with their tokens
    resumed: list[str] = field(default_factory=list)  # the tokens that were sent again

    def watch(self, submissions: Submissions) -> None:
        """Observe the submissions of an application, whose tokens are counted from now on."""
        submit, resume, numbers = submissions.submit, submissions.resume, count(1)

        def observed_submit(tree: Any, token: str, **options: Any) -> SubmissionResult:
            self.sent.append((tree, token))
            return self._decide(**options) or submit(tree, token, **options)

        def observed_resume(token: str, **options: Any) -> SubmissionResult:
            self.resumed.append(token)
            return self._decide(**options) or resume(token, **options)

        submissions.submit, submissions.resume = observed_submit, observed_resume  # type: ignore[method-assign]
        submissions.new_token = lambda: f"token{next(numbers)}"  # type: ignore[method-assign]

    def _decide(self, on_progress: Callable[[str], None], stop: Event) -> SubmissionResult | None:
        if self.hold is not None or self.result is not None:
            on_progress("Attempt 1")
        if self.hold is not None:
            self.hold.wait(60)
        return self.result


def refusal(text: str, code: str, **more: Any) -> SubmissionResult:
    """How a submission ends that the service rejects."""
    return SubmissionResult("refused", text, code=code, **more)


def write_preset(name: str, content: Any) -> None:
    """Write the file of a custom preset: a preset, or any text."""
    locations.presets_folder().mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (locations.presets_folder() / f"{name}.json").write_text(text, encoding="utf-8")


def saved_presets() -> dict[str, Any]:
    """The custom presets, without what the files say of their format, and without what is empty in them."""
    found = {}
    for path in locations.presets_folder().glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        about = content["preset"].items()
        about = {key: value for key, value in about if value and key not in ("name", "format")}
        found[path.stem] = {"preset": about, "request": content["request"]}
    return found


def drafts() -> list[Any]:
    """The drafts, the latest last."""
    paths = sorted(locations.drafts_folder().glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def leave_draft(name: str, minute: int = 0) -> None:
    """Leave a draft of a cluster, as a wizard that has ended does."""
    at = datetime(2026, 3, 1, 10, minute).astimezone()
    file = DraftFile(locations.drafts_folder())
    file.write(make_draft({**REQUEST, "Name": name}, origin=DraftSource(), step="basics", at=at))
    file.close()


def leave_submission(
    token: str,
    name: str = "",
    profile: str = "sandbox",
    *,
    started: datetime | None = None,
    request: Any = None,
    **target: str,
) -> None:
    """Leave a submission without a response, to a profile of that name."""
    if profile == "sandbox":
        target["endpoint"] = "http://127.0.0.1:1"
    started = started or datetime.now(UTC)
    request = {**(request or {}), "Name": name} if name else request
    target = {"name": profile, **target}
    entry = JournalEntry(token=token, target=target, started=started.isoformat(), request=request)
    Journal(locations.journal_folder()).start(entry)


def ago(**time: float) -> datetime:
    """A moment in the past, a little more than that ago."""
    return datetime.now(UTC) - timedelta(**time) - timedelta(seconds=20)


def client(endpoint: str) -> Client:
    return Client(Profile("prod", endpoint, "cn-beijing", ACCOUNT))
