"""A service that accepts connections and never answers: when it is given up, no thread or connection is left."""

import threading
from collections.abc import Iterator
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest
from cli.accounts import KEY_ID, KEY_SECRET, save
from cli.driver import TREE

from wizard.client.credentials import Credentials, Profile
from wizard.client.errors import NoResponse
from wizard.core.actions.account import fetch_account
from wizard.core.actions.clusters import list_statuses
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import user_journal
from wizard.core.actions.submit import begin_submission


class SilentService(ThreadingTCPServer):
    """Answers nothing, and counts the connections that were opened and those that the client closed."""

    daemon_threads = False  # closing the server waits for the connections

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Silence)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.opened, self.closed = list[object](), list[object]()


class Silence(BaseRequestHandler):
    server: SilentService

    def handle(self) -> None:
        self.server.opened.append(self.client_address)
        self.request.settimeout(20)
        while self.request.recv(65536):
            pass
        self.server.closed.append(self.client_address)


@pytest.fixture
def silent() -> Iterator[SilentService]:
    """A service that answers nothing; at the end, no connection may be left."""
    with SilentService() as service:
        threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield service
        service.shutdown()
    assert sorted(service.opened) == sorted(service.closed)


@pytest.fixture
def profile(silent: SilentService) -> Profile:
    save("prod", silent.url)
    return Profile("prod", silent.url, "cn-beijing", Credentials(KEY_ID, KEY_SECRET))


def test_a_list_of_clusters_leaves_no_thread_behind(silent: SilentService, profile: Profile) -> None:
    begin_submission(TREE, profile, {})
    [entry] = user_journal().all()
    entry = entry.model_copy(update={"outcome": {"outcome": "created", "id": "cls-1"}})
    before = {*threading.enumerate()}
    found = list_statuses([entry] * 20, ProfileContext({}), seconds=0.5)
    assert len(found) == 20 and all("0.5 s" in each.problem for each in found)
    for each in {*threading.enumerate()} - before:
        if "process_request_thread" not in each.name:
            each.join(10)
            assert not each.is_alive()
    assert len(silent.opened) <= 8, "none of the others is requested after the timeout"


def test_lists_of_an_account_end_at_the_timeout(silent: SilentService, profile: Profile) -> None:
    with pytest.raises(NoResponse):
        fetch_account(profile, seconds=0.5)
    assert len(silent.opened) == 1
