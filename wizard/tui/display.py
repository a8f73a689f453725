"""Updates the visible widgets with the latest state of the document, once after each refresh."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from wizard.core.confirmation import compute_totals
from wizard.core.formatting import format_groups, format_instances
from wizard.core.session import EditSession
from wizard.core.steps import STEPS, Step, describe_location, describe_path, is_empty
from wizard.core.values import format_bytes
from wizard.document.document import Change
from wizard.document.secrets import mask_pair
from wizard.document.serializer import LARGEST_INDENTED, strip_schema
from wizard.document.tree import Path, diff
from wizard.errors import BcwError
from wizard.i18n import _, join_names, join_sentences, ngettext
from wizard.models.journal import get_cluster_name
from wizard.text import escape_text, format_escaped
from wizard.tui import changes
from wizard.tui.widgets.bars import HeaderBar, describe_source
from wizard.tui.widgets.form import StepForm
from wizard.tui.widgets.review import ReviewView
from wizard.tui.widgets.row_table import Column, RowTable
from wizard.tui.widgets.start import StartOption
from wizard.tui.widgets.step_list import State, StepList
from wizard.validation import Finding

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


def update_screen(controller: "WizardController") -> None:
    """Update all visible widgets."""
    _show_submission(controller)
    if not controller.is_open:
        return
    screen, session, tree = controller.screen, controller.session, controller.session.document.tree
    sums = compute_totals(session.request, session.context.catalog)
    profile, pane = screen.application.profiles.current, screen.current_pane
    if isinstance(pane, StepForm):
        pane.update(tree, controller.get_findings)
    elif isinstance(pane, ReviewView):
        update_review(controller, pane)
    header = screen.query_one(HeaderBar)
    header.request = escape_text(get_cluster_name(tree))
    header.source = escape_text(describe_source(session.origin))
    header.modified = session.document.is_modified
    header.profile = escape_text(profile.title)
    seen = controller.touched.select(session.result)
    count = sum(finding.severity != "note" for finding in seen)
    summary = [[format_groups(sums.groups)], [format_instances(sums.instances)]]
    if sums.vcpu:
        cores = _("{vcpu} vCPU").format(vcpu=f"{sums.vcpu:,}")
        summary.append([cores, _("{memory} GB").format(memory=f"{sums.memory_gb:,g}")])
    if sums.spot:
        summary.append([_("{count} Spot").format(count=f"{sums.spot:,}")])
    if count:
        summary.append([ngettext("{count} problem", "{count} problems", count).format(count=f"{count:,}")])
    steps = screen.query_one(StepList)
    steps.states, steps.summary = {step.id: _get_state(controller, step) for step in STEPS}, summary
    if controller.shown_preview.display:
        _show_preview(controller, tree, seen)


def update_review(controller: "WizardController", view: ReviewView) -> None:
    """Update Review."""
    session, application = controller.session, controller.screen.application
    sums, profile = compute_totals(session.request, session.context.catalog), application.profiles.current
    if when := controller.suggestions.when:
        lists = format_escaped(_("Account lists: fetched {when}"), when=when)
        profile = replace(profile, lines=(*profile.lines, lists))
    problem = application.submissions.find_token_problem(controller.token)
    view.update(session, sums, profile, controller.token, problem)


def _show_preview(controller: "WizardController", tree: Any, seen: Sequence[Finding]) -> None:
    submission = controller.screen.submission
    if controller.compared is not None:
        before = controller.session.document.opened
        if controller.compared == "submitted" and submission is not None:
            before = submission.tree
        _show_differences(controller, before, tree)
        return
    # Reversed, as the first finding of a path is the most severe.
    marks = {finding.path: str(finding.severity) for finding in reversed(seen)}
    _show_request(controller, controller.session.masked, marks, bool(controller.session.parameters))


def _show_request(
    controller: "WizardController", tree: Any, marks: Mapping[Path, str], has_parameters: bool
) -> None:
    preview = controller.preview
    preview.show(strip_schema(tree), marks)
    size = format_bytes(preview.size_in_bytes)
    if has_parameters:
        title = format_escaped(_("Preset, {size} (with its parameters)"), size=size)
    elif preview.size_in_bytes > LARGEST_INDENTED:
        title = format_escaped(_("Request body, {size}, sent without indentation"), size=size)
    else:
        title = format_escaped(_("Request body, {size}"), size=size)
    _set_title(preview, title)


def make_differences() -> RowTable:
    """Return the table of differences that replaces the preview."""
    columns = [Column("", 1), Column(_("Where")), Column(_("Before")), Column(_("Now"))]
    return RowTable(columns, empty=_("No differences.")).add_class("preview")


def _show_differences(controller: "WizardController", before: Any, tree: Any) -> None:
    table = controller.differences
    assert table is not None
    rows = [changes.make_row(each) for each in diff(*mask_pair(before, tree))]
    table.show(rows)
    if controller.compared == "opened":
        title = ngettext("{count} change since opened", "{count} changes since opened", len(rows))
    else:
        title = ngettext(
            "{count} change since the last submission", "{count} changes since the last submission", len(rows)
        )
    _set_title(table, title.format(count=f"{len(rows):,}"))


def _set_title(panel: Widget, title: str) -> None:
    if title != panel.border_title:  # setting it redraws the panel
        panel.border_title = title


def preview_option(controller: "WizardController", option: StartOption | None) -> None:
    """Show in the preview what an option of the first step would open."""
    if controller.screen.step != "start" or option is None:
        return
    tree, parameters = controller.session.masked, controller.session.parameters
    if option.kind == "preset" and not option.problem:
        try:
            loaded = controller.screen.application.library.open_preset(option.name, is_preview=True)
        except BcwError as error:
            controller.screen.start.show_more(option, str(error))
            return
        session = EditSession(loaded, controller.session.context)
        tree, parameters, more = session.masked, session.parameters, []
        if parameters:
            names = join_names(each.label for each in parameters.values())
            more.append(format_escaped(_("Parameters: {names}."), names=names))
        gaps = [each.path for each in session.result.findings if each.rule == "placeholder-left"]
        if fields := dict.fromkeys(describe_path(path).rpartition(" › ")[2] for path in gaps):
            more.append(format_escaped(_("Fill in: {fields}."), fields=join_names(fields)))
        controller.screen.start.show_more(option, join_sentences(*more))
    elif option.kind == "blank":
        tree, parameters = controller.flows.create_blank().tree, {}
    _show_request(controller, tree, {}, bool(parameters))


def _show_submission(controller: "WizardController") -> None:
    """Show a running submission in the header; notify when it has ended."""
    header, submission = controller.screen.query_one(HeaderBar), controller.screen.submission
    if submission is None or not controller.screen.is_active:
        return
    if submission.is_running:
        header.activity = _("↻ Creating cluster…")
    elif not submission.is_reported and submission.outcome is not None:
        header.activity = ""
        submission.is_reported = True
        controller.screen.notify(
            submission.outcome.text,
            severity="information" if submission.outcome.kind == "created" else "error",
            timeout=10,
        )


def _get_state(controller: "WizardController", step: Step) -> tuple[State, int]:
    """Return the state of a step and how many problems it has."""
    result, is_visited = controller.session.result, step.id in controller.visited
    found = list(result.findings) if step.id == "review" and is_visited else result.of_step(step)
    found = [finding for finding in found if finding.severity != "note"]
    seen = [finding for finding in found if controller.touched.shows(finding.path)]
    if seen:
        worst = seen[0].severity
        return ("error" if worst == "error" else "warning"), sum(each.severity == worst for each in seen)
    if step.part is not None and is_empty(controller.session.document.tree, step):
        return ("empty" if is_visited and step.id not in ("basics", "groups") else "unvisited"), 0
    is_complete = is_visited if step.part is None else not any(each.severity == "error" for each in found)
    return ("complete" if is_complete else "unvisited"), 0


def describe_change(change: Change) -> str:
    """Return the place and kind of a change."""
    place = escape_text(describe_location(change.path))
    match change.kind:
        case "add":
            return format_escaped(_("{place} added"), place=place)
        case "remove":
            return format_escaped(_("{place} removed"), place=place)
        case "rename":
            return format_escaped(_("{place} renamed"), place=place)
        case "move":
            return format_escaped(_("{place} moved"), place=place)
    return place
