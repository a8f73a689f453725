"""Commands that need no terminal."""

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from .figures import Figure
from .programs import Bench, report
from .requests import write_copies


def _time(bench: Bench, command: Sequence[str], unit: float) -> float:
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
    return (time.perf_counter() - started) / unit


def measure_commands(bench: Bench) -> list[Figure]:
    """Measure `bcw --help` and `bcw check` of the reference example against `bcs --help`."""
    help_figure = Figure("bcw --help", "bcs --help", 0.35)
    check_figure = Figure("bcw check, example", "bcs --help", 0.75)
    check = bench.bcw("check", str(bench.files["example"]))
    bcs = bench.tools.bcs
    rounds = 5 if bench.quick else 15
    for number in range(rounds + 1):
        report(f"commands: {number} of {rounds}")
        times = [_time(bench, command, 1e-3) for command in (bench.bcw("--help"), check)]
        other = [_time(bench, [str(bcs), "--help"], 1e-3)] if bcs else []
        if number == 0:  # writes byte code
            continue
        for figure, value in zip((help_figure, check_figure), times, strict=True):
            figure.values.append(value)
            figure.others += other
    return [help_figure, check_figure]


def measure_files(bench: Bench) -> list[Figure]:
    """Measure `bcw check` of many files against validators that check only the shape, with our schema."""
    schema = bench.folder / "schema.json"
    schema.write_bytes(
        subprocess.run(bench.bcw("schema"), env=bench.environ, capture_output=True, check=True).stdout
    )
    count = 300 if bench.quick else 3_000
    figures: list[Figure] = []
    for kind, budget in (("clean", 0.7), ("example", 1.0)):
        name = f"bcw check, {count:,} files, {'clean' if kind == 'clean' else 'four warnings each'}"
        paths = write_copies(bench.files[kind], bench.folder / kind, count)
        validators = _find_validators(bench, schema, paths)
        compared = [
            Figure(name, "check-jsonschema", budget, unit="s"),
            Figure(name, "ajv-cli", unit="s"),
        ]
        for number in range(rounds := 2 if bench.quick else 3):
            report(f"{name}: {number + 1} of {rounds}")
            value = _time(bench, bench.bcw("check", *paths), 1)
            for figure in compared:
                figure.values.append(value)
                if command := validators.get(figure.compared_with):
                    figure.others.append(_time(bench, command, 1))
        figures += compared
    return figures


def _find_validators(bench: Bench, schema: Path, paths: list[str]) -> dict[str, list[str]]:
    commands = {}
    if program := bench.tools.check_jsonschema:
        commands["check-jsonschema"] = [str(program), "--schemafile", str(schema), *paths]
    if program := bench.tools.ajv:
        ajv = [str(program), "validate", "--spec=draft2020", "--strict=false", "-s", str(schema)]
        commands["ajv-cli"] = [*ajv, "-d", f"{Path(paths[0]).parent}/*.json"]
    return commands
