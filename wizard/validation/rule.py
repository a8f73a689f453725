"""Rules: a function each, with its message, reason and source."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wizard.document.tree import Path, get
from wizard.i18n import _, join_names
from wizard.validation.context import Context
from wizard.validation.error_codes import SOURCE, fill_in, get_error_code
from wizard.validation.finding import Finding, Fix, Severity
from wizard.validation.fixes import change_to_closest
from wizard.validation.reading import get_filled_text, is_blank

CLI = "batchcompute-cli 1.7.7, the official bcs command"
"""A source of rules."""

LONGEST_VALUE = 120
"""Characters of a value that a sentence repeats; a request can contain thousands of them."""


class RuleMatch:
    """A place where a rule applies; for something missing, where it would be.

    Args:
        why: A reason that replaces the rule's own, marked for translation.
        values: The named placeholders of the rule's sentences.
    """

    __slots__ = ("fix", "path", "values", "why")

    def __init__(self, path: Path, fix: Fix | None = None, *, why: str | None = None, **values: Any) -> None:
        self.path, self.fix, self.why, self.values = path, fix, why, values


Check = Callable[[dict[str, Any], Context], Iterator[RuleMatch]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about what the service accepts and people rarely intend.

    Attributes:
        severity: Warning or note; an error only where a secret would be sent or stored wrongly.
        message: The problem, with named placeholders, in English.
        why: The cause and what to do, likewise.
    """

    id: str
    severity: Severity
    message: str
    why: str
    source: str
    check: Check

    def to_finding(self, match: RuleMatch) -> Finding:
        """Return the finding about a place, in the user's language."""
        values = {name: shorten(value) for name, value in match.values.items()}
        message = _(self.message).format_map(values)
        why = _(match.why or self.why).format_map(values)
        return Finding(self.id, self.severity, match.path, message, why, self.source, match.fix)


RULES: dict[str, Rule] = {}
"""Every rule about warnings and notes by its id, in the order of their modules."""


def rule(
    *, source: str, message: str, why: str, severity: Severity = Severity.WARNING
) -> Callable[[Check], Check]:
    """Register a function ``(request, context) -> matches`` as a rule: ``check_disk_size`` as ``disk-size``.

    The function is only called with a request that is an object; it skips values of a wrong type, which are
    errors of their own.
    """

    def register(check: Check) -> Check:
        name = check.__name__.removeprefix("check_").replace("_", "-")
        RULES[name] = Rule(name, severity, message, why, source, check)
        return check

    return register


def match_unknown(request: Any, path: Path, known: Collection[str]) -> Iterator[RuleMatch]:
    """Yield a match if the string at a path is not one of the known ones."""
    value = get_filled_text(get(request, path))
    if value and value not in known:
        yield RuleMatch(path, change_to_closest(path, value, known), value=value, known=join_names(known))


def match_half(
    request: Any, parent: Path, names: Sequence[str], others: Sequence[str] = ()
) -> Iterator[RuleMatch]:
    """Yield a match for each blank attribute if another one, or one of the others, is not blank."""
    given = [name for name in (*names, *others) if not is_blank(request, (*parent, name))]
    for name in names if given else ():
        if name not in given:
            yield RuleMatch((*parent, name), name=name, given=given[0])


def make_error(number: int, path: Path, why: str, fix: Fix | None = None, **names: Any) -> Finding:
    """Return the finding for a row of the error table; the names replace placeholders of code and message."""
    row = get_error_code(number)
    code, message = fill_in(row.code, **names), fill_in(row.message, **names)
    return Finding(code, Severity.ERROR, path, message, why, SOURCE, fix, number)


def shorten(value: Any) -> Any:
    """Return a value as a sentence repeats it: a long one is cut. Numbers keep their type for formatting."""
    if isinstance(value, (int, float)):
        return value
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
