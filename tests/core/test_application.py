"""Submissions, clusters, profiles and settings of the application, with the real client and sandbox."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cli.accounts import KEY_ID, KEY_SECRET, let_in, save
from cli.driver import SECRET, TREE, lose_response, with_secret

from wizard.core.actions.journal import describe_profile
from wizard.core.actions.profiles import NewProfile, ProfileChoice, describe_clock, part_of
from wizard.core.actions.submissions import SubmissionResult
from wizard.core.application import Application
from wizard.errors import AlreadyExistsError, BcwError, NotFoundError
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.files import acquire_lock

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET}
OSS_SECRET = ("Configs", "Mounts", "OSS", "AccessKeySecret")


def submit(application: Application, tree: Any = TREE, token: str = "t", **options: Any) -> SubmissionResult:
    send = {"tell": lambda message: None, "stop": threading.Event(), **options}
    return application.submissions.submit(tree, token, **send)


def resume(application: Application, token: str) -> tuple[SubmissionResult, list[str]]:
    messages: list[str] = []
    result = application.submissions.resume(token, tell=messages.append, stop=threading.Event())
    return result, messages


def leave_pending(tree: Any, token: str) -> None:
    """Send a request as a wizard does that ends before it gets the response."""
    lose_response(submit(Application({}), tree, token).cluster_id)


def test_from_nothing_to_a_cluster(application: Application) -> None:
    submissions, messages = application.submissions, list[str]()
    assert submissions.token_problem(submissions.new_token()) == ""
    assert "1 to 64" in submissions.token_problem("a b")
    result = submit(application, tell=messages.append)
    assert (result.kind, result.cluster_id[:4]) == ("created", "cls-")
    assert result.request_id and "Not billed" in result.advice
    assert len(messages) == 1 and messages[0].startswith("Attempt 1")
    assert submit(application).cluster_id == result.cluster_id
    state = application.clusters.state(result.cluster_id)
    assert state.state == "Active"
    assert [(each.name, each.desired) for each in state.groups] == [("g", 2)]


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


# -- pending submissions


def test_pending_submissions_are_resumed_or_no_longer_tracked(application: Application) -> None:
    leave_pending(TREE, "abc1")
    leave_pending({**TREE, "Name": "b"}, "abd2")
    submissions = application.submissions
    assert [(each.token, each.name) for each in submissions.pending()] == [("abc1", "a"), ("abd2", "b")]
    assert describe_profile(submissions.pending()[0]) == "sandbox (local, free)"
    found = submissions.find_pending({**TREE, "Name": "b"})
    assert found is not None and found.token == "abd2"
    assert submissions.find_pending({**TREE, "Name": "c"}) is None
    result, messages = resume(application, "abc1")
    assert result.kind == "created" and messages
    submissions.stop_tracking("abd2")
    assert submissions.pending() == []
    assert submissions.find_pending({**TREE, "Name": "b"}) is None
    assert resume(application, "abc1")[0].kind == "failed"
    with pytest.raises(BcwError, match="abd2"):
        submissions.stop_tracking("abd2")
    [a] = [each for each in application.clusters.statuses() if each.name == "a"]
    assert (a.id, a.state, a.desired) == (result.cluster_id, "Active", 2)


def test_a_typed_secret_is_needed_again_to_resume(application: Application) -> None:
    leave_pending(with_secret("typed-secret"), "abc1")
    result, messages = resume(application, "abc1")
    assert (result.kind, messages) == ("unknown", []), "the cluster may exist"
    assert "/Configs/Mounts/OSS/AccessKeySecret" in result.text
    assert "variable OSS_ACCESS_KEY_SECRET" in result.text
    again = Application({"OSS_ACCESS_KEY_SECRET": "typed-secret"})
    assert resume(again, "abc1")[0].kind == "created"


def test_a_broken_journal_hides_pending_submissions_without_an_error(application: Application) -> None:
    locations.journal_folder().parent.mkdir(parents=True)
    locations.journal_folder().write_text("a file in place of the folder")
    assert application.submissions.pending() == []
    assert application.submissions.find_pending(TREE) is None
    result = submit(application)
    assert result.kind == "failed" and str(locations.journal_folder()) in result.text, "nothing is sent"


# -- clusters


def test_clusters_of_all_profiles_are_listed_opened_resized_and_deleted(account: RunningSandbox) -> None:
    made = submit(Application({}), token="t1").cluster_id
    application = Application({})
    application.profiles.use("sandbox")
    here = submit(application, token="t2").cluster_id
    clusters = application.clusters
    assert {each.id for each in clusters.created()} == {made, here}
    places = {each.id: each.place for each in clusters.statuses()}
    assert places[here] == "sandbox (local, free)"
    assert places[made].startswith("prod · cn-beijing")
    clusters.resize(made, {"g": 5})
    assert clusters.state(made).groups[0].desired == 5
    loaded = clusters.open(made)
    assert loaded.tree["InstanceType"] == TREE["InstanceType"] and "Id" not in loaded.tree
    assert loaded.origin.kind == "blank" and made in loaded.remarks[0]
    clusters.delete(made)
    assert clusters.state(made).state == "Deleting"
    with pytest.raises(BcwError):
        clusters.resize(here, {"nobody": 1})
    with pytest.raises(NotFoundError, match="cls-nothing no longer exists"):
        clusters.state("cls-nothing")


# -- profiles

NEW = NewProfile("prod", "cn-beijing", "", "LTAI-new", "very-secret")


def choice(application: Application, name: str) -> ProfileChoice:
    return next(each for each in application.profiles.choices() if each.name == name)


def test_a_profile_is_used_once_or_as_the_default(application: Application) -> None:
    save("one", "")
    save("two", "", region="cn-hangzhou")
    one, two = choice(application, "one"), choice(application, "two")
    assert (one.in_use, one.is_default, two.in_use, two.is_default) == (True, True, False, False)
    assert (two.region, two.key_id) == ("cn-hangzhou", KEY_ID)
    assert two.endpoint == "https://batchcompute.cn-hangzhou.aliyuncs.com"
    application.profiles.use("two")
    assert application.profiles.current.region == "cn-hangzhou"
    assert choice(application, "two").in_use and choice(application, "one").is_default
    assert Application({}).profiles.current.region == "cn-beijing"
    for name, region in (("two", "cn-hangzhou"), ("sandbox", None)):
        application.profiles.use(name, as_default=True)
        assert choice(application, name).is_default
        assert Application({}).profiles.current.region == region


def test_a_key_in_the_environment_takes_precedence_over_the_default() -> None:
    save("one", "")
    application = Application({**KEY, "ALIBABA_CLOUD_REGION_ID": "cn-beijing"})
    current = application.profiles.current
    assert "LTAI-id" in " ".join(current.lines) and "cn-beijing" in current.title
    assert SECRET not in repr(current)
    assert choice(application, "environment").in_use and not choice(application, "environment").can_be_default
    with pytest.raises(BcwError, match="cannot be the default"):
        application.profiles.use("environment", as_default=True)
    application.profiles.use("one", as_default=True)
    assert "deprecated" in application.profiles.current.notice
    assert choice(application, "one").in_use and choice(application, "environment").is_default


def test_a_service_on_this_machine_is_billed_unless_it_takes_the_key_pair_of_the_sandbox() -> None:
    for key, secret in (("LTAI-x", "another"), ("LTAI-x", "sandbox"), ("sandbox", "x"), ("sandbox",) * 2):
        environ = dict(zip(KEY, (key, secret), strict=True))
        current = Application({**environ, "BATCHCOMPUTE_ENDPOINT": "http://127.0.0.1:1"}).profiles.current
        assert current.is_sandbox is (key == secret)


def test_a_profile_is_added_replaced_and_removed(application: Application) -> None:
    profiles = application.profiles
    profiles.add(NEW)
    other = NewProfile("prod", "cn-shanghai", "vpc", "LTAI-other", "another-secret", keep="file")
    with pytest.raises(AlreadyExistsError):
        profiles.add(other)
    profiles.use("prod")
    assert "credentials.json" in profiles.add(other, overwrite=True)
    assert choice(application, "prod").endpoint == "https://batchcompute-vpc.cn-shanghai.aliyuncs.com"
    assert profiles.current.region == "cn-shanghai", "it is in use"
    assert profiles.remove("prod") == ""
    assert profiles.current.is_sandbox
    credentials = locations.profiles_file().with_name("credentials.json").read_text()
    assert "very-secret" not in credentials and "another-secret" not in credentials
    with pytest.raises(BcwError, match="prod"):
        profiles.remove("prod")


def test_an_invalid_part_of_a_profile(application: Application) -> None:
    for part, changes, words in (
        ("name", {"name": ""}, "cannot be the name of a profile"),
        ("region", {"region": ""}, "not a region id"),
        ("endpoint", {"endpoint": "http://10.0.0.1"}, "plain HTTP"),
        ("key_id", {"key_id": ""}, "AccessKey ID is missing"),
        ("secret", {"secret": "密 码"}, "AccessKey secret is empty or contains an invalid"),
        ("token", {"key_id": "STS.temporary"}, "STS token is missing"),
        ("", {"keep": "keyring"}, "was not added"),
    ):
        with pytest.raises(BcwError, match=words) as refused:
            application.profiles.add(replace(NEW, **changes))
        assert part_of(refused.value) == part
        assert "--" not in str(refused.value), "a wizard has no options"
    assert [each.name for each in application.profiles.choices()] == ["sandbox"]


def test_testing_a_profile_tells_account_region_endpoint_and_clock(
    application: Application, account: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = " ".join(application.profiles.test("prod"))
    for words in (KEY_ID, "cn-beijing", account.url.removeprefix("http://"), "Clock"):
        assert words in shown
    assert KEY_SECRET not in shown
    let_in(monkeypatch, secret="changed")
    with pytest.raises(BcwError, match="AccessKey secret does not match"):
        application.profiles.test("prod")
    account.stop()
    with pytest.raises(BcwError, match="Cannot reach"):
        application.profiles.test("prod")
    assert application.profiles.test("sandbox")
    with pytest.raises(BcwError, match="nobody"):
        application.profiles.test("nobody")


def test_a_clock_that_is_off_by_a_minute_or_more_is_described() -> None:
    theirs, agrees = datetime(2024, 5, 1, 12, 0, tzinfo=UTC), {0.5: "same as"}
    for minutes, words in {**agrees, 3: "3 min ahead", -20: "20 min behind", 10_000: "10,000 min"}.items():
        shown = describe_clock(theirs, now=theirs + timedelta(minutes=minutes))
        assert words in shown and ("15 min" in shown) is (minutes not in agrees)
    assert "not compared" in describe_clock(None)


# -- the user's files


def test_the_theme_is_remembered_if_it_can_be(application: Application) -> None:
    assert application.settings.theme == "dark"
    application.remember(theme="light")
    assert Application({}).settings.theme == "light"
    locations.settings_file().unlink()
    locations.settings_file().mkdir()
    application.remember(theme="dark")
    assert application.settings.theme == "dark"


def test_no_change_waits_for_another_process(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wait(seconds: float) -> None:
        raise AssertionError("the screens would be blocked")

    library, lock = application.library, locations.presets_folder() / ".lock"
    library.save_preset("mine", {}, TREE, overwrite=False)
    monkeypatch.setattr(time, "sleep", wait)
    for path, change in (
        (lock, lambda: library.save_preset("other", {}, TREE, overwrite=False)),
        (lock, lambda: library.rename_preset("mine", "other")),
        (lock, lambda: library.describe_preset("mine", {"title": "T"})),
        (lock, lambda: library.delete_preset("mine")),
        (
            locations.profiles_file().with_name(".targets.json.lock"),
            lambda: application.profiles.use("sandbox", as_default=True),
        ),
    ):
        with acquire_lock(path), pytest.raises(BcwError, match="another process"):
            change()
    library.delete_preset("mine")
