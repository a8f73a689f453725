"""Keeps typed secrets out of Textual's crash report.

Textual prints a traceback with the local variables when an app crashes, and a typed secret may be among
them. There is no public way to suppress it, so this module overrides ``App._fatal_error`` and reads
``App._exception``.
"""

import contextlib

from textual.app import App, ReturnType
from textual.worker import WorkerFailed


class CrashSafeApp(App[ReturnType]):
    """An app that prints nothing when it crashes and keeps the exception in :attr:`crash` instead."""

    def save_before_crash(self) -> None:
        """Save what must not be lost; called once, before the terminal is restored."""

    def _fatal_error(self) -> None:
        with contextlib.suppress(Exception):  # a second failure must not hide the first
            self.save_before_crash()
        self.panic()

    @property
    def crash(self) -> Exception | None:
        """The exception that ended the app, if any."""
        error = self._exception
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            return error.error
        return error
