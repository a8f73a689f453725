"""What the actions say, by id; in braces the values that the one who says it fills in."""

from typing import TYPE_CHECKING

from wizard.core.texts import TEXTS as OF_PARAMETERS
from wizard.text import escape_text

if TYPE_CHECKING:
    from wizard.document.secrets import MissingVariable

TEXTS: dict[str, str] = {
    "verb.close": "Is {names} meant?",
    "or": " or ",
    "source.preset": "There is no preset named {name}.",
    "source.neither": "There is neither a file nor a preset named {name}.",
    "source.file": "The file of that name is meant by ./{name}.",
    "source.presets": "bcw presets list shows those there are; a file has a / in its name, or ends in .json.",
    "source.large": "{file} has more than {limit} MiB: that is no request.",
    "source.nameless": "The name is empty. Name a file or a preset.",
    "source.format": (
        "{file} is a preset of format {format}, and this version knows format {known} alone. A newer version "
        "of the wizard may have made it."
    ),
    "export.secret": "{path}: the secret is not in the output; {reference} stands for it.",
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
    "submit.cost": "It costs money until it is deleted.",
    "submit.sandbox.failed": "The sandbox could not be started: {reason}",
    "open.not-json": "{name}, line {line}, column {column}: {why} Correct it there, and open it again.",
    "open.pasted": "The text",
    "open.duplicates.more": "Further keys that occur more than once: {count}. bcw check lists them all.",
    "open.duplicate": "{path} stands there {count} times; the last one, on line {line}, counts.",
    "open.read-only": (
        "This looks like an answer of GetCluster: {names} are only ever read. They were left as they are; "
        "the service passes them over."
    ),
    "open.secret": "{path} holds a secret. It stays in memory; files get {reference} in its place.",
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
    "account.source": "the list of the account",
    "account.image": "an official image",
    "account.image.own": "an image of your own",
    "account.network.both": "classic network or VPC",
    "account.network.vpc": "in a VPC only",
    "account.network.classic": "in a classic network only",
    "account.spot": "also as Spot",
    "clusters.slow": "its target did not answer within {seconds} s.",
    "clusters.no-key": "the access key that it was made with ({key}) is not found any more.",
    "clusters.gone.one": "{id} is gone, with all its machines.",
    "clusters.secret": (
        "{path} is not in it: the service tells no secrets. Fill it in before it is submitted, if the mounts "
        "need it."
    ),
    "clusters.remark": "This is the cluster {id} as it stands now; submitting it makes another one.",
    "age.unknown": "?",
    "age.none": "<1 min",
    "age.minutes": "{minutes} min",
    "age.hours": "{hours} h {minutes} min",
    "age.day": "1 day {hours} h",
    "age.days": "{days} days {hours} h",
    "submissions.unknown": (
        "No unsettled submission has the token {token}. bcw submissions list shows those there are."
    ),
    "submissions.not-asked": "It was not asked about: {reason}",
    "submissions.variable": (
        "It was not asked about: the secret at {path} that it was sent with is kept nowhere. Start again "
        "with the variable {name} set to it; or open the request, type it and submit: the token stays the "
        "same."
    ),
    "submissions.token": "Token: {token}",
    "submissions.asked": "Asked for: {totals}",
    "submissions.line": "{name}, {place}, token {token}",
    "targets.sandbox": "on this computer, without an account",
    "targets.vpc": "vpc",
    "targets.environment": (
        "The key in the environment stands over it, as long as ALIBABA_CLOUD_ACCESS_KEY_ID is set."
    ),
    "targets.not-environment": (
        "The key in the environment needs no choosing: it stands over every target as long as it is set."
    ),
    "targets.keyring.none": "Nothing was kept: {reason}. Choose the file instead.",
    "targets.owner": "Account: {owner}",
    "targets.clock.right": "Its clock and this computer's agree.",
    "targets.clock.unknown": "It does not say what its clock shows.",
    "targets.clock.ahead": (
        "This computer's clock is {minutes} min ahead of its own. Set it: from {most} min on, every request "
        "is refused."
    ),
    "targets.clock.behind": (
        "This computer's clock is {minutes} min behind its own. Set it: from {most} min on, every request "
        "is refused."
    ),
    "targets.works": "{target} answers, and takes the key {key} (from {source}).",
    "set.form": "--set {setting}: say NAME=VALUE, NAME being a parameter of the preset or a field.",
    "set.bytes": "--set {name}: that is no text (it holds bytes that are no UTF-8).",
    "parameter.missing.why": (
        "The preset asks for it when it is used: {option}. Without it nothing can be submitted."
    ),
    "parameter.source": OF_PARAMETERS["parameter.source"],
    "parameter.broken.object": "The parameter {name} must be declared as an object.",
    "preset.broken.why": "The library cannot use the preset as it stands.",
    "export.surrogate": (
        "This cannot be exported: a text in the request holds half a character (an unpaired surrogate). Take "
        "it out, then export again."
    ),
    "presets.unnamed": "{given} cannot be the name of a preset. Give it one: a-z, 0-9, . _ and -.",
    "presets.not-object": "{file} is no request: a request is a JSON object.",
}
"""The sentences."""


def text(name: str, /, **values: object) -> str:
    """A sentence with its values filled in, escaped: they may come from anywhere."""
    shown = {key: each if isinstance(each, int) else escape_text(str(each)) for key, each in values.items()}
    return TEXTS[name].format_map(shown)


def text_of_variable(error: "MissingVariable", name: str) -> str:
    """Why a secret cannot be taken from its variable; the sentence called `name` where that is not set."""
    from wizard.document.tree import to_pointer

    name = f"variable.{error.problem}" if error.problem else name
    return text(name, path=to_pointer(error.path), name=error.name)
