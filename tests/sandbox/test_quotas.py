"""Quotas: E28, E29 and E30, and how they are set."""

from pathlib import Path

import pytest

from wizard.sandbox import BadSetting, Quotas, start

from .driver import Driver, FakeClock, groups, request

SMALL = Quotas(MaxClusterCount=2, MaxClusterGroupCount=2, MaxClusterGroupDesiredVMCount=10)


def test_no_more_clusters_than_the_quota_and_a_deleted_one_makes_room(
    data_file: Path, clock: FakeClock
) -> None:
    with start(data_file, quotas=SMALL, clock=clock) as sandbox:
        api = Driver(sandbox, clock)
        first = api.created(request(), "first")
        api.created(request(), "second")
        reply = api.create(request(), "third")
        assert reply.error == (403, "QuotaExhausted.MaxClusterCount")
        assert reply.json["Message"] == "The MaxClusterCount (2) quota is exhausted."
        assert api.created(request(), "first") == first, (
            "the same request is the same cluster, at the quota too"
        )
        assert api.create(request(Name="1"), "third").error == (400, "InvalidName"), "the rules come first"
        assert api.create(request(Name="x"), "first").error == (400, "IdempotentTokenMismatch")
        assert api.send("DELETE", f"/clusters/{first}").status == 200
        assert api.get(f"/clusters/{first}")["State"] == "Deleting"
        api.created(request(), "third")


def test_no_more_groups_and_machines_than_the_quota(data_file: Path, clock: FakeClock) -> None:
    with start(data_file, quotas=SMALL, clock=clock) as sandbox:
        api = Driver(sandbox, clock)
        reply = api.create(request(Groups=groups(a=1, b=1, c=11)))
        assert reply.error == (403, "QuotaExhausted.MaxClusterGroupCount")
        assert reply.json["Message"] == "The MaxClusterGroupCount (2) quota is exhausted."
        reply = api.create(request(Groups=groups(a=10, b=11)))
        assert reply.error == (403, "QuotaExhausted.MaxClusterGroupDesiredVMCount")
        assert reply.json["Message"] == "The MaxClusterGroupDesiredVMCount (10) quota is exhausted."
        cluster = api.created(request(Groups=groups(a=10, b=10)))
        reply = api.send("PUT", f"/clusters/{cluster}", {"Groups": {"b": {"DesiredVMCount": 11}}})
        assert reply.error == (403, "QuotaExhausted.MaxClusterGroupDesiredVMCount")
        api.created(request())
        assert api.create(request(Groups=groups(a=1, b=1, c=1))).error == (
            403,
            "QuotaExhausted.MaxClusterCount",
        )


def test_by_default_there_are_a_hundred_clusters_64_groups_and_65536_machines(api: Driver) -> None:
    api.created(request(Groups=groups(**{f"g{n}": 65536 for n in range(64)})))
    too_many = request(Groups=groups(**{f"g{n}": 1 for n in range(65)}))
    assert api.create(too_many).error == (403, "QuotaExhausted.MaxClusterGroupCount")
    for _ in range(99):
        api.created(request())
    assert api.create(request()).json["Message"] == "The MaxClusterCount (100) quota is exhausted."


def test_quotas_are_set_by_name() -> None:
    changed = Quotas().with_settings(["MaxClusterCount=3", "MaxClusterGroupCount = 0", "MaxClusterCount=4"])
    assert changed == Quotas(MaxClusterCount=4, MaxClusterGroupCount=0)


@pytest.mark.parametrize(
    "setting", ["MaxClusterCount", "=3", "maxclustercount=3", "MaxClusterCount=-1", "MaxClusterCount=٣", ""]
)
def test_what_sets_no_quota_is_said_to(setting: str) -> None:
    with pytest.raises(BadSetting):
        Quotas().with_settings([setting])
    with pytest.raises(BadSetting):
        Quotas(MaxClusterCount=-1)
