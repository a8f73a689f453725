"""Keeping the draft: every change reaches the file within half a second, and nobody waits for the disk."""

import threading
from typing import Any

from textual.app import App
from textual.timer import Timer

from wizard.core.actions.drafts import Drafts, RecoverableDraft
from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.tui.escaping import fill

DELAY = 0.4
"""Seconds from a change until its draft is written, which takes a moment: a draft is at most 0.5 s old."""


class DraftKeeper:
    """Writes the draft in the background, at most once in :data:`DELAY` seconds while a person types."""

    def __init__(self, app: App[Any], drafts: Drafts) -> None:
        self._app = app
        self._drafts = drafts
        self._turn = threading.Lock()
        self._timer: Timer | None = None
        self._latest: tuple[Any, DocumentSource, str] | None = None
        self._complained = False
        self.is_kept = False
        """Whether there is a draft."""

    def changed(self, tree: Any, origin: DocumentSource, step: str) -> None:
        """The request changed, or another step is shown."""
        self._latest = (tree, origin, step)
        if self._timer is None:
            self._timer = self._app.set_timer(DELAY, self._in_background)

    def _in_background(self) -> None:
        self._timer = None
        threading.Thread(target=self._write, daemon=True).start()

    def write_now(self) -> None:
        """Write what is not written yet; for the moments before the end."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._write()

    def _write(self) -> None:
        with self._turn:
            latest, self._latest = self._latest, None
            if latest is None:
                return
            try:
                self._drafts.write(*latest)
                self.is_kept = True
            except BcwError as error:
                if not self._complained:
                    self._complained = True
                    self._app.notify(
                        fill(_("The draft could not be written: {why}"), why=error),
                        severity="warning",
                        markup=False,
                    )

    def forget(self) -> None:
        """There is nothing to keep any more: the request is saved, or was dropped on purpose."""
        with self._turn:
            self._drop_latest()
            try:
                self._drafts.discard()
                self.is_kept = False
            except BcwError as error:
                self._app.notify(str(error), severity="error", timeout=10, markup=False)

    def adopt(self, draft: RecoverableDraft) -> tuple[OpenedDocument, str]:
        """Go on with a draft that was left behind, in place of what is kept now; as the port does.

        Raises:
            BcwError: It cannot be gone on with; what is kept now stays.
        """
        with self._turn:
            adopted = self._drafts.adopt(draft)
            self._drop_latest()
            self.is_kept = True
            return adopted

    def _drop_latest(self) -> None:
        self._latest = None
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
