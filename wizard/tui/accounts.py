"""The target and its account behind the screens: asked in the background, and judged by."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from wizard.core.actions.account import AccountView, make_context
from wizard.core.actions.clusters import ClusterStatus
from wizard.core.formatting import counted
from wizard.core.totals import sum_costs
from wizard.errors import BcwError
from wizard.i18n import _
from wizard.tui.escaping import fill
from wizard.tui.texts import say

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

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
    controller: "WizardController", work: Callable[[], Answer], done: Callable[[Answer], object], failed: str
) -> None:
    """Do something that blocks in a thread that nobody waits for; what comes of it is handed on in ours.

    What goes wrong is told by the sentence ``failed``, and nothing handed on.
    """
    controller.screen.run_worker(_handed_on(controller, work, done, failed), group="account")


async def _handed_on(
    controller: "WizardController", work: Callable[[], Answer], done: Callable[[Answer], object], failed: str
) -> None:
    try:
        found = await awaited(work)
    except BcwError as error:
        controller.screen.notify(say(failed, why=error), severity="warning", markup=False)
    else:
        done(found)


def refresh(controller: "WizardController") -> None:
    """Judge by what is known of the account now; ask the target what it really has, and then by that."""
    profiles = controller.screen.application.profiles
    target = profiles.current
    know(controller, profiles.account())

    def told(view: AccountView | None) -> None:
        if profiles.current == target:  # else it came too late: requests go elsewhere by now
            know(controller, view)

    if not target.is_sandbox:
        in_background(controller, profiles.refresh_account, told, "account.unknown")


def know(controller: "WizardController", view: AccountView | None) -> None:
    """Offer and judge by an account's own lists; by the shipped ones where there are none."""
    before = controller.session.context
    region = controller.screen.application.profiles.current.region
    controller.session.set_context(make_context(region, view, before.ignored))
    controller.shelf.catalog = controller.session.context.catalog
    controller.shelf.notes, controller.shelf.when = ({}, "") if view is None else (view.notes, view.when)
    controller.screen.schedule()


def moved(controller: "WizardController") -> None:
    """Requests may go elsewhere by now: say where, and judge by what is known of that place.

    What belongs to one account stays with it: a token, and what the service said of a request.
    """
    target = controller.screen.application.profiles.current
    if target == controller.target:
        return
    controller.target = target
    controller.screen.show_target()
    controller.session.on_profile_changed()
    point_out(controller)
    refresh(controller)


def point_out(controller: "WizardController") -> None:
    """Say what is said once: of the target, and of files with secrets that others can read."""
    news = [
        controller.screen.application.profiles.current.notice,
        *controller.screen.application.profiles.remarks(),
    ]
    for text in news:
        if text and text not in controller.pointed_out:
            controller.pointed_out.add(text)
            controller.screen.notify(text, severity="warning", timeout=10, markup=False)


def is_old(cluster: ClusterStatus) -> bool:
    """Whether a cluster that may cost money may have been forgotten."""
    return not cluster.is_free and cluster.hours >= LONG


def remind(controller: "WizardController") -> None:
    """Say once which clusters may have been forgotten, as far as the journal knows."""

    def told(clusters: Sequence[ClusterStatus]) -> None:
        old = sum_costs([each for each in clusters if is_old(each)])
        if old is not None:
            number, name = counted(old.clusters, "cluster"), old.oldest.name or old.oldest.id
            text = fill(
                _(
                    "{clusters} made here may still cost money, the oldest for {age} ({name}). Shift+F11 shows them."
                ),
                clusters=number,
                age=old.oldest.age,
                name=name,
            )
            controller.screen.notify(text, severity="warning", timeout=10, markup=False)

    in_background(controller, controller.screen.application.clusters.created, told, "clusters.unread")
