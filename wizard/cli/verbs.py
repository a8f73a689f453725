"""From the name of a verb to its module; each is imported when it is asked for."""

from importlib import import_module

from wizard.cli import usage
from wizard.cli.exits import USAGE, Stop
from wizard.cli.texts import text

_MODULES = {
    "": "wizards",
    "new": "wizards",
    "edit": "wizards",
    "open": "wizards",
    "check": "check",
    "export": "export",
    "submit": "submit",
    "presets": "presets",
    "clusters": "clusters",
    "submissions": "submissions",
    "targets": "targets",
    "sandbox": "sandbox",
    "explain": "explain",
    "schema": "schema",
    "completion": "completion",
}


def run(verb: str, arguments: list[str]) -> int:
    """Run a verb.

    Args:
        verb: Its name; ``""`` is `bcw` alone.
        arguments: What stands behind it.

    Returns:
        The exit code.

    Raises:
        Stop: There is no such verb, or it cannot go on.
    """
    if verb not in _MODULES:
        raise Stop(USAGE, _unknown(verb))
    module = import_module(f"wizard.cli.{_MODULES[verb]}")
    code: int = module.run(verb, arguments)
    return code


def choose(parent: str, verbs: tuple[str, ...], arguments: list[str]) -> tuple[str, list[str]]:
    """The verb below another one that the arguments begin with, and the arguments behind it.

    Raises:
        Stop: There is none, or no such one.
    """
    if not arguments:
        raise Stop(USAGE, text("verb.missing", prog=f"bcw {parent}", verbs="|".join(verbs)))
    if arguments[0] not in verbs:
        raise Stop(USAGE, _unknown(arguments[0], parent, verbs))
    return arguments[0], arguments[1:]


def _unknown(verb: str, parent: str = "", verbs: tuple[str, ...] = usage.VERBS) -> str:
    from wizard.cli.output import visible
    from wizard.core.wording import near

    parts = [text("verb.unknown", verb=visible(f"{parent} {verb}".strip()))]
    if not parent and ("/" in verb or verb.endswith(".json")):
        from shlex import quote

        parts.append(text("verb.file", file=quote(visible(verb))))
    elif not parent and verb in ("help", "version"):
        parts.append(text("verb.close", names=f"bcw --{verb}"))
    elif close := near(verb, verbs):
        shown = [f"bcw {f'{parent} {name}'.strip()}" for name in close]
        parts.append(text("verb.close", names=text("or").join(shown)))
    parts.append(text("verb.list", verbs=", ".join(verbs), prog=f"bcw {parent}".rstrip()))
    return " ".join(parts)
