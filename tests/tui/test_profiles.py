"""Profiles are chosen, tested, added and removed."""

import threading

import pytest
from cli.accounts import save_aliyun
from textual.widgets import Collapsible

from wizard.client.secret_store import SecretStore
from wizard.core.actions.profiles import AccountView, Profiles
from wizard.errors import BcwError
from wizard.models.profile import Secret
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore
from wizard.tui.screens.listing import ListScreen

from .application import REQUEST, Service
from .person import Person, wizard
from .test_submitting import QUOTA, REJECTED

SECRET = "hunter2-the-secret"


def store() -> ProfileStore:
    return ProfileStore(locations.profiles_file())


@pytest.fixture
def sandbox_first(account: RunningSandbox) -> RunningSandbox:
    """The account, while the sandbox is the default; and a profile of `aliyun` that others can read."""
    store().choose("sandbox")
    save_aliyun({"name": "[/]", "access_key_id": ""}).chmod(0o644)
    return account


async def choose(person: Person, name: str, *keys: str) -> None:
    """Go to a profile in the list, which is opened unless it is, and press keys there."""
    names = [each.name for each in person.app.application.profiles.choices()]
    await person.press(*[":profiles"] * (not person.asked), "home", *["down"] * names.index(name), *keys)


async def fill(person: Person, **lines: str) -> None:
    """Fill in a new profile and press Enter on the last field."""
    await person.press("insert")
    for name in ("name", "region", "endpoint", "key", "secret", "token"):
        if name in lines:
            await person.retype(lines[name])
        await person.press("enter")


@pytest.mark.usefixtures("sandbox_first")
async def test_the_chosen_profile_is_in_the_header_and_validated_with() -> None:
    async with wizard(REQUEST) as person:
        assert person.shows("sandbox (local, free)")
        await choose(person, "aliyun:[/]")
        assert person.shows("✗ ~/.aliyun/config.json has an AccessKey secret but no AccessKey ID")
        await person.press("enter", "s")
        assert person.asked
        await person.press("escape")
        await choose(person, "prod")
        person.expect("Endpoint: http://127.0.0.1", "AccessKey ID: LTAI-prod", "Found in: ")
        await person.press("enter")
        assert not person.asked and person.shows("prod · cn-beijing")
        assert person.controller.session.context.region == "cn-beijing"
        for name in ("sandbox", "prod"):
            await choose(person, name, "enter")
        assert person.told.count("deprecated") == 1, "it is shown once"
        assert person.told.count("Other users can read ~/.aliyun/config.json") == 1
        await choose(person, "prod")
        await person.push("Add…")
        await person.push("Cancel")
        await person.push("Set as default")
        assert store().current() == "prod" and not person.asked


@pytest.mark.usefixtures("sandbox_first")
async def test_a_profile_is_tested() -> None:
    store().set_secret("prod", Secret(secret="another"))
    works = "✓ sandbox (local, free) responds"
    async with wizard() as person:
        await choose(person, "sandbox", "t")
        await person.see(works)
        assert person.shows("Clock: same as the service's.")
        await choose(person, "prod")
        assert not person.shows(works), "that was about another one"
        await person.push("Test")
        await person.until(lambda: person.shows("✗ ") and person.shows("signature"))
        person.app.screen.query_one("RowTable").focus()
        await choose(person, "sandbox")
        assert person.shows(works)


async def test_a_profile_is_added_and_its_secret_shown_only_on_request() -> None:
    async with wizard() as person:
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
        await fill(person, name="prod", region="no where", key="LTAI", secret=SECRET)
        await person.see("no where")
        assert person.shows("prod") and person.shows("•" * len(SECRET))
        await person.clear()  # the region has the focus
        await person.type("cn-shenzhen")
        await person.push("Add, secret in a file", shows="Added prod. The secret is stored in ")
        added = store().all()["prod"]
        assert (added.region, added.access_key_id, added.keep) == ("cn-shenzhen", "LTAI", "file")
        assert store().get_secret("prod") == Secret(secret=SECRET)
        assert SECRET not in person.screen and SECRET not in person.app.export_screenshot()
        url = "https://10.0.0.7"
        await fill(person, name="far", region="ap-south-9", endpoint=url, key="K", secret=SECRET)
        await person.see("ap-south-9 is not a known region of BatchCompute.")
        assert store().all()["far"].endpoint == url and store().current() == "prod", "only added"


async def test_a_profile_is_replaced_and_removed_only_after_a_confirmation(account: RunningSandbox) -> None:
    async with wizard() as person:
        await person.press(":profiles")
        await fill(person, name="prod", region="cn-hangzhou", key="LTAI", secret=SECRET)
        await person.see("prod already exists. Replace it?")
        await person.press("enter")
        assert store().all()["prod"].region == "cn-beijing", "Cancel is the default"
        assert person.shows("AccessKey secret")
        await person.push("Add profile", shows="already exists")
        await person.push("Replace", shows="Added prod.")
        assert store().all()["prod"].region == "cn-hangzhou"
        await choose(person, "sandbox", "delete")
        assert person.shows("Only profiles added here") and isinstance(person.app.screen, ListScreen)
        await choose(person, "prod", "delete")
        assert person.shows("Remove profile “prod”?")
        await person.press("enter")
        assert store().all(), "Cancel is the default"
        await person.press("delete")
        await person.push("Remove profile", shows="Removed prod.")
        assert not store().all() and not person.shows("cn-hangzhou")


@pytest.mark.parametrize("escapes", [1, 2])
async def test_a_silent_keyring_holds_up_nothing(escapes: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hold, keep = threading.Event(), SecretStore.set

    def wait(*arguments: object, **options: object) -> object:
        hold.wait(10)
        return keep(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(SecretStore, "set", wait)
    monkeypatch.setattr(SecretStore, "delete", lambda *_: hold.wait(10) and "It is still there.")
    async with wizard(REQUEST) as person:
        await person.press(":profiles")
        await fill(person, name="prod", region="cn-shenzhen", key="LTAI", secret=SECRET)
        assert person.shows("The keyring may ask for its password.")
        await person.press(*["escape"] * escapes)
        assert person.asked == (escapes == 1) and not person.shows("cn-shenzhen")
        hold.set()
        await person.until(lambda: "The secret is stored in" in person.told)
        assert escapes == 2 or person.shows("cn-shenzhen"), "it is listed then"
        hold.clear()
        await person.press(*["escape"] * (escapes == 1))
        await choose(person, "prod", "delete")
        await person.push("Remove profile", *["escape"] * escapes)
        hold.set()
        await person.until(lambda: person.shows("It is still there.") or "It is still there." in person.told)


@pytest.mark.usefixtures("sandbox_first")
async def test_notifications_cover_no_button_and_no_answer() -> None:
    async with wizard(REQUEST, toasts=True) as person:
        for number in range(4):
            person.app.notify(f"Number {number}.", timeout=600)
        await person.see("Number 3.")
        await choose(person, "prod")
        await person.push("Test")
        await person.until(lambda: person.shows("✓ prod ") and person.shows("Number 3."))
        for key in ("escape", "left"):
            rack = person.app.screen.query_one("ToastRack").region
            below = person.app.screen.query("Button, Input, .status")
            assert len(below) >= 7 and not any(rack.intersection(each.region) for each in below)
            await person.press(key)


@pytest.mark.usefixtures("sandbox_first")
async def test_a_token_and_a_rejection_stay_with_their_account() -> None:
    async with wizard(REQUEST, service=Service(QUOTA)) as person:
        await person.create(REJECTED)
        await person.press("enter", "f9", shows=QUOTA.code)
        first = person.controller.token
        await choose(person, "prod", "enter")
        assert not person.shows(QUOTA.code), "another account rejected it"
        second = person.controller.token
        assert second != first
        await choose(person, "prod", "enter")
        assert person.controller.token == second, "nothing has changed"
        person.service.hold = threading.Event()
        await person.create("Sending to", "escape")
        await choose(person, "sandbox", "enter")
        person.service.hold.set()
        await person.until(lambda: QUOTA.text in person.told)
        assert not person.shows(QUOTA.code)


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize("fails", [False, True])
async def test_late_lists_of_another_profile_are_not_used(
    fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, refresh = threading.Event(), Profiles.refresh_account

    def late(profiles: Profiles) -> AccountView | None:
        view = refresh(profiles)
        go.wait(10)
        if fails:
            raise BcwError("Nothing came.")
        return view

    monkeypatch.setattr(Profiles, "refresh_account", late)
    async with wizard(REQUEST) as person:
        await choose(person, "sandbox", "enter")
        assert person.controller.session.context.region is None
        go.set()
        await person.until(lambda: not [each for each in threading.enumerate() if each.name == "account"])
        await person.settle()
        assert person.controller.session.context.account is None and "Nothing came." not in person.told


@pytest.mark.usefixtures("account")
async def test_lists_of_the_account_are_suggested_with_their_age(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(_profiles: Profiles) -> AccountView:
        raise BcwError("The cable is out [/].")

    async with wizard(REQUEST, size=(120, 36)) as person:
        await person.until(lambda: person.controller.session.context.account is not None)
        await person.enter(("InstanceType",))
        await person.retype("2c 4g", shows="2 vCPU, 4 GB, classic network or VPC, also Spot")
        await person.press("down", "enter", "f9")
        person.pane.query_one(Collapsible).collapsed = False
        await person.settle()
        assert person.shows("Account lists: fetched today")
        await choose(person, "sandbox", "enter")
        assert not person.shows("Account lists")
        monkeypatch.setattr(Profiles, "refresh_account", silent)
        await choose(person, "prod", "enter")
        await person.until(lambda: "The lists of the account are not available" in person.told)
        assert "The cable is out [/]." in person.told
