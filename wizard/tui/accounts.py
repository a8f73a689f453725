"""Targets, what their accounts have, and what was created there, as the screens show it."""

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from wizard.steps.knowing import context_of
from wizard.steps.known import fits
from wizard.steps.ports import AccountView, ClusterState, CreatedCluster, WizardError
from wizard.tui.screens.dialogs import Question
from wizard.tui.screens.pick import Pick
from wizard.tui.texts import say
from wizard.tui.widgets.row_table import Column

if TYPE_CHECKING:
    from wizard.tui.desk import Desk

Answer = TypeVar("Answer")


async def awaited(work: Callable[[], Answer]) -> Answer:
    """What comes of something that blocks, done in a thread that quitting never waits for."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Answer] = loop.create_future()

    def settle(found: Answer | None, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(found)  # type: ignore[arg-type]

    def run() -> None:
        try:
            found = work()
        except WizardError as error:
            loop.call_soon_threadsafe(settle, None, error)
        else:
            loop.call_soon_threadsafe(settle, found, None)

    threading.Thread(target=run, daemon=True, name="account").start()
    return await future


def in_background(desk: "Desk", work: Callable[[], Answer], done: Callable[[Answer], object]) -> None:
    """Do something that blocks in a thread that nobody waits for; what comes of it is handed on in ours.

    What goes wrong is told, and nothing handed on.
    """
    desk.screen.run_worker(_handed_on(desk, work, done), group="account")


async def _handed_on(desk: "Desk", work: Callable[[], Answer], done: Callable[[Answer], object]) -> None:
    try:
        found = await awaited(work)
    except WizardError as error:
        desk.screen.notify(str(error), severity="warning", markup=False)
    else:
        done(found)


def refresh(desk: "Desk") -> None:
    """Judge by what is known of the account now; ask the target what it really has, and then by that."""
    accounts = desk.screen.ports.accounts
    know(desk, accounts.account())
    if not desk.screen.ports.service.target.is_sandbox:
        in_background(desk, accounts.refresh_account, lambda view: know(desk, view))


def know(desk: "Desk", view: AccountView | None) -> None:
    """Offer and judge by an account's own lists; by the shipped ones where there are none."""
    before = desk.session.context
    region = desk.screen.ports.service.target.region
    desk.session.judge_by(context_of(region, view, before.silenced))
    desk.shelf.catalogue = desk.session.context.catalogue
    desk.screen.schedule()


async def choose_target(desk: "Desk") -> None:
    """Choose where requests go."""
    accounts = desk.screen.ports.accounts
    targets = list(accounts.targets())
    shown = list(targets)

    def rows(words: str) -> list[tuple[str, str, str]]:
        shown[:] = [each for each in targets if fits(words, each.name, each.title)]
        return [(("●" if each.in_use else ""), each.title, each.source) for each in shown]

    dialog = Pick(
        say("target.title"),
        [Column("", 1), Column(say("target.name")), Column(say("target.source"))],
        rows,
        placeholder=say("target.words"),
        empty=say("find.none"),
        about=lambda at: shown[at].problem or say("target.help"),
        at=next((at for at, each in enumerate(targets) if each.in_use), 0),
    )
    at = await desk.screen.app.push_screen_wait(dialog)
    if at is None:
        return
    if shown[at].problem:
        desk.screen.notify(shown[at].problem, severity="error", timeout=10, markup=False)
        return
    try:
        view = accounts.use_target(shown[at].name)
    except WizardError as error:
        desk.screen.notify(str(error), severity="error", timeout=10, markup=False)
        return
    desk.screen.show_target()
    if view.notice:
        desk.screen.notify(view.notice, timeout=10, markup=False)
    desk.session.token = None  # a token belongs to one account
    refresh(desk)


async def list_clusters(desk: "Desk") -> None:
    """Show the clusters that were created here, and do something with one."""
    accounts = desk.screen.ports.accounts
    try:
        known = list(accounts.created())
    except WizardError as error:
        desk.screen.notify(str(error), severity="error", markup=False)
        return
    shown = list(known)

    def rows(words: str) -> list[tuple[str, str, str, str]]:
        shown[:] = [each for each in known if fits(words, each.id, each.name)]
        return [(each.name, each.id, each.place, each.age) for each in shown]

    titles = ("clusters.name", "clusters.id", "clusters.place", "clusters.age")
    dialog = Pick(
        say("clusters.title"),
        [Column(say(title)) for title in titles],
        rows,
        placeholder=say("clusters.words"),
        empty=say("clusters.none"),
        about=lambda at: say("clusters.help"),
    )
    at = await desk.screen.app.push_screen_wait(dialog)
    if at is not None:
        await _act_on(desk, shown[at])


async def _act_on(desk: "Desk", cluster: CreatedCluster) -> None:
    accounts, screen = desk.screen.ports.accounts, desk.screen
    answers = [
        ("stay", say("dialog.cancel")),
        ("look", say("clusters.look")),
        ("open", say("clusters.open")),
        ("delete", say("clusters.delete")),
    ]
    question = say("clusters.question", name=cluster.name, place=cluster.place, age=cluster.age)

    def told(state: ClusterState) -> None:
        _tell_state(desk, cluster, state)

    answer = await screen.app.push_screen_wait(Question(cluster.id, question, answers))
    match answer:
        case "look":
            in_background(desk, lambda: accounts.watch(cluster.id), told)
        case "open":
            in_background(desk, lambda: accounts.open_cluster(cluster.id), desk.flows.offer)
        case "delete":
            sure = [("no", say("dialog.cancel")), ("yes", say("clusters.delete"))]
            text = say("clusters.delete.question", id=cluster.id, name=cluster.name)
            if await screen.app.push_screen_wait(Question(say("clusters.delete"), text, sure)) == "yes":
                gone = say("clusters.deleted", id=cluster.id)
                in_background(
                    desk, lambda: accounts.delete(cluster.id), lambda _: screen.notify(gone, markup=False)
                )


def _tell_state(desk: "Desk", cluster: CreatedCluster, state: ClusterState) -> None:
    desired = sum(group.desired for group in state.groups)
    text = say("clusters.state", id=cluster.id, state=state.state, running=state.running, desired=desired)
    desk.screen.notify(text, timeout=10, markup=False)
