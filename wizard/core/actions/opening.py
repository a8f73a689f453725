"""Open presets, files and pasted text as documents; edit a request as text."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.core.documents import DocumentSource, OpenedDocument
from wizard.core.formatting import suggest_similar
from wizard.document.parser import ParsedText, parse
from wizard.document.presets import FileContent, unwrap_preset
from wizard.document.secrets import find_secrets
from wizard.document.tree import get, has, set_in, to_pointer
from wizard.errors import BcwError, BrokenFileError, InvalidNameError, NotFoundError, StorageError
from wizard.i18n import _, join_label, join_names, join_sentences
from wizard.models.answer import READ_ONLY
from wizard.models.stored import FORMAT
from wizard.storage import locations
from wizard.storage.files import LARGEST, PATIENCE, explain, read_bytes
from wizard.storage.presets import PresetLibrary, check_name, find_header_problem
from wizard.text import escape_text, format_path

STDIN = "-"

_MOST_DUPLICATES = 10
"""Duplicate keys that get a remark of their own."""


class InvalidJsonError(BcwError):
    """A source is not valid JSON, or no object on import; ``document`` holds its text, to be corrected."""

    def __init__(self, message: str, document: OpenedDocument) -> None:
        super().__init__(message)
        self.document = document


@dataclass(frozen=True, slots=True)
class Source:
    """What was read."""

    name: str  # as the user gave it; bytes that are no UTF-8 became `�`
    data: bytes


def open_library(patience: float = PATIENCE) -> PresetLibrary:
    """Return the built-in and custom presets."""
    return PresetLibrary(locations.presets_folder(), locations.builtin_folder("presets"), patience=patience)


def is_file(name: str) -> bool:
    """Return whether a name is a file's: it contains a ``/`` or ends in ``.json``."""
    return "/" in name or name.endswith(".json")


def read_source(name: str, *, wait: bool = True, any_file: bool = False) -> Source:
    """Read a preset or a file.

    Args:
        wait: Whether to read pipes and devices too, waiting for what comes out of them.
        any_file: Whether a file of any name goes before a preset; then a broken preset is read as well.

    Raises BcwError: it does not exist or cannot be read.
    """
    if is_file(name) or (any_file and os.path.exists(name)):
        return read_file(name, wait=wait)
    return _read_preset(name, any_file=any_file)


def read_file(name: str, *, wait: bool = True) -> Source:
    """Read a file; see `read_source` for ``wait``. Raises BcwError: it cannot be read."""
    if not name:
        raise BcwError(describe_missing(name))
    path = Path(name)
    try:
        if not wait:
            return Source(format_path(name), read_bytes(path))
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # the latter for a NUL in the name
        raise explain(error, path, "read") from error
    return Source(format_path(name), check_size(data, name))


def check_size(data: bytes, name: str) -> bytes:
    """Return the bytes. Raises BcwError: they are too many for a request."""
    if len(data) > LARGEST:
        text = _("{file} has more than {limit} MiB. No request is that large.")
        raise BcwError(text.format(file=escape_text(format_path(name)), limit=LARGEST // 1024**2))
    return data


def _read_preset(name: str, *, any_file: bool) -> Source:
    try:
        return Source(name, read_bytes(open_library().load(name).path))
    except (NotFoundError, InvalidNameError) as error:
        raise BcwError(describe_missing(name, any_file=any_file)) from error
    except BrokenFileError as error:
        if not any_file:
            raise
        return Source(name, read_file(str(error.path), wait=False).data)


def describe_missing(name: str, *, any_file: bool = False, or_file: bool = True) -> str:
    """Return the message that there is no such preset, with similar presets or the file of that name."""
    if not name:
        return _("The name is empty. Name a file or a preset.")
    shown = escape_text(format_path(name))
    text = _("There is no preset named {name}.")
    if any_file:
        text = _("There is no file or preset named {name}.")
    if or_file and not any_file and os.path.isfile(name):
        hint = _("To use the file of that name: ./{name}")
        return join_sentences(text, hint).format(name=shown)
    advice = _("bcw presets list lists the presets. A file's name contains / or ends in .json.")
    hint = suggest_similar(name, [each.name for each in open_library().list_all() if each.name != name])
    return join_sentences(text.format(name=shown), advice, hint)


def open_document(data: bytes | str, name: str, origin: DocumentSource) -> OpenedDocument:
    """Open the text of a request or a preset file, whose metadata is added to the origin.

    Raises BcwError: it is not JSON, or a preset of an unknown format.
    """
    reading = parse(data)
    if (problem := reading.problem) is not None:
        text = _("{name}, line {line}, column {column}: {why} Correct it, then open it again.")
        line, column, why = problem.position.line, problem.position.column, escape_text(problem.message)
        message = text.format(name=escape_text(name), line=line, column=column, why=why)
        invalid = data if isinstance(data, str) else data.decode(errors="replace")
        raise InvalidJsonError(message, OpenedDocument({}, origin, invalid_text=invalid))
    opened = unwrap_preset(reading.tree)
    check_format(name, opened.preset)
    origin = DocumentSource(origin.kind, origin.name, opened.preset)
    return OpenedDocument(
        opened.request, origin, (*_iter_duplicates(reading, opened), *_iter_remarks(opened))
    )


def check_format(name: str, preset: Mapping[str, Any] | None) -> None:
    """Check the format number of a preset. Raises BcwError: this version does not know it."""
    number = (preset or {}).get("format", FORMAT)
    if type(number) is not int or number != FORMAT:
        text = _("{file} is a preset of format {format}. This version reads format {known}. Update bcw.")
        shown = escape_text(ascii(number))
        raise BcwError(text.format(file=escape_text(name), format=shown, known=FORMAT))


def _iter_remarks(opened: FileContent) -> Iterator[str]:
    from wizard.core.parameters import describe_parameters

    names = [pattern[0] for pattern in READ_ONLY if len(pattern) == 1 and has(opened.request, pattern)]
    # A single one may be a mistake; the description of a cluster has several.
    if len(names) > 1:
        text = _("This looks like a response of GetCluster. The service ignores {names}; they were kept.")
        yield text.format(names=join_names(names))
    text = _("{path} is a secret. It stays in memory; files contain {reference} instead.")
    for path, variable in find_secrets(opened.request):
        yield text.format(path=escape_text(to_pointer(path)), reference=f"${{env:{variable}}}")
    if known := describe_parameters(opened.preset):
        yield known


def _iter_duplicates(reading: ParsedText, opened: FileContent) -> Iterator[str]:
    duplicates = reading.duplicates
    for duplicate in duplicates[:_MOST_DUPLICATES]:
        inside = duplicate.path[: len(opened.prefix)] == opened.prefix
        path = duplicate.path[len(opened.prefix) :] if inside else duplicate.path
        text = _("{path} occurs {count} times. The last one, in line {line}, counts.")
        count, line = len(duplicate.positions), duplicate.positions[-1].line
        yield text.format(path=escape_text(to_pointer(path)), count=count, line=line)
    if (more := len(duplicates) - _MOST_DUPLICATES) > 0:
        yield _("Other keys that occur more than once: {count}. bcw check lists them all.").format(count=more)


def read_import(source: Source) -> OpenedDocument:
    """Return what is to become a preset. Raises BcwError: it is no request, or not that of a preset."""
    opened = open_document(source.data, source.name, DocumentSource())
    preset, name = opened.origin.preset, escape_text(source.name)
    if preset is not None and (problem := find_header_problem(preset)) is not None:
        raise BcwError(join_label(name, problem[1]))
    if not isinstance(opened.tree, dict):
        text = _("{file} is not a request. A request is a JSON object.")
        raise InvalidJsonError(text.format(file=name), opened)
    return opened


def suggest_name(source: Source, opened: OpenedDocument) -> tuple[str, bool]:
    """Return the name in a preset file, or else the file's own, and whether a preset can have it."""
    candidates = [(opened.origin.preset or {}).get("name", "")]
    if source.name != STDIN:
        candidates.append(Path(source.name).name.removesuffix(".json"))
    for name in candidates:
        try:
            check_name(name)
        except StorageError:
            continue
        return str(name), True
    return str(next((each for each in reversed(candidates) if each), source.name)), False


def parse_edited_text(text: str, before: Any) -> Any:
    """Return the request of a valid text; references that were not edited become the secrets again."""
    tree = parse(text).tree
    for path, variable in find_secrets(before):
        if get(tree, path) == f"${{env:{variable}}}":
            tree = set_in(tree, path, get(before, path))
    return tree


def editor_command() -> str:
    """Return the command of the user's editor: ``VISUAL``, else ``EDITOR``, else ``vi``."""
    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"


def run_editor(text: str) -> str | None:
    """Return a text after the user edited it in their editor, ``None`` if the editor failed.

    The file is in a temporary folder that only the user can read. Ctrl-C belongs to the editor meanwhile.
    Raises OSError, or ValueError for a quote in its command that does not end: the editor cannot be run.
    """
    import shlex  # needed by few commands
    import signal
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory(prefix="bcw-") as folder:
        file = Path(folder) / "request.json"
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        before = signal.signal(signal.SIGINT, lambda number, frame: None)  # the editor would inherit SIG_IGN
        try:
            has_failed = subprocess.call([*shlex.split(editor_command()), str(file)]) != 0
        finally:
            signal.signal(signal.SIGINT, before)
        return None if has_failed else file.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
