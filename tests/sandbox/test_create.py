"""CreateCluster: the errors of the table, idempotency tokens, and quotas."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from validation.test_error_table import CASES

from wizard.sandbox import Quotas, SandboxError, start
from wizard.validation import check_text

from .driver import Driver, FakeClock, Reply, groups, request, with_account


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A sandbox without quotas."""
    file: Path = tmp_path_factory.mktemp("sandbox") / "s.sqlite3"
    limit = 10**9
    quotas = Quotas(MaxClusterCount=limit, MaxClusterGroupCount=limit, MaxClusterGroupDesiredVMCount=limit)
    with start(file, quotas=quotas) as sandbox:
        yield Driver(sandbox)


@pytest.mark.parametrize("code", CASES)
def test_the_errors_of_the_table(service: Driver, code: str) -> None:
    for tree, expected in CASES[code]:
        reply = service.create(json.dumps(tree))
        if expected:
            assert reply.error == (403 if code.startswith("QuotaExhausted") else 400, code), tree
            assert reply.json["Message"] == expected[0][1]
        else:
            assert reply.status == 201, tree


@settings(deadline=None, database=None, max_examples=100)
@given(body=st.binary(max_size=40) | st.text(st.sampled_from('{}[]",:1eE.\\un "Name')).map(str.encode))
def test_any_bytes(service: Driver, body: bytes) -> None:
    [error, *_] = check_text(body).findings
    assert service.create(body).error == (400, error.rule)


# -- tokens and quotas


def test_the_format_of_tokens(api: Driver) -> None:
    for token in ("a" * 65, "a-b", "%E4%BD%A0", "a%0A", "", "a&IdempotentToken=b", "a+b"):
        reply = api.create("no json", token)  # the token is checked before the body
        assert reply.error == (400, "InvalidIdempotentToken")
        assert reply.json["Message"] == "Specified parameter IdempotentToken is not valid."
    for token in ("a", "a" * 64, "vU7xaM9YCqqAFHAVvRVynoMBZSgD0MPn", "_0_"):
        first = api.created(request(), token)
        again = api.create(request(), token)
        assert (again.status, again.json) == (201, {"Id": first})
    assert len(api.all("/clusters")) == 4


def test_the_same_request_is_recognized_whatever_its_layout_key_order_and_numbers(api: Driver) -> None:
    group = {"DesiredVMCount": 1, "ResourceType": "Spot", "SpotPriceLimit": 1}
    body = request(Groups={"g": group})
    first = api.created(body, "t")
    turned = dict(reversed(request(Groups={"g": dict(reversed(group.items()))}).items()))
    for same in (
        json.dumps(turned, indent=7),
        request(Groups={"g": group | {"SpotPriceLimit": 1.0}}),
        '{"Name": "overridden later", ' + json.dumps(body)[1:],
    ):
        assert api.created(same, "t") == first
    assert api.created(body) != api.created(body), "without a token"


def test_another_request_with_the_same_token_is_a_mismatch_even_if_invalid(api: Driver) -> None:
    for body, code in ((request(Name="1"), "InvalidName"), ("{", "InvalidJsonFormat")):
        assert api.create(body, "t").error == (400, code), "and leaves the token unused"
    api.created(request(PasswordInherit=True), "t")
    for body, code in (("{", "InvalidJsonFormat"), ("[]", "InvalidHttpBody")):
        assert api.create(body, "t").error == (400, code), "before the token is looked up"
    for key, value in (("Name", "other"), ("Description", ""), ("Unknown", 1), ("PasswordInherit", 1)):
        assert api.create(request(**{key: value}), "t").error == (400, "IdempotentTokenMismatch")
    first = api.created(with_account(AccessKeySecret="a secret"), "secret")
    assert api.created(with_account(AccessKeySecret="a secret"), "secret") == first
    other = api.create(with_account(AccessKeySecret="another"), "secret")
    assert other.error == (400, "IdempotentTokenMismatch")
    reply = api.create({}, "t")
    assert reply.error == (400, "IdempotentTokenMismatch")
    assert reply.json["Message"] == "Specified idempotent token mismatch."


def test_a_token_outlives_its_cluster(api: Driver, clock: FakeClock) -> None:
    first = api.created(request(), "t")
    assert api.send("DELETE", f"/clusters/{first}").status == 200
    assert api.created(request(), "t") == first
    clock.forward(3600)
    assert api.send("GET", f"/clusters/{first}").status == 404
    assert api.created(request(), "t") == first
    assert api.all("/clusters") == []


def test_quotas_are_checked_after_the_token_and_the_rules(data_file: Path, clock: FakeClock) -> None:
    def check_exhausted(reply: Reply, quota: str, limit: int) -> None:
        assert reply.error == (403, f"QuotaExhausted.{quota}")
        assert reply.json["Message"] == f"The {quota} ({limit}) quota is exhausted."

    quotas = Quotas(MaxClusterCount=2, MaxClusterGroupCount=2, MaxClusterGroupDesiredVMCount=10)
    with start(data_file, quotas=quotas, clock=clock) as sandbox:
        api = Driver(sandbox, clock)
        check_exhausted(api.create(request(Groups=groups(a=1, b=1, c=11))), "MaxClusterGroupCount", 2)
        too_many = api.create(request(Groups=groups(a=10, b=11)))
        check_exhausted(too_many, "MaxClusterGroupDesiredVMCount", 10)
        first = api.created(request(Groups=groups(a=10, b=10)), "first")
        changed = api.send("PUT", f"/clusters/{first}", {"Groups": {"b": {"DesiredVMCount": 11}}})
        check_exhausted(changed, "MaxClusterGroupDesiredVMCount", 10)
        api.created(request(), "second")
        for body in (request(), request(Groups=groups(a=1, b=1, c=1))):
            check_exhausted(api.create(body, "third"), "MaxClusterCount", 2)
        assert api.created(request(Groups=groups(a=10, b=10)), "first") == first
        assert api.create(request(Name="1"), "third").error == (400, "InvalidName")
        assert api.create(request(Name="x"), "first").error == (400, "IdempotentTokenMismatch")
        assert api.send("DELETE", f"/clusters/{first}").status == 200
        api.created(request(), "third")


def test_the_default_quotas_are_100_clusters_of_64_groups_of_65536_instances(api: Driver) -> None:
    api.created(request(Groups=groups(**{f"g{n}": 65536 for n in range(64)})))
    too_many = request(Groups=groups(**{f"g{n}": 1 for n in range(65)}))
    assert api.create(too_many).error == (403, "QuotaExhausted.MaxClusterGroupCount")
    for _ in range(99):
        api.created(request())
    assert api.create(request()).json["Message"] == "The MaxClusterCount (100) quota is exhausted."


def test_quotas_are_set_by_name() -> None:
    changed = Quotas().with_settings(["MaxClusterCount=3", "MaxClusterGroupCount = 0", "MaxClusterCount=4"])
    assert changed == Quotas(MaxClusterCount=4, MaxClusterGroupCount=0)
    for text in ("MaxClusterCount", "=3", "maxclustercount=3", "MaxClusterCount=-1", "MaxClusterCount=٣", ""):
        with pytest.raises(SandboxError):
            Quotas().with_settings([text])
