"""Editing state: the document, its source and its validation result."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.parameters import check_preset, check_secret_defaults
from wizard.core.steps import STEPS, Step, find_step
from wizard.document import presets
from wizard.document.document import Document
from wizard.document.secrets import mask_secrets
from wizard.document.tree import Path, get
from wizard.i18n import _, join_sentences
from wizard.models.journal import get_cluster_name
from wizard.models.preset import Parameter
from wizard.validation import Context, Finding, Severity, check

if TYPE_CHECKING:
    from wizard.core.actions.submissions import SubmissionResult

_SERVICE_SOURCE = "the answer of the service to this request"


class ValidationResult:
    """The findings of one state of the document, errors first."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)

    @cached_property
    def by_path(self) -> dict[Path, list[Finding]]:
        """The findings by path, the most severe first."""
        found: dict[Path, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.path, []).append(finding)
        return found

    def at(self, path: Path) -> list[Finding]:
        return self.by_path.get(path, [])

    def below(self, path: Path) -> list[Finding]:
        return [finding for finding in self.findings if finding.path[: len(path)] == path]

    @cached_property
    def by_step(self) -> dict[str, list[Finding]]:
        """The findings by the id of the step, the most severe first."""
        found: dict[str, list[Finding]] = {step.id: [] for step in STEPS}
        for finding in self.findings:
            found[find_step(finding.path).id].append(finding)
        return found

    def of_step(self, step: Step) -> list[Finding]:
        return self.by_step[step.id]

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def service_error(self) -> Finding | None:
        """The last rejection by the service, if the field that it concerns has not changed since."""
        return next((each for each in self.findings if each.source == _SERVICE_SOURCE), None)

    @property
    def has_errors(self) -> bool:
        """Whether the service would reject the request."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


class _Derived:
    """What is computed at most once for a state of the document."""

    def __init__(self, tree: Any, origin: DocumentSource) -> None:
        self.tree = tree
        self.origin = origin
        self.result: ValidationResult | None = None

    @cached_property
    def filled(self) -> presets.FilledRequest:
        return presets.fill_parameters(self.tree, presets.read_parameters(self.origin.preset), {})

    @cached_property
    def masked(self) -> Any:
        return mask_secrets(self.tree)


class EditSession:
    """Editing state."""

    def __init__(self, document: OpenedDocument | None = None, context: Context | None = None) -> None:
        self.context = context or Context()
        self.open(document or OpenedDocument({}, DocumentSource()))

    def open(self, document: OpenedDocument) -> None:
        """Edit another document; undo does not lead back."""
        self.origin = document.origin
        self.document = Document(document.tree)
        if document.origin.kind == "paste":
            self.document.mark_unsaved()
        self.token: str | None = None  # the idempotency token of the next submission, once it is needed
        self.values: dict[str, Any] = {}
        self._service_error: tuple[Finding, Any] | None = None
        """The last rejection by the service, and the value that it concerns."""
        self._latest = _Derived(document.tree, document.origin)

    @property
    def title(self) -> str:
        """The name of the cluster, or words for a cluster without one."""
        return get_cluster_name(self.document.tree) or _("new cluster")

    def suggest_preset_name(self) -> str:
        """Return the name of the preset that is edited, else one made of the cluster's name."""
        return self.origin.name if self.origin.kind == "preset" else self.title.lower().replace(" ", "-")

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The parameters that are used in the request, by name; a bare request has none."""
        parameters = presets.read_parameters(self.origin.preset)
        return {name: parameters[name] for name in presets.find_placeholders(self.document.tree, parameters)}

    @property
    def request(self) -> Any:
        """The request with the defaults of its parameters filled in."""
        return self._derived.filled.tree

    @property
    def masked(self) -> Any:
        """The document as it may be shown, with a mask instead of each literal secret."""
        return self._derived.masked

    @property
    def _derived(self) -> _Derived:
        if self._latest.tree is not self.document.tree or self._latest.origin is not self.origin:
            self._latest = _Derived(self.document.tree, self.origin)
        return self._latest

    @property
    def _context(self) -> Context:
        return self.context.ignoring(presets.read_ignored_rules(self.origin.preset))

    def fill_parameters(self, values: Mapping[str, Any]) -> Any:
        """Return the request with parameters filled in; those without a value take their defaults."""
        parameters = presets.read_parameters(self.origin.preset)
        return presets.fill_parameters(self.document.tree, parameters, values).tree

    def validate(self, tree: Any) -> ValidationResult:
        """Return the validation result of a request whose parameters were filled in."""
        return ValidationResult(check(tree, self._context))

    def record_service_error(self, outcome: "SubmissionResult", sent: Any) -> None:
        """Show a rejection by the service until the field that it concerns changes.

        It is a warning: the service may accept the same request later, when a quota is free again.

        Args:
            sent: The request; of a preset, before its parameters were filled in.
        """
        reasons = [outcome.advice] if outcome.advice else []
        if outcome.request_id not in outcome.text:  # an empty one is in every text
            reasons.append(_("Request ID: {id}").format(id=outcome.request_id))
        why = join_sentences(*reasons)
        finding = Finding(outcome.code, Severity.WARNING, outcome.path, outcome.text, why, _SERVICE_SOURCE)
        self._service_error = (finding, get(sent, outcome.path))
        self._latest.result = None

    def on_profile_changed(self) -> None:
        """Remove the token and the rejection by the service: both belong to the account."""
        self.token = None
        self._service_error = None
        self._latest.result = None

    def set_context(self, context: Context) -> None:
        """Validate with another profile or with the account's own lists from now on."""
        self.context = context
        self._latest.result = None

    @property
    def result(self) -> ValidationResult:
        """The validation result of the document, computed once for each state.

        A preset is validated with the defaults of its parameters.
        """
        derived = self._derived
        if derived.result is None:
            findings = check_secret_defaults(self.origin.preset, derived.tree)
            findings += check_preset(derived.tree, derived.filled, self._context)
            if self._service_error is not None:
                rejection, value = self._service_error
                if get(derived.tree, rejection.path) == value:
                    errors = sum(each.severity is Severity.ERROR for each in findings)
                    findings.insert(errors, rejection)
            derived.result = ValidationResult(findings)
        return derived.result

    def apply_fix(self, finding: Finding) -> None:
        """Apply the fix of a finding, if it has one, as one step of undo."""
        if finding.fix is not None:
            self.document.patch(finding.fix.edits, finding.path)
