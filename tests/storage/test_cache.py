"""The cache of what accounts can choose from, and the files that were opened last."""

import json
import stat
from pathlib import Path

import pytest

from wizard.storage import locations
from wizard.storage.cache import AccountCache, add_recent, list_recent

KEY = ("https://batchcompute.cn-beijing.aliyuncs.com", "cn-beijing", "LTAI-id")


def test_lists_are_kept_for_each_profile(tmp_path: Path) -> None:
    cache = AccountCache(tmp_path / "cache" / "accounts")
    assert cache.load(KEY) is None
    cache.save(KEY, {"images": ["a"]})
    assert cache.load(KEY) == {"images": ["a"]}
    assert cache.load((*KEY[:2], "LTAI-other")) is None
    cache.save(KEY, {"images": []})
    assert cache.load(KEY) == {"images": []}
    [file] = cache.folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"format": 9}', '{"format": 1, "of": ["x"], "lists": {}}']
)
def test_a_broken_file_is_none(tmp_path: Path, content: str) -> None:
    cache = AccountCache(tmp_path)
    cache.save(KEY, {})
    [file] = tmp_path.iterdir()
    file.write_text(content)
    assert cache.load(KEY) is None


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
