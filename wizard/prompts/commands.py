"""The words that hold at any question: going to a step, undo, the request as JSON, saving, leaving."""

from collections.abc import Callable

from wizard.core.steps import STEPS, find_fields, is_empty
from wizard.document.document import Change
from wizard.document.secrets import mask_pair, mask_secrets
from wizard.document.serializer import is_compact, strip_schema, to_compact_text, to_text
from wizard.document.tree import diff
from wizard.i18n import _
from wizard.prompts import remarks, replies
from wizard.prompts.desk import Desk, counts
from wizard.prompts.moves import ToField, ToStep
from wizard.prompts.remarks import where
from wizard.prompts.replies import Reply
from wizard.prompts.texts import say

_IDS = [step.id for step in STEPS]
_SUBMITTED = "submitted"


def run(desk: Desk, reply: Reply) -> None:
    """Do what a command says.

    Raises:
        Move: It leads somewhere else.
    """
    names = [reply.text] if reply.text in NAMES else [name for name in NAMES if name.startswith(reply.text)]
    if reply.text in _ON_COMMAND_LINE:
        desk.tell(_("For this, run bcw {command} in a shell.").format(command=reply.text))
    elif not names:
        near = replies.nearest(reply.text, NAMES)
        desk.say("command.unknown.near" if near else "command.unknown", name=reply.text, near=near)
    elif len(names) > 1:
        desk.say("command.ambiguous", name=reply.text, names=", ".join(f":{name}" for name in names))
    elif names[0] not in _ANYTIME and not desk.is_open:
        desk.say("command.no-request")
    elif names[0] in _IDS:
        raise ToStep(names[0])
    else:
        _COMMANDS[names[0]](desk, reply.rest)


def help_(desk: Desk, rest: str = "") -> None:
    """Say what can be typed at any question."""
    desk.say("help.lines", steps=", ".join(f":{each}" for each in _IDS))


def _steps(desk: Desk, rest: str) -> None:
    for number, step in enumerate(STEPS, 1):
        found = desk.session.result.findings if step.id == "review" else desk.session.result.of_step(step)
        seen = [str(each.severity) for each in found if desk.sees(each.path)]
        if step.id == "start":
            state = desk.session.origin.name or desk.session.origin.kind
        elif seen:
            state = counts(seen)
        else:
            state = say("step.empty" if is_empty(desk.tree, step) else "step.filled")
        name = "step.here" if step.id == desk.step else "step.state"
        desk.say(name, number=number, title=step.title, state=state, id=step.id)
    desk.say("review.target", target=desk.ports.profiles.current.title)


def _by(desk: Desk, by: int) -> None:
    place = min(max(_IDS.index(desk.step) + by, 0), len(_IDS) - 1)  # type: ignore[arg-type]
    raise ToStep(_IDS[place])


def _undo(desk: Desk, rest: str) -> None:
    _went(desk, desk.session.document.undo(), "undo")


def _redo(desk: Desk, rest: str) -> None:
    _went(desk, desk.session.document.redo(), "redo")


def _went(desk: Desk, change: Change | None, name: str) -> None:
    if change is None:
        desk.say(f"{name}.nothing")
        return
    desk.say(f"{name}.done", what=say(f"change.{change.kind}", field=where(change.path)))
    if desk.step == "review":
        raise ToStep("review")
    if change.path:
        raise ToField(change.path)


def _find(desk: Desk, words: str) -> None:
    if not words:
        desk.say("find.words")
        return
    found = find_fields(words, desk.tree)[:20]
    if not found:
        desk.say("find.none", words=words)
        return
    exact = [
        each for each in found if words.casefold() in (each.node.title.casefold(), each.node.name.casefold())
    ]
    if len(found) == 1 or len(exact) == 1:
        raise ToField((exact or found)[0].path)
    for number, each in enumerate(found, 1):
        desk.say("find.row", number=number, place=where(each.path))
    while True:
        reply = desk.ask(say("find.question"))
        if reply.kind == "keep":
            return
        place = replies.number(reply.text, len(found)) if reply.kind == "value" else None
        if place is not None:
            raise ToField(found[place].path)
        desk.say("rows.number", answer=reply.text, count=len(found))


def _remove(desk: Desk, words: str) -> None:
    from wizard.prompts import removing

    removing.remove(desk, words)


def show_json(desk: Desk, rest: str = "") -> None:
    """Show the request as it would be sent, secrets masked."""
    tree = strip_schema(desk.tree)
    compact = is_compact(tree)
    text = to_text(tree)
    size = len((to_compact_text(tree) if compact else text).encode("utf-8", "surrogatepass"))
    desk.say("json.size" if compact else "json.size.indented", size=f"{size:,}")
    desk.show(to_text(mask_secrets(tree)))


def _diff(desk: Desk, rest: str) -> None:
    """Say what is different from what was opened or, on request, from what was submitted last."""
    before = desk.session.document.opened
    if rest and _SUBMITTED.startswith(rest.casefold()):
        if desk.submitted is None:
            desk.say("diff.unsent")
            return
        before = desk.submitted
    remarks.tell_differences(desk, list(diff(*mask_pair(before, desk.tree))))


def _text(desk: Desk, rest: str) -> None:
    from wizard.prompts import text

    text.edit(desk)


def _save(desk: Desk, rest: str) -> None:
    from wizard.prompts import saving

    saving.save(desk)


def _save_as(desk: Desk, rest: str) -> None:
    from wizard.prompts import saving

    saving.save_as(desk)


def _save_file(desk: Desk, rest: str) -> None:
    from wizard.prompts import saving

    saving.save_file(desk)


def _submit(desk: Desk, rest: str) -> None:
    raise ToStep("review", submits=True)


def _parameters(desk: Desk, rest: str) -> None:
    from wizard.prompts.declaring import ParametersMenu

    ParametersMenu(desk).ask()


def _export(desk: Desk, rest: str) -> None:
    from wizard.prompts import exports

    exports.export(desk, rest)


def _quit(desk: Desk, rest: str) -> None:
    from wizard.prompts import leaving

    leaving.quit_(desk)


_COMMANDS: dict[str, Callable[[Desk, str], None]] = {
    "help": help_,
    "steps": _steps,
    "next": lambda desk, rest: _by(desk, 1),
    "back": lambda desk, rest: _by(desk, -1),
    "undo": _undo,
    "redo": _redo,
    "find": _find,
    "remove": _remove,
    "json": show_json,
    "diff": _diff,
    "text": _text,
    "save": _save,
    "save-as": _save_as,
    "save-file": _save_file,
    "submit": _submit,
    "export": _export,
    "parameters": _parameters,
    "quit": _quit,
}

_ANYTIME = ("help", "quit", "start")
"""Commands that need no request."""

_ON_COMMAND_LINE = ("presets", "targets", "clusters", "submissions")
"""What has line-based commands of its own."""

NAMES: tuple[str, ...] = (*_IDS, *_COMMANDS)
"""All commands: the ids of the steps first."""
