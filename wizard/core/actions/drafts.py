"""The wizard's draft, the drafts that earlier wizards left, and the user's settings."""

import os
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError, StorageError
from wizard.i18n import _
from wizard.storage import locations
from wizard.storage.settings import SettingsFile
from wizard.text import escape_text

if TYPE_CHECKING:
    from wizard.models import draft as models
    from wizard.storage.drafts import RecoverableDraft as Leftover


@dataclass(frozen=True, slots=True)
class RecoverableDraft:
    """A draft that an ended wizard left.

    Attributes:
        id: Its id.
        name: The name of its cluster, or ``""``.
        when: When it was written, in words.
        origin: Where its document came from.
    """

    id: str
    name: str
    when: str
    origin: DocumentSource


class Drafts:
    """The draft of this wizard, and those that earlier ones left; nothing exists before the first write.

    Args:
        digests: SHA-256 of files as they were opened, by absolute path; those of an adopted draft are added.
    """

    def __init__(self, digests: MutableMapping[str, str]) -> None:
        from wizard.storage.drafts import DraftFile

        self._file = DraftFile(locations.drafts_folder())
        self._digests = digests

    def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
        """Write the draft without typed secrets. Raises `BcwError`."""
        from wizard.models import draft as models
        from wizard.storage.drafts import make_draft

        path = os.path.abspath(os.path.expanduser(origin.name)) if origin.kind == "file" else origin.name
        match origin.kind:
            case "file":
                kept = models.DocumentSource(kind="file", name=path, digest=self._digests.get(path, ""))
            case "preset":
                kept = models.DocumentSource(kind="preset", name=origin.name)
            case _:  # what was typed, pasted or recovered has no place to go back to
                kept = models.DocumentSource()
        self._file.write(make_draft(tree, origin=kept, step=step, preset=origin.preset))

    def discard(self) -> None:
        """Delete the draft of this wizard. Raises `BcwError`."""
        self._file.discard()

    def left(self) -> Sequence[RecoverableDraft]:
        """Return the drafts of wizards that no longer run, the latest first. Raises nothing."""
        return [_recoverable(each) for each in _leftovers()]

    def adopt(self, draft: RecoverableDraft) -> tuple[OpenedDocument, str]:
        """Continue a draft; return its document and the step that was shown.

        Raises:
            BcwError: It is gone, or another wizard has it.
        """
        found = _find(draft)
        if not self._file.adopt(found):
            raise _gone()
        kept = found.draft
        remarks = [
            _("{path} held a secret, which is never written down: type it again.").format(
                path=escape_text(pointer)
            )
            for pointer in kept.secrets
        ]
        if kept.origin.kind == "file" and kept.origin.digest:
            self._digests[kept.origin.name] = kept.origin.digest
            if _has_changed(kept.origin):
                remarks.append(
                    _(
                        "{path} has changed on disk since this draft was begun; it is the draft that "
                        "is shown."
                    ).format(path=escape_text(kept.origin.name))
                )
        return OpenedDocument(kept.request, _source_of(kept), tuple(remarks)), kept.step

    def delete(self, draft: RecoverableDraft) -> None:
        """Delete a recoverable draft.

        Raises:
            BcwError: It is gone, another wizard has it, or it cannot be deleted.
        """
        from wizard.storage.drafts import discard

        found = _find(draft)
        if not discard(found):
            raise _gone()


def _leftovers() -> "list[Leftover]":
    from wizard.storage.drafts import RecoverableDraft as Left
    from wizard.storage.drafts import list_drafts

    try:
        return [each for each in list_drafts(locations.drafts_folder()) if isinstance(each, Left)]
    except StorageError:  # no reason not to start with something else
        return []


def _find(draft: RecoverableDraft) -> "Leftover":
    found = next((each for each in _leftovers() if each.path.name == draft.id), None)
    if found is None:
        raise _gone()
    return found


def _gone() -> BcwError:
    return BcwError(_("This draft is gone, or another wizard has it open."))


def _recoverable(leftover: "Leftover") -> RecoverableDraft:
    request = leftover.draft.request
    name = request.get("Name") if isinstance(request, dict) else None
    when = format_moment(leftover.draft.written_at.astimezone())
    return RecoverableDraft(
        leftover.path.name, name if isinstance(name, str) else "", when, _source_of(leftover.draft)
    )


def _source_of(kept: "models.Draft") -> DocumentSource:
    return DocumentSource(kept.origin.kind, kept.origin.name, kept.preset)


def _has_changed(origin: "models.DocumentSource") -> bool:
    from wizard.storage.files import digest, read_bytes

    try:
        return digest(read_bytes(Path(origin.name))) != origin.digest
    except StorageError:
        return False


def format_moment(moment: datetime, *, now: datetime | None = None) -> str:
    """Return a past moment in words, such as ``today, 14:02``.

    Args:
        moment: The moment, in the user's time zone.
        now: The present; for tests.
    """
    today = (now or datetime.now(moment.tzinfo)).date()
    time = f"{moment:%H:%M}"
    if moment.date() == today:
        return _("today, {time}").format(time=time)
    if moment.date() == today - timedelta(days=1):
        return _("yesterday, {time}").format(time=time)
    return _("{date}, {time}").format(date=f"{moment:%Y-%m-%d}", time=time)


class Settings:
    """The user's settings.

    Attributes:
        theme: Name of the theme.
        silenced: Rules whose warnings and notes are ignored.
        keymap: Remapped keys.
        problems: What is wrong with the file, a sentence each.
    """

    def __init__(self) -> None:
        self._file = SettingsFile(locations.settings_file())
        settings, self.problems = self._file.load()
        self.theme = settings.theme
        self.silenced = frozenset(settings.ignore)
        self.keymap: Mapping[str, str] = settings.keymap

    def remember_theme(self, name: str) -> None:
        """Store the theme; that it cannot be stored is added to the problems."""
        self.theme = name
        try:
            self._file.change(theme=name)
        except StorageError as error:
            self.problems.append(str(error))
