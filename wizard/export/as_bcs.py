"""The request as a command of the official `bcs`: with options where they can say it, else as a file.

What the options would change is found by making what `bcs` makes of them (:mod:`wizard.export.bcs_model`,
:mod:`wizard.export.sdk_model`) and comparing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from shlex import quote
from typing import Any

from wizard.document.serializer import to_compact_text
from wizard.document.tree import MISSING, diff, get, to_pointer, walk
from wizard.export import bcs_options, notes
from wizard.export.bcs_meaning import meaning
from wizard.export.bcs_model import Stops, described
from wizard.export.body import pieces, variables
from wizard.export.place import Place
from wizard.export.sdk_model import Refused, sent
from wizard.export.shell import assembled
from wizard.export.templates import rendered
from wizard.export.texts import text
from wizard.text import escape_text

_LONGEST = 80
"""Characters of a value that a comment shows."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What becomes of a request on its way through `bcs`.

    Attributes:
        lost: What it leaves out or changes, each a sentence.
        added: What it adds by itself, each a sentence.
        stops: Why it sends nothing at all, or ``""``.
    """

    lost: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    stops: str = ""


def by_options(tree: Any) -> Comparison:
    """What becomes of a request that is said with the options of `bcs cc`."""
    if reason := _unsayable(tree):
        return Comparison(stops=reason)
    try:
        made = sent(described(tree["Name"], bcs_options.options(tree)))
    except Stops as stop:
        return Comparison(stops=text("bcs.refused", option=stop.option, value=_short(stop.value)))
    except Refused as refused:
        return Comparison(stops=text("bcs.type", path=to_pointer(refused.path)))
    return _compared(tree, made)


def by_file(tree: Any) -> Comparison:
    """What becomes of a request that is handed over as a file, `bcs cc -f`."""
    try:
        return _compared(tree, sent(tree))
    except Refused as refused:
        return Comparison(stops=text("bcs.type", path=to_pointer(refused.path)))


def as_bcs(tree: Any, place: Place) -> bytes:
    """A script with the very command; where options cannot say the request, with what they would change."""
    options = by_options(tree)
    lines = [text("bcs.head"), text("bcs.login"), text("bcs.exit")]
    if not options.lost and not options.stops:
        lines += [text("bcs.exact"), *_added(options)]
        return f"#!/usr/bin/env bash\n{_comment(lines)}\n{_command(tree)}\n".encode()
    if options.stops:
        lines.append(text("bcs.unable", reason=options.stops))
    else:
        lines += [text("bcs.lossy"), *_listed(options.lost), *_added(options)]
    file = by_file(tree)
    if file.stops:
        lines.append(text("bcs.unable", reason=file.stops))
    elif file.lost:
        lines += [text("bcs.file.lossy"), *_listed(file.lost)]
    else:
        lines.append(text("bcs.file"))
    lines += _added(file)
    if not options.stops:
        lines += [text("bcs.closest"), *_command(tree).split("\n")]
    secrets = "".join(f"need {name}\n" for name in variables(tree))
    return rendered(
        "bcs.sh",
        about=_comment(lines),
        needed=rendered("needed.sh", calls=secrets).decode() if secrets else "",
        json_string=rendered("json_string.sh").decode() if secrets else "",
        secret_notes=notes.of_secrets(tree, "#   "),
        body=assembled(pieces(tree, ascii_only=True)),
    )


def _unsayable(tree: Any) -> str:
    """Why no options can say a request at all, or ``""``."""
    if not isinstance(tree, dict):
        return text("bcs.object")
    name, groups = tree.get("Name"), tree.get("Groups")
    if not isinstance(name, str) or not name or "\0" in name:
        return text("bcs.name.none")
    if name.startswith("-"):
        return text("bcs.name")
    if isinstance(groups, dict) and len(groups) != 1:
        return text("bcs.groups", count=len(groups))
    return ""


def _command(tree: dict[str, Any]) -> str:
    """The command, an option a line."""
    words = [quote(tree["Name"])]
    waiting = bcs_options.options(tree)
    while waiting:
        option = waiting.pop(0)
        words.append(option if option in bcs_options.FLAGS else f"{option} {quote(waiting.pop(0))}")
    return " \\\n  ".join(["bcs cc " + words[0], *words[1:]])


def _compared(tree: dict[str, Any], made: dict[str, Any]) -> Comparison:
    lost, added = [], []
    names = list(get(tree, ("Groups",), {})) if isinstance(get(tree, ("Groups",)), dict) else []
    wanted = meaning(tree)
    if len(names) == 1 and names != list(made["Groups"]):
        lost.append(text("bcs.group", name=_short(names[0])))
        wanted = {**wanted, "Groups": {"group": next(iter(wanted["Groups"].values()))}}
    for difference in diff(wanted, meaning(made)):
        if difference.kind == "changed":
            values = {"before": _short(difference.before), "after": _short(difference.after)}
            lost.append(text("bcs.changed", path=to_pointer(difference.path), **values))
        elif difference.kind == "removed":
            for path, value in _leaves(difference.before, difference.path):
                lost.append(text("bcs.removed", path=to_pointer(path), value=_short(value)))
        elif difference.kind == "added":
            for path, value in _leaves(difference.after, difference.path):
                added.append(text("bcs.added.value", path=to_pointer(path), value=_short(value)))
    return Comparison(tuple(lost), tuple(added))


def _leaves(value: Any, path: Any) -> Iterator[tuple[Any, Any]]:
    for at, each in walk(value, path):
        if each is not MISSING and (not isinstance(each, dict | list) or not each):
            yield at, each


def _added(comparison: Comparison) -> list[str]:
    return [text("bcs.added"), *_listed(comparison.added)] if comparison.added else []


def _listed(sentences: tuple[str, ...]) -> list[str]:
    return [f"  {each}" for each in sentences]


def _short(value: Any) -> str:
    shown = to_compact_text(value)
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"


def _comment(lines: list[str]) -> str:
    """Lines of a comment: whatever they hold, none of them ends before its end."""
    return "\n".join(f"# {line}".rstrip() for each in lines for line in [escape_text(each)])
