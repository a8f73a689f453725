"""The wizard's draft, its autosaving, and the drafts of earlier wizards."""

import threading
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from wizard.core.documents import DocumentSource, OpenedDocument, absolute
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.models.draft import DraftSource
from wizard.storage import locations
from wizard.storage.drafts import DraftFile, RecoverableDraft, discard, list_drafts, make_draft
from wizard.storage.files import digest_file
from wizard.text import escape_text

AUTOSAVE_DELAY = 0.4
"""Seconds from a change until its draft is written; with the writing, a draft is at most 0.5 s old."""


class Drafts:
    """The draft of this wizard, and those that earlier ones left; nothing exists before the first write.

    Args:
        digests: SHA-256 of files as they were opened, by absolute path; those of an adopted draft are added.
    """

    def __init__(self, digests: MutableMapping[str, str]) -> None:
        self._file = DraftFile(locations.drafts_folder())
        self._digests = digests

    def write(self, tree: Any, origin: DocumentSource, step: str) -> None:
        """Write the draft without typed secrets. Raises `BcwError`."""
        match origin.kind:
            case "file":
                path = absolute(origin.name)
                source = DraftSource(kind="file", name=path, digest=self._digests.get(path, ""))
            case "preset":
                source = DraftSource(kind="preset", name=origin.name)
            case _:  # a new or pasted document has no file
                source = DraftSource()
        self._file.write(make_draft(tree, origin=source, step=step, preset=origin.preset))

    def discard(self) -> None:
        """Delete the draft of this wizard. Raises `BcwError`."""
        self._file.discard()

    def list_recoverable(self) -> Sequence[RecoverableDraft]:
        """Return the drafts of wizards that no longer run, the latest first. Raises nothing."""
        return list_drafts(locations.drafts_folder())

    def adopt(self, recoverable: RecoverableDraft) -> tuple[OpenedDocument, str]:
        """Continue a draft; return document and step. Raises BcwError: it was deleted, or is open elsewhere."""
        draft = self._file.adopt(recoverable)
        text = _("{path} had a secret, which drafts do not keep. Type it again.")
        remarks = [text.format(path=escape_text(pointer)) for pointer in draft.secrets]
        if draft.origin.kind == "file" and draft.origin.digest:
            self._digests[draft.origin.name] = draft.origin.digest
            if digest_file(Path(draft.origin.name)) not in ("", draft.origin.digest):
                text = _("{path} has changed on disk since this draft was started. The draft is shown.")
                remarks.append(text.format(path=escape_text(draft.origin.name)))
        source = DocumentSource(draft.origin.kind, draft.origin.name, draft.preset)
        return OpenedDocument(draft.request, source, tuple(remarks)), draft.step

    def delete(self, recoverable: RecoverableDraft) -> None:
        discard(recoverable)


class DraftAutosaver:
    """Autosaves the draft in a background thread.

    Args:
        on_error: Called with a message, in any thread: once if the draft cannot be written, and each time that
            it cannot be deleted.

    Attributes:
        has_draft: Whether there is a draft, possibly of an earlier state.
        error: Why the latest state was not written, or ``""``.
    """

    def __init__(self, drafts: Drafts, on_error: Callable[[str], None]) -> None:
        self.has_draft = False
        self.error = ""
        self._drafts = drafts
        self._on_error = on_error
        self._lock = threading.RLock()
        self._timer: threading.Timer | None = None
        self._pending: tuple[Any, DocumentSource, str] | None = None
        self._written: tuple[Any, DocumentSource, str] | None = None

    def update(self, tree: Any, origin: DocumentSource, step: str) -> None:
        """Write the draft soon, unless it is up to date then. Never waits for the disk."""
        self._pending = (tree, origin, step)
        if self._timer is None:
            self._timer = threading.Timer(AUTOSAVE_DELAY, self.flush)
            self._timer.daemon = True
            self._timer.start()

    def flush(self) -> None:
        """Write the draft now if it is not up to date."""
        self._stop_timer()
        with self._lock:
            pending, self._pending = self._pending, None
            written = self._written
            if pending is None:
                return
            try:
                if not (written and pending[0] is written[0] and pending[1] is written[1]):
                    self._drafts.write(*pending)
            except BcwError as error:
                self._pending = self._pending or pending  # the next call, at the latest on exit, tries again
                is_new = not self.error
                self.error = _("The draft was not saved: {reason}").format(reason=error)
                if is_new:
                    self._on_error(self.error)
            else:
                self.has_draft, self._written, self.error = True, pending, ""

    def discard(self) -> None:
        """Delete the draft, because the document was saved or discarded."""
        with self._lock:
            self._forget()
            try:
                self._drafts.discard()
                self.has_draft = False
            except BcwError as error:
                self._on_error(str(error))

    def adopt(self, draft: RecoverableDraft) -> tuple[OpenedDocument, str]:
        """Continue a draft in place of the present one, as `Drafts.adopt` does."""
        with self._lock:
            adopted = self._drafts.adopt(draft)
            self._forget()
            self.has_draft = True
            return adopted

    def _forget(self) -> None:
        self._stop_timer()
        self._pending = self._written = None
        self.error = ""

    def _stop_timer(self) -> None:
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.cancel()
