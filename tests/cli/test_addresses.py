"""Addresses of the service that hold more than a host and a port: refused wherever one can be given."""

import json
from pathlib import Path

import pytest

from wizard.storage import locations

from .driver import Run

BAD = [
    'http://[::1%""";import os;os.system("touch pwned");"""]:9',
    "http://[::1%25lo]:9",
    "http://127.0.0.1%2e:9",
    "http://user@127.0.0.1:9",
    "https://user:secret@example.com",
    "http://127.0.0.1:9/path",
    "http://127.0.0.1:9?",
    "http://127.0.0.1:9?x=1",
    "http://127.0.0.1:9#",
    "http://127.0.0.1:9/#x",
    "http://127.0.0.1:9\nx",
    "http://127.0.\t0.1:9",
    "http://127.0.0.1:9;x",
    "http://127.0.0.1:$(touch pwned)",
]


@pytest.mark.parametrize(
    "line",
    [
        *(f"export smallest --as {name}" for name in ("json", "curl", "bcs", "python", "requests")),
        "submit smallest --yes",
        "submit smallest --dry-run",
        "check smallest",
        "clusters list",
        "clusters show cls-x",
        "profiles add mine --region cn-beijing --key-id x",
    ],
)
@pytest.mark.parametrize("address", BAD)
def test_an_address_is_a_host_and_a_port(run: Run, line: str, address: str) -> None:
    ran = run(*line.split(), "--endpoint", address)
    assert (ran.code, ran.out) == (2, b"")
    assert "endpoint" in ran.err
    assert "secret" not in ran.err
    assert ran.err.removesuffix("\n").isprintable()
    assert not Path("pwned").exists()


@pytest.mark.parametrize("address", BAD)
def test_a_saved_address_is_judged_again(run: Run, address: str) -> None:
    file = locations.profiles_file()
    file.parent.mkdir(parents=True)
    target = {"region": "cn-beijing", "endpoint": address, "access_key_id": "x", "keep": "file"}
    file.write_text(json.dumps({"targets": {"mine": target}}))
    ran = run("submit", "smallest", "--yes", "--profile", "mine")
    assert (ran.code, ran.out) == (2, b"")
    assert "endpoint" in ran.err
    assert "user:secret" not in ran.err
    assert ran.err.removesuffix("\n").isprintable()


@pytest.mark.parametrize("address", BAD)
def test_an_address_in_the_environment_is_judged(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("BATCHCOMPUTE_ENDPOINT", address)
    ran = run("submit", "smallest", "--yes")
    assert (ran.code, ran.out) == (2, b"")
    assert "BATCHCOMPUTE_ENDPOINT" in ran.err
    assert "secret" not in ran.err
    assert ran.err.removesuffix("\n").isprintable()
