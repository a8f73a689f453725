"""``python -m tests.bench [--quick] [--only PART] [--json FILE]``."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from . import commands, screens
from .figures import Figure, describe_machine, format_table, write_json
from .programs import Bench

PARTS = {
    "start": screens.measure_start,
    "keys": screens.measure_keys,
    "steps": screens.measure_steps,
    "commands": commands.measure_commands,
    "files": commands.measure_files,
}


def main() -> int:
    """Measure, print a table, and write the JSON file if one is asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure the performance budget."
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs and fewer files")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part; repeatable")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all values to a file")
    parser.add_argument("--tools", metavar="FOLDER", type=Path, help="keep the tools for comparison here")
    options = parser.parse_args()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bcw-bench-") as name:
        folder = Path(name)
        bench = Bench(folder, options.tools or folder / "tools", quick=options.quick)
        # Byte code and the user's folders exist from the second start on.
        subprocess.run(bench.bcw("--help"), env=bench.environ, capture_output=True, check=True)
        for part in options.only or PARTS:
            figures += PARTS[part](bench)
    print(format_table(figures))
    for missing in bench.not_available:
        print(f"\n{missing}: not available")
    machine = describe_machine()
    print("\n" + ", ".join(f"{key} {value}" for key, value in machine.items()))
    if options.json:
        write_json(options.json, figures, machine)
    return 0


if __name__ == "__main__":
    sys.exit(main())
