"""The texts of `--help`: what each verb is for, with examples."""

from collections.abc import Mapping
from types import MappingProxyType

from wizard.cli.usage_of_scripts import ARGUMENTS_OF_SCRIPTS, SCRIPTS, Help

PLAIN = (
    "With --plain, with ACCESSIBLE=1 in the environment, and on terminals that cannot draw (TERM=dumb), it "
    "asks plain questions, one a line: the same steps, fields, rules and results, without anything redrawn."
)

HELP: Mapping[str, Help] = MappingProxyType(
    {
        "": Help(
            "[--plain]",
            "the wizard: begin with an empty request, a preset, a file or a paste",
            PLAIN,
            (("bcw", "open the wizard"), ("bcw --plain", "the same as plain questions")),
        ),
        "new": Help(
            "[--preset P] [--set NAME=VALUE]… [--plain]",
            "the wizard on an empty request, or on a copy of a preset",
            f"The preset itself stays as it is; saving asks for a name.\n\n{PLAIN}",
            (
                ("bcw new", "an empty request"),
                ("bcw new --preset smallest", "a copy of the preset smallest"),
                ("bcw new --preset my-farm --set machines=20", "with the value of a parameter"),
                ("bcw new --plain", "plain questions, for screen readers and simple terminals"),
            ),
        ),
        "edit": Help(
            "P|FILE [--plain]",
            "the wizard on a preset or a file; it saves where it came from",
            f"What holds a / or ends in .json is a file, anything else the name of a preset.\n\n{PLAIN}",
            (
                ("bcw edit request.json", "a request or a preset in a file"),
                ("bcw edit my-farm", "the preset my-farm"),
            ),
        ),
        "open": Help(
            "P|FILE [--plain]",
            "the same as edit",
            f"What holds a / or ends in .json is a file, anything else the name of a preset.\n\n{PLAIN}",
            (("bcw open request.json", "a request or a preset in a file"),),
        ),
        "check": SCRIPTS["check"],
        "export": SCRIPTS["export"],
        "submit": Help(
            "P|FILE [--yes] [--wait] [--dry-run] [--new] [--target NAME] [--endpoint URL] [--region ID] "
            "[--refresh] [--token T] [--timeout S] [--silence RULE]… [--set NAME=VALUE]…",
            "create the cluster; its id is all that standard output gets",
            "It goes to the target that bcw targets list marks, or to the one that is named; without any "
            "credentials, to the sandbox on this computer. Exit codes: 0 created, 1 findings, 2 wrong usage, "
            "3 refused, 4 no answer, 130 interrupted.",
            (
                ("bcw submit request.json", "show what it comes to, ask, and send it"),
                ("bcw submit smallest --yes --wait", "send it at once, and wait until all machines run"),
                ("bcw submit request.json --dry-run", "the very bytes that would be sent"),
                ("bcw submit my-farm --set machines=20 --yes", "a preset with a value for its parameter"),
                ("id=$(bcw submit request.json --yes)", "in a script"),
            ),
        ),
        **{verb: about for verb, about in SCRIPTS.items() if verb.startswith("presets")},
        "clusters": Help(
            "list|show|watch|resize|delete …",
            "what has been created, so that none is forgotten and goes on costing",
            "",
            (
                ("bcw clusters list", "the clusters that were made here, wherever they are"),
                ("bcw clusters watch cls-6ki3sg6sqlno7nt8fu0007", "see its machines start"),
                ("bcw clusters resize cls-6ki3sg6sqlno7nt8fu0007 workers=12", "more machines, or fewer"),
                ("bcw clusters delete cls-6ki3sg6sqlno7nt8fu0007", "delete it, with all its machines"),
            ),
        ),
        "clusters list": Help(
            "[--all] [--format text|json] [--target NAME] [--endpoint URL] [--region ID]",
            "the clusters that were made here: state, machines, for how long, and where",
            "Each is asked about at the target that it was made in. With --all, all clusters of one target "
            "are listed, whoever made them.",
            (
                ("bcw clusters list", "what was made here and is still there"),
                ("bcw clusters list --all --target prod", "all that the account has"),
                ("bcw clusters list --format json", "for a program"),
            ),
        ),
        "clusters show": Help(
            "ID [--as-request] [--target NAME] [--endpoint URL] [--region ID]",
            "a cluster as the service describes it, as JSON",
            "With --as-request, without what only an answer has: the request that would make such a cluster.",
            (
                ("bcw clusters show cls-6ki3sg6sqlno7nt8fu0007", "everything about it"),
                ("bcw clusters show cls-6ki3sg6sqlno7nt8fu0007 --as-request > again.json", "as a request"),
            ),
        ),
        "clusters watch": Help(
            "ID [--timeout S] [--target NAME] [--endpoint URL] [--region ID]",
            "a line for whatever changes, until all machines run",
            "Exit codes: 0 all run, 3 the cluster is gone or going, 4 no answer, or the time is over.",
            (("bcw clusters watch cls-6ki3sg6sqlno7nt8fu0007 --timeout 600", "for ten minutes at most"),),
        ),
        "clusters resize": Help(
            "ID GROUP=N… [--yes] [--target NAME] [--endpoint URL] [--region ID]",
            "the number of machines of a group, or of several",
            "It asks before it adds instances, unless --yes is given.",
            (("bcw clusters resize cls-6ki3sg6sqlno7nt8fu0007 workers=12 spot=40", "two groups at once"),),
        ),
        "clusters delete": Help(
            "ID… [--yes] [--target NAME] [--endpoint URL] [--region ID]",
            "delete clusters, with all their machines",
            "It asks first, unless --yes is given.",
            (("bcw clusters delete cls-6ki3sg6sqlno7nt8fu0007", "delete it"),),
        ),
        "submissions": Help(
            "list|resume|forget …",
            "what was sent and never answered, to be found out about",
            "Asking again goes out under the same token with the same bytes, so that no second cluster comes "
            "of it.",
            (
                ("bcw submissions list", "those of which nobody knows what came"),
                ("bcw submissions resume", "find out, if there is one"),
            ),
        ),
        "submissions list": Help(
            "[--format text|json|tokens]",
            "the submissions of which nobody knows what came",
            examples=(("bcw submissions list", "token, name, since when, where"),),
        ),
        "submissions resume": Help(
            "[TOKEN] [--yes] [--timeout S] [--target NAME] [--endpoint URL] [--region ID]",
            "find out what came of one: the cluster's id, as bcw submit prints it",
            "It asks first, unless --yes is given, as it may create the cluster. The token may be shortened "
            "to its beginning, and left out where only one is unsettled.",
            (("bcw submissions resume vU7xaM9Y", "that one"),),
        ),
        "submissions forget": Help(
            "TOKEN [--yes]",
            "stop asking about one; its cluster may exist all the same",
            examples=(("bcw submissions forget vU7xaM9Y", "forget it"),),
        ),
        "targets": Help(
            "list|add|use|test|remove …",
            "accounts, regions, endpoints",
            "Without a name, the target is the first of: the key in the environment (ALIBABA_CLOUD_…), the "
            "target that was chosen, the current profile of the aliyun command, the configuration of bcs, "
            "the sandbox.",
            (
                ("bcw targets list", "all that were found, and where"),
                ("bcw targets add prod", "add one; asks for region and key"),
                ("bcw targets use prod", "use it where none is named"),
                ("bcw targets test prod", "whether it answers and takes the key"),
            ),
        ),
        "targets list": Help(
            "[--format text|json|names]",
            "every target that was found, and where; * marks the one in use",
            examples=(("bcw targets list", "name, place, key, where it was found"),),
        ),
        "targets add": Help(
            "[NAME] [--region ID] [--endpoint URL | --vpc] [--key-id ID] [--sts] [--keep keyring|file] "
            "[--replace] [--use]",
            "add a target; what is not given is asked for, the secret without being shown",
            "The secret goes into the system's keyring or, where there is none, into a file that nobody else "
            "can read. Without a terminal it is read from standard input: one line, for a temporary key "
            "(--sts, or an id that begins with STS.) a second one with the security token.",
            (
                ("bcw targets add prod", "asks for all of it"),
                ("bcw targets add inside --region cn-beijing --vpc", "the endpoint inside a VPC"),
                ("bcw targets add ci --region cn-beijing --key-id LTAI4F < secret", "in a script"),
            ),
        ),
        "targets use": Help(
            "NAME",
            "use a target where none is named; it may be sandbox, aliyun:PROFILE or bcs",
            examples=(("bcw targets use sandbox", "nothing costs anything until another one is used"),),
        ),
        "targets test": Help(
            "[NAME] [--endpoint URL] [--region ID]",
            "whether a target answers and takes the key",
            "Exit codes: 0 it does, 2 it cannot be used, 3 it refuses, 4 no answer.",
            (("bcw targets test", "the one in use"),),
        ),
        "targets remove": Help(
            "NAME [--yes]",
            "forget a target, with its secret",
            examples=(("bcw targets remove prod", "forget prod"),),
        ),
        "explain": SCRIPTS["explain"],
        "schema": SCRIPTS["schema"],
        "completion": SCRIPTS["completion"],
        "sandbox": Help(
            "[--port N] [--data FILE] [--quota NAME=VALUE]… [--speed X] [--verbose]",
            "the local service, for official clients and tests, until Ctrl-C",
            "It prints its address as soon as it answers. Its key pair is sandbox / sandbox. Quotas: "
            "MaxClusterCount, MaxClusterGroupCount, MaxClusterGroupDesiredVMCount.",
            (
                ("bcw sandbox", "on a free port, with the clusters of the wizard's own sandbox"),
                ("bcw sandbox --port 8080 --data /tmp/clusters.sqlite3 --verbose", "all of its own"),
                ("bcw sandbox --quota MaxClusterCount=3", "to see a quota exhausted"),
                ("bcw sandbox --speed inf", "machines are there at once, and go at once"),
            ),
        ),
    }
)
"""The help of each verb; ``""`` is `bcw` alone."""

VERBS = tuple(verb for verb in HELP if verb and " " not in verb)
"""The verbs, in the order in which they are shown."""

TITLE = "bcw: creates clusters of Alibaba Cloud BatchCompute"
MORE = "bcw VERB --help shows how a verb is used, with examples; bcw --version the version."

VERSION = "show the version"

ARGUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "source": "name of a preset, or a file (which holds a / or ends in .json)",
        "source-or-stdin": (
            "name of a preset, or a file (which holds a / or ends in .json); - is standard input"
        ),
        "file": "a request or a preset; - is standard input",
        "preset": "name of a preset",
        "plain": "ask plain questions instead of drawing on the whole screen",
        "new-preset": "begin with a copy of this preset",
        "yes": "send without a question",
        "wait": "wait until all machines run",
        "dry-run": "print what would be sent, and send nothing",
        "new": "create a new cluster even where the same request is still unsettled",
        "target": "name of a target: one of yours, environment, aliyun:PROFILE, bcs, or sandbox",
        "endpoint": "address of the service, in place of the target's own",
        "region": "region, in place of the target's own",
        "refresh": "ask the target first what the account can choose from, and judge by that",
        "clusters-all": "ask the target for all of its clusters, whoever made them",
        "cluster": "id of a cluster",
        "as-request": "as the request that would make such a cluster",
        "watch-timeout": "seconds to watch at most (default: until all machines run)",
        "resize": "name of a group, and how many machines it is to have",
        "resize-yes": "add instances without a question",
        "submission": "token of a submission, or the beginning of it",
        "resume-yes": "send it again without a question",
        "forget-yes": "forget without a question",
        "target-name": "what to call it",
        "target-which": "name of the target (default: the one in use)",
        "target-region": "its region",
        "target-endpoint": "its address, in place of the region's public one",
        "vpc": "its address is the region's one for machines inside a VPC",
        "key-id": "the access key id; the secret is never given here",
        "sts": "a temporary key: there is a security token, too",
        "keep": "where to keep the secret (default: the keyring where there is one, else a file)",
        "replace": "put it in the place of one of the same name",
        "use": "use it from now on where none is named",
        "token": "idempotent token: the same one with the same request never makes a second cluster",
        "timeout": "seconds that the submission may take in all (default: 60)",
        "port": "port to listen on; 0, the default, takes a free one",
        "data": "file of the clusters (default: the wizard's own)",
        "quota": "set a quota; may be repeated",
        "speed": "how fast machines come up: 10 is ten times as fast, 0.1 slower, inf at once (default: 1)",
        "verbose": "log every request to standard error",
        "help": "show this",
    }
    | ARGUMENTS_OF_SCRIPTS
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
