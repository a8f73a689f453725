"""Submissions and profiles of the application, with the real client and sandbox."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cli.driver import SECRET, TREE, lose_response, with_secret

from wizard.core.actions.profiles import NewProfile, describe_clock, find_part
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.core.documents import DocumentSource
from wizard.errors import BcwError
from wizard.storage import locations
from wizard.storage.files import acquire_lock

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}
OSS_SECRET = ("Configs", "Mounts", "OSS", "AccessKeySecret")


def submit(application: Application, tree: Any = TREE, token: str = "t", **options: Any) -> SubmissionResult:
    send = {"on_progress": lambda message: None, "stop": threading.Event(), **options}
    return application.submissions.submit(tree, token, **send)


def test_a_submission_that_fails_before_anything_is_sent() -> None:
    for environ, tree, path, words in (
        ({}, with_secret("${env:MY_SECRET}"), OSS_SECRET, "MY_SECRET"),
        ({}, {**TREE, "Description": "\ud800"}, (), "half of a surrogate pair"),
        (KEY, TREE, (), "Nothing was sent"),
        ({"ALIBABA_CLOUD_ACCESS_KEY_ID": "half"}, TREE, (), "Nothing was sent"),
    ):
        result = submit(Application(environ), tree)
        assert (result.kind, result.path) == ("failed", path)
        assert words in result.text


def test_a_submission_that_is_cancelled_or_whose_sandbox_cannot_start(application: Application) -> None:
    stop = threading.Event()
    stop.set()
    result = submit(application, stop=stop)
    assert result.kind == "failed" and "before anything reached" in result.text
    locations.sandbox_file().write_text("It was a dark and stormy night." * 100)
    result = submit(Application({}))
    assert result.kind == "failed" and "sandbox could not be started" in result.text


def test_a_typed_secret_is_needed_again_to_resume(application: Application) -> None:
    lose_response(submit(application, with_secret("typed-secret"), "abc1").cluster_id)
    messages, stop = list[str](), threading.Event()
    result = application.submissions.resume("abc1", on_progress=messages.append, stop=stop)
    assert (result.kind, messages) == ("unknown", []), "the cluster may exist"
    assert "/Configs/Mounts/OSS/AccessKeySecret" in result.text
    assert "variable OSS_ACCESS_KEY_SECRET" in result.text
    again = Application({"OSS_ACCESS_KEY_SECRET": "typed-secret"})
    for kind in ("created", "failed"):  # the second time, it is not pending any more
        assert again.submissions.resume("abc1", on_progress=messages.append, stop=stop).kind == kind
    assert len(messages) == 1 and messages[0].startswith("Attempt 1")


def test_a_broken_journal_hides_pending_submissions_without_an_error(application: Application) -> None:
    locations.journal_folder().parent.mkdir(parents=True)
    locations.journal_folder().write_text("a file in place of the folder")
    assert application.submissions.pending() == []
    assert application.submissions.find_pending(TREE) is None
    result = submit(application)
    assert result.kind == "failed" and str(locations.journal_folder()) in result.text, "nothing is sent"


def test_a_cluster_is_opened_as_a_new_configuration(application: Application) -> None:
    made = submit(application).cluster_id
    opened = application.clusters.open(made)
    assert opened.origin == DocumentSource() and made in opened.remarks[0]


# -- profiles


def test_a_service_on_this_machine_is_billed_unless_it_takes_the_key_pair_of_the_sandbox() -> None:
    for key, secret in (("LTAI-x", "another"), ("LTAI-x", "sandbox"), ("sandbox", "x"), ("sandbox",) * 2):
        environ = dict(zip(KEY, (key, secret), strict=True))
        current = Application({**environ, "BATCHCOMPUTE_ENDPOINT": "http://127.0.0.1:1"}).profiles.current
        assert current.is_sandbox is (key == secret)


NEW = NewProfile("prod", "cn-beijing", "", "LTAI-new", "very-secret")


def test_a_profile_in_use_is_replaced_and_removed(application: Application) -> None:
    profiles = application.profiles
    profiles.add(NEW)
    profiles.use("prod")
    profiles.add(replace(NEW, region="cn-shanghai"), overwrite=True)
    assert profiles.current.region == "cn-shanghai"
    profiles.remove("prod")
    assert profiles.current.is_sandbox


def test_an_invalid_part_of_a_profile(application: Application) -> None:
    for part, changes, words in (
        ("name", {"name": ""}, "cannot be the name of a profile"),
        ("region", {"region": ""}, "not a region ID"),
        ("endpoint", {"endpoint": "http://10.0.0.1"}, "plain HTTP"),
        ("key_id", {"key_id": ""}, "AccessKey ID is missing"),
        ("secret", {"secret": "密 码"}, "AccessKey secret is empty or contains an invalid"),
        ("token", {"key_id": "STS.temporary"}, "STS token is missing"),
        ("", {"keep": "keyring"}, "was not added"),
    ):
        with pytest.raises(BcwError, match=words) as refused:
            application.profiles.add(replace(NEW, **changes))
        assert find_part(refused.value) == part
        assert "--" not in str(refused.value), "a wizard has no options"
    assert [each.name for each in application.profiles.choices()] == ["sandbox"]


def test_a_clock_that_is_off_by_a_minute_or_more_is_described() -> None:
    theirs, agrees = datetime(2024, 5, 1, 12, 0, tzinfo=UTC), {0.5: "same as"}
    for minutes, words in {**agrees, 3: "3 min ahead", -20: "20 min behind", 10_000: "10,000 min"}.items():
        shown = describe_clock(theirs, now=theirs + timedelta(minutes=minutes))
        assert words in shown and ("15 min" in shown) is (minutes not in agrees)
    assert "not compared" in describe_clock(None)


def test_no_change_waits_for_another_process(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(seconds: float) -> None:
        raise AssertionError("the screens would be blocked")

    library, locks = application.library, (locations.presets_folder(), locations.profiles_file().parent)
    library.save_preset("mine", {}, TREE, overwrite=False)
    monkeypatch.setattr(time, "sleep", wait)
    with acquire_lock(locks[0] / ".lock"), acquire_lock(locks[1] / ".targets.json.lock"):
        for change in (
            lambda: library.save_preset("other", {}, TREE, overwrite=False),
            lambda: library.rename_preset("mine", "other"),
            lambda: library.describe_preset("mine", {"title": "T"}),
            lambda: library.delete_preset("mine"),
            lambda: application.profiles.use("sandbox", as_default=True),
        ):
            with pytest.raises(BcwError, match="another process"):
                change()


def test_settings_that_cannot_be_saved_are_used_and_reported(application: Application) -> None:
    locations.settings_file().mkdir(parents=True)
    application.remember(theme="light")
    assert application.settings.theme == "light" and application.problems
