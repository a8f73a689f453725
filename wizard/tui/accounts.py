"""The profile and its account: lists fetched in the background and used for validation and suggestions."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from wizard.client.threads import start_in_thread
from wizard.core.actions.clusters import ClusterStatus, list_billed
from wizard.core.actions.profiles import AccountView, make_context
from wizard.errors import BcwError
from wizard.i18n import _, ngettext
from wizard.text import format_escaped

if TYPE_CHECKING:
    from wizard.tui.controller import WizardController

Answer = TypeVar("Answer")

_OLD = 24.0
"""The age in hours from which the user is reminded of a cluster."""


async def run_in_thread(call: Callable[[], Answer], *, name: str = "account") -> Answer:
    """Return the result of a blocking call, run in a daemon thread: quitting does not wait for it."""
    return await asyncio.wrap_future(start_in_thread(call, name=name))


def refresh_account(controller: "WizardController") -> None:
    """Validate with the stored lists of the account, fetch current ones, and validate with those."""
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
        if profiles.current == profile:  # the user may have chosen another one meanwhile
            failed = _("The lists of the account are not available; known values are used. {why}")
            controller.screen.notify(format_escaped(failed, why=str(error)), severity="warning")
    else:
        if profiles.current == profile:
            use_account(controller, view)


def use_account(controller: "WizardController", view: AccountView | None) -> None:
    """Suggest and validate with the lists of an account, or with the bundled ones."""
    ignored = controller.session.context.ignored
    region = controller.screen.application.profiles.current.region
    controller.session.set_context(make_context(region, view, ignored))
    controller.suggestions.catalog = controller.session.context.catalog
    controller.suggestions.notes = {} if view is None else view.notes
    controller.suggestions.when = "" if view is None else view.when
    controller.screen.schedule_update()


def on_profile_changed(controller: "WizardController") -> None:
    """Show the profile and validate for it if another one is used now.

    The token and the errors of the service, which belong to the previous account, are dropped.
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
    """Show remarks once: about the profile, and about files with secrets that other users can read."""
    profiles = controller.screen.application.profiles
    for text in (profiles.current.notice, *profiles.remarks()):
        if text and text not in controller.shown_remarks:
            controller.shown_remarks.add(text)
            controller.screen.notify(text, severity="warning", timeout=10)


def is_old(cluster: ClusterStatus) -> bool:
    """Return whether a cluster is billed and so old that the user is reminded of it."""
    return not cluster.is_free and cluster.hours >= _OLD


async def warn_of_old_clusters(controller: "WizardController") -> None:
    """Show a notification about old clusters in the journal that may still be billed."""
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
