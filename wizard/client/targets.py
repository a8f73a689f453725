"""Where requests go, and as whom: credentials and targets. `finders` looks for them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from wizard.client.endpoints import check_region, parse_endpoint
from wizard.client.errors import BadCredentials
from wizard.client.texts import Sentence
from wizard.text import is_quoted

__all__ = [
    "ENDPOINT",
    "KEY_ID",
    "KEY_SECRET",
    "REGION",
    "SANDBOX",
    "SANDBOX_KEY",
    "TOKEN",
    "Credentials",
    "Target",
    "sandbox_target",
]

KEY_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID"
KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"
REGION = "ALIBABA_CLOUD_REGION_ID"
ENDPOINT = "BATCHCOMPUTE_ENDPOINT"

SANDBOX = "sandbox"
"""The name of the sandbox's target."""
SANDBOX_KEY = "sandbox"
"""Both halves of the sandbox's key pair."""

_LONGEST_KEY = 12
_PARTS = {
    "access_key_id": "credentials.part.id",
    "access_key_secret": "credentials.part.secret",
    "security_token": "credentials.part.token",
}
_TYPED = {True: "credentials.typed.malformed", False: "credentials.typed.missing"}
"""What is said of a part that a person gave, by whether there was anything."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key; a representation never shows its secret.

    Attributes:
        access_key_id: names the key, and is no secret.
        access_key_secret: signs; never sent. Empty while the key is locked.
        security_token: that of temporary (STS) credentials, or None.
        source: where the key was found, in words; "" for one that a person gives right now.
        unlock: fetches the same key with its secret, where that takes a moment (a keyring); else None.

    Raises:
        BadCredentials: a part is enclosed in quotation marks, or holds what no HTTP header can carry.
    """

    access_key_id: str
    access_key_secret: str = field(default="", repr=False)
    security_token: str | None = field(default=None, repr=False)
    source: str = ""
    unlock: "Callable[[], Credentials] | None" = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        for part, what in _PARTS.items():
            value = getattr(self, part)
            if value is None or (part == "access_key_secret" and not value and self.unlock):
                continue
            if is_quoted(value.strip()):
                sentence = "credentials.quoted" if self.source else "credentials.typed.quoted"
                raise BadCredentials(sentence, what=Sentence(what), source=self.source)
            if not _is_visible_ascii(value) or (part == "access_key_id" and ":" in value):
                sentence = "credentials.malformed" if self.source else _TYPED[bool(value)]
                raise BadCredentials(sentence, what=Sentence(what), source=self.source)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not be shown, wherever it turns up; the sandbox's own, which anybody knows, is none."""
        parts = (self.access_key_secret, self.security_token)
        return tuple(part for part in parts if part and part != SANDBOX_KEY)

    @property
    def is_of_sandbox(self) -> bool:
        """Whether it is the sandbox's own key pair; a locked key is not."""
        return self.access_key_id == self.access_key_secret == SANDBOX_KEY

    def unlocked(self) -> "Credentials":
        """The key with its secret; may take a moment.

        Raises:
            BadCredentials: the secret cannot be had.
        """
        return self if self.unlock is None else self.unlock()


@dataclass(frozen=True, slots=True)
class Target:
    """One account in one region behind one endpoint.

    Attributes:
        name: `sandbox`, the name under which it was saved or found, or the id of the key.
        endpoint: `https://host[:port]`, or `http://…` on this machine; given in any form that
            `parse_endpoint` takes.
        region: its id, or None for a local service that was given none.
        credentials: who asks.
        is_sandbox: whether it is a local service with the sandbox's key pair: nothing is billed.
        file: where the clusters of the sandbox in this process are; "" for every other target.

    Raises:
        BadEndpoint, InsecureEndpoint, BadRegion: the endpoint or the region is not fit.
    """

    name: str
    endpoint: str
    region: str | None
    credentials: Credentials
    is_sandbox: bool = False
    file: str = ""

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
        name, key = self.name, self.credentials.access_key_id
        if name == key and len(name) > _LONGEST_KEY:
            name = f"{name[:4]}…{name[-4:]}"
        return Sentence(
            "target.real", {"account": name, "region": self.region or "–", "host": self.host}
        ).text

    @property
    def notice(self) -> Sentence | None:
        """What to know about the target before anything is sent to it; None for the sandbox.

        Source: the vendor's documentation is titled "(Deprecated)", https://www.alibabacloud.com/help/en/batchcompute
        """
        return None if self.is_sandbox else Sentence("target.deprecated")

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from every other target, whatever its name: endpoint, region, access key."""
        return self.endpoint, self.region or "", self.credentials.access_key_id

    def unlocked(self) -> "Target":
        """The target with its secret, ready to be asked; may take a moment.

        Raises:
            BadCredentials: the secret cannot be had.
        """
        if self.credentials.unlock is None:
            return self
        return replace(self, credentials=self.credentials.unlocked())


def sandbox_target(endpoint: str, *, region: str | None = None, file: str = "") -> Target:
    """The target of a sandbox that listens at `endpoint`.

    Args:
        endpoint: where.
        region: its region, if it was given one.
        file: where its clusters are, if it is the one in this process.

    Raises:
        BadEndpoint, InsecureEndpoint, BadRegion: the endpoint or the region is not fit.
    """
    key = Credentials(SANDBOX_KEY, SANDBOX_KEY, source=Sentence("source.sandbox").text)
    return Target(SANDBOX, endpoint, region, key, is_sandbox=True, file=file)


def _is_visible_ascii(text: str) -> bool:
    return bool(text) and all("!" <= char <= "~" for char in text)
