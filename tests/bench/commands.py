"""Commands that need no terminal."""

import subprocess
import time
from collections.abc import Sequence

from .figures import Figure
from .programs import Bench, report


def measure_commands(bench: Bench) -> list[Figure]:
    """Measure `bcw --help` and `bcw check` of the reference example against `bcs --help`."""
    commands = {
        Figure("bcw --help", "bcs --help", 0.35): bench.bcw("--help"),
        Figure("bcw check, example", "bcs --help", 0.75): bench.bcw("check", str(bench.files["example"])),
    }
    for number in range(rounds := 6 if bench.quick else 16):
        report(f"commands: {number} of {rounds - 1}")
        for figure, command in commands.items():
            value = _time(bench, command) * 1e3
            other = _time(bench, [str(bench.bcs), "--help"]) * 1e3 if bench.bcs else None
            if number > 0:  # the first one writes byte code
                figure.add("bcw", value)
                figure.add("bcs", other)
    return [*commands]


def measure_files(bench: Bench) -> list[Figure]:
    """Measure `bcw check` of many files against validators that check only the shape, with our schema."""
    schema = bench.folder / "schema.json"
    shown = subprocess.run(bench.bcw("schema"), env=bench.environ, capture_output=True, check=True)
    schema.write_bytes(shown.stdout)
    count = 300 if bench.quick else 3_000
    figures: list[Figure] = []
    for kind, findings, budget in (("clean", "clean", 0.7), ("example", "four warnings each", 1.0)):
        name = f"bcw check, {count:,} files, {findings}"
        folder = bench.folder / kind
        folder.mkdir()
        paths = [folder / f"{number}.json" for number in range(count)]
        for path in paths:
            path.write_bytes(bench.files[kind].read_bytes())
        files = [*map(str, paths)]
        ajv = ["validate", "--spec=draft2020", "--strict=false", "-s", str(schema), "-d", f"{folder}/*.json"]
        compared = {
            Figure(name, "check-jsonschema", budget, unit="s"): (
                bench.check_jsonschema,
                ["--schemafile", str(schema), *files],
            ),
            Figure(name, "ajv-cli", unit="s"): (bench.ajv, ajv),
        }
        for number in range(rounds := 2 if bench.quick else 3):
            report(f"{name}: {number + 1} of {rounds}")
            value = _time(bench, bench.bcw("check", *files))
            for figure, (program, arguments) in compared.items():
                figure.add("bcw", value)
                figure.add(
                    figure.compared_with, _time(bench, [str(program), *arguments]) if program else None
                )
        figures += compared
    return figures


def _time(bench: Bench, command: Sequence[str]) -> float:
    """Return the seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run(
        command,
        env=bench.environ,
        cwd=bench.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - started
