"""A file, or what another program writes, on its way to be a preset."""

from pathlib import Path

from wizard.core.actions.sources import STDIN, Source, Unreadable, check_preset
from wizard.document.parser import ParsedText
from wizard.document.presets import FileContent, unwrap_preset
from wizard.errors import StorageError
from wizard.storage.presets import check_name, find_header_problem
from wizard.text import escape_text as visible


def to_import(source: Source, reading: ParsedText) -> FileContent:
    """What a source holds that is to become a preset.

    Args:
        source: What was read.
        reading: The same, read as JSON without a problem.

    Raises:
        Unreadable: It is a preset that says something of itself that no preset can say.
    """
    opened = unwrap_preset(reading.tree)
    check_preset(source.name, opened)
    if opened.preset is not None and (problem := find_header_problem(opened.preset)) is not None:
        raise Unreadable(f"{visible(source.name)}: {problem[1]}")
    return opened


def own_name(source: Source, opened: FileContent) -> tuple[str, bool]:
    """The name that a preset says of itself, or else that of its file, and whether it can be one."""
    candidates = [(opened.preset or {}).get("name", "")]
    if source.name != STDIN:
        candidates.append(Path(source.name).name.removesuffix(".json"))
    for name in candidates:
        try:
            check_name(name)
        except StorageError:
            continue
        return str(name), True
    return str(next((each for each in reversed(candidates) if each), source.name)), False
