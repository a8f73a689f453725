"""Keys that are typed faster than they are handled go where they were meant to.

Textual hands each key to the widget in focus at the moment that it arrives, while the key before, say a
Tab, may still be on its way up to the binding that moves the focus. A person who types ahead, and a program
that types, would find the text in the wrong field. So a key that may move the focus is waited for.
"""

import asyncio
from collections import deque
from time import monotonic
from typing import Any
from unicodedata import category

from textual import events
from textual.app import ReturnType

from wizard.tui.crash import CrashSafeApp

MOST_TURNS = 400
"""Turns of the event loop after which a key is not waited for any longer."""
QUIET_TURNS = 3
"""Turns without any message after which everything that a key led to has happened."""


class Key(events.Key):
    """A key whose character is text unless it is a control character.

    Textual's own asks ``str.isprintable``, which is false for U+3000 (the space of input methods), a no-break
    space, a joiner, and for characters newer than Python's Unicode. Named as the base class is, so that the
    same handlers are called.
    """

    @property
    def is_printable(self) -> bool:
        """Whether the key types a character."""
        return self.character is not None and category(self.character[0]) not in ("Cc", "Cs")


def _is_text(event: events.Key | events.Paste) -> bool:
    """Whether a key is typed into the field in focus and leads nowhere else."""
    return isinstance(event, events.Paste) or event.is_printable


class TypeAheadApp(CrashSafeApp[ReturnType]):
    """An application that handles keys one after the other."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._settling: asyncio.Task[None] | None = None
        self.latest_key = 0.0
        """When a key was pressed last, in seconds of :func:`time.monotonic`."""

    @property
    def is_preparing(self) -> bool:
        """Whether something that was asked for, by a key or at the start, has yet to begin."""
        return False

    async def on_event(self, event: events.Event) -> None:
        """Hold back a key while the one before is still at work."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if isinstance(event, events.Key):
            event = Key(event.key, event.character)
        self.latest_key = monotonic()
        if self._settling is not None:
            self._ahead.append(event)
        elif not self.is_preparing and (_is_text(event) or not self._is_busy()):
            await self._handle(event)
        else:  # a command counts on the text before it, and what is typed early on the form that is to come
            self._ahead.appendleft(event)
            self._settling = asyncio.create_task(self._settle())

    async def _handle(self, event: events.Key | events.Paste) -> None:
        await super().on_event(event)
        if not _is_text(event):
            self._settling = asyncio.create_task(self._settle())

    async def _settle(self) -> None:
        quiet = turns = 0
        while quiet < QUIET_TURNS and turns < MOST_TURNS:
            await asyncio.sleep(0.005 if self.is_preparing else 0)
            turns += 1
            quiet = 0 if self._is_busy() else quiet + 1
        self._settling = None
        if self._ahead:
            await self._handle(self._ahead.popleft())
        while self._ahead and self._settling is None:
            await self.on_event(self._ahead.popleft())

    def _is_busy(self) -> bool:
        if self.is_preparing or not self.is_running:
            return self.is_running
        return any(node.message_queue_size for node in self.screen.walk_children(with_self=True))
