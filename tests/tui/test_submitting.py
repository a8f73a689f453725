"""The review and the submission: what was found, where it goes, and what came of it."""

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from wizard.core.actions.submissions import Progress, SubmissionResult
from wizard.errors import BcwError
from wizard.tui.screens.confirming import ConfirmDialog

from .application import MemoryService, pending
from .person import Person, wizard

REQUEST: dict[str, Any] = {
    "Name": "first",
    "ImageId": "img-ubuntu-vpc",
    "InstanceType": "ecs.sn1ne.large",
    "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}},
}
WARNED = {**REQUEST, "Groups": {"group1": {"DesiredVMCount": 1, "ResourceType": "Spot"}}}
CREATED = SubmissionResult("created", "The cluster is created.", cluster_id="cls-test0001")
QUOTA = SubmissionResult(
    "refused",
    "You have reached the most clusters of your account [/].",
    advice="Delete one, or ask for more.",
    code="QuotaExhausted.MaxClusterCount",
    request_id="1F2E3D4C",
)
REFUSED = SubmissionResult(
    "refused",
    "The image is not there.",
    code="InvalidParameter.ImageId",
    path=("Groups", "group1", "DesiredVMCount"),
)
UNKNOWN = SubmissionResult("unknown", "The service did not answer.", advice="bcw clusters list tells.")
FAILED = SubmissionResult("failed", "There is no network.", advice="Look at the cable.")


async def submitted(person: Person, text: str) -> None:
    await person.press("f10")
    await person.until(lambda: person.asked)
    if isinstance(person.app.screen, ConfirmDialog) and not person.shows(text):
        await person.confirm()
    await person.until(lambda: person.shows(text))


async def quit_while_it_runs(person: Person) -> None:
    await submitted(person, "Sending to")
    await person.press("enter", "ctrl+q")
    await person.push("Quit")


async def test_in_the_sandbox_enter_confirms() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f10")
        assert person.shows("Create 1 instance?") and person.shows("Not billed")
        assert person.service.sent == []
        await person.press("enter")
        await person.until(lambda: person.shows("Id: cls-test0001"))
        assert person.service.sent == [(REQUEST, "token1")]
        await person.until(lambda: person.shows("Machines: 1 of 1 running"))
        assert "cls-test0001" in person.app.wizard.exit_messages()


async def test_the_id_is_copied_and_what_can_be_done_with_it_is_said() -> None:
    async with wizard(REQUEST) as person:
        await submitted(person, "Id: cls-test0001")
        assert person.shows("bcw clusters watch cls-test0001") and person.shows("Shift+F11")
        assert person.screen.count("The cluster is created") == 1, "it is said once"
        await person.push("Copy id")
        assert person.app.clipboard == "cls-test0001"
        assert "cls-test0001 is copied" in person.told and person.shows("✓ The cluster is created")
        await person.push("Back to the wizard")
        assert person.step == "review" and not person.asked


async def test_errors_are_never_sent() -> None:
    async with wizard({**REQUEST, "Name": "1bad"}) as person:
        await person.press("f10")
        assert person.step == "review" and not person.asked
        assert "The service would refuse this request: 1 error" in person.told
        await person.push("Submit")
        assert not person.asked and not person.service.sent


async def test_warnings_are_part_of_the_one_question() -> None:
    async with wizard(WARNED) as person:
        await submitted(person, "1 warning on this request")
        await person.press("escape")
        assert not person.service.sent
        await person.press("f10")
        assert person.asked
        await person.press("enter")
        assert not person.service.sent, "no is the first answer"
        await submitted(person, "1 warning on this request")
        await person.press("tab", "enter")
        await person.until(lambda: person.shows("cls-test0001"))
        assert len(person.service.sent) == 1


async def test_a_quota_is_shown_as_what_it_is() -> None:
    async with wizard(REQUEST, service=MemoryService(QUOTA)) as person:
        await submitted(person, "The service refused the request")
        for text in (QUOTA.code, QUOTA.text, QUOTA.advice, QUOTA.request_id):
            assert person.shows(text)
        await person.press("enter")
        assert not person.asked and person.document == REQUEST


async def test_a_refusal_goes_to_its_field() -> None:
    async with wizard(REQUEST, service=MemoryService(REFUSED)) as person:
        await submitted(person, "The service refused the request")
        assert person.shows("Go to the field")
        await person.press("enter")
        assert person.step == "groups" and person.in_focus == REFUSED.path
        assert "The image is not there." in person.note(REFUSED.path)
        assert "The image is not there." not in person.told, "that would hide it where it stands"


async def test_a_request_that_was_refused_is_not_called_one_that_is_taken() -> None:
    async with wizard(WARNED, service=MemoryService(REFUSED)) as person:
        await submitted(person, "The service refused the request")
        await person.press("escape", "f10")
        assert person.shows("rejected this request before: InvalidParameter.ImageId.")
        assert person.shows("1 warning on this request. The service accepts it")
    async with wizard(REQUEST, service=MemoryService(REFUSED)) as person:
        await submitted(person, "The service refused the request")
        await person.press("escape", "f10")
        assert person.shows("rejected this request before") and not person.shows("The service accepts it")


async def test_a_finding_is_told_in_full_on_the_review() -> None:
    long = replace(REFUSED, text=f"It is {'very ' * 30}wrong.", advice="Mend it.", request_id="1F2E3D4C")
    async with wizard(REQUEST, service=MemoryService(long)) as person:
        await submitted(person, "The service refused the request")
        await person.press("escape", "f9", "home")
        shown = " ".join(person.screen.replace("▕", " ").split())
        assert "very wrong. Mend it. Request id: 1F2E3D4C" in shown


async def test_what_the_service_said_stands_at_its_field_until_that_is_changed() -> None:
    async with wizard(REQUEST, service=MemoryService(REFUSED)) as person:
        await submitted(person, "The service refused the request")
        await person.press("enter")
        assert "The image is not there." in person.note(REFUSED.path)
        await person.press("f9")
        assert person.shows("The image is not there.")
        await person.go("groups")
        await person.enter(REFUSED.path)
        await person.type("2")
        await person.press("tab")
        assert "The image is not there." not in person.note(REFUSED.path)


async def test_a_quota_stands_on_the_review_until_the_request_is_another() -> None:
    async with wizard(REQUEST, service=MemoryService(QUOTA)) as person:
        await submitted(person, "The service refused the request")
        await person.press("enter", "f9")
        assert person.shows("QuotaExhausted.MaxClusterCount") and person.shows(QUOTA.advice)
        person.controller.session.document.set(("Description",), "other")
        await person.settle()
        assert not person.shows("QuotaExhausted.MaxClusterCount")


@pytest.mark.parametrize(
    ("outcome", "title"),
    [(UNKNOWN, "Whether the cluster exists is not known"), (FAILED, "No cluster was created")],
)
async def test_what_did_not_work_is_offered_again_with_the_same_token(
    outcome: SubmissionResult, title: str
) -> None:
    async with wizard(REQUEST, service=MemoryService(outcome)) as person:
        await submitted(person, title)
        assert person.shows(outcome.text) and person.shows(outcome.advice)
        person.service.outcome = CREATED
        await person.press("enter")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))
        assert person.service.sent == [(REQUEST, "token1")] * 2


async def test_a_submission_can_be_left_and_come_back_to() -> None:
    service = MemoryService(hold=Event())
    async with wizard(REQUEST, service=service) as person:
        await submitted(person, "Sending to sandbox (local, free)")
        await person.press("enter")
        assert not person.asked
        await person.go("basics")
        await person.enter(("Description",))
        await person.type("meanwhile")
        await submitted(person, "Sending to")
        assert len(service.sent) == 1, "it is the same one"
        assert service.hold is not None
        service.hold.set()
        await person.until(lambda: person.shows("cls-test0001"))
        assert service.sent == [(REQUEST, "token1")]


class Locked(MemoryService):
    """A service whose key a keyring holds back."""

    def submit(
        self, tree: Any, token: str, *, tell: Callable[[Progress], None], stop: Event
    ) -> SubmissionResult:
        assert self.hold is not None
        self.hold.wait(10)
        return UNKNOWN


async def test_what_was_left_before_it_was_sent_is_not_said_to_be_open() -> None:
    service = Locked(hold=Event())
    async with wizard(REQUEST, service=service) as person:
        await quit_while_it_runs(person)
        assert person.app.wizard.exit_messages()[0].startswith("Nothing was sent")
        service.accounts.left = [pending("token1", "first", "here")]  # type: ignore[attr-defined]
        assert "token1" in person.app.wizard.exit_messages()[0], "an earlier wizard may have sent it"
        assert service.hold is not None
        service.hold.set()


async def test_quitting_waits_for_no_submission() -> None:
    service = MemoryService(hold=Event())
    async with wizard(REQUEST, service=service) as person:
        await quit_while_it_runs(person)
        assert not person.app.is_running
        assert any("token1" in line for line in person.app.wizard.exit_messages())
        assert service.hold is not None
        service.hold.set()


async def test_a_second_cluster_is_asked_for_and_has_a_token_of_its_own() -> None:
    async with wizard(REQUEST) as person:
        await submitted(person, "cls-test0001")
        await person.press("enter")
        await submitted(person, "creates a second cluster")
        await person.press("enter")
        assert len(person.service.sent) == 1, "no is the first answer"
        await submitted(person, "creates a second cluster")
        await person.press("tab", "enter")
        await person.until(lambda: len(person.service.sent) == 2)
        assert [token for _, token in person.service.sent] == ["token1", "token2"]


async def test_quit_after_the_cluster_is_there_asks_nothing() -> None:
    async with wizard(REQUEST) as person:
        await person.enter(("Description",))
        await person.type("words")
        await submitted(person, "cls-test0001")
        await person.press("tab", "enter")
        assert not person.app.is_running and person.app.return_value == 0


async def test_changes_after_the_cluster_are_not_dropped_unasked() -> None:
    async with wizard(REQUEST) as person:
        await submitted(person, "cls-test0001")
        await person.press("enter")
        await person.go("basics")
        await person.enter(("Description",))
        await person.type("for the next one")
        await person.press("ctrl+q")
        assert person.asked, "what was typed since is saved nowhere"


async def test_machines_that_cannot_be_looked_up_are_no_trouble() -> None:
    class Silent(MemoryService):
        def cluster(self, cluster_id: str) -> Any:
            raise BcwError("No answer [/].")

    async with wizard(REQUEST, service=Silent()) as person:
        await submitted(person, "The machines could not be looked up: No answer [/].")
        assert person.shows("cls-test0001")


# -- the review


async def test_a_token_is_typed_and_a_bad_one_refused() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f9")
        person.pane.query_one("ReviewView .line > TextInput").focus()
        await person.clear()
        await person.type("bad token!")
        assert person.shows("Letters, digits and _ only.")
        await person.press("f10")
        assert not person.asked and not person.service.sent
        person.pane.query_one("ReviewView .line > TextInput").focus()
        await person.clear()
        assert person.pane.query_one("ReviewView .line > TextInput").value == "", "it can be emptied"  # type: ignore[attr-defined]
        await person.type("MyToken")
        assert person.shows("POST /clusters?IdempotentToken=MyToken")
        await submitted(person, "cls-test0001")
        assert person.service.sent == [(REQUEST, "MyToken")]


async def test_a_whole_token_is_in_sight_on_a_small_terminal() -> None:
    token = "".join(chr(ord("A") + at % 26) for at in range(32))
    async with wizard(REQUEST) as person:
        person.controller.session.token = token
        await person.press("f9")
        assert any(token in line and "New token" in line for line in person.screen.split("\n"))


async def test_a_new_token_is_made() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f9")
        assert person.shows("IdempotentToken=token1")
        await person.push("New token")
        assert person.shows("IdempotentToken=token2")


async def test_the_totals_add_up() -> None:
    request = {
        **REQUEST,
        "Groups": {
            "a": {"DesiredVMCount": 1000, "ResourceType": "OnDemand"},
            "b": {"DesiredVMCount": 2, "InstanceType": "ecs.unheard.large", "ResourceType": "Spot"},
        },
        "Configs": {"Disks": {"SystemDisk": {"Type": "cloud_efficiency", "Size": 40}}},
    }
    async with wizard(request, size=(120, 36)) as person:
        await person.press("f9")
        text = "1,002 instances in 2 groups: 2,000 vCPU, 4,000 GB memory, 40,080 GB disk, 2 of them Spot"
        assert person.shows(text) and person.shows("(2 of unknown type not counted)")


async def test_f6_mends_on_the_review() -> None:
    async with wizard({**REQUEST, "Name": "1 bad/name"}, size=(120, 36)) as person:
        await person.press("f9")
        assert person.shows("InvalidName /Name")
        await person.press("f6")
        assert person.shows("Ready to be sent.") and person.document["Name"] != "1 bad/name"


async def test_the_buttons_of_the_review_save_and_submit() -> None:
    async with wizard(REQUEST) as person:
        await person.press("f9")
        await person.push("Save as preset…")
        assert person.shows("Save as preset") and person.asked
        await person.press("escape")
        await person.push("Save as file…")
        assert person.shows("Save as file") and person.asked
        await person.press("escape")
        await person.push("Submit")
        await person.confirm()
        await person.until(lambda: person.shows("cls-test0001"))


async def test_what_the_button_says_follows_what_is_going_on() -> None:
    service = MemoryService(QUOTA, hold=Event())
    async with wizard(REQUEST, service=service) as person:
        await submitted(person, "Sending to sandbox (local, free)")
        assert person.shows("Leave") and person.shows("s of at most 60 s.")
        assert service.hold is not None
        service.hold.set()
        await person.until(lambda: person.shows("The service refused the request"))
        assert person.shows("Back to the wizard") and not person.shows("Leave")


async def test_what_is_wrong_with_the_key_is_not_said_of_the_request() -> None:
    outcome = SubmissionResult(
        "refused", "The key is unknown.", code="InvalidAccessKeyId", is_of_request=False
    )
    async with wizard(REQUEST, service=MemoryService(outcome)) as person:
        await submitted(person, "The key is unknown.")
        await person.press("enter", "f9")
        assert person.shows("Nothing to complain about") and not person.shows("InvalidAccessKeyId")
