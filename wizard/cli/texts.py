"""What the command line says, by id; in braces the values that the one who says it fills in."""

from typing import TYPE_CHECKING

from wizard.cli.texts_of_accounts import MORE
from wizard.cli.texts_of_scripts import SCRIPTS
from wizard.text import escape_text

if TYPE_CHECKING:
    from wizard.document.secrets import MissingVariable

TEXTS: dict[str, str] = {
    # anywhere
    "interrupted": "Interrupted.",
    "unexpected": (
        "This is a mistake in bcw, not yours ({kind} at {at}). Please report it with this line where you got "
        "batchcompute-wizard. BCW_DEBUG=1 before the command shows more, which may hold what is in your "
        "files."
    ),
    "output.closed": "Standard output is closed. Nothing was done: its result could not be written.",
    "output.unwritable": "The output could not be written: {reason}.",
    "usage": "{message} {prog} --help shows how it is used.",
    "usage.option": "There is no option {name}.",
    "usage.choice": "there is no {value}; there are {names}.",
    "usage.seconds": "{value} is no number of seconds above 0",
    # verbs
    "verb.unknown": "There is no verb “{verb}”.",
    "verb.close": "Is {names} meant?",
    "verb.file": "To open a file: bcw open {file}",
    "verb.list": "Verbs: {verbs}. {prog} --help explains them.",
    "verb.missing": "Say what to do: {prog} {verbs}.",
    "or": " or ",
    # what is opened
    "source.preset": "There is no preset named {name}.",
    "source.neither": "There is neither a file nor a preset named {name}.",
    "source.file": "The file of that name is meant by ./{name}.",
    "source.presets": "bcw presets list shows those there are; a file has a / in its name, or ends in .json.",
    "source.large": "{file} has more than {limit} MiB: that is no request.",
    "source.nameless": "The name is empty. Name a file or a preset.",
    "source.stdin": "Standard input is closed: there is nothing to read.",
    "source.no-stdin": "Standard input cannot be written back to; {verb} takes the name of a preset or file.",
    "source.reading": "Reading from standard input; Ctrl-D ends it.",
    "source.missing": "bcw new begins with an empty request.",
    "source.format": (
        "{file} is a preset of format {format}, and this version knows format {known} alone. A newer version "
        "of the wizard may have made it."
    ),
    # findings
    "finding.head": "{place} {severity}: {message} [{rule}]",
    "finding.source": "{why} Source: {source}.",
    "finding.path": "at {path}",
    "finding.fix": "fix: {label}",
    "finding.silence": "not wanted? --silence {rule}",
    "findings.none": "{file}: nothing to complain about.",
    "findings.count": "{file}: {counts}.",
    "file.unreadable": "{file}: {error}",
    "silence.unknown": "--silence {rule}: there is no warning or note of that name.",
    "silence.error": "--silence {rule}: what the service refuses is an error, and errors cannot be silenced.",
    # export
    "export.format": "There is no format “{name}”. There are: {names}.",
    "export.secret": "{path}: the secret is not in the output; {reference} stands for it.",
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
    "submit.warnings": "{count} on this request. The service accepts it.",
    "submit.declined": "Nothing was sent.",
    "submit.target": "Target: {target}",
    "submit.line": "POST {endpoint}/clusters?IdempotentToken={token}",
    "submit.dry": "A dry run: nothing was sent. It would go to {target}.",
    "submit.dry.variable": "{name} is not set: the request could not be sent without it ({path}).",
    "submit.variable": (
        "{path} is to be taken from the variable {name}, which is not set. Set it and submit again; nothing "
        "was sent."
    ),
    "variable.bytes": (
        "{path} is to be taken from the variable {name}, which holds bytes that are not UTF-8. Set it again "
        "as UTF-8 text; nothing was sent."
    ),
    "variable.quoted": (
        "{path} is to be taken from the variable {name}, whose value is enclosed in quotation marks. Remove "
        "them: an env file (docker --env-file, for example) takes values without them. Nothing was sent."
    ),
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
    "submit.cost": "It costs money until it is deleted.",
    "submit.field": "It is about {path}.",
    "submit.sandbox": "sandbox on this computer",
    "submit.sandbox.failed": "The sandbox could not be started: {reason}",
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
    # what the wizard is told by the files and the service
    "open.not-json": "{name}, line {line}, column {column}: {why} Correct it there, and open it again.",
    "open.pasted": "The text",
    "open.duplicates.more": "Further keys that occur more than once: {count}. bcw check lists them all.",
    "open.duplicate": "{path} stands there {count} times; the last one, on line {line}, counts.",
    "open.read-only": (
        "This looks like an answer of GetCluster: {names} are only ever read. They were left as they are; "
        "the service passes them over."
    ),
    "open.secret": "{path} holds a secret. It stays in memory; files get {reference} in its place.",
    "open.preset": "{name} cannot be used: {problem}",
    "save.changed": "{path} has changed on disk since it was opened. Replace it with this request?",
    "save.surrogate": (
        "{path} was not written: a text in the request holds half a character (an unpaired surrogate). Take "
        "it out, then save again."
    ),
    "draft.gone": "This draft is gone, or another wizard has it open.",
    "draft.secret": "{path} held a secret, which is never written down: type it again.",
    "draft.changed": "{path} has changed on disk since this draft was begun; it is the draft that is shown.",
    "when.today": "today, {time}",
    "when.yesterday": "yesterday, {time}",
    "when.date": "{date}, {time}",
    "target.broken": "no usable target",
    "target.sandbox": "sandbox on this computer",
    "target.sandbox.lines": "No credentials were found, so clusters are created in the sandbox: {file}",
    "target.sandbox.chosen": "Clusters are created in the sandbox, as you chose: {file}",
    "target.sandbox.free": "Nothing runs there, and nothing costs money.",
    "target.endpoint": "Endpoint: {endpoint}",
    "target.region": "Region: {region}",
    "target.key": "Access key: {key}",
    "target.source": "Found in: {source}",
    "send.failed": "Nothing was sent: {reason}",
    "send.surrogate": (
        "Nothing was sent: a text in the request holds half a character (an unpaired surrogate). Type it "
        "again."
    ),
    "send.mend": "Correct the field, then submit again.",
    "send.whole": (
        "It is about the request as a whole. The vendor's support finds out more by the request id; nothing "
        "was created."
    ),
    "send.again": "Submit again to find out; the token stays the same.",
    "cluster.free": "It stands in the sandbox: no machine runs, and nothing costs money.",
}
TEXTS |= MORE | SCRIPTS


def text(name: str, /, **values: object) -> str:
    """A sentence with its values filled in, escaped: they may come from anywhere."""
    shown = {key: each if isinstance(each, int) else escape_text(str(each)) for key, each in values.items()}
    return TEXTS[name].format_map(shown)


def text_of_variable(error: "MissingVariable", name: str) -> str:
    """Why a secret cannot be taken from its variable; the sentence called `name` where that is not set."""
    from wizard.document.tree import to_pointer

    name = f"variable.{error.problem}" if error.problem else name
    return text(name, path=to_pointer(error.path), name=error.name)


def counted(count: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
