"""The texts of `--help`: what each verb is for, with examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Help:
    """What `--help` says of a verb.

    Attributes:
        usage: The rest of the command line behind the verb.
        summary: What it does, on one line.
        details: More about it.
        examples: Command lines, each with what it does.
    """

    usage: str
    summary: str
    details: str = ""
    examples: tuple[tuple[str, str], ...] = ()


HELP: Mapping[str, Help] = MappingProxyType(
    {
        "": Help(
            "",
            "the wizard: begin with an empty request, a preset, a file or a paste",
            examples=(("bcw", "open the wizard"),),
        ),
        "new": Help(
            "[--preset P]",
            "the wizard on an empty request, or on a copy of a preset",
            "The preset itself stays as it is; saving asks for a name.",
            (
                ("bcw new", "an empty request"),
                ("bcw new --preset smallest", "a copy of the preset smallest"),
            ),
        ),
        "edit": Help(
            "P|FILE",
            "the wizard on a preset or a file; it saves where it came from",
            "What holds a / or ends in .json is a file, anything else the name of a preset.",
            (
                ("bcw edit request.json", "a request or a preset in a file"),
                ("bcw edit my-farm", "the preset my-farm"),
            ),
        ),
        "open": Help(
            "P|FILE",
            "the same as edit",
            "What holds a / or ends in .json is a file, anything else the name of a preset.",
            (("bcw open request.json", "a request or a preset in a file"),),
        ),
        "check": Help(
            "FILE… [--format text|json] [--silence RULE]… [--region ID]",
            "what the service would refuse, and what is probably not meant",
            "A file is a request or a preset; - is standard input. Exit code 1 tells of errors, 2 of a file "
            "that cannot be read.",
            (
                ("bcw check request.json", "the findings of a file"),
                ("bcw check --format json presets/*.json", "those of many, for a program"),
                ("bcw export smallest | bcw check -", "those of another program's output"),
                ("bcw check --silence disk-types-differ,image-unknown a.json", "without two of the warnings"),
            ),
        ),
        "export": Help(
            "P|FILE [--as FORMAT]",
            "the request for another tool",
            "A secret in it is replaced by a reference to an environment variable.",
            (
                ("bcw export smallest --as json", "the bare request, as the API takes it"),
                ("bcw export my-farm > request.json", "the same into a file"),
            ),
        ),
        "submit": Help(
            "P|FILE [--yes] [--wait] [--dry-run] [--new] [--endpoint URL] [--region ID] [--token T] "
            "[--timeout S] [--silence RULE]…",
            "create the cluster; its id is all that standard output gets",
            "Without credentials (ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET, with ALIBABA_CLOUD_REGION_ID) it "
            "goes to the sandbox on this computer. Exit codes: 0 created, 1 findings, 2 wrong usage, 3 "
            "refused, 4 no answer, 130 interrupted.",
            (
                ("bcw submit request.json", "show what it comes to, ask, and send it"),
                ("bcw submit smallest --yes --wait", "send it at once, and wait until all machines run"),
                ("bcw submit request.json --dry-run", "the very bytes that would be sent"),
                ("id=$(bcw submit request.json --yes)", "in a script"),
            ),
        ),
        "presets": Help(
            "list|show|delete …",
            "the library of presets",
            "",
            (
                ("bcw presets list", "all presets: yours, and those that come with the wizard"),
                ("bcw presets show smallest", "one of them, as JSON"),
                ("bcw presets delete my-farm", "delete one of yours"),
            ),
        ),
        "presets list": Help(
            "[--format text|json]",
            "all presets, yours first",
            examples=(
                ("bcw presets list", "name, whose it is, title"),
                ("bcw presets list --format json", "everything about them, for a program"),
            ),
        ),
        "presets show": Help(
            "P",
            "a preset as JSON: what it says of itself, and its request",
            examples=(("bcw presets show smallest > ./mine.json", "a copy to edit"),),
        ),
        "presets delete": Help(
            "P [--yes]",
            "delete a preset of yours",
            "On a terminal it asks first, unless --yes is given. Those that come with the wizard stay.",
            (("bcw presets delete my-farm", "delete my-farm"),),
        ),
        "sandbox": Help(
            "[--port N] [--data FILE] [--quota NAME=VALUE]… [--verbose]",
            "the local service, for official clients and tests, until Ctrl-C",
            "It prints its address as soon as it answers. Its key pair is sandbox / sandbox. Quotas: "
            "MaxClusterCount, MaxClusterGroupCount, MaxClusterGroupDesiredVMCount.",
            (
                ("bcw sandbox", "on a free port, with the clusters of the wizard's own sandbox"),
                ("bcw sandbox --port 8080 --data /tmp/clusters.sqlite3 --verbose", "all of its own"),
                ("bcw sandbox --quota MaxClusterCount=3", "to see a quota exhausted"),
            ),
        ),
    }
)
"""The help of each verb; ``""`` is `bcw` alone."""

VERBS = tuple(verb for verb in HELP if verb and " " not in verb)
"""The verbs, in the order in which they are shown."""

TITLE = "bcw: creates clusters of Alibaba Cloud BatchCompute"
MORE = "bcw VERB --help shows how a verb is used, with examples; bcw --version the version."

ARGUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "source": "name of a preset, or a file (which holds a / or ends in .json)",
        "source-or-stdin": (
            "name of a preset, or a file (which holds a / or ends in .json); - is standard input"
        ),
        "file": "a request or a preset; - is standard input",
        "preset": "name of a preset",
        "new-preset": "begin with a copy of this preset",
        "check-format": "text for people (the default), or a list in JSON for programs",
        "list-format": "a table for people (the default), or a list in JSON for programs",
        "silence": "leave out a warning or a note; may be repeated, and hold several with commas between",
        "check-region": "the region that the request is meant for, for what depends on it",
        "as": "the format: {names} (default: json)",
        "yes": "send without a question",
        "wait": "wait until all machines run",
        "dry-run": "print what would be sent, and send nothing",
        "new": "create a new cluster even where the same request is still unsettled",
        "endpoint": "address of the service, in place of the region's public one",
        "region": "region, in place of ALIBABA_CLOUD_REGION_ID",
        "token": "idempotent token: the same one with the same request never makes a second cluster",
        "timeout": "seconds that the submission may take in all (default: 60)",
        "delete-yes": "delete without a question",
        "port": "port to listen on; 0, the default, takes a free one",
        "data": "file of the clusters (default: the wizard's own)",
        "quota": "set a quota; may be repeated",
        "verbose": "log every request to standard error",
        "help": "show this",
    }
)
"""What `--help` says of each argument."""


def overview() -> str:
    """The text of `bcw --help`."""
    width = max(map(len, VERBS)) + 2
    lines = [TITLE, "", f"  {'bcw':<{width + 4}}{HELP[''].summary}"]
    lines += [f"  bcw {verb:<{width}}{HELP[verb].summary}" for verb in VERBS]
    lines += ["", MORE, "", "Examples:"]
    shown = [HELP[verb].examples[0] for verb in ("", "new", "open", "check", "submit", "sandbox")]
    return "\n".join([*lines, *_examples(shown)])


def epilog(verb: str) -> str:
    """What stands below the arguments of a verb: its examples."""
    return "\n".join(["examples:", *_examples(HELP[verb].examples)])


def _examples(examples: "list[tuple[str, str]] | tuple[tuple[str, str], ...]") -> list[str]:
    width = max(len(line) for line, _ in examples)
    return [f"  {line:<{width}}  # {meaning}" for line, meaning in examples]
