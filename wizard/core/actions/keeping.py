"""The drafts and the settings of the user, as a wizard is handed them."""

import os
from collections.abc import Mapping, MutableMapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.core.actions.texts import text
from wizard.core.ports import LeftDraft, Loaded, Origin, WizardError
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.settings import SettingsFile

if TYPE_CHECKING:
    from wizard.models.draft import DocumentSource, Draft
    from wizard.storage.drafts import RecoverableDraft


class DraftOfTheUser:
    """Implements :class:`wizard.core.ports.Drafts`; nothing is made before the first write.

    Args:
        digests: SHA-256 of files as they were opened, by absolute path; those of an adopted draft are added.
    """

    def __init__(self, digests: MutableMapping[str, str]) -> None:
        from wizard.storage.drafts import DraftFile

        self._file = DraftFile(locations.drafts_folder())
        self._digests = digests

    def write(self, tree: Any, origin: Origin, step: str) -> None:
        """Write the draft, without the secrets that were typed.

        Raises:
            WizardError: It cannot be written.
        """
        from wizard.models.draft import DocumentSource
        from wizard.storage.drafts import make_draft

        path = os.path.abspath(os.path.expanduser(origin.name)) if origin.kind == "file" else origin.name
        match origin.kind:
            case "file":
                kept = DocumentSource(kind="file", name=path, digest=self._digests.get(path, ""))
            case "preset":
                kept = DocumentSource(kind="preset", name=origin.name)
            case _:  # what was typed, pasted or left behind has no place to go back to
                kept = DocumentSource()
        draft = make_draft(tree, origin=kept, step=step, preset=origin.preset)
        try:
            self._file.write(draft)
        except StorageError as error:
            raise WizardError(str(error)) from error

    def discard(self) -> None:
        """Nothing is left to keep.

        Raises:
            WizardError: The draft cannot be deleted.
        """
        try:
            self._file.discard()
        except StorageError as error:
            raise WizardError(str(error)) from error

    def left(self) -> Sequence[LeftDraft]:
        """The drafts that wizards left behind which no longer run, the latest first. Raises nothing."""
        return [_left(each) for each in _leftovers()]

    def adopt(self, draft: LeftDraft) -> tuple[Loaded, str]:
        """Go on with a draft; the answer is its request and the step that was shown.

        Raises:
            WizardError: It is gone, or another wizard has it now.
        """
        found = next((each for each in _leftovers() if each.path.name == draft.id), None)
        try:
            if found is None or not self._file.adopt(found):
                raise WizardError(text("draft.gone"))
        except StorageError as error:
            raise WizardError(str(error)) from error
        kept = found.draft
        remarks = [text("draft.secret", path=pointer) for pointer in kept.secrets]
        if kept.origin.kind == "file" and kept.origin.digest:
            self._digests[kept.origin.name] = kept.origin.digest
            if _has_changed(kept.origin):
                remarks.append(text("draft.changed", path=kept.origin.name))
        return Loaded(kept.request, _origin(kept), tuple(remarks)), kept.step

    def delete(self, draft: LeftDraft) -> None:
        """Delete a draft that was left behind, for good.

        Raises:
            WizardError: It is gone, another wizard has it now, or it cannot be deleted.
        """
        from wizard.storage.drafts import discard

        found = next((each for each in _leftovers() if each.path.name == draft.id), None)
        try:
            if found is None or not discard(found):
                raise WizardError(text("draft.gone"))
        except StorageError as error:
            raise WizardError(str(error)) from error


def _leftovers() -> "list[RecoverableDraft]":
    """The drafts that can be gone on with; a broken one is left alone."""
    from wizard.storage.drafts import RecoverableDraft, list_drafts

    try:
        return [each for each in list_drafts(locations.drafts_folder()) if isinstance(each, RecoverableDraft)]
    except StorageError:  # of no use, and no reason not to begin with something else
        return []


def _left(leftover: "RecoverableDraft") -> LeftDraft:
    request = leftover.draft.request
    name = request.get("Name") if isinstance(request, dict) else None
    when = in_words(leftover.draft.written_at.astimezone())
    return LeftDraft(leftover.path.name, name if isinstance(name, str) else "", when, _origin(leftover.draft))


def _origin(kept: "Draft") -> Origin:
    return Origin(kept.origin.kind, kept.origin.name, kept.preset)


def _has_changed(origin: "DocumentSource") -> bool:
    """Whether a file is another one than a draft was made of; one that is gone is told when it is saved."""
    from wizard.storage.files import digest, read_bytes

    try:
        return digest(read_bytes(Path(origin.name))) != origin.digest
    except StorageError:
        return False


def in_words(moment: datetime, *, now: datetime | None = None) -> str:
    """A moment of the past as a person says it.

    Args:
        moment: The moment, in the zone of the person.
        now: The present; for tests.
    """
    today = (now or datetime.now(moment.tzinfo)).date()
    time = f"{moment:%H:%M}"
    if moment.date() == today:
        return text("when.today", time=time)
    if moment.date() == today - timedelta(days=1):
        return text("when.yesterday", time=time)
    return text("when.date", date=f"{moment:%Y-%m-%d}", time=time)


class SettingsOfTheUser:
    """Implements :class:`wizard.core.ports.Settings`.

    Attributes:
        theme: Name of the theme.
        silenced: Rules whose warnings and notes are not shown.
        keymap: Keys of the user's own.
        problems: What is wrong with the file, each a sentence; it was passed over.
    """

    def __init__(self) -> None:
        self._file = SettingsFile(locations.settings_file())
        settings, self.problems = self._file.load()
        self.theme = settings.theme
        self.silenced = frozenset(settings.ignore)
        self.keymap: Mapping[str, str] = settings.keymap

    def remember_theme(self, name: str) -> None:
        """Keep the theme for the next time. That it cannot be kept is a problem, but none to stop for."""
        self.theme = name
        try:
            self._file.change(theme=name)
        except StorageError as error:
            self.problems.append(str(error))
