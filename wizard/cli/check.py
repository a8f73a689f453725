"""`bcw check`: the findings of files."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wizard.cli import exits, output
from wizard.cli.findings import as_lines, as_object, silenced, summary
from wizard.cli.options import (
    Options,
    complete_source,
    format_examples,
    format_option,
    ignore_option,
    profile_options,
    refresh_option,
    set_option,
)
from wizard.cli.reports import Checked, annotations, junit
from wizard.cli.sources import read_any_file
from wizard.cli.texts import text
from wizard.core.actions.check import check_source
from wizard.core.actions.opening import STDIN, SourceError, decode_name
from wizard.i18n import _, get_language, use_language
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


@click.command(
    help=_("Check requests and presets for what the service rejects and what is probably unintended.")
    + "\n\n"
    + _(
        "A FILE is a request or a preset; '-' is standard input; in a folder every *.json is "
        "checked, including "
        "those in folders below. Presets are checked with the defaults of their parameters, or with "
        "--set. Exit "
        "code 1 means errors (with --strict also warnings), 2 a file that cannot be read."
    ),
    epilog=format_examples(
        ("bcw check request.json", _("check a file")),
        ("bcw check presets/ --strict", _("check a folder; warnings fail too")),
        ("bcw check --format json presets/*.json", _("print JSON for a program")),
        ("bcw check --format github presets/", _("print annotations for a GitHub workflow")),
        ("bcw check --format junit presets/ > report.xml", _("write a test report")),
        ("bcw export smallest | bcw check -", _("check the output of another program")),
        ("bcw check --ignore disk-types-differ,image-unknown a.json", _("ignore two rules")),
        ("bcw check my-farm --set Groups.workers.DesiredVMCount=5", _("set a field first")),
    ),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=complete_source)
@format_option(*FORMATS)
@ignore_option
@click.option("--strict", is_flag=True, help=_("Fail on warnings too."))
@set_option
@profile_options
@refresh_option
def check(**values: Any) -> int:
    """Print the findings of all files; the worst of them makes the exit code."""
    from wizard.cli.preferences import silenced_by_settings

    options = Options(**values)
    wanted = silenced(options.silence)
    context = _context(options, wanted | silenced_by_settings())
    failing = frozenset({"error", "warning"} if options.strict else {"error"})
    check_file = partial(
        _check,
        context=context,
        settings=options.set,
        failing=failing,
        output_format=options.format,
        colour=output.coloured(sys.stdout),
    )
    files: list[Checked] = []
    for checked in _check_all([*_found(options.files)], check_file):
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
            raise SourceError(problem)
        source = read_any_file(name, wait=is_named)
        report = check_source(source, context, settings)
    except SourceError as error:
        checked = Checked(decode_name(name), error=str(error))
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


def _found(names: Sequence[str]) -> Iterator[_Found]:
    """The files that are meant, of a folder all its `*.json`."""
    for name in names:
        if not name or name == STDIN or "\0" in name or not os.path.isdir(name):
            yield name, "", True
            continue
        found = [(*each, False) for each in _below(name)]
        empty = text("check.folder.empty", folder=output.visible(decode_name(name)))
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


def _context(options: Options, unwanted: frozenset[str]) -> Context:
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
