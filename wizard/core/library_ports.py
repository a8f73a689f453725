"""What a wizard is handed of the library of presets, of files, and of the formats of other tools."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from wizard.core.ports import Loaded, Origin
    from wizard.document.tree import Difference


@dataclass(frozen=True, slots=True)
class PresetTitle:
    """A preset as a list shows it.

    Attributes:
        name: What it is opened by.
        title: What it is, in a few words.
        description: What it is for.
        tags: Words to find it by.
        shipped: Whether it came with the wizard.
        problem: Why it cannot be opened, or ``""``.
        overrides_builtin: Whether it hides a built-in one of the same name.
    """

    name: str
    title: str
    description: str = ""
    tags: tuple[str, ...] = ()
    shipped: bool = False
    problem: str = ""
    overrides_builtin: bool = False


class Library(Protocol):
    """The presets and the files of the user.

    Every method raises :class:`wizard.core.ports.WizardError`, unless it says that it raises nothing. What
    is changed are the user's own presets; those that came with the wizard stay as they are.
    """

    def presets(self) -> Sequence[PresetTitle]:
        """All presets, the user's first."""

    def recent(self) -> Sequence[str]:
        """The files that were opened or saved last, the latest first. Raises nothing."""

    def open_preset(self, name: str) -> "Loaded":
        """Open a preset."""

    def look_at_preset(self, name: str) -> "Loaded":
        """What opening a preset would give, only to be looked at: it does not count as opened here."""

    def open_file(self, path: str, *, wait: bool = False) -> "Loaded":
        """Open a file: a request or a preset; with `wait` also a pipe, waiting for what comes out of it."""

    def open_text(self, text: str) -> "Loaded":
        """Open what was pasted."""

    def save_preset(
        self,
        name: str,
        title: str,
        description: str,
        tree: Any,
        *,
        overwrite: bool,
        about: Mapping[str, Any] | None = None,
    ) -> str:
        """Save a preset; the answer is the path of its file.

        Args:
            name: Its name.
            title: Its title.
            description: What it is for.
            tree: The request.
            overwrite: Whether to replace one of that name that was not opened here.
            about: What it says of itself besides, such as ``tags`` and ``parameters``; whatever is not in it
                stays as a preset of that name has it.

        Raises:
            WouldOverwrite: There is one, and it is another one than was opened here.
        """

    def save_file(self, path: str, tree: Any, origin: "Origin", *, overwrite: bool) -> str:
        """Write a request into a file; the answer is its path. Raises :class:`WouldOverwrite`."""

    def import_file(self, path: str, name: str = "", *, overwrite: bool = False) -> str:
        """Save what a file holds, a request or a preset, as a preset; the answer is the preset's name.

        Args:
            path: The file.
            name: What to call it; ``""``: as the preset in the file calls itself, or else as the file.
            overwrite: Whether to replace one of that name.

        Raises:
            WouldOverwrite: There is one of that name; the message names it.
        """

    def rename_preset(self, old: str, new: str, *, overwrite: bool = False) -> None:
        """Give a preset another name. Raises :class:`WouldOverwrite`."""

    def describe_preset(self, name: str, changes: Mapping[str, Any]) -> None:
        """Change what a preset says of itself; its request stays as it is.

        Args:
            name: The preset.
            changes: What changes of ``title``, ``description``, ``tags`` and ``parameters``.
        """

    def delete_preset(self, name: str) -> None:
        """Delete a preset, a broken one included; it can be restored."""

    def deleted_presets(self) -> Sequence[str]:
        """The names of presets that were deleted and can be restored. Raises nothing."""

    def restore_preset(self, name: str, *, overwrite: bool = False) -> None:
        """Bring back the preset of a name that was deleted last. Raises :class:`WouldOverwrite`."""

    def differences(self, one: str, other: str) -> "Sequence[Difference]":
        """What is different from one preset, or file, to another; secrets are references.

        What holds a ``/`` or ends in ``.json`` is a file. Between two presets the paths begin with
        ``preset``, for what they say of themselves, or ``request``; else they are paths of the request.
        """


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format that a request can be exported in.

    Attributes:
        name: What it is asked for by.
        title: What it is, in a few words.
        ending: What the name of its file ends in.
        runs: Whether it is a program that sends the request.
    """

    name: str
    title: str
    ending: str
    runs: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """A request in another format.

    Attributes:
        format: The format.
        text: The content of the file. No secret is in it.
        remarks: What there is to say about it: which variable stands for which secret.
    """

    format: ExportFormat
    text: str
    remarks: tuple[str, ...] = ()


class Exports(Protocol):
    """The request for other tools. Never blocks for long; the network is not asked."""

    def formats(self) -> Sequence[ExportFormat]:
        """All formats. Raises nothing."""

    def export(self, tree: Any, name: str) -> Exported:
        """A request in a format, valid or not; scripts go to the target unless a variable says otherwise.

        Raises :class:`wizard.core.ports.WizardError`.
        """

    def write(self, path: str, exported: Exported, *, overwrite: bool = False) -> str:
        """Write it into a file, which can be run where the format is a program; the answer is its path.

        Raises :class:`wizard.core.ports.WizardError`; :class:`wizard.core.ports.WouldOverwrite` where the
        file is there.
        """
