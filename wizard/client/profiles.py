"""Find the profile of a run.

Order: the profile named by the user; the environment; the saved profile that is selected or the only one; the
current `aliyun` profile; the configuration of `bcs`. A profile that is named or configured but cannot be used
is an error, never a reason to use another account or the sandbox.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from wizard.client.credentials import (
    KEY_ID,
    KEY_SECRET,
    REGION,
    SANDBOX,
    SANDBOX_KEY,
    TOKEN,
    Candidate,
    Credentials,
    Profile,
    make_sandbox_profile,
)
from wizard.client.endpoints import (
    Endpoint,
    change_region,
    check_region,
    find_region,
    get_public_endpoint,
    parse_endpoint,
)
from wizard.client.errors import ProfileError
from wizard.client.external import NoAccessKey, describe_permissions, find_aliyun_profiles, find_bcs_profiles
from wizard.errors import StorageError
from wizard.i18n import _, join_names
from wizard.models.profile import SavedProfile
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

ENVIRONMENT = "environment"
"""Name of the profile in the environment variables."""
ENDPOINT = "BATCHCOMPUTE_ENDPOINT"
ALIYUN_PROFILE = ("ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE")
"""Variables that select an `aliyun` profile, in the order in which that command reads them."""
IGNORE_ALIYUN = "ALIBABA_CLOUD_IGNORE_PROFILE"
"""Variable that hides the `aliyun` profiles if it is TRUE."""


@dataclass(frozen=True, slots=True)
class ProfileQuery:
    """What the user asked for. An empty string, as of an unset variable of a script, is an invalid value."""

    environ: Mapping[str, str] = field(repr=False)
    endpoint: str | None = None
    region: str | None = None
    name: str | None = None

    def get_variable(self, name: str) -> str | None:
        """Return the value of an environment variable, None if unset or blank."""
        return self.environ.get(name, "").strip() or None

    @property
    def aliyun_variable(self) -> str | None:
        """The variable that selects an `aliyun` profile, if any."""
        return None if self.is_aliyun_ignored else next(filter(self.get_variable, ALIYUN_PROFILE), None)

    @property
    def is_aliyun_ignored(self) -> bool:
        """Whether the environment hides the `aliyun` profiles."""
        return (self.get_variable(IGNORE_ALIYUN) or "").upper() == "TRUE"

    def parse_endpoint(self) -> Endpoint | None:
        """Return the endpoint to use instead of the profile's, from the user or the environment."""
        if self.endpoint is not None:
            return parse_endpoint(self.endpoint)
        given = self.get_variable(ENDPOINT)
        try:
            return None if given is None else parse_endpoint(given)
        except ProfileError as error:
            text = _("The variable {variable} cannot be used: {problem}")
            raise ProfileError(text.format(variable=ENDPOINT, problem=error), part=error.part) from error


@dataclass(frozen=True, slots=True)
class ResolvedProfile:
    """The profile of a run."""

    profile: Profile | None  # the profile; None for the sandbox in this process
    notes: tuple[str, ...] = ()  # what the user should know: skipped profiles, files that others can read
    name: str = SANDBOX
    is_selected: bool = False  # whether the user selected the sandbox, rather than no profile being found


def find_profile(query: ProfileQuery) -> ResolvedProfile:
    """Return the profile to use; the sandbox if there are no credentials.

    Raises ProfileError: the profile that would be used cannot be: unknown name, half a key pair, no region,
    an invalid or insecure endpoint.
    """
    if query.name is not None:
        return _find_named(query, query.name)
    environment = _read_environment(query)
    if environment is not None:
        return _check_aliyun_variable(_use(environment), query)
    address = query.parse_endpoint()
    if address is not None and address.is_loopback:
        # A key found by chance is not sent to whatever listens on this machine.
        return ResolvedProfile(_find_local_sandbox(address, query))
    saved = ProfileStore(locations.profiles_file())
    try:
        known, selected = saved.all(), saved.current()
    except StorageError as error:
        raise _make_unreadable_error(error) from error
    if selected is not None:
        return _check_aliyun_variable(_find_named(query, selected, is_default=True), query)
    if len(known) > 1:
        text = _(
            "No profile is selected; there are several: {names}. Select one with: bcw profiles use NAME, or "
            "pass --profile NAME."
        )
        raise ProfileError(text.format(names=join_names(known)))
    if known:
        return _check_aliyun_variable(_use(_read_saved(saved, next(iter(known.values())), query)), query)
    return _use_external(query, address)


def iter_candidates(query: ProfileQuery) -> Iterator[Candidate]:
    """Yield every profile found, usable or not, in the order of preference; ``query.name`` is ignored."""
    environment = _read_environment(query)
    if environment is not None:
        yield environment
    saved = ProfileStore(locations.profiles_file())
    try:
        for each in saved.all().values():
            yield _read_saved(saved, each, query)
    except StorageError as error:
        source = _("saved profiles ({path})").format(path=saved.path)
        yield Candidate("", source, problem=_make_unreadable_error(error))
    yield from _find_external(query)


def _find_named(query: ProfileQuery, name: str, *, is_default: bool = False) -> ResolvedProfile:
    if name == SANDBOX:
        address = query.parse_endpoint()
        if address is None or not (query.endpoint or address.is_loopback):
            return ResolvedProfile(None, is_selected=True)
        return ResolvedProfile(_find_local_sandbox(address, query), is_selected=True)
    if query.is_aliyun_ignored and (name == "aliyun" or name.startswith("aliyun:")):
        text = _("{name} is an aliyun profile, and {variable} is TRUE. Unset {variable} to use it.")
        raise ProfileError(text.format(name=ascii(name), variable=IGNORE_ALIYUN))
    known = list(iter_candidates(query))
    for each in known:
        if each.name == name or (name == "aliyun" and each.name.startswith("aliyun:") and each.is_current):
            return _use(each)
    if is_default:
        text = _("The selected profile {name} no longer exists. Select another: bcw profiles use NAME")
        raise ProfileError(text.format(name=ascii(name)))
    for each in known:
        if not each.name and each.problem is not None:
            raise each.problem
    names = join_names([SANDBOX, *(each.name for each in known if each.name)])
    raise ProfileError(_("No profile named {name}. Profiles: {names}.").format(name=ascii(name), names=names))


def _use(candidate: Candidate) -> ResolvedProfile:
    if candidate.problem is not None:
        raise candidate.problem
    return ResolvedProfile(candidate.profile, candidate.notes, candidate.name)


def _check_aliyun_variable(found: ResolvedProfile, query: ProfileQuery) -> ResolvedProfile:
    """Return the profile, with a note if a variable selects an `aliyun` profile that comes later."""
    variable = query.aliyun_variable
    if variable is None or found.name == f"aliyun:{query.get_variable(variable)}":
        return found
    if found.name != ENVIRONMENT:
        for each in _find_external(query):
            if each.name.startswith("aliyun") and each.is_current and each.problem is not None:
                raise _make_unusable_error(each, each.problem, query)
    text = _("{variable} selects the profile {profile}, but {name} comes first and is used.")
    note = text.format(variable=variable, profile=ascii(query.get_variable(variable)), name=found.name)
    return replace(found, notes=(*found.notes, note))


def _use_external(query: ProfileQuery, address: Endpoint | None) -> ResolvedProfile:
    """Return the profile of another program; one without any key is skipped unless it is named."""
    skipped: list[str] = []
    for each in _find_external(query):
        if not each.is_current:
            continue
        if each.problem is None:
            return ResolvedProfile(each.profile, (*skipped, *each.notes), each.name)
        is_named = query.aliyun_variable is not None and each.name.startswith("aliyun")
        if is_named or not isinstance(each.problem, NoAccessKey):
            raise _make_unusable_error(each, each.problem, query)
        text = _("Skipped {source}: {problem}.")
        skipped.append(text.format(source=each.source, problem=str(each.problem).rstrip(".")))
    if address is not None:
        raise _make_no_key_error(address)
    return ResolvedProfile(None, tuple(skipped))


def _find_local_sandbox(endpoint: Endpoint, query: ProfileQuery) -> Profile:
    if not endpoint.is_loopback:
        raise _make_no_key_error(endpoint)
    return make_sandbox_profile(endpoint.url, region=query.region or query.get_variable(REGION))


def _read_environment(query: ProfileQuery) -> Candidate | None:
    key_id, secret, token = (query.get_variable(name) for name in (KEY_ID, KEY_SECRET, TOKEN))
    if key_id is None and secret is None and token is None:
        return None
    source = _("environment variables ({variable})").format(variable=KEY_ID)

    def make() -> Profile:
        if key_id is None or secret is None:
            given = KEY_ID if key_id else KEY_SECRET if secret else TOKEN
            text = _(
                "{given} is set, but {missing} is not. Set {missing} too, or unset {given} to use the "
                "sandbox."
            )
            raise ProfileError(text.format(given=given, missing=KEY_SECRET if key_id else KEY_ID))
        return _make_profile(query, key_id, Credentials(key_id, secret, token, source))

    return Candidate(ENVIRONMENT, source).fill(make)


def _read_saved(file: ProfileStore, saved: SavedProfile, query: ProfileQuery) -> Candidate:
    source = _("saved profiles ({path})").format(path=file.path)
    if saved.keep == "keyring":
        source = _("saved profiles ({path}), secret in the system keyring").format(path=file.path)
    notes = describe_permissions(file.credentials, saved.access_key_id) if saved.keep == "file" else ()

    def unlock() -> Credentials:
        from wizard.client.secret_store import SecretStore

        secret = SecretStore(file).get(saved)
        return Credentials(saved.access_key_id, secret.secret, secret.token or None, source)

    def make() -> Profile:
        key = Credentials(saved.access_key_id, source=source, unlock=unlock)
        if saved.access_key_id == SANDBOX_KEY and saved.keep == "file":
            key = unlock()  # only the whole key pair shows that nothing is billed
        return _make_profile(query, saved.name, key, saved.region, saved.endpoint)

    return Candidate(saved.name, source, notes=notes).fill(make)


def _find_external(query: ProfileQuery) -> list[Candidate]:
    """Return the profiles of other programs."""
    make = partial(_make_profile, query)
    variable = query.aliyun_variable
    selected = query.get_variable(variable) if variable else None
    profiles = [] if query.is_aliyun_ignored else find_aliyun_profiles(make, current=selected)
    return [*profiles, *find_bcs_profiles(make)]


def _make_profile(
    query: ProfileQuery, name: str, credentials: Credentials, region: str = "", endpoint: str = ""
) -> Profile:
    """Return the profile of a key, with the region and endpoint of the query, else its own."""
    given = query.parse_endpoint()
    wanted = (find_region(given.host) if given else None) or region or query.get_variable(REGION)
    if query.region is not None:
        wanted = check_region(query.region)
    if given is not None:
        endpoint = given.url
    if endpoint and query.region and not query.endpoint:
        endpoint = change_region(endpoint, query.region)
    is_local = bool(endpoint) and parse_endpoint(endpoint).is_loopback
    if not wanted and not is_local:
        text = _(
            "No region is set for the AccessKey in {source}. Set ALIBABA_CLOUD_REGION_ID, or pass "
            "--region, for example --region cn-hangzhou."
        )
        raise ProfileError(text.format(source=credentials.source), part="region")
    is_sandbox = is_local and credentials.access_key_id == credentials.access_key_secret == SANDBOX_KEY
    if is_sandbox:
        name = SANDBOX
    elif is_local and name == SANDBOX:
        name = ENVIRONMENT  # the journal identifies sandboxes by their name, and this key may be billed
    endpoint = endpoint or get_public_endpoint(wanted or "")
    return Profile(name, endpoint, wanted or None, credentials, is_sandbox=is_sandbox)


def _make_unreadable_error(error: StorageError) -> ProfileError:
    text = _("{reason} Until then, name another profile, for example --profile sandbox.")
    return ProfileError(text.format(reason=error))


def _make_no_key_error(endpoint: Endpoint) -> ProfileError:
    text = _(
        "{host} requires an AccessKey, and none was found. Set ALIBABA_CLOUD_ACCESS_KEY_ID and "
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET, or add a profile: bcw profiles add"
    )
    return ProfileError(text.format(host=endpoint.netloc))


def _make_unusable_error(found: Candidate, problem: ProfileError, query: ProfileQuery) -> ProfileError:
    """Return the error for a configured or named key of another program that cannot be used."""
    variable = query.aliyun_variable
    text = _("The configured account cannot be used: {source}: {problem}. Fix this, or use another profile:")
    if found.name.startswith("aliyun") and variable:
        text = _(
            "The profile selected by {variable} cannot be used: {source}: {problem}. Fix this, unset "
            "{variable}, or use another profile:"
        )
    advice = _("bcw profiles use NAME, or --profile sandbox once.")
    if found.name.startswith("aliyun"):
        advice = _(
            "bcw profiles use NAME, or --profile sandbox once. {ignore}=TRUE hides all aliyun profiles."
        )
    message = f"{text} {advice}".format(
        source=found.source, problem=str(problem).rstrip("."), variable=variable, ignore=IGNORE_ALIYUN
    )
    return ProfileError(message)
