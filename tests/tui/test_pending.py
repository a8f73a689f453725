"""Unconfirmed submissions: offered at the start and in the menu, retried with the same token, or dropped."""

from datetime import datetime, timedelta
from threading import Event

import pytest

from wizard.core.actions.submissions import SubmissionResult
from wizard.tui.screens.submission import SubmissionDialog

from .application import REQUEST, MemoryAccounts, MemoryService, pending, type_into
from .person import wizard
from .test_submitting import UNKNOWN, create, submitted

YESTERDAY = (datetime.now().astimezone() - timedelta(days=1)).replace(hour=18, minute=0)
FARM = {**REQUEST, "Groups": {"farm": {"DesiredVMCount": 40, "ResourceType": "OnDemand"}}}
FIRST = pending(
    "tok1",
    "nightly [/]",
    "prod",
    region="cn-beijing",
    access_key_id="LTAI [/]",
    started=YESTERDAY,
    request=FARM,
)
SECOND = pending("tok2")
BEFORE = SubmissionResult("created", "The cluster is created.", cluster_id="cls-before")


async def test_they_are_on_the_first_step_but_not_the_row_that_enter_opens() -> None:
    accounts = MemoryAccounts(left=[FIRST, SECOND], outcome=BEFORE)
    async with wizard(accounts=accounts) as person:
        assert person.shows("Unconfirmed: nightly [/]") and person.shows("Unconfirmed: tok2")
        await person.press("down")
        assert person.shows("cluster may or may not exist") and person.shows("prod · cn-beijing")
        await person.press("up", "enter")
        await person.until(lambda: person.step == "basics")
        assert not person.asked and accounts.done == []


async def test_a_row_that_appears_under_the_cursor_is_not_chosen() -> None:
    accounts = MemoryAccounts()
    async with wizard(accounts=accounts) as person:
        await person.press("down")
        chosen = person.app.wizard.start.highlighted
        accounts.left = [FIRST]
        person.controller.flows.show_start_options()
        await person.settle()
        assert person.app.wizard.start.highlighted == chosen and chosen.kind == "preset"  # type: ignore[union-attr]


async def test_a_retry_is_confirmed_and_cancel_is_the_default() -> None:
    accounts = MemoryAccounts(left=[FIRST], outcome=BEFORE)
    async with wizard(accounts=accounts) as person:
        for key in ("enter", "space", "escape"):
            await person.begin("Unconfirmed: nightly [/]")
            for named in (
                "You sent this yesterday, 18:00 and got no response.",
                "farm  40 ×  ecs.sn1ne.large  Pay-as-you-go",
                "prod · cn-beijing",
                "Billed until deleted.",
            ):
                assert person.shows(named), named
            await person.press(key)
            assert not person.asked and accounts.done == []
        await person.begin("Unconfirmed: nightly [/]")
        await person.press("tab", "enter")
        await person.until(lambda: person.shows("cls-before"))
        assert accounts.done == [("resume", "tok1")]


async def test_another_cluster_is_created_from_it_only_after_a_confirmation_of_its_own() -> None:
    accounts = MemoryAccounts(left=[FIRST])
    async with wizard(accounts=accounts) as person:
        await person.begin("Unconfirmed: nightly [/]")
        await person.push("Create another…")
        await person.until(lambda: person.step == "basics")
        assert person.document == {**FARM, "Name": "nightly [/]"}
        assert accounts.done == [] and not person.service.sent


async def test_the_list_shows_what_is_known_and_retries() -> None:
    accounts = MemoryAccounts(left=[FIRST, SECOND], outcome=BEFORE)
    async with wizard(REQUEST, accounts=accounts) as person:
        token = person.controller.token
        await person.press(":submissions")
        for text in ("nightly [/]", "yesterday, 18:00", "prod · cn-beijing", "LTAI [/]"):
            assert person.shows(text)
        await person.press("down")
        assert person.shows("Token: tok2") and not person.shows("LTAI")
        await person.press("up", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("cls-before"))
        assert accounts.done == [("resume", "tok1")]
        await person.press("enter")
        assert person.document == REQUEST and person.controller.token == token, "the open one is another"
        await create(person)
        assert not person.shows("creates a second cluster")


@pytest.mark.parametrize("where", ["list", "start"])
async def test_tracking_stops_only_after_a_confirmation(where: str) -> None:
    accounts = MemoryAccounts(left=[FIRST])
    async with wizard(accounts=accounts) as person:
        for is_meant in (False, True):
            if where == "list":
                await person.press(":submissions", "delete")
            else:
                await person.begin("Unconfirmed: nightly [/]")
                await person.push("Stop tracking…")
            assert person.shows("Its cluster may exist and be billed.")
            if is_meant:
                await person.push("Stop tracking")
            else:
                await person.press("enter", *["escape"] * (where == "list"))
                assert accounts.done == [], "Cancel is the default"
        assert accounts.done == [("forget", "tok1")]
        await person.press("escape")
        assert not person.shows("Unconfirmed: nightly")


async def test_a_retry_without_a_response_is_retried_and_not_sent_anew() -> None:
    accounts, service = MemoryAccounts(left=[FIRST], outcome=UNKNOWN), MemoryService()
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await person.press(":submissions", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("may or may not exist."))
        accounts.outcome = SubmissionResult("refused", "No.", code="InvalidName", path=("Name",))
        await person.push("Retry (same token)")
        await person.confirm()
        await person.until(lambda: person.shows("InvalidName"))
        assert not person.shows("Go to field"), "it is about another request"
        assert accounts.done == [("resume", "tok1")] * 2 and not service.sent


async def test_its_own_profile_is_shown_and_one_is_sent_at_a_time() -> None:
    accounts, hold, service = MemoryAccounts(left=[FIRST], outcome=BEFORE), Event(), MemoryService()
    resume = service.resume

    def slow(*args: object, **options: object) -> SubmissionResult:
        hold.wait(10)
        return resume(*args, **options)  # type: ignore[arg-type]

    service.resume = slow  # type: ignore[method-assign,assignment]
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await person.press(":submissions", "enter")
        await person.confirm()
        await person.until(lambda: isinstance(person.app.screen, SubmissionDialog))
        assert person.shows("Sending to prod · cn-beijing")
        await person.press("escape", ":submissions", "enter")
        assert "Another submission is running" in person.told
        hold.set()
        await person.until(lambda: person.shows("cls-before"))
        assert accounts.done == [("resume", "tok1")]


async def test_the_same_request_is_not_sent_under_another_token_unasked() -> None:
    service, accounts = MemoryService(), MemoryAccounts(left=[pending("before", "first", request=REQUEST)])
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await person.press("f10")
        await person.until(lambda: person.shows("got no response") or bool(service.sent))
        await person.press("enter")
        assert not service.sent and not person.asked, "Cancel is the default"
        await create(person)
        await person.push("Retry (same token)")
        await person.until(lambda: bool(service.sent))
        assert [token for _, token in service.sent] == ["before"]


async def test_a_request_that_was_changed_is_not_sent_under_the_old_token() -> None:
    service, accounts = MemoryService(UNKNOWN), MemoryAccounts()
    async with wizard(REQUEST, service=service, accounts=accounts) as person:
        await submitted(person, "may or may not exist.")
        token = service.sent[0][1]
        await person.push("Close")
        accounts.left = [pending(token, "before")]
        service.outcome = BEFORE
        await person.go("basics")
        await type_into(person, ("Description",), "changed")
        await submitted(person, "used for a different request")
        await person.push("Cancel")
        assert len(service.sent) == 1
        await submitted(person, "used for a different request")
        await person.push("Create 1 instance")
        await person.until(lambda: len(service.sent) == 2)
        assert service.sent[1][1] != token


async def test_a_token_of_another_request_is_explained_and_a_new_one_offered() -> None:
    used = SubmissionResult(
        "refused",
        "The token was used before [/].",
        code="IdempotentTokenMismatch",
        request_id="RID-1",
        is_of_request=False,
    )
    service = MemoryService(used)
    async with wizard(REQUEST, service=service) as person:
        await submitted(person, "The token was used before [/].")
        assert person.shows("RID-1")
        await person.push("Use a new token")
        assert person.step == "review" and person.controller.token != service.sent[0][1]
        service.outcome = BEFORE
        await submitted(person, "cls-before")
        assert service.sent[1][1] == person.app.wizard.submission.token != service.sent[0][1]  # type: ignore[union-attr]
