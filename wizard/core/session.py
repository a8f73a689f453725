"""One sitting of the wizard: the document, where it came from, and what the rules say of it now."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.parameters import check_preset, secret_findings
from wizard.core.steps import STEPS, Step, step_of
from wizard.document.document import Change, Document
from wizard.document.presets import (
    FilledRequest,
    fill_parameters,
    find_placeholders,
    read_ignored_rules,
    read_parameters,
)
from wizard.document.tree import Path, get
from wizard.i18n import _
from wizard.models.preset import Parameter
from wizard.validation import Context, Finding, Severity, check

if TYPE_CHECKING:
    from wizard.core.actions.submissions import SubmissionResult

_SERVICE_SOURCE = "the answer of the service to this request"
"""The source of what the service itself said."""


class ValidationResult:
    """What the rules say of one state of the document, found by place.

    Attributes:
        findings: All of them, errors first.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)

    @cached_property
    def by_path(self) -> dict[Path, list[Finding]]:
        """The findings of each path, the worst first."""
        found: dict[Path, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.path, []).append(finding)
        return found

    def at(self, path: Path) -> list[Finding]:
        """The findings about a field."""
        return self.by_path.get(path, [])

    def below(self, path: Path) -> list[Finding]:
        """The findings about a field and all below it."""
        return [finding for finding in self.findings if finding.path[: len(path)] == path]

    @cached_property
    def by_step(self) -> dict[str, list[Finding]]:
        """The findings of each step, the worst first."""
        found: dict[str, list[Finding]] = {step.id: [] for step in STEPS}
        for finding in self.findings:
            found[step_of(finding.path).id].append(finding)
        return found

    def of_step(self, step: Step) -> list[Finding]:
        """The findings on a step."""
        return self.by_step[step.id]

    def count(self, severity: Severity) -> int:
        """How many findings there are of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def service_error(self) -> Finding | None:
        """What the service itself said of this very request, where that still stands."""
        return next((each for each in self.findings if each.source == _SERVICE_SOURCE), None)

    @property
    def has_errors(self) -> bool:
        """Whether the service would refuse the request."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


class EditSession:
    """One sitting of the wizard.

    Attributes:
        document: The request being edited.
        origin: Where it came from.
        context: What the rules know.
        token: The idempotent token of the submission to come; ``None`` until one is needed.
        values: The values of parameters that were given last, when a preset was submitted or exported.
    """

    def __init__(self, loaded: OpenedDocument | None = None, context: Context | None = None) -> None:
        self.context = context or Context()
        self.origin = DocumentSource()
        self.document = Document()
        self.token: str | None = None
        self.values: dict[str, Any] = {}
        self._result: tuple[Any, DocumentSource, ValidationResult] | None = None
        self._filled: tuple[Any, DocumentSource, FilledRequest] | None = None
        self._service_error: tuple[Finding, Any] | None = None
        """What the service said of a field, and the value that it said it of."""
        if loaded is not None:
            self.open(loaded)

    def open(self, loaded: OpenedDocument) -> None:
        """Begin with another request; the one before is gone, as is what could be undone."""
        self.origin = loaded.origin
        self.document = Document(loaded.tree)
        if loaded.origin.kind in ("paste", "draft"):
            self.document.mark_unsaved()
        self.token = None
        self.values = {}
        self._service_error = None

    # -- a preset that is edited itself

    @property
    def parameters(self) -> dict[str, Parameter]:
        """What has to be asked for before the request can be sent: the parameters of the preset at hand.

        Those that stand nowhere in its request are left out; a bare request has none.
        """
        parameters = read_parameters(self.origin.preset)
        return {name: parameters[name] for name in find_placeholders(self.document.tree, parameters)}

    @property
    def request(self) -> Any:
        """The request as it is judged: with the defaults of its parameters; mostly the document itself."""
        return self._with_defaults.tree

    @property
    def _context(self) -> Context:
        return self.context.ignoring(read_ignored_rules(self.origin.preset))

    @property
    def _with_defaults(self) -> FilledRequest:
        tree = self.document.tree
        if self._filled is None or self._filled[0] is not tree or self._filled[1] is not self.origin:
            self._filled = (tree, self.origin, self.filled({}))
        return self._filled[2]

    def filled(self, values: Mapping[str, Any]) -> FilledRequest:
        """The request with values for its parameters; what is not among them takes its default."""
        return fill_parameters(self.document.tree, read_parameters(self.origin.preset), values)

    def validate(self, tree: Any) -> ValidationResult:
        """What the rules say of a request that came of filling in values."""
        return ValidationResult(check(tree, self._context))

    # -- judging

    def record_service_error(self, outcome: "SubmissionResult", sent: Any) -> None:
        """Keep what the service said of a field for as long as the field stays as it was sent.

        It is a warning, no error: the service may take the same request later, when a quota is free again.

        Args:
            outcome: The refusal.
            sent: The request that was sent; of a preset, as it stood before its parameters were filled in.
        """
        is_said = outcome.request_id in outcome.text  # as no id at all is, too
        asked = "" if is_said else _("Request id: {id}").format(id=outcome.request_id)
        why = " ".join(part for part in (outcome.advice, asked) if part)
        finding = Finding(outcome.code, Severity.WARNING, outcome.path, outcome.text, why, _SERVICE_SOURCE)
        self._service_error = (finding, get(sent, outcome.path))
        self._result = None

    def on_profile_changed(self) -> None:
        """The request goes to another account: neither a token nor what the service said counts there."""
        self.token = None
        self._service_error = None
        self._result = None

    def set_context(self, context: Context) -> None:
        """Judge by what is known now: another target, or the account's own lists."""
        self.context = context
        self._result = None

    @property
    def result(self) -> ValidationResult:
        """What the rules say of the document as it stands; judged when asked, once for each state.

        A preset is judged with the defaults of its parameters.
        """
        tree, made = self.document.tree, self._with_defaults
        if self._result is None or self._result[0] is not tree or self._result[1] is not self.origin:
            is_bare = made.tree is tree and not made.missing
            findings = check(tree, self._context) if is_bare else check_preset(tree, made, self._context)
            findings[:0] = secret_findings(self.origin.preset, tree)
            if (
                self._service_error is not None
                and get(tree, self._service_error[0].path) == self._service_error[1]
            ):
                errors = sum(each.severity is Severity.ERROR for each in findings)
                findings.insert(errors, self._service_error[0])
            self._result = (tree, self.origin, ValidationResult(findings))
        return self._result[2]

    def apply_fix(self, finding: Finding) -> Change | None:
        """Apply the fix of a finding, as one step of undo; the answer is ``None`` where it has none."""
        if finding.fix is None:
            return None
        self.document.patch(finding.fix.edits, finding.path)
        return self.document.undoable
