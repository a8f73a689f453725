"""Files are written completely or not at all, and failures are explained."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.errors import AlreadyExistsError, NotFoundError, StorageError
from wizard.storage.files import PRIVATE, PUBLIC, delete, make_folder, read_bytes, write_atomically

Watch = Callable[[Callable[[int], object]], None]


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file"


@pytest.fixture
def before_flush(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Call a function with each file descriptor before it is flushed."""
    fsync = os.fsync

    def call(action: Callable[[int], object]) -> None:
        monkeypatch.setattr(os, "fsync", lambda descriptor: (action(descriptor), fsync(descriptor)))

    return call


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("missing", ["", "O_NONBLOCK O_DIRECTORY fchmod fchown"], ids=["POSIX", "Windows"])
def test_any_content_and_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name in missing.split():
        monkeypatch.delattr(os, name)
    names = {"file", "with space.json", "-dash", ".hidden", "x" * 255, "团" * 85}
    for name in names:
        for data in (b"\xff\x00" * 500_000, "团簇 🎉".encode(), b""):
            write_atomically(tmp_path / name, data)
            assert read_bytes(tmp_path / name) == data
    assert set(os.listdir(tmp_path)) == names
    for name in ("a\0b", "x" * 300):
        with pytest.raises(StorageError):
            write_atomically(tmp_path / name, b"new")
        with pytest.raises(StorageError):
            read_bytes(tmp_path / name)
    with pytest.raises(NotFoundError) as caught:
        read_bytes(tmp_path / os.fsdecode(b"caf\xe9"))
    str(caught.value).encode()


def test_a_file_has_the_permissions_of_its_mode_or_keeps_its_own(path: Path) -> None:
    for umask, mode, expected in ((0o022, PUBLIC, 0o644), (0o077, PUBLIC, 0o600), (0o000, PRIVATE, 0o600)):
        path.unlink(missing_ok=True)
        os.umask(umask)
        write_atomically(path, b"", mode=mode)
        assert permissions(path) == expected
    for before in (0o640, 0o600, 0o755):
        path.chmod(before)
        write_atomically(path, b"new", mode=PUBLIC)
        assert permissions(path) == before
        write_atomically(path, b"new", mode=PRIVATE)
        assert permissions(path) == 0o600


def test_a_new_folder_is_accessible_to_the_user_only_under_any_umask(tmp_path: Path) -> None:
    for umask in (0o000, 0o022, 0o777):
        folder = tmp_path / f"{umask:o}" / "folder"
        os.umask(umask)
        make_folder(folder)
        os.umask(0o022)
        assert permissions(folder.parent) == permissions(folder) == 0o700


def test_a_private_file_is_never_readable_by_others(
    path: Path, monkeypatch: pytest.MonkeyPatch, before_flush: Watch
) -> None:
    os.umask(0)
    path.touch(0o666)
    opened, seen = os.open, list[int]()

    def watched_open(name: object, flags: int, mode: int = 0o777, **more: object) -> int:
        if flags & os.O_CREAT:
            assert mode & 0o077 == 0
        return opened(name, flags, mode, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", watched_open)
    before_flush(lambda descriptor: seen.append(os.fstat(descriptor).st_mode))
    write_atomically(path, b"secret", mode=PRIVATE)
    assert {stat.S_IMODE(mode) for mode in seen if stat.S_ISREG(mode)} == {0o600}


def test_file_and_folder_are_flushed(path: Path, before_flush: Watch) -> None:
    seen: list[tuple[bool, bool]] = []
    before_flush(lambda descriptor: seen.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), path.exists())))
    write_atomically(path, b"new")
    assert seen == [(False, False), (True, True)], "the file before it is renamed, then the folder"


def test_a_symbolic_link_is_followed(tmp_path: Path) -> None:
    link, real = tmp_path / "link", tmp_path / "elsewhere" / "real"
    real.parent.mkdir()
    link.symlink_to(Path("elsewhere") / "real")
    for content in (b"first", b"second"):
        write_atomically(link, content)
        assert (link.is_symlink(), real.read_bytes()) == (True, content)
        assert os.listdir(real.parent) == ["real"]


@pytest.mark.parametrize("can_link", [True, False])
def test_nothing_is_overwritten_unasked(path: Path, monkeypatch: pytest.MonkeyPatch, can_link: bool) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    if not can_link:
        monkeypatch.setattr(os, "link", refuse)
    write_atomically(path, b"first", overwrite=False)
    with pytest.raises(AlreadyExistsError, match="not overwritten") as caught:
        write_atomically(path, b"second", overwrite=False)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"first"
    assert os.listdir(path.parent) == ["file"]


def test_a_file_that_appears_meanwhile_is_not_lost(path: Path, before_flush: Watch) -> None:
    before_flush(lambda _: path.write_bytes(b"somebody else's"))
    with pytest.raises(AlreadyExistsError):
        write_atomically(path, b"ours", overwrite=False)
    assert path.read_bytes() == b"somebody else's"
    assert os.listdir(path.parent) == ["file"]


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        ("fsync", KeyboardInterrupt(), []),
        ("fsync", errno.ENOSPC, ["disk is full", "Make room"]),
        ("fsync", errno.EDQUOT, ["quota", "Make room"]),
        ("fsync", errno.EIO, ["Input/output error", "unchanged"]),
        ("open", errno.EACCES, ["no permission"]),
        ("open", errno.EROFS, ["disk is read-only"]),
        ("open", errno.ENAMETOOLONG, ["too long"]),
    ],
)
def test_a_disk_that_fails_leaves_the_old_file(
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    function: str,
    error: int | KeyboardInterrupt,
    words: list[str],
) -> None:
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> int:
        raise OSError(error, os.strerror(error)) if isinstance(error, int) else error

    with monkeypatch.context() as patch, pytest.raises((StorageError, KeyboardInterrupt)) as caught:
        patch.setattr(os, function, fail)
        write_atomically(path, b"new")
    assert all(text in str(caught.value) for text in words)
    assert path.read_bytes() == b"old"
    assert os.listdir(path.parent) == ["file"]


def test_paths_that_are_not_regular_files(tmp_path: Path) -> None:
    file, pipe, loop = (tmp_path / name for name in ("file", "pipe", "loop"))
    os.mkfifo(pipe)
    loop.symlink_to("loop")
    with file.open("wb") as large:
        large.truncate(64 * 1024 * 1024 + 1)  # takes no room on the disk
    cases = [
        (f"{tmp_path / 'none'} does not exist", lambda: write_atomically(tmp_path / "none" / "file", b"new")),
        ("does not exist", lambda: read_bytes(tmp_path / "none")),
        ("nothing to delete", lambda: delete(tmp_path / "none")),
        ("", lambda: write_atomically(file / "below", b"new")),
        ("", lambda: make_folder(file / "below")),
        ("", lambda: read_bytes(loop)),
        ("", lambda: write_atomically(loop, b"new")),
        ("is a folder", lambda: write_atomically(tmp_path, b"new", overwrite=False)),
        ("is a folder", lambda: read_bytes(tmp_path)),
        ("not a regular file", lambda: write_atomically(pipe, b"new")),
        ("not a regular file", lambda: read_bytes(pipe)),
        ("not a regular file", lambda: read_bytes(Path("/dev/zero"))),
        ("larger than 64 MiB", lambda: read_bytes(file)),
    ]
    for words, action in cases:
        with pytest.raises(StorageError) as caught:
            action()
        assert words in str(caught.value)
    assert loop.is_symlink()
