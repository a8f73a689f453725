"""What the command line says, by id; in braces the values that the one who says it fills in."""

from wizard.cli.texts_of_accounts import MORE
from wizard.cli.texts_of_scripts import SCRIPTS
from wizard.text import escape_text

TEXTS: dict[str, str] = {
    "verb.close": "Is {names} meant?",
    "or": " or ",
    "source.file": "The file of that name is meant by ./{name}.",
    "submit.dry.variable": "{name} is not set: the request could not be sent without it ({path}).",
    "submissions.line": "{name}, {place}, token {token}",
    # anywhere
    # verbs
    # what is opened
    "source.stdin": "Standard input is closed: there is nothing to read.",
    "source.no-stdin": "Standard input cannot be written back to; {verb} takes the name of a preset or file.",
    "source.reading": "Reading from standard input; Ctrl-D ends it.",
    "source.missing": "bcw new begins with an empty request.",
    # findings
    "finding.head": "{place} {severity}: {message} [{rule}]",
    "finding.source": "{why} Source: {source}.",
    "finding.path": "at {path}",
    "finding.fix": "fix: {label}",
    "finding.silence": "not wanted? --ignore {rule}",
    "findings.none": "{file}: nothing to complain about.",
    "findings.count": "{file}: {counts}.",
    "file.unreadable": "{file}: {error}",
    "silence.unknown": "--ignore {rule}: there is no warning or note of that name.",
    "silence.error": "--ignore {rule}: what the service refuses is an error, and errors cannot be silenced.",
    # submit
    "submit.token": (
        "{token} cannot be an idempotent token: it takes 1 to 64 letters, digits and underscores. Leave "
        "--token out to have one made. Nothing was sent."
    ),
    "submit.confirm": (
        "Nothing was sent: there is no terminal to ask on. Add --yes to send without a question, or "
        "--dry-run to see what would be sent."
    ),
    "submit.blocked": "Nothing was sent: the service would refuse this request.",
    "submit.declined": "Nothing was sent.",
    "submit.target": "Target: {target}",
    "submit.line": "POST {endpoint}/clusters?IdempotentToken={token}",
    "submit.dry": "A dry run: nothing was sent. It would go to {target}.",
    "submit.resumed": (
        "This request was sent {age} ago and is still unsettled: asking again under the same token, {token}, "
        "which never makes a second cluster. --new would."
    ),
    "submit.unsent": (
        "This request was to be sent {age} ago, and nothing reached the service. It goes out under the same "
        "token, {token}, which never makes a second cluster."
    ),
    "submit.other-token": (
        "An earlier submission of this request, under the token {token}, is unsettled: its cluster may exist "
        "as well as this one."
    ),
    "submit.created": "Cluster {id} was created in {target}.",
    "submit.field": "It is about {path}.",
    "submit.sandbox": "sandbox on this computer",
    "submit.interrupting": "Interrupted; leaving. (Once more to leave at once.)",
    "wait.state": "{running} of {desired} machines run.",
    "wait.done": "All machines run.",
    "wait.lost": "How the cluster stands is not known: {error} The cluster was created all the same.",
    "wait.trouble": "{error} Asking again.",
    "wait.deleting": "The cluster {id} is being deleted.",
    # presets
    "presets.own": "yours",
    "presets.shipped": "shipped",
    "presets.broken": "cannot be used: {reason}",
    "presets.none": "There are no presets.",
    "presets.untagged": "No preset has the tag {tag}.",
    "presets.question": "Delete the preset {name} ({path})? [y/N]",
    "presets.kept": "Nothing was deleted.",
    "presets.deleted": "Deleted: {path}",
    "presets.uncovered": "The preset of the same name that comes with the wizard is to be seen again.",
    # sandbox
    "sandbox.talk": "Sandbox at {url}; key pair {key} / {key}; data in {file}. Ctrl-C ends it.",
    # wizard
    "wizard.terminal": (
        "The wizard needs a terminal, and this is none. Without one there are bcw check, bcw export and bcw "
        "submit; bcw --help lists them all. bcw new --plain takes the answers from standard input."
    ),
    "wizard.closed": "Plain questions need standard input and standard error, and one of them is closed.",
    "open.preset": "{name} cannot be used: {problem}",
}
TEXTS |= MORE | SCRIPTS


def text(name: str, /, **values: object) -> str:
    """A sentence with its values filled in, escaped: they may come from anywhere."""
    shown = {key: each if isinstance(each, int) else escape_text(str(each)) for key, each in values.items()}
    return TEXTS[name].format_map(shown)


def counted(count: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
