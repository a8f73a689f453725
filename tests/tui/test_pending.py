"""Unconfirmed submissions: offered at the start and in the menu, retried with the same token, or dropped."""

from datetime import datetime, timedelta
from threading import Event

import pytest

from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import begin_submission
from wizard.core.actions.submissions import SubmissionResult

from .application import REQUEST, Service, leave_submission
from .person import wizard
from .test_submitting import UNKNOWN, create, submitted

YESTERDAY = (datetime.now().astimezone() - timedelta(days=1)).replace(hour=18, minute=0)
FARM = {**REQUEST, "Groups": {"farm": {"DesiredVMCount": 40, "ResourceType": "OnDemand"}}}
UNCONFIRMED = "Unconfirmed: nightly [/]"


def leave_first() -> None:
    """Leave a submission of yesterday to an account that is not configured any more."""
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


async def test_a_retry_is_confirmed_and_cancel_is_the_default() -> None:
    leave_first()
    async with wizard(service=Service(BEFORE)) as person:
        for key in ("enter", "space", "escape"):
            await person.begin(UNCONFIRMED)
            for named in (
                "You sent this yesterday, 18:00 and got no response.",
                "farm  40 ×  ecs.sn1ne.large  Pay-as-you-go",
                "prod · cn-beijing",
                "Billed until deleted.",
            ):
                assert person.shows(named), named
            await person.press(key)
            assert not person.asked and person.service.resumed == []
        await person.begin(UNCONFIRMED)
        await person.press("tab", "enter")
        await person.until(lambda: person.shows("cls-before"))
        assert person.service.resumed == ["tok1"]


async def test_another_cluster_is_created_from_it_only_after_a_confirmation_of_its_own() -> None:
    leave_first()
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
        for text in ("nightly [/]", "yesterday, 18:00", "prod · cn-beijing", "LTAI [/]"):
            assert person.shows(text)
        await person.press("down")
        assert person.shows("Token: tok2") and not person.shows("LTAI")
        await person.press("up", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("cls-before"))
        assert person.service.resumed == ["tok1"]
        await person.press("enter")
        assert person.document == REQUEST and person.controller.token == token, "the open one is another"
        await create(person)
        assert not person.shows("creates a second cluster")


async def test_tracking_stops_only_after_a_confirmation() -> None:
    leave_first()
    async with wizard() as person:
        submissions = person.app.application.submissions
        for keys in ((":submissions", "delete"), ()):
            if keys:
                await person.press(*keys)
            else:
                await person.begin(UNCONFIRMED)
                await person.push("Stop tracking…")
            assert person.shows("Its cluster may exist and be billed.")
            await person.press("enter", *["escape"] * bool(keys))
            assert submissions.pending(), "Cancel is the default"
        await person.press(":submissions", "delete")
        await person.push("Stop tracking")
        assert not submissions.pending()
        await person.press("escape")
        assert not person.shows("Unconfirmed: nightly")


async def test_a_retry_without_a_response_is_retried_and_one_is_sent_at_a_time() -> None:
    leave_first()
    async with wizard(REQUEST, service=Service(UNKNOWN, hold=Event())) as person:
        await person.press(":submissions", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("Sending to prod · cn-beijing"))
        await person.press("escape", ":submissions", "enter")
        assert "Another submission is running" in person.told
        await person.press("escape")
        await submitted(person, "Sending to")
        person.service.hold.set()  # type: ignore[union-attr]
        await person.until(lambda: person.shows("may or may not exist."))
        person.service.result = SubmissionResult("refused", "No.", code="InvalidName", path=("Name",))
        await person.push("Retry (same token)")
        await person.confirm()
        await person.until(lambda: person.shows("InvalidName"))
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
        await create(person)
        await person.push("Retry (same token)")
        await person.until(lambda: person.shows("cls-prod0001"))
        assert person.service.sent == [(REQUEST, "before")]


async def test_a_request_that_was_changed_is_not_sent_under_the_old_token() -> None:
    async with wizard(REQUEST, service=Service(UNKNOWN)) as person:
        await submitted(person, "may or may not exist.")
        await person.push("Close")
        leave_submission("token1", "before")
        person.service.result = BEFORE
        await person.go("basics")
        await person.type_into(("Description",), "changed")
        await submitted(person, "used for a different request")
        await person.push("Cancel")
        assert len(person.service.sent) == 1
        await submitted(person, "used for a different request")
        await person.push("Create 1 instance")
        await person.until(lambda: person.shows("cls-before"))
        assert [token for _, token in person.service.sent] == ["token1", "token2"]


async def test_a_token_of_another_request_is_explained_and_a_new_one_offered() -> None:
    used = SubmissionResult(
        "refused",
        "The token was used before [/].",
        code="IdempotentTokenMismatch",
        request_id="RID-1",
        is_of_request=False,
    )
    async with wizard(REQUEST, service=Service(used)) as person:
        await submitted(person, "The token was used before [/].")
        assert person.shows("RID-1")
        await person.push("Use a new token")
        assert person.step == "review"
        person.service.result = BEFORE
        await submitted(person, "cls-before")
        assert [token for _, token in person.service.sent] == ["token1", "token2"]
