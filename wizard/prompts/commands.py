"""The commands that can be typed at every question, such as ``:save``."""

import sys
from collections.abc import Callable
from typing import Any

from wizard.core.actions import opening
from wizard.core.entries import list_removable
from wizard.core.formatting import suggest_similar
from wizard.core.steps import STEPS, find_fields, is_empty
from wizard.document.document import Change
from wizard.document.parser import parse
from wizard.document.secrets import insert_references, mask_pair, mask_secrets
from wizard.document.serializer import is_compact, strip_schema, to_compact_text, to_text
from wizard.document.tree import MISSING, diff
from wizard.i18n import N_, _, join_names, join_sentences
from wizard.prompts.fields import count_findings, format_location, read_json, shorten
from wizard.prompts.forms import edit_parameters
from wizard.prompts.prompter import Choice, Prompt, parse_line
from wizard.prompts.saving import export, quit_wizard, save, save_as, save_file
from wizard.prompts.session import GoToField, GoToStep, PromptSession

MOST_LISTED = 30  # lines that a search lists

Command = Callable[[PromptSession, str], object]

_STEPS: list[str] = [step.id for step in STEPS]
_WITHOUT_DOCUMENT = ("help", "menu", "quit", "start")
_SHELL_COMMANDS = ("presets", "profiles", "targets", "clusters", "submissions")
"""Commands of bcw that work line by line themselves."""


def run(session: PromptSession, typed: str, arguments: str = "") -> None:
    """Run a command; the beginning of its name is enough. Raises `Navigation`."""
    names = [typed] if typed in NAMES else [name for name in NAMES if name.startswith(typed)]
    if typed in _SHELL_COMMANDS:
        session.print(_("Run bcw {command} in a shell."), command=typed)
    elif not names:
        message = _("There is no command :{name}. Type \\:{name} if it is the answer, :help for a list.")
        hint = suggest_similar(typed, [*NAMES])
        session.print(join_sentences(message.format(name=typed), hint))
    elif len(names) > 1:
        message = _(":{name} is ambiguous: {names}")
        session.print(message, name=typed, names=join_names(f":{each}" for each in names))
    elif names[0] not in _WITHOUT_DOCUMENT and not session.is_open:
        session.print(_("Open something first: a new cluster, a preset or a file."))
    elif names[0] in _STEPS:
        raise GoToStep(names[0])
    else:
        _COMMANDS[names[0]][1](session, arguments)


def _show_help(session: PromptSession, arguments: str) -> None:
    session.print(
        _(
            "At every question:\n"
            "  Enter  keeps the value in brackets\n"
            "  <      goes back to the previous question\n"
            "  ?      explains the question; ? and a part of a value searches the known values\n"
            "  -      removes the value\n"
            "  !1     applies fix 1\n"
            "  \\      marks an answer as text, as in \\- for a dash\n"
            "Commands, which can be shortened:"
        )
    )
    session.print("  " + ", ".join(f":{each}" for each in _STEPS))
    width = max(map(len, _COMMANDS))
    for name, (title, _command) in _COMMANDS.items():
        session.print(f"  :{name:{width}}  {_(title)}")
    session.print(_("For presets, profiles, clusters and submissions, run bcw in a shell: bcw --help"))
    session.print(_("Ctrl+C quits at once. A draft is kept."))


def _show_menu(session: PromptSession, arguments: str) -> None:
    commands = [(name, _(title)) for name, (title, _command) in _COMMANDS.items() if name != "menu"]
    commands += [(step.id, _("Step: {step}").format(step=step.title)) for step in STEPS]
    choices = [Choice("", _("Close")), *(Choice(f":{name}", title) for name, title in commands)]
    line = session.ask_line(Prompt(_("Command: "), choices)).strip()
    answer = parse_line(line if line.startswith(":") else f":{line}")
    if answer.kind == "command" and answer.text != "menu":
        run(session, answer.text, answer.arguments)


def _show_steps(session: PromptSession, arguments: str) -> None:
    result, origin = session.edit.result, session.edit.origin
    for step in STEPS:
        found = result.findings if step.id == "review" else result.of_step(step)
        if step.id == "start":
            state = origin.name or session.edit.title
        elif counts := count_findings([each for each in found if session.shows_findings(each.path)]):
            state = counts
        else:
            state = _("empty") if is_empty(session.tree, step) else _("no problems")
        here = " *" if step.id == session.step else ""
        session.print("  :{id}  {title}: {state}{here}", id=step.id, title=step.title, state=state, here=here)


def _move(by: int) -> Command:
    def move(session: PromptSession, arguments: str) -> None:
        index = _STEPS.index(session.step) + by
        raise GoToStep(_STEPS[min(max(index, 0), len(_STEPS) - 1)])

    return move


def _undo(session: PromptSession, arguments: str) -> None:
    _show_change(session, session.edit.document.undo(), _("Undone: {path}"), _("Nothing to undo."))


def _redo(session: PromptSession, arguments: str) -> None:
    _show_change(session, session.edit.document.redo(), _("Redone: {path}"), _("Nothing to redo."))


def _show_change(session: PromptSession, change: Change | None, done: str, nothing: str) -> None:
    if change is None:
        session.print(nothing)
        return
    session.print(done, path=format_location(change.path))
    if session.step == "review":
        raise GoToStep("review")
    if change.path:
        raise GoToField(change.path)


def _find(session: PromptSession, words: str) -> None:
    found = find_fields(words, session.tree)[:MOST_LISTED] if words else []
    if not found:
        nothing = _("No field contains {words}.").format(words=words)
        session.print(nothing if words else _("Type a part of the field's name after :find."))
        return
    word = words.casefold()
    exact = [each for each in found if word in (each.spec.title.casefold(), each.spec.name.casefold())]
    if len(found) == 1 or len(exact) == 1:
        raise GoToField((exact or found)[0].path)
    index = session.choose(_("Field"), [format_location(each.path) for each in found])
    if index is not None:
        raise GoToField(found[index].path)


def _remove(session: PromptSession, words: str) -> None:
    """Remove an object, an entry or a field as a whole."""
    everything = list_removable(session.tree)
    found = [each for each in everything if words and each.is_named(words)]
    index: int | None = 0
    if len(found) != 1:
        found = [each for each in everything if each.matches(words)]
        if not found:
            session.print(_("Nothing is named {words}."), words=words)
            return
        rows = [f"{each.title} ({each.path[-1]}): {shorten(each.value)}" for each in found[:MOST_LISTED]]
        if len(found) > MOST_LISTED:
            message = _("{count} more. Type words after :remove to list fewer.")
            session.print(message, count=len(found) - MOST_LISTED)
        index = session.choose(_("Remove"), rows)
    if index is None:
        return
    session.edit.document.remove(found[index].path)
    session.print(_("{title} removed. :undo restores it."), title=found[index].title)
    raise GoToStep("review") if session.step == "review" else GoToField(found[index].path)


def _show_json(session: PromptSession, arguments: str) -> None:
    """Print the request body, with secrets masked."""
    tree = strip_schema(session.tree)
    compact = is_compact(tree)
    size = len((to_compact_text(tree) if compact else to_text(tree)).encode("utf-8", "surrogatepass"))
    message = _("{size} bytes; secrets are masked:")
    if compact:
        message = _("{size} bytes, sent without indentation; secrets are masked:")
    session.print(message, size=f"{size:,}")
    session.print(to_text(mask_secrets(tree)), wrap=False)


def _show_diff(session: PromptSession, arguments: str) -> None:
    """Print the differences from what was opened, or from what was submitted last."""
    before = session.edit.document.opened
    if arguments and "submitted".startswith(arguments.casefold()):
        if session.submitted is None:
            session.print(_("Nothing was submitted yet."))
            return
        before = session.submitted
    differences = [*diff(*mask_pair(before, session.tree))]
    if not differences:
        session.print(_("No differences."))
    lines = {
        "added": _("  added    {path}: {after}"),
        "removed": _("  removed  {path}: {before}"),
        "moved": _("  moved    the order of {path}"),
        "changed": _("  changed  {path}: {before} → {after}"),
    }
    for each in differences:
        before, after = _format_side(each.before), _format_side(each.after)
        session.print(lines[each.kind], path=format_location(each.path), before=before, after=after)


def _format_side(value: Any) -> str:
    return "" if value is MISSING else shorten(to_compact_text(value))


def _edit_text(session: PromptSession, arguments: str) -> None:
    """Edit the JSON as text, in an editor or line by line. Raises `Navigation`."""
    before = session.tree
    text = shown = to_text(insert_references(before))
    while True:
        actions = [
            _("Open in {editor}").format(editor=opening.editor_command()),
            _("Type or paste"),
            _("Cancel"),
        ]
        index = session.choose(
            _("Edit as text"),
            actions,
            default=2,
            explain=_(
                "  VISUAL or EDITOR names the editor. References stand for secrets, which stay as they are."
            ),
        )
        if index in (None, 2):
            return
        edited = _run_editor(session, text) if index == 0 else read_json(session)
        if not edited:
            continue
        text, problem = edited, parse(edited).problem
        if problem is None:
            break
        message = _("  Error: line {line}, column {column}: {reason}")
        place = problem.position
        session.print(message, line=place.line, column=place.column, reason=problem.message)
    if text == shown:
        session.print(_("No changes."))
        return
    session.edit.document.replace(opening.parse_edited_text(text, before))
    session.shows_all_findings = True
    session.print(_("Text applied. :undo reverts it."))
    raise GoToStep(session.step if session.step == "review" else "basics")


def _run_editor(session: PromptSession, text: str) -> str:
    if not sys.stdin.isatty():
        session.print(_("There is no terminal for an editor. Type or paste the text."))
        return ""
    try:
        edited = opening.run_editor(text)
    except (OSError, ValueError) as error:  # no such program, or quotes that are not closed
        session.print(_("Cannot run the editor: {reason}. Set EDITOR."), reason=error)
        return ""
    if edited is None:
        session.print(_("The editor failed. Nothing was changed."))
    return edited or ""


def _create(session: PromptSession, arguments: str) -> None:
    raise GoToStep("review", is_creating=True)


_COMMANDS: dict[str, tuple[str, Command]] = {
    "help": (N_("Show help"), _show_help),
    "menu": (N_("Show the commands to choose from"), _show_menu),
    "steps": (N_("Show the steps and their problems"), _show_steps),
    "next": (N_("Go to the next step"), _move(1)),
    "back": (N_("Go to the previous step"), _move(-1)),
    "find": (N_("Find a field, as in :find cidr"), _find),
    "undo": (N_("Undo the last change"), _undo),
    "redo": (N_("Redo what was undone"), _redo),
    "remove": (N_("Remove an object, entry or field, as in :remove data disk"), _remove),
    "text": (N_("Edit the JSON as text"), _edit_text),
    "json": (N_("Show the request body (JSON)"), _show_json),
    "diff": (N_("Show the changes; :diff submitted: since the last submission"), _show_diff),
    "save": (N_("Save the preset or file that was opened"), save),
    "save-as": (N_("Save as a preset"), save_as),
    "save-file": (N_("Save as a file"), save_file),
    "export": (N_("Export for another tool"), export),
    "parameters": (N_("Edit the parameters of the preset"), edit_parameters),
    "submit": (N_("Create the cluster, after a confirmation"), _create),
    "quit": (N_("Quit"), quit_wizard),
}

NAMES: tuple[str, ...] = (*_STEPS, *_COMMANDS)  # all commands: the ids of the steps first
