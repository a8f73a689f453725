"""Keeping the draft: before the wizard waits for a person, what was answered so far is on the disk."""

from collections.abc import Callable
from typing import Any

from wizard.core.actions.drafts import Drafts
from wizard.core.session import EditSession
from wizard.errors import BcwError
from wizard.prompts.texts import say


class DraftKeeper:
    """Writes the draft whenever the request has changed since it was last written.

    Args:
        drafts: Where the draft goes.
        session: The sitting.
        tell: How to say that it cannot be written, which is said once.
    """

    def __init__(self, drafts: Drafts, session: EditSession, tell: Callable[[str], None]) -> None:
        self._drafts = drafts
        self._session = session
        self._tell = tell
        self._written: Any = session.document.tree
        self._complained = False
        self.is_kept = False
        """Whether there is a draft."""

    def began(self, *, is_kept: bool = False) -> None:
        """Another request was opened; that of a draft is on the disk already."""
        self._written = self._session.document.tree
        self.is_kept = is_kept

    def is_to_keep(self) -> None:
        """There is something new that the request itself does not show."""
        self._written = object()

    def keep(self, step: str) -> None:
        """Write the draft, if there is anything new."""
        tree = self._session.document.tree
        if tree is self._written:
            return
        self._written = tree
        try:
            self._drafts.write(tree, self._session.origin, step)
            self.is_kept = True
        except BcwError as error:
            if not self._complained:
                self._complained = True
                self._tell(say("draft.problem", why=error))

    def forget(self) -> None:
        """There is nothing to keep any more: the request is saved, or was dropped on purpose."""
        self._written = self._session.document.tree
        self.is_kept = False
        try:
            self._drafts.discard()
        except BcwError as error:
            self._tell(str(error))
