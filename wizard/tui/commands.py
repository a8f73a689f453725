"""The keymap: one table of all commands, from which bindings, key bar, menu and help are made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.binding import Binding

from wizard.i18n import N_, _

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
        run: Runs it; ``None`` for ``quit``, which does not wait until the forms are loaded.
    """

    id: str
    keys: str
    group: str
    label: str
    help: str
    run: "Callable[[WizardController], Any] | None"

    @property
    def action(self) -> str:
        """The action of the wizard's screen."""
        return f"command('{self.id}')" if self.run else self.id

    @property
    def binding(self) -> Binding:
        """The binding, which takes precedence over those of the focused widget."""
        return Binding(
            self.keys or NO_KEY, self.action, self.label, id=f"wizard.{self.id}", priority=True, show=False
        )

    @property
    def key(self) -> str:
        """The first key in the user's keymap, such as ``Ctrl+S``; ``""`` where there is none."""
        keys = _keymap.get(f"wizard.{self.id}", self.keys)
        return format_key(keys.split(",")[0].strip())


def format_key(key: str) -> str:
    """Return a key as keyboards name it: ``F1``, ``Ctrl+Q``."""
    return "+".join(part.upper() if len(part) < 4 else part.capitalize() for part in key.split("+"))


def _view(name: str, *, always: bool = False) -> "Callable[[WizardController], Any]":
    return lambda controller: controller.flows.view(name, always=always)


COMMANDS: tuple[Command, ...] = (
    Command(
        "open",
        "ctrl+o",
        N_("File"),
        N_("Open…"),
        N_("Open a request or preset file."),
        lambda controller: controller.flows.open_file(),
    ),
    Command(
        "paste",
        "",
        N_("File"),
        N_("Paste JSON…"),
        N_("Open a request that you paste."),
        lambda controller: controller.flows.open_paste(),
    ),
    Command(
        "presets",
        "",
        N_("File"),
        N_("Presets…"),
        N_("Open, rename, describe, compare, delete or restore presets."),
        _view("presets:look_through", always=True),
    ),
    Command(
        "save",
        "ctrl+s,f5",
        N_("File"),
        N_("Save"),
        N_("Save to the preset or file that is open. Asks for a name if there is none."),
        lambda controller: controller.flows.save(),
    ),
    Command(
        "save-as",
        "",
        N_("File"),
        N_("Save as preset…"),
        N_("Save as a new preset."),
        lambda controller: controller.flows.save_as(),
    ),
    Command(
        "save-file",
        "",
        N_("File"),
        N_("Save as file…"),
        N_("Save to a file."),
        lambda controller: controller.flows.save_file(),
    ),
    Command(
        "export",
        "",
        N_("File"),
        N_("Export…"),
        N_("Convert the configuration for another tool."),
        _view("exporting:export"),
    ),
    Command(
        "parameters",
        "",
        N_("File"),
        N_("Preset parameters…"),
        N_("Declare the values that this preset asks for."),
        _view("declaring:declare"),
    ),
    Command(
        "discard-draft",
        "",
        N_("File"),
        N_("Discard a draft…"),
        N_("Delete an unsaved draft of an earlier session."),
        _view("views:discard_draft", always=True),
    ),
    Command(
        "quit", "ctrl+q", N_("File"), N_("Quit"), N_("Quit. Asks first if there are unsaved changes."), None
    ),
    Command(
        "undo",
        "ctrl+z",
        N_("Edit"),
        N_("Undo"),
        N_("Undo the last change."),
        lambda controller: controller.undo(),
    ),
    Command(
        "redo",
        "ctrl+y",
        N_("Edit"),
        N_("Redo"),
        N_("Redo the change that was undone last."),
        lambda controller: controller.redo(),
    ),
    Command(
        "find",
        "ctrl+f,f11",
        N_("Edit"),
        N_("Find"),
        N_("Find a field by name, key, path or error code."),
        _view("views:find_field"),
    ),
    Command(
        "fix",
        "f6",
        N_("Edit"),
        N_("Fix"),
        N_("Apply the fix of the problem at the current field, or of the nearest one."),
        lambda controller: controller.apply_fix(),
    ),
    Command(
        "reveal",
        "f7",
        N_("Edit"),
        N_("Show secret"),
        N_("Show or hide the secret in the current field."),
        lambda controller: controller.reveal(),
    ),
    Command(
        "remove",
        "",
        N_("Edit"),
        N_("Remove…"),
        N_("Remove an object, list entry or field."),
        _view("views:remove"),
    ),
    Command(
        "edit-text",
        "",
        N_("Edit"),
        N_("Edit as text…"),
        N_("Edit the request as JSON, here or in your editor."),
        _view("views:edit_text"),
    ),
    Command(
        "back",
        "f3",
        N_("Go"),
        N_("Previous step"),
        N_("Go to the previous step."),
        lambda controller: controller.go_by(-1),
    ),
    Command(
        "next",
        "f4",
        N_("Go"),
        N_("Next step"),
        N_("Go to the next step."),
        lambda controller: controller.go_by(1),
    ),
    Command(
        "review",
        "ctrl+r,f9",
        N_("Go"),
        N_("Review"),
        N_("Check everything, then create the cluster."),
        lambda controller: controller.go("review"),
    ),
    Command(
        "next-problem",
        "f8",
        N_("Go"),
        N_("Next problem"),
        N_("Go to the next problem."),
        lambda controller: controller.go_to_problem(1),
    ),
    Command(
        "previous-problem",
        "",
        N_("Go"),
        N_("Previous problem"),
        N_("Go to the previous problem."),
        lambda controller: controller.go_to_problem(-1),
    ),
    Command(
        "preview",
        "f2",
        N_("View"),
        N_("Preview"),
        N_("Switch between the form and the preview of the request body."),
        lambda controller: controller.screen.swap_preview(),
    ),
    Command(
        "compare",
        "",
        N_("View"),
        N_("Compare"),
        N_("Show the changes since it was opened, since the last submission, or neither."),
        lambda controller: controller.compare(),
    ),
    Command(
        "create",
        "f10",
        N_("Cluster"),
        N_("Create cluster…"),
        N_("Review and confirm, then create the cluster. Shows a running submission."),
        lambda controller: controller.flows.submit(),
    ),
    Command(
        "clusters",
        "",
        N_("Cluster"),
        N_("Clusters…"),
        N_("Show, resize and delete the clusters created here."),
        _view("clusters:list_clusters", always=True),
    ),
    Command(
        "submissions",
        "",
        N_("Cluster"),
        N_("Unconfirmed submissions…"),
        N_("Show the submissions without a response."),
        _view("pending:list_unsettled", always=True),
    ),
    Command(
        "profiles",
        "",
        N_("Cluster"),
        N_("Profile…"),
        N_("Choose, add, test or remove the account and region."),
        _view("profiles:choose_target", always=True),
    ),
    Command(
        "theme",
        "",
        N_("Settings"),
        N_("Theme…"),
        N_("Choose the colors."),
        _view("views:choose_theme", always=True),
    ),
    Command(
        "english",
        "",
        N_("Settings"),
        "English",
        N_("Show the wizard in English."),
        lambda controller: controller.use_language("en"),
    ),
    Command(
        "chinese",
        "",
        N_("Settings"),
        "简体中文",
        N_("Show the wizard in Simplified Chinese."),
        lambda controller: controller.use_language("zh_CN"),
    ),
    Command(
        "help",
        "f1",
        N_("Help"),
        N_("Help"),
        N_("Explain the current field."),
        lambda controller: controller.explain(),
    ),
    Command(
        "keys",
        "",
        N_("Help"),
        N_("Keyboard"),
        N_("List all commands and their keys."),
        lambda controller: controller.show_keys(),
    ),
    Command(
        "menu",
        "ctrl+p,f12",
        N_("Help"),
        N_("Menu"),
        N_("List and search all commands."),
        lambda controller: controller.screen.app.action_command_palette(),
    ),
)
"""All commands, in the order of the menu. No Alt, Shift+F or Ctrl+Shift: many terminals cannot send them."""

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


def list_commands() -> Iterator[tuple[str, str, str, str]]:
    """Return group, label, key and help of each command, translated."""
    return ((_(each.group), _(each.label), each.key, _(each.help)) for each in COMMANDS)
