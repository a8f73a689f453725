"""The profile and its account behind the screens: asked in the background, and validated with."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from wizard.core.actions.clusters import ClusterStatus, list_billed
from wizard.core.actions.profiles import AccountView, make_context
from wizard.errors import BcwError
from wizard.i18n import _, ngettext
from wizard.tui.escaping import format_escaped

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

Answer = TypeVar("Answer")

_LONG = 24.0
"""Hours after which a cluster may have been forgotten."""


async def run_in_thread(work: Callable[[], Answer], *, name: str = "account") -> Answer:
    """Return the result of something that blocks, done in a thread that quitting never waits for."""
    future: Future[Answer] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # a bug of ours is one in the thread of the screens, too
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=run, daemon=True, name=name).start()
    return await asyncio.wrap_future(future)


def refresh_account(controller: "WizardController") -> None:
    """Validate with what is known of the account; request its lists, and validate with them."""
    profiles = controller.screen.application.profiles
    use_account(controller, profiles.account())
    if not profiles.current.is_sandbox:
        controller.screen.run_worker(_fetch_lists(controller), group="account")


async def _fetch_lists(controller: "WizardController") -> None:
    profiles = controller.screen.application.profiles
    profile = profiles.current
    try:
        view = await run_in_thread(profiles.refresh_account)
    except BcwError as error:
        failed = _("The lists of the account are not available; known values are used. {why}")
        controller.screen.notify(format_escaped(failed, why=str(error)), severity="warning")
    else:
        if profiles.current == profile:  # else it came too late: another profile is used
            use_account(controller, view)


def use_account(controller: "WizardController", view: AccountView | None) -> None:
    """Suggest and validate with an account's own lists; with the bundled ones where there are none."""
    ignored = controller.session.context.ignored
    region = controller.screen.application.profiles.current.region
    controller.session.set_context(make_context(region, view, ignored))
    controller.suggestions.catalog = controller.session.context.catalog
    controller.suggestions.notes, controller.suggestions.when = (
        ({}, "") if view is None else (view.notes, view.when)
    )
    controller.screen.schedule_update()


def on_profile_changed(controller: "WizardController") -> None:
    """Another profile may be used: show it, and validate with what is known of it.

    What belongs to one account stays with it: a token, and what the service said about a request.
    """
    profile = controller.screen.application.profiles.current
    if profile == controller.profile:
        return
    controller.profile = profile
    controller.screen.show_profile()
    controller.session.on_profile_changed()
    show_remarks(controller)
    refresh_account(controller)


def show_remarks(controller: "WizardController") -> None:
    """Show remarks once: about the profile, and about files with secrets that others can read."""
    profiles = controller.screen.application.profiles
    for text in (profiles.current.notice, *profiles.remarks()):
        if text and text not in controller.shown_remarks:
            controller.shown_remarks.add(text)
            controller.screen.notify(text, severity="warning", timeout=10)


def is_old(cluster: ClusterStatus) -> bool:
    """Return whether a billed cluster may have been forgotten."""
    return not cluster.is_free and cluster.hours >= _LONG


async def warn_of_old_clusters(controller: "WizardController") -> None:
    """Say which clusters may have been forgotten, as far as the journal knows."""
    try:
        clusters = await run_in_thread(controller.screen.application.clusters.created)
    except BcwError as error:
        failed = _("The clusters created here could not be read: {why}")
        controller.screen.notify(format_escaped(failed, why=str(error)), severity="warning")
        return
    if old := list_billed(filter(is_old, clusters)):
        message = ngettext(
            "{count} cluster created here may still be billed: {name}, {age}. See Menu › Clusters.",
            "{count} clusters created here may still be billed, the oldest: {name}, {age}. See Menu › Clusters.",
            len(old),
        )
        text = format_escaped(message, count=len(old), name=old[0].name or old[0].id, age=old[0].age)
        controller.screen.notify(text, severity="warning", timeout=10)
