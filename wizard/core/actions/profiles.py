"""Profiles: list, choose, add, remove and test them, and the lists of their accounts."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from wizard.catalog import Catalog, Image, load_builtin
from wizard.client.account import fetch_lists
from wizard.client.credentials import SANDBOX, SANDBOX_TITLE, Candidate, Credentials, Profile
from wizard.client.endpoints import check_region, get_vpc_endpoint, parse_endpoint
from wizard.client.errors import ProfileError
from wizard.client.profiles import ENVIRONMENT, ProfileQuery, iter_candidates
from wizard.core.actions.context import ProfileContext, make_client
from wizard.core.formatting import format_moment
from wizard.document.tree import get
from wizard.errors import BcwError, InvalidNameError, StorageError
from wizard.i18n import _, join_items
from wizard.models.account import AccountLists, InstanceType
from wizard.models.profile import SavedProfile, Secret, SecretPlace
from wizard.storage import locations
from wizard.storage.cache import load_lists, save_lists
from wizard.storage.files import PATIENCE
from wizard.storage.profiles import ProfileStore
from wizard.text import escape_text, format_path

if TYPE_CHECKING:
    from wizard.validation import Context

VPC = "vpc"
"""The name of the region's endpoint inside a VPC."""
_TEST_TIMEOUT = 20.0
_MAX_CLOCK_DIFFERENCE = timedelta(minutes=1)
_REJECTED_DIFFERENCE = timedelta(minutes=15)
"""From here on the service rejects the date of a request."""
TIMEOUT = 20.0
"""Seconds for all lists."""


@dataclass(frozen=True, slots=True)
class NewProfile:
    """A profile that the user adds."""

    name: str
    region: str
    endpoint: str  # ``vpc`` for the region's one inside a VPC, ``""`` for the public one
    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)  # of a temporary key, or ``""``
    keep: SecretPlace | None = None  # by default the keyring, or a file without one


def is_temporary(key_id: str) -> bool:
    """Return whether an AccessKey is temporary (STS) and needs a token."""
    return key_id.startswith("STS.")


def add_profile(file: ProfileStore, new: NewProfile, *, overwrite: bool) -> str:
    """Store a profile and its secret; return where its secret is, in words.

    Raises NoKeyring, or StorageError: the name is invalid or taken; or ProfileError: another part is invalid.
    """
    from wizard.client.secret_store import SecretStore

    file.check_available(new.name, overwrite=overwrite)
    region = check_region(new.region)
    endpoint = parse_profile_endpoint(new.endpoint, region)
    Credentials(new.key_id, new.secret, new.token or ("" if is_temporary(new.key_id) else None))
    old = file.all().get(new.name)
    if old is not None:  # where no profile can be saved, this fails before the old secret is replaced
        file.add(old, overwrite=True)
    keep, message = SecretStore(file).set(
        new.name, Secret(secret=new.secret, token=new.token), where=new.keep
    )
    saved = SavedProfile(name=new.name, region=region, endpoint=endpoint, access_key_id=new.key_id, keep=keep)
    file.add(saved, overwrite=overwrite)
    if keep == "keyring":
        file.delete_secret(new.name)  # one of the same name may have been kept there before
    return message


def parse_profile_endpoint(given: str, region: str) -> str:
    """Return the URL of an endpoint; ``vpc`` is the region's one inside a VPC, ``""`` the public one."""
    if given.lower() == VPC:
        return get_vpc_endpoint(region)
    return parse_endpoint(given).url if given else ""


def find_part(error: BcwError) -> str:
    """Return the attribute of a new profile that an error is about, or ``""``."""
    if isinstance(error, InvalidNameError):
        return "name"
    return error.part if isinstance(error, ProfileError) else ""


def test_profile(profile: Profile) -> tuple[str, ...]:
    """Send a harmless request and return account, region and clock, a line each.

    Raises ServiceError: there was no response, or the service does not accept the key.
    """
    answer = make_client(profile, total=_TEST_TIMEOUT).test_credentials()
    text = _("{profile} responds and accepts AccessKey {key} (found in: {source}).")
    key, source = profile.credentials.access_key_id, profile.credentials.source
    parts = {"profile": profile.title, "key": key, "source": source}
    lines = [text.format(**{name: escape_text(part) for name, part in parts.items()})]
    owner = get(answer.content, ("Items", 0, "OwnerId"))
    if isinstance(owner, str | int) and not isinstance(owner, bool) and owner != "":
        lines.append(_("Account: {owner}").format(owner=escape_text(str(owner))))
    if not profile.is_sandbox:
        lines.append(_("Region: {region}").format(region=escape_text(profile.region or "?")))
    lines.append(describe_clock(answer.date))
    return tuple(lines)


def describe_clock(theirs: datetime | None, *, now: datetime | None = None) -> str:
    """Return how far this computer's clock is off, from the date of a response."""
    if theirs is None:
        return _("Clock: not compared, as the response has no date.")
    off = (now or datetime.now(UTC)) - theirs
    if abs(off) < _MAX_CLOCK_DIFFERENCE:
        return _("Clock: same as the service's.")
    message = _(
        "Clock: {minutes} min behind the service's. Set it: from {most} min on, every request is rejected."
    )
    if off > timedelta(0):
        message = _(
            "Clock: {minutes} min ahead of the service's. Set it: from {most} min on, every request is "
            "rejected."
        )
    minutes = round(abs(off).total_seconds() / 60)
    return message.format(minutes=f"{minutes:,}", most=round(_REJECTED_DIFFERENCE.total_seconds() / 60))


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The profile of this run, as it is always shown."""

    title: str
    lines: tuple[str, ...]  # endpoint, region, account, and where the credentials were found
    region: str | None = None
    is_sandbox: bool = False
    notice: str = ""  # what is printed once about it, or ``""``
    remarks: tuple[str, ...] = ()  # what to consider before a cluster is created there


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A profile that can be chosen."""

    name: str
    title: str  # name, region and host
    source: str
    region: str = ""
    endpoint: str = ""  # its endpoint, or ``""`` while it is not known
    key_id: str = ""
    problem: str = ""  # why it cannot be used, or ``""``
    remarks: tuple[str, ...] = ()  # what the user should know, such as a readable secret file
    in_use: bool = False
    is_default: bool = False
    can_be_removed: bool = False  # whether the user added it here

    @property
    def can_be_default(self) -> bool:
        """Whether it can be made the default; the key in the environment cannot."""
        return self.name != ENVIRONMENT


class Profiles:
    """The user's profiles."""

    def __init__(self, context: ProfileContext) -> None:
        self._context = context
        self._fetched: dict[tuple[str, str, str], AccountView] = {}

    @property
    def current(self) -> ProfileView:
        """The profile of this run. Never blocks; raises nothing."""
        context = self._context
        try:
            known, found = context.profile, context.found
        except ProfileError as error:
            return ProfileView(_("no usable profile"), (str(error),))
        if context.is_own_sandbox:
            message = _("No credentials found. Clusters are created in the sandbox: {file}")
            if found.is_selected:
                message = _("Clusters are created in the sandbox: {file}")
            lines = (
                message.format(file=escape_text(format_path(locations.sandbox_file()))),
                _("It starts no instances and bills nothing."),
                *found.notes,
            )
            return ProfileView(known.title, lines, known.region, is_sandbox=True)
        shown = [*describe_place(known.endpoint, known.credentials.access_key_id, known.region)]
        shown.append(_("Found in: {source}").format(source=escape_text(known.credentials.source)))
        lines = (*shown, *found.notes)
        return ProfileView(known.title, lines, known.region, known.is_sandbox, known.notice, found.notes)

    def choices(self) -> Sequence[ProfileChoice]:
        """Return all profiles, the sandbox last. Never blocks; raises nothing."""
        environ = self._context.environ
        used, default = _get_name(self._context), _get_name(ProfileContext(environ))
        try:
            own = {*open_profiles().all()}
        except StorageError:  # reported where the profile is looked up
            own = set()
        found = [_to_choice(each) for each in iter_candidates(ProfileQuery(environ)) if each.name]
        found.append(ProfileChoice(SANDBOX, _(SANDBOX_TITLE), sandbox_source(), key_id=SANDBOX))
        return [
            replace(
                each,
                in_use=each.name == used,
                is_default=each.name == default,
                can_be_removed=each.name in own,
            )
            for each in found
        ]

    def use(self, name: str, *, as_default: bool = False) -> None:
        """Use a profile in this run, and make it the default if wanted. Never blocks. Raises `BcwError`."""
        if as_default and name == ENVIRONMENT:
            raise BcwError(describe_environment_default())
        self._context.choose(name)
        if as_default:
            open_profiles(patience=0).choose(name)  # the screens wait for it

    def add(self, new: NewProfile, *, overwrite: bool = False) -> str:
        """Add a profile as `add_profile`; return where its secret is kept, in words. Blocks."""
        from wizard.client.secret_store import NoKeyring

        try:
            message = add_profile(open_profiles(), new, overwrite=overwrite)
        except NoKeyring as error:
            text = _("The profile was not added: {reason}. Choose the file instead.")
            raise BcwError(text.format(reason=error)) from error
        if new.name == _get_name(self._context):
            self._context.refresh()
        return message

    def remove(self, name: str) -> str:
        """Remove an added profile and its secret; return what to say, or ``""``. Blocks. Raises BcwError."""
        from wizard.client.secret_store import SecretStore

        file = open_profiles()
        removed = file.remove(name)
        if name == _get_name(self._context):
            self._context.refresh()
        return SecretStore(file).delete(removed)

    def test(self, name: str) -> Sequence[str]:
        """Ask a profile's service who its key belongs to, as `test_profile`. Blocks. Raises `BcwError`."""
        context = ProfileContext(self._context.environ, name=name)
        own = context.is_own_sandbox
        return test_profile(self._context.own_sandbox() if own else context.ready_profile())

    def remarks(self) -> Sequence[str]:
        """Return which files with secrets others can read. Never blocks; raises nothing."""
        notes = (note for each in iter_candidates(ProfileQuery(self._context.environ)) for note in each.notes)
        return tuple(dict.fromkeys(notes))

    def account(self) -> "AccountView | None":
        """Return the stored lists of the account, or ``None``. Never blocks; raises nothing."""
        try:
            known = self._context.profile
        except ProfileError:
            return None
        if known.is_sandbox or known.key in self._fetched:
            return self._fetched.get(known.key)
        lists = load_lists(known.key)
        return None if lists is None else _make_view(lists)

    def refresh_account(self) -> "AccountView | None":
        """Fetch the lists of the account; ``None`` for the sandbox. Blocks. Raises `BcwError`."""
        known = self._context.profile
        if known.is_sandbox:
            return None
        self._fetched[known.key] = fetch_account(self._context.ready_profile())
        return self._fetched[known.key]


def describe_place(endpoint: object, key: str, region: object) -> list[str]:
    """Return endpoint, region and AccessKey ID, a line each."""
    lines = [_("Endpoint: {endpoint}").format(endpoint=escape_text(str(endpoint)))]
    if region:
        lines.append(_("Region: {region}").format(region=escape_text(str(region))))
    lines.append(_("AccessKey ID: {key}").format(key=escape_text(key)))
    return lines


def sandbox_source() -> str:
    return _("local, without an account")


def describe_environment_default() -> str:
    """Return why the key in the environment cannot be made the default."""
    return _(
        "The AccessKey in the environment cannot be the default. It takes precedence over every "
        "profile while it is set."
    )


def open_profiles(patience: float = PATIENCE) -> ProfileStore:
    """Return the profiles that the user added; ``patience`` is how long to wait for another process."""
    return ProfileStore(locations.profiles_file(), patience=patience)


def _to_choice(place: Candidate) -> ProfileChoice:
    profile, problem = place.profile, "" if place.problem is None else str(place.problem)
    if profile is None:
        return ProfileChoice(place.name, place.name, place.source, problem=problem, remarks=place.notes)
    region, key = profile.region or "", profile.credentials.access_key_id
    return ProfileChoice(
        place.name, profile.title, place.source, region, profile.endpoint, key, problem, place.notes
    )


def _get_name(context: ProfileContext) -> str:
    try:
        return context.found.name
    except ProfileError:
        return ""


@dataclass(frozen=True, slots=True)
class AccountView:
    """What an account can choose from."""

    account: AccountLists
    catalog: Catalog  # the bundled one, with the account's own types and images first
    when: str  # when the lists were fetched, in words
    notes: Mapping[str, str] = field(default_factory=dict)  # networks and billing methods of types


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
    return _make_view(lists.model_copy(update={"fetched_in_this_run": True}))


def _make_view(lists: AccountLists) -> AccountView:
    known, types, notes, images = load_builtin(), {}, {}, {}
    for each in lists.instance_types or ():
        builtin = known.instance_types.get(each.name)
        if each.vcpu and each.memory_gb:  # else the service did not say its size
            types[each.name] = replace(each, local_disk_gb=builtin.local_disk_gb if builtin else None)
        elif builtin is not None:
            types[each.name] = builtin
        if note := _describe_offer(each, lists):
            notes[each.name] = note
    for image in lists.images or ():
        title = image.title or (_("Custom image") if image.own else _("Official image"))
        images[image.id] = Image(image.id, title, image.platform)
    types = {**types, **known.instance_types, **types}
    catalog = replace(known, instance_types=types, images={**images, **known.images})
    return AccountView(lists, catalog, format_moment(lists.fetched_at), notes)


def _describe_offer(offered: InstanceType, lists: AccountLists) -> str:
    """Return the networks and billing methods of an instance type, in words."""
    networks = {
        (True, True): _("classic network or VPC"),
        (True, False): _("VPC only"),
        (False, True): _("classic network only"),
    }
    known = networks.get((bool(offered.vpc), bool(offered.classic)), "")
    spot = _("also Spot") if offered.name in (lists.spot_types or ()) else ""
    return join_items(filter(None, (known, spot)))


def make_context(region: str | None, view: AccountView | None, ignored: frozenset[str]) -> "Context":
    """Return the context of validation: the lists of an account, or the bundled ones."""
    from wizard.validation import Context

    if view is None:
        return Context(region=region, ignored=ignored)
    return Context(region, view.catalog, view.account, ignored)
