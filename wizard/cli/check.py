"""`bcw check`: the findings of files."""

import json
from typing import Any

from wizard.cli import exits, output
from wizard.cli.findings import as_object, judged, silenced, summary, to_text
from wizard.cli.parsing import Parser
from wizard.cli.sources import STDIN, Source, Unreadable, decoded, read_any_file
from wizard.cli.texts import text
from wizard.cli.usage import ARGUMENTS
from wizard.rules import Context, Report


def parser() -> Parser:
    """The parser of `bcw check`."""
    parser = Parser("check")
    parser.add_argument("files", metavar="FILE", nargs="+", help=ARGUMENTS["file"])
    parser.add_argument("--format", choices=("text", "json"), default="text", help=ARGUMENTS["check-format"])
    parser.add_argument("--silence", metavar="RULE", action="append", default=[], help=ARGUMENTS["silence"])
    parser.add_argument("--region", metavar="ID", help=ARGUMENTS["check-region"])
    return parser


def run(verb: str, arguments: list[str]) -> int:
    """Print the findings of all files; the worst of them makes the exit code."""
    from wizard.cli.preferences import silenced_by_settings

    options = parser().read(arguments)
    wanted = silenced(options.silence)
    context = Context(region=_region(options.region), silenced=wanted | silenced_by_settings())
    results: list[dict[str, Any]] = []
    code = exits.DONE
    known: dict[str, Source] = {}
    for name in options.files:
        try:
            # Standard input can be read once only, however often it is named.
            source = known[name] if name in known else read_any_file(name)
            if name == STDIN:
                known[name] = source
            report = judged(source, context)
        except Unreadable as error:
            code = exits.USAGE
            if options.format == "text":
                output.flush()
                output.say(text("file.unreadable", file=output.visible(name), error=error))
            results.append({"file": decoded(name), "findings": [], "error": str(error)})
            continue
        if report.has_errors:
            code = max(code, exits.FINDINGS)
        if options.format == "text":
            _print(source, report)
        results.append(
            {"file": source.name, "findings": [as_object(report, each) for each in report.findings]}
        )
    if options.format == "json":
        output.put(json.dumps(results, indent=2))
    return code


def _print(source: Source, report: Report) -> None:
    if report.findings:
        output.put(to_text(source.name, report, report.findings))
        output.flush()
    output.say(summary(source.name, report.findings))


def _region(given: str | None) -> str | None:
    if given is None:
        return None
    from wizard.service.endpoints import check_region
    from wizard.service.errors import BadRegion

    try:
        return check_region(given)
    except BadRegion as error:
        raise exits.Stop(exits.USAGE, str(error)) from error
