"""The lists of an account: fetched on request, and kept."""

import stat

import pytest
from cli.accounts import KEY_SECRET

from wizard.catalog import load_builtin
from wizard.core.application import Application
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox
from wizard.sandbox.app import OPERATIONS
from wizard.storage import locations

NEW_TYPE = "ecs.new9.large"


DESCRIBED = {
    "InstanceType": NEW_TYPE,
    "CpuCore": 96,
    "MemorySize": 384,
    "Network": {"Classic": False, "Vpc": True},
}


def test_the_lists_are_fetched_on_request_and_kept_for_later_runs(
    account: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotas = {"AvailableClusterInstanceType": [NEW_TYPE], "AvailableSpotInstanceType": [NEW_TYPE]}
    monkeypatch.setitem(OPERATIONS, ("GET", "/quotas"), lambda request: quotas)
    available = {"AvailableClusterInstanceType": [DESCRIBED]}
    monkeypatch.setitem(OPERATIONS, ("GET", "/available"), lambda request: available)
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
