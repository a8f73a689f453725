"""Runs the measurements that are asked for, and prints them."""

import argparse
import subprocess
import tempfile
from pathlib import Path

from . import batch, screens, service
from .documents import write_all
from .places import Place, bare, bcw
from .report import Measure, machine, table, write_json
from .terminal import RESTING, Terminal

PARTS = ("start", "keys", "steps", "verbs", "check", "sandbox")


def main() -> int:
    """Measure, print a table, and write JSON where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer runs, in less than a minute")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write every number into a file")
    parser.add_argument("--only", choices=PARTS, action="append", help="a part; may be repeated")
    options = parser.parse_args()
    parts = options.only or PARTS
    notes: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder), write_all(Path(folder)))
        (place.folder / "home").mkdir()
        _warm(place)
        measures = _measured(place, parts, notes, quick=options.quick)
    print(table(measures))
    for note in notes:
        print(f"\n{note}")
    about = machine()
    print("\n" + ", ".join(f"{name} {value}" for name, value in about.items()))
    if options.json:
        write_json(options.json, measures, notes)
    return 0


def _warm(place: Place) -> None:
    """Start everything once, so that byte code and files are where they are on any second start."""
    for command in (bcw("--version"), bcw("check", str(place.files["example"]))):
        subprocess.run(command, env=place.environ, capture_output=True, check=False)
    for name, command in (("bare", bare()), ("wizard", bcw("open", str(place.files["example"])))):
        with Terminal(command, place.environ, columns=140, rows=40, folder=place.folder) as terminal:
            terminal.until(screens.SHOWN[name])
            terminal.chunks(quiet=RESTING)
            terminal.write(screens.NEXT)  # the modules of tables, too
            terminal.chunks(quiet=RESTING)


def _measured(place: Place, parts: tuple[str, ...], notes: list[str], *, quick: bool) -> list[Measure]:
    found: list[Measure] = []
    if "start" in parts:
        found += screens.starts(place, 3 if quick else 15)
    if "keys" in parts:
        sizes = screens.SIZES[1:] if quick else screens.SIZES
        for document in ("large",) if quick else ("example", "large"):
            found += screens.keys(place, document, 1 if quick else 5, sizes=sizes)
        if not quick:
            found += screens.keys(place, "huge", 1, sizes=screens.SIZES[1:])
    if "steps" in parts:
        for document in ("large",) if quick else ("example", "large"):
            found += screens.steps(place, document, 1 if quick else 4)
        if not quick:
            found += screens.steps(place, "huge", 1)
    if "verbs" in parts:
        found += batch.verbs(place, 7 if quick else 30)
    if "check" in parts:
        found += batch.judged(place, 3 if quick else 20)
        found += batch.throughput(place, 1 if quick else 5)
    if "sandbox" in parts:
        measures, said = service.requests(place, 100 if quick else 1000)
        found += measures
        notes += said
    return found
