"""A few answers that belong together: asked for in turn, forth and back, until all of them are there."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field

from wizard.prompts import remarks
from wizard.prompts.desk import Desk
from wizard.prompts.moves import Back
from wizard.prompts.texts import say


def _always(answers: Mapping[str, str]) -> bool:
    return True


def _no_suggestions(answers: Mapping[str, str]) -> Sequence[str]:
    return ()


def _no_problem(answers: Mapping[str, str]) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Line:
    """One of the answers.

    Attributes:
        name: What it is kept under.
        question: The id of the question, which is handed ``enter``: what Enter does, in words.
        help: The id of what ``?`` says.
        words: What both are handed besides.
        nothing: What Enter does where nothing is there, in words; ``""``: what it mostly does.
        is_literal: Whether blanks around the answer belong to it.
        needed: Whether it cannot be left blank.
        secret: Whether it is typed unseen.
        suggestions: Values that it may well be, as the other answers stand.
        problem: What is wrong with the answer, or ``""``.
        is_asked: Whether it is asked for, as the other answers stand.
    """

    name: str
    question: str
    help: str
    words: Mapping[str, str] = field(default_factory=dict)
    nothing: str = ""
    is_literal: bool = False
    needed: bool = False
    secret: bool = False
    suggestions: Callable[[Mapping[str, str]], Sequence[str]] = _no_suggestions
    problem: Callable[[Mapping[str, str]], str] = _no_problem
    is_asked: Callable[[Mapping[str, str]], bool] = _always


def fill(desk: Desk, lines: Sequence[Line], answers: MutableMapping[str, str]) -> None:
    """Ask for each line in turn; what is there already stays with Enter.

    Args:
        desk: What to work with.
        lines: What to ask for.
        answers: What is there; the answers go into it.

    Raises:
        Back: The person goes back from the first line.
        Move: The person goes somewhere else.
    """
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.is_asked(answers):
            at += 1
            continue
        try:
            if _ask(desk, line, answers):
                at += 1
        except Back:
            before = [place for place in range(at) if lines[place].is_asked(answers)]
            if not before:
                raise
            at = before[-1]


def _ask(desk: Desk, line: Line, answers: MutableMapping[str, str]) -> bool:
    """Ask for a line; the answer is whether it is good."""
    there = answers.get(line.name, "")
    reply = desk.ask(
        say(line.question, enter=_enter(line, there), **line.words),
        explain=lambda part: desk.say(line.help, **line.words),
        suggestions=line.suggestions(answers),
        secret=line.secret,
    )
    match reply.kind:
        case "value":
            answers[line.name] = reply.text if line.is_literal else reply.text.strip()
        case "clear":
            answers[line.name] = ""
        case "fix":
            desk.say("finding.no-fix")
            return False
    if line.needed and not answers.get(line.name):
        desk.say("form.needed")
        return False
    if problem := line.problem(answers):
        desk.say("form.problem", problem=problem)
        answers[line.name] = there
        return False
    return True


def _enter(line: Line, there: str) -> str:
    """What Enter does, in words."""
    if there and line.secret:
        return say("field.keeps.secret")
    if there:
        return say("field.keeps", value=remarks.shortened(there))
    return line.nothing or say("form.must" if line.needed else "field.leaves")
