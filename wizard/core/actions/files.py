"""The presets and files of the user, as a wizard is handed them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.core.actions.sources import Unreadable, is_file, library, read_file, read_source
from wizard.core.actions.texts import text
from wizard.core.ports import Loaded, Origin, PresetTitle, WizardError, WouldOverwrite
from wizard.errors import AlreadyExistsError, NotFoundError, StorageError
from wizard.storage import locations
from wizard.storage.cache import add_recent, list_recent
from wizard.storage.files import digest, read_bytes, write_atomically
from wizard.storage.presets import Preset, PresetLibrary
from wizard.text import format_path

if TYPE_CHECKING:
    from wizard.document.presets import FileContent
    from wizard.document.tree import Difference


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what goes wrong with a file into what a wizard can show."""
    try:
        yield
    except AlreadyExistsError as error:
        raise WouldOverwrite(str(error)) from error
    except (StorageError, Unreadable) as error:
        raise WizardError(str(error)) from error


class FilesOfTheUser:
    """Implements :class:`wizard.core.ports.Library`. Never waits for another process.

    A file that was opened here, or a preset of the user's own, is known by its content then: saving it back
    where it came from needs no question, unless it has changed on disk since.
    """

    def __init__(self) -> None:
        self.digests: dict[str, str] = {}
        """SHA-256 of each file that was opened or saved, as it was then, by its absolute path."""
        self._presets: dict[str, str] = {}
        """The same of the user's own presets, by name."""

    def presets(self) -> Sequence[PresetTitle]:
        """All presets, the user's first."""
        with _in_words():
            return [_title(each) for each in library().list_all()]

    def recent(self) -> Sequence[str]:
        """The files that were opened or saved last, the latest first. Raises nothing."""
        return list_recent()

    def open_preset(self, name: str) -> Loaded:
        """Open a preset."""
        found, known = _preset(name)
        if known is not None:
            self._presets[name] = known
        return found

    def look_at_preset(self, name: str) -> Loaded:
        """What opening a preset would give; one that is only looked at is not one that may be replaced."""
        return _preset(name)[0]

    def open_file(self, path: str, *, wait: bool = False) -> Loaded:
        """Open a file: a request or a preset."""
        from wizard.core.actions.opening import loaded

        place = _place(path)
        with _in_words():
            source = read_file(str(place), wait=wait)
            found = loaded(source.data, path, Origin("file", path))
            self.digests[_key(place)] = digest(source.data)
            if os.path.isfile(place):
                add_recent(place)
            return found

    def open_text(self, text_: str) -> Loaded:
        """Open what was pasted."""
        from wizard.core.actions.opening import loaded

        return loaded(text_, text("open.pasted"), Origin("paste"))

    def save_preset(
        self,
        name: str,
        title: str,
        description: str,
        tree: Any,
        *,
        overwrite: bool,
        about: Mapping[str, Any] | None = None,
    ) -> str:
        """Save a preset. What it says of itself besides stays, also where it stands over a shipped one.

        Without `overwrite`, one of the user's own is replaced only if it is the one that was opened or saved
        here, and has not changed since.
        """
        with _in_words():
            presets = library(patience=0)
            if not overwrite and name in self._presets:
                overwrite = self._may_replace(presets.user_folder / f"{name}.json", name)
            said = {**_said_before(presets, name), **(about or {})}
            meta = {**said, "title": title, "description": description}
            path = presets.save(name, meta, tree, overwrite=overwrite)
            self._presets[name] = digest(read_bytes(path))
            return format_path(path)

    def _may_replace(self, path: Path, name: str) -> bool:
        try:
            now = digest(read_bytes(path))
        except NotFoundError:  # deleted since: nothing is overwritten
            return False
        if now != self._presets[name]:
            raise WouldOverwrite(text("save.changed", path=format_path(path)))
        return True

    def save_file(self, path: str, tree: Any, origin: Origin, *, overwrite: bool) -> str:
        """Write a request into a file; back into the preset file that it came from, if it came from one.

        A secret in it is written as a reference. What declares parameters stays a preset. Without
        `overwrite`, a file that is there is replaced only if it is the one that was opened, and has not
        changed since.
        """
        place = _place(path)
        own = origin.kind == "file" and _key(_place(origin.name)) == _key(place)
        with _in_words():
            data = _content(place, tree, origin if own or _declares(origin) else Origin())
            if own and not overwrite and os.path.exists(place):
                if digest(read_bytes(place)) != self.digests.get(_key(place)):
                    raise WouldOverwrite(text("save.changed", path=format_path(place)))
                overwrite = True
            write_atomically(place, data, overwrite=overwrite)
            self.digests[_key(place)] = digest(data)
            add_recent(place)
        return format_path(place)

    # -- the library

    def import_file(self, path: str, name: str = "", *, overwrite: bool = False) -> str:
        """Save what a file holds, a request or a preset, as a preset; the answer is the preset's name."""
        from wizard.core.actions.importing import own_name, to_import
        from wizard.core.actions.opening import not_json
        from wizard.document.parser import parse

        with _in_words():
            source = read_file(str(_place(path)), wait=False)
            reading = parse(source.data)
            if reading.problem is not None:
                raise WizardError(not_json(reading, path))
            opened = to_import(source, reading)
            if not isinstance(opened.request, dict):
                raise WizardError(text("presets.not-object", file=path))
            own, fits = own_name(source, opened)
            if not name and not fits:
                raise WizardError(text("presets.unnamed", given=own))
            library(patience=0).save(name or own, opened.preset or {}, opened.request, overwrite=overwrite)
            return name or own

    def rename_preset(self, old: str, new: str, *, overwrite: bool = False) -> None:
        """Give a preset another name."""
        with _in_words(), self._going_on(old, new):
            library(patience=0).rename(old, new, overwrite=overwrite)

    def describe_preset(self, name: str, changes: Mapping[str, Any]) -> None:
        """Change what a preset says of itself; its request stays as it is."""
        with _in_words(), self._going_on(name, name):
            library(patience=0).describe(name, **changes)

    def delete_preset(self, name: str) -> None:
        """Delete a preset, a broken one included; it can be restored."""
        with _in_words():
            library(patience=0).delete(name)

    def deleted_presets(self) -> Sequence[str]:
        """The names of presets that were deleted and can be restored. Raises nothing."""
        return library().list_deleted()

    def restore_preset(self, name: str, *, overwrite: bool = False) -> None:
        """Bring back the preset of a name that was deleted last."""
        with _in_words():
            library(patience=0).restore(name, overwrite=overwrite)

    def differences(self, one: str, other: str) -> "Sequence[Difference]":
        """What is different from one preset, or file, to another; secrets are references."""
        from wizard.core.actions.comparing import compared

        return compared(_read(one), _read(other))

    @contextmanager
    def _going_on(self, name: str, new: str) -> Iterator[None]:
        """What was opened here stays known through a change of our own, unless somebody else changed it."""
        folder = locations.presets_folder()
        known = self._presets.get(name)
        ours = known is not None and _digest_of(folder / f"{name}.json") == known
        yield
        if ours:
            self._presets.pop(name)
            self._presets[new] = _digest_of(folder / f"{new}.json")


def _place(path: str) -> Path:
    """The file that a person means; ``~`` is the home folder."""
    return Path(os.path.expanduser(path))


def _digest_of(path: Path) -> str:
    """The digest of a file; ``""`` where there is none that can be read."""
    try:
        return digest(read_bytes(path))
    except StorageError:
        return ""


def _read(name: str) -> "FileContent":
    """A preset or a file, as it is compared."""
    from wizard.core.actions.opening import loaded
    from wizard.document.presets import FileContent

    with _in_words():
        source = read_source(os.path.expanduser(name) if is_file(name) else name, wait=False)
    found = loaded(source.data, name, Origin())
    return FileContent(found.tree, None if found.origin.preset is None else dict(found.origin.preset))


def _key(place: Path) -> str:
    return os.path.abspath(place)


def _preset(name: str) -> tuple[Loaded, str | None]:
    """A preset, and the SHA-256 of its file where it is the user's own."""
    from wizard.core.actions.opening import loaded

    with _in_words():
        preset = library().load(name)
        # From its bytes: what is said of duplicate keys needs them.
        data = read_bytes(preset.path)
        found = loaded(data, name, Origin("preset", name))
        return found, digest(data) if preset.origin == "user" else None


def _title(preset: Preset) -> PresetTitle:
    return PresetTitle(
        preset.name,
        preset.title,
        preset.header.description,
        tuple(preset.header.tags),
        preset.origin == "shipped",
        problem=preset.problem,
        overrides_builtin=preset.overrides_builtin,
    )


def _said_before(presets: PresetLibrary, name: str) -> Mapping[str, Any]:
    """What a shipped preset says of itself, for the user's own that will stand over it."""
    try:
        return presets.load(name).meta
    except StorageError:  # there is none, or nothing that can be used
        return {}


def _declares(origin: Origin) -> bool:
    """Whether a request has parameters: they go with it, as without them `${name}` is but a text."""
    return bool((origin.preset or {}).get("parameters"))


def _content(place: Path, tree: Any, origin: Origin) -> bytes:
    """The content of a file: a bare request or, for a preset file of the person's, all that was in it."""
    from wizard.document.parser import parse
    from wizard.document.presets import is_preset, remove_secret_defaults, wrap_preset
    from wizard.document.secrets import insert_references
    from wizard.document.serializer import to_text

    document = insert_references(tree)
    if origin.preset is not None:
        document = wrap_preset(document, remove_secret_defaults(origin.preset, tree))
        if os.path.exists(place) and is_preset(before := parse(read_bytes(place)).tree):
            document = {**before, **document}
    try:
        return f"{to_text(document)}\n".encode()
    except UnicodeEncodeError as error:
        raise WizardError(text("save.surrogate", path=format_path(place))) from error
