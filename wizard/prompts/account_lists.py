"""What the account behind the target can choose from: judged and offered by as soon as it has come."""

import queue
import threading
from collections.abc import Callable

from wizard.core.actions.account import AccountView, make_context
from wizard.core.application import Application
from wizard.core.session import EditSession
from wizard.errors import BcwError
from wizard.prompts.texts import say


class AccountLists:
    """Asks the target for its account's lists, in a thread that nobody waits for.

    Args:
        ports: The service and the accounts.
        session: What is judged by them.
    """

    def __init__(self, ports: Application, session: EditSession) -> None:
        self._ports, self._session = ports, session
        self._news: queue.SimpleQueue[tuple[object, AccountView | Exception | None]] = queue.SimpleQueue()
        self._asked: object = None
        """What was asked for last: what was asked of another target before is of no use any more."""

    def begin(self) -> None:
        """Judge by what is known of the target now, and ask it what it really has."""
        self._know(self._ports.profiles.account())
        self._asked = asked = object()
        if self._ports.profiles.current.is_sandbox:
            return

        def run() -> None:
            try:
                self._news.put((asked, self._ports.profiles.refresh_account()))
            except Exception as error:  # raised again where it is seen, unless it is one to be told
                self._news.put((asked, error))

        threading.Thread(target=run, daemon=True, name="account").start()

    def take(self, tell: Callable[[str], None]) -> None:
        """Judge by what has come since the last time.

        Args:
            tell: How to say that nothing came.
        """
        while not self._news.empty():
            asked, found = self._news.get()
            if asked is not self._asked:
                continue
            if isinstance(found, BcwError):  # what is known already serves
                tell(say("account.silent", why=found))
            elif isinstance(found, Exception):
                raise found
            elif found is not None:
                self._know(found)

    def _know(self, view: AccountView | None) -> None:
        region = self._ports.profiles.current.region
        self._session.set_context(make_context(region, view, self._session.context.ignored))
