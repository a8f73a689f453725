"""Looking for the target of a run: named by the user, or the first place that has one.

The order: the name that the user gave; the environment; the target that was chosen or added; a profile of
`aliyun`; the configuration of `bcs`. A place that is named or configured but cannot be used is an error: no
other account and no sandbox is used in its place. Only one without any key is passed over, with a remark.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wizard.client.endpoints import Endpoint, in_region, parse_endpoint, public_endpoint, region_of_host
from wizard.client.errors import BadCredentials, BadEndpoint, BadRegion, TargetError, UnknownTarget
from wizard.client.foreign import Foreign, aliyun_profiles, bcs_configuration, open_to_others
from wizard.client.targets import (
    ENDPOINT,
    KEY_ID,
    KEY_SECRET,
    REGION,
    SANDBOX,
    SANDBOX_KEY,
    TOKEN,
    Credentials,
    Target,
    sandbox_target,
)
from wizard.client.texts import Sentence
from wizard.errors import StorageError
from wizard.models.profile import SavedProfile
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

__all__ = [
    "ENVIRONMENT",
    "IGNORE_PROFILE",
    "PROFILES",
    "Found",
    "Place",
    "Wanted",
    "find_target",
    "places",
    "search",
]

ENVIRONMENT = "environment"
"""What `--target` calls the key in the environment."""
PROFILES = ("ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE")
"""The variables that name a profile of `aliyun`, in the order in which that command reads them."""
IGNORE_PROFILE = "ALIBABA_CLOUD_IGNORE_PROFILE"
"""The variable that, set to TRUE, hides the profiles of `aliyun`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asked for; an empty text is absent.

    Attributes:
        environ: the environment variables.
        endpoint: an address to use in place of the target's own.
        region: an id that stands over that of the place where the key is found.
        name: the only target that will do.
        home: the home folder, where other programs keep their keys.
    """

    environ: Mapping[str, str] = field(repr=False)
    endpoint: str | None = None
    region: str | None = None
    name: str | None = None
    home: Path = field(default_factory=locations.home_folder)

    def variable(self, name: str) -> str | None:
        """The trimmed value of an environment variable; None when it is empty or not set."""
        return self.environ.get(name, "").strip() or None

    @property
    def profile_variable(self) -> str | None:
        """The variable that names a profile of `aliyun`; None when none does, or when they are ignored."""
        return None if self.ignores_profiles else next(filter(self.variable, PROFILES), None)

    @property
    def ignores_profiles(self) -> bool:
        """Whether the environment hides the profiles of `aliyun`."""
        return (self.variable(IGNORE_PROFILE) or "").upper() == "TRUE"

    def address(self) -> Endpoint | None:
        """The endpoint to use in place of the target's own: the caller's, else that of the environment.

        Raises:
            BadEndpoint, InsecureEndpoint: it is not fit.
        """
        if self.endpoint is not None:
            return parse_endpoint(self.endpoint)
        given = self.variable(ENDPOINT)
        if given is None:
            return None
        try:
            return parse_endpoint(given)
        except TargetError as error:
            raise BadEndpoint("endpoint.variable", variable=ENDPOINT, problem=error.sentence) from error


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a target stands.

    Attributes:
        name: what `--target` calls it.
        source: where it was found.
        target: the target, its secret perhaps still locked; None where it cannot be used.
        problem: why it cannot, or None.
        remarks: what the user should know about it.
        chosen: whether it is the one that its place would have used.
    """

    name: str
    source: Sentence
    target: Target | None = None
    problem: TargetError | None = None
    remarks: tuple[Sentence, ...] = ()
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """The target of a run.

    Attributes:
        target: the target; None when the sandbox is to be started.
        remarks: what the user should know: places that were passed over, files that are open to others.
        name: what `--target` calls the place where it was found.
        chosen: whether the user chose or named it, rather than that it was the first to be found.
    """

    target: Target | None
    remarks: tuple[Sentence, ...] = ()
    name: str = SANDBOX
    chosen: bool = False


def find_target(
    environ: Mapping[str, str],
    *,
    endpoint: str | None = None,
    region: str | None = None,
    name: str | None = None,
) -> Target | None:
    """The target to use; None when there are no credentials, and the sandbox is to be started.

    Args:
        environ: the environment variables.
        endpoint: an address to use in place of the target's own.
        region: an id that stands over that of the place where the key is found.
        name: the name of a target; `sandbox` is the sandbox even where there are credentials.

    Raises:
        TargetError: what there is does not make a target: half a key pair, no region, an address that is
            none or not safe, a name that nobody knows.
    """
    return search(Wanted(environ, endpoint or None, region or None, name or None)).target


def search(wanted: Wanted) -> Found:
    """The target to use, and what there is to know about how it was found.

    Raises:
        TargetError: see `find_target`.
    """
    if wanted.name is not None:
        return _named(wanted, wanted.name)
    environment = _environment(wanted)
    if environment is not None:
        return _unless_profile(_used(environment), wanted)
    address = wanted.address()
    if address is not None and address.loopback:
        # A key that merely lies about does not go to whatever listens on this machine.
        return Found(_local(address, wanted))
    saved = ProfileStore(locations.profiles_file())
    try:
        known, chosen = saved.all(), saved.current()
    except StorageError as error:
        raise UnknownTarget("target.unreadable", reason=str(error)) from error
    if chosen is not None:
        return _unless_profile(_named(replace(wanted, name=chosen), chosen, by_choice=True), wanted)
    if len(known) > 1:
        raise UnknownTarget("target.choose", names=", ".join(known))
    if known:
        return _unless_profile(_used(_saved(saved, next(iter(known.values())), wanted)), wanted)
    return _foreign_found(wanted, address)


def places(wanted: Wanted) -> Iterator[Place]:
    """Every place where a target stands, usable or not, in the order in which they are looked at.

    The name that the caller wants does not matter.
    """
    environment = _environment(wanted)
    if environment is not None:
        yield environment
    saved = ProfileStore(locations.profiles_file())
    try:
        for each in saved.all().values():
            yield _saved(saved, each, wanted)
    except StorageError as error:
        source = Sentence("source.saved", {"path": str(saved.path)})
        yield Place("", source, problem=UnknownTarget("target.unreadable", reason=str(error)))
    yield from (_foreign(each, wanted) for each in _foreign_keys(wanted))


def _named(wanted: Wanted, name: str, *, by_choice: bool = False) -> Found:
    """The place of that name."""
    if name == SANDBOX:
        address = wanted.address()
        if address is None or (wanted.endpoint is None and not address.loopback):
            return Found(None, chosen=True)
        return Found(_local(address, wanted), chosen=True)
    if wanted.ignores_profiles and (name == "aliyun" or name.startswith("aliyun:")):
        raise UnknownTarget("target.ignored", name=ascii(name), variable=IGNORE_PROFILE)
    known = list(places(wanted))
    for place in known:
        if place.name == name or (name == "aliyun" and place.name.startswith("aliyun:") and place.chosen):
            return _used(place)
    if by_choice:
        raise UnknownTarget("target.chosen_gone", name=ascii(name))
    for place in known:
        if not place.name and place.problem is not None:
            raise place.problem
    names = ", ".join([SANDBOX, *(place.name for place in known if place.name)])
    raise UnknownTarget("target.unknown", name=ascii(name), names=names)


def _used(place: Place) -> Found:
    if place.target is None:
        raise place.problem or UnknownTarget("target.unknown", name=ascii(place.name), names=SANDBOX)
    return Found(place.target, place.remarks, place.name)


def _unless_profile(found: Found, wanted: Wanted) -> Found:
    """The target, with a remark if the environment names a profile that comes after it.

    Raises:
        UnknownTarget: that profile cannot be used, and the user did not name the target in its place.
    """
    variable = wanted.profile_variable
    if variable is None or found.name == f"aliyun:{wanted.variable(variable)}":
        return found
    if found.name != ENVIRONMENT:
        for each in aliyun_profiles(wanted.home, chosen=wanted.variable(variable)):
            if each.chosen and (problem := _foreign(each, wanted).problem) is not None:
                raise _unusable(each.source, problem, wanted)
    remark = Sentence(
        "place.profile_unused",
        {"variable": variable, "profile": ascii(wanted.variable(variable)), "name": found.name},
    )
    return replace(found, remarks=(*found.remarks, remark))


def _foreign_found(wanted: Wanted, address: Endpoint | None) -> Found:
    """The key of another program.

    Raises:
        UnknownTarget: the one that would be used cannot be.
    """
    passed: list[Sentence] = []
    for each in _foreign_keys(wanted):
        place = _foreign(each, wanted)
        if not place.chosen:
            continue
        if place.target is not None:
            return Found(place.target, (*passed, *place.remarks), place.name)
        if place.problem is not None:
            is_named = wanted.profile_variable is not None and each.name.startswith("aliyun")
            if is_named or place.problem.sentence.id != "place.empty":
                raise _unusable(place.source, place.problem, wanted)
            reason = str(place.problem).rstrip(".")
            passed.append(Sentence("place.passed_over", {"source": place.source, "problem": reason}))
    if address is not None:
        raise BadCredentials("credentials.none", host=address.netloc)
    return Found(None, tuple(passed))


def _unusable(source: Sentence, problem: TargetError, wanted: Wanted) -> UnknownTarget:
    """What to say of a place of another program that is configured or named but cannot be used."""
    sentence, variable = "place.unusable", wanted.profile_variable
    if source.id == "source.aliyun":
        sentence = "place.unusable_named" if variable else "place.unusable_profile"
    reason = str(problem).rstrip(".")
    return UnknownTarget(sentence, source=source, problem=reason, variable=variable, ignore=IGNORE_PROFILE)


def _local(endpoint: Endpoint, wanted: Wanted) -> Target:
    """The sandbox behind a given endpoint on this machine, with the sandbox's own key."""
    if not endpoint.loopback:
        raise BadCredentials("credentials.none", host=endpoint.netloc)
    return sandbox_target(endpoint.url, region=wanted.region or wanted.variable(REGION))


def _environment(wanted: Wanted) -> Place | None:
    """The key that the ALIBABA_CLOUD_… variables hold."""
    key_id, secret, token = (wanted.variable(name) for name in (KEY_ID, KEY_SECRET, TOKEN))
    if key_id is None and secret is None and token is None:
        return None
    source = Sentence("source.environment")
    try:
        if key_id is None or secret is None:
            given = KEY_ID if key_id else KEY_SECRET if secret else TOKEN
            raise BadCredentials("credentials.half", given=given, missing=KEY_SECRET if key_id else KEY_ID)
        credentials = Credentials(key_id, secret, token, source.text)
        return Place(ENVIRONMENT, source, _aimed(key_id, credentials, "", "", wanted))
    except TargetError as error:
        return Place(ENVIRONMENT, source, problem=error)


def _saved(file: ProfileStore, saved: SavedProfile, wanted: Wanted) -> Place:
    source = Sentence(
        "source.saved_keyring" if saved.keep == "keyring" else "source.saved", {"path": str(file.path)}
    )
    remarks: list[Sentence] = []
    if saved.keep == "file" and open_to_others(file.credentials):
        remarks.append(Sentence("place.open", {"path": str(file.credentials)}))

    def unlock() -> Credentials:
        from wizard.client.vault import Vault

        secret = Vault(file).fetch(saved)
        return Credentials(saved.access_key_id, secret.secret, secret.token or None, source.text)

    try:
        locked = Credentials(saved.access_key_id, source=source.text, unlock=unlock)
        if saved.access_key_id == SANDBOX_KEY and saved.keep == "file":
            locked = unlock()  # only the whole pair shows that nothing is billed
        target = _aimed(saved.name, locked, saved.region, saved.endpoint, wanted)
    except TargetError as error:
        return Place(saved.name, source, problem=error)
    return Place(saved.name, source, target, remarks=tuple(remarks))


def _foreign_keys(wanted: Wanted) -> list[Foreign]:
    variable = wanted.profile_variable
    named = wanted.variable(variable) if variable else None
    profiles = [] if wanted.ignores_profiles else aliyun_profiles(wanted.home, chosen=named)
    return [*profiles, *bcs_configuration(wanted.home)]


def _foreign(key: Foreign, wanted: Wanted) -> Place:
    try:
        if key.problem is not None:
            problem = BadCredentials(key.problem.id, **key.problem.values)
            return Place(key.name, key.source, problem=problem, remarks=key.remarks, chosen=key.chosen)
        credentials = Credentials(key.access_key_id, key.secret, key.token or None, key.source.text)
        target = _aimed(key.name, credentials, key.region, "", wanted)
    except TargetError as error:
        return Place(key.name, key.source, problem=error, remarks=key.remarks, chosen=key.chosen)
    return Place(key.name, key.source, target, remarks=key.remarks, chosen=key.chosen)


def _aimed(name: str, credentials: Credentials, region: str, endpoint: str, wanted: Wanted) -> Target:
    """A key on its way to where the caller wants it to go.

    Args:
        name: of the target.
        credentials: the key.
        region: the key's own region, or "".
        endpoint: the key's own endpoint, or "".
        wanted: what the caller asked for.

    Raises:
        TargetError: there is no region, or one of the two is not fit.
    """
    of_environment, given = wanted.variable(REGION), wanted.address()
    if given is not None:
        aim = wanted.region or region_of_host(given.host) or region or of_environment
        endpoint = given.url
        if wanted.region and wanted.endpoint is None:
            endpoint = in_region(endpoint, wanted.region)
    else:
        aim = wanted.region or region or of_environment
        if endpoint and wanted.region:
            endpoint = in_region(endpoint, wanted.region)
    if not endpoint and not aim:
        raise BadRegion("region.missing", source=credentials.source)
    endpoint = endpoint or public_endpoint(aim or "")
    if parse_endpoint(endpoint).loopback:
        if credentials.is_of_sandbox:
            return Target(SANDBOX, endpoint, aim, credentials, is_sandbox=True)
        # The journal tells sandboxes by this name; any other key pair may be billed.
        return Target(ENVIRONMENT if name == SANDBOX else name, endpoint, aim, credentials)
    if not aim:
        raise BadRegion("region.missing", source=credentials.source)
    return Target(name, endpoint, aim, credentials)
