"""The texts of `--help` of the verbs for scripts: checks, exports, presets, explanations and the like."""

from wizard.cli.helping import Help

SCRIPTS: dict[str, Help] = {
    "check": Help(
        "FILE… [--format text|json|github|junit] [--strict] [--silence RULE]… [--ignore RULE]… "
        "[--set NAME=VALUE]… [--region ID] [--target NAME] [--endpoint URL] [--refresh]",
        "what the service would refuse, and what is probably not meant",
        "A file is a request or a preset; - is standard input; of a folder every *.json is checked, also "
        "in folders inside it. A preset is judged with its parameters' defaults, or with what --set "
        "gives. Exit code 1 tells of errors, with --strict of warnings too, 2 of a file that cannot be "
        "read.",
        (
            ("bcw check request.json", "the findings of a file"),
            ("bcw check presets/ --strict", "of all files in a folder; warnings fail as well"),
            ("bcw check --format json presets/*.json", "those of many, for a program"),
            ("bcw check --format github presets/", "as annotations of a GitHub workflow"),
            ("bcw check --format junit presets/ > report.xml", "as a test report"),
            ("bcw export smallest | bcw check -", "those of another program's output"),
            ("bcw check --silence disk-types-differ,image-unknown a.json", "without two of the warnings"),
            ("bcw check my-farm --set Groups.workers.DesiredVMCount=5", "with a field changed on the way"),
        ),
    ),
    "export": Help(
        "P|FILE [--as json|curl|bcs|python|requests] [--set NAME=VALUE]… [--endpoint URL] [--region ID]",
        "the request for another tool: JSON, a script that sends it, or a command",
        "json is the bare request, for bcs cc NAME -f FILE and version control; curl a bash script that "
        "signs and sends it; bcs the command of the official bcs, or what that would lose; python a script "
        "with the official SDK; requests one without. Scripts take key, region, endpoint, token and secrets "
        "from variables when they run; no secret is in an export.",
        (
            ("bcw export smallest --as json", "the bare request, as the API takes it"),
            ("bcw export my-farm > request.json", "the same into a file"),
            ("bcw export my-farm --as curl --region cn-beijing > create.sh", "a script for a CI job"),
            ("bcw export my-farm --as bcs", "the very command of bcs"),
            ("bcw export my-farm --as requests --set machines=20 > create.py", "with a parameter"),
        ),
    ),
    "presets": Help(
        "list|show|import|rename|set|diff|delete|restore …",
        "the library of presets",
        "",
        (
            ("bcw presets list", "all presets: yours, and those that come with the wizard"),
            ("bcw presets show smallest", "one of them, as JSON"),
            ("bcw presets import ./request.json --name my-farm", "a file as a preset of yours"),
            ("bcw presets set my-farm --title 'My farm' --tag night", "what lists show of it"),
            ("bcw presets diff my-farm spot-farm", "what is different"),
            ("bcw presets delete my-farm", "delete one of yours; restore brings it back"),
        ),
    ),
    "presets list": Help(
        "[--format text|json|names] [--own | --deleted] [--tag TAG]",
        "all presets, yours first",
        examples=(
            ("bcw presets list", "name, whose it is, title"),
            ("bcw presets list --format json", "everything about them, for a program"),
            ("bcw presets list --tag spot", "those with a tag"),
            ("bcw presets list --deleted", "what bcw presets restore brings back"),
        ),
    ),
    "presets show": Help(
        "P",
        "a preset as JSON: what it says of itself, and its request",
        examples=(("bcw presets show smallest > ./mine.json", "a copy to edit"),),
    ),
    "presets import": Help(
        "FILE [--name N] [--replace]",
        "take a file into the library: a request or a preset; - is standard input",
        "Without --name, the name is the one that the preset says of itself, or that of the file. A secret "
        "in it is not kept: a reference to a variable takes its place.",
        (
            ("bcw presets import ./request.json --name my-farm", "a request as a preset of yours"),
            ("bcw presets import colleague.json", "a preset that somebody gave you"),
            ("bcw presets show spot-farm | bcw presets import - --name my-farm", "a copy of one"),
        ),
    ),
    "presets rename": Help(
        "P NEW [--replace]",
        "give a preset of yours another name",
        examples=(("bcw presets rename my-farm night-farm", "my-farm is night-farm from now on"),),
    ),
    "presets set": Help(
        "P [--title TEXT] [--description TEXT] [--tag TAG]… [--no-tag TAG]…",
        "change what a preset of yours says of itself",
        "",
        (
            ("bcw presets set my-farm --title 'My farm'", "its title"),
            ("bcw presets set my-farm --tag night --no-tag draft", "one tag more, one less"),
        ),
    ),
    "presets diff": Help(
        "A B [--format text|json]",
        "what is different between two presets or files",
        "+ is only in the second, - only in the first, ~ is another value. Keys are compared by their place, "
        "1 and 1.0 are different values.",
        (
            ("bcw presets diff smallest my-farm", "two presets"),
            ("bcw presets diff my-farm ./request.json", "a preset and a file"),
        ),
    ),
    "presets delete": Help(
        "P [--yes]",
        "delete a preset of yours",
        "On a terminal it asks first, unless --yes is given. Those that come with the wizard stay. "
        "The file is kept in a folder beside; bcw presets restore brings it back.",
        (("bcw presets delete my-farm", "delete my-farm"),),
    ),
    "presets restore": Help(
        "P [--replace]",
        "bring back a preset that was deleted, as it was then",
        examples=(("bcw presets restore my-farm", "the one of that name that was deleted last"),),
    ),
    "explain": Help(
        "[FIELD|CODE] [--format text|json]",
        "a field, an error or a warning in words; without a name, all there are",
        "A field goes by its path, its name or its title; a code as the service or the wizard writes it.",
        (
            ("bcw explain DesiredVMCount", "a field by its name"),
            ("bcw explain Groups.workers.SpotPriceLimit", "by its path"),
            ("bcw explain InvalidUserData.key.value", "what the service answered"),
            ("bcw explain disk-types-differ", "what bcw check found"),
            ("bcw explain Size --format json", "for a program"),
        ),
    ),
    "schema": Help(
        "[request|preset]",
        "JSON Schema of a request or of a preset file, for editors",
        "It refuses what bcw check refuses by shape; what concerns several fields is left to bcw check.",
        (
            ("bcw schema > request.schema.json", "of a request"),
            ("bcw schema preset > preset.schema.json", "of a preset file"),
        ),
    ),
    "completion": Help(
        "bash|zsh|fish",
        "a script that completes verbs, options, presets, targets, fields and rules in a shell",
        "",
        (
            ("bcw completion bash > ~/.local/share/bash-completion/completions/bcw", "for bash"),
            ("bcw completion zsh > ~/.zfunc/_bcw", "for zsh, with ~/.zfunc in fpath"),
            ("bcw completion fish > ~/.config/fish/completions/bcw.fish", "for fish"),
        ),
    ),
}
"""The help of each verb; see :mod:`wizard.cli.usage`."""

ARGUMENTS_OF_SCRIPTS: dict[str, str] = {
    "check-format": (
        "text for people (the default), json for programs, github for annotations, junit for test reports"
    ),
    "list-format": "a table for people (the default), or a list in JSON for programs",
    "tokens-format": "a table for people (the default), json for programs, tokens alone for shells",
    "text-format": "text for people (the default), or JSON for programs",
    "silence": "leave out a warning or a note; may be repeated, and hold several with commas between",
    "check-region": "the region that the request is meant for, for what depends on it",
    "as": "the format: {names} (default: json)",
    "delete-yes": "delete without a question",
    "explain": "a field (path, name or title), a code of the service, or a rule of the wizard",
    "schema": "of what (default: request)",
    "shell": "the shell",
    "strict": "warnings fail as errors do",
    "set": (
        "value of a preset's parameter, or of a field: Groups.group1.DesiredVMCount=5, or as a JSON "
        "Pointer /UserData/a.b=x; may be repeated"
    ),
    "export-endpoint": "where the script sends it, unless BATCHCOMPUTE_ENDPOINT says otherwise",
    "export-region": "the script's region, unless ALIBABA_CLOUD_REGION_ID says otherwise",
    "names-format": "a table for people (the default), json for programs, names alone for shells",
    "filter-tag": "only presets with this tag",
    "filter-own": "only yours",
    "filter-deleted": "the names of those that were deleted and can be restored, in place of those there are",
    "import-name": "what to call it",
    "import-replace": "put it in the place of a preset of yours of that name",
    "new-name": "its new name",
    "title": "what people call it",
    "description": "what it is for, in a sentence or two",
    "tag": "a word to find it by; may be repeated",
    "no-tag": "take a tag away; may be repeated",
    "diff-side": "name of a preset, or a file",
}
"""What `--help` says of their arguments."""
