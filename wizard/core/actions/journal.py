"""The journal of submissions: which clusters were created here, and which submissions are pending."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from wizard.catalog import load_builtin
from wizard.client.credentials import Profile, sandbox_profile
from wizard.client.errors import ProfileError
from wizard.client.profiles import ProfileQuery
from wizard.client.profiles import candidates as known_profiles
from wizard.client.submission import is_sandbox
from wizard.core.actions.context import ProfileContext, sandbox_title
from wizard.core.actions.profiles import describe_place
from wizard.core.totals import describe_totals, totals
from wizard.errors import NotFoundError
from wizard.i18n import _
from wizard.models.journal import JournalEntry
from wizard.storage import locations
from wizard.storage.journal import Journal
from wizard.text import escape_text


def user_journal() -> Journal:
    return Journal(locations.journal_folder())


def pending_submissions() -> list[JournalEntry]:
    """Return the submissions without a response, the oldest first; none that was never sent."""
    return [entry for entry in user_journal().pending() if not entry.unsent]


def find_pending(token: str) -> JournalEntry:
    """Return the pending submission of a token, or of the only one that begins like this.

    Raises NotFoundError: there is none.
    """
    known = pending_submissions()
    exact = [entry for entry in known if entry.token == token]
    begun = exact or [entry for entry in known if token and entry.token.startswith(token)]
    if exact or len(begun) == 1:
        return begun[-1]
    text = _("No pending submission has the token {token}. bcw submissions list lists them.")
    raise NotFoundError(text.format(token=escape_text(token)))


def stop_tracking(entry: JournalEntry) -> None:
    """Stop tracking a pending submission. Raises NotFoundError: it is not pending any more."""
    user_journal().finish(entry.token, entry.target, {"outcome": "forgotten"})


def created_clusters() -> list[JournalEntry]:
    """Return the submissions that created a cluster, the oldest first; each cluster once."""
    found: dict[tuple[str, str], JournalEntry] = {}
    for entry in user_journal().all():
        if entry.cluster_id:
            found.setdefault((entry.cluster_id, "" if is_sandbox(entry) else describe_profile(entry)), entry)
    return [*found.values()]


def candidates(entry: JournalEntry, context: ProfileContext) -> Iterator[Profile]:
    """Return the profiles at which to ask about a submission, the likeliest first; may take a moment.

    For a sandbox, the profile of this run may be the very one, on another port; if not, what went to the
    sandbox of a process is in that one's file, and everything else where it was. Elsewhere it is the same key
    at the same place, wherever that key is kept now.
    Raises as `ProfileContext.ready_profile`.
    """
    if is_sandbox(entry):
        with suppress(ProfileError):
            if context.profile.is_sandbox and not context.is_own_sandbox:
                yield context.profile.unlocked()
        if entry.target.get("file") != str(locations.sandbox_file()):
            yield sandbox_profile(str(entry.target["endpoint"]))
        # `bcw sandbox` may have shared its file, but then its port told nothing of it.
        yield context.own_sandbox()
        return
    endpoint, region = str(entry.target.get("endpoint", "")), entry.target.get("region")
    for place in known_profiles(ProfileQuery(context.environ, endpoint or None, str(region or "") or None)):
        found = place.profile
        if found is not None and found.credentials.access_key_id == entry.target.get("access_key_id"):
            name = str(entry.target.get("name") or found.name)
            yield Profile(name, endpoint, str(region) if region else None, found.credentials).unlocked()
            return


def mark_gone(entry: JournalEntry) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    user_journal().annotate(entry.token, entry.target, gone=now)


def describe_profile(entry: JournalEntry) -> str:
    if is_sandbox(entry):
        return sandbox_title()
    parts = [entry.target.get(part) for part in ("name", "region", "endpoint")]
    return " · ".join(str(part).rpartition("://")[2] for part in parts if part)


def describe_entry(entry: JournalEntry) -> list[str]:
    """Return the token, profile and totals of a submission, a line each."""
    lines = [_("Token: {token}").format(token=entry.token)]
    if not is_sandbox(entry):
        key = str(entry.target.get("access_key_id") or "?")
        lines += describe_place(entry.target.get("endpoint"), key, entry.target.get("region"))
    requested = describe_totals(totals(entry.request, load_builtin()))
    return [*lines, _("Requested: {totals}").format(totals=requested)]
