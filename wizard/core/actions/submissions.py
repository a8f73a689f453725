"""Submissions of the wizard: what to confirm, how they end, what an error concerns, and pending ones."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wizard.client.errors import InvalidArgument, Refused, ServiceError
from wizard.client.sending import TIMEOUT, Created, Event, Outcome
from wizard.client.submission import check_token, find_pending, new_token, prepare
from wizard.core import confirmation
from wizard.core.actions import journal
from wizard.core.actions.context import ProfileContext, SandboxUnavailable
from wizard.core.actions.profiles import ProfileView
from wizard.core.steps import describe_location
from wizard.document.secrets import MissingVariable
from wizard.document.tree import Path, get, to_pointer
from wizard.errors import NotFoundError, StorageError
from wizard.i18n import N_, _, join_label, ngettext
from wizard.models.cluster import fields_by_path, request_spec
from wizard.models.fields import WILDCARD, FieldSpec
from wizard.models.journal import JournalEntry
from wizard.text import escape_text
from wizard.validation import Severity, check

if TYPE_CHECKING:
    from wizard.core.session import EditSession, ValidationResult

_MAX_WARNINGS = 3
"""The most warnings that a confirmation lists; the others are counted."""
_FIX = N_("Correct the field, then submit again.")
_OF_REQUEST = ("", "quota", "value", "too_large")
"""The kinds of refusals that are about the request itself."""


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """How a submission ended.

    Attributes:
        kind: ``created``; ``refused`` by the service; ``unknown``, when the cluster may or may not exist;
            ``failed`` before anything was sent.
        is_of_request: Whether a refusal is about the request, not the key, the clock or the token.
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
class ConfirmCreate:
    """What the user has to confirm before a request is sent.

    Attributes:
        pending: The same request sent earlier without a response, or ``None``: retry it, create another
            cluster, or cancel.
        is_token_used: Whether the token was sent with another request that got no response: resume that one,
            create another cluster, or cancel.
    """

    confirmation: confirmation.Confirmation
    pending: JournalEntry | None = None
    is_token_used: bool = False

    def accept(self, session: "EditSession", *, another: bool = False) -> None:
        """Set the token that is sent: that of the pending submission, or one for another cluster."""
        if self.pending is not None and not another:
            session.token = self.pending.token
        elif self.is_token_used or (self.pending is not None and session.token == self.pending.token):
            session.token = None


class Submissions:
    """Submissions to the profile of this run, and those that are pending.

    Call methods that block in a background thread. Without credentials, requests go to the
    sandbox, which starts in this process when the first one is sent.
    """

    timeout = TIMEOUT
    """Seconds for a submission."""

    def __init__(self, context: ProfileContext) -> None:
        self._context = context

    def new_token(self) -> str:
        return new_token()

    def find_token_problem(self, token: str) -> str:
        """Return what is wrong with a token, or ``""``."""
        try:
            check_token(token)
        except InvalidArgument as error:
            return str(error)
        return ""

    def confirm(
        self,
        session: "EditSession",
        tree: Any,
        result: "ValidationResult",
        profile: ProfileView,
        *,
        created: str = "",
    ) -> ConfirmCreate:
        """Return what to confirm before a request is sent. Blocks; raises nothing."""
        warnings = describe_warnings(result)
        pending = self.find_pending(tree)
        if pending is not None:
            return ConfirmCreate(confirmation.confirm_pending(pending, warnings), pending)
        is_used = any(each.token == session.token for each in self.pending())
        notes = warnings
        if is_used:
            changed = _(
                "Token {token} was used for a different request that got no response. This one is sent under "
                "a new token, as another cluster."
            )
            notes = [changed.format(token=session.token), *warnings]
        elif created:
            second = _("{id} was created already. This creates a second cluster.")
            notes = [second.format(id=created), *warnings]
        shown = confirmation.make_confirmation(
            confirmation.list_groups(tree),
            profile.title,
            is_free=profile.is_sandbox,
            notes=notes,
            size=confirmation.describe_size(confirmation.compute_totals(tree, session.context.catalog)),
        )
        return ConfirmCreate(shown, is_token_used=is_used)

    def submit(
        self, tree: Any, token: str, *, on_progress: Callable[[str], None], stop: threading.Event
    ) -> SubmissionResult:
        """Send a request and return how that ended. Blocks; raises nothing."""
        try:
            profile = self._context.ready_profile()
            submission = journal.begin_submission(tree, profile, self._context.environ, token=token)
            ended = journal.send(submission, on_event=_report_messages(on_progress), stop=stop)
        except MissingVariable as error:
            return SubmissionResult("failed", describe_variable(error), _(_FIX), path=error.path)
        except (SandboxUnavailable, ServiceError, StorageError) as error:
            return SubmissionResult("failed", _("Nothing was sent: {reason}").format(reason=error))
        except UnicodeEncodeError:
            text = _(
                "Nothing was sent: a text in the request contains half of a surrogate pair. Type it again."
            )
            return SubmissionResult("failed", text)
        return _make_result(ended, tree)

    def pending(self) -> Sequence[JournalEntry]:
        """Return the submissions without a response, the oldest first. Never blocks; raises nothing."""
        try:
            return journal.list_pending()
        except StorageError:  # the wizard also works without the journal
            return []

    def find_pending(self, tree: Any) -> JournalEntry | None:
        """Return the pending submission of this very request to this profile. Blocks; raises nothing."""
        try:
            submission = prepare(tree, self._context.profile, self._context.environ)
        except (MissingVariable, ServiceError, UnicodeEncodeError):
            return None
        found = find_pending(submission, self.pending())
        return None if found is None else found.journaled

    def resume(
        self, token: str, *, on_progress: Callable[[str], None], stop: threading.Event
    ) -> SubmissionResult:
        """Send a pending submission again under its token. Blocks; raises nothing."""
        try:
            entry = journal.find_by_token(token)
            ended = journal.resend(entry, self._context, on_event=_report_messages(on_progress), stop=stop)
        except NotFoundError as error:
            return SubmissionResult("failed", str(error))
        except MissingVariable as error:
            return SubmissionResult("unknown", describe_variable(error, resuming=True))
        except (SandboxUnavailable, ServiceError, StorageError) as error:
            return SubmissionResult("unknown", _("Not retried: {reason}").format(reason=error))
        return _make_result(ended, entry.request)

    def stop_tracking(self, entry: JournalEntry) -> None:
        """Stop tracking a pending submission. Never blocks. Raises `BcwError`."""
        journal.stop_tracking(entry)


def describe_warnings(result: "ValidationResult") -> list[str]:
    """Return what to consider before a request is sent: the first warnings, each with its place."""
    refusal, notes = result.service_error, []
    warnings = [each for each in result.findings if each.severity is Severity.WARNING and each is not refusal]
    if refusal is not None:
        message = _("The service rejected this request before: {code}. It may reject it again.")
        notes.append(message.format(code=refusal.rule))
    notes += describe_warning_count(len(warnings))
    for each in warnings[:_MAX_WARNINGS]:
        place = describe_location(each.path)
        notes.append(join_label(escape_text(place), escape_text(each.message)))
    return notes


def describe_warning_count(count: int) -> list[str]:
    if count <= 0:
        return []
    message = ngettext(
        "{count} warning on this request. The service accepts it.",
        "{count} warnings on this request. The service accepts it.",
        count,
    )
    return [message.format(count=f"{count:,}")]


def describe_variable(error: MissingVariable, *, resuming: bool = False) -> str:
    if error.problem == "bytes":
        message = _(
            "{path}: the variable {name} contains bytes that are not UTF-8. Set it to UTF-8 text. "
            "Nothing was sent."
        )
    elif error.problem == "quoted":
        message = _(
            "{path}: the value of the variable {name} is enclosed in quotation marks. Remove them: "
            "env files (docker --env-file) have none. Nothing was sent."
        )
    elif resuming:
        message = _(
            "Not retried: the secret at {path} is not stored. Set the variable {name} to it and "
            "retry, or open the request and type it: the token stays the same."
        )
    else:
        message = _("{path}: the variable {name} is not set. Set it, then submit again. Nothing was sent.")
    return message.format(path=escape_text(to_pointer(error.path)), name=escape_text(error.name))


def _report_messages(on_progress: Callable[[str], None]) -> Callable[[Event], None]:
    """Return a listener that passes on the messages about attempts; the result is shown in other ways."""

    def on_event(event: Event) -> None:
        if event.kind in ("started", "failed", "waiting"):
            on_progress(event.message)

    return on_event


def _make_result(ended: Outcome, tree: Any) -> SubmissionResult:
    text = str(ended)
    if isinstance(ended, Created):
        cost = confirmation.describe_cost(is_free=ended.profile.is_sandbox)
        return SubmissionResult("created", text, cost, ended.id, request_id=ended.request_id or "")
    if isinstance(ended, Refused):
        path = find_refused_field(ended.code, tree)
        advice = ""
        if path:
            advice = _(_FIX)
        elif not ended.kind:
            advice = _(
                "It concerns the whole request. Nothing was created. The vendor's support can look up the"
                " request ID."
            )
        return SubmissionResult(
            "refused",
            text,
            advice,
            code=ended.code,
            request_id=ended.request_id or "",
            path=path,
            is_of_request=ended.kind in _OF_REQUEST,
        )
    if not ended.is_sent:
        return SubmissionResult("failed", text)
    advice = _("Retry (same token): it returns the existing cluster, or creates it.")
    return SubmissionResult("unknown", text, advice)


def find_refused_field(code: str, tree: Any) -> Path:
    """Return the path that an error code concerns; ``()`` for the whole request, or if it is unclear.

    Source: the error table of the reference, and which name each code is made of.
    """
    for finding in check(tree):
        if finding.rule == code:
            return finding.path
    kind = next((each for each in ("Invalid", "Missing", "QuotaExhausted.") if code.startswith(each)), None)
    if kind is None:
        return ()
    name, known = code.removeprefix(kind), fields_by_path()
    groups = confirmation.list_groups(tree)
    if name == "MaxClusterGroupDesiredVMCount":
        largest = max(groups, key=lambda each: each.desired, default=None)
        return ("Groups", largest.name, "DesiredVMCount") if largest and largest.desired else ("Groups",)
    if name.startswith("Max"):
        return ("Groups",) if name.startswith("MaxClusterGroup") else ()
    if (name,) in known and (known[name,].required or get(tree, (name,))):
        return (name,)
    if ("Groups", WILDCARD, name) in known:
        # The code of a field of a group does not name the group.
        own = [("Groups", each.name, name) for each in groups]
        fitting = [path for path in own if bool(get(tree, path)) is not (kind == "Missing")]
        return fitting[0] if len(fitting) == 1 else ("Groups",)
    paths = [*_list_paths(request_spec(), tree, ())][1:]
    names = {path: ".".join(key for key in path if isinstance(key, str)) for path in paths}
    exact = [path for path in names if names[path] == name.removesuffix(".value")]
    if exact:
        return exact[0]
    above = [path for path in names if f"{name}.".startswith(f"{names[path]}.")]
    if above:
        return max(above, key=lambda path: len(names[path]))
    ends = [path for path in known if path[-1:] == (name,) and WILDCARD not in path]
    return ends[0] if len(ends) == 1 else ()


def _list_paths(spec: FieldSpec | None, tree: Any, path: Path) -> Iterator[Path]:
    """Yield the paths of all fields and of the entries of maps; codes have no indexes of lists."""
    if spec is None:
        return
    yield path
    value = get(tree, path)
    keys: list[Any] = [*spec.fields]
    if spec.kind == "map":
        keys = [*value] if isinstance(value, dict) else []
    elif spec.kind == "list":
        keys = [0] if isinstance(value, list) and len(value) == 1 else []
    for key in keys:
        yield from _list_paths(spec.child(key), tree, (*path, key))
