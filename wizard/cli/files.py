"""The presets and files of the user, as a wizard is handed them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wizard.cli.sources import Unreadable, library, read_file
from wizard.cli.texts import text
from wizard.steps.ports import Loaded, Origin, PresetTitle, WizardError, WouldOverwrite
from wizard.store.errors import AlreadyThere, NotThere, StoreError, readable
from wizard.store.files import digest, read_bytes, write_atomically
from wizard.store.presets import BrokenPreset, PresetLibrary, PresetSummary
from wizard.store.recent import recent, remember


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn what goes wrong with a file into what a wizard can show."""
    try:
        yield
    except AlreadyThere as error:
        raise WouldOverwrite(str(error)) from error
    except (StoreError, Unreadable) as error:
        raise WizardError(str(error)) from error


class FilesOfTheUser:
    """Implements :class:`wizard.steps.ports.Library`.

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
            return [_title(each) for each in library().list()]

    def recent(self) -> Sequence[str]:
        """The files that were opened or saved last, the latest first. Raises nothing."""
        return recent()

    def open_preset(self, name: str) -> Loaded:
        """Open a preset."""
        from wizard.cli.opening import loaded

        with _in_words():
            preset = library().load(name)
            # From its bytes: what is said of duplicate keys needs them.
            data = read_bytes(preset.path)
            found = loaded(data, name, Origin("preset", name))
            if preset.origin == "user":
                self._presets[name] = digest(data)
            return found

    def open_file(self, path: str) -> Loaded:
        """Open a file: a request or a preset."""
        from wizard.cli.opening import loaded

        place = _place(path)
        with _in_words():
            source = read_file(str(place))
            found = loaded(source.data, path, Origin("file", path))
            self.digests[_key(place)] = digest(source.data)
            remember(place)
            return found

    def open_text(self, text_: str) -> Loaded:
        """Open what was pasted."""
        from wizard.cli.opening import loaded

        return loaded(text_, text("open.pasted"), Origin("paste"))

    def save_preset(self, name: str, title: str, description: str, tree: Any, *, overwrite: bool) -> str:
        """Save a preset. What it says of itself besides stays, also where it stands over a shipped one.

        Without `overwrite`, one of the user's own is replaced only if it is the one that was opened or saved
        here, and has not changed since.
        """
        with _in_words():
            presets = library()
            if not overwrite and name in self._presets:
                overwrite = self._may_replace(presets.user_folder / f"{name}.json", name)
            meta = {**_said_before(presets, name), "title": title, "description": description}
            path = presets.save(name, meta, tree, overwrite=overwrite)
            self._presets[name] = digest(read_bytes(path))
            return readable(path)

    def _may_replace(self, path: Path, name: str) -> bool:
        try:
            now = digest(read_bytes(path))
        except NotThere:  # deleted since: nothing is overwritten
            return False
        if now != self._presets[name]:
            raise WouldOverwrite(text("save.changed", path=readable(path)))
        return True

    def save_file(self, path: str, tree: Any, origin: Origin, *, overwrite: bool) -> str:
        """Write a request into a file; back into the preset file that it came from, if it came from one.

        A secret in it is written as a reference. Without `overwrite`, a file that is there is replaced only
        if it is the one that was opened, and has not changed since.
        """
        place = _place(path)
        own = origin.kind == "file" and _key(_place(origin.name)) == _key(place)
        with _in_words():
            data = _content(place, tree, origin if own else Origin())
            if own and not overwrite and os.path.exists(place):
                if digest(read_bytes(place)) != self.digests.get(_key(place)):
                    raise WouldOverwrite(text("save.changed", path=readable(place)))
                overwrite = True
            write_atomically(place, data, overwrite=overwrite)
            self.digests[_key(place)] = digest(data)
            remember(place)
        return readable(place)


def _place(path: str) -> Path:
    """The file that a person means; ``~`` is the home folder."""
    return Path(os.path.expanduser(path))


def _key(place: Path) -> str:
    return os.path.abspath(place)


def _title(summary: PresetSummary | BrokenPreset) -> PresetTitle:
    shipped = summary.origin == "shipped"
    if isinstance(summary, BrokenPreset):
        return PresetTitle(summary.name, summary.name, shipped=shipped, problem=summary.reason)
    title = summary.title or summary.name
    return PresetTitle(summary.name, title, summary.description, summary.tags, shipped)


def _said_before(presets: PresetLibrary, name: str) -> Mapping[str, Any]:
    """What a shipped preset says of itself, for the user's own that will stand over it."""
    try:
        return presets.load(name).meta
    except StoreError:  # there is none, or nothing that can be used
        return {}


def _content(place: Path, tree: Any, origin: Origin) -> bytes:
    """The content of a file: a bare request or, for a preset file of the person's, all that was in it."""
    from wizard.document.envelope import is_preset, wrap
    from wizard.document.reading import read
    from wizard.document.secrets import with_references
    from wizard.document.writing import to_text

    document = with_references(tree)
    if origin.preset is not None:
        document = wrap(document, dict(origin.preset))
        if os.path.exists(place) and is_preset(before := read(read_bytes(place)).tree):
            document = {**before, **document}
    try:
        return f"{to_text(document)}\n".encode()
    except UnicodeEncodeError as error:
        raise WizardError(text("save.surrogate", path=readable(place))) from error
