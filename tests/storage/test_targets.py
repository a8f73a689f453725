"""The saved targets, and the file of those secrets that no keyring keeps."""

import json
import stat
import threading
from pathlib import Path

import pytest

from wizard.storage.errors import AlreadyThere, NotThere, StoreError
from wizard.storage.targets import SavedTarget, Secret, TargetsFile, check_name

PROD = SavedTarget("prod", "cn-beijing", "", "LTAI-prod", "file")
TEST = SavedTarget("test", "us-west-1", "https://example.com", "LTAI-test", "keyring")


@pytest.fixture
def file(tmp_path: Path) -> TargetsFile:
    """A file of targets in a folder that does not exist yet."""
    return TargetsFile(tmp_path / "config" / "targets.json")


def test_targets_are_kept_in_order_and_the_first_is_chosen(file: TargetsFile) -> None:
    assert file.all() == {}
    assert file.current() is None
    file.add(TEST)
    file.add(PROD)
    again = TargetsFile(file.path)
    assert list(again.all().values()) == [TEST, PROD]
    assert again.current() == "test"
    again.choose("prod")
    assert file.current() == "prod"


def test_a_choice_that_was_made_before_stays(file: TargetsFile) -> None:
    file.choose("sandbox")
    file.add(PROD)
    assert file.current() == "sandbox"


def test_one_of_the_same_name_is_not_overwritten_unasked(file: TargetsFile) -> None:
    file.add(PROD)
    other = SavedTarget("prod", "us-west-1", "", "LTAI-other", "file")
    with pytest.raises(AlreadyThere, match="prod"):
        file.add(other)
    assert file.all()["prod"] == PROD
    file.add(other, overwrite=True)
    assert file.all()["prod"] == other


def test_removing_takes_the_secret_along(file: TargetsFile) -> None:
    file.keep_secret("prod", Secret("very-secret", "token"))
    file.keep_secret("other", Secret("another"))
    file.add(PROD)
    assert file.secret("prod") == Secret("very-secret", "token")
    assert file.remove("prod") == PROD
    assert file.current() is None
    assert "very-secret" not in file.credentials.read_text()
    assert file.secret("prod") is None
    assert file.secret("other") == Secret("another")
    with pytest.raises(NotThere):
        file.remove("prod")


def test_secrets_stand_in_their_own_file_and_both_are_closed(file: TargetsFile) -> None:
    file.keep_secret("prod", Secret("very-secret"))
    file.add(PROD)
    assert "very-secret" not in file.path.read_text()
    for path in (file.path, file.credentials):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file.credentials.chmod(0o644)
    file.keep_secret("prod", Secret("another"))
    assert stat.S_IMODE(file.credentials.stat().st_mode) == 0o600


def test_keys_of_another_version_survive(file: TargetsFile) -> None:
    file.add(PROD)
    tree = json.loads(file.path.read_text())
    tree["new"], tree["targets"]["prod"]["colour"] = 1, "red"
    file.path.write_text(json.dumps(tree))
    file.add(TEST)
    file.add(SavedTarget("prod", "us-west-1", "", "LTAI-prod", "file"), overwrite=True)
    tree = json.loads(file.path.read_text())
    assert tree["new"] == 1
    assert tree["targets"]["prod"]["colour"] == "red"
    assert tree["targets"]["prod"]["region"] == "us-west-1"


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "[" * 100_000, '{"targets": []}', '{"targets": {"a": 1}}', '{"format": 2}',
     '{"targets": {"a": {"region": "x"}}}', '{"format": true}',
     '{"targets": {"a": {"region": "x", "endpoint": "", "access_key_id": "y", "keep": "nowhere"}}}'],
)  # fmt: skip
def test_a_broken_file_is_an_error_and_left_alone(file: TargetsFile, content: str) -> None:
    file.path.parent.mkdir()
    file.path.write_text(content)
    with pytest.raises(StoreError, match=r"targets\.json"):
        file.all()
    with pytest.raises(StoreError):
        file.add(PROD)
    assert file.path.read_text() == content


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "sandbox", "Environment", "bcs", "aliyun", "aliyun:x", "-a", "a/b", "x" * 65, "é"],
)
def test_names_that_no_target_can_have(file: TargetsFile, name: str) -> None:
    with pytest.raises(StoreError):
        check_name(name)
    with pytest.raises(StoreError):
        file.add(SavedTarget(name, "cn-beijing", "", "k", "file"))
    assert not file.path.exists()


def test_several_at_once_lose_nothing(file: TargetsFile) -> None:
    def add(number: int) -> None:
        mine = TargetsFile(file.path)
        mine.keep_secret(f"t{number}", Secret(f"s{number}"))
        mine.add(SavedTarget(f"t{number}", "cn-beijing", "", "k", "file"))

    threads = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(file.all()) == 12
    assert [file.secret(f"t{number}") for number in range(12)] == [Secret(f"s{n}") for n in range(12)]


def test_a_secret_as_one_text() -> None:
    secret = Secret('a"b', "t")
    assert Secret.from_text(secret.to_text()) == secret
    for text in ("", "x", "{}", '{"secret": 1}', '{"secret": ""}', '{"secret": "a", "token": 1}'):
        assert Secret.from_text(text) is None
    assert "a" not in repr(Secret("aaa", "aaa")).removeprefix("Secret")
