"""The lists of the account behind a profile: fetched in this run, or kept from an earlier one."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from wizard.catalog import Catalog, Image, load_builtin
from wizard.client.account import fetch_lists
from wizard.client.credentials import Profile
from wizard.core.actions.context import make_client
from wizard.core.formatting import format_moment
from wizard.i18n import _, join_items
from wizard.models.account import AccountLists, InstanceType
from wizard.storage.cache import load_lists, save_lists
from wizard.validation import Context

TIMEOUT = 20.0
"""Seconds for all lists."""


@dataclass(frozen=True, slots=True)
class AccountView:
    """What an account can choose from."""

    account: AccountLists
    catalog: Catalog  # the bundled one, with the account's own types and images first
    when: str  # when the lists were fetched, in words
    notes: Mapping[str, str] = field(default_factory=dict)  # networks and billing methods of types


def load_account(profile: Profile) -> AccountView | None:
    """Return the lists of an earlier run, or ``None``; no network."""
    lists = None if profile.is_sandbox else load_lists(profile.key)
    return None if lists is None else _view(lists)


def fetch_account(profile: Profile, *, seconds: float = TIMEOUT) -> AccountView:
    """Fetch and store the lists of an account; the sandbox has the bundled ones.

    Raises ServiceError: it did not answer in time, or refused everything.
    """
    from wizard.client.transport import run_with_timeout

    over = threading.Event()
    client = make_client(profile, total=seconds, cancelled=over)
    try:
        lists = run_with_timeout(lambda: fetch_lists(client), seconds=seconds, host=profile.host)
    finally:
        over.set()
    save_lists(profile.key, lists)
    return _view(lists.model_copy(update={"fetched_in_this_run": True}))


def _view(lists: AccountLists) -> AccountView:
    notes = {each.name: note for each in lists.instance_types or () if (note := _note(each, lists))}
    return AccountView(lists, _merged(lists), format_moment(lists.fetched_at), notes)


def _merged(lists: AccountLists) -> Catalog:
    """Return the bundled catalog with the account's own types and images first."""
    known = load_builtin()
    types = {each.name: _sized(each, known.instance_types) for each in lists.instance_types or ()}
    usable = {name: each for name, each in types.items() if each is not None}
    images = {}
    for image in lists.images or ():
        title = image.title or (_("Custom image") if image.own else _("Official image"))
        images[image.id] = Image(image.id, title, image.platform)
    return replace(
        known, instance_types={**usable, **known.instance_types, **usable}, images={**images, **known.images}
    )


def _sized(offered: InstanceType, known: Mapping[str, InstanceType]) -> InstanceType | None:
    """Return the type with its size, as the service or else the bundled list has it."""
    shipped_one = known.get(offered.name)
    if not offered.vcpu or not offered.memory_gb:
        return shipped_one
    return replace(offered, local_disk_gb=None if shipped_one is None else shipped_one.local_disk_gb)


def _note(offered: InstanceType, lists: AccountLists) -> str:
    """Return the networks and billing methods of an instance type, in words."""
    networks = {
        (True, True): _("classic network or VPC"),
        (True, False): _("VPC only"),
        (False, True): _("classic network only"),
    }
    known = networks.get((bool(offered.vpc), bool(offered.classic)), "")
    spot = _("also Spot") if offered.name in (lists.spot_types or ()) else ""
    return join_items(filter(None, (known, spot)))


def make_context(region: str | None, view: AccountView | None, ignored: frozenset[str]) -> Context:
    """Return the context of validation: the lists of an account, or the bundled ones."""
    if view is None:
        return Context(region=region, ignored=ignored)
    return Context(region, view.catalog, view.account, ignored)
