"""Making the form of the next step ready while nobody types, as making it takes longer than showing it."""

import asyncio
import gc
from collections.abc import Callable
from time import monotonic

from textual.widget import Widget

from wizard.tui.typeahead import TypeAheadApp
from wizard.tui.widgets.form import StepForm

REST = 0.1
"""Seconds after a key in which nothing is made ready."""


class Ahead:
    """Makes a form ready, a block at a time and never while keys come, before it is asked for."""

    def __init__(self, app: TypeAheadApp[int], holder: Widget) -> None:
        """Make nothing ready yet.

        Args:
            app: Who knows of keys.
            holder: Where forms are mounted.
        """
        self._app = app
        self._holder = holder
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def begin(self, make: Callable[[], StepForm | None]) -> None:
        """Make a form ready, out of sight; what was begun before is left as it is.

        Args:
            make: Makes the form, empty and out of sight; ``None`` where there is one by then.
        """
        self._task = asyncio.create_task(self._prepare(make))

    async def finish(self, form: Widget | None) -> None:
        """Mount at once what a form lacks that was begun."""
        async with self._turn:
            while isinstance(form, StepForm) and await form.mount_more():
                pass

    async def _prepare(self, make: Callable[[], StepForm | None]) -> None:
        form: StepForm | None = None
        while await self._rested() and self._task is asyncio.current_task():
            async with self._turn:
                if form is None:
                    form = make()
                    if form is None:
                        return
                    await self._holder.mount(form)
                elif not await form.mount_more():
                    # The forms stay. Looking through them for garbage would hold up a key, 70 ms at a time.
                    gc.collect()
                    gc.freeze()
                    return

    async def _rested(self) -> bool:
        """Wait until no key has come for a while; whether the wizard is still there."""
        while (left := self._app.latest_key + REST - monotonic()) > 0:
            await asyncio.sleep(left)
        return self._holder.is_attached
