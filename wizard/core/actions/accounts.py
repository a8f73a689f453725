"""What the account behind a target can choose from: fetched in this run, or kept from an earlier one."""

import threading
from collections.abc import Mapping
from dataclasses import replace

from wizard.catalog import Account, Catalog, Image, InstanceType, load_builtin
from wizard.client.account import fetch_lists
from wizard.client.credentials import Profile
from wizard.core.actions.keeping import in_words
from wizard.core.actions.texts import text
from wizard.core.ports import AccountView
from wizard.errors import StorageError
from wizard.models.account import AccountLists, OfferedType
from wizard.storage import locations
from wizard.storage.cache import AccountCache

PATIENCE = 20.0
"""Seconds that a target has to tell all of its lists."""


def remembered(target: Profile | None) -> AccountView | None:
    """The lists of an earlier run; ``None`` for the sandbox, and where there are none. No network."""
    if target is None or target.is_sandbox:
        return None
    record = AccountCache(locations.accounts_folder()).load(target.key)
    lists = None if record is None else AccountLists.from_record(record)
    return None if lists is None else view(lists, target.region or "", fresh=False)


def refreshed(target: Profile, *, seconds: float = PATIENCE) -> AccountView | None:
    """Ask the target, and keep what it says; ``None`` for the sandbox, which has what is shipped.

    Raises:
        ServiceError: It did not answer in time, or refused everything.
    """
    if target.is_sandbox:
        return None
    from wizard.client.api import Client
    from wizard.client.transport import run_with_timeout

    over = threading.Event()
    client = Client(target, total_timeout=seconds, cancelled=over)
    try:
        lists = run_with_timeout(lambda: fetch_lists(client), seconds=seconds, host=target.host)
    finally:
        over.set()
    try:
        AccountCache(locations.accounts_folder()).save(target.key, lists.model_dump(mode="json"))
    except StorageError:  # a cache that cannot be kept is fetched again
        return view(lists, target.region or "", fresh=True)
    return view(lists, target.region or "", fresh=True)


def view(lists: AccountLists, region: str, *, fresh: bool) -> AccountView:
    """Lists as the rules and a wizard take them.

    Args:
        lists: What the service told.
        region: The region that it is of.
        fresh: Whether it told so in this run.
    """
    types = lists.instance_types
    account = Account(
        region=region,
        fetched_at=lists.fetched_at,
        fetched_in_this_run=fresh,
        instance_types=None if types is None else frozenset(each.name for each in types),
        spot_instance_types=_set(lists.spot_types),
        resource_types=_set(lists.resource_types),
        system_disk_types=_set(lists.system_disk_types),
        data_disk_types=_set(lists.data_disk_types),
        images=None if lists.images is None else frozenset(each.id for each in lists.images),
    )
    notes = {each.name: note for each in types or () if (note := _note(each, lists))}
    return AccountView(account, _merged(lists), in_words(lists.fetched_at.astimezone()), notes)


def _merged(lists: AccountLists) -> Catalog:
    """The shipped catalog with the account's own types and images before what it has."""
    known = load_builtin()
    types = {each.name: _sized(each, known.instance_types) for each in lists.instance_types or ()}
    usable = {name: each for name, each in types.items() if each is not None}
    images = {}
    for image in lists.images or ():
        official = known.images.get(image.id)
        title = image.title or text("account.image.own" if image.own else "account.image")
        images[image.id] = official or Image(image.id, title, image.platform, "-vpc" in image.id)
    return replace(
        known,
        instance_types={**usable, **{k: v for k, v in known.instance_types.items() if k not in usable}},
        images={**images, **{k: v for k, v in known.images.items() if k not in images}},
    )


def _sized(offered: OfferedType, known: Mapping[str, InstanceType]) -> InstanceType | None:
    """The type with its size, as the service or else the shipped list says it."""
    shipped_one = known.get(offered.name)
    if not offered.vcpu or not offered.memory_gb:
        return shipped_one
    disk = None if shipped_one is None else shipped_one.local_disk_gb
    return InstanceType(offered.name, offered.vcpu, offered.memory_gb, disk, text("account.source"))


def _note(offered: OfferedType, lists: AccountLists) -> str:
    """What an instance type can be had as, in words."""
    parts = []
    if offered.vpc is not None or offered.classic is not None:
        key = {(True, True): "both", (True, False): "vpc", (False, True): "classic"}.get(
            (bool(offered.vpc), bool(offered.classic))
        )
        if key:
            parts.append(text(f"account.network.{key}"))
    if offered.name in (lists.spot_types or ()):
        parts.append(text("account.spot"))
    return ", ".join(parts)


def _set(names: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)
