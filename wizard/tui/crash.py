"""Keeps typed secrets out of Textual's crash report.

Textual prints a traceback with the local variables when an app crashes, and a typed secret may be among
them. There is no public way to suppress it, so this module overrides ``App._fatal_error`` and reads
``App._exception``.
"""

import contextlib

from textual.app import App, ReturnType
from textual.worker import WorkerFailed


class CrashSafeApp(App[ReturnType]):
    """An app that prints nothing when it crashes; the exception is in :attr:`crash`."""

    def save_before_crash(self) -> None:
        """Save data before the terminal is restored; called once."""

    def _fatal_error(self) -> None:
        with contextlib.suppress(Exception):  # a second error must not hide the first
            self.save_before_crash()
        self.panic()

    @property
    def crash(self) -> Exception | None:
        """The exception that ended the app, if any."""
        error = self._exception
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            return error.error
        return error
