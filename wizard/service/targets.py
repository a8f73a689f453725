"""Where requests go, and as whom: credentials, targets, and the finders that look for one.

A target is found by the first of `FINDERS` that knows one. Another place to look, such as a file of saved
targets, is another function in that list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from wizard.service.endpoints import (
    check_region,
    parse_endpoint,
    public_endpoint,
    region_of_host,
)
from wizard.service.errors import BadCredentials, BadRegion, UnknownTarget
from wizard.service.texts import Sentence

__all__ = [
    "FINDERS",
    "KEY_ID",
    "KEY_SECRET",
    "REGION",
    "SANDBOX",
    "SANDBOX_KEY",
    "TOKEN",
    "Credentials",
    "Finder",
    "Target",
    "Wanted",
    "find_target",
    "from_environment",
    "on_loopback",
    "sandbox_target",
]

KEY_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID"
KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"
REGION = "ALIBABA_CLOUD_REGION_ID"

SANDBOX = "sandbox"
"""The name of the sandbox's target."""
SANDBOX_KEY = "sandbox"
"""Both halves of the sandbox's key pair."""

_LONGEST_ACCOUNT = 12


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key; a representation never shows its secret.

    Attributes:
        access_key_id: names the key, and is no secret.
        access_key_secret: signs; never sent.
        security_token: that of temporary (STS) credentials, or None.
        source: where the key was found, in words.

    Raises:
        BadCredentials: a part holds what no HTTP header can carry as it stands.
    """

    access_key_id: str
    access_key_secret: str = field(repr=False)
    security_token: str | None = field(default=None, repr=False)
    source: str = ""

    def __post_init__(self) -> None:
        parts = {KEY_ID: self.access_key_id, KEY_SECRET: self.access_key_secret, TOKEN: self.security_token}
        for what, value in parts.items():
            if value is not None and not _is_visible_ascii(value):
                raise BadCredentials("credentials.malformed", what=what, source=self.source)
        if ":" in self.access_key_id:
            raise BadCredentials("credentials.malformed", what=KEY_ID, source=self.source)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown, wherever it turns up; the sandbox's own, which anybody knows, is none."""
        parts = (self.access_key_secret, self.security_token)
        return tuple(part for part in parts if part and part != SANDBOX_KEY)


@dataclass(frozen=True, slots=True)
class Target:
    """One account in one region behind one endpoint.

    Attributes:
        name: `sandbox`, the name under which it was saved, or the id of the key.
        endpoint: `https://host[:port]`, or `http://…` on this machine; given in any form that
            `parse_endpoint` takes.
        region: its id, or None for a local service that was given none.
        credentials: who asks.
        is_sandbox: whether it is a local service with the sandbox's key: nothing costs anything.

    Raises:
        BadEndpoint, InsecureEndpoint, BadRegion: the endpoint or the region is not fit.
    """

    name: str
    endpoint: str
    region: str | None
    credentials: Credentials
    is_sandbox: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "endpoint", parse_endpoint(self.endpoint).url)
        if self.region is not None:
            object.__setattr__(self, "region", check_region(self.region))

    @property
    def host(self) -> str:
        """Host and port of the endpoint."""
        return parse_endpoint(self.endpoint).netloc

    @property
    def loopback(self) -> bool:
        """Whether the endpoint is on this machine."""
        return parse_endpoint(self.endpoint).loopback

    @property
    def title(self) -> str:
        """The target in a few words, for a header: `sandbox`, or account, region and host."""
        if self.is_sandbox:
            return Sentence("target.sandbox").text
        account = self.name if len(self.name) <= _LONGEST_ACCOUNT else f"{self.name[:4]}…{self.name[-4:]}"
        return Sentence(
            "target.real", {"account": account, "region": self.region or "–", "host": self.host}
        ).text

    @property
    def notice(self) -> Sentence | None:
        """What to know about the target before anything is sent to it; None for the sandbox.

        Source: the vendor's documentation is titled "(Deprecated)", https://www.alibabacloud.com/help/en/batchcompute
        """
        return None if self.is_sandbox else Sentence("target.deprecated")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the caller asked for, as the finders see it; an empty text is absent.

    Attributes:
        environ: the environment variables.
        endpoint: an address to use in place of the public one.
        region: an id that stands over that of the place where the key is found.
        name: the only target that will do.
    """

    environ: Mapping[str, str] = field(repr=False)
    endpoint: str | None = None
    region: str | None = None
    name: str | None = None

    def variable(self, name: str) -> str | None:
        """The trimmed value of an environment variable; None when it is empty or not set."""
        return self.environ.get(name, "").strip() or None


Finder: TypeAlias = Callable[[Wanted], Target | None]


def from_environment(wanted: Wanted) -> Target | None:
    """The target that the ALIBABA_CLOUD_… variables name.

    Raises:
        BadCredentials: there is half a key pair, or a token without one.
        BadEndpoint, InsecureEndpoint, BadRegion: the endpoint or the region is not fit, or there is none.
    """
    if wanted.name is not None:
        return None
    key_id, secret, token = (wanted.variable(name) for name in (KEY_ID, KEY_SECRET, TOKEN))
    if key_id is None and secret is None and token is None:
        return None
    if key_id is None or secret is None:
        given = KEY_ID if key_id else KEY_SECRET if secret else TOKEN
        missing = KEY_SECRET if key_id else KEY_ID
        raise BadCredentials("credentials.half", given=given, missing=missing)
    source = Sentence("source.environment").text
    credentials = Credentials(key_id, secret, token, source)
    region = wanted.region or wanted.variable(REGION)
    if wanted.endpoint is not None:
        endpoint = parse_endpoint(wanted.endpoint)
        region = region or region_of_host(endpoint.host)
        if endpoint.loopback:
            sandbox = key_id == secret == SANDBOX_KEY
            name = SANDBOX if sandbox else key_id
            return Target(name, endpoint.url, region, credentials, is_sandbox=sandbox)
    if region is None:
        raise BadRegion("region.missing", source=source)
    return Target(key_id, wanted.endpoint or public_endpoint(region), region, credentials)


def on_loopback(wanted: Wanted) -> Target | None:
    """The sandbox behind a given endpoint on this machine, with the sandbox's own key.

    Raises:
        BadCredentials: the endpoint is on another machine, which wants a key.
        BadEndpoint, InsecureEndpoint, BadRegion: the endpoint or the region is not fit.
    """
    if wanted.endpoint is None or wanted.name not in (None, SANDBOX):
        return None
    endpoint = parse_endpoint(wanted.endpoint)
    if not endpoint.loopback:
        raise BadCredentials("credentials.none", host=endpoint.netloc)
    return sandbox_target(endpoint.url, region=wanted.region or wanted.variable(REGION))


FINDERS: tuple[Finder, ...] = (from_environment, on_loopback)
"""Where a target is looked for, in this order."""


def find_target(
    environ: Mapping[str, str],
    *,
    endpoint: str | None = None,
    region: str | None = None,
    name: str | None = None,
    finders: Sequence[Finder] = FINDERS,
) -> Target | None:
    """The target to use; None when there are no credentials, and the sandbox is to be started.

    Args:
        environ: the environment variables.
        endpoint: an address to use in place of the public one of the region.
        region: an id that stands over ALIBABA_CLOUD_REGION_ID.
        name: the name of a target; `sandbox` is the sandbox even where there are credentials.
        finders: where to look, in this order.

    Raises:
        TargetError: what there is does not make a target: half a key pair, no region, an address that is
            none or not safe, a name that nobody knows.
    """
    wanted = Wanted(environ, endpoint=endpoint or None, region=region or None, name=name or None)
    for find in finders:
        target = find(wanted)
        if target is not None:
            return target
    if wanted.name not in (None, SANDBOX):
        raise UnknownTarget("target.unknown", name=ascii(wanted.name))
    return None


def sandbox_target(endpoint: str, *, region: str | None = None) -> Target:
    """The target of a sandbox that listens at `endpoint`.

    Raises:
        BadEndpoint, InsecureEndpoint, BadRegion: the endpoint or the region is not fit.
    """
    key = Credentials(SANDBOX_KEY, SANDBOX_KEY, source=Sentence("source.sandbox").text)
    return Target(SANDBOX, endpoint, region, key, is_sandbox=True)


def _is_visible_ascii(text: str) -> bool:
    return bool(text) and all("!" <= char <= "~" for char in text)
