"""Files are written as a whole or not at all, and failures are explained."""

import errno
import os
import stat
from pathlib import Path

import pytest

from wizard.errors import AlreadyExistsError, NotFoundError, StorageError
from wizard.storage.files import PRIVATE, PUBLIC, delete, make_folder, read_bytes, write_atomically


@pytest.fixture(autouse=True)
def usual_umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("data", [b"", b"{}", "团簇 🎉".encode(), b"\xff\x00" * 500_000])
def test_write_and_read(tmp_path: Path, data: bytes) -> None:
    write_atomically(tmp_path / "file", data)
    assert read_bytes(tmp_path / "file") == data
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("umask", "mode", "expected"),
    [(0o022, PUBLIC, 0o644), (0o077, PUBLIC, 0o600), (0o022, PRIVATE, 0o600), (0o000, PRIVATE, 0o600)],
)
def test_permissions_of_a_new_file(tmp_path: Path, umask: int, mode: int, expected: int) -> None:
    os.umask(umask)
    write_atomically(tmp_path / "file", b"", mode=mode)
    assert permissions(tmp_path / "file") == expected


@pytest.mark.parametrize("before", [0o640, 0o600, 0o755, 0o644])
def test_an_existing_file_keeps_its_permissions_or_becomes_private(tmp_path: Path, before: int) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(before)
    write_atomically(path, b"new", mode=PUBLIC)
    assert permissions(path) == before
    write_atomically(path, b"new", mode=PRIVATE)
    assert permissions(path) == 0o600


def test_a_private_file_is_never_readable_by_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.umask(0)
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o666)
    seen: list[int] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        seen.append(os.fstat(descriptor).st_mode)
        fsync(descriptor)

    opened = os.open

    def watched_open(name: object, flags: int, mode: int = 0o777, **more: object) -> int:
        if flags & os.O_CREAT:
            assert mode & 0o077 == 0
        return opened(name, flags, mode, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(os, "open", watched_open)
    write_atomically(path, b"secret", mode=PRIVATE)
    written = [mode for mode in seen if stat.S_ISREG(mode)]
    assert written and all(stat.S_IMODE(mode) == 0o600 for mode in written)


def test_file_and_folder_are_flushed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: list[str] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        kinds.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    replace = os.replace

    def watched_replace(source: Path, target: Path) -> None:
        kinds.append("rename")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(os, "replace", watched_replace)
    write_atomically(tmp_path / "file", b"new")
    assert kinds == ["file", "rename", "folder"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_symbolic_link_is_followed(tmp_path: Path, exists: bool) -> None:
    real = tmp_path / "elsewhere" / "real"
    real.parent.mkdir()
    if exists:
        real.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(Path("elsewhere") / "real")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert os.listdir(real.parent) == ["real"]


def test_nothing_is_overwritten_without_asking(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"first", overwrite=False)
    with pytest.raises(AlreadyExistsError, match="not overwritten") as caught:
        write_atomically(path, b"second", overwrite=False)
    assert str(path) in str(caught.value)
    assert path.read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["file"]


def test_a_file_that_appears_while_one_is_written_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    fsync = os.fsync

    def slower(descriptor: int) -> None:
        path.write_bytes(b"somebody else's")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", slower)
    with pytest.raises(AlreadyExistsError):
        write_atomically(path, b"ours", overwrite=False)
    assert path.read_bytes() == b"somebody else's"
    assert os.listdir(tmp_path) == ["file"]


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    write_atomically(tmp_path / "file", b"first", overwrite=False)
    with pytest.raises(AlreadyExistsError):
        write_atomically(tmp_path / "file", b"second", overwrite=False)
    assert (tmp_path / "file").read_bytes() == b"first"


@pytest.mark.parametrize(
    ("function", "number", "words"),
    [
        ("fsync", errno.ENOSPC, ["disk is full", "Make room"]),
        ("fsync", errno.EDQUOT, ["quota", "Make room"]),
        ("fsync", errno.EIO, ["Input/output error", "unchanged"]),
        ("open", errno.EACCES, ["no permission"]),
        ("open", errno.EROFS, ["disk is read-only"]),
        ("open", errno.ENAMETOOLONG, ["too long"]),
    ],
)
def test_a_disk_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int, words: list[str]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_: object, **__: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch, pytest.raises(StorageError) as caught:
        patch.setattr(os, function, fail)
        write_atomically(path, b"new")
    for text in (str(path), *words):
        assert text in str(caught.value)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_write_protected_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write to anything
    with pytest.raises(StorageError, match="write-protected"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_paths_that_are_no_regular_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(StorageError, match="does not exist") as caught:
        write_atomically(tmp_path / "none" / "file", b"new")
    assert str(tmp_path / "none") in str(caught.value)
    for action in (
        lambda: write_atomically(tmp_path / "file" / "below", b"new"),
        lambda: make_folder(tmp_path / "file" / "below"),
        lambda: make_folder(tmp_path / "file"),
        lambda: read_bytes(tmp_path / "a"),
        lambda: write_atomically(tmp_path / "a", b"new"),
    ):
        with pytest.raises(StorageError):
            action()
    assert (tmp_path / "a").is_symlink()
    for action in (lambda: write_atomically(tmp_path, b"new"), lambda: read_bytes(tmp_path)):
        with pytest.raises(StorageError, match="is a folder"):
            action()
    with pytest.raises(StorageError, match="not a regular file"):
        write_atomically(tmp_path / "pipe", b"new")
    for path in (tmp_path / "pipe", tmp_path / "link", Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(StorageError, match="not a regular file"):
            read_bytes(path)


@pytest.mark.parametrize("name", ["a\0b", "x" * 300])
def test_an_impossible_name_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(StorageError):
        write_atomically(tmp_path / name, b"new")
    with pytest.raises(StorageError):
        read_bytes(tmp_path / name)


@pytest.mark.parametrize("name", ["x" * 255, "团" * 85, "with space.json", "-dash", ".hidden"])
def test_any_possible_name_works(tmp_path: Path, name: str) -> None:
    write_atomically(tmp_path / name, b"new")
    assert read_bytes(tmp_path / name) == b"new"


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="does not exist"):
        read_bytes(tmp_path / "none")
    with pytest.raises(NotFoundError, match="nothing to delete"):
        delete(tmp_path / "none")


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "file", b"new")
    assert os.listdir(tmp_path) == []


def test_a_path_that_is_not_utf_8_can_be_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        read_bytes(tmp_path / os.fsdecode(b"caf\xe9"))
    str(caught.value).encode()


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)  # takes no room on the disk
    with pytest.raises(StorageError, match="larger than 64 MiB"):
        read_bytes(tmp_path / "large")


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_folders_are_made_for_the_user_alone_under_any_umask(tmp_path: Path, umask: int) -> None:
    os.umask(umask)
    make_folder(tmp_path / "parent" / "folder")
    os.umask(0o022)
    assert permissions(tmp_path / "parent") == permissions(tmp_path / "parent" / "folder") == 0o700
