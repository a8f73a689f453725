"""What a submission consists of, and when it may be resumed."""

from datetime import UTC, datetime

import pytest

from wizard.client import errors
from wizard.client.credentials import Credentials, Profile, sandbox_profile
from wizard.client.submission import find_pending, is_token, new_token, prepare, resume
from wizard.document.secrets import MissingVariable

from .conftest import REAL

OSS = {"AccessKeyId": "id", "AccessKeySecret": "oss-secret", "SecurityToken": ""}
REQUEST = {"Name": "x", "Configs": {"Mounts": {"OSS": OSS}}}


def test_the_same_request_to_the_same_profile_is_found() -> None:
    entries = [prepare(REQUEST, REAL, {}, token=token).entry() for token in ("first", "second")]
    found = find_pending(prepare(REQUEST, REAL, {}), entries)
    assert found is not None
    assert (found.token, found.resumed) == ("second", True)
    assert find_pending(prepare({"Name": "y"}, REAL, {}), entries) is None
    elsewhere = Profile("LTAIother", REAL.endpoint, REAL.region, Credentials("LTAIother", "very-secret"))
    assert find_pending(prepare(REQUEST, elsewhere, {}), entries) is None


def test_a_submission_is_resumed_only_with_the_same_bytes_and_profile() -> None:
    entry = prepare(REQUEST, REAL, {}).entry()
    for environ in ({}, {"OSS_ACCESS_KEY_SECRET": "another"}):
        with pytest.raises((errors.SubmissionChanged, MissingVariable)) as caught:
            resume(entry, REAL, environ)
        assert "another" not in str(caught.value).replace("create another", "")
    entry = prepare({"Name": "x"}, REAL, {}).entry()
    with pytest.raises(errors.SubmissionChanged, match=r"batchcompute\.cn-hangzhou"):
        resume(entry, sandbox_profile("http://127.0.0.1:1"), {})


def test_references_are_resolved_only_for_sending() -> None:
    tree = {"Configs": {"Mounts": {"OSS": {"AccessKeySecret": "${env:OSS_ACCESS_KEY_SECRET}"}}}}
    target = sandbox_profile("http://127.0.0.1:1")
    submission = prepare(tree, target, {"OSS_ACCESS_KEY_SECRET": "from-the-environment"})
    assert b"from-the-environment" in submission.body
    assert "from-the-environment" not in submission.entry().model_dump_json() + repr(submission)
    with pytest.raises(MissingVariable):
        prepare(tree, target, {})


def test_the_start_of_a_submission_is_recorded() -> None:
    entry = prepare({}, REAL, {}).entry(now=datetime(2026, 1, 2, 3, 4, 5, 6, UTC))
    assert entry.started == "2026-01-02T03:04:05+00:00"


def test_tokens() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(is_token(token) and token.isalnum() for token in made)
    assert is_token("a") and is_token("A_9" * 21 + "a")
    for token in ("a" * 65, "a-b", "ä", "a\n"):
        assert not is_token(token)
        with pytest.raises(errors.InvalidArgument):
            prepare({}, REAL, {}, token=token)
    assert not is_token("")
