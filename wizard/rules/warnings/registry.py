"""How a rule about what the service takes, and nobody wants, is written: one function, one rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from wizard.document.pointer import Path
from wizard.rules.context import Context
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


Test = Callable[[dict[str, Any], Context], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, how bad what it finds is, and the function that looks."""

    name: str
    severity: Severity
    source: str
    test: Test

    def findings(self, tree: dict[str, Any], context: Context) -> Iterator[Finding]:
        """What the rule finds in a request."""
        message, why = TEXTS[self.name]
        for hit in self.test(tree, context):
            yield Finding(
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


def rule(name: str, severity: Severity, source: str) -> Callable[[Test], Test]:
    """Make a function a rule.

    Args:
        name: What it is silenced by; its sentences stand under it in :data:`TEXTS`.
        severity: Warning or note.
        source: The page or program that says so.
    """

    def register(test: Test) -> Test:
        RULES[name] = Rule(name, severity, source, test)
        return test

    return register


def hit(path: Path, fix: Fix | None = None, **values: Any) -> Hit:
    """A place where a rule applies, with what its sentences name."""
    return Hit(path, values, fix)
