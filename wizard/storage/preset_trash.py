"""Presets that were deleted, kept beside the others: `trash/NAME/1.json`, `2.json` and so on."""

import os
import re
from pathlib import Path

from wizard.storage.errors import AlreadyThere, NotThere, from_os_error
from wizard.storage.files import PUBLIC, make_folder, read_bytes, temporary_name, write_atomically

FOLDER = "trash"
_UP = os.path.join("..", "..", "")
"""From a place in the trash to the presets: what a relative link needs there to lead where it led before."""
_FILE = re.compile(r"([1-9][0-9]{0,8})\.json")


def keep(path: Path) -> Path:
    """Move the file of a preset, or the link to it, into the trash beside it; the answer is its place there.

    Raises:
        StoreError: It cannot be moved; it still is where it was.
    """
    folder = path.parent / FOLDER / path.stem
    make_folder(folder)
    number = max(_numbers(folder), default=0)
    while True:
        number += 1
        kept = folder / f"{number}.json"
        try:
            kept.touch(exist_ok=False)  # ours alone, whoever else deletes at this moment
        except FileExistsError:
            continue
        except OSError as error:
            raise from_os_error(error, kept, "write") from error
        try:
            if path.is_symlink():
                target = os.readlink(path)
                _put_link(target if os.path.isabs(target) else f"{_UP}{target}", kept)
                path.unlink()
            else:
                os.replace(path, kept)
        except OSError as error:
            kept.unlink(missing_ok=True)
            raise from_os_error(error, path, "delete") from error
        return kept


def take_back(folder: Path, name: str, *, overwrite: bool = False) -> Path:
    """Bring back the preset of a name that was deleted last; it leaves the trash.

    Args:
        folder: The user's presets.
        name: The preset.
        overwrite: Whether a preset of that name, which was made since, may be replaced.

    Raises:
        NotThere: None was deleted.
        AlreadyThere: There is one of that name, and `overwrite` is false.
        StoreError: It cannot be read or written.
    """
    kept, path = last(folder, name), folder / f"{name}.json"
    try:
        if kept.is_symlink():
            if not overwrite and os.path.lexists(path):
                raise AlreadyThere("preset-exists", name=name)
            _put_link(os.readlink(kept).removeprefix(_UP), path)
        else:
            write_atomically(path, read_bytes(kept), mode=PUBLIC, overwrite=overwrite)
    except AlreadyThere as error:
        raise AlreadyThere("preset-exists", name=name) from error
    except OSError as error:
        raise from_os_error(error, path, "write") from error
    kept.unlink(missing_ok=True)
    return path


def _put_link(target: str, path: Path) -> None:
    """Make a symbolic link in the place of whatever has its name."""
    temporary = path.with_name(f"{temporary_name(path.name)}{os.urandom(6).hex()}.tmp")
    temporary.symlink_to(target)
    try:
        os.replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def last(folder: Path, name: str) -> Path:
    """The file of the preset of a name that was deleted last.

    Raises:
        NotThere: None was deleted.
    """
    trash = folder / FOLDER / name
    number = max(_numbers(trash), default=None)
    if number is None:
        raise NotThere("preset-not-deleted", name=name)
    return trash / f"{number}.json"


def names(folder: Path) -> list[str]:
    """The presets that can be brought back."""
    try:
        found = sorted(each.name for each in (folder / FOLDER).iterdir())
    except OSError:
        return []
    return [name for name in found if [*_numbers(folder / FOLDER / name)]]


def _numbers(folder: Path) -> list[int]:
    try:
        return [int(match[1]) for each in folder.iterdir() if (match := _FILE.fullmatch(each.name))]
    except OSError:  # there is none
        return []
