"""Unconfirmed submissions: offered at the start, after a kill, too; retried with the same token, or dropped."""

import json
import signal
import socket
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from cli.accounts import let_in, save
from terminal import converse

from wizard.cli.main import main
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import begin_submission
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.sandbox import start
from wizard.storage import locations
from wizard.storage.journal import Journal

from .application import REQUEST, Service, client, leave_submission, refusal
from .person import wizard
from .test_submitting import UNKNOWN

YESTERDAY = (datetime.now().astimezone() - timedelta(days=1)).replace(hour=18, minute=0)
FARM = {**REQUEST, "Groups": {"farm": {"DesiredVMCount": 40, "ResourceType": "OnDemand"}}}
UNCONFIRMED = "Unconfirmed: nightly [/]"


def leave_first() -> None:
    """Leave a submission of yesterday to an account that is no longer configured."""
    target = {"region": "cn-beijing", "access_key_id": "LTAI [/]"}
    leave_submission("tok1", "nightly [/]", "prod", started=YESTERDAY, request=FARM, **target)


BEFORE = SubmissionResult("created", "The cluster is created.", cluster_id="cls-before")


async def test_they_are_on_the_first_step_but_not_the_row_that_enter_opens() -> None:
    async with wizard(service=Service(BEFORE)) as person:
        await person.press("down")
        chosen = person.app.wizard.start.highlighted
        leave_first()
        leave_submission("tok2")
        person.controller.flows.show_start_options()
        await person.settle()
        assert person.app.wizard.start.highlighted == chosen, "a row that appears is not under the cursor"
        assert person.shows(UNCONFIRMED) and person.shows("Unconfirmed: tok2")
        await person.press("up", "up")
        assert person.shows("cluster may or may not exist") and person.shows("prod · cn-beijing")
        await person.press("up", "enter")
        await person.until(lambda: person.step == "basics")
        assert not person.asked and person.service.resumed == []


async def test_a_retry_and_another_cluster_are_confirmed_and_cancel_is_the_default() -> None:
    leave_first()
    async with wizard(service=Service(BEFORE)) as person:
        for key in ("enter", "space", "escape"):
            await person.begin(UNCONFIRMED)
            person.expect(
                "You sent this yesterday, 18:00 and got no response.",
                "farm  40 ×  ecs.sn1ne.large  Pay-as-you-go",
                "prod · cn-beijing",
                "Billed until deleted.",
            )
            await person.press(key)
            assert not person.asked and person.service.resumed == []
        await person.begin(UNCONFIRMED)
        await person.press("tab", "enter", shows="cls-before")
        assert person.service.resumed == ["tok1"]
    async with wizard() as person:
        await person.begin(UNCONFIRMED)
        await person.push("Create another…")
        await person.until(lambda: person.step == "basics")
        assert person.document == {**FARM, "Name": "nightly [/]"}
        assert not person.service.resumed and not person.service.sent


async def test_the_list_shows_what_is_known_and_retries() -> None:
    leave_first()
    leave_submission("tok2")
    async with wizard(REQUEST, service=Service(BEFORE)) as person:
        token = person.controller.token
        await person.press(":submissions")
        person.expect("nightly [/]", "yesterday, 18:00", "prod · cn-beijing", "LTAI [/]")
        await person.press("down")
        assert person.shows("Token: tok2") and not person.shows("LTAI")
        await person.press("up", "enter")
        await person.confirm(shows="cls-before")
        assert person.service.resumed == ["tok1"]
        await person.press("enter")
        assert person.document == REQUEST and person.controller.token == token, "the open one is another"
        await person.ask_to_create()
        assert not person.shows("creates a second cluster")


async def test_tracking_stops_only_after_a_confirmation() -> None:
    leave_first()
    leave_submission("tok1", "other", "work")
    async with wizard() as person:
        pending = person.app.application.submissions.pending
        await person.begin(UNCONFIRMED)
        await person.push("Stop tracking…", shows="Its cluster may exist and be billed.")
        await person.press("enter", ":submissions", "delete", shows="Its cluster may exist and be billed.")
        await person.press("enter")
        assert len(pending()) == 2, "Cancel is the default"
        await person.press("delete", shows="nightly [/], sent yesterday")
        await person.push("Stop tracking", "escape")
        assert [each.name for each in pending()] == ["other"] and not person.shows("Unconfirmed: nightly")
        await person.press(":submissions", "enter")
        await person.push("Stop tracking…", shows="Its cluster may exist and be billed.")
        Journal(locations.journal_folder()).finish(pending()[0], {"outcome": "created", "id": "cls-other"})
        await person.push("Stop tracking")
        assert "This submission was confirmed in the meantime." in person.told and person.app.is_running


async def test_a_retry_without_a_response_is_retried_and_one_is_sent_at_a_time() -> None:
    leave_first()
    async with wizard(REQUEST, service=Service(UNKNOWN, hold=Event())) as person:
        await person.press(":submissions", "enter")
        await person.confirm(shows="Sending to prod · cn-beijing")
        await person.press("escape", ":submissions", "enter")
        assert "Another submission is running" in person.told
        await person.press("escape")
        await person.create("Sending to")
        person.service.hold.set()  # type: ignore[union-attr]
        await person.see("may or may not exist.")
        person.service.result = refusal("No.", "InvalidName", path=("Name",))
        await person.push("Retry (same token)")
        await person.confirm(shows="InvalidName")
        assert not person.shows("Go to field"), "it is about another request"
        assert person.service.resumed == ["tok1"] * 2 and not person.service.sent, "and not sent anew"


@pytest.mark.usefixtures("account")
async def test_the_same_request_is_not_sent_under_another_token_unasked() -> None:
    begin_submission(REQUEST, ProfileContext({}).ready_profile(), {}, token="before")
    async with wizard(REQUEST) as person:
        await person.press("f10")
        await person.until(lambda: person.shows("got no response") or bool(person.service.sent))
        await person.press("enter")
        assert not person.service.sent and not person.asked, "Cancel is the default"
        await person.ask_to_create()
        await person.push("Retry (same token)", shows="cls-prod0001")
        assert person.service.sent == [(REQUEST, "before")]


async def test_a_request_that_was_changed_is_not_sent_under_the_old_token() -> None:
    async with wizard(REQUEST, service=Service(UNKNOWN)) as person:
        await person.create("may or may not exist.")
        await person.push("Close")
        leave_submission("token1", "before")
        person.service.result = BEFORE
        await person.type_into(("Description",), "changed")
        await person.create("used for a different request")
        await person.push("Cancel")
        assert len(person.service.sent) == 1
        await person.create("used for a different request")
        await person.push("Create 1 instance", shows="cls-before")
        assert [token for _, token in person.service.sent] == ["token1", "token2"]


async def test_a_token_of_another_request_is_explained_and_a_new_one_offered() -> None:
    used = refusal("It was used [/].", "IdempotentTokenMismatch", request_id="RID-1", is_of_request=False)
    async with wizard(REQUEST, service=Service(used)) as person:
        await person.create("It was used [/].")
        assert person.shows("RID-1")
        await person.push("Use a new token")
        assert person.step == "review"
        person.service.result = BEFORE
        await person.create("cls-before")
        assert [token for _, token in person.service.sent] == ["token1", "token2"]


async def test_after_a_kill_the_next_start_offers_it_and_the_same_submit_takes_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("request.json").write_text(json.dumps(REQUEST))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # without listening: connections are refused
        port = unused.getsockname()[1]
        endpoint = f"http://127.0.0.1:{port}"
        save("prod", endpoint)
        keys = [("Description", "\x1b[21~"), ("Create 1 instance", "\t\r"), ("Retrying in", signal.SIGKILL)]
        converse(["edit", "request.json"], *keys, size=(80, 24))

    [left] = Application({}).submissions.pending()
    async with wizard(application=Application({})) as person:
        assert person.shows(f"Unconfirmed: {REQUEST['Name']}")
        await person.press(":submissions")
        person.expect(f"Token: {left.token}", endpoint, "LTAI-prod", "1 instance")

    let_in(monkeypatch)
    with start(tmp_path / "sandbox.sqlite3", port=port):
        assert main(["submit", "request.json", "--yes"]) == 0
        said = capfd.readouterr()
        assert left.token in said.err and "returns the existing cluster" in said.err
        assert Application({}).submissions.pending() == []
        assert [f"{cluster['Id']}\n" for cluster in client(endpoint).iter_clusters()] == [said.out]
