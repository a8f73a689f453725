"""Figures, their budgets, and the table that shows both."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal


@dataclass(eq=False)
class Figure:
    """One line of the table: what is measured of ``bcw`` and, in turn, of the program it is compared with."""

    name: str
    compared_with: str = "bare"
    budget: float | None = None  # a multiple of the other program, or in ``unit`` if ``absolute``
    statistic: Literal["median", "p95"] = "median"
    absolute: bool = False
    unit: str = "ms"
    values: list[float] = field(default_factory=list)  # of ``bcw``, one per run
    others: list[float] = field(default_factory=list)  # of the other program, if it is available

    def add(self, program: str, value: float | None) -> None:
        """Add what was measured of ``bcw`` or of the other program, if it could be measured."""
        if value is not None:
            (self.values if program == "bcw" else self.others).append(value)

    def summarize(self, values: Sequence[float]) -> float:
        """Return the statistic of values."""
        if self.statistic == "median":
            return statistics.median(values)
        return sorted(values)[min(int(0.95 * len(values)), len(values) - 1)]

    @property
    def ratio(self) -> float | None:
        """The statistic as a multiple of the other program's."""
        if not self.values or not self.others:
            return None
        return self.summarize(self.values) / self.summarize(self.others)

    @property
    def is_met(self) -> bool | None:
        """Whether the figure is within its budget; ``None`` if that is not known."""
        figure = self.summarize(self.values) if self.absolute and self.values else self.ratio
        return None if self.budget is None or figure is None else figure <= self.budget

    def to_row(self) -> dict[str, str]:
        """Return the cells of the table."""
        budget = "" if self.budget is None else f"≤ {self.budget:g} {self.unit if self.absolute else '×'}"
        return {
            "figure": self.name,
            "statistic": self.statistic,
            "bcw": self._format(self.values),
            "compared with": self.compared_with and f"{self._format(self.others)} ({self.compared_with})",
            "ratio": "" if self.ratio is None else f"{self.ratio:.2f} ×",
            "budget": budget,
            "met": {None: "", True: "yes", False: "NO"}[self.is_met],
        }

    def _format(self, values: Sequence[float]) -> str:
        if not values:
            return "not available"
        value = self.summarize(values)
        return f"{value:.{0 if value >= 100 else 1 if value >= 10 else 2}f} {self.unit}"


def format_table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows = [figure.to_row() for figure in figures]
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in lines)


def describe_machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "Python": platform.python_version(),
        "system": platform.platform(terse=True),
        "processors": os.cpu_count(),
        "load": " ".join(f"{load:.1f}" for load in os.getloadavg()),
        "textual": version("textual"),
        "pydantic": version("pydantic"),
    }


def write_json(path: Path, figures: Sequence[Figure], machine: dict[str, Any]) -> None:
    """Write all values to a file."""
    values = [{**asdict(figure), "ratio": figure.ratio, "met": figure.is_met} for figure in figures]
    text = json.dumps({"machine": machine, "figures": values}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
