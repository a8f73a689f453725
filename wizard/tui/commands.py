"""The keymap: one table of all commands, from which bindings, key bar, menu and help are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from wizard.i18n import N_

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

NO_KEY = "no-key"
"""The key of commands without one, so that a keymap can give them one by their id."""

OLD_IDS = {
    "explain": "help",
    "mend": "fix",
    "next-finding": "next-problem",
    "previous-finding": "previous-problem",
    "submit": "create",
    "target": "profiles",
    "unsettled": "submissions",
    "palette": "menu",
}
"""Ids of version 0.1.0 and what they are now."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command that is available everywhere in the wizard.

    Attributes:
        id: Its id in a keymap, after ``wizard.``.
        keys: Its keys, separated by commas; the first is shown. ``""``: only in the menu.
        group: The group in the menu.
        label: Its name in the menu and the key bar.
        help: What it does, in a sentence.
    """

    id: str
    keys: str
    group: str
    label: str
    help: str

    @property
    def action(self) -> str:
        """The action of the wizard's screen."""
        return "quit" if self.id == "quit" else f"command('{self.id}')"

    @property
    def binding(self) -> Binding:
        """The binding, which takes precedence over those of the focused widget."""
        return Binding(
            self.keys or NO_KEY, self.action, self.label, id=f"wizard.{self.id}", priority=True, show=False
        )

    @property
    def key(self) -> str:
        """The first key in the user's keymap, such as ``Ctrl+S``; ``""`` where there is none."""
        return format_key(next(iter(self.all_keys), ""))

    @property
    def all_keys(self) -> list[str]:
        """Its keys in the user's keymap."""
        keys = _keymap.get(f"wizard.{self.id}", self.keys)
        return [key.strip() for key in keys.split(",") if key.strip()]


def format_key(key: str) -> str:
    """Return a key as keyboards name it: ``F1``, ``Ctrl+Q``."""
    return "+".join(part.upper() if len(part) < 4 else part.capitalize() for part in key.split("+"))


def _view(name: str, *, always: bool = False) -> "Callable[[WizardController], Any]":
    return lambda controller: controller.flows.view(name, always=always)


FILE, EDIT, GO, VIEW = N_("File"), N_("Edit"), N_("Go"), N_("View")
CLUSTER, SETTINGS, HELP = N_("Cluster"), N_("Settings"), N_("Help")

COMMANDS: tuple[Command, ...] = (
    Command("open", "ctrl+o", FILE, N_("Open…"), N_("Open a request or preset file.")),
    Command("paste", "", FILE, N_("Paste JSON…"), N_("Open a request that you paste.")),
    Command(
        "presets", "", FILE, N_("Presets…"), N_("Open, rename, describe, compare, delete or restore presets.")
    ),
    Command(
        "save",
        "ctrl+s,f5",
        FILE,
        N_("Save"),
        N_("Save to the preset or file that is open. Asks for a name if there is none."),
    ),
    Command("save-as", "", FILE, N_("Save as preset…"), N_("Save as a new preset.")),
    Command("save-file", "", FILE, N_("Save as file…"), N_("Save to a file.")),
    Command("export", "", FILE, N_("Export…"), N_("Convert the configuration for another tool.")),
    Command(
        "parameters", "", FILE, N_("Preset parameters…"), N_("Declare the values that this preset asks for.")
    ),
    Command(
        "discard-draft",
        "",
        FILE,
        N_("Discard a draft…"),
        N_("Delete an unsaved draft of an earlier session."),
    ),
    Command("quit", "ctrl+q", FILE, N_("Quit"), N_("Quit. Asks first if there are unsaved changes.")),
    Command("undo", "ctrl+z", EDIT, N_("Undo"), N_("Undo the last change.")),
    Command("redo", "ctrl+y", EDIT, N_("Redo"), N_("Redo the change that was undone last.")),
    Command("find", "ctrl+f,f11", EDIT, N_("Find"), N_("Find a field by name, key, path or error code.")),
    Command(
        "fix",
        "f6",
        EDIT,
        N_("Fix"),
        N_("Apply the fix of the problem at the current field, or of the nearest one."),
    ),
    Command("reveal", "f7", EDIT, N_("Show secret"), N_("Show or hide the secret in the current field.")),
    Command("remove", "", EDIT, N_("Remove…"), N_("Remove an object, list entry or field.")),
    Command(
        "edit-text", "", EDIT, N_("Edit as text…"), N_("Edit the request as JSON, here or in your editor.")
    ),
    Command("back", "f3", GO, N_("Previous step"), N_("Go to the previous step.")),
    Command("next", "f4", GO, N_("Next step"), N_("Go to the next step.")),
    Command("review", "ctrl+r,f9", GO, N_("Review"), N_("Check everything, then create the cluster.")),
    Command("next-problem", "f8", GO, N_("Next problem"), N_("Go to the next problem.")),
    Command("previous-problem", "", GO, N_("Previous problem"), N_("Go to the previous problem.")),
    Command(
        "preview",
        "f2",
        VIEW,
        N_("Preview"),
        N_("Switch between the form and the preview of the request body."),
    ),
    Command(
        "compare",
        "",
        VIEW,
        N_("Compare"),
        N_("Show the changes since it was opened, since the last submission, or neither."),
    ),
    Command(
        "create",
        "f10",
        CLUSTER,
        N_("Create cluster…"),
        N_("Review and confirm, then create the cluster. Shows a running submission."),
    ),
    Command(
        "clusters", "", CLUSTER, N_("Clusters…"), N_("Show, resize and delete the clusters created here.")
    ),
    Command(
        "submissions",
        "",
        CLUSTER,
        N_("Unconfirmed submissions…"),
        N_("Show the submissions without a response."),
    ),
    Command(
        "profiles", "", CLUSTER, N_("Profile…"), N_("Choose, add, test or remove the account and region.")
    ),
    Command("theme", "", SETTINGS, N_("Theme…"), N_("Choose the colors.")),
    Command("english", "", SETTINGS, "English", N_("Show the wizard in English.")),
    Command("chinese", "", SETTINGS, "简体中文", N_("Show the wizard in Simplified Chinese.")),
    Command("help", "f1", HELP, HELP, N_("Explain the current field.")),
    Command("keys", "", HELP, N_("Keyboard"), N_("List all commands and their keys.")),
    Command("menu", "ctrl+p,f12", HELP, N_("Menu"), N_("List and search all commands.")),
)
"""All commands, in the order of the menu. No Alt, Shift+F or Ctrl+Shift: many terminals cannot send them."""

ACTIONS: "dict[str, Callable[[WizardController], Any]]" = {
    "open": lambda c: c.flows.begin_with("file"),
    "paste": lambda c: c.flows.begin_with("paste"),
    "presets": _view("presets:list_presets", always=True),
    "save": _view("saving:save"),
    "save-as": _view("saving:save_as"),
    "save-file": _view("saving:save_file"),
    "export": _view("exporting:export"),
    "parameters": _view("declaring:list_parameters"),
    "discard-draft": _view("views:discard_draft", always=True),
    "undo": lambda c: c.undo(),
    "redo": lambda c: c.redo(),
    "find": _view("views:find_field"),
    "fix": lambda c: c.apply_fix(),
    "reveal": lambda c: c.reveal(),
    "remove": _view("views:remove"),
    "edit-text": _view("text_edit:edit_text"),
    "back": lambda c: c.go_by(-1),
    "next": lambda c: c.go_by(1),
    "review": lambda c: c.go("review"),
    "next-problem": lambda c: c.go_to_problem(1),
    "previous-problem": lambda c: c.go_to_problem(-1),
    "preview": lambda c: c.screen.swap_preview(),
    "compare": lambda c: c.compare(),
    "create": _view("submitting:submit"),
    "clusters": _view("clusters:list_clusters", always=True),
    "submissions": _view("pending:list_pending", always=True),
    "profiles": _view("profiles:choose_profile", always=True),
    "theme": _view("views:choose_theme", always=True),
    "english": lambda c: c.use_language("en"),
    "chinese": lambda c: c.use_language("zh_CN"),
    "help": lambda c: c.explain(),
    "keys": lambda c: c.show_keys(),
    "menu": lambda c: c.screen.app.action_command_palette(),
}
"""What runs each command; ``quit`` is an action of the screen, which does not wait until the forms are loaded."""

KEY_BAR = ("menu", "save", "find", "review", "undo", "preview", "fix", "next-problem", "help")
"""The commands of the key bar, from the left."""
KEY_BAR_WIDE = frozenset({"undo", "fix", "next-problem"})
"""Those that are left out on narrow terminals."""

BY_ID = {command.id: command for command in COMMANDS}

_keymap: Mapping[str, str] = {}


def use_keymap(keymap: Mapping[str, str]) -> Mapping[str, str]:
    """Show the keys of the user's keymap from now on.

    Args:
        keymap: Keys by the id of a binding.

    Returns:
        The keymap with the present ids in place of those of version 0.1.0.
    """
    global _keymap
    _keymap = {
        f"wizard.{OLD_IDS.get(name, name)}" if scope == "wizard" else each: keys
        for each, keys in keymap.items()
        for scope, _dot, name in [each.partition(".")]
    }
    return _keymap


def get_key(command: str) -> str:
    """Return the key of a command for a sentence, such as ``F6``; ``""`` where it has none."""
    return BY_ID[command].key
