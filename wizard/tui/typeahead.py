"""Buffering of keys that are typed faster than they are handled, so that they reach the intended field.

Textual forwards each key to the widget that has the focus when the key arrives, while the key before, such as
Tab, may still be on its way up to the binding that moves the focus. :class:`TypeAheadApp` buffers keys until
everything that the key before caused has been handled.
"""

from collections import deque
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from textual import events
from textual.app import ReturnType
from textual.message import Message
from textual.timer import Timer

from wizard.tui.crash import CrashSafeApp

RETRY = 0.05
"""Seconds after which buffered keys are checked again, in case the widget that was waited for is gone."""


class Key(events.Key):
    """A key whose character is text unless it is a control character.

    Textual's class uses ``str.isprintable``, which is false for U+3000 (the space of input methods), no-break
    spaces, joiners, and characters newer than Python's Unicode. The class has the name of its base class because
    Textual derives the names of handlers from it.
    """

    @property
    def is_printable(self) -> bool:
        """Whether the key inserts a character."""
        return self.character is not None and category(self.character[0]) not in ("Cc", "Cs")


@dataclass(eq=False)
class KeyHandled(Message):
    """Posted to the focused widget after a key; when it has bubbled up to the app, the key has been handled."""

    was_quiet: bool
    """Whether no widget had a message to handle when this one was posted."""


class TypeAheadApp(CrashSafeApp[ReturnType]):
    """An app that handles keys one after the other."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments)
        self._keys: deque[events.Key | events.Paste] = deque()
        self._has_text = False
        """Whether text was forwarded that the document may not contain yet."""
        self._waits_for: KeyHandled | None = None
        self._retry: Timer | None = None

    @property
    def is_preparing(self) -> bool:
        """Whether a step or document is being opened; keys are buffered until then."""
        return False

    @property
    def is_busy(self) -> bool:
        """Whether a key is being handled or others are buffered."""
        return bool(self._keys) or self._waits_for is not None

    async def on_event(self, event: events.Event) -> None:
        """Buffer keys and pastes while the previous key is being handled."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys.append(Key(event.key, event.character) if isinstance(event, events.Key) else event)
        if self._waits_for is None:
            await self._forward_keys()

    async def _forward_keys(self) -> None:
        while self._keys:
            event = self._keys[0]
            is_text = isinstance(event, events.Paste) or self._is_typed(event)
            # More text goes to the same widget. Any other key may be a command that needs the text before it.
            if self.is_preparing or (self._has_text and not is_text):
                self._wait()
                return
            self._keys.popleft()
            await super().on_event(event)
            if not is_text:
                self._wait()
                return
            self._has_text = True

    def _is_typed(self, key: events.Key) -> bool:
        focused = self.focused
        return focused is not None and focused.check_consume_key(key.key, key.character)

    def _wait(self) -> None:
        if self._retry is None:
            self._retry = self.set_interval(RETRY, self._wait)
        self._waits_for = KeyHandled(was_quiet=self._is_quiet())
        (self.focused or self.screen).post_message(self._waits_for)

    def on_key_handled(self, event: KeyHandled) -> None:
        """Continue after the refresh, which may show fields, and after the callbacks that are scheduled by then."""
        if event is self._waits_for:
            self.screen.call_after_refresh(self.call_later, self._continue, event)

    async def _continue(self, event: KeyHandled) -> None:
        if event is not self._waits_for or self.is_preparing:
            return  # in the latter case until the next retry
        if not (event.was_quiet and self._is_quiet()):
            self._wait()
            return
        if self._retry is not None:
            self._retry.stop()
        self._retry = self._waits_for = None
        self._has_text = False
        await self._forward_keys()

    def _is_quiet(self) -> bool:
        nodes = (node for screen in self.screen_stack for node in screen.walk_children(with_self=True))
        return not any(node.message_queue_size for node in nodes)
