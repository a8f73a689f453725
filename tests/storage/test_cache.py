"""The cache of what accounts can choose from, and the recently opened files."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

from wizard.models.account import AccountLists, InstanceType, OfferedImage
from wizard.storage import locations
from wizard.storage.cache import add_recent, list_recent, load_lists, save_lists

KEY = ("https://batchcompute.cn-beijing.aliyuncs.com", "cn-beijing", "LTAI-id")


LISTS = AccountLists(
    fetched_at=datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
    instance_types=(InstanceType(name="ecs.new9.large", vcpu=96, vpc=True),),
    spot_types=("ecs.new9.large",),
    resource_types=None,
    system_disk_types=(),
    data_disk_types=None,
    images=(OfferedImage(id="img-mine", own=True),),
)


def test_lists_are_stored_for_each_profile_and_a_broken_file_is_ignored(empty_home: Path) -> None:
    assert load_lists(KEY) is None
    save_lists(KEY, LISTS)
    assert load_lists(KEY) == LISTS
    assert load_lists((*KEY[:2], "LTAI-other")) is None
    changed = LISTS.model_copy(update={"spot_types": None})
    save_lists(KEY, changed)
    assert load_lists(KEY) == changed
    [file] = locations.accounts_folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    valid = file.read_text()
    for content in ("", "{", "[]", "{}", '{"format": 9}', '{"format": 1, "of": ["x"], "lists": {}}'):
        file.write_text(content)
        assert load_lists(KEY) is None
    for right, wrong in (('"id"', '"x"'), ("2026", "x")):
        assert right in valid
        file.write_text(valid.replace(right, wrong))
        assert load_lists(KEY) is None


def test_recent_files(tmp_path: Path, empty_home: Path) -> None:
    assert list_recent() == []
    paths = [empty_home / "a.json", tmp_path / "b.json"]
    for path in (*paths, paths[0], tmp_path / "gone.json"):
        add_recent(path)
    for path in paths:
        path.touch()
    assert list_recent() == ["~/a.json", str(paths[1])]
    (locations.recent_file()).write_text(json.dumps({"x": 1}))
    assert list_recent() == []
