"""Rules about the whole request: unknown keys and placeholders."""

from collections.abc import Iterator
from typing import Any

from wizard.document.tree import Path, get
from wizard.i18n import N_, _
from wizard.models.answer import READ_ONLY, find_meant_name
from wizard.models.cluster import find_spec, find_unknown
from wizard.models.fields import WILDCARD
from wizard.validation import fixes, reading
from wizard.validation.context import Context
from wizard.validation.rule import RuleMatch, rule

_SDK = "batchcompute 2.1.7, the official Python SDK"
_ANSWER = "GetCluster, https://www.alibabacloud.com/help/doc-detail/44741.html"

_MOST_GUESSES = 500
"""Unknown keys for which similar names are looked for: that is slow, and a request has few of them."""

_UNKNOWN = N_("The service accepts and ignores it, as far as is known. Remove it, or ignore this rule.")
_MISSPELT = N_("The service accepts and ignores it, as far as is known. Did you mean {meant}?")
_MISSPELT_TWICE = N_(
    "The service accepts and ignores it, as far as is known. Did you mean {meant}, which exists already?"
)


@rule(
    source=f"{_SDK}, drops such keys silently",
    message=N_('"{key}" is not an attribute of CreateCluster.'),
    why=_UNKNOWN,
)
def check_unknown_key(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    count = 0
    for path, parent, siblings in find_unknown(request):
        key = str(path[-1])
        if (*parent.path, key) in READ_ONLY:
            continue
        count += 1
        name = find_meant_name(key, parent) if count <= _MOST_GUESSES else None
        if name is None:
            yield RuleMatch(path, key=key)
        elif name in siblings:
            yield RuleMatch(path, key=key, meant=name, why=_MISSPELT_TWICE)
        else:
            fix = fixes.correct_key(path, name) if fixes.fits(siblings[key], parent.fields[name]) else None
            yield RuleMatch(path, fix, key=key, meant=name, why=_MISSPELT)


@rule(
    source=_ANSWER,
    message=N_('"{key}" belongs to a response of the service, not to a request: {meaning}.'),
    why=N_("The service sets it. It was copied from a response; remove it."),
)
def check_read_only_key(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    oss = (*reading.MOUNTS, "OSS")
    for path, value in (*reading.iter_cluster_and_groups(request), (oss, get(request, oss))):
        parent = ("Groups", WILDCARD) if path[:1] == ("Groups",) else path
        for key in value if isinstance(value, dict) else ():
            if (meaning := READ_ONLY.get((*map(str, parent), key))) is not None:
                at = (*path, key)
                yield RuleMatch(at, fixes.remove(at), key=key, meaning=_(meaning))


@rule(
    source="CreateCluster, the example of the reference",
    message=N_("Replace the placeholder {value}."),
    why=N_("The service accepts it literally, and the cluster is not the one you want."),
)
def check_placeholder_left(request: dict[str, Any], context: Context) -> Iterator[RuleMatch]:
    for path, value in _find_bracketed(request, (), []):
        # In texts of the user's own, brackets can have another meaning, and no part of a secret is shown:
        # there only a value that is a placeholder as a whole counts.
        spec = find_spec(path)
        is_strict = path[0] in ("Bootstrap", "Description", "UserData", "EnvVars") or (spec and spec.secret)
        found = reading.PLACEHOLDER.fullmatch(value) if is_strict else reading.PLACEHOLDER.search(value)
        if found is not None:
            yield RuleMatch(path, value=found[0])


def _find_bracketed(value: Any, path: Path, found: list[tuple[Path, str]]) -> list[tuple[Path, str]]:
    """Add the strings with a bracket; no path is made for any other, as there can be thousands."""
    for key, below in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(below, str):
            if "[" in below:
                found.append(((*path, key), below))
        elif isinstance(below, (dict, list)):
            _find_bracketed(below, (*path, key), found)
    return found
