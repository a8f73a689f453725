"""Help texts of the commands for scripts: checks, exports, presets, explanations and the like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Help:
    """The text of a command's `--help`.

    Attributes:
        usage: The command line after the command.
        summary: What it does, on one line.
        details: More sentences.
        examples: Command lines, each with what it does.
    """

    usage: str
    summary: str
    details: str = ""
    examples: tuple[tuple[str, str], ...] = ()


SCRIPTS: dict[str, Help] = {
    "check": Help(
        "FILE… [--format text|json|github|junit] [--strict] [--ignore RULE]… [--silence RULE]… "
        "[--set NAME=VALUE]… [--region ID] [--target NAME] [--endpoint URL] [--refresh]",
        "validate requests and presets, and print problems",
        "FILE is a request or a preset, - is standard input. In a folder, all *.json files are checked, "
        "including subfolders. Presets are checked with the defaults of their parameters, or with the "
        "values of --set. Exit code: 1 for errors (with --strict also for warnings), 2 for a file that "
        "cannot be read.",
        (
            ("bcw check request.json", "check a file"),
            ("bcw check presets/ --strict", "check a folder; warnings count as errors"),
            ("bcw check --format json presets/*.json", "print JSON for a program"),
            ("bcw check --format github presets/", "print annotations for a GitHub workflow"),
            ("bcw check --format junit presets/ > report.xml", "write a test report"),
            ("bcw export smallest | bcw check -", "check the output of another command"),
            ("bcw check --ignore disk-types-differ,image-unknown a.json", "ignore two rules"),
            (
                "bcw check my-farm --set Groups.workers.DesiredVMCount=5",
                "check with another value of a field",
            ),
        ),
    ),
    "export": Help(
        "P|FILE [--as json|curl|bcs|python|requests] [--set NAME=VALUE]… [--endpoint URL] [--region ID]",
        "export the request for another tool",
        "Formats: json, the request body, for bcs cc NAME -f FILE and version control; curl, a bash script; "
        "bcs, the command for the official bcs; python, a script with the official SDK; requests, a Python "
        "script without it. Scripts read credentials, region, endpoint, token and secrets from environment "
        "variables when they run. An export never contains secrets.",
        (
            ("bcw export smallest --as json", "print the request body"),
            ("bcw export my-farm > request.json", "write it to a file"),
            ("bcw export my-farm --as curl --region cn-beijing > create.sh", "write a script for a CI job"),
            ("bcw export my-farm --as bcs", "print the bcs command"),
            ("bcw export my-farm --as requests --set machines=20 > create.py", "with a parameter value"),
        ),
    ),
    "presets": Help(
        "list|show|import|rename|set|diff|delete|restore …",
        "manage presets",
        "",
        (
            ("bcw presets list", "list custom and built-in presets"),
            ("bcw presets show smallest", "print a preset as JSON"),
            ("bcw presets import ./request.json --name my-farm", "import a file as a preset"),
            ("bcw presets set my-farm --title 'My farm' --tag night", "change its title and tags"),
            ("bcw presets diff my-farm spot-farm", "compare two presets"),
            ("bcw presets delete my-farm", "delete a preset; restore undoes it"),
        ),
    ),
    "presets list": Help(
        "[--format text|json|names] [--own | --deleted] [--tag TAG]",
        "list presets, custom ones first",
        examples=(
            ("bcw presets list", "name, origin, title"),
            ("bcw presets list --format json", "print JSON for a program"),
            ("bcw presets list --tag spot", "only presets with this tag"),
            ("bcw presets list --deleted", "deleted presets that can be restored"),
        ),
    ),
    "presets show": Help(
        "P",
        "print a preset as JSON",
        examples=(("bcw presets show smallest > ./mine.json", "copy it to a file"),),
    ),
    "presets import": Help(
        "FILE [--name N] [--replace]",
        "import a request or preset file; - is standard input",
        "Without --name, the name is that in the preset, or that of the file. References to environment "
        "variables replace secrets.",
        (
            ("bcw presets import ./request.json --name my-farm", "import a request"),
            ("bcw presets import colleague.json", "import a preset"),
            ("bcw presets show spot-farm | bcw presets import - --name my-farm", "copy a built-in preset"),
        ),
    ),
    "presets rename": Help(
        "P NEW [--replace]",
        "rename a preset",
        examples=(("bcw presets rename my-farm night-farm", "rename my-farm to night-farm"),),
    ),
    "presets set": Help(
        "P [--title TEXT] [--description TEXT] [--tag TAG]… [--no-tag TAG]…",
        "change the title, description or tags of a preset",
        "",
        (
            ("bcw presets set my-farm --title 'My farm'", "change the title"),
            ("bcw presets set my-farm --tag night --no-tag draft", "add and remove a tag"),
        ),
    ),
    "presets diff": Help(
        "A B [--format text|json]",
        "compare two presets or files",
        "+ is only in the second, - only in the first, ~ has another value. The order of keys counts, and 1 "
        "and 1.0 differ.",
        (
            ("bcw presets diff smallest my-farm", "compare two presets"),
            ("bcw presets diff my-farm ./request.json", "compare a preset with a file"),
        ),
    ),
    "presets delete": Help(
        "P [--yes]",
        "delete a preset",
        "Asks first on a terminal, unless --yes is given. Built-in presets cannot be deleted. bcw presets "
        "restore undoes it.",
        (("bcw presets delete my-farm", "delete my-farm"),),
    ),
    "presets restore": Help(
        "P [--replace]",
        "restore a deleted preset",
        examples=(("bcw presets restore my-farm", "restore the last one with this name"),),
    ),
    "explain": Help(
        "[FIELD|CODE] [--format text|json]",
        "explain a field, an error code or a rule; without a name, list all",
        "Fields are found by path, name or title, error codes and rules as bcw or the service prints them.",
        (
            ("bcw explain DesiredVMCount", "a field by name"),
            ("bcw explain Groups.workers.SpotPriceLimit", "a field by path"),
            ("bcw explain InvalidUserData.key.value", "an error code of the service"),
            ("bcw explain disk-types-differ", "a rule"),
            ("bcw explain Size --format json", "print JSON for a program"),
        ),
    ),
    "schema": Help(
        "[request|preset]",
        "print the JSON Schema of requests or preset files, for editors",
        "It covers types and limits of single fields. Use bcw check for rules across fields.",
        (
            ("bcw schema > request.schema.json", "for request files"),
            ("bcw schema preset > preset.schema.json", "for preset files"),
        ),
    ),
    "completion": Help(
        "bash|zsh|fish",
        "print a completion script for a shell",
        "",
        (
            ("bcw completion bash > ~/.local/share/bash-completion/completions/bcw", "for bash"),
            ("bcw completion zsh > ~/.zfunc/_bcw", "for zsh, with ~/.zfunc in fpath"),
            ("bcw completion fish > ~/.config/fish/completions/bcw.fish", "for fish"),
        ),
    ),
}
"""The help of each command."""

ARGUMENTS_OF_SCRIPTS: dict[str, str] = {
    "check-format": ("text (default), json for programs, github for annotations, junit for test reports"),
    "list-format": "text (default): a table, or json for programs",
    "tokens-format": "text (default): a table, json for programs, or tokens only",
    "text-format": "text (default), or json for programs",
    "silence": "ignore a warning or note; may be repeated or list several, separated by commas",
    "check-region": "the region of the request, for rules that depend on it",
    "as": "the format: {names} (default: json)",
    "delete-yes": "delete without asking",
    "explain": "a field (path, name or title), an error code or a rule",
    "schema": "which schema (default: request)",
    "shell": "the shell",
    "strict": "treat warnings as errors",
    "set": (
        "set a parameter of the preset, or a field: Groups.group1.DesiredVMCount=5, or as a JSON Pointer "
        "/UserData/a.b=x; may be repeated"
    ),
    "export-endpoint": "the script's default endpoint; BATCHCOMPUTE_ENDPOINT overrides it",
    "export-region": "the script's default region; ALIBABA_CLOUD_REGION_ID overrides it",
    "names-format": "text (default): a table, json for programs, or names only",
    "filter-tag": "only presets with this tag",
    "filter-own": "only custom presets",
    "filter-deleted": "list deleted presets that can be restored",
    "import-name": "the name of the preset",
    "import-replace": "replace a custom preset with the same name",
    "new-name": "the new name",
    "title": "the title that is shown",
    "description": "the purpose, in one or two sentences",
    "tag": "add a tag; may be repeated",
    "no-tag": "remove a tag; may be repeated",
    "diff-side": "a preset or a file",
}
"""The help of their arguments."""
