"""Profiles: choose, test, add and remove them."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.widgets import Input, Static

from wizard.core.actions.profiles import NewProfile, ProfileChoice, part_of
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import N_, _
from wizard.text import escape_lines
from wizard.tui import accounts
from wizard.tui.accounts import awaited
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import ConfirmDialog, Dialog, button, confirm_overwrite
from wizard.tui.screens.listing import Action, ListScreen, bindings
from wizard.tui.widgets.row_table import Column
from wizard.tui.widgets.suggest import SuggestInput, Suggestion
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController


async def choose_profile(controller: "WizardController") -> None:
    """Show the profiles, and choose one."""
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
    BINDINGS = bindings("profiles", ACTIONS)

    def __init__(self, controller: "WizardController") -> None:
        columns = [Column("", 1), Column(_("Profile")), Column(_("Region")), Column(_("Found in"))]
        super().__init__(_("Profiles"), columns, empty=_("No profiles."))
        self._controller = controller
        self._profiles = controller.screen.application.profiles
        self._choices: list[ProfileChoice] = []
        self._tested: dict[str, tuple[bool, str]] = {}
        """The result of testing each, by its name."""

    def on_shown(self) -> None:
        """The cursor is on the profile in use."""
        self._go_to(next((each.name for each in self._choices if each.in_use), ""))

    def _go_to(self, name: str) -> None:
        self._table.cursor = next((at for at, each in enumerate(self._choices) if each.name == name), 0)
        self.describe()

    def show(self) -> None:
        """Show the profiles."""
        self._choices = list(self._profiles.choices())
        rows = [("●" if each.in_use else "", each.name, each.region, each.source) for each in self._choices]
        marks = {
            at: "error" if each.problem else "warning"
            for at, each in enumerate(self._choices)
            if each.problem or each.remarks
        }
        self._table.show(rows, marks)
        self.describe()

    def about(self, index: int) -> str:
        """All that is known about a profile."""
        each = self._choices[index]
        known = [
            each.title,
            fill(_("Endpoint: {endpoint}"), endpoint=each.endpoint) if each.endpoint else "",
            fill(_("AccessKey ID: {key}"), key=each.key_id) if each.key_id else "",
            fill(_("Found in: {source}"), source=each.source),
            _("● Used now.") if each.in_use else "",
            _("Default profile.") if each.is_default else "",
            f"✗ {each.problem}" if each.problem else "",
            *(f"! {remark}" for remark in each.remarks),
        ]
        return "\n".join(line for line in known if line)

    def highlighted(self) -> None:
        """Show the result of its test again."""
        super().highlighted()
        index = self._table.cursor
        works, said = self._tested.get("" if index is None else self._choices[index].name, (True, ""))
        self.say(said, "done" if works else "error")

    def act(self, name: str, index: int) -> Coroutine[Any, Any, None] | None:
        """Do what a button says."""
        if name == "add":
            return self._add()
        chosen = self._choices[index]
        if name in ("use", "keep"):
            self._use(chosen, as_default=name == "keep")
            return None
        return self._test(chosen) if name == "test" else self._remove(chosen)

    def _use(self, chosen: ProfileChoice, *, as_default: bool) -> None:
        if chosen.problem:
            self.say(chosen.problem, "error")
            return
        if as_default and not chosen.can_be_default:
            self.say(
                _("The AccessKey in the environment is used whenever it is set. It cannot be the default."),
                "error",
            )
            return
        try:
            self._profiles.use(chosen.name, as_default=as_default)
        except BcwError as error:
            self.say(str(error), "error")
            return
        accounts.on_profile_changed(self._controller)
        if as_default and any(not each.can_be_default for each in self._choices):
            self._controller.screen.notify(
                _("The AccessKey in the environment still takes precedence over the default."),
                timeout=10,
                markup=False,
            )
        self.dismiss(None)

    async def _test(self, chosen: ProfileChoice) -> None:
        self.say(fill(_("Testing {name} …"), name=chosen.name), "busy")
        tried = await awaited(lambda: self._profiles.test(chosen.name))
        sign = "✓" if tried.works else "✗"
        self._tested[chosen.name] = tried.works, "\n".join([f"{sign} {tried.lines[0]}", *tried.lines[1:]])
        self.highlighted()

    async def _add(self) -> None:
        dialog = NewProfileDialog(self._controller, late=self._added_late)
        said = await self.app.push_screen_wait(dialog)
        if said is None:
            return
        self.show()
        self._go_to(dialog.name_given)
        accounts.on_profile_changed(self._controller)
        self.say(said)
        self._table.focus()

    def _added_late(self) -> None:
        """A keyring took its time: the profile exists now."""
        if self.is_attached:
            self.show()
        accounts.on_profile_changed(self._controller)

    async def _remove(self, chosen: ProfileChoice) -> None:
        if not chosen.can_be_removed:
            said = _("Only profiles added here can be removed here. This one is in {source}.")
            self.say(fill(said, source=chosen.source), "error")
            return
        question = ConfirmDialog(
            fill(_("Remove profile “{name}”?"), name=chosen.name),
            fill(
                _("{title}\nRemoves its secret too. Its clusters continue to run and are billed."),
                title=chosen.title,
            ),
            ("yes", _("Remove profile")),
        )
        if await self.app.push_screen_wait(question) != "yes":
            return
        self.say(fill(_("Removing {name} …"), name=chosen.name), "busy")
        try:
            more = await awaited(lambda: self._profiles.remove(chosen.name))
        except BcwError as error:
            self.say(str(error), "error")
            return
        self._tested.pop(chosen.name, None)
        self.show()
        self.say(f"{fill(_('Removed {name}.'), name=chosen.name)} {more}".rstrip())
        accounts.on_profile_changed(self._controller)


PUBLIC, VPC = "public", "vpc"
"""What represents an endpoint of the region; ``vpc`` is also the word of the application."""


class NewProfileDialog(Dialog[str]):
    """A profile to be filled in; the answer says where its secret is stored.

    What is typed stays until the profile is added: what is wrong with it is shown, and can be corrected.
    """

    BINDINGS = [Binding("f7", "reveal", "Reveal", id="target.reveal")]

    def __init__(self, controller: "WizardController", *, late: Callable[[], None]) -> None:
        """Create the dialog.

        Args:
            controller: The controller.
            late: Called when the profile is added after the dialog was closed.
        """
        buttons = [button("cancel", _("Cancel")), button("file", _("Add, secret in a file"))]
        super().__init__(_("Add profile"), [*buttons, button("keep", _("Add profile"), primary=True)])
        self._late = late
        self._controller = controller
        self._profiles = controller.screen.application.profiles
        public = _("the region's public endpoint")
        regions = [Suggestion(each.id, each.title) for each in controller.shelf.catalog.regions.values()]
        places = [Suggestion(PUBLIC, public), Suggestion(VPC, _("the region's endpoint inside a VPC"))]
        self._fields: dict[str, tuple[str, TextInput, str]] = {
            "name": (
                _("Name"),
                TextInput(placeholder=_("e.g. {example}").format(example="prod")),
                _("Letters, digits, . _ and -"),
            ),
            "region": (
                _("Region"),
                SuggestInput(
                    suggestions=regions, placeholder=_("e.g. {example}").format(example="cn-hangzhou")
                ),
                _("A suggested region, or any other region ID."),
            ),
            "endpoint": (
                _("Endpoint"),
                SuggestInput(suggestions=places, placeholder=public),
                _("A host, or https://host:port. Plain HTTP only on this computer."),
            ),
            "key_id": (
                _("AccessKey ID"),
                TextInput(placeholder=_("e.g. {example}").format(example="LTAI5tExample")),
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
        self._problem = Static(classes="said", markup=False)
        self._problem.display = False
        self._is_adding = False

    @property
    def name_given(self) -> str:
        """The name of the profile."""
        return self._fields["name"][1].value.strip()

    def content(self) -> ComposeResult:
        """The fields above a line of help."""
        for title, field, _help in self._fields.values():
            yield Horizontal(Static(title, classes="title", markup=False), field, classes="line")
        yield self._help
        yield self._problem

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Explain the field in focus."""
        help_ = (text for _title, field, text in self._fields.values() if field is event.widget)
        self._help.update(next(help_, _("A file that only you can read also works without a keyring.")))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes to the next field, and adds the profile on the last."""
        event.stop()
        inputs = [field for _title, field, _help in self._fields.values()]
        index = next(at for at, each in enumerate(inputs) if each is event.input)
        if index + 1 < len(inputs):
            inputs[index + 1].focus()
        else:
            self.answer("keep")

    def action_reveal(self) -> None:
        """Show or hide the secret in focus."""
        if isinstance(self.focused, TextInput):
            self.focused.toggle_reveal()

    def answer(self, name: str) -> None:
        """Add the profile."""
        if not self._is_adding:
            # No worker of this dialog: the result is shown even if it is closed while a keyring is locked.
            new = self._typed("file" if name == "file" else "")
            self._controller.screen.run_worker(self._add(new), group="target")

    def _typed(self, keep: Literal["", "file"]) -> NewProfile:
        value = {name: field.value.strip() for name, (_title, field, _help) in self._fields.items()}
        endpoint = "" if value["endpoint"].lower() == PUBLIC else value["endpoint"]
        return NewProfile(
            value["name"], value["region"], endpoint, value["key_id"], value["secret"], value["token"], keep
        )

    async def _add(self, new: NewProfile, *, overwrite: bool = False) -> None:
        self._is_adding = True
        self._say(_("Adding … The keyring may ask for its password."), "busy")
        try:
            stored = await awaited(lambda: self._profiles.add(new, overwrite=overwrite))
        except AlreadyExistsError:
            self._say("")
            if self.is_attached and await confirm_overwrite(self.app, new.name):
                await self._add(new, overwrite=True)
        except BcwError as error:
            self._finish(str(error))
            if (part := part_of(error)) and self.is_attached:
                self._fields[part][1].focus()
        else:
            said = [fill(_("Added {name}."), name=new.name)]
            if new.region not in self._controller.shelf.catalog.regions:
                said.append(fill(_("{region} is not a known region of BatchCompute."), region=new.region))
            self._finish(" ".join([*said, stored]), is_added=True)
        finally:
            self._is_adding = False

    def _finish(self, text: str, *, is_added: bool = False) -> None:
        if not self.is_attached:
            severity: Literal["information", "error"] = "information" if is_added else "error"
            self._controller.screen.notify(text, severity=severity, timeout=10, markup=False)
            if is_added:
                self._late()
        elif is_added:
            self.dismiss(text)
        else:
            self._say(text)

    def _say(self, text: str, kind: str = "error") -> None:
        if self.is_attached:
            self._problem.set_classes(f"said -{kind}")
            self._problem.update(escape_lines(text))
            self._problem.display = bool(text)
