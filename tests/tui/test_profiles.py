"""Profiles are chosen, tested, added and removed."""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest
from textual.widgets import Collapsible

from wizard.catalog import load_builtin
from wizard.core.actions.account import AccountView
from wizard.core.actions.profiles import ProfileChoice, ProfileView
from wizard.errors import BcwError
from wizard.models.account import AccountLists, InstanceType
from wizard.tui.screens.listing import ListScreen

from .application import REQUEST, MemoryAccounts, MemoryService, retype
from .person import Person, wizard
from .test_submitting import QUOTA, REJECTED, submitted

SANDBOX = ProfileChoice("sandbox", "sandbox (local, free)", "here", in_use=True, is_default=True)
WORK = ProfileChoice(
    "work",
    "work · cn-beijing",
    "the saved targets [/]",
    can_be_removed=True,
    region="cn-beijing",
    endpoint="https://batchcompute.cn-beijing.aliyuncs.com",
    key_id="LTAI-work",
)
BROKEN = ProfileChoice("broken", "broken one", "the aliyun command", problem="It has no secret [/].")
SECRET = "hunter2-the-secret"


class Elsewhere(MemoryService):
    """A service that uses the chosen profile."""

    accounts: MemoryAccounts

    @property
    def target(self) -> ProfileView:
        chosen = next(each for each in self.accounts.options if each.in_use)
        notice = "" if chosen.name == "sandbox" else "The vendor says: deprecated."
        return ProfileView(
            chosen.title, (chosen.endpoint,), chosen.region or None, chosen.name == "sandbox", notice
        )


def handed(*choices: ProfileChoice) -> tuple[MemoryAccounts, Elsewhere]:
    accounts, service = MemoryAccounts(options=list(choices)), Elsewhere()
    service.accounts = accounts
    return accounts, service


async def choose(person: Person, name: str, accounts: MemoryAccounts) -> None:
    """Open the list of profiles and go to one."""
    await person.press(":profiles", "home")
    await person.press(*["down"] * [each.name for each in accounts.options].index(name))


async def fill(person: Person, **lines: str) -> None:
    """Fill in a new profile and press Enter on the last field."""
    await person.press("insert")
    for name in ("name", "region", "endpoint", "key", "secret", "token"):
        if name in lines:
            await retype(person, lines[name])
        await person.press("enter")


async def test_the_chosen_profile_is_in_the_header_and_validated_with() -> None:
    accounts, service = handed(SANDBOX, BROKEN, WORK)
    accounts.pointed_out = ["~/.aliyun/config.json can be read by others [/]."]
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        assert person.shows("sandbox (local, free)")
        await choose(person, "broken", accounts)
        assert person.shows("✗ It has no secret [/].")
        await person.press("enter", "s")
        assert person.asked and accounts.done == []
        await person.press("escape")
        await choose(person, "work", accounts)
        for known in ("Endpoint: https://batchcompute.cn-beijing", "LTAI-work", "the saved targets [/]"):
            assert person.shows(known)
        await person.press("enter")
        assert accounts.done == [("use", "work")]
        assert not person.asked and person.shows("work · cn-beijing")
        assert person.controller.session.context.region == "cn-beijing"
        for name in ("sandbox", "work"):
            await choose(person, name, accounts)
            await person.press("enter")
        assert person.told.count("deprecated") == 1, "it is shown once"
        assert person.told.count("can be read by others [/]") == 1
        await person.press(":profiles")
        await person.click_text("here")
        await person.push("Add…")
        await person.push("Cancel")
        await person.push("Set as default")
        assert accounts.done[-1] == ("use", "sandbox", True) and not person.asked


async def test_a_profile_is_tested() -> None:
    accounts, service = handed(SANDBOX, WORK, BROKEN)
    accounts.tests = {"work": BcwError("It does not know the key [/].\nMore of it.")}
    async with wizard(accounts=accounts, service=service) as person:
        await choose(person, "sandbox", accounts)
        await person.press("t")
        await person.until(lambda: person.shows("✓ sandbox answers."))
        assert person.shows("Its clock and yours agree.")
        await person.press("down")
        assert not person.shows("answers."), "that was about another one"
        await person.push("Test")
        await person.until(lambda: person.shows("✗ It does not know the key [/]."))
        assert person.shows("More of it.")
        person.app.screen.query_one("RowTable").focus()
        await person.press("up")
        assert person.shows("✓ sandbox answers.")
        assert accounts.done == [("test", "sandbox"), ("test", "work")]


async def test_a_profile_is_added_and_its_secret_shown_only_on_request() -> None:
    accounts, service = handed(SANDBOX)
    async with wizard(accounts=accounts, service=service) as person:
        await person.press(":profiles", "insert", *["tab"] * 4)
        await person.type(SECRET)
        assert SECRET not in person.screen and "•" * len(SECRET) in person.screen
        await person.press("f7")
        assert SECRET in person.screen
        await person.press("tab")
        assert SECRET not in person.screen
        await person.type("sts-token-9")
        assert "sts-token-9" not in person.screen
        await person.press("escape")
        await fill(person, name="prod", region="nowhere", key="LTAI", secret=SECRET)
        await person.until(lambda: person.shows("“nowhere” is no region [/]."))
        assert person.shows("prod") and person.shows("•" * len(SECRET))
        await person.clear()  # the region has the focus
        await person.type("cn-shenzhen")
        await person.push("Add, secret in a file")
        await person.until(lambda: person.shows("The secret is kept in the system's keyring."))
        [(_, new)] = accounts.done
        assert (new.name, new.region, new.endpoint, new.key_id) == ("prod", "cn-shenzhen", "", "LTAI")
        assert (new.secret, new.token, new.keep) == (SECRET, "", "file")
        assert SECRET not in person.screen and SECRET not in person.app.export_screenshot()
        await fill(
            person, name="far", region="ap-south-9", endpoint="https://10.0.0.7", key="K", secret=SECRET
        )
        await person.until(lambda: person.shows("ap-south-9 is not a known region of BatchCompute."))
        _, far = accounts.done[-1]
        assert (far.endpoint, far.keep) == ("https://10.0.0.7", ""), "only added, not used"


async def test_a_profile_of_the_same_name_is_replaced_only_after_a_confirmation() -> None:
    accounts, service = handed(WORK, SANDBOX)
    async with wizard(accounts=accounts, service=service) as person:
        await person.press(":profiles")
        await fill(person, name="work", region="cn-hangzhou", key="LTAI", secret=SECRET)
        await person.until(lambda: person.shows("work already exists. Replace it?"))
        await person.press("enter")
        assert accounts.done == [] and person.shows("AccessKey secret"), "Cancel is the default"
        await person.push("Add profile")
        await person.until(lambda: person.shows("already exists"))
        await person.push("Replace")
        await person.until(lambda: accounts.done != [])
        assert accounts.done[0][1].region == "cn-hangzhou"


@pytest.mark.parametrize("escapes", [1, 2])
async def test_a_keyring_that_does_not_answer_holds_up_nothing(escapes: int) -> None:
    accounts, service = handed(SANDBOX)
    accounts.hold = Event()
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await person.press(":profiles")
        await fill(person, name="prod", region="cn-shenzhen", key="LTAI", secret=SECRET)
        assert person.shows("The keyring may ask for its password.")
        await person.press(*["escape"] * escapes)
        assert person.asked == (escapes == 1) and not person.shows("cn-shenzhen")
        accounts.hold.set()
        await person.until(lambda: "The secret is kept in the system's keyring." in person.told)
        assert escapes == 2 or person.shows("cn-shenzhen"), "it is listed then"


async def test_notifications_cover_no_button_and_no_answer() -> None:
    accounts, service = handed(SANDBOX, WORK)
    async with wizard(REQUEST, accounts=accounts, service=service, toasts=True) as person:
        person.app.notify("Alibaba Cloud marks BatchCompute as deprecated.", timeout=600)
        await person.until(lambda: person.screen.count("BatchCompute as deprecated.") == 1)
        await choose(person, "work", accounts)
        await person.push("Test")
        await person.until(lambda: person.shows("✓ work answers.") and bool(person.app.screen.query("Toast")))
        [toast] = person.app.screen.query("Toast")
        below = [*person.app.screen.query("Button"), person.app.screen.query_one(".status")]
        assert len(below) == 7
        assert not any(toast.region.overlaps(each.region) for each in below)
        await person.press("escape")
        await person.until(lambda: person.screen.count("BatchCompute as deprecated.") == 1)


async def test_a_profile_is_removed_only_after_a_confirmation() -> None:
    accounts, service = handed(SANDBOX, WORK)
    async with wizard(accounts=accounts, service=service) as person:
        await choose(person, "sandbox", accounts)
        await person.press("delete")
        assert person.shows("Only profiles added here") and isinstance(person.app.screen, ListScreen)
        await person.press("down", "delete")
        assert person.shows("Remove profile “work”?")
        await person.press("enter")
        assert accounts.done == [], "Cancel is the default"
        await person.press("delete")
        await person.push("Remove profile")
        await person.until(lambda: accounts.done == [("remove", "work")])
        await person.until(lambda: person.shows("Removed work."))
        assert not person.shows("cn-beijing")


async def test_a_token_and_a_rejection_stay_with_their_account() -> None:
    accounts, service = handed(SANDBOX, WORK)
    service.outcome = QUOTA
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await submitted(person, REJECTED)
        await person.press("enter", "f9")
        assert person.shows(QUOTA.code)
        first = person.controller.token
        await choose(person, "work", accounts)
        await person.press("enter")
        assert not person.shows(QUOTA.code), "another account rejected it"
        assert person.controller.token != first
        second = person.controller.token
        await choose(person, "work", accounts)
        await person.press("enter")
        assert person.controller.token == second, "nothing has changed"


async def test_lists_of_the_profile_before_that_arrive_late_are_not_used() -> None:
    work, sandbox = replace(WORK, in_use=True), replace(SANDBOX, in_use=False)
    accounts, service = handed(work, sandbox)
    lists = AccountLists(fetched_at=datetime.now(UTC), images=())
    go = Event()

    def late() -> AccountView:
        go.wait(10)
        return AccountView(lists, load_builtin(), "today")

    accounts.refresh_account = late  # type: ignore[method-assign]
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await choose(person, "sandbox", accounts)
        await person.press("enter")
        assert person.controller.session.context.region is None
        go.set()
        await person.until(lambda: not [each for each in threading.enumerate() if each.name == "account"])
        assert person.controller.session.context.account is None


async def test_missing_lists_of_the_account_are_reported() -> None:
    accounts, service = handed(replace(WORK, in_use=True), replace(SANDBOX, in_use=False))

    def silent() -> AccountView:
        raise BcwError("The cable is out [/].")

    accounts.refresh_account = silent  # type: ignore[method-assign]
    async with wizard(REQUEST, accounts=accounts, service=service) as person:
        await person.until(lambda: "The cable is out [/]." in person.told)
        assert "The lists of the account are not available" in person.told


async def test_the_lists_of_the_account_are_suggested_and_their_age_is_shown() -> None:
    accounts, service = handed(replace(SANDBOX, in_use=False), replace(WORK, in_use=True))
    name = "ecs.sn1ne.large"
    lists = AccountLists(fetched_at=datetime.now(UTC), instance_types=(InstanceType(name=name),))
    view = AccountView(lists, load_builtin(), "today, 09:00", {name: "in a VPC only, also as Spot"})
    accounts.known = accounts.fresh = view
    async with wizard(REQUEST, accounts=accounts, service=service, size=(120, 36)) as person:
        await person.enter(("InstanceType",))
        await retype(person, "sn1ne.larg")
        assert person.shows("2 vCPU, 4 GB, in a VPC only, also as Spot")
        await person.press("down", "enter", "f9")
        person.pane.query_one(Collapsible).collapsed = False
        await person.settle()
        assert person.shows("Account lists: fetched today, 09:00")
        await choose(person, "sandbox", accounts)
        accounts.known = accounts.fresh = None
        await person.press("enter")
        assert not person.shows("Account lists")
