"""The user's presets and files: open, save, import, rename, describe, delete, restore, compare."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.core.actions import opening
from wizard.core.documents import DocumentSource, OpenedDocument, absolute, as_file, as_preset
from wizard.document.parser import parse
from wizard.document.presets import is_preset, remove_secret_defaults, wrap_preset
from wizard.document.secrets import find_secrets, insert_references
from wizard.document.serializer import to_text
from wizard.document.tree import Difference, diff
from wizard.errors import AlreadyExistsError, BcwError, ChangedOnDiskError, NotFoundError
from wizard.i18n import _
from wizard.storage import locations
from wizard.storage.cache import add_recent, list_recent
from wizard.storage.files import digest, digest_file, read_bytes, write_atomically
from wizard.storage.presets import Preset
from wizard.text import escape_text, format_path

if TYPE_CHECKING:
    from wizard.core.session import EditSession

_COMPARED = ("title", "description", "tags", "parameters")


class Library:
    """The user's presets and files. Never waits for another process.

    The digest of a file or preset that is opened is remembered: saving it back needs no confirmation unless it
    has changed on disk. All methods raise `BcwError` unless they say that they raise nothing.
    """

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        """SHA-256 of each file as it was opened or saved, by absolute path."""

    def presets(self) -> Sequence[Preset]:
        """Return all presets, the custom ones first."""
        return opening.open_library().list_all()

    def recent(self) -> Sequence[str]:
        """Return the files opened or saved last, the latest first. Raises nothing."""
        return list_recent()

    def open_preset(self, name: str, *, is_preview: bool = False) -> OpenedDocument:
        """Open a preset; saving over one that is only previewed still needs a confirmation."""
        path = opening.open_library().load(name).path
        data = read_bytes(path)  # remarks on duplicate keys need the bytes
        if not is_preview:
            self.digests[str(path)] = digest(data)
        return opening.open_document(data, name, DocumentSource("preset", name))

    def open_file(self, path: str, *, wait: bool = False) -> OpenedDocument:
        """Open a request or preset file; with ``wait`` also a pipe, waiting for what comes out of it."""
        place = _expand(path)
        source = opening.read_file(str(place), wait=wait)
        self.digests[absolute(path)] = digest(source.data)
        found = opening.open_document(source.data, path, DocumentSource("file", path))
        if os.path.isfile(place):
            add_recent(place)
        return found

    def open_text(self, text: str) -> OpenedDocument:
        return opening.open_document(text, _("Pasted text"), DocumentSource("paste"))

    def save_preset(self, name: str, meta: Mapping[str, Any], tree: Any, *, overwrite: bool) -> str:
        """Save a preset and return the path of its file; metadata that is not given is kept.

        Raises AlreadyExistsError: there is another one than the one opened or saved here, or it has changed on
        disk.
        """
        place = _get_preset_path(name)
        if not overwrite and str(place) in self.digests:
            overwrite = _is_unchanged(place, self.digests[str(place)])
        path = opening.open_library(patience=0).save(name, meta, tree, overwrite=overwrite)
        self.digests[str(path)] = digest(read_bytes(path))
        return format_path(path)

    def save_file(self, path: str, tree: Any, origin: DocumentSource, *, overwrite: bool) -> str:
        """Write a request, or the preset that it came from, into a file and return its path.

        Secrets are written as references. A document that declares parameters stays a preset. Raises
        AlreadyExistsError: there is another file, or it has changed on disk since it was opened.
        """
        place, key = _expand(path), absolute(path)
        data = _make_content(place, tree, as_file(origin, path).preset)
        is_own = origin.kind == "file" and absolute(origin.name) == key
        if is_own and not overwrite and os.path.exists(place):
            overwrite = _is_unchanged(place, self.digests.get(key, ""))
        write_atomically(place, data, overwrite=overwrite)
        self.digests[key] = digest(data)
        add_recent(place)
        return format_path(place)

    def import_file(self, path: str, name: str = "", *, overwrite: bool = False) -> str:
        """Save a file as a preset, by default of the name in it, or else the file's own; return the name.

        Raises AlreadyExistsError: there is one; the message names it.
        """
        source = opening.Source(path, opening.read_file(str(_expand(path)), wait=False).data)
        opened = opening.read_import(source)
        own, fits = opening.suggest_name(source, opened)
        if not name and not fits:
            text = _("{given} cannot be the name of a preset. Choose a name of a-z, 0-9, dot, _ and -.")
            raise BcwError(text.format(given=escape_text(own)))
        preset = opened.origin.preset or {}
        opening.open_library(patience=0).save(name or own, preset, opened.tree, overwrite=overwrite)
        return name or own

    def rename_preset(self, old: str, new: str, *, overwrite: bool = False) -> None:
        with self._keep_digest(old, new):
            opening.open_library(patience=0).rename(old, new, overwrite=overwrite)

    def describe_preset(self, name: str, changes: Mapping[str, Any]) -> None:
        """Change the ``title``, ``description``, ``tags`` or ``parameters`` of a preset."""
        with self._keep_digest(name, name):
            opening.open_library(patience=0).describe(name, **changes)

    def delete_preset(self, name: str) -> None:
        """Delete a preset, even a broken one; it can be restored."""
        opening.open_library(patience=0).delete(name)

    def deleted_presets(self) -> Sequence[str]:
        """Return the names of deleted presets that can be restored. Raises nothing."""
        return opening.open_library().list_deleted()

    def restore_preset(self, name: str, *, overwrite: bool = False) -> None:
        """Restore the preset of a name that was deleted last. Raises `AlreadyExistsError`."""
        opening.open_library(patience=0).restore(name, overwrite=overwrite)

    def differences(self, one: str, other: str) -> Sequence[Difference]:
        return compare_presets(_read(one), _read(other))

    @contextmanager
    def _keep_digest(self, name: str, new: str) -> Iterator[None]:
        """Update the digest of an opened preset after a change that is made here."""
        before, after = _get_preset_path(name), _get_preset_path(new)
        is_known = self.digests.get(str(before)) == digest_file(before)
        yield
        if is_known:
            del self.digests[str(before)]
            self.digests[str(after)] = digest_file(after)


def compare_presets(one: OpenedDocument, other: OpenedDocument) -> list[Difference]:
    """Compare two requests and, between two presets, their metadata; secrets are references.

    Between two presets, paths begin with ``preset`` or ``request``.
    """

    def compared(opened: OpenedDocument) -> Any:
        request = insert_references(opened.tree)
        if one.origin.preset is None or other.origin.preset is None:
            return request
        preset = remove_secret_defaults(opened.origin.preset or {}, opened.tree)
        return {"preset": {key: preset[key] for key in _COMPARED if preset.get(key)}, "request": request}

    return [*diff(compared(one), compared(other))]


def _expand(path: str) -> Path:
    return Path(os.path.expanduser(path))


def _get_preset_path(name: str) -> Path:
    return locations.presets_folder() / f"{name}.json"


def _is_unchanged(path: Path, known: str) -> bool:
    """Return whether a file may be replaced without asking; ``False`` where it no longer exists."""
    try:
        now = digest(read_bytes(path))
    except NotFoundError:
        return False
    if now != known:
        text = _("{path} has changed on disk since it was opened. Overwrite it?")
        raise ChangedOnDiskError(text.format(path=escape_text(format_path(path))))
    return True


def _read(name: str) -> OpenedDocument:
    source = opening.read_source(os.path.expanduser(name) if opening.is_file(name) else name, wait=False)
    return opening.open_document(source.data, name, DocumentSource())


def _make_content(place: Path, tree: Any, preset: Mapping[str, Any] | None) -> bytes:
    """Return the content of a file: a bare request, or a preset with all else that the file has."""
    document = insert_references(tree)
    if preset is not None:
        document = wrap_preset(document, remove_secret_defaults(preset, tree))
        if os.path.exists(place) and is_preset(before := parse(read_bytes(place)).tree):
            document = {**before, **document}
    try:
        return f"{to_text(document)}\n".encode()
    except UnicodeEncodeError as error:
        text = _(
            "{path} was not written: a text in the request contains half of a surrogate pair. Type it"
            " again, then save."
        )
        raise BcwError(text.format(path=escape_text(format_path(place)))) from error


@dataclass(frozen=True, slots=True)
class ConfirmOverwrite:
    """A preset or file would be overwritten; saving again with ``overwrite`` confirms it."""

    question: str  # names the preset or the file


@dataclass(frozen=True, slots=True)
class NeedName:
    """The document has no place to be saved to yet."""


@dataclass(frozen=True, slots=True)
class Saved:
    """The document was saved."""

    path: str
    variables: tuple[str, ...]  # the variables whose references were written in place of secrets


def save(
    session: "EditSession", library: Library, place: DocumentSource | None = None, *, overwrite: bool = False
) -> Saved | ConfirmOverwrite | NeedName:
    """Save a document in a place, as `as_preset` or `as_file` returns it, by default where it came from.

    Raises `BcwError`.
    """
    origin, tree = session.origin, session.document.tree
    if place is None and origin.kind == "file":
        place = as_file(origin, origin.name)
    elif place is None and origin.kind == "preset" and is_custom(origin.name):
        place = as_preset(origin, origin.name)
    if place is None:
        return NeedName()
    is_own = (origin.kind, origin.name) == ("preset", place.name)
    exists = ConfirmOverwrite(_("{name} exists. Replace it?").format(name=escape_text(place.name)))
    if place.kind == "preset" and not (overwrite or is_own) and is_custom(place.name):
        return exists
    try:
        if place.kind == "file":
            path = library.save_file(place.name, tree, origin, overwrite=overwrite)
        else:
            path = library.save_preset(place.name, place.preset or {}, tree, overwrite=overwrite)
    except ChangedOnDiskError as error:
        return ConfirmOverwrite(str(error))
    except AlreadyExistsError:
        return exists
    session.origin = place
    session.document.mark_saved()
    return Saved(path, tuple(variable for _path, variable in find_secrets(tree)))


def is_custom(name: str) -> bool:
    """Return whether there is a file of a custom preset of this name, possibly a broken one."""
    return os.path.lexists(_get_preset_path(name))
