"""Adding, testing, choosing and removing profiles in the application."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from wizard.client.api import Answer
from wizard.core.actions.profile_setup import InvalidProfileError, NewProfile, describe_clock
from wizard.core.actions.profiles import ProfileChoice
from wizard.core.application import Application
from wizard.errors import AlreadyExistsError, BcwError
from wizard.sandbox import RunningSandbox
from wizard.storage import locations

from .accounts import KEY_ID, KEY_SECRET, let_in, save

NEW = NewProfile("prod", "cn-beijing", "", "LTAI-new", "very-secret")
KEY = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s3cr3t",
    "ALIBABA_CLOUD_REGION_ID": "cn-beijing",
}


def choice(application: Application, name: str) -> ProfileChoice:
    return next(each for each in application.profiles.choices() if each.name == name)


def test_a_choice_is_for_this_run_or_for_good(application: Application) -> None:
    save("one", "")
    save("two", "", region="cn-hangzhou")
    one, two = choice(application, "one"), choice(application, "two")
    assert (one.in_use, one.is_default, two.in_use, two.is_default) == (True, True, False, False)
    assert (two.region, two.key_id) == ("cn-hangzhou", KEY_ID)
    assert two.endpoint == "https://batchcompute.cn-hangzhou.aliyuncs.com"
    assert application.profiles.use("two").region == "cn-hangzhou"
    assert choice(application, "two").in_use and choice(application, "one").is_default
    assert Application({}).profiles.current.region == "cn-beijing"
    application.profiles.use("two", as_default=True)
    assert choice(application, "two").is_default
    assert Application({}).profiles.current.region == "cn-hangzhou"
    application.profiles.use("sandbox", as_default=True)
    assert choice(application, "sandbox").is_default and Application({}).profiles.current.is_sandbox


def test_a_key_in_the_environment_stands_over_what_is_chosen() -> None:
    save("one", "")
    application = Application(KEY)
    assert choice(application, "environment").in_use and not choice(application, "environment").can_be_default
    with pytest.raises(BcwError, match="cannot be the default"):
        application.profiles.use("environment", as_default=True)
    notice = application.profiles.use("one", as_default=True).notice
    assert "takes precedence" in notice and "deprecated" in notice
    assert choice(application, "one").in_use and choice(application, "environment").is_default


def test_one_of_the_same_name_is_not_replaced_unasked(application: Application) -> None:
    application.profiles.add(NEW)
    other = NewProfile("prod", "cn-shanghai", "vpc", "LTAI-other", "another-secret", keep="file")
    with pytest.raises(AlreadyExistsError):
        application.profiles.add(other)
    application.profiles.use("prod")
    assert "credentials.json" in application.profiles.add(other, overwrite=True)
    assert choice(application, "prod").endpoint == "https://batchcompute-vpc.cn-shanghai.aliyuncs.com"
    assert application.profiles.current.region == "cn-shanghai", "it is the one in use"


@pytest.mark.parametrize(
    ("part", "given", "said"),
    [
        ("name", "", "cannot be the name of a profile"),
        ("name", "a b/中", "cannot be the name of a profile"),
        ("region", "", "not a region id"),
        ("region", "zz [/]", "not a region id"),
        ("endpoint", "ftp://x", "not an endpoint"),
        ("endpoint", "http://10.0.0.1", "plain HTTP"),
        ("key_id", "", "AccessKey ID is missing"),
        ("key_id", "a b", "AccessKey ID is empty or contains an invalid"),
        ("secret", "", "AccessKey secret is missing"),
        ("secret", "密 码", "AccessKey secret is empty or contains an invalid"),
        ("token", "", "STS token is missing"),
        ("token", "a\nb", "STS token is empty or contains an invalid"),
    ],
)
def test_what_keeps_a_target_from_being_added_is_one_of_its_parts(
    application: Application, part: str, given: str, said: str
) -> None:
    with pytest.raises(InvalidProfileError, match=said) as refused:
        new = replace(NEW, key_id="STS.temporary") if part == "token" else NEW
        application.profiles.add(replace(new, **{part: given}))
    assert refused.value.part == part
    assert [each.name for each in application.profiles.choices()] == ["sandbox"]


def test_a_keyring_that_is_not_there_is_said(application: Application) -> None:
    with pytest.raises(BcwError, match="was not added") as refused:
        application.profiles.add(
            NewProfile("prod", "cn-beijing", "", "LTAI-new", "very-secret", keep="keyring")
        )
    assert "--" not in str(refused.value), "there are no options in a wizard"
    assert application.profiles.choices()[0].name == "sandbox"


def test_what_was_removed_is_not_gone_on_with(application: Application) -> None:
    application.profiles.add(NEW)
    application.profiles.use("prod")
    assert application.profiles.remove("prod") == ""
    assert application.profiles.current.is_sandbox
    assert "very-secret" not in locations.profiles_file().with_name("credentials.json").read_text()
    with pytest.raises(BcwError, match="prod"):
        application.profiles.remove("prod")


def test_a_target_tells_who_it_takes_one_for(
    application: Application, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch)
    save("prod", sandbox.url)
    tried = application.profiles.test("prod")
    assert tried.works
    said = " ".join(tried.lines)
    for words in (KEY_ID, "cn-beijing", sandbox.url.removeprefix("http://"), "Clock"):
        assert words in said
    assert KEY_SECRET not in said
    let_in(monkeypatch, secret="changed")
    tried = application.profiles.test("prod")
    assert not tried.works and "AccessKey secret does not match" in tried.lines[0]
    sandbox.stop()
    tried = application.profiles.test("prod")
    assert not tried.works and "Cannot reach" in tried.lines[0]
    assert application.profiles.test("sandbox").works
    assert not application.profiles.test("nobody").works


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "same as"),
        (0.5, "same as"),
        (-0.5, "same as"),
        (3, "3 min ahead"),
        (-20, "20 min behind"),
        (10_000, "10,000 min ahead"),
    ],
)
def test_how_far_the_clock_is_off(minutes: float, words: str) -> None:
    theirs = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
    answer = Answer(200, {}, None, theirs)
    said = describe_clock(answer, now=theirs + timedelta(minutes=minutes))
    assert words in said
    assert ("15 min" in said) is (words != "same as")


def test_a_service_without_a_clock() -> None:
    assert "not compared" in describe_clock(Answer(200, {}, None))
