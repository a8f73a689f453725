"""Numbers, what they are compared with, and the table that they make."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

Kind = Literal["ratio", "ratio of p95", "p95", "shown"]


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 stay below."""
    ordered = sorted(values)
    return ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)]


@dataclass
class Measure:
    """One line of the table.

    Attributes:
        what: What was measured.
        where: Size of the terminal, document.
        unit: ``ms``, ``MB`` or ``/s``.
        values: The wizard's, one a run.
        others: What it is compared with, one a run; empty where there is nothing to compare with.
        goal: What is to be reached, in terms of ``kind``.
        kind: Whether the goal is about the ratio of medians, the ratio of the 95th percentiles, or the 95th
            percentile itself.
    """

    what: str
    where: str
    unit: str = "ms"
    values: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    goal: float | None = None
    kind: Kind = "shown"

    @property
    def ratio(self) -> float | None:
        """The wizard's median by the other's; by the 95th percentiles where the goal is about these."""
        if not self.values or not self.others:
            return None
        middle = p95 if self.kind == "ratio of p95" else statistics.median
        return float(middle(self.values) / middle(self.others))

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is reached; ``None`` without a goal."""
        if self.goal is None or not self.values:
            return None
        reached = p95(self.values) if self.kind == "p95" else self.ratio
        return reached is not None and reached <= self.goal

    def as_object(self) -> dict[str, Any]:
        """The line for a program."""
        about: dict[str, Any] = {"what": self.what, "where": self.where, "unit": self.unit}
        for name, values in (("wizard", self.values), ("other", self.others)):
            if values:
                about[name] = {
                    "runs": len(values),
                    "median": statistics.median(values),
                    "p95": p95(values),
                    "values": values,
                }
        return about | {"ratio": self.ratio, "goal": self.goal, "goal_of": self.kind, "met": self.is_met}

    def cells(self) -> list[str]:
        """The line for people."""
        goal = ""
        if self.goal is not None:
            goal = f"≤ {self.goal:g} ms" if self.kind == "p95" else f"≤ {self.goal:g} ×"
        return [
            self.what,
            self.where,
            str(len(self.values)),
            _pair(self.values, self.unit),
            _pair(self.others, self.unit),
            "" if self.ratio is None else f"{self.ratio:.2f} ×" + " p95" * (self.kind == "ratio of p95"),
            goal,
            {None: "", True: "yes", False: "NO"}[self.is_met],
        ]


def _pair(values: Sequence[float], unit: str) -> str:
    if not values:
        return ""
    if len(values) == 1:
        return f"{_short(values[0])} {unit}"
    return f"{_short(statistics.median(values))} / {_short(p95(values))} {unit}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


HEAD = ["what", "where", "runs", "wizard (median / p95)", "compared", "ratio", "goal", "met"]


def table(measures: Sequence[Measure]) -> str:
    """All lines, as a Markdown table."""
    rows = [HEAD, *(each.cells() for each in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def machine() -> dict[str, Any]:
    """What the numbers depend on."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load": [round(each, 2) for each in os.getloadavg()],
        **{name: version(name) for name in ("textual", "pydantic-core")},
    }


def write_json(file: Path, measures: Sequence[Measure], notes: Sequence[str]) -> None:
    """All numbers, for a program."""
    whole = {"machine": machine(), "notes": [*notes], "measures": [each.as_object() for each in measures]}
    file.write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def progress(text: str) -> None:
    """Say on standard error what goes on."""
    print(text, file=sys.stderr, flush=True)
