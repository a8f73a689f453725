"""The verbs that need no terminal, against a Python that does nothing; and how many documents they judge."""

import json
import subprocess
import time
from collections.abc import Sequence

from wizard.validation import check

from .places import Place, bcw, nothing
from .report import Measure, progress


def _seconds(place: Place, command: Sequence[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(
        command,
        env=place.environ,
        cwd=place.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return time.perf_counter() - begun


def verbs(place: Place, rounds: int) -> list[Measure]:
    """Whole runs of verbs, one after the other in turn."""
    measured = [
        (Measure("bcw --version", "", goal=2.5, kind="ratio"), bcw("--version")),
        (Measure("bcw check", "example", goal=12, kind="ratio"), bcw("check", str(place.files["example"]))),
        (Measure("bcw check", "large", kind="ratio"), bcw("check", str(place.files["large"]))),
    ]
    for number in range(rounds):
        progress(f"verbs: {number + 1} of {rounds}")
        for measure, command in measured:
            measure.others.append(_seconds(place, nothing()) * 1e3)
            measure.values.append(_seconds(place, command) * 1e3)
    return [measure for measure, _ in measured]


def judged(place: Place, rounds: int) -> list[Measure]:
    """The rules themselves, without process and file."""
    measures = []
    for name, file in place.files.items():
        tree = json.loads(file.read_text(encoding="utf-8"))
        check(tree)
        measure = Measure("rules, whole document", name)
        for _ in range(rounds):
            begun = time.perf_counter()
            check(tree)
            measure.values.append((time.perf_counter() - begun) * 1e3)
        measures.append(measure)
    return measures


def throughput(place: Place, rounds: int) -> list[Measure]:
    """Documents a second, many files in one call."""
    measures = []
    for name, count in (("example", 300), ("large", 20)):
        file = str(place.files[name])
        measure = Measure("bcw check of many files, documents", f"{count} × {name}", unit="/s")
        for number in range(rounds):
            progress(f"check of {count} × {name}: {number + 1} of {rounds}")
            measure.values.append(count / _seconds(place, bcw("check", *[file] * count)))
        measures.append(measure)
    return measures
