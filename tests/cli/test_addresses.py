"""Endpoints that hold more than a host and a port: refused wherever one can be given, without being repeated."""

import json

import pytest

from wizard.storage import locations

from .driver import Ran, Run

INVALID = [
    'http://[::1%""";import os;os.system("touch pwned");"""]:9',
    "https://user:secret@example.com",
    "http://127.0.0.1:9\nx",
]


def check_refused(ran: Ran, word: str) -> None:
    ran.fails(2, word)
    assert "secret" not in ran.err and ran.err.removesuffix("\n").isprintable()


@pytest.mark.parametrize(
    "line",
    [
        *(f"export smallest --as {name}" for name in ("json", "curl", "bcs", "python", "requests")),
        *("submit smallest --yes", "submit smallest --dry-run", "check smallest"),
        *("clusters list", "clusters show cls-x", "profiles add mine --region cn-beijing --key-id x"),
    ],
)
def test_as_an_option(run: Run, line: str) -> None:
    for address in INVALID:
        check_refused(run(*line.split(), "--endpoint", address), "endpoint")


def test_in_a_saved_profile(run: Run) -> None:
    file = locations.profiles_file()
    file.parent.mkdir(parents=True)
    for address in INVALID:
        profile = {"region": "cn-beijing", "endpoint": address, "access_key_id": "x", "keep": "file"}
        file.write_text(json.dumps({"targets": {"mine": profile}}))
        check_refused(run("submit", "smallest", "--yes", "--profile", "mine"), "endpoint")


def test_in_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in INVALID:
        monkeypatch.setenv("BATCHCOMPUTE_ENDPOINT", address)
        check_refused(run("submit", "smallest", "--yes"), "BATCHCOMPUTE_ENDPOINT")
