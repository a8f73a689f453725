"""Rules about secrets: values that are not what they look like, or that everybody can read."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.secrets import find_misplaced_secrets, find_misuse, get_secret_paths
from wizard.document.tree import get
from wizard.i18n import N_, _
from wizard.models.answer import find_meant_name
from wizard.models.cluster import find_spec
from wizard.validation import fixes
from wizard.validation.context import Context
from wizard.validation.finding import Severity
from wizard.validation.rule import RuleMatch, rule

_OURS = "this program: it never stores or sends what only looks like a secret"
_READERS = "GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html, shows both maps"

_UNUSABLE = {
    "reference": N_(
        "It is a reference to a variable with a syntax error, and would be sent literally. Enter only "
        "${{env:NAME}}, with letters, digits and underscores."
    ),
    "parameter": N_(
        "It is a parameter, and values of parameters are stored in files. Enter ${{env:NAME}} instead."
    ),
    "mask": N_(
        "It is the mask of a secret, and would be sent literally. Enter the secret, or ${{env:NAME}} for a "
        "variable that contains it."
    ),
}
_MOVE = N_("It would be sent under a key that the service ignores. Use {meant}, or remove it.")
_NO_FIELD = N_(
    "It would be sent under a key that the service ignores. Use Configs.Mounts.OSS.AccessKeySecret for the "
    "secret of OSS, or remove it."
)


@rule(
    severity=Severity.ERROR,
    source=_OURS,
    message=N_("This value cannot be used as a secret."),
    why=N_("It is not a secret, and would be sent literally. Enter the secret or ${{env:NAME}}."),
)
def check_secret_unusable(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, variable in get_secret_paths():
        value = get(request, path)
        kind = find_misuse(value)
        if kind is not None:
            name = _find_variable(value) if kind == "reference" else variable
            fix = fixes.replace(path, f"${{env:{name}}}", _("Use the variable {name}").format(name=name))
            yield RuleMatch(path, fix, why=_UNUSABLE[kind])


def _find_variable(value: str) -> str:
    """Return the variable that a malformed reference names."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", value.partition("env:")[2] or value, flags=re.ASCII).strip("_")
    return f"_{name}" if name[:1].isdigit() or not name else name


@rule(
    severity=Severity.ERROR,
    source=_OURS,
    message=N_('"{key}" contains a secret, but is not a field for one.'),
    why=_NO_FIELD,
)
def check_secret_misplaced(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, _variable in find_misplaced_secrets(request):
        parent, key = find_spec(path[:-1]), str(path[-1])
        meant = None if parent is None else find_meant_name(key, parent)
        if meant is None:
            yield RuleMatch(path, key=key)
        else:
            is_taken = get(request, (*path[:-1], meant), "") != ""
            fix = None if is_taken else fixes.correct_key(path, meant)
            yield RuleMatch(path, fix, key=key, meant=meant, why=_MOVE)


_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_SECRET = re.compile(
    r"(?:^| )(?:\w*(?:password|passwd|passphrase|secret|secretkey|apikey)|\w*token(?= \d+$|$)|secrets|"
    r"credentials?|(?<=\w )pwd|(?:admin|db|ftp|mail|mysql|proxy|redis|root|smtp|user) pass|pass word|"
    r"(?:api|private|signing|encryption) key)(?: |$)"
)
_HARMLESS = re.compile(
    r"\b(?:inherit|files?|path|dir|folder|names?|url|uri|endpoint|host|port|server|service|provider|len(?:gth)?|"
    r"size|count|limit|max|min|num|type|kind|format|policy|rule|ttl|age|expir(?:y|es|ation)|timeout|period|"
    r"enabled|disabled|required|optional|ids?|arn|version|prefix|suffix|field|header|hint|prompt|rotation|"
    r"region|algorithm|regex|pattern|mount|volume|no|use|reset|change|eos|bos|pad|unk|sep|cls|mask)\b"
)
_PLAIN_VALUE = re.compile(
    r"\s*|true|false|yes|no|on|off|none|null|\[[^\[\]]*\]|\$\{[^{}]*\}|\$\w+|%\w+%|(?:/[\w.-]+){2,}/?|"
    r"(?:https?|oss|nas|kms)://\S*",
    re.ASCII | re.IGNORECASE,
)
_CHINESE = re.compile("密码|口令|密钥|令牌")


@rule(
    source=_READERS,
    message=N_('"{key}" looks like a secret in plain text.'),
    why=N_(
        "{field} is stored in plain text in presets, drafts and the journal, and everybody who can read the "
        "cluster can see it. Let the instances fetch the secret when they start."
    ),
)
def check_secret_in_plain_text(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for field in ("UserData", "EnvVars"):
        values = request.get(field)
        for key, value in values.items() if isinstance(values, dict) else ():
            if isinstance(value, str) and not _PLAIN_VALUE.fullmatch(value) and is_secret_key(key):
                yield RuleMatch((field, key), key=key, field=field)


def is_secret_key(key: str) -> bool:
    """Return whether a key names a secret, and not something about one (``PASSWORD_FILE``)."""
    words = " ".join(_WORDS.findall(key)).lower()
    return bool(_CHINESE.search(key) or (_SECRET.search(words) and not _HARMLESS.search(words)))
