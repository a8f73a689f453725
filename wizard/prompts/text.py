"""The request as text: edited in the person's own editor, or typed or pasted line by line."""

import sys

from wizard.core.text_editing import (
    editor_command,
    find_syntax_problem,
    parse_edited_text,
    run_editor,
    to_editable_text,
)
from wizard.prompts import replies
from wizard.prompts.desk import Desk
from wizard.prompts.fields import read_block
from wizard.prompts.moves import Back, ToStep
from wizard.prompts.texts import say


def edit(desk: Desk) -> None:
    """Edit the request as text; what cannot be taken over is explained, and can be edited further.

    Raises:
        ToStep: To the first questions, as any of them may have changed.
        Move: The person goes somewhere else.
    """
    before = desk.tree
    text = shown = to_editable_text(before)
    problem = None
    while True:
        try:
            found = _edited(desk, text, is_broken=problem is not None)
        except Back:
            return
        if found is None:
            continue
        text, problem = found, find_syntax_problem(found)
        if problem is None:
            break
        why, place = problem
        desk.say("text.wrong", line=place.line, column=place.column, why=why)
    if text == shown:
        desk.say("text.same")
        return
    desk.session.document.replace(parse_edited_text(text, before))
    desk.sees_all = True
    desk.say("text.taken")
    raise ToStep(desk.step if desk.step == "review" else "basics")


def _edited(desk: Desk, text: str, *, is_broken: bool) -> str | None:
    """Ask how to edit a text, and do so; the answer is what came of it, or ``None``.

    Raises:
        Back: It stays as it is.
    """
    words = say("text.question.again" if is_broken else "text.question", editor=editor_command())
    reply = desk.ask(words, explain=lambda part: desk.say("text.help"))
    if reply.kind == "keep":
        raise Back
    match replies.number(reply.text, 2) if reply.kind == "value" else None:
        case 0:
            return _outside(desk, text)
        case 1:
            return read_block(desk, say("text.pasted")) or None
    desk.say("rows.number", answer=reply.text or "-", count=2)
    return None


def _outside(desk: Desk, text: str) -> str | None:
    if not sys.stdin.isatty():
        desk.say("text.no-terminal")
        return None
    try:
        edited = run_editor(text)
    except (OSError, ValueError) as error:  # nothing of that name, or quotes that do not end
        desk.say("text.no-editor", why=error)
        return None
    if edited is None:
        desk.say("text.left")
    return edited
