"""`bcw check`: the findings of files."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.cli import exits, output
from wizard.cli.findings import as_lines, as_object, judged, silenced, summary
from wizard.cli.parsing import Parser
from wizard.cli.reports import Checked, annotations, junit
from wizard.cli.sources import read_any_file
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.core.actions.sources import STDIN, Unreadable, decoded
from wizard.i18n import get_language, use_language
from wizard.storage.files import explain
from wizard.validation import Context

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

FORMATS = ("text", "json", "github", "junit")
_MANY = 300
"""Files from which on starting further processes takes less time than it saves."""

_Found = tuple[str, str, bool]
"""A file, why it cannot be read, or ``""``, and whether it was named itself: a pipe that was is read."""

_worker_check: Callable[[_Found], Checked]
"""In a process of :func:`_check_in_processes`: the function that checks a file."""


def parser() -> Parser:
    """The parser of `bcw check`."""
    parser = Parser("check")
    parser.add_argument("files", metavar="FILE", nargs="+", help=ARGUMENTS["file"])
    parser.add_argument("--format", choices=FORMATS, default="text", help=ARGUMENTS["check-format"])
    parser.add_argument(
        "--silence", "--ignore", metavar="RULE", action="append", default=[], help=ARGUMENTS["silence"]
    )
    parser.add_argument("--strict", action="store_true", help=ARGUMENTS["strict"])
    parser.add_argument("--set", metavar="NAME=VALUE", action="append", default=[], help=ARGUMENTS["set"])
    parser.add_argument("--region", metavar="ID", help=ARGUMENTS["check-region"])
    parser.add_argument("--target", metavar="NAME", help=ARGUMENTS["target"])
    parser.add_argument("--endpoint", metavar="URL", help=ARGUMENTS["endpoint"])
    parser.add_argument("--refresh", action="store_true", help=ARGUMENTS["refresh"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print the findings of all files; the worst of them makes the exit code."""
    from wizard.cli.preferences import silenced_by_settings

    options = parser().read(arguments)
    wanted = silenced(options.silence)
    context = _context(options, wanted | silenced_by_settings())
    failing = frozenset({"error", "warning"} if options.strict else {"error"})
    check = partial(
        _check,
        context=context,
        settings=options.set,
        failing=failing,
        output_format=options.format,
        colour=output.coloured(sys.stdout),
    )
    files: list[Checked] = []
    for checked in _check_all([*_found(options.files)], check):
        files.append(checked)
        if options.format == "text":
            _print(checked)
    if options.format == "json":
        shown = ",\n  ".join(each.shown for each in files)
        output.put(f"[\n  {shown}\n]", is_escaped=True)
    elif options.format == "github":
        for line in annotations(files, os.environ.get("GITHUB_WORKSPACE", "")):
            output.put(line)
    elif options.format == "junit":
        output.put_bytes(f"{junit(files, failing)}\n".encode())
    if any(each.error for each in files):
        return exits.USAGE
    return exits.FINDINGS if any(each.fails for each in files) else exits.DONE


def _check_all(found: list[_Found], check: Callable[[_Found], Checked]) -> Iterator[Checked]:
    """Check files in the given order, many of them on all cores."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    if cores > 1 and len(found) >= _MANY and all(os.path.isfile(name) for name, _, _ in found):
        yield from _check_in_processes(found, check, cores)
        return
    stdin: Checked | None = None
    for each in found:
        if each[0] != STDIN:
            yield check(each)
        else:  # it can be read once only, however often it is named
            stdin = stdin or check(each)
            yield stdin


def _check_in_processes(
    found: list[_Found], check: Callable[[_Found], Checked], cores: int
) -> Iterator[Checked]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # This process has no other thread yet, and a fork has everything imported already.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(min(cores, 32), context, _start_worker, (check, get_language()))
    try:
        yield from pool.map(_check_in_worker, found, chunksize=50)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _start_worker(check: Callable[[_Found], Checked], language: str) -> None:
    """Prepare a process of its own for :func:`_check`."""
    import multiprocessing
    import signal
    import threading

    global _worker_check
    _worker_check = check
    use_language(language)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process stops handing out files
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: "BaseProcess") -> None:
    """End this process when the first one was killed."""
    parent.join()
    os._exit(1)


def _check_in_worker(found: _Found) -> Checked:
    return _worker_check(found)


def _check(
    found: _Found,
    *,
    context: Context,
    settings: Sequence[str],
    failing: frozenset[str],
    output_format: str,
    colour: bool,
) -> Checked:
    """Check one file; the result is small and can be sent to another process."""
    name, problem, is_named = found
    try:
        if problem:
            raise Unreadable(problem)
        source = read_any_file(name, wait=is_named)
        report = judged(source, context, settings)
    except Unreadable as error:
        checked = Checked(decoded(name), error=str(error))
        return replace(checked, shown=_to_json(checked)) if output_format == "json" else checked
    checked = Checked(
        source.name,
        [as_object(report, each) for each in report.findings],
        fails=any(each.severity in failing for each in report.findings),
    )
    if output_format == "json":
        return Checked(source.name, shown=_to_json(checked), fails=checked.fails)
    if output_format == "text":
        lines = [line for each in checked.findings for line in as_lines(source.name, each, colour=colour)]
        about = summary(source.name, report.findings)
        return Checked(source.name, shown="\n".join(lines), summary=about, fails=checked.fails)
    return checked


def _found(names: list[str]) -> Iterator[_Found]:
    """The files that are meant, of a folder all its `*.json`."""
    for name in names:
        if not name or name == STDIN or "\0" in name or not os.path.isdir(name):
            yield name, "", True
            continue
        found = [(*each, False) for each in _below(name)]
        empty = text("check.folder.empty", folder=output.visible(decoded(name)))
        yield from found or [(name, empty, True)]


def _below(folder: str) -> Iterator[tuple[str, str]]:
    """The `*.json` of a folder and of those inside it, by name; a folder that cannot be read, with why."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            path = os.path.join(place, name)
            # What is neither a file nor a broken link, a pipe for example, might never end.
            meant = os.path.isfile(path) or not os.path.exists(path)
            if name.endswith(".json") and not name.startswith(".") and meant:
                yield path, ""
    for error in closed:
        yield error.filename, str(explain(error, Path(error.filename), "read"))


def _to_json(checked: Checked) -> str:
    """A file as an entry of the list of the format for programs, in printable ASCII."""
    value: dict[str, Any] = {"file": checked.name, "findings": checked.findings}
    if checked.error:
        value["error"] = checked.error
    return json.dumps(value, indent=2).replace("\x7f", "\\u007f").replace("\n", "\n  ")


def _print(checked: Checked) -> None:
    if checked.error:
        output.flush()
        output.say(text("file.unreadable", file=output.visible(checked.name), error=checked.error))
        return
    if checked.shown:
        output.put(checked.shown, is_escaped=True)
        output.flush()
    output.say(checked.summary, is_escaped=True)


def _context(options: Namespace, unwanted: frozenset[str]) -> Context:
    """What is judged by: the shipped lists, or those of the account behind a target that was named."""
    if options.target is None and options.endpoint is None and not options.refresh:
        return Context(region=_region(options.region), ignored=unwanted)
    from wizard.cli.asking import context_of
    from wizard.cli.targeting import of_options
    from wizard.client.errors import ProfileError

    try:
        return context_of(of_options(options, os.environ), silenced=unwanted, refresh=options.refresh)
    except ProfileError as error:
        raise exits.Stop(exits.USAGE, str(error)) from error


def _region(given: str | None) -> str | None:
    if given is None:
        return None
    from wizard.client.endpoints import check_region
    from wizard.client.errors import InvalidRegion

    try:
        return check_region(given)
    except InvalidRegion as error:
        raise exits.Stop(exits.USAGE, str(error)) from error
