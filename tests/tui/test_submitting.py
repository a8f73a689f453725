"""Creating a cluster: the confirmation, the result, the review; where it is billed, Enter cancels."""

import json
import re
from pathlib import Path
from threading import Event

import pytest
from terminal import converse
from textual.widgets import Button, Collapsible

from wizard.client.credentials import Profile
from wizard.core.actions.clusters import Clusters, ClusterStatus, parse_status
from wizard.core.actions.context import ProfileContext, SandboxUnavailable
from wizard.core.actions.submissions import SubmissionResult
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.journal import Journal
from wizard.tui.widgets.text_input import TextInput

from .application import REQUEST, Service, client, leave_submission, refusal
from .person import wizard

WARNED = {**REQUEST, "Groups": {"g": {"DesiredVMCount": 1, "ResourceType": "Spot"}}}
QUOTA = refusal(
    "You have reached the most clusters of your account [/].",
    "QuotaExhausted.MaxClusterCount",
    advice="Delete one, or ask for more.",
    request_id="1F2E3D4C",
)
COUNT = ("Groups", "g", "DesiredVMCount")
UNKNOWN = SubmissionResult("unknown", "The service did not answer.", advice="bcw clusters list tells.")
FAILED = SubmissionResult("failed", "There is no network.", advice="Look at the cable.")
REJECTED = "The service rejected the request"


async def test_in_the_sandbox_enter_creates_and_the_next_steps_are_shown() -> None:
    async with wizard(REQUEST) as person:
        await person.ask_to_create()
        person.expect("Create cluster “first”?", "Not billed")
        assert person.service.sent == []
        await person.press("enter", shows="1 of 1 running")
        assert person.service.sent == [(REQUEST, "token1")]
        assert person.shows("g 1/1") and person.shows("bcw clusters watch cls-test0001")
        assert "cls-test0001" in person.app.wizard.exit_messages()
        await person.push("Copy", shows="Copied")
        assert person.app.clipboard == "cls-test0001"
        await person.push("Clusters", shows="Clusters created here")
        await person.press("escape")
        assert person.step == "review" and not person.asked


async def test_warnings_are_part_of_the_confirmation() -> None:
    async with wizard(WARNED) as person:
        for key in ("enter", "tab"):
            await person.create("1 warning on this request", key)
            assert not person.service.sent, "even in the sandbox, Enter cancels"
        await person.press("enter", shows="cls-test0001")
        assert len(person.service.sent) == 1


async def test_a_rejection_is_shown_at_its_field_until_that_is_changed() -> None:
    text = f"It is {'very ' * 30}wrong."
    refused = refusal(text, "InvalidParameter.ImageId", path=COUNT, advice="Fix it.", request_id="1F2E3D4C")
    async with wizard(WARNED, service=Service(refused), size=(80, 40)) as person:
        await person.create(REJECTED)
        await person.push("Go to field")
        assert person.step == "groups" and person.in_focus == COUNT and text in person.note(COUNT)
        await person.ask_to_create()
        person.expect(
            "rejected this request before: InvalidParameter.ImageId.",
            "1 warning on this request. The service accepts it",
        )
        await person.press("escape")
        assert person.step == "review" and person.shows("very wrong. Fix it. Request ID: 1F2E3D4C")
        await person.type_into(COUNT, "2", "tab")
        assert text not in person.note(COUNT)


async def test_a_rejection_of_the_whole_request_is_on_the_review_until_the_request_changes() -> None:
    hold = Event()
    async with wizard(REQUEST, service=Service(QUOTA, hold)) as person:
        for is_closed in (False, True):
            await person.create("Sending to", *["escape"] * is_closed)
            hold.set()
            if not is_closed:
                await person.see(QUOTA.request_id)
                person.expect(REJECTED, QUOTA.code, QUOTA.text, QUOTA.advice)
                await person.press("enter")
            await person.press("f9", shows=QUOTA.advice)
            assert person.shows(QUOTA.code) and person.told == QUOTA.text * is_closed
            person.controller.session.document.set(("Description",), f"other {is_closed}")
            await person.settle()
            assert not person.shows(QUOTA.code)
            hold.clear()
        person.service.hold = None
        person.service.result = refusal("The key is unknown.", "InvalidAccessKeyId", is_of_request=False)
        await person.create("The key is unknown.", "enter", "f9")
        assert person.shows("No problems found.") and not person.shows("InvalidAccessKeyId")


@pytest.mark.parametrize(
    ("outcome", "title"), [(UNKNOWN, "The cluster may or may not exist"), (FAILED, "Nothing was created")]
)
async def test_a_retry_is_confirmed_and_has_the_same_token(outcome: SubmissionResult, title: str) -> None:
    async with wizard(REQUEST, service=Service(outcome)) as person:
        await person.create(title)
        assert person.shows(outcome.text) and person.shows(outcome.advice)
        person.service.result = None
        await person.push("Retry (same token)")
        await person.confirm(shows="cls-test0001")
        assert person.service.sent == [(REQUEST, "token1")] * 2


async def test_a_submission_runs_in_the_background_and_is_shown_again() -> None:
    hold = Event()
    async with wizard(REQUEST, service=Service(hold=hold)) as person:
        await person.create("Sending to")
        assert person.shows("s of at most 60 s.")
        await person.push("Run in background", shows="↻ Creating cluster…")
        await person.press("ctrl+q", shows="Quit while the cluster is being created?")
        await person.press("enter")
        assert person.app.is_running, "Cancel is the default"
        await person.type_into(("Description",), "meanwhile")
        await person.create("Sending to")
        await person.pilot.resize_terminal(100, 30)
        hold.set()
        await person.see("cls-test0001")
        assert person.service.sent == [(REQUEST, "token1")], "it is the same one"
        await person.press("escape")
        assert not person.shows("Creating cluster…") and "cls-test0001" not in person.told


async def test_the_end_of_a_submission_in_the_background_is_told_also_after_a_dialog() -> None:
    hold = Event()
    async with wizard(REQUEST, service=Service(hold=hold)) as person:
        await person.create("Sending to", "escape", "f1")
        hold.set()
        await person.until(lambda: not person.app.wizard.submission.is_running)
        await person.press("escape")
        await person.until(lambda: "cls-test0001" in person.told)
        await person.create("creates a second cluster")
        await person.press("tab", "enter", shows="cls-test0002")
        await person.press("ctrl+q")
        assert not person.app.is_running


@pytest.mark.parametrize("is_locked", [False, True])
async def test_quitting_never_waits(is_locked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    hold = Event()

    def wait_for_the_keyring(_context: ProfileContext) -> Profile:
        hold.wait(10)
        raise SandboxUnavailable

    if is_locked:
        monkeypatch.setattr(ProfileContext, "ready_profile", wait_for_the_keyring)
    async with wizard(REQUEST, service=Service() if is_locked else Service(UNKNOWN, hold)) as person:
        await person.create("Sending to", "enter", "ctrl+q")
        if person.asked:
            await person.push("Quit")
        assert not person.app.is_running
        said = person.app.wizard.exit_messages()[0]
        assert said.startswith("Nothing was sent") if is_locked else "token1" in said
        leave_submission("token1", "first", "here")
        assert "token1" in person.app.wizard.exit_messages()[0], "an earlier wizard may have sent it"
        hold.set()


async def test_a_second_cluster_is_asked_for_and_quitting_only_about_later_changes() -> None:
    async with wizard(REQUEST) as person:
        await person.type_into(("Description",), "words")
        await person.create("cls-test0001", "enter")
        await person.type_into(("Description",), "x", "ctrl+q")
        assert person.asked
        await person.press("escape", "ctrl+z")
        await person.create("creates a second cluster", "enter")
        assert len(person.service.sent) == 1, "Cancel is the default"
        await person.create("creates a second cluster")
        await person.push("Show the cluster", shows="1 of 1 running")
        await person.press("escape")
        await person.create("creates a second cluster")
        await person.press("tab", "enter", shows="cls-test0002")
        assert person.service.sent[0][1] != person.service.sent[1][1]
        await person.push("Quit")
        assert not person.app.is_running and person.app.return_value == 0


async def test_an_unknown_state_of_the_instances_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_clusters: Clusters, _id: str) -> ClusterStatus:
        raise BcwError("No answer [/].")

    monkeypatch.setattr(Clusters, "state", silent)
    async with wizard(REQUEST) as person:
        await person.create("The state of the instances is unknown: No answer [/].")
        assert person.shows("cls-test0001")
        stateless = parse_status({"Id": "cls-test0001", "State": None}, ProfileContext({}).profile)
        monkeypatch.setattr(Clusters, "state", lambda *_: stateless)
        await person.see("0 of 0 running")
        assert not person.shows("being deleted")


async def test_an_idempotency_token_is_typed_or_generated() -> None:
    async with wizard(REQUEST, size=(80, 40)) as person:
        await person.press("f9")
        person.pane.query_one(Collapsible).collapsed = False
        await person.settle()
        field = person.pane.query_one("ReviewView TextInput", TextInput)
        field.focus()
        await person.retype("bad token!", shows="is not a valid idempotency token.")
        await person.press("f10")
        assert not person.asked and not person.service.sent
        await person.push("New token")
        assert person.controller.token.startswith("token")
        field.focus()
        await person.retype("", "tab")
        assert person.controller.token and person.controller.token in field.value, "an emptied field gets one"
        field.focus()
        await person.retype("MyToken", shows="POST /clusters?IdempotentToken=MyToken")
        await person.retype("A" * 32)
        assert "A" * 32 in person.screen and not person.shows("is not a valid idempotency token.")
        await person.create("cls-test0001")
        assert person.service.sent == [(REQUEST, "A" * 32)]


async def test_errors_are_never_sent_and_fixed_on_the_review_by_key_or_button() -> None:
    async with wizard({**REQUEST, "Name": "1 bad/name"}, size=(120, 36)) as person:
        await person.press("f10")
        assert person.step == "review" and not person.asked
        assert person.shows("Fix 1 error first. Select a problem to open its field.")
        await person.push("Create cluster…")
        assert not person.asked and not person.service.sent
        assert person.shows("1 instance, 2 vCPU, 4 GB memory")
        places = [person.screen.index(each) for each in ("Total", "Account", "Problem")]
        assert places == sorted(places), "the problems come last"
        for key in ("f6", ""):
            await person.press("f9", shows="InvalidName /Name")
            if key:
                await person.press(key)
            else:
                await person.click_text("Fix: ")
            assert person.shows("Ready to create. No problems found.")
            assert person.document["Name"] != "1 bad/name"
            await person.press("ctrl+z")


async def test_the_fix_of_each_problem_is_shown_in_full() -> None:
    group = {"DesiredVMCount": 1, "InstanceType": "ecs.sn1ne.largee", "ResourceType": "OnDemand"}
    request = {**REQUEST, "ImageId": 5, "Groups": {"g": {**group, "DesiredVMCount": 0}, "h": group}}
    async with wizard(request, size=(120, 36)) as person:
        await person.press("f9")
        shown = set()
        for _ in person.controller.session.result.findings:
            shown |= set(re.findall("Fix: (.*?)  ", person.screen))
            await person.press("down")
        assert {'Convert to "5"', "Set to 1", "Change to ecs.sn1ne.large"} <= shown


SPOT = {"ResourceType": "Spot", "SpotStrategy": "SpotWithPriceLimit", "SpotPriceLimit": 0.25}
LARGE = {
    **REQUEST,
    "Groups": {
        "workers": {"DesiredVMCount": 1200, "ResourceType": "OnDemand"},
        "cheap": {"DesiredVMCount": 20, "InstanceType": "ecs.sn2ne.large", **SPOT},
    },
}
NAMED = (
    "Create cluster “first”?",
    "workers 1,200 × ecs.sn1ne.large Pay-as-you-go",
    "cheap 20 × ecs.sn2ne.large Spot, at most CNY 0.25",
    "Total 1,220 instances, 2,440 vCPU",
    "Account prod · cn-beijing",
    "Billed until deleted.",
    "Create 1,220 instances",
)


@pytest.mark.usefixtures("account")
async def test_everything_that_is_billed_is_named_before_it_is_sent() -> None:
    async with wizard(LARGE) as person:
        await person.ask_to_create()
        for named in NAMED:
            assert named in " ".join(person.screen.split()) or person.shows(named), named
        assert str(person.app.focused.label) == "Cancel"  # type: ignore[union-attr]
        await person.press("tab", "enter", shows="cls-prod0001")
        assert person.service.sent == [(LARGE, "token1")]


@pytest.mark.usefixtures("account")
async def test_nothing_is_created_on_another_account_than_was_confirmed() -> None:
    async with wizard(REQUEST) as person:
        await person.ask_to_create()
        person.app.application.profiles.use("sandbox")  # as when the profile in use is replaced meanwhile
        await person.confirm(shows="Not billed")
        assert not person.service.sent
        await person.press("enter", shows="cls-test0001")


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("key", ["enter", "space"])
async def test_one_key_pressed_again_and_again_never_creates(key: str) -> None:
    async with wizard(REQUEST, service=Service(UNKNOWN)) as person:
        await person.press("f9", key)
        await person.until(lambda: person.confirms)
        for _ in range(7):
            await person.press(key)
            assert person.service.sent == []
        if not person.confirms:
            await person.ask_to_create()
        await person.press("tab", "enter", shows="may or may not exist")
        await person.press(*[key] * 6)
        assert len(person.service.sent) == 1
        # The wizard is not left between two dialogs.
        flows = [worker for worker in person.app.workers if worker.group == "flow"]
        await person.until(lambda: person.asked or all(worker.is_finished for worker in flows))


@pytest.mark.usefixtures("account")
async def test_all_groups_can_be_read_on_a_small_screen() -> None:
    names = [*(f"group{number}" for number in range(64)), "x" * 64]
    async with wizard({**REQUEST, "Groups": dict.fromkeys(names, REQUEST["Groups"]["g"])}) as person:
        await person.ask_to_create()
        person.expect("65 instances", "Billed until deleted.")
        assert all(button.region.height for button in person.app.screen.query(Button))
        assert person.shows("group0 ") and not person.shows("group63")
        await person.press("shift+tab", "end")
        await person.until(lambda: person.shows("group63 ") and person.screen.count("x") >= 64)


F9, F10, CTRL_Q = "\x1b[20~", "\x1b[21~", "\x11"
SHIFT_F10 = "\x1b[32~"  # of macOS; Textual decodes it as a space, which presses a button


def test_keys_typed_by_accident_create_nothing_on_a_billed_account(account: RunningSandbox) -> None:
    request = {**REQUEST, "Configs": {"Networks": {"VPC": {"CidrBlock": "192.168.0.0/24"}}}}
    Path("request.json").write_text(json.dumps(request))
    keys = [f"{F9}{SHIFT_F10}{SHIFT_F10}", f"{F9}  {F10}\r", CTRL_Q]
    shown = ("Description", "Details", "Create 1 instance")
    converse(["edit", "request.json"], *zip(shown, keys, strict=True), size=(80, 24))
    assert Journal(locations.journal_folder()).all() == []
    assert [*client(account.url).iter_clusters()] == []
