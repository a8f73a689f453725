"""How a rule about what the service takes, and nobody wants, is written: one function, one rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from wizard.document.pointer import Path
from wizard.rules.finding import Finding, Fix, Severity
from wizard.rules.texts import filled
from wizard.rules.warnings.texts import TEXTS


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a rule applies.

    Attributes:
        path: The field that it is about; of something missing, where it would stand.
        values: What the rule's sentences name.
        fix: A way out, where there is one.
    """

    path: Path
    values: dict[str, Any]
    fix: Fix | None = None


Test = Callable[..., Iterator[Hit]]
Kind = Literal["rule", "each", "anywhere", "size"]

T = TypeVar("T", bound=Test)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, how bad what it finds is, and the function that looks.

    Attributes:
        kind: By which of the functions below it was made a rule, which says what its test is handed.
        reads: The places that the test looks at; of a rule about each entry, the map or the list.
    """

    name: str
    severity: Severity
    source: str
    test: Test
    kind: Kind
    reads: tuple[Path, ...]

    def finding(self, hit: Hit) -> Finding:
        """What the rule says of a place where it applies."""
        message, why = TEXTS[self.name]
        return Finding(
            self.name,
            self.severity,
            hit.path,
            filled(message, hit.values),
            filled(why, hit.values),
            self.source,
            hit.fix,
        )


RULES: dict[str, Rule] = {}
"""Every rule by its name."""


def rule(name: str, severity: Severity, source: str, *, reads: tuple[Path, ...] = ((),)) -> Callable[[T], T]:
    """Make a function ``(tree, context) -> hits`` a rule about the whole request, or some parts of it.

    Args:
        name: What it is silenced by; its sentences stand under it in :data:`TEXTS`.
        severity: Warning or note.
        source: The page or program that says so.
        reads: The parts that it looks at. It is handed a request without any other, and not asked again
            while these stay the same: worth it for what goes through all groups or mounts.
    """
    return _registering(name, severity, source, "rule", reads)


def each(name: str, severity: Severity, source: str, *, of: Path) -> Callable[[T], T]:
    """Make a function ``(path, entry, context) -> hits`` a rule about each object in a map or a list.

    Args:
        name: As for :func:`rule`.
        severity: As for :func:`rule`.
        source: As for :func:`rule`.
        of: The map or the list, one of :func:`~wizard.request.schema.collections`. An entry that stays the
            same is not judged again.
    """
    return _registering(name, severity, source, "each", (of,))


def anywhere(name: str, severity: Severity, source: str) -> Callable[[T], T]:
    """Make a function ``(path, value, node, context) -> hits`` a rule about single places, wherever they are.

    It is handed each entry of the collections by itself, and the request without these: what it says of a
    place must depend on nothing but what stands there, and beside it in the same object.
    """
    return _registering(name, severity, source, "anywhere", ((),))


def of_size(name: str, severity: Severity, source: str) -> Callable[[T], T]:
    """Make a function ``(size, context) -> hits`` a rule about the bytes that the request takes, compact."""
    return _registering(name, severity, source, "size", ((),))


def _registering(
    name: str, severity: Severity, source: str, kind: Kind, reads: tuple[Path, ...]
) -> Callable[[T], T]:
    def register(test: T) -> T:
        RULES[name] = Rule(name, severity, source, test, kind, reads)
        return test

    return register


def hit(path: Path, fix: Fix | None = None, **values: Any) -> Hit:
    """A place where a rule applies, with what its sentences name."""
    return Hit(path, values, fix)
