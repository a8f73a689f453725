"""`bcw check`: the findings of files."""

import os
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wizard.cli import exits, output
from wizard.cli.findings import as_object, judged, silenced, summary, to_text
from wizard.cli.parsing import Parser
from wizard.cli.reports import Checked, annotations, junit
from wizard.cli.sources import read_any_file
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.core.actions.sources import STDIN, Source, Unreadable, decoded
from wizard.storage.errors import from_os_error
from wizard.validation import Context, Severity

FORMATS = ("text", "json", "github", "junit")


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
    failing = {Severity.ERROR, *([Severity.WARNING] if options.strict else [])}
    files: list[Checked] = []
    known: dict[str, Source] = {}
    for name, problem, is_named in _found(options.files):
        try:
            if problem:
                raise Unreadable(problem)
            # Standard input can be read once only, however often it is named.
            source = known[name] if name in known else read_any_file(name, wait=is_named)
            if name == STDIN:
                known[name] = source
            report = judged(source, context, options.set)
            checked = Checked(source.name, report, failing=frozenset(failing))
        except Unreadable as error:
            checked = Checked(decoded(name), error=str(error))
        files.append(checked)
        if options.format == "text":
            _print(checked)
    if options.format == "json":
        output.put_json([_object(each) for each in files])
    elif options.format == "github":
        for line in annotations(files, os.environ.get("GITHUB_WORKSPACE", "")):
            output.put(line)
    elif options.format == "junit":
        output.put_bytes(f"{junit(files)}\n".encode())
    if any(each.error for each in files):
        return exits.USAGE
    return exits.FINDINGS if any(each.fails for each in files) else exits.DONE


def _found(names: list[str]) -> Iterator[tuple[str, str, bool]]:
    """The files that are meant, of a folder all its `*.json`.

    Each with why it cannot be read, or ``""``, and whether it was named itself: a pipe that was is read.
    """
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
        yield error.filename, str(from_os_error(error, Path(error.filename), "read"))


def _object(checked: Checked) -> dict[str, Any]:
    """A file as the format for programs has it."""
    if checked.report is None:
        return {"file": checked.name, "findings": [], "error": checked.error}
    report = checked.report
    return {"file": checked.name, "findings": [as_object(report, each) for each in report.findings]}


def _print(checked: Checked) -> None:
    if checked.report is None:
        output.flush()
        output.say(text("file.unreadable", file=output.visible(checked.name), error=checked.error))
        return
    if checked.findings:
        output.put(to_text(checked.name, checked.report, checked.findings), is_escaped=True)
        output.flush()
    output.say(summary(checked.name, checked.findings))


def _context(options: Namespace, unwanted: frozenset[str]) -> Context:
    """What is judged by: the shipped lists, or those of the account behind a target that was named."""
    if options.target is None and options.endpoint is None and not options.refresh:
        return Context(region=_region(options.region), ignored=unwanted)
    from wizard.cli.asking import context_of
    from wizard.cli.targeting import of_options
    from wizard.client.errors import TargetError

    try:
        return context_of(of_options(options, os.environ), silenced=unwanted, refresh=options.refresh)
    except TargetError as error:
        raise exits.Stop(exits.USAGE, str(error)) from error


def _region(given: str | None) -> str | None:
    if given is None:
        return None
    from wizard.client.endpoints import check_region
    from wizard.client.errors import BadRegion

    try:
        return check_region(given)
    except BadRegion as error:
        raise exits.Stop(exits.USAGE, str(error)) from error
