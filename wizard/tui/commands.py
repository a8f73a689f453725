"""What the keys do: one table, from which the bindings, the key bar, the palette and F1 are made."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.binding import Binding

NO_KEY = "no-key"
"""The name of no key: what has none can still be given one in a keymap, by its id."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something that a person can do anywhere in the wizard.

    Attributes:
        id: What a keymap calls it.
        keys: The keys, separated by commas; a function key first, as terminals take some Ctrl keys away. None
            with Ctrl and Shift: terminals send Ctrl alone. ``""`` where it has none.
        label: One word for the key bar.
        help: What it does, for the palette and F1.
        bar: Whether it stands in the key bar.
    """

    id: str
    keys: str
    label: str
    help: str
    bar: bool = False

    @property
    def action(self) -> str:
        """The action of the screen that does it."""
        return "quit" if self.id == "quit" else f"command('{self.id}')"

    def first_key(self, keymap: Mapping[str, str]) -> str:
        """The first key, as the key bar shows it: ``F1``, ``Ctrl+Q``."""
        key = keymap.get(f"wizard.{self.id}", self.keys).split(",")[0]
        return "+".join(part.upper() if len(part) < 4 else part.capitalize() for part in key.split("+"))

    @property
    def binding(self) -> Binding:
        """The binding; before those of the widget in focus, as no F-key is ever typed."""
        return Binding(
            self.keys or NO_KEY,
            self.action,
            self.label,
            id=f"wizard.{self.id}",
            priority=True,
            tooltip=self.help,
        )


COMMANDS: tuple[Command, ...] = (
    Command("explain", "f1", "Help", "Explain the field in focus", bar=True),
    Command("preview", "f2", "JSON", "Go to the preview and back", bar=True),
    Command("back", "f3", "Back", "Go to the step before", bar=True),
    Command("next", "f4", "Next", "Go to the next step", bar=True),
    Command("save", "f5,ctrl+s", "Save", "Save where it came from, or as a preset", bar=True),
    Command(
        "mend", "f6", "Mend", "Apply the fix of the finding at the field in focus, or nearest to it", bar=True
    ),
    Command("reveal", "f7", "Reveal", "Show or hide the secret in focus"),
    Command("next-finding", "f8", "Finding", "Go to the next finding", bar=True),
    Command("previous-finding", "shift+f8", "Finding before", "Go to the finding before"),
    Command("review", "f9", "Review", "Go to the review", bar=True),
    Command("submit", "f10", "Submit", "Submit the request, or show the submission"),
    Command("undo", "ctrl+z", "Undo", "Take back the last change"),
    Command("redo", "ctrl+y", "Redo", "Make the change again that was taken back"),
    Command("save-as", "shift+f5", "Save as preset", "Save the request as a new preset"),
    Command("save-file", "", "Save as file", "Save the request in a file"),
    Command("find", "f11,ctrl+f", "Find", "Find a field on any step and go to it"),
    Command("remove", "", "Remove", "Remove an object, an entry or a field from the request"),
    Command("edit-text", "shift+f2", "Text", "Edit the request as text, here or in your own editor"),
    Command("compare", "shift+f9", "Difference", "Show what is different from what was opened or submitted"),
    Command("target", "shift+f10", "Target", "Choose where requests go; add, test and remove targets"),
    Command("clusters", "shift+f11", "Clusters", "The clusters that were created here, and what they do"),
    Command("unsettled", "shift+f7", "Unsettled", "The submissions of which nobody knows what came"),
    Command(
        "presets", "shift+f4", "Presets", "The presets: open, rename, describe, compare, delete, restore"
    ),
    Command("parameters", "shift+f1", "Parameters", "Declare the values that this preset asks for"),
    Command("discard-draft", "", "Discard draft", "Delete a draft that was left behind"),
    Command("export", "shift+f6", "Export", "The request for another tool: to the clipboard or a file"),
    Command("theme", "shift+f12", "Theme", "Choose the theme, seeing it while you choose"),
    Command("palette", "f12,ctrl+p", "More", "Every command, to be searched", bar=True),
    Command("quit", "ctrl+q", "Quit", "Leave the wizard; the draft is kept"),
)
"""All commands. Ctrl keys are always a second way: every command is in the palette as well."""
