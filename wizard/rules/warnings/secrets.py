"""Secrets that are not what they look like, or that stand where everybody can read them."""

import re
from collections.abc import Iterator
from typing import Any

from wizard.document.pointer import Path
from wizard.document.secrets import misplaced_secrets, secret_paths, unusable_kind
from wizard.document.tree import get
from wizard.request.answer import meant_name
from wizard.request.schema import Node, node_at
from wizard.rules import fixes
from wizard.rules.context import Context
from wizard.rules.finding import Severity
from wizard.rules.texts import text
from wizard.rules.warnings.registry import Hit, anywhere, hit, rule
from wizard.rules.warnings.texts import label

_OURS = "the wizard, which never stores or sends what only looks like a secret"
_READERS = "GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html, shows both maps"
_MAPS: tuple[Path, ...] = (("UserData",), ("EnvVars",))


@rule("secret-unusable", Severity.ERROR, _OURS, reads=(("Configs", "Mounts", "OSS"),))
def secret_unusable(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A parameter, a reference that is none, or a mask in a secret field."""
    for path, variable in secret_paths():
        value = get(tree, path)
        kind = unusable_kind(value)
        if kind is not None:
            name = _variable_in(value) if kind == "reference" else variable
            fix = fixes.replacing(path, f"${{env:{name}}}", text("fix.reference", value=name))
            yield hit(path, fix, problem=label(f"secret.{kind}"), advice=label(f"secret.{kind}.advice"))


def _variable_in(value: str) -> str:
    """The variable that a reference written wrongly names."""
    name = re.sub(r"[^A-Za-z0-9]+", "_", value.partition("env:")[2] or value, flags=re.ASCII).strip("_")
    return f"_{name}" if name[:1].isdigit() or not name else name


@anywhere("secret-misplaced", Severity.ERROR, _OURS)
def secret_misplaced(at: Path, value: Any, node: Node, context: Context) -> Iterator[Hit]:
    """A secret under a misspelt key, or in an object that has no field for it."""
    for path, _ in misplaced_secrets(value, node, at):
        parent, key = node_at(path[:-1]), str(path[-1])
        name = None if parent is None else meant_name(key, parent)
        taken = name is None or get(value, (*path[len(at) : -1], name), "") != ""
        fix = (
            None
            if taken or name is None
            else fixes.renaming(path, name, text("fix.key", key=key, value=name))
        )
        advice = label("secret.field") if name is None else label("secret.move", value=name)
        yield hit(path, fix, key=key, advice=advice)


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


@rule("secret-in-plain-text", Severity.WARNING, _READERS, reads=_MAPS)
def secret_in_plain_text(tree: dict[str, Any], context: Context) -> Iterator[Hit]:
    """A value of the user data or the environment whose key says that it is a secret."""
    for path in _MAPS:
        values = get(tree, path)
        for key, value in values.items() if isinstance(values, dict) else ():
            if isinstance(value, str) and not _PLAIN_VALUE.fullmatch(value) and names_secret(key):
                yield hit((*path, key), key=key, field=path[0])


def names_secret(key: str) -> bool:
    """Whether a key that the user chose names a secret, and not something about one (``PASSWORD_FILE``)."""
    words = " ".join(_WORDS.findall(key)).lower()
    return bool(_CHINESE.search(key) or (_SECRET.search(words) and not _HARMLESS.search(words)))
