"""A service that accepts connections and never answers: when it is given up, no thread or connection is left."""

import socket
import threading
from collections.abc import Iterator

import pytest

from wizard.client.credentials import Credentials, Profile
from wizard.client.errors import NoResponse
from wizard.core.actions.account import fetch_account
from wizard.core.actions.clusters import list_statuses
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.submit import begin_submission
from wizard.storage import locations
from wizard.storage.journal import Journal

from .accounts import KEY_ID, KEY_SECRET, save
from .driver import TREE


class SilentService:
    """A service that answers nothing, and counts the connections that came and those that were closed."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.opened, self.closed, self._turn = 0, 0, threading.Condition()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._turn:
                self.opened += 1
            threading.Thread(target=self._hold, args=(connection,), name="hold", daemon=True).start()

    def _hold(self, connection: socket.socket) -> None:
        with connection:
            try:
                while connection.recv(65536):
                    pass
            except OSError:
                pass
        with self._turn:
            self.closed += 1
            self._turn.notify_all()

    def has_no_connections(self) -> bool:
        with self._turn:
            return self._turn.wait_for(lambda: self.closed == self.opened, 10)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def silent() -> Iterator[SilentService]:
    service = SilentService()
    yield service
    service.close()


@pytest.fixture
def profile(silent: SilentService) -> Profile:
    save("prod", silent.url)
    return Profile("prod", silent.url, "cn-beijing", Credentials(KEY_ID, KEY_SECRET))


def test_a_list_of_clusters_leaves_no_thread_and_no_connection(
    silent: SilentService, profile: Profile
) -> None:
    begin_submission(TREE, profile, {})
    [entry] = Journal(locations.journal_folder()).all()
    entry = entry.model_copy(update={"outcome": {"outcome": "created", "id": "cls-1"}})
    before = {*threading.enumerate()}
    found = list_statuses([entry] * 20, ProfileContext({}), seconds=0.5)
    assert len(found) == 20 and all("0.5 s" in each.problem for each in found)
    assert silent.has_no_connections()
    for each in {*threading.enumerate()} - before:
        if each.name != "hold":
            each.join(10)
            assert not each.is_alive()
    assert silent.opened <= 8, "none of the others is requested after the timeout"


def test_lists_of_an_account_are_not_requested_after_the_timeout(
    silent: SilentService, profile: Profile
) -> None:
    with pytest.raises(NoResponse):
        fetch_account(profile, seconds=0.5)
    assert silent.has_no_connections()
    assert silent.opened == 1
