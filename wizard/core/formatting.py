"""Moments, durations, counts and external text as they are shown. Imports little, for the first frame."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from wizard.i18n import _, join_items, join_names, ngettext
from wizard.text import escape_text

_LOG_LINE = re.compile(r"\[[0-9-]+T([0-9:]{8})[^\]]*\]\[([^\]]*)\]\[[^\]]*\](.*)", re.DOTALL)


def as_count(value: object) -> int:
    """Return a positive integer unchanged, and 0 for anything else or a number that floats cannot hold."""
    return value if type(value) is int and 0 < value < 2**53 else 0


def format_instances(count: int) -> str:
    """Return a number of instances, such as ``1,000 instances``."""
    return ngettext("{count} instance", "{count} instances", count).format(count=f"{count:,}")


def format_groups(count: int) -> str:
    """Return a number of instance groups, such as ``2 groups``."""
    return ngettext("{count} group", "{count} groups", count).format(count=f"{count:,}")


def format_problems(errors: int, warnings: int, notes: int) -> str:
    """Return numbers of problems, such as ``1 error, 2 warnings``; ``""`` if all are 0."""
    counts = [
        (errors, ngettext("{count} error", "{count} errors", errors)),
        (warnings, ngettext("{count} warning", "{count} warnings", warnings)),
        (notes, ngettext("{count} note", "{count} notes", notes)),
    ]
    return join_items(text.format(count=f"{count:,}") for count, text in counts if count)


def format_log_line(line: str) -> str:
    """Return the time, instance group and text of a line ``[time][group][instance]text`` of the log."""
    match = _LOG_LINE.fullmatch(line)
    return " ".join(part for part in match.groups() if part) if match else line


def find_similar(name: str, known: Sequence[str], *, limit: int = 2) -> list[str]:
    """Return the known names that are similar to a misspelt one, the most similar first."""
    from difflib import get_close_matches

    longer = [each for each in known if len(name) > 1 and each.startswith(name.lower())]
    found = [*longer, *get_close_matches(name.lower(), known, n=limit, cutoff=0.6)]
    return [*dict.fromkeys(found)][:limit]


def suggest_similar(name: str, known: Sequence[str], others: Iterable[str] = ()) -> str:
    """Return a question that suggests similar names, and others; ``""`` if there are none."""
    found = [*map(escape_text, [*find_similar(name, known), *others])]
    return _("Did you mean: {names}").format(names=join_names(found)) if found else ""


def format_moment(moment: datetime | None, *, now: datetime | None = None) -> str:
    """Return a past moment in the user's time zone, such as ``today, 14:02``; ``""`` if it is unknown."""
    if moment is None:
        return ""
    if now is None:
        moment = moment.astimezone()
        now = datetime.now(moment.tzinfo)
    time = f"{moment:%H:%M}"
    if moment.date() == now.date():
        return _("today, {time}").format(time=time)
    if moment.date() == now.date() - timedelta(days=1):
        return _("yesterday, {time}").format(time=time)
    return _("{date}, {time}").format(date=f"{moment:%Y-%m-%d}", time=time)


def count_hours(moment: datetime | None, *, now: datetime | None = None) -> float:
    """Return the hours since a moment; 0 if it is unknown."""
    return 0.0 if moment is None else max(((now or datetime.now(UTC)) - moment).total_seconds() / 3600, 0.0)


def format_age(moment: datetime | None, *, now: datetime | None = None) -> str:
    """Return the time since a moment, such as ``3 days 4 h``."""
    if moment is None:
        return "?"
    minutes = int(count_hours(moment, now=now) * 60)
    hours, days = minutes // 60, minutes // (24 * 60)
    if days:
        text = ngettext("{days} day {hours} h", "{days} days {hours} h", days)
        return text.format(days=days, hours=hours % 24)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)
    return _("{minutes} min").format(minutes=minutes) if minutes else _("<1 min")
