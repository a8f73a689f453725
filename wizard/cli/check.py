"""`bcw check`: validates files, and fixes them."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from wizard.cli import exits, output, params, reports
from wizard.cli.exits import CliError
from wizard.cli.reports import CheckedFile
from wizard.cli.request import find_ignored_rules, make_context, read_source
from wizard.core.actions.check import PresetReport, check_source
from wizard.core.actions.opening import STDIN, Source, is_file, open_library
from wizard.core.parameters import changes_no_parameter
from wizard.document.serializer import to_text
from wizard.document.tree import apply_patch, get, set_in
from wizard.errors import BcwError, StorageError
from wizard.i18n import _, use_language
from wizard.storage.files import explain, read_bytes, write_atomically
from wizard.text import format_escaped, format_path
from wizard.validation import Context, Finding, Fix, Report

_MANY = 300  # files from which on starting further processes takes less time than it saves

_Found = tuple[str, str, bool]
"""A file, why it cannot be read, or ``""``, and whether it was named itself; a pipe is read only then."""


@params.command(
    _("Check requests and presets for what the service rejects and what is probably unintended."),
    _(
        "A FILE is a request or a preset; '-' is standard input. In a folder, every *.json is checked, also "
        "in the folders below. Presets are checked with the defaults of their parameters, or with --set."
    ),
    _("Exit codes: 0 no errors, 1 errors (with --strict also warnings), 2 a file cannot be read."),
    ("bcw check request.json", _("check a file")),
    ("bcw check presets/ --strict", _("check a folder; warnings fail too")),
    ("bcw check --fix request.json", _("convert types, correct spelling, write the file")),
    ("bcw check --format json presets/*.json", _("print JSON for a program")),
    ("bcw check --format github presets/", _("print annotations for a GitHub workflow")),
    ("bcw check --format junit presets/ > report.xml", _("write a test report")),
    ("bcw export smallest | bcw check -", _("check the output of another program")),
    ("bcw check --ignore disk-types-differ,image-unknown a.json", _("ignore two rules")),
    ("bcw check my-farm --set Groups.workers.DesiredVMCount=5", _("set a field first")),
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, shell_complete=params.complete_source)
@params.format_option("text", "json", "github", "junit")
@click.option(
    "--fix",
    is_flag=True,
    help=_("Apply the fixes that follow from your own values, and write the files. Other fixes are shown."),
)
@click.option("--verbose", "-v", is_flag=True, help=_("Show the reason and the source of each problem."))
@params.ignore_option
@click.option("--strict", is_flag=True, help=_("Fail on warnings too."))
@params.set_option
@params.profile_options
@params.refresh_option
def check(options: params.Options) -> int:
    if options.fix and STDIN in options.files:
        raise CliError(exits.USAGE, _("--fix writes files. It cannot fix standard input."))
    if options.fix and options.set:
        raise CliError(exits.USAGE, _("--fix and --set exclude each other."))
    if options.format == "json" and click.get_current_context().find_root().params.get("lang") is None:
        use_language("en")
    failing = frozenset({"error", "warning"} if options.strict else {"error"})
    checker = partial(_check_file, options, _make_context(options), failing)
    files: list[CheckedFile] = []
    for checked in _check_all([*_find_files(options.files)], checker):
        files.append(checked)
        for line in checked.fixed:
            output.info(line, is_escaped=True)
        if options.format == "text":
            if checked.shown:
                output.echo(checked.shown, is_escaped=True)
            if checked.error:
                output.error("{error}", error=checked.error)
    if options.format == "json":
        shown = ",\n  ".join(each.shown for each in files)
        output.echo(f"[\n  {shown}\n]", is_escaped=True)
    elif options.format == "github":
        for line in reports.to_annotations(files, os.environ.get("GITHUB_WORKSPACE", "")):
            output.echo(line)
    elif options.format == "junit":
        output.echo_bytes(f"{reports.to_junit(files, failing)}\n".encode())
    elif read := [each for each in files if not each.error or any(each.counts)]:
        output.info(reports.summarize(read))
    if any(each.error for each in files):
        return exits.USAGE
    return exits.FINDINGS if any(each.has_failed for each in files) else exits.DONE


def _make_context(options: params.Options) -> Context:
    """Return the context of validation: the built-in lists, or those of the account of a named profile."""
    if options.profile is not None or options.endpoint is not None or options.refresh:
        return make_context(params.make_profile(options), options)
    from wizard.client.endpoints import check_region

    region = None if options.region is None else check_region(options.region)
    return Context(region=region, ignored=find_ignored_rules(options.ignore))


# -- files


def _find_files(names: Sequence[str]) -> Iterator[_Found]:
    """Yield the files; for a folder, all its ``*.json``."""
    for name in names:
        if not name or name == STDIN or "\0" in name or not os.path.isdir(name):
            yield name, "", True
            continue
        found = [(*each, False) for each in _find_below(name)]
        empty = _("The folder {folder} and those below it contain no *.json.")
        yield from found or [(name, format_escaped(empty, folder=format_path(name)), True)]


def _find_below(folder: str) -> Iterator[tuple[str, str]]:
    """Yield the ``*.json`` of a folder and those below it, and folders that cannot be read, with the reason."""
    closed: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            path = os.path.join(place, name)
            # What is neither a file nor a broken link, a pipe for example, might never end.
            is_readable = os.path.isfile(path) or not os.path.exists(path)
            if name.endswith(".json") and not name.startswith(".") and is_readable:
                yield path, ""
    for error in closed:
        yield error.filename, str(explain(error, Path(error.filename), "read"))


def _check_file(
    options: params.Options, context: Context, failing: frozenset[str], found: _Found
) -> CheckedFile:
    """Check one file; the result is small and can be sent to another process."""
    name, problem, is_named = found
    is_json, fixed = options.format == "json", list[str]()
    try:
        if problem:
            raise BcwError(problem)
        source = read_source(name, wait=is_named, any_file=True)
        report = check_source(source, context, options.set)
        if options.fix and any(map(reports.is_fixable, report.findings)):
            try:
                report, fixed = _fix_file(name, source, report, context)
            except StorageError as error:
                problem = str(error)
    except BcwError as error:
        name, problem = format_path(name), str(error)
        return CheckedFile(name, error=problem, shown=_to_json(name, [], problem) if is_json else "")
    findings = report.findings
    if options.format == "text":
        objects, shown = [], reports.format_findings(source.name, report, findings, verbose=options.verbose)
    else:
        objects = [reports.to_object(report, each) for each in findings]
        shown = _to_json(source.name, objects, problem) if is_json else ""
    has_failed = any(each.severity in failing for each in findings)
    return CheckedFile(
        source.name, objects, problem, shown, reports.count_findings(findings), fixed, has_failed
    )


def _to_json(name: str, findings: list[dict[str, Any]], error: str) -> str:
    """Return a file as an entry of the JSON list."""
    value: dict[str, Any] = {"file": name, "findings": findings}
    if error:
        value["error"] = error
    return output.to_json(value).replace("\n", "\n  ")


# -- fixes


def _fix_file(
    name: str, source: Source, report: PresetReport, context: Context
) -> tuple[PresetReport, list[str]]:
    """Apply the unambiguous fixes to a file, one after the other, as each can change what is found next.

    Returns the report on the new content, and a line for each fix. Raises StorageError: it was not written.
    """
    path = _find_path(name)
    if report.reading.duplicates:
        message = _("{path} was not fixed: it has duplicate keys. Remove them first.")
        raise StorageError(message.format(path=format_path(path)))
    end, data, lines = b"\n" if source.data.endswith(b"\n") else b"", source.data, list[str]()
    while (found := _find_fix(report)) is not None:
        finding, fix = found
        tree, prefix = report.reading.tree, report.opened.prefix
        changed = to_text(set_in(tree, prefix, apply_patch(get(tree, prefix), fix.edits))).encode() + end
        if changed == data:
            break
        data = changed
        lines.append(reports.format_fixed(source.name, report, finding, fix))
        report = check_source(Source(source.name, data), context)
    if lines:
        if read_bytes(path) != source.data:
            message = _("{path} was not fixed: it was changed in the meantime. Run the command again.")
            raise StorageError(message.format(path=format_path(path)))
        write_atomically(path, data)
    return report, lines


def _find_path(name: str) -> Path:
    if is_file(name) or os.path.exists(name):
        return Path(name)
    preset = open_library().load(name)
    if preset.origin != "user":
        message = _("{name} was not fixed: it is a built-in preset. 'bcw presets show' prints a copy.")
        raise StorageError(format_escaped(message, name=name))
    return preset.path


def _find_fix(report: Report) -> tuple[Finding, Fix] | None:
    """Return the first unambiguous fix that does not replace what a parameter of a preset filled in."""
    request = get(report.reading.tree, report.opened.prefix)
    for finding in filter(reports.is_fixable, report.findings):
        fix = reports.get_fix(finding)
        if fix is not None and changes_no_parameter(finding, request, report.tree):
            return finding, fix
    return None


# -- many files


def _check_all(found: list[_Found], checker: Callable[[_Found], CheckedFile]) -> Iterator[CheckedFile]:
    """Check files in the given order, many of them on all cores."""
    # Without fork, the processes would need everything imported anew.
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if (
        cores < 2
        or len(found) < _MANY
        or not all(os.path.isfile(name) for name, _problem, _is_named in found)
    ):
        stdin: CheckedFile | None = None
        for each in found:
            if each[0] != STDIN:
                yield checker(each)
            else:  # it can be read once only, however often it is named
                stdin = stdin or checker(each)
                yield stdin
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # This process has no other thread yet, and a fork has everything imported already.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(min(cores, 32), context, _start_worker)
    try:
        yield from pool.map(checker, found, chunksize=50)
    finally:
        pool.shutdown(cancel_futures=True)


def _start_worker() -> None:
    import multiprocessing
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process stops handing out files
    parent = multiprocessing.parent_process()
    assert parent is not None

    def end_with_parent() -> None:  # when it was killed
        parent.join()
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
