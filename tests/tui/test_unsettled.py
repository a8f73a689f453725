"""Submissions of which nobody knows what came: seen at the start and later, found out about, forgotten."""

from datetime import datetime, timedelta
from threading import Event

import pytest

from wizard.core.actions.submissions import SubmissionResult
from wizard.tui.screens.submission import SubmissionScreen

from .application import MemoryAccounts, MemoryService, pending
from .person import wizard
from .test_submitting import REQUEST, UNKNOWN, submitted

YESTERDAY = (datetime.now().astimezone() - timedelta(days=1)).replace(hour=18, minute=0)
FIRST = pending(
    "tok1",
    "nightly [/]",
    "prod",
    region="cn-beijing",
    access_key_id="LTAI [/]",
    started=YESTERDAY,
    request={**REQUEST, "Groups": {"farm": {"DesiredVMCount": 40, "ResourceType": "OnDemand"}}},
)
SECOND = pending("tok2")
BEFORE = SubmissionResult("created", "The cluster is created.", cluster_id="cls-before")


async def test_they_are_on_the_first_step_but_never_the_row_that_enter_opens() -> None:
    accounts = MemoryAccounts(left=[FIRST, SECOND], outcome=BEFORE)
    async with wizard(accounts=accounts) as person:
        assert person.shows("Unsettled: nightly [/]") and person.shows("Unsettled: tok2")
        await person.press("down")
        assert person.shows("the cluster may or may not exist") and person.shows("prod · cn-beijing")
    async with wizard(accounts=accounts) as person:
        await person.press("enter")
        assert person.step == "basics" and not person.asked and accounts.done == []


async def test_a_row_that_appears_under_the_cursor_is_not_chosen() -> None:
    accounts = MemoryAccounts()
    async with wizard(accounts=accounts) as person:
        await person.press("down")
        chosen = person.app.wizard.start.highlighted
        accounts.left = [FIRST]
        person.controller.flows.show_beginnings()
        await person.settle()
        assert person.app.wizard.start.highlighted == chosen and chosen.kind == "preset"  # type: ignore[union-attr]


@pytest.mark.parametrize("key", ["enter", "space", "escape"])
async def test_sending_one_again_is_confirmed_and_cancel_is_the_first_answer(key: str) -> None:
    accounts = MemoryAccounts(left=[FIRST], outcome=BEFORE)
    async with wizard(accounts=accounts) as person:
        await person.begin("Unsettled: nightly [/]")
        for named in (
            "You sent this yesterday, 18:00 and got no response.",
            "farm: 40 instances, ecs.sn1ne.large, Pay-as-you-go (OnDemand)",
            "Account and region: prod · cn-beijing",
            "Billed until deleted.",
        ):
            assert person.shows(named), named
        await person.press(key)
        assert not person.asked and accounts.done == []
        await person.begin("Unsettled: nightly [/]")
        await person.press("tab", "enter")
        await person.until(lambda: person.shows("cls-before"))
        assert accounts.done == [("resume", "tok1")]


async def test_all_that_is_known_of_each_is_shown() -> None:
    async with wizard(REQUEST, accounts=MemoryAccounts(left=[FIRST, SECOND])) as person:
        await person.press(":submissions")
        for text in ("nightly [/]", "yesterday, 18:00", "prod · cn-beijing", "AccessKey ID: LTAI [/]"):
            assert person.shows(text)
        await person.press("down")
        assert person.shows("Token: tok2") and not person.shows("Key: LTAI")


async def test_one_is_found_out_about_from_the_list() -> None:
    accounts = MemoryAccounts(left=[FIRST, SECOND], outcome=BEFORE)
    async with wizard(REQUEST, accounts=accounts) as person:
        token = person.controller.token
        await person.press(":submissions", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("cls-before"))
        assert accounts.done == [("resume", "tok1")]
        await person.press("enter")
        assert person.document == REQUEST and person.controller.token == token, (
            "the request at hand is another one"
        )
        await person.press("f10")
        assert not person.shows("creates a second cluster")
        await person.confirm()
        await person.until(lambda: bool(person.service.sent))


async def test_one_is_forgotten_only_when_that_is_meant() -> None:
    accounts = MemoryAccounts(left=[FIRST])
    async with wizard(accounts=accounts) as person:
        await person.press(":submissions", "delete")
        assert person.shows("Its cluster may exist, and cost money.")
        await person.press("enter")
        assert accounts.done == [], "no is the first answer"
        await person.press("delete")
        await person.push("Forget")
        assert accounts.done == [("forget", "tok1")]
        assert person.shows("Forgotten.") and person.shows("Nothing is unsettled")
        await person.press("escape")
        assert not person.shows("Unsettled: nightly"), "nor on the first step any more"


async def test_what_is_still_unknown_is_asked_about_again_and_not_sent_anew() -> None:
    accounts = MemoryAccounts(left=[FIRST], outcome=UNKNOWN)
    service = MemoryService()
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await person.press(":submissions", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("is not known"))
        await person.push("Try again")
        await person.confirm()
        await person.until(lambda: accounts.done == [("resume", "tok1")] * 2)
        assert not service.sent


async def test_a_refusal_of_another_request_has_no_field_here() -> None:
    refused = SubmissionResult("refused", "No.", code="InvalidName", path=("Name",))
    async with wizard(REQUEST, accounts=MemoryAccounts(left=[FIRST], outcome=refused)) as person:
        await person.press(":submissions", "enter")
        await person.confirm()
        await person.until(lambda: person.shows("InvalidName"))
        assert not person.shows("Go to the field")


async def test_where_it_goes_stands_on_its_screen_wherever_requests_go_now() -> None:
    accounts = MemoryAccounts(left=[FIRST], outcome=BEFORE)
    hold = Event()
    service = MemoryService()
    resume = service.resume

    def slow(*args: object, **options: object) -> SubmissionResult:
        hold.wait(10)
        return resume(*args, **options)  # type: ignore[arg-type]

    service.resume = slow  # type: ignore[method-assign,assignment]
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await person.press(":submissions", "enter")
        await person.confirm()
        await person.until(lambda: isinstance(person.app.screen, SubmissionScreen))
        assert person.shows("Sending to prod · cn-beijing")
        assert person.shows("0 s of at most 60 s.")
        await person.press("escape", ":submissions", "enter")
        assert "Another submission is under way" in person.told
        hold.set()
        await person.until(lambda: person.shows("cls-before"))
        assert accounts.done == [("resume", "tok1")], "one at a time"


async def test_a_request_that_was_changed_is_not_sent_under_the_old_token() -> None:
    service, accounts = MemoryService(UNKNOWN), MemoryAccounts()
    async with wizard(REQUEST, service=service, accounts=accounts) as person:
        await submitted(person, "is not known")
        token = service.sent[0][1]
        await person.push("Back to the wizard")
        accounts.left = [pending(token, "before")]
        service.outcome = SubmissionResult("created", "Done.", cluster_id="cls-test0002")
        await person.go("basics")
        await person.enter(("Description",))
        await person.type("changed")
        await submitted(person, "used for a different request")
        await person.push("Cancel")
        assert len(service.sent) == 1
        await submitted(person, "used for a different request")
        await person.push("Create 1 instance")
        await person.until(lambda: len(service.sent) == 2)
        assert service.sent[1][1] != token


async def test_a_token_that_was_used_is_explained_and_a_new_one_offered() -> None:
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
        await person.push("New token")
        assert person.step == "review" and person.controller.token != service.sent[0][1]
        service.outcome = BEFORE
        await submitted(person, "cls-before")
        assert service.sent[1][1] == person.app.wizard.submission.token != service.sent[0][1]  # type: ignore[union-attr]


async def test_the_cluster_that_was_made_can_be_looked_at_again() -> None:
    async with wizard(REQUEST) as person:
        await submitted(person, "cls-test0001")
        await person.press("enter")
        await submitted(person, "creates a second cluster")
        await person.push("Look at it")
        await person.until(lambda: person.shows("Machines: 1 of 1 running"))
        assert len(person.service.sent) == 1
