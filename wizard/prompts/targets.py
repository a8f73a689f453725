"""The targets: where requests go, chosen, added and forgotten."""

from collections.abc import Mapping, Sequence
from typing import Literal

from wizard.core.account_ports import is_temporary
from wizard.core.ports import NewTarget, TargetChoice, WizardError, WouldOverwrite
from wizard.prompts import form
from wizard.prompts.desk import Desk
from wizard.prompts.form import Line
from wizard.prompts.menu import Menu
from wizard.prompts.texts import say
from wizard.prompts.verbs import Doing
from wizard.prompts.waiting import wait

_PUBLIC = "public"
"""What stands for the region's public address, as the blank answer does."""
_PLACES: dict[str, Literal["keyring", "file"]] = {"keyring": "keyring", "file": "file"}
"""Where a secret can be kept."""


class TargetsMenu(Menu):
    """The targets that were found, the sandbox last."""

    TOPIC = "targets"
    VERBS = {"use": 1, "default": 1, "test": 1, "add": 0, "remove": 1, "list": 0}
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
        """Use, try out, add, or remove one."""
        desk, accounts = self.desk, self.desk.ports.accounts
        match doing.verb:
            case "list":
                return True
            case "add":
                return _add(desk)
        choice = self._found[doing.places[0]]
        match doing.verb:
            case "use":
                return _use(desk, choice)
            case "default":
                return _use(desk, choice, for_good=True)
            case "test":
                desk.say("targets.testing", name=choice.name)
                tested = wait(lambda: accounts.test_target(choice.name), name="account")
                for line in tested.lines:
                    desk.tell(line)
                return False
        return _remove(desk, choice)


def _use(desk: Desk, choice: TargetChoice, *, for_good: bool = False) -> bool:
    """Send requests to a target from now on.

    Raises:
        WizardError: It cannot be used.
    """
    if choice.problem:
        raise WizardError(choice.problem)
    view = desk.ports.accounts.use_target(choice.name, for_good=for_good)
    _went_elsewhere(desk)
    if for_good:
        desk.say("targets.default", name=choice.name)
    if view.notice:
        desk.say("hello.notice", notice=view.notice)
    return True


def _went_elsewhere(desk: Desk) -> None:
    """Requests go to another target now: say which, and judge by what it has."""
    desk.session.elsewhere()
    desk.lists.begin()
    desk.say("targets.used", target=desk.ports.service.target.title)


def _add(desk: Desk) -> bool:
    """Ask for a target, and keep it; what is wrong with it is said, and it is asked for again."""
    lines = _lines(desk)
    answers = dict.fromkeys((line.name for line in lines), "")
    while True:
        form.fill(desk, lines, answers)
        try:
            where = _kept(desk, _new(answers))
        except WizardError as error:
            desk.say("form.problem", problem=str(error))
            where = ""
        if where:
            break
        desk.say("targets.again")
    desk.tell(where)
    if answers["region"] not in desk.session.context.catalog.regions:
        desk.say("targets.region.unknown", region=answers["region"])
    desk.say("targets.added", name=answers["name"])
    return True


def _kept(desk: Desk, new: NewTarget) -> str:
    """Keep a target; the answer says where its secret is, ``""`` where another one is not to be replaced."""
    accounts = desk.ports.accounts
    desk.say("targets.keeping")
    try:
        return wait(lambda: accounts.add_target(new), name="account")
    except WouldOverwrite:
        if not desk.confirm(say("targets.replace.question", name=new.name)):
            return ""
    return wait(lambda: accounts.add_target(new, overwrite=True), name="account")


def _new(answers: Mapping[str, str]) -> NewTarget:
    endpoint = "" if answers["endpoint"].lower() == _PUBLIC else answers["endpoint"]
    token = answers["token"] if _is_temporary(answers) else ""
    keep: Literal["", "keyring", "file"] = _PLACES.get(answers["keep"].lower(), "")
    return NewTarget(
        answers["name"], answers["region"], endpoint, answers["key"], answers["secret"], token, keep
    )


def _remove(desk: Desk, choice: TargetChoice) -> bool:
    """Forget a target, when that is meant."""
    accounts = desk.ports.accounts
    if not choice.can_be_removed:
        desk.say("targets.foreign", name=choice.name, source=choice.source)
        return False
    if not desk.confirm(say("targets.remove.question", name=choice.name)):
        return False
    left = wait(lambda: accounts.remove_target(choice.name), name="account")
    desk.say("targets.removed", name=choice.name)
    if left:
        desk.tell(left)
    if choice.in_use:
        _went_elsewhere(desk)
    return True


def _row(choice: TargetChoice) -> str:
    parts = [choice.title, choice.source]
    if choice.problem:
        parts.append(say("targets.unusable", problem=choice.problem))
    if choice.in_use:
        parts.append(say("targets.in-use"))
    if choice.for_good:
        parts.append(say("targets.for-good"))
    about = "; ".join(part for part in (*parts, *choice.remarks) if part and part != choice.name)
    return say("targets.row", name=choice.name, about=about) if about else choice.name


def _is_temporary(answers: Mapping[str, str]) -> bool:
    return is_temporary(answers["key"])


def _place_problem(answers: Mapping[str, str]) -> str:
    keep = answers["keep"]
    return "" if not keep or keep.lower() in _PLACES else say("targets.keep.problem", answer=keep)


def _lines(desk: Desk) -> list[Line]:
    regions = list(desk.session.context.catalog.regions)
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
            is_asked=_is_temporary,
        ),
        Line(
            "keep",
            "targets.keep",
            "targets.keep.help",
            suggestions=lambda answers: [*_PLACES],
            problem=_place_problem,
        ),
    ]
