"""Save the document of a session; what the user has to decide first is returned."""

from dataclasses import dataclass
from typing import Any

from wizard.core.actions.library import Library
from wizard.core.documents import DocumentSource, as_file, as_preset
from wizard.core.session import EditSession
from wizard.document.secrets import find_secrets
from wizard.errors import AlreadyExistsError


@dataclass(frozen=True, slots=True)
class ConfirmOverwrite:
    """A preset or file would be overwritten; saving again with ``overwrite`` confirms it."""

    name: str  # the name of the preset, or the path of the file


@dataclass(frozen=True, slots=True)
class NeedName:
    """The document has no place to be saved to yet."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The document was saved."""

    path: str
    variables: tuple[str, ...]  # the variables whose references were written in place of secrets


def save(
    session: EditSession, library: Library, *, overwrite: bool = False
) -> Saved | ConfirmOverwrite | NeedName:
    """Save a document where it came from. Raises `BcwError`."""
    source = session.origin
    if source.kind == "file":
        return save_file(session, library, source.name, overwrite=overwrite)
    if source.kind == "preset" and is_custom(library, source.name):
        return save_preset(session, library, source.name, overwrite=overwrite)
    return NeedName()


def save_preset(
    session: EditSession, library: Library, name: str, *, overwrite: bool = False, **changes: Any
) -> Saved | ConfirmOverwrite:
    """Save a document as a preset, with changes of its metadata as of `as_preset`. Raises `BcwError`."""
    source = session.origin
    is_own = source.kind == "preset" and source.name == name
    if not overwrite and not is_own and is_custom(library, name):
        return ConfirmOverwrite(name)
    saved = as_preset(source, name, **changes)
    try:
        path = library.save_preset(name, saved.preset or {}, session.document.tree, overwrite=overwrite)
    except AlreadyExistsError:
        return ConfirmOverwrite(name)
    return _saved(session, path, saved)


def save_file(
    session: EditSession, library: Library, path: str, *, overwrite: bool = False
) -> Saved | ConfirmOverwrite:
    """Save a document in a file. Raises `BcwError`."""
    try:
        written = library.save_file(path, session.document.tree, session.origin, overwrite=overwrite)
    except AlreadyExistsError:
        return ConfirmOverwrite(path)
    return _saved(session, written, as_file(session.origin, path))


def is_custom(library: Library, name: str) -> bool:
    return any(each.name == name and not each.is_builtin for each in library.presets())


def _saved(session: EditSession, path: str, source: DocumentSource) -> Saved:
    session.origin = source
    session.document.mark_saved()
    return Saved(path, tuple(variable for _path, variable in find_secrets(session.document.tree)))
