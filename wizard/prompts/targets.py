"""The targets: where requests go, chosen, added and forgotten."""

from collections.abc import Sequence

from wizard.prompts import form
from wizard.prompts.desk import Desk
from wizard.prompts.form import Line
from wizard.prompts.menu import Menu
from wizard.prompts.texts import say
from wizard.prompts.verbs import Doing
from wizard.prompts.waiting import wait
from wizard.steps.ports import NewTarget, TargetChoice, WizardError

_TEMPORARY = "STS."
"""How the id of a temporary key begins, which is of no use without its token."""


class TargetsMenu(Menu):
    """The targets that were found, the sandbox last."""

    TOPIC = "targets"
    VERBS = {"use": 1, "add": 0, "remove": 1, "list": 0}
    DEFAULT = "use"

    def look(self) -> None:
        """Look the targets up."""
        self._found = list(self.desk.ports.accounts.targets())

    def rows(self) -> Sequence[str]:
        """What is said of each."""
        return [_row(each) for each in self._found]

    def names(self) -> Sequence[str]:
        """What each is called."""
        return [each.name for each in self._found]

    def do(self, doing: Doing) -> bool:
        """Use, add, or remove one."""
        match doing.verb:
            case "use":
                return use(self.desk, self._found[doing.places[0]])
            case "add":
                return self._add()
            case "remove":
                return self._remove(self._found[doing.places[0]])
        return True

    def _add(self) -> bool:
        """Ask for a target, and keep it; what is wrong with it is said, and it is asked for again."""
        desk, answers = self.desk, dict.fromkeys(("name", "region", "endpoint", "key", "secret", "token"), "")
        while True:
            form.fill(desk, _lines(desk), answers)
            new = NewTarget(
                answers["name"],
                answers["region"],
                answers["endpoint"],
                answers["key"],
                answers["secret"],
                answers["token"] if _is_temporary(answers["key"]) else "",
            )
            try:
                where = wait(lambda: desk.ports.accounts.add_target(new), name="account")  # noqa: B023
            except WizardError as error:
                desk.say("form.problem", problem=str(error))
                desk.say("targets.again")
                continue
            desk.tell(where)
            desk.say("targets.added", name=new.name)
            return True

    def _remove(self, choice: TargetChoice) -> bool:
        desk = self.desk
        if not choice.can_be_removed:
            desk.say("targets.foreign", name=choice.name, source=choice.source)
            return False
        if not desk.confirm(say("targets.remove.question", name=choice.name)):
            return False
        wait(lambda: desk.ports.accounts.remove_target(choice.name), name="account")
        desk.say("targets.removed", name=choice.name)
        return True


def use(desk: Desk, choice: TargetChoice) -> bool:
    """Send requests to a target from now on.

    Raises:
        WizardError: It cannot be used.
    """
    if choice.problem:
        raise WizardError(choice.problem)
    view = desk.ports.accounts.use_target(choice.name)
    desk.session.token = None  # a token belongs to one account
    desk.lists.begin()
    desk.say("targets.used", target=view.title)
    if view.notice:
        desk.say("hello.notice", notice=view.notice)
    return True


def _row(choice: TargetChoice) -> str:
    parts = [choice.title, *([choice.source] if choice.source else [])]
    if choice.problem:
        parts.append(say("targets.unusable", problem=choice.problem))
    elif choice.in_use:
        parts.append(say("targets.in-use"))
    about = "; ".join(part for part in parts if part != choice.name)
    return say("targets.row", name=choice.name, about=about) if about else choice.name


def _is_temporary(key: str) -> bool:
    return key.startswith(_TEMPORARY)


def _lines(desk: Desk) -> list[Line]:
    regions = list(desk.session.context.catalogue.regions)
    return [
        Line("name", "targets.name", "targets.name.help", needed=True),
        Line(
            "region",
            "targets.region",
            "targets.region.help",
            needed=True,
            suggestions=lambda answers: regions,
        ),
        Line("endpoint", "targets.endpoint", "targets.endpoint.help"),
        Line("key", "targets.key", "targets.key.help", needed=True),
        Line("secret", "targets.secret", "targets.secret.help", needed=True, secret=True),
        Line(
            "token",
            "targets.token",
            "targets.token.help",
            needed=True,
            secret=True,
            is_asked=lambda answers: _is_temporary(answers["key"]),
        ),
    ]
