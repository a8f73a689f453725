"""The lists of an account: fetched, kept, and used to check a request."""

import stat

import pytest

from wizard.catalog import load_builtin
from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox
from wizard.sandbox.app import OPERATIONS
from wizard.storage import locations

from .accounts import KEY_SECRET, let_in
from .driver import Run, Write

NEW_TYPE = "ecs.new9.large"


@pytest.fixture(autouse=True)
def new_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sandboxes have one new instance type and no other."""
    described = {
        "InstanceType": NEW_TYPE,
        "CpuCore": 96,
        "MemorySize": 384,
        "Network": {"Classic": False, "Vpc": True},
    }
    quotas = {"AvailableClusterInstanceType": [NEW_TYPE], "AvailableSpotInstanceType": [NEW_TYPE]}
    monkeypatch.setitem(OPERATIONS, ("GET", "/quotas"), lambda request: quotas)
    available = {"AvailableClusterInstanceType": [described]}
    monkeypatch.setitem(OPERATIONS, ("GET", "/available"), lambda request: available)


def test_the_lists_are_fetched_on_request_and_kept_for_later_runs(account: RunningSandbox) -> None:
    profiles = Application({}).profiles
    assert profiles.account() is None
    fresh = profiles.refresh_account()
    assert fresh is not None
    assert fresh.account.fetched_in_this_run
    assert fresh.account.type_names == {NEW_TYPE}
    assert "img-ubuntu" in fresh.account.image_ids
    first = next(iter(fresh.catalog.instance_types.values()))
    assert (first.name, first.vcpu, first.memory_gb) == (NEW_TYPE, 96, 384)
    assert set(fresh.catalog.instance_types) == {*load_builtin().instance_types, NEW_TYPE}
    assert fresh.notes == {NEW_TYPE: "VPC only, also Spot"}
    assert fresh.when.startswith("today")
    assert profiles.account() == fresh
    [file] = locations.accounts_folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KEY_SECRET not in file.read_text()

    account.stop()
    later = Application({}).profiles
    kept = later.account()
    assert kept is not None
    assert not kept.account.fetched_in_this_run
    assert kept.account.type_names == {NEW_TYPE}
    with pytest.raises(BcwError, match="Cannot reach"):
        later.refresh_account()
    assert later.account() is not None
    later.use("sandbox")
    assert later.account() is None
    assert later.refresh_account() is None


def test_with_refresh_a_request_is_checked_with_the_lists(
    run: Run, account: RunningSandbox, request_file: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = request_file()
    run("submit", file, "--dry-run").ends(0)
    assert not locations.accounts_folder().exists()  # nothing was fetched
    run("submit", file, "--yes", "--refresh").fails(
        1, 'The account has no instance type "ecs.sn1ne.large" in cn-beijing'
    )
    assert run("submit", file, "--dry-run").code == 0, "lists that may be out of date cause no error"
    run("submit", request_file(InstanceType=NEW_TYPE), "--yes", "--refresh").ends(0)
    let_in(monkeypatch, secret="changed")
    run("submit", request_file(), "--yes", "--refresh").fails(3, "Nothing was checked")
    account.stop()
    run("submit", file, "--yes", "--refresh", "--profile", "prod").fails(4, "Without --refresh")
    run("submit", file, "--dry-run").ends(0)
