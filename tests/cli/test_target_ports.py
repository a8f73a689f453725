"""Adding, trying, choosing and removing targets, as a wizard is handed it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from wizard.client.api import Answer
from wizard.core.actions.trying import clock_in_words
from wizard.core.actions.wiring import ports
from wizard.core.ports import BadTarget, NewTarget, Ports, TargetChoice, WizardError, WouldOverwrite
from wizard.sandbox import RunningSandbox
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .accounts import KEY_ID, KEY_SECRET, let_in, save
from .driver import Run

NEW = NewTarget("prod", "cn-beijing", "", "LTAI-new", "very-secret")
KEY = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "s3cr3t",
    "ALIBABA_CLOUD_REGION_ID": "cn-beijing",
}


def choice(handed: Ports, name: str) -> TargetChoice:
    return next(each for each in handed.accounts.targets() if each.name == name)


def test_a_choice_is_for_this_run_or_for_good(handed: Ports) -> None:
    save("one", "")
    save("two", "", region="cn-hangzhou")
    one, two = choice(handed, "one"), choice(handed, "two")
    assert (one.in_use, one.for_good, two.in_use, two.for_good) == (True, True, False, False)
    assert (two.region, two.key_id) == ("cn-hangzhou", KEY_ID)
    assert two.endpoint == "https://batchcompute.cn-hangzhou.aliyuncs.com"
    assert handed.accounts.use_target("two").region == "cn-hangzhou"
    assert choice(handed, "two").in_use and choice(handed, "one").for_good
    assert ports({}).service.target.region == "cn-beijing"
    handed.accounts.use_target("two", for_good=True)
    assert choice(handed, "two").for_good
    assert ports({}).service.target.region == "cn-hangzhou"
    handed.accounts.use_target("sandbox", for_good=True)
    assert choice(handed, "sandbox").for_good and ports({}).service.target.is_sandbox


def test_a_key_in_the_environment_stands_over_what_is_chosen() -> None:
    save("one", "")
    handed = ports(KEY)
    assert choice(handed, "environment").in_use and not choice(handed, "environment").can_be_kept
    with pytest.raises(WizardError, match="needs no choosing"):
        handed.accounts.use_target("environment", for_good=True)
    notice = handed.accounts.use_target("one", for_good=True).notice
    assert "stands over it" in notice and "deprecated" in notice
    assert choice(handed, "one").in_use and choice(handed, "environment").for_good


def test_one_of_the_same_name_is_not_replaced_unasked(handed: Ports) -> None:
    handed.accounts.add_target(NEW)
    other = NewTarget("prod", "cn-shanghai", "vpc", "LTAI-other", "another-secret", keep="file")
    with pytest.raises(WouldOverwrite):
        handed.accounts.add_target(other)
    handed.accounts.use_target("prod")
    assert "credentials.json" in handed.accounts.add_target(other, overwrite=True)
    assert choice(handed, "prod").endpoint == "https://batchcompute-vpc.cn-shanghai.aliyuncs.com"
    assert handed.service.target.region == "cn-shanghai", "it is the one in use"


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
    handed: Ports, part: str, given: str, said: str
) -> None:
    with pytest.raises(BadTarget, match=said) as refused:
        new = replace(NEW, key_id="STS.temporary") if part == "token" else NEW
        handed.accounts.add_target(replace(new, **{part: given}))
    assert refused.value.part == part
    assert [each.name for each in handed.accounts.targets()] == ["sandbox"]


def test_a_keyring_that_is_not_there_is_said(handed: Ports) -> None:
    with pytest.raises(WizardError, match="Nothing was kept") as refused:
        handed.accounts.add_target(
            NewTarget("prod", "cn-beijing", "", "LTAI-new", "very-secret", keep="keyring")
        )
    assert "--" not in str(refused.value), "there are no options in a wizard"
    assert handed.accounts.targets()[0].name == "sandbox"


def test_what_was_removed_is_not_gone_on_with(handed: Ports) -> None:
    handed.accounts.add_target(NEW)
    handed.accounts.use_target("prod")
    assert handed.accounts.remove_target("prod") == ""
    assert handed.service.target.is_sandbox
    assert "very-secret" not in locations.profiles_file().with_name("credentials.json").read_text()
    with pytest.raises(WizardError, match="prod"):
        handed.accounts.remove_target("prod")


def test_a_target_tells_who_it_takes_one_for(
    handed: Ports, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch)
    save("prod", sandbox.url)
    tried = handed.accounts.test_target("prod")
    assert tried.works
    said = " ".join(tried.lines)
    for words in (KEY_ID, "cn-beijing", sandbox.url.removeprefix("http://"), "clock"):
        assert words in said
    assert KEY_SECRET not in said
    let_in(monkeypatch, secret="changed")
    tried = handed.accounts.test_target("prod")
    assert not tried.works and "AccessKey secret does not match" in tried.lines[0]
    sandbox.stop()
    tried = handed.accounts.test_target("prod")
    assert not tried.works and "Cannot reach" in tried.lines[0]
    assert handed.accounts.test_target("sandbox").works
    assert not handed.accounts.test_target("nobody").works


def test_the_command_line_tells_the_same(
    handed: Ports, run: Run, sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_in(monkeypatch)
    save("prod", sandbox.url)
    assert run("submit", "smallest", "--yes", "--target", "prod").code == 0
    told = run("targets", "test", "prod")
    assert told.code == 0 and "Region: cn-beijing" in told.text and "clock" in told.text
    assert handed.accounts.test_target("prod").lines == tuple(told.text.splitlines())


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "agree"),
        (0.5, "agree"),
        (-0.5, "agree"),
        (3, "3 min ahead"),
        (-20, "20 min behind"),
        (10_000, "10,000 min ahead"),
    ],
)
def test_how_far_the_clock_is_off(minutes: float, words: str) -> None:
    theirs = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
    answer = Answer(200, {}, None, theirs)
    said = clock_in_words(answer, now=theirs + timedelta(minutes=minutes))
    assert words in said
    assert ("15 min" in said) is (words != "agree")


def test_a_service_without_a_clock() -> None:
    assert "does not say" in clock_in_words(Answer(200, {}, None))


def test_files_with_secrets_that_others_can_read_are_pointed_out(handed: Ports, empty_home: Path) -> None:
    assert handed.accounts.remarks() == ()
    handed.accounts.add_target(NEW)
    ProfileStore(locations.profiles_file()).credentials.chmod(0o644)
    aliyun, bcs = empty_home / ".aliyun/config.json", empty_home / ".batchcompute/cliconfig"
    profile = {
        "name": "default",
        "mode": "AK",
        "access_key_id": "LTAI",
        "access_key_secret": "x",
        "region_id": "cn-beijing",
    }
    for file, content in (
        (aliyun, json.dumps({"profiles": [profile]})),
        (bcs, "[common]\naccesskeyid = a\naccesskeysecret = b\nregion = cn-beijing\n"),
    ):
        file.parent.mkdir()
        file.write_text(content)
        file.chmod(0o640)
    said = handed.accounts.remarks()
    assert len(said) == 3
    for words in ("credentials.json", ".aliyun/config.json", ".batchcompute/cliconfig"):
        assert any(words in each and "chmod 600" in each for each in said), said
    for file in (aliyun, bcs):
        file.chmod(0o600)
    assert len(handed.accounts.remarks()) == 1
