"""What services answer: the rows of the error table, to a valid request; the lists of an account; and nothing."""

import re
import stat
import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest
from cli.accounts import ACCOUNT, KEY_ID, KEY_SECRET, save
from cli.driver import TREE
from client.conftest import Endless, Faulty, serve
from validation.cases import OPPOSITE

from wizard.catalog import load_builtin
from wizard.client.credentials import Profile
from wizard.client.errors import NoResponse
from wizard.core.actions.clusters import list_statuses
from wizard.core.actions.context import ProfileContext
from wizard.core.actions.journal import begin_submission, open_journal
from wizard.core.actions.profiles import fetch_account
from wizard.core.actions.submissions import find_refused_field
from wizard.core.application import Application
from wizard.document.tree import Path
from wizard.errors import BcwError
from wizard.sandbox import RunningSandbox
from wizard.sandbox.app import OPERATIONS
from wizard.sandbox.messages import ApiError
from wizard.storage import locations
from wizard.validation import Severity, check

__all__ = ["serve"]

QUOTA_OF_INSTANCES = "QuotaExhausted.MaxClusterGroupDesiredVMCount"
VPC = ("Configs", "Networks", "VPC")
REQUEST: dict[str, Any] = {
    **TREE,
    "Description": "for a test",
    "UserData": {"my.key": "v", "my": "v"},
    "EnvVars": {"KEY": "v"},
    "Groups": {
        "my.group": {"DesiredVMCount": 1, "ResourceType": "OnDemand"},
        "large": {"DesiredVMCount": 40, "ResourceType": "Spot", "SpotStrategy": "SpotAsPriceGo"},
    },
    "Configs": {
        "Networks": {"VPC": OPPOSITE},
        "Mounts": {"Entries": [{"Source": "oss://b/", "Destination": "/home/x/", "WriteSupport": False}]},
    },
}

ROWS: list[tuple[str, str, Path]] = [
    ("1", "IdempotentTokenMismatch", ()),
    ("2", "InvalidJsonFormat", ()),
    ("3", "InvalidHttpBody", ()),
    ("4", "MissingName", ("Name",)),
    ("5", "MissingConfigs.Networks.VPC.OppositeRouterId", (*VPC, "OppositeRouterId")),
    ("6", "MissingConfigs.Networks.VPC.OppositeAccessPointId", (*VPC, "OppositeAccessPointId")),
    ("7", "MissingConfigs.Networks.VPC.OppositeRegionId", (*VPC, "OppositeRegionId")),
    ("8 9 10", "InvalidName", ("Name",)),
    ("11 12", "InvalidDescription", ("Description",)),
    ("13", "MissingImageId", ("ImageId",)),
    ("14 15", "InvalidImageId", ("ImageId",)),
    ("16 17", "InvalidUserData", ("UserData",)),
    ("18", "InvalidUserData.my.key", ("UserData", "my.key")),
    ("19 20", "InvalidUserData.my.key.value", ("UserData", "my.key")),
    ("21", "InvalidGroups", ("Groups",)),
    ("22 23", "InvalidGroups.my.group", ("Groups", "my.group")),
    ("24", "MissingDesiredVMCount", ("Groups",)),
    ("25 26", "InvalidDesiredVMCount", ("Groups",)),
    ("27", "InvalidCidrBlock", (*VPC, "CidrBlock")),
    ("28", "QuotaExhausted.MaxClusterCount", ()),
    ("29", "QuotaExhausted.MaxClusterGroupCount", ("Groups",)),
    ("30", QUOTA_OF_INSTANCES, ("Groups", "large", "DesiredVMCount")),
    ("31", "QuotaExhausted.Configs.Networks.VPC.OppositeRouterType", (*VPC, "OppositeRouterType")),
    ("32", "MissingInstanceType", ("InstanceType",)),
    ("33", "InvalidInstanceType", ("InstanceType",)),
    ("34", "MissingResourceType", ("Groups",)),
    ("35", "InvalidResourceType", ("Groups",)),
    ("36", "InvalidSpotStrategy", ("Groups", "large", "SpotStrategy")),
    ("36", "InvalidConfigs.Mounts.Entries.Source", ("Configs", "Mounts", "Entries", 0, "Source")),
    ("36", "InvalidEnvVars.KEY.value", ("EnvVars", "KEY")),
]
"""The rows of the error table, the code for the request, and the field concerned."""


ONE = {"g": {"DesiredVMCount": 1, "ResourceType": "OnDemand"}}
WITH_TYPE = {"Groups": {"g": {**ONE["g"], "InstanceType": "ecs.sn1ne.large"}}}


def test_the_field_of_a_code() -> None:
    assert not [each for each in check(REQUEST) if each.severity is Severity.ERROR]
    assert {row for rows, *_ in ROWS for row in rows.split()} == {str(number) for number in range(1, 37)}
    for code, tree, path in (
        *((code, REQUEST, path) for _rows, code, path in ROWS),
        ("InvalidDesiredVMCount", {"Groups": ONE}, ("Groups", "g", "DesiredVMCount")),
        ("MissingResourceType", {"Groups": {"g": {}}}, ("Groups", "g", "ResourceType")),
        ("InvalidInstanceType", WITH_TYPE, ("Groups", "g", "InstanceType")),
        ("InvalidUserData.a.value", {"UserData": {"a.value": "", "a": ""}}, ("UserData", "a")),
        ("InvalidUserData.a.b.c", {"UserData": {"a": "", "a.b": ""}}, ("UserData", "a.b")),
        ("InvalidUserData.gone", REQUEST, ("UserData",)),
        ("InvalidSomethingNew", REQUEST, ()),
        (QUOTA_OF_INSTANCES, {"Groups": {"g": {"DesiredVMCount": "3"}}}, ("Groups",)),
        (QUOTA_OF_INSTANCES, [], ("Groups",)),
        ("InvalidGroups.g", None, ("Groups",)),
        ("Forbidden.RAM", REQUEST, ()),
    ):
        assert find_refused_field(code, tree) == path


def test_a_refusal_has_a_reason_a_request_id_and_advice(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit, quiet = application.submissions.submit, {"on_progress": lambda _: None, "stop": threading.Event()}
    for status, code, path, words in (
        (400, "InvalidUserData.my.key.value", ("UserData", "my.key"), "Correct the field"),
        (403, QUOTA_OF_INSTANCES, ("Groups", "large", "DesiredVMCount"), "Delete unused"),
        (400, "IdempotentTokenMismatch", (), "new token"),
        (400, "InvalidSomethingNew", (), "support"),
        (400, "InvalidTimeStamp.Expired", (), "clock"),
        (403, "InvalidAccessKeyId.NotFound", (), "does not know the AccessKey"),
        (403, "Forbidden.RAM", (), "is not allowed to do this"),
    ):
        refusal = ApiError(status, code, "This is the reason.")
        monkeypatch.setitem(OPERATIONS, ("POST", "/clusters"), Mock(side_effect=refusal))
        result = submit(REQUEST, "token", **quiet)
        assert (result.kind, result.code, result.path) == ("refused", code, path)
        assert "This is the reason" in result.text and words in f"{result.text} {result.advice}"
        assert result.request_id
        assert result.is_of_request is code.startswith(("InvalidUser", "Quota", "InvalidSome"))


# -- the lists of an account

NEW_TYPE = "ecs.new9.large"
NETWORK = {"Classic": False, "Vpc": True}
DESCRIBED = {"InstanceType": NEW_TYPE, "CpuCore": 96, "MemorySize": 384, "Network": NETWORK}


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
    assert fresh is not None and fresh.account.fetched_in_this_run
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
    assert kept is not None and not kept.account.fetched_in_this_run
    assert kept.account.type_names == {NEW_TYPE}
    with pytest.raises(BcwError, match="Cannot reach"):
        later.refresh_account()
    assert later.account() is not None
    later.use("sandbox")
    assert later.account() is None
    assert later.refresh_account() is None
    later.use("prod")
    valid = file.read_text()
    broken = ["", "{", "[]", "{}", '{"format": 9}', '{"format": 1, "of": ["x"], "lists": {}}']
    broken += [valid.replace(right, "x") for right in ('"id"', KEY_ID, *re.findall(r"20\d\d-", valid))]
    assert valid not in broken
    for content in (*broken, valid):
        file.write_text(content)
        assert (Application({}).profiles.account() is not None) is (content == valid), content


# -- no answer


def test_lists_end_at_their_timeout(serve: Callable[..., Faulty]) -> None:
    responses: list[Endless] = []

    def respond(_request: object) -> Endless:
        responses.append(Endless())
        return responses[-1]

    service = serve(respond)
    save("prod", service.url)
    profile = Profile("prod", service.url, "cn-beijing", ACCOUNT)
    begin_submission(TREE, profile, {})
    [entry] = open_journal().all()
    entry = entry.model_copy(update={"outcome": {"outcome": "created", "id": "cls-1"}})
    before = {*threading.enumerate()}
    found = list_statuses([entry] * 20, ProfileContext({}), seconds=0.5)
    assert len(found) == 20 and all("0.5 s" in each.problem for each in found)
    for each in {*threading.enumerate()} - before:
        if "process_request_thread" not in each.name and each.ident is not None:  # it has started
            each.join(10)
            assert not each.is_alive()
    count = len(service.seen)
    assert count < 20, "others are not requested after the timeout"
    with pytest.raises(NoResponse):
        fetch_account(profile, seconds=0.5)
    assert len(service.seen) == count + 1
    assert all(each.left.wait(10) for each in responses), "a connection is left"
