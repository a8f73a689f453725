"""Ask for a field: its value in words, its findings and fixes, its explanation."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from wizard.core.formatting import format_problems
from wizard.core.steps import describe_path
from wizard.core.values import (
    describe_choice,
    describe_limits,
    describe_value,
    format_answer,
    matches,
    matches_instance_type,
    parse_answer,
)
from wizard.document.secrets import REFERENCE, is_reference
from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, Path, get
from wizard.i18n import _, join_label, join_names
from wizard.models.fields import FieldSpec
from wizard.prompts.prompter import Choice, ParsedAnswer, Prompt, parse_number, parse_yes_no
from wizard.prompts.session import PromptSession
from wizard.validation import Finding, Severity
from wizard.validation.schema import TYPE_NAMES, list_error_codes

LONGEST_VALUE = 60  # characters of a value that a question shows
MOST_CHOICES = 10  # known values that are listed with the question
MOST_FOUND = 30  # known values that ``?`` lists
END = "."  # the line that ends several lines of text


def shorten(text: str) -> str:
    """Return text that fits into a question."""
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def format_location(path: Path) -> str:
    """Return a path in words, separated by commas for screen readers."""
    return describe_path(path, ", ") or _("the whole configuration")


def format_finding(finding: Finding, place: str = "") -> str:
    lines = {
        Severity.ERROR: _("Error: {text} [{rule}]"),
        Severity.WARNING: _("Warning: {text} [{rule}]"),
        Severity.NOTE: _("Note: {text} [{rule}]"),
    }
    text = join_label(place, finding.summary) if place else finding.summary
    return lines[finding.severity].format(text=text, rule=finding.rule)


def count_findings(findings: Sequence[Finding]) -> str:
    """Return how many errors, warnings and notes there are; ``""`` if none."""
    severities = [each.severity for each in findings]
    return format_problems(*map(severities.count, Severity))


def print_reason(session: PromptSession, finding: Finding) -> None:
    session.print("  {text}", text=f"{finding.message} {finding.why} [{finding.rule}]")


def print_findings(session: PromptSession, findings: Sequence[Finding], path: Path) -> None:
    """Print the findings about a field, and the numbers that apply their fixes."""
    number = 0
    for finding in findings:
        last = finding.path[-1] if finding.path != path else ""
        place = str(last + 1 if isinstance(last, int) else last)
        session.print("  {text}", text=format_finding(finding, place))
        if finding.fix is not None:
            number += 1
            session.print("  !{number} {label}", number=number, label=finding.fix.label)


def apply_fix(session: PromptSession, findings: Sequence[Finding], number: str) -> bool:
    """Apply the fix of a number (the only one if there is none); return whether there was one."""
    fixes = [(each, each.fix.label) for each in findings if each.fix is not None]
    index = int(number or 1) - 1
    if not 0 <= index < len(fixes) or (not number and len(fixes) > 1):
        session.print(_("  There is no fix with this number."))
        return False
    finding, label = fixes[index]
    session.edit.apply_fix(finding)
    session.print(_("  Fixed: {label}. :undo reverts it."), label=label)
    return True


def format_value(value: Any, spec: FieldSpec) -> str:
    """Return a value as a question shows it."""
    if isinstance(value, bool) and spec.kind == "boolean":
        return _("yes") if value else _("no")
    if isinstance(value, str) and value and spec.kind == "string":
        return shorten(value)
    shown = shorten(to_compact_text(value))
    if value == "" or spec.has_type(value):
        return shown
    return f"{shown}, {_(TYPE_NAMES[type(value)])}"


def find_known(text: str, values: Sequence[str]) -> str | None:
    """Return the value with a number or, ignoring case, a name; ``None`` if there is none."""
    index = parse_number(text, len(values))
    if index is not None:
        return values[index]
    close = [each for each in values if each.casefold() == text.strip().casefold()]
    return close[0] if len(close) == 1 else None


def format_known(value: Choice) -> str:
    """Return a known value with its meaning."""
    return join_label(value.answer, value.title) if value.title else value.answer


class Question:
    """A question about the value of a field, asked until it has no errors, or the user keeps it."""

    own_commands: tuple[str, ...] = ()
    is_repeated = False  # whether it is asked again after a valid answer

    def __init__(self, session: PromptSession, path: Path, spec: FieldSpec, title: str) -> None:
        self.session = session
        self.path = path
        self.spec = spec
        self.title = title

    @property
    def value(self) -> Any:
        """The value in the document, or ``MISSING``."""
        return get(self.session.tree, self.path, MISSING)

    @cached_property
    def known(self) -> list[Choice]:
        catalog, choices = self.session.edit.context.catalog, self.spec.choices
        if choices is None:
            return [Choice(value) for value in self.spec.values or () if value]
        values = self.spec.values or getattr(catalog, choices)
        return [Choice(value, describe_choice(choices, value, catalog)) for value in values if value]

    @property
    def listed(self) -> list[Choice]:
        """The known values if they are few; longer lists are searched."""
        return self.known if len(self.known) <= MOST_CHOICES else []

    def find(self) -> list[Finding]:
        """Return the findings about the field; of a list or map of text also those about its entries."""
        result, item = self.session.edit.result, self.spec.item
        is_text = item is not None and item.kind != "object"
        return result.below(self.path) if is_text else result.at(self.path)

    def show(self) -> None:
        """Print what has to be read before the question."""

    @abstractmethod
    def make_prompt(self) -> Prompt:
        """Return the prompt for the current value."""

    def ask(self) -> None:
        """Ask. Raises `Navigation`."""
        session, path = self.session, self.path
        self.show()
        printed = self.find() if session.shows_findings(path) else []
        print_findings(session, printed, path)
        while True:
            answer = session.ask(self.make_prompt(), explain=self.explain, own_commands=self.own_commands)
            if answer.kind == "keep":
                if not self.is_repeated and not session.shows_findings(path):
                    print_findings(session, [each for each in self.find() if each not in printed], path)
                break
            is_changed = self.take(answer)
            session.edit.document.end_run()
            if not is_changed:
                continue
            printed = self.find()
            print_findings(session, printed, path)
            if not printed and (text := self.describe()):
                session.print("  {text}", text=text)
            if not self.is_repeated and not any(
                each.severity is Severity.ERROR or each.fix for each in printed
            ):
                break
        session.leave(path)

    def describe(self) -> str:
        """Return what the value means, or ``""``."""
        return describe_value(self.session.tree, self.path, self.spec, self.session.edit.context.catalog)

    def explain(self, part: str) -> None:
        """Print the meaning, limits, example, error codes and source of the field, and its current state."""
        session, spec = self.session, self.spec
        session.print(join_label(spec.title, spec.description))
        has_example = spec.example is not None and spec.secret is None
        lines = [
            (_("  Limits: {text}"), describe_limits(spec)),
            (_("  Example: {text}"), format_answer(spec.example) if has_example else ""),
            (_("  Error codes: {text}"), join_names(list_error_codes(spec))),
            (_("  API name: {text}"), ".".join(spec.path)),
            (_("  Source: {text}"), spec.source),
        ]
        for line, text in lines:
            if text:
                session.print(line, text=text)
        if self.value is MISSING:
            session.print(_("  Now: not set"))
        elif spec.secret is None:
            session.print(_("  Now: {value}"), value=format_value(self.value, spec))
        for finding in self.find():
            print_reason(session, finding)
        session.print(_("  Type a value and press Enter. An empty line keeps the value, - removes it."))

    def take(self, answer: ParsedAnswer) -> bool:
        """Store an answer; return whether the field has to be validated."""
        if answer.kind == "fix":
            return apply_fix(self.session, self.find(), answer.text)
        if self.value is MISSING:
            self.session.print(_("  There is nothing to remove."))
            return False
        self.session.edit.document.clear(self.path)
        self.session.print(_("  {title} removed."), title=self.title)
        return True


class FieldQuestion(Question):
    """The question about a field that holds text, a number, or true or false."""

    def current(self) -> str:
        """Return the value as the question shows it; ``""`` if there is none."""
        value, text = self.value, self.describe()
        if value is MISSING:
            return ""
        if self.spec.secret is not None and value != "":
            is_variable = isinstance(value, str) and REFERENCE.fullmatch(value)
            return str(value) if is_variable else _("hidden")
        shown = format_value(value, self.spec)
        return f"{shown}, {text}" if text and not self.listed else shown

    def make_prompt(self) -> Prompt:
        spec, title, current = self.spec, self.title, self.current()
        if spec.required:
            title += " *"
        if spec.multiline:
            title = _("{title} (several lines; a line with only . ends them)").format(title=title)
        elif spec.secret is not None:
            title = _("{title} (not shown while you type)").format(title=title)
        elif spec.kind == "boolean":
            title = _("{title} (yes or no)").format(title=title)
        elif self.value is MISSING and (text := self.describe()):
            title += f" ({text})"
        choices = [Choice(str(number), format_known(each)) for number, each in enumerate(self.listed, 1)]
        values = [each.answer for each in self.listed]
        default = str(values.index(self.value) + 1) if self.value in values else ""
        if choices and not default:
            keep = _("(not set)") if self.value is MISSING else _("Keep {value}").format(value=current)
            choices.insert(0, Choice("", keep))
        question = f"{title} [{current}]: " if current else f"{title}: "
        return Prompt(question, choices, default, self._search, spec.secret is not None)

    def _search(self, text: str) -> list[Choice]:
        is_found: Callable[[str, str, str], bool] = matches
        if self.spec.choices == "instance_types":
            is_found = partial(matches_instance_type, catalog=self.session.edit.context.catalog)
        return [each for each in self.known if is_found(text, each.answer, each.title)]

    def explain(self, part: str) -> None:
        session = self.session
        if not part or not self.known:
            super().explain(part)
        if not part and len(self.known) > len(self.listed):
            example = "8c 16g" if self.spec.choices == "instance_types" else self.known[0].answer
            message = _("  {count} known values. Type ? and a part of one to search, as in ?{example}")
            session.print(message, count=len(self.known), example=example)
            return
        found = self._search(part)
        if self.known and not found:
            session.print(_("No known value contains {text}."), text=part)
        for each in found[:MOST_FOUND]:
            session.print("  {number}  {value}", number=self.known.index(each) + 1, value=format_known(each))
        if len(found) > MOST_FOUND:
            session.print(_("  and {count} more. Type a longer part."), count=len(found) - MOST_FOUND)

    def take(self, answer: ParsedAnswer) -> bool:
        if answer.kind != "value":
            return super().take(answer)
        value = self._parse(answer)
        if value is MISSING:
            self.session.edit.document.clear(self.path)
        elif value is not None:
            self.session.edit.document.set(self.path, value)
        return value is not None

    def _parse(self, answer: ParsedAnswer) -> Any:
        """Return the JSON value of an answer; ``None`` for an invalid one, after printing why."""
        session = self.session
        if self.spec.kind == "boolean":
            meant = parse_yes_no(answer.text)
            if meant is None:
                session.print(_("  Error: type yes or no."))
            return meant
        values, known = [each.answer for each in self.known], None
        if answer.text in values:
            known = answer.text
        elif not answer.is_literal:
            known = find_known(answer.text, values)
        if known is not None:
            if known != answer.text:
                session.print("  {value}", value=known)
            return known
        if self.spec.values:
            session.print(_("  Error: {answer} is not one of the values."), answer=answer.text)
            return None
        if self.spec.secret is not None and not is_reference(answer.text):
            message = _("  Kept in memory only. Files contain the variable {name} instead.")
            session.print(message, name=self.spec.secret)
        return parse_answer(answer.text, self.spec)


class LinesQuestion(FieldQuestion):
    """The question about a field that holds several lines of text."""

    @property
    def _lines(self) -> list[str]:
        """The lines of the value if there are several."""
        return self.value.split("\n") if isinstance(self.value, str) and "\n" in self.value else []

    def show(self) -> None:
        if self._lines:
            self.session.print("\n".join(f"    {line}" for line in self._lines))

    def current(self) -> str:
        if self._lines:
            return _("the {count} lines above").format(count=len(self._lines))
        return super().current()

    def take(self, answer: ParsedAnswer) -> bool:
        """Read lines to the end; each is stored immediately."""
        if answer.kind != "value":
            return super().take(answer)
        if answer.text == END and not answer.is_literal:
            return False
        document = self.session.edit.document
        for lines in _read_more(self.session, answer.text.split("\n")):
            document.set(self.path, "\n".join(lines), run=self.path)
        return True


def _unescape(line: str) -> str:
    """Return a line without the backslash that marks a full stop as text."""
    return line[1:] if line.lstrip("\\") == END and line != END else line


def _read_more(session: PromptSession, lines: list[str]) -> Iterator[list[str]]:
    """Yield the lines, now and after each line that is read, up to one that is a full stop."""
    line = ""
    while line != END:
        yield lines
        line = session.ask_line(Prompt(_("Line {number}: ").format(number=len(lines) + 1)))
        lines = [*lines, *map(_unescape, line.split("\n"))]


def read_json(session: PromptSession) -> str:
    """Return the lines of a JSON text up to one that is a full stop; ``""`` if the first one is empty."""
    line = session.ask_line(Prompt(_("Paste JSON; a line with only . ends it: ")))
    if line in ("", END):
        return ""
    *_before, lines = _read_more(session, [*map(_unescape, line.split("\n"))])
    return "\n".join(lines)
