"""From bytes to a request that a wizard can open, with what there is to say about its import."""

from collections.abc import Iterator
from typing import Any

from wizard.core.actions.sources import Unreadable, check_preset
from wizard.core.actions.texts import text
from wizard.core.ports import Loaded, Origin, WizardError
from wizard.document.parser import ParsedText, parse
from wizard.document.presets import FileContent, unwrap_preset
from wizard.document.tree import has, to_pointer

_MOST_DUPLICATES = 10
"""Keys that occur twice of which each gets a remark of its own."""


def loaded(data: bytes | str, name: str, origin: Origin) -> Loaded:
    """Open a text that may be a request or a preset.

    Args:
        data: The text.
        name: What to call it.
        origin: Where it came from; what a preset file says of itself is added.

    Raises:
        WizardError: It is no JSON, or a preset of an unknown format.
    """
    reading = parse(data)
    if reading.problem is not None:
        raise WizardError(not_json(reading, name))
    opened = unwrap_preset(reading.tree)
    try:
        check_preset(name, opened)
    except Unreadable as error:
        raise WizardError(str(error)) from error
    origin = Origin(origin.kind, origin.name, opened.preset)
    return Loaded(opened.request, origin, (*_duplicates(reading, opened), *remarks(opened)))


def remarks(opened: FileContent) -> Iterator[str]:
    """What the person should know of a request that was opened."""
    from wizard.core.parameters import announced
    from wizard.document.secrets import find_secrets
    from wizard.models.answer import READ_ONLY

    names = [pattern[0] for pattern in READ_ONLY if len(pattern) == 1 and has(opened.request, pattern)]
    # One of them may be a slip; a cluster that the service describes has several.
    if len(names) > 1:
        yield text("open.read-only", names=", ".join(names))
    for path, variable in find_secrets(opened.request):
        yield text("open.secret", path=to_pointer(path), reference=f"${{env:{variable}}}")
    if known := announced(opened.preset):
        yield known


def _duplicates(reading: ParsedText, opened: FileContent) -> Iterator[str]:
    duplicates = reading.duplicates
    for duplicate in duplicates[:_MOST_DUPLICATES]:
        inside = duplicate.path[: len(opened.prefix)] == opened.prefix
        path = duplicate.path[len(opened.prefix) :] if inside else duplicate.path
        count, line = len(duplicate.places), duplicate.places[-1].line
        yield text("open.duplicate", path=to_pointer(path), count=count, line=line)
    if (more := len(duplicates) - _MOST_DUPLICATES) > 0:
        yield text("open.duplicates.more", count=more)


def not_json(reading: ParsedText, name: str) -> str:
    """Where and why a text is no JSON."""

    problem: Any = reading.problem
    why = problem.message
    return text("open.not-json", name=name, line=problem.place.line, column=problem.place.column, why=why)
