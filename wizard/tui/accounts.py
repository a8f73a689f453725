"""The target and its account behind the screens: asked in the background, and judged by."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from wizard.core.actions.account import AccountView
from wizard.core.actions.clusters import ClusterStatus
from wizard.core.costs import costs
from wizard.core.knowing import context_of
from wizard.core.wording import counted
from wizard.errors import BcwError
from wizard.tui.texts import say

if TYPE_CHECKING:
    from wizard.tui.desk import Desk

Answer = TypeVar("Answer")

LONG = 24.0
"""Hours after which a cluster may have been forgotten."""


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
        found, error = None, None
        try:
            found = work()
        except Exception as raised:  # a mistake of ours is one in the thread of the screens, too
            error = raised
        with contextlib.suppress(RuntimeError):  # the wizard has ended meanwhile
            loop.call_soon_threadsafe(settle, found, error)

    threading.Thread(target=run, daemon=True, name="account").start()
    return await future


def in_background(
    desk: "Desk", work: Callable[[], Answer], done: Callable[[Answer], object], failed: str
) -> None:
    """Do something that blocks in a thread that nobody waits for; what comes of it is handed on in ours.

    What goes wrong is told by the sentence ``failed``, and nothing handed on.
    """
    desk.screen.run_worker(_handed_on(desk, work, done, failed), group="account")


async def _handed_on(
    desk: "Desk", work: Callable[[], Answer], done: Callable[[Answer], object], failed: str
) -> None:
    try:
        found = await awaited(work)
    except BcwError as error:
        desk.screen.notify(say(failed, why=error), severity="warning", markup=False)
    else:
        done(found)


def refresh(desk: "Desk") -> None:
    """Judge by what is known of the account now; ask the target what it really has, and then by that."""
    profiles = desk.screen.ports.profiles
    target = profiles.current
    know(desk, profiles.account())

    def told(view: AccountView | None) -> None:
        if profiles.current == target:  # else it came too late: requests go elsewhere by now
            know(desk, view)

    if not target.is_sandbox:
        in_background(desk, profiles.refresh_account, told, "account.unknown")


def know(desk: "Desk", view: AccountView | None) -> None:
    """Offer and judge by an account's own lists; by the shipped ones where there are none."""
    before = desk.session.context
    region = desk.screen.ports.profiles.current.region
    desk.session.judge_by(context_of(region, view, before.ignored))
    desk.shelf.catalog = desk.session.context.catalog
    desk.shelf.notes, desk.shelf.when = ({}, "") if view is None else (view.notes, view.when)
    desk.screen.schedule()


def moved(desk: "Desk") -> None:
    """Requests may go elsewhere by now: say where, and judge by what is known of that place.

    What belongs to one account stays with it: a token, and what the service said of a request.
    """
    target = desk.screen.ports.profiles.current
    if target == desk.target:
        return
    desk.target = target
    desk.screen.show_target()
    desk.session.elsewhere()
    point_out(desk)
    refresh(desk)


def point_out(desk: "Desk") -> None:
    """Say what is said once: of the target, and of files with secrets that others can read."""
    news = [desk.screen.ports.profiles.current.notice, *desk.screen.ports.profiles.remarks()]
    for text in news:
        if text and text not in desk.pointed_out:
            desk.pointed_out.add(text)
            desk.screen.notify(text, severity="warning", timeout=10, markup=False)


def is_old(cluster: ClusterStatus) -> bool:
    """Whether a cluster that may cost money may have been forgotten."""
    return not cluster.is_free and cluster.hours >= LONG


def remind(desk: "Desk") -> None:
    """Say once which clusters may have been forgotten, as far as the journal knows."""

    def told(clusters: Sequence[ClusterStatus]) -> None:
        old = costs([each for each in clusters if is_old(each)])
        if old is not None:
            number, name = counted(old.clusters, "cluster"), old.oldest.name or old.oldest.id
            text = say("clusters.reminder", clusters=number, age=old.oldest.age, name=name)
            desk.screen.notify(text, severity="warning", timeout=10, markup=False)

    in_background(desk, desk.screen.ports.clusters.created, told, "clusters.unread")
