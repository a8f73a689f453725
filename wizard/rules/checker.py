"""Judging one request after the other: what they share is judged once.

A request may have thousands of groups and mounts, and one key changes one of them. Trees are never changed
in place, so what was found of a part holds for as long as the part is the same object: of each entry of the
collections by itself, and, for rules about several parts, of all that these read. A rule is handed nothing
but what it says it reads, so that it cannot depend on anything else. Nothing is kept of parts that the latest
request does not have.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from wizard.document.pointer import Path
from wizard.document.tree import MISSING, get, replaced
from wizard.document.writing import to_compact_text, without_schema
from wizard.request.judge import Problem, entry_problems, outline_problems
from wizard.request.schema import ANY, Node, by_pattern, collections, node_at, root
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Finding, Severity
from wizard.rules.relations import RELATIONS, surrogates, too_large
from wizard.rules.shape import shape_findings
from wizard.rules.warnings import RULES
from wizard.rules.warnings.registry import Rule

_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)

Rank = tuple[int, int, int, int]
"""What findings are sorted by: severity, row of the error table, place in the reference, rule."""
Ranked = tuple[Rank, Finding]
_Judge = Callable[[dict[str, Any], Context], Iterable[Finding]]


class Order:
    """The order of findings: errors first, in the order of the service's error table, which answers with the
    first; then warnings, then notes, each in the order of the request."""

    def __init__(self) -> None:
        self._places = {pattern: place for place, pattern in enumerate(by_pattern())}
        self._rules = {name: place for place, name in enumerate(RULES)}

    def rank(self, finding: Finding) -> Rank:
        """Where a finding comes in."""
        path = finding.path
        while (node := node_at(path)) is None:
            path = path[:-1]
        rule = 0 if finding.severity is Severity.ERROR else self._rules.get(finding.rule, len(self._rules))
        return _SEVERITIES.index(finding.severity), finding.row, self._places[node.pattern], rule

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings in their order."""
        return sorted(findings, key=self.rank)


@dataclass(slots=True)
class _Part:
    """What is known of an entry, or of what stands outside the collections.

    Attributes:
        value: What was judged.
        problems: What is wrong with its shape.
        found: What else was found.
        size: The bytes that it takes in compact JSON, an entry of a map with its key.
    """

    value: Any
    problems: tuple[Problem, ...]
    found: tuple[Ranked, ...]
    size: int


@dataclass(slots=True)
class _Collection:
    """What is known of a collection: of its entries, by key, and of all of them together."""

    value: Any = None
    entries: dict[str | int, _Part] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    found: list[Ranked] = field(default_factory=list)
    size: int = 0


class Checker:
    """Judges requests by one context.

    Attributes:
        context: What is known besides the requests.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self._order = Order()
        wanted = [
            rule
            for name, rule in RULES.items()
            if not context.as_service and (rule.severity is Severity.ERROR or name not in context.silenced)
        ]
        self._rules = [rule for rule in wanted if rule.kind == "rule"]
        self._anywhere = [rule for rule in wanted if rule.kind == "anywhere"]
        self._of_size = [rule for rule in wanted if rule.kind == "size"]
        self._nodes: dict[Path, Node] = {path: by_pattern()[(*path, ANY)] for path in collections()}
        self._each: dict[Path, list[Rule]] = {path: [] for path in collections()}
        for rule in wanted:
            if rule.kind == "each":
                self._each[rule.reads[0]].append(rule)
        self._collections = {path: _Collection() for path in collections()}
        self._kept: dict[object, tuple[tuple[Any, ...], tuple[Ranked, ...]]] = {}

    def check(self, tree: Any) -> list[Finding]:
        """Judge a request, which must not be changed in place afterwards; as :func:`wizard.rules.check`."""
        tree = without_schema(tree)
        problems = outline_problems(tree)
        if not isinstance(tree, dict):
            return self._order.of(shape_findings(tree, problems))
        outside, entries = self._parts(tree)
        for part in entries:
            problems += part.problems
        found = [*self._ranked(shape_findings(tree, problems))]
        for relation, reads in RELATIONS.items():
            found += self._unless_known(relation, reads, relation, tree)
        found += outside.found
        for part in entries:
            found += part.found
        for rule in self._rules:
            found += self._of_rule(rule, tree)
        size = outside.size + sum(part.size for part in entries)
        found += self._ranked(too_large(size))
        for rule in self._of_size:
            found += self._ranked(map(rule.finding, rule.test(size, self.context)))
        found.sort(key=itemgetter(0))
        return [fixes.with_renaming(tree, finding) for _, finding in found]

    def _ranked(self, findings: Iterable[Finding]) -> tuple[Ranked, ...]:
        return tuple([(self._order.rank(finding), finding) for finding in findings])

    def _of_rule(self, rule: Rule, tree: dict[str, Any]) -> tuple[Ranked, ...]:
        if rule.reads == ((),):
            return self._ranked(map(rule.finding, rule.test(tree, self.context)))
        return self._unless_known(
            rule.name, rule.reads, lambda parts, context: map(rule.finding, rule.test(parts, context)), tree
        )

    def _unless_known(
        self, name: object, reads: tuple[Path, ...], judge: _Judge, tree: dict[str, Any]
    ) -> tuple[Ranked, ...]:
        """What is found in the parts that are read; what was found where these are the same objects."""
        seen = tuple(get(tree, path, MISSING) for path in reads)
        known = self._kept.get(name)
        if known is not None and all(map(_is, known[0], seen)):
            return known[1]
        found = self._ranked(judge(_only(reads, seen), self.context))
        self._kept[name] = seen, found
        return found

    # -- parts

    def _parts(self, tree: dict[str, Any]) -> tuple[_Part, list[_Collection]]:
        """What stands outside the collections, and the collections."""
        parts = []
        outside: Any = tree
        for path, known in self._collections.items():
            value = get(tree, path)
            if not isinstance(value, dict if by_pattern()[path].kind == "map" else list):
                value = None
            if known.value is not value:
                known = self._collections[path] = self._collection(path, value, known.entries)
            if value is not None:
                parts.append(known)
                outside = replaced(outside, path, type(value)())
        return self._part((), outside), parts

    def _collection(self, path: Path, value: Any, before: dict[str | int, _Part]) -> _Collection:
        found = _Collection(value)
        pairs: Iterable[tuple[str | int, Any]] = (
            value.items() if isinstance(value, dict) else enumerate(value or ())
        )
        for key, entry in pairs:
            part = before.get(key)
            if part is None or part.value is not entry:
                part = self._part((*path, key), entry)
            found.entries[key] = part
            found.problems += part.problems
            found.found += part.found
            found.size += part.size
        found.size += max(len(found.entries) - 1, 0)  # the commas
        return found

    def _part(self, path: Path, value: Any) -> _Part:
        """Judge an entry, or, without a path, what stands outside the collections."""
        text = to_compact_text(value)
        if path and isinstance(path[-1], str):
            text = f"{to_compact_text(path[-1])}:{text}"
        found = [*self._of_part(path, value)]
        try:
            size = len(text.encode())
        except UnicodeEncodeError:
            size = len(text.encode("utf-8", "surrogatepass"))
            found += surrogates(path, value)
        problems = entry_problems(path, value) if path else []
        return _Part(value, tuple(problems), self._ranked(found), size)

    def _of_part(self, path: Path, value: Any) -> Iterator[Finding]:
        collection = path[:-1]
        node = self._nodes[collection] if path else root()
        for rule in self._anywhere:
            for hit in rule.test(path, value, node, self.context):
                yield rule.finding(hit)
        if path and isinstance(value, dict):
            for rule in self._each[collection]:
                for hit in rule.test(path, value, self.context):
                    yield rule.finding(hit)


def _only(places: Iterable[Path], values: Iterable[Any]) -> dict[str, Any]:
    """A request in which nothing stands but values at places."""
    found: dict[str, Any] = {}
    for path, value in zip(places, values, strict=True):
        if value is not MISSING:
            holder = found
            for key in path[:-1]:
                holder = holder.setdefault(str(key), {})
            holder[str(path[-1])] = value
    return found


def _is(one: object, other: object) -> bool:
    return one is other
