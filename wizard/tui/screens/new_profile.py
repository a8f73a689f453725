"""Adding a target: name, region, endpoint, and a key whose secret is never in sight unless asked for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.widgets import Button, Input, Static

from wizard.core.actions.profile_setup import InvalidProfileError, NewProfile
from wizard.errors import AlreadyExistsError, BcwError
from wizard.i18n import _
from wizard.tui.accounts import awaited
from wizard.tui.escaping import fill
from wizard.tui.screens.dialogs import ChoiceDialog, Dialog, visible_lines
from wizard.tui.texts import say
from wizard.tui.widgets.suggest import SuggestInput, Suggestion
from wizard.tui.widgets.text_input import TextInput

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

FIELDS = ("name", "region", "endpoint", "key_id", "secret", "token")
"""What is asked for, in order: the parts of :class:`NewProfile`."""
PUBLIC, VPC = "public", "vpc"
"""What stands for an address of the region; ``vpc`` is the port's own word."""


class NewProfileDialog(Dialog[str]):
    """A target to be filled in; the answer says where its secret went.

    What is typed stays until the target is kept: one that is refused is explained, and can be corrected.
    """

    BINDINGS = [Binding("f7", "reveal", "Reveal", id="target.reveal")]
    DEFAULT_CSS = """
    NewProfileDialog > .box {
        & > .line { height: 1; & > .title { width: 16; color: $foreground 75%; } }
        & > .line > TextInput { width: 1fr; }
        & > .help { height: 3; margin: 1 0; color: $foreground 85%; }
        & > .problem { margin: 0 0 1 0; &.-busy { color: $foreground 65%; text-style: italic; } }
    }
    """

    def __init__(self, controller: "WizardController", *, late: Callable[[], None]) -> None:
        """Create the dialog.

        Args:
            controller: Whose wizard it is.
            late: Called when the target is kept after the dialog was left.
        """
        super().__init__()
        self._late = late
        self._controller = controller
        self._profiles = controller.screen.application.profiles
        known = controller.shelf.catalog.regions.values()
        regions = [Suggestion(each.id, each.title) for each in known]
        places = [
            Suggestion(PUBLIC, _("the region's public endpoint")),
            Suggestion(VPC, _("the region's endpoint inside a VPC")),
        ]
        self._inputs: dict[str, TextInput] = {
            "name": TextInput(placeholder=_("e.g. prod")),
            "region": SuggestInput(suggestions=regions, placeholder=_("e.g. cn-hangzhou")),
            "endpoint": SuggestInput(suggestions=places, placeholder=_("the region's public endpoint")),
            "key_id": TextInput(placeholder=_("e.g. LTAI5tExample")),
            "secret": TextInput(secret=True),
            "token": TextInput(secret=True, placeholder=_("only for temporary keys")),
        }
        self._help = Static(classes="help", markup=False)
        self._problem = Static(classes="problem", markup=False)
        self._is_keeping = False

    @property
    def name_given(self) -> str:
        """The name of the target."""
        return self._inputs["name"].value.strip()

    def compose(self) -> ComposeResult:
        """The lines above a word of help and the buttons."""
        with Vertical(classes="box") as box:
            box.border_title = _("Add a target")
            for name in FIELDS:
                title = Static(say(f"target.new.{name}"), classes="title", markup=False)
                yield Horizontal(title, self._inputs[name], classes="line")
            yield self._help
            yield self._problem
            yield Horizontal(
                Button(_("Cancel"), compact=True, name="cancel"),
                Button(_("Keep in file"), compact=True, name="file"),
                Button(_("Add"), compact=True, variant="primary", name="keep"),
                classes="buttons",
            )

    def on_mount(self) -> None:
        """Begin with the name."""
        self._inputs["name"].focus()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Explain the line in focus."""
        name = next((name for name, each in self._inputs.items() if each is event.widget), "buttons")
        self._help.update(say(f"target.new.{name}.help"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes on to the next line, and keeps the target on the last."""
        event.stop()
        inputs = list(self._inputs.values())
        place = next(at for at, each in enumerate(inputs) if each is event.input)
        if place + 1 < len(inputs):
            inputs[place + 1].focus()
        else:
            self._start("")

    def action_reveal(self) -> None:
        """Show or hide the secret in focus."""
        if isinstance(self.focused, TextInput):
            self.focused.toggle_reveal()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Keep the target, or go back."""
        event.stop()
        if event.button.name == "cancel":
            self.dismiss(None)
        else:
            self._start("file" if event.button.name == "file" else "")

    def _start(self, keep: Literal["", "file"]) -> None:
        if not self._is_keeping:
            # No worker of this dialog: who leaves it while a keyring wants its password is told all the same.
            self._controller.screen.run_worker(self._keep(self._typed(keep)), group="target")

    def _typed(self, keep: Literal["", "file"]) -> NewProfile:
        value = {name: each.value.strip() for name, each in self._inputs.items()}
        endpoint = "" if value["endpoint"].lower() == PUBLIC else value["endpoint"]
        return NewProfile(
            value["name"], value["region"], endpoint, value["key_id"], value["secret"], value["token"], keep
        )

    async def _keep(self, new: NewProfile, *, overwrite: bool = False) -> None:
        self._is_keeping = True
        self._say(
            _("Keeping it … A keyring may ask for its password; Escape leaves, and it goes on."), is_busy=True
        )
        try:
            said = await awaited(lambda: self._profiles.add(new, overwrite=overwrite))
        except AlreadyExistsError:
            self._say("")
            answers = [("no", _("Cancel")), ("yes", _("Replace"))]
            question = ChoiceDialog(
                _("Replace it?"),
                fill(_("A target named {name} is there already. Put this one in its place?"), name=new.name),
                answers,
            )
            if self.is_attached and await self.app.push_screen_wait(question) == "yes":
                await self._keep(new, overwrite=True)
        except BcwError as error:
            self._done(str(error))
            if isinstance(error, InvalidProfileError) and self.is_attached:
                self._inputs[error.part].focus()
        else:
            text = fill(_("{name} is added."), name=new.name)
            if new.region not in self._controller.shelf.catalog.regions:
                text = f"{text} {say('target.region.unknown', region=new.region)}"
            self._done(f"{text} {said}", is_kept=True)
        finally:
            self._is_keeping = False

    def _done(self, text: str, *, is_kept: bool = False) -> None:
        if not self.is_attached:
            self._controller.screen.notify(
                text, severity="information" if is_kept else "error", timeout=10, markup=False
            )
            if is_kept:
                self._late()
        elif is_kept:
            self.dismiss(text)
        else:
            self._say(text)

    def _say(self, text: str, *, is_busy: bool = False) -> None:
        if self.is_attached:
            self._problem.set_class(is_busy, "-busy")
            self._problem.update(visible_lines(text))
            self._problem.display = bool(text)
