"""A service that accepts connections and never answers: when it is given up, no thread or connection is left."""

import threading
from collections.abc import Callable

import pytest
from cli.accounts import KEY_ID, KEY_SECRET, save
from cli.driver import TREE
from client.conftest import Endless, Faulty, serve

from wizard.client.credentials import Credentials, Profile
from wizard.client.errors import NoResponse
from wizard.core.actions.account import fetch_account
from wizard.core.actions.clusters import list_statuses
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import user_journal
from wizard.core.actions.submit import begin_submission

__all__ = ["serve"]


def test_lists_end_at_their_timeout(serve: Callable[..., Faulty]) -> None:
    responses: list[Endless] = []

    def respond(_request: object) -> Endless:
        responses.append(Endless())
        return responses[-1]

    service = serve(respond)
    save("prod", service.url)
    profile = Profile("prod", service.url, "cn-beijing", Credentials(KEY_ID, KEY_SECRET))
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
    assert len(service.seen) <= 8, "none of the others is requested after the timeout"
    with pytest.raises(NoResponse):
        fetch_account(profile, seconds=0.5)
    assert len(service.seen) <= 9
    assert all(each.left.wait(10) for each in responses), "a connection is left"
