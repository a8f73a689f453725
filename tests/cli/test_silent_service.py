"""A service that takes connections and never answers: nothing of it is left when it has been given up."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.core.actions.clusters import list_statuses
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import created_clusters
from wizard.sandbox import start
from wizard.storage import locations

from .accounts import let_in, save
from .driver import Run


class Silent:
    """A service that answers nothing, and counts who asks and who has gone."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.came, self.left, self.turn = 0, 0, threading.Condition()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self.turn:
                self.came += 1
            threading.Thread(target=self._hold, args=(connection,), daemon=True).start()

    def _hold(self, connection: socket.socket) -> None:
        with connection:
            try:
                while connection.recv(65536):
                    pass
            except OSError:
                pass
        with self.turn:
            self.left += 1
            self.turn.notify_all()

    def is_left_alone(self) -> bool:
        with self.turn:
            return self.turn.wait_for(lambda: self.left == self.came, 10)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture
def silent() -> Iterator[Silent]:
    """A service that answers nothing."""
    running = Silent()
    yield running
    running.close()


def ours() -> set[threading.Thread]:
    return {each for each in threading.enumerate() if each is not threading.main_thread()}


def test_a_list_of_clusters_leaves_no_thread_and_no_connection(
    run: Run, silent: Silent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch)
    with start(tmp_path / "prod.sqlite3") as running:
        save("prod", running.url)
        for number in range(20):
            assert run("submit", "smallest", "--yes", "--token", f"t{number}").code == 0
    for path in locations.journal_folder().glob("*.json"):
        path.write_text(path.read_text().replace(running.url, silent.url))
    before = ours()
    found = list_statuses(created_clusters(), ProfileContext({}), seconds=1.0)
    assert len(found) == 20
    assert all("1 s" in each.problem for each in found)
    assert silent.is_left_alone()
    for each in ours() - before:
        if not each.name.endswith("(_hold)"):
            each.join(10)
            assert not each.is_alive()
    assert silent.came <= 8  # none of the others was asked after the time was over


def test_lists_of_an_account_are_not_asked_for_after_the_time(silent: Silent) -> None:
    from wizard.client.errors import NoResponse
    from wizard.client.profiles import ProfileQuery, find_profile
    from wizard.core.actions.account import fetch_account

    key = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s"}
    target = find_profile(ProfileQuery(key, silent.url, "cn-beijing")).profile
    assert target is not None
    with pytest.raises(NoResponse):
        fetch_account(target, seconds=0.5)
    assert silent.is_left_alone()
    assert silent.came == 1
