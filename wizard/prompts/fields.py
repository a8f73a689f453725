"""Asking for one field."""

from dataclasses import dataclass
from typing import Any

from wizard.core.answers import parse_answer
from wizard.core.steps import is_shown_for_value
from wizard.core.suggestions import describe_choice, describe_value, matches, matches_instance_type
from wizard.document.secrets import is_reference
from wizard.document.tree import MISSING, Path, get
from wizard.models.fields import FieldSpec
from wizard.prompts import remarks, replies
from wizard.prompts.desk import Desk
from wizard.prompts.replies import Reply
from wizard.prompts.texts import say
from wizard.validation import Finding, Severity

MOST_LISTED = 10
"""Known values that are listed before the question; of more, those that hold a part are on request."""
ALWAYS_LISTED = 3
"""Known values that are listed even when one of them is there already."""
MOST_FOUND = 30
"""Known values that are listed at once on request."""


@dataclass(frozen=True, slots=True)
class Option:
    """A known value of a field.

    Attributes:
        value: The value.
        about: What it means, or ``""``.
    """

    value: str
    about: str


def options(desk: Desk, node: FieldSpec) -> list[Option]:
    """The values that are known for a field, in the order of their numbers."""
    catalog = desk.session.context.catalog
    if node.values:
        known = [value for value in node.values if value]
    else:
        known = list(getattr(catalog, node.choices)) if node.choices else []
    return [
        Option(value, describe_choice(node.choices, value, catalog) if node.choices else "")
        for value in known
    ]


def list_options(desk: Desk, known: list[Option], node: FieldSpec, part: str = "") -> None:
    """List the known values that hold a part, with their numbers."""
    catalog = desk.session.context.catalog
    found = []
    for number, option in enumerate(known, 1):
        if node.choices == "instance_types":
            wanted = matches_instance_type(part, option.value, option.about, catalog)
        else:
            wanted = matches(part, option.value, option.about)
        if wanted:
            found.append((number, option))
    if not found:
        desk.say("field.none", part=part)
    for number, option in found[:MOST_FOUND]:
        name = "field.option.about" if option.about else "field.option"
        desk.say(name, number=number, value=option.value, about=option.about)
    if len(found) > MOST_FOUND:
        desk.say("field.more", count=len(found) - MOST_FOUND)


class FieldQuestion:
    """The question about a field that holds a text, a number, or yes or no.

    Args:
        desk: What to work with.
        path: The field's path.
        node: The field.
        title: What to call it.
    """

    def __init__(self, desk: Desk, path: Path, node: FieldSpec, title: str) -> None:
        self.desk = desk
        self.path = path
        self.node = node
        self.title = title
        self._known = options(desk, node)
        self._is_closed = bool(node.values)

    # -- the words of the question

    @property
    def value(self) -> Any:
        """What the document holds there, or ``MISSING``."""
        return get(self.desk.tree, self.path, MISSING)

    def words(self) -> str:
        """The question."""
        node, value = self.node, self.value
        parts = [say("field.needed")] if node.required else []
        if len(self._known) > MOST_LISTED:
            parts.append(say("field.known", count=len(self._known)))
        elif self._known:
            kind = say("field.listed.closed" if self._is_closed else "field.listed")
            few = say("field.known.few", kind=kind, count=len(self._known))
            parts.append(kind if self._is_listed() else few)
        else:
            parts.append(remarks.takes(node))
        if value is MISSING and isinstance(node.example, str | int | float) and node.kind != "boolean":
            parts.append(say("field.example", example=node.example))
        parts.append(self._keeps())
        return say("field.question", title=self.title, about="; ".join(parts))

    def _keeps(self) -> str:
        return remarks.keeps(self.value, self.node, self._hint())

    def _hint(self) -> str:
        return describe_value(self.desk.tree, self.path, self.node, self.desk.session.context.catalog)

    def _is_listed(self) -> bool:
        """Whether the known values are listed unasked: of more than a few, only while none is there."""
        if not 0 < len(self._known) <= MOST_LISTED:
            return False
        there = self.value in [option.value for option in self._known]
        return len(self._known) <= ALWAYS_LISTED or not there

    def explain(self, part: str) -> None:
        """Explain the field, or list the known values that hold a part."""
        if part and self._known:
            list_options(self.desk, self._known, self.node, part)
            return
        remarks.explain(self.desk, self.path, self.node)
        if len(self._known) > MOST_LISTED:
            self.desk.say("explain.known", count=len(self._known))
        elif self._known:
            list_options(self.desk, self._known, self.node)

    # -- asking

    def ask(self) -> None:
        """Ask until the answer is fine, or is kept as it is.

        Raises:
            Move: The person goes somewhere else.
        """
        desk = self.desk
        said = self._findings() if desk.sees(self.path) else []
        if self._is_listed():
            list_options(desk, self._known, self.node)
        self.prepare()
        remarks.tell_findings(desk, said, self.path)
        while True:
            reply = desk.ask(
                self.words,
                explain=self.explain,
                suggestions=[option.value for option in self._known],
                secret=self.node.secret is not None,
            )
            if reply.kind == "keep":
                self._leave(said)
                return
            if not self._take(reply):
                continue
            said = self._findings()
            remarks.tell_findings(desk, said, self.path)
            if not said:
                self._tell_hint()
            if not any(finding.severity is Severity.ERROR or finding.fix for finding in said):
                desk.left(self.path)
                return

    def prepare(self) -> None:
        """Say what has to be known before the question."""

    def _findings(self) -> list[Finding]:
        return remarks.findings_at(self.desk, self.path, self.node)

    def _leave(self, said: list[Finding]) -> None:
        """Go on as it is; what is wrong with it is said once."""
        new = [finding for finding in self._findings() if finding not in said]
        if not self.desk.sees(self.path):
            remarks.tell_findings(self.desk, new, self.path)
        self.desk.left(self.path)

    def _tell_hint(self) -> None:
        if words := self._hint():
            self.desk.say("field.hint", hint=words)

    def _take(self, reply: Reply) -> bool:
        """Do what was answered; the answer is whether the field is to be judged anew."""
        desk, document = self.desk, self.desk.session.document
        match reply.kind:
            case "clear":
                if self.value is MISSING:
                    desk.say("field.nothing")
                    return False
                document.clear(self.path)
                desk.say("field.cleared", title=self.title)
            case "fix":
                return remarks.mend(desk, self._findings(), reply.text)
            case _:
                value = self.understood(reply)
                if value is None:
                    return False
                if value is MISSING:
                    document.clear(self.path)
                else:
                    document.set(self.path, value)
        document.end_run()
        return True

    def understood(self, reply: Reply) -> Any:
        """The JSON value that an answer means; ``None`` where it is none, which was said then."""
        if self.node.kind == "boolean":
            meant = replies.yes_or_no(reply.text)
            if meant is None:
                self.desk.say("field.yes-no", answer=reply.text)
            return meant
        if self._known and (option := self._option(reply)) is not None:
            if option.value != reply.text:
                self.desk.say("field.taken", value=option.value)
            return option.value
        if self._is_closed:
            self.desk.say("field.closed", answer=reply.text)
            return None
        if self.node.secret is not None and not is_reference(reply.text):
            self.desk.say("field.secret", name=self.node.secret)
        return parse_answer(reply.text, self.node)

    def _option(self, reply: Reply) -> Option | None:
        """The known value that is meant: by its number, or by its name, upper and lower case apart."""
        if not reply.is_literal:
            place = replies.number(reply.text, len(self._known))
            if place is not None:
                return self._known[place]
        exact = [option for option in self._known if option.value == reply.text]
        typed = reply.text.strip().casefold()
        close = [option for option in self._known if option.value.casefold() == typed]
        found = exact or ([] if reply.is_literal else close)
        return found[0] if len(found) == 1 else None


class LinesQuestion(FieldQuestion):
    """The question about a field that holds a text of several lines."""

    END = "."
    """What ends the lines when it stands alone on one."""

    def prepare(self) -> None:
        """Show the lines that are there."""
        value = self.value
        if isinstance(value, str) and "\n" in value:
            for line in value.split("\n"):
                self.desk.say("field.shown", line=line)

    def _keeps(self) -> str:
        value = self.value
        if isinstance(value, str) and "\n" in value:
            return say("field.keeps", value=say("field.lines", count=value.count("\n") + 1))
        return super()._keeps()

    def _take(self, reply: Reply) -> bool:
        if reply.kind != "value" or (reply.text == self.END and not reply.is_literal):
            return reply.kind != "value" and super()._take(reply)
        self._read_lines(reply.text)
        return True

    def _read_lines(self, first: str) -> None:
        """Read lines to the end; each goes into the request at once."""
        document, lines = self.desk.session.document, first.split("\n")
        while True:
            document.set(self.path, "\n".join(lines), run=self.path)
            line = self.desk.ask_plainly(say("field.line", number=len(lines) + 1))
            if line == self.END:
                break
            lines += [unescaped(each) for each in line.split("\n")]
        document.end_run()


def unescaped(line: str) -> str:
    """A line among others; one that is nothing but a full stop was typed with a backslash before it."""
    stripped = line.lstrip("\\")
    return line[1:] if stripped == LinesQuestion.END and line != stripped else line


def read_block(desk: Desk, question: str) -> str:
    """Read lines up to one with a single full stop; ``""`` where the first one is empty.

    Args:
        desk: What to work with.
        question: The question for the first line.
    """
    line = desk.ask_plainly(question)
    if not line:
        return ""
    lines: list[str] = []
    while line != LinesQuestion.END:
        lines += map(unescaped, line.split("\n"))
        line = desk.ask_plainly(say("field.line", number=len(lines) + 1))
    return "\n".join(lines)


def ask(desk: Desk, path: Path, node: FieldSpec, title: str) -> None:
    """Ask for a field.

    Raises:
        Move: The person goes somewhere else.
    """
    from wizard.prompts.lists import ask_list
    from wizard.prompts.maps import ask_map

    if is_shown_for_value(desk.tree, path, node):
        desk.held.add(path)
    if node.kind == "map":
        ask_map(desk, path, node, title)
    elif node.kind == "list":
        ask_list(desk, path, node, title)
    elif node.multiline:
        LinesQuestion(desk, path, node, title).ask()
    else:
        FieldQuestion(desk, path, node, title).ask()
