"""The profiles: choosing, testing, adding and removing them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.widget import Widget
from textual.widgets import Static

from wizard.core.actions.profiles import VPC, NewProfile, ProfileChoice, find_part
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import N_, _, join_sentences
from wizard.text import format_escaped
from wizard.tui import accounts
from wizard.tui.accounts import run_in_thread
from wizard.tui.screens.dialogs import Dialog, Line, confirm, confirm_overwrite, make_button
from wizard.tui.screens.listing import Action, ListScreen, make_bindings
from wizard.tui.widgets.row_table import Column
from wizard.tui.widgets.suggest import SuggestInput, Suggestion
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def choose_profile(controller: "WizardController") -> None:
    """Show the profiles."""
    await controller.screen.app.push_screen_wait(ProfilesScreen(controller))


class ProfilesScreen(ListScreen[None]):
    """The profiles. Choosing one closes the list; any other action leaves it open."""

    ACTIONS = (
        Action("use", N_("Use now"), "enter"),
        Action("keep", N_("Set as default"), "s"),
        Action("test", N_("Test"), "t"),
        Action("add", N_("Add…"), "insert", needs_row=False),
        Action("delete", N_("Remove…"), "delete"),
    )
    BINDINGS = make_bindings("profiles", ACTIONS)

    def __init__(self, controller: "WizardController") -> None:
        columns = [Column("", 1), Column(_("Profile")), Column(_("Region")), Column(_("Found in"))]
        super().__init__(_("Profiles"), columns, empty=_("No profiles."))
        self._controller = controller
        self._profiles = controller.screen.application.profiles
        self._tested: dict[str, tuple[bool, str]] = {}
        """The results of tests, by the name of the profile."""

    def on_shown(self) -> None:
        self.go_to(lambda each: each.in_use)

    def load(self) -> Sequence[ProfileChoice]:
        return self._profiles.choices()

    def get_row(self, item: ProfileChoice) -> tuple[str, str, str, str]:
        return "●" if item.in_use else "", item.name, item.region, item.source

    def get_mark(self, item: ProfileChoice) -> str:
        return "error" if item.problem else "warning" if item.remarks else ""

    def get_details(self, item: ProfileChoice) -> Sequence[str]:
        return [
            item.title,
            format_escaped(_("Endpoint: {endpoint}"), endpoint=item.endpoint) if item.endpoint else "",
            format_escaped(_("AccessKey ID: {key}"), key=item.key_id) if item.key_id else "",
            format_escaped(_("Found in: {source}"), source=item.source),
            _("● Used now.") if item.in_use else "",
            _("Default profile.") if item.is_default else "",
            f"✗ {item.problem}" if item.problem else "",
            *(f"! {remark}" for remark in item.remarks),
        ]

    def handle_highlight(self) -> None:
        super().handle_highlight()
        works, message = self._tested.get(self.item.name if self.item else "", (True, ""))
        self.show_status(message, "done" if works else "error")

    def do_keep(self, chosen: ProfileChoice) -> None:
        self.do_use(chosen, as_default=True)

    def do_use(self, chosen: ProfileChoice, *, as_default: bool = False) -> None:
        if chosen.problem:
            raise BcwError(chosen.problem)
        if as_default and not chosen.can_be_default:
            raise BcwError(
                _("The AccessKey in the environment is used whenever it is set. It cannot be the default.")
            )
        self._profiles.use(chosen.name, as_default=as_default)
        accounts.on_profile_changed(self._controller)
        if as_default and any(not each.can_be_default for each in self.items):
            self._controller.screen.notify(
                _("The AccessKey in the environment still takes precedence over the default."),
                timeout=10,
            )
        self.dismiss(None)

    async def do_test(self, chosen: ProfileChoice) -> None:
        busy = format_escaped(_("Testing {name} …"), name=chosen.name)
        try:
            lines = await self.run_with_status(busy, lambda: self._profiles.test(chosen.name))
            self._tested[chosen.name] = True, "✓ " + "\n".join(lines)
        except BcwError as error:
            self._tested[chosen.name] = False, f"✗ {error}"
        self.handle_highlight()

    def do_add(self) -> None:
        self.app.push_screen(NewProfileDialog(self._controller, self._on_added))

    def _on_added(self, name: str, message: str) -> None:
        """Show an added profile. The list may be closed by then, as a keyring can block for a while."""
        accounts.on_profile_changed(self._controller)
        if self.is_attached:
            self.show()
            self.go_to(lambda each: each.name == name)
            self.show_status(message)
            self._table.focus()

    async def do_delete(self, chosen: ProfileChoice) -> None:
        if not chosen.can_be_removed:
            message = _("Only profiles added here can be removed here. This one is in {source}.")
            raise BcwError(format_escaped(message, source=chosen.source))
        title = format_escaped(_("Remove profile “{name}”?"), name=chosen.name)
        text = _("{title}\nRemoves its secret too. Its clusters continue to run and are billed.")
        if not await confirm(self.app, title, format_escaped(text, title=chosen.title), _("Remove profile")):
            return
        busy = format_escaped(_("Removing {name} …"), name=chosen.name)

        def on_removed(more: str) -> str:
            self._tested.pop(chosen.name, None)
            if self.is_attached:
                self.show()
            accounts.on_profile_changed(self._controller)
            return join_sentences(format_escaped(_("Removed {name}."), name=chosen.name), more)

        self.run_to_end(busy, lambda: self._profiles.remove(chosen.name), on_removed)


PUBLIC = "public"
"""The name of the region's public endpoint."""


class NewProfileDialog(Dialog[None]):
    """A form for a new profile. It stays open until the profile is added, so that problems can be corrected."""

    BINDINGS = [Binding("f7", "reveal", "Reveal", id="target.reveal")]

    def __init__(self, controller: "WizardController", on_added: Callable[[str, str], None]) -> None:
        """Create the dialog; ``on_added`` is called with the profile's name and where its secret is stored."""
        buttons = [
            make_button("dismiss", _("Cancel")),
            make_button("add('file')", _("Add, secret in a file")),
        ]
        super().__init__(_("Add profile"), [*buttons, make_button("add('')", _("Add profile"), primary=True)])
        self._on_added = on_added
        self._controller = controller
        self._profiles = controller.screen.application.profiles
        public = _("the region's public endpoint")
        regions = [
            Suggestion(each.value, each.title) for each in controller.suggestions.catalog.regions.values()
        ]
        places = [Suggestion(PUBLIC, public), Suggestion(VPC, _("the region's endpoint inside a VPC"))]
        self._fields: dict[str, tuple[str, TextInput, str]] = {
            "name": (
                _("Name"),
                TextInput(placeholder=_format_example("prod")),
                _("Letters, digits, . _ and -"),
            ),
            "region": (
                _("Region"),
                SuggestInput(suggestions=regions, placeholder=_format_example("cn-hangzhou")),
                _("A suggested region, or any other region ID."),
            ),
            "endpoint": (
                _("Endpoint"),
                SuggestInput(suggestions=places, placeholder=public),
                _("A host, or https://host:port. Plain HTTP only on this computer."),
            ),
            "key_id": (
                _("AccessKey ID"),
                TextInput(placeholder=_format_example("LTAI5tExample")),
                _("The AccessKey ID of a RAM user with access to BatchCompute."),
            ),
            "secret": (
                _("AccessKey secret"),
                TextInput(secret=True),
                _("Stored in the system keyring, or else in a file that only you can read."),
            ),
            "token": (
                _("STS token"),
                TextInput(secret=True, placeholder=_("only for temporary keys")),
                _("Only for temporary keys. Stored with the secret."),
            ),
        }
        self._help = Static(classes="help", markup=False)
        self._problem = Line("status")
        self._is_adding = False

    def compose_content(self) -> ComposeResult:
        for title, field, _help in self._fields.values():
            yield Horizontal(Line("title", title), field, classes="line")
        yield self._help
        yield self._problem

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        helps: dict[Widget, str] = {field: help_ for _title, field, help_ in self._fields.values()}
        other = _("A file that only you can read also works without a keyring.")
        self._help.update(helps.get(event.widget, other))

    def action_reveal(self) -> None:
        if isinstance(self.focused, TextInput):
            self.focused.toggle_reveal()

    def action_add(self, keep: Literal["", "file"]) -> None:
        if not self._is_adding:
            # A worker of the main screen: the result is shown even if the dialog is closed meanwhile.
            self._controller.screen.run_worker(self._add(self._read_profile(keep or None)), group="profile")

    def _read_profile(self, keep: Literal["file"] | None) -> NewProfile:
        value = {name: field.value.strip() for name, (_title, field, _help) in self._fields.items()}
        if value["endpoint"].lower() == PUBLIC:
            value["endpoint"] = ""
        return NewProfile(**value, keep=keep)

    async def _add(self, new: NewProfile, *, overwrite: bool = False) -> None:
        self._is_adding = True
        self._problem.show(_("Adding … The keyring may ask for its password."), "busy")
        try:
            stored = await run_in_thread(lambda: self._profiles.add(new, overwrite=overwrite))
        except AlreadyExistsError:
            self._problem.show("")
            if self.is_attached and await confirm_overwrite(self.app, new.name):
                await self._add(new, overwrite=True)
        except BcwError as error:
            self._problem.show(str(error), "error")
            if not self.is_attached:
                self._controller.screen.notify(str(error), severity="error", timeout=10)
            elif part := find_part(error):
                self._fields[part][1].focus()
        else:
            message = [format_escaped(_("Added {name}."), name=new.name)]
            if new.region not in self._controller.suggestions.catalog.regions:
                unknown = _("{region} is not a known region of BatchCompute.")
                message.append(format_escaped(unknown, region=new.region))
            text = join_sentences(*message, stored)
            if self.is_attached:
                self.dismiss()
            else:
                self._controller.screen.notify(text, timeout=10)
            self._on_added(new.name, text)
        finally:
            self._is_adding = False


def _format_example(text: str) -> str:
    return _("e.g. {example}").format(example=text)
