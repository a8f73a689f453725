"""Trying a target out: who it takes one for, where it is, whether its clock and ours agree."""

from datetime import UTC, datetime, timedelta
from typing import Any

from wizard.client.api import Answer, Client
from wizard.client.credentials import Profile
from wizard.core.actions.texts import text

PATIENCE = 20.0
"""Seconds that a target has to answer."""
_AGREE = timedelta(minutes=1)
_REFUSED = timedelta(minutes=15)
"""From here on the service refuses the date of a request."""


def tried(target: Profile, *, seconds: float = PATIENCE) -> tuple[str, ...]:
    """Ask a target for next to nothing, and say in words what that tells; nothing is changed there.

    Args:
        target: The target, ready for requests.
        seconds: How long it may take.

    Raises:
        Refused: It does not take the key.
        NoResponse: None came.
    """
    answer = Client(target, total_timeout=seconds).test_credentials()
    title = text("target.sandbox") if target.is_sandbox else target.title
    key, source = target.credentials.access_key_id, target.credentials.source
    lines = [text("targets.works", target=title, key=key, source=source)]
    if (owner := _owner(answer.body)) is not None:
        lines.append(text("targets.owner", owner=owner))
    if not target.is_sandbox:
        lines.append(text("target.region", region=target.region or text("age.unknown")))
    lines.append(clock_in_words(answer))
    return tuple(lines)


def clock_in_words(answer: Answer, *, now: datetime | None = None) -> str:
    """How far this computer's clock is off, as the date of an answer tells.

    Args:
        answer: What the service answered just now.
        now: The present; for tests.
    """
    if answer.date is None:
        return text("targets.clock.unknown")
    off = (now or datetime.now(UTC)) - answer.date
    if abs(off) < _AGREE:
        return text("targets.clock.right")
    way = "targets.clock.ahead" if off > timedelta(0) else "targets.clock.behind"
    minutes = round(abs(off).total_seconds() / 60)
    return text(way, minutes=f"{minutes:,}", most=round(_REFUSED.total_seconds() / 60))


def _owner(body: dict[str, Any]) -> str | None:
    """The account that the clusters of an answer belong to, where there is one and it is told."""
    items = body.get("Items")
    first = items[0] if isinstance(items, list) and items else None
    owner = first.get("OwnerId") if isinstance(first, dict) else None
    if isinstance(owner, int) and not isinstance(owner, bool):
        return str(owner)
    return owner if isinstance(owner, str) and owner else None
