"""The table of all commands, from which bindings, key bar, menu and help are created."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.binding import Binding
from textual.keys import format_key as textual_format_key

from wizard.i18n import N_, _
from wizard.text import format_escaped

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

NO_KEY = "no-key"
"""The key of commands without one: with a binding, a keymap can assign a key by its id."""

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
"""The ids of version 0.1.0 and their replacements."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the wizard, available everywhere, or of a table."""

    id: str
    keys: str  # separated by commas; the first is shown. ``""``: only in the menu
    group: str  # in the menu
    label: str  # in the menu and the key bar
    help: str  # a sentence
    scope: str = "wizard"  # or ``table``: its keys work while a table has the focus

    @property
    def name(self) -> str:
        """The name in a keymap."""
        return f"{self.scope}.{self.id}"

    @property
    def action(self) -> str:
        if self.scope == "table":
            return f"ask('{self.id}')"
        return "quit" if self.id == "quit" else f"command('{self.id}')"

    @property
    def binding(self) -> Binding:
        """The binding; outside of tables, it takes precedence over those of the focused widget."""
        is_priority = self.scope == "wizard"
        return Binding(
            self.keys or NO_KEY, self.action, self.label, id=self.name, priority=is_priority, show=False
        )

    @property
    def key(self) -> str:
        """The first key in the user's keymap, such as ``Ctrl+S``, or ``""``."""
        return format_key(next(iter(self.all_keys), ""))

    @property
    def all_keys(self) -> list[str]:
        keys = _keymap.get(self.name, self.keys)
        return [key.strip() for key in keys.split(",") if key.strip()]


def format_key(key: str) -> str:
    """Return a key for display: ``F1``, ``Ctrl+Q``, ``a``, ``*``."""
    if len(shown := textual_format_key(key)) == 1:
        return shown
    return "+".join(part.upper() if len(part) < 4 else part.capitalize() for part in key.split("+"))


def _make_flow(name: str, *, always: bool = False) -> "Callable[[WizardController], Any]":
    return lambda controller: controller.flows.run_flow(name, always=always)


def _make_group(title: str, *rows: tuple[str, str, str, str], scope: str = "wizard") -> list[Command]:
    """Return the commands of a group: their ids, keys, labels and help."""
    return [Command(id_, keys, title, label, help_, scope) for id_, keys, label, help_ in rows]


COMMANDS: tuple[Command, ...] = (
    *_make_group(
        N_("File"),
        ("open", "ctrl+o", N_("Open…"), N_("Open a request or preset file.")),
        ("paste", "", N_("Paste JSON…"), N_("Open a request that you paste.")),
        ("presets", "", N_("Presets…"), N_("Open, rename, describe, compare, delete or restore presets.")),
        (
            "save",
            "ctrl+s,f5",
            N_("Save"),
            N_("Save to the preset or file that is open. Asks for a name if there is none."),
        ),
        ("save-as", "", N_("Save as preset…"), N_("Save as a new preset.")),
        ("save-file", "", N_("Save as file…"), N_("Save to a file.")),
        ("export", "", N_("Export…"), N_("Convert the configuration for another tool.")),
        ("parameters", "", N_("Preset parameters…"), N_("Declare the values that this preset asks for.")),
        ("discard-draft", "", N_("Discard a draft…"), N_("Delete an unsaved draft of an earlier session.")),
        ("quit", "ctrl+q", N_("Quit"), N_("Quit. Asks first if there are unsaved changes.")),
    ),
    *_make_group(
        N_("Edit"),
        ("undo", "ctrl+z", N_("Undo"), N_("Undo the last change.")),
        ("redo", "ctrl+y", N_("Redo"), N_("Redo the change that was undone last.")),
        ("find", "ctrl+f,f11", N_("Find"), N_("Find a field by name, key, path or error code.")),
        (
            "fix",
            "f6",
            N_("Fix"),
            N_("Apply the fix of the problem at the current field, or of the nearest one."),
        ),
        ("reveal", "f7", N_("Show secret"), N_("Show or hide the secret in the current field.")),
        ("remove", "", N_("Remove…"), N_("Remove an object, list entry or field.")),
        ("edit-text", "", N_("Edit as text…"), N_("Edit the request as JSON, here or in your editor.")),
    ),
    *_make_group(
        N_("Go"),
        ("back", "f3", N_("Previous step"), N_("Go to the previous step.")),
        ("next", "f4", N_("Next step"), N_("Go to the next step.")),
        ("review", "ctrl+r,f9", N_("Review"), N_("Check everything, then create the cluster.")),
        ("next-problem", "f8", N_("Next problem"), N_("Go to the next problem.")),
        ("previous-problem", "", N_("Previous problem"), N_("Go to the previous problem.")),
    ),
    *_make_group(
        N_("View"),
        ("preview", "f2", N_("Preview"), N_("Switch between the form and the preview of the request body.")),
        (
            "compare",
            "",
            N_("Compare"),
            N_("Show the changes since it was opened, since the last submission, or neither."),
        ),
    ),
    *_make_group(
        N_("Cluster"),
        (
            "create",
            "f10",
            N_("Create cluster…"),
            N_("Review and confirm, then create the cluster. Shows a running submission."),
        ),
        ("clusters", "", N_("Clusters…"), N_("Show, resize and delete the clusters created here.")),
        ("submissions", "", N_("Unconfirmed submissions…"), N_("Show the submissions without a response.")),
        ("profiles", "", N_("Profile…"), N_("Choose, add, test or remove the account and region.")),
    ),
    *_make_group(
        N_("Settings"),
        ("theme", "", N_("Theme…"), N_("Choose the colors.")),
        ("english", "", "English", N_("Show the wizard in English.")),
        ("chinese", "", "简体中文", N_("Show the wizard in Simplified Chinese.")),
    ),
    *_make_group(
        N_("Help"),
        ("help", "f1", N_("Help"), N_("Explain the current field.")),
        ("keys", "", N_("Keyboard"), N_("List all commands and their keys.")),
        ("menu", "ctrl+p,f12", N_("Menu"), N_("List and search all commands.")),
    ),
)
"""All commands, in the order of the menu. No Alt, Shift+F or Ctrl+Shift: many terminals cannot send them."""

TABLE_COMMANDS = _make_group(
    N_("Table"),
    ("add", "a", N_("Add"), N_("Add a row.")),
    ("duplicate", "d", N_("Copy"), N_("Add a copy of the row.")),
    ("remove", "x", N_("Remove"), N_("Remove the row.")),
    ("move-down", "J", N_("Move down"), N_("Move the row down.")),
    ("move-up", "K", N_("Move up"), N_("Move the row up.")),
    ("apply", "asterisk", N_("Apply to all…"), N_("Copy a value of the row to all rows.")),
    scope="table",
)
"""The commands of the tables of groups and mounts."""

ACTIONS: "dict[str, Callable[[WizardController], Any]]" = {
    "open": lambda c: c.flows.start_with("file"),
    "paste": lambda c: c.flows.start_with("paste"),
    "presets": _make_flow("presets:list_presets", always=True),
    "save": _make_flow("saving:save"),
    "save-as": _make_flow("saving:save_as"),
    "save-file": _make_flow("saving:save_file"),
    "export": _make_flow("exporting:export"),
    "parameters": _make_flow("declaring:list_parameters"),
    "discard-draft": _make_flow("views:discard_draft", always=True),
    "undo": lambda c: c.undo(),
    "redo": lambda c: c.redo(),
    "find": _make_flow("views:find_field"),
    "fix": lambda c: c.apply_fix(),
    "reveal": lambda c: c.reveal(),
    "remove": _make_flow("views:remove"),
    "edit-text": _make_flow("text_edit:edit_text"),
    "back": lambda c: c.go_by(-1),
    "next": lambda c: c.go_by(1),
    "review": lambda c: c.go("review"),
    "next-problem": lambda c: c.go_to_problem(1),
    "previous-problem": lambda c: c.go_to_problem(-1),
    "preview": lambda c: c.screen.toggle_preview(),
    "compare": lambda c: c.compare(),
    "create": _make_flow("submitting:submit"),
    "clusters": _make_flow("clusters:list_clusters", always=True),
    "submissions": _make_flow("submitting:list_pending", always=True),
    "profiles": _make_flow("profiles:choose_profile", always=True),
    "theme": _make_flow("views:choose_theme", always=True),
    "english": lambda c: c.use_language("en"),
    "chinese": lambda c: c.use_language("zh_CN"),
    "help": lambda c: c.explain(),
    "keys": lambda c: c.show_keys(),
    "menu": lambda c: c.screen.app.action_command_palette(),
}
"""The function of each command, except for ``quit``: the screen handles it also before the controller exists."""

KEY_BAR = ("menu", "save", "find", "review", "undo", "preview", "fix", "next-problem", "help")
"""The commands of the key bar, from the left."""
KEY_BAR_WIDE = frozenset({"undo", "fix", "next-problem"})
"""The commands that are omitted on narrow terminals."""

BY_ID = {command.id: command for command in COMMANDS}

_keymap: Mapping[str, str] = {}


def use_keymap(keymap: Mapping[str, str]) -> Mapping[str, str]:
    """Use a keymap (keys by binding id) for display; return it with the ids of version 0.1.0 replaced."""
    global _keymap
    _keymap = {
        f"wizard.{OLD_IDS.get(name, name)}" if scope == "wizard" else each: keys
        for each, keys in keymap.items()
        for scope, _dot, name in [each.partition(".")]
    }
    return _keymap


def find_keymap_problems(keymap: Iterable[str]) -> list[str]:
    """Return a message for each id of a keymap that no command has; ids of dialogs are not checked."""
    known = {f"wizard.{each}" for each in (*BY_ID, *OLD_IDS, "interrupt", "menu-escape")}
    message = _("{id} in the keymap is not the ID of a command. Use an ID that bcw keys lists.")
    unknown = [each for each in keymap if each not in known and each.partition(".")[0] in ("wizard", each)]
    return [format_escaped(message, id=each) for each in unknown]


def get_key(command: str) -> str:
    """Return the first key of a command for use in a sentence, such as ``F6``, or ``""``."""
    return BY_ID[command].key
