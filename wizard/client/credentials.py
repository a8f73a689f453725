"""Access keys and profiles (account, region, endpoint). `wizard.client.profiles` finds them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from wizard.client.endpoints import check_region, parse_endpoint
from wizard.client.errors import ProfileError
from wizard.i18n import N_, _
from wizard.text import is_quoted

KEY_ID = "ALIBABA_CLOUD_ACCESS_KEY_ID"
KEY_SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET"
TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN"
REGION = "ALIBABA_CLOUD_REGION_ID"

SANDBOX = "sandbox"
"""Name of the sandbox's profile."""
SANDBOX_KEY = "sandbox"
"""AccessKey ID and secret of the sandbox."""
SANDBOX_TITLE = N_("sandbox (local, free)")

_VISIBLE = re.compile(r"[!-~]+")
_PARTS = {
    "access_key_id": ("key_id", N_("AccessKey ID")),
    "access_key_secret": ("secret", N_("AccessKey secret")),
    "security_token": ("token", N_("STS token")),
}
"""For each attribute of a key, the part that errors name, and its name for users."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """An access key; its representation never shows a secret.

    ``unlock`` returns the same key with its secret, where reading it may take a moment (a keyring). Raises
    ProfileError: a part is quoted, or no HTTP header can carry it.
    """

    access_key_id: str
    access_key_secret: str = field(default="", repr=False)  # empty while the key is locked
    security_token: str | None = field(default=None, repr=False)
    source: str = ""  # where it was found; empty for one that the user is entering
    unlock: "Callable[[], Credentials] | None" = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        for attribute, (part, name) in _PARTS.items():
            value = getattr(self, attribute)
            if value is None or (part == "secret" and not value and self.unlock):
                continue
            if is_quoted(value.strip()):
                text = _("{part} is enclosed in quotation marks. Remove them.")
            elif not value and not self.source:
                text = _("{part} is missing. Copy it from where the key was created.")
            elif not value or not _VISIBLE.fullmatch(value) or (part == "key_id" and ":" in value):
                text = _("{part} is empty or contains an invalid character such as a space. Copy it again.")
            else:
                continue
            subject = f"{_(name)} ({self.source})" if self.source else _(name)
            raise ProfileError(text.format(part=subject), part=part)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What to mask everywhere; the sandbox's key, which is public, is not."""
        parts = (self.access_key_secret, self.security_token)
        return tuple(part for part in parts if part and part != SANDBOX_KEY)


@dataclass(frozen=True, slots=True)
class Profile:
    """An account in a region behind an endpoint."""

    name: str  # ``sandbox``, the name under which it was saved or found, or the AccessKey ID
    endpoint: str  # ``https://host[:port]``, or ``http://…`` on this machine
    region: str | None  # region id, None for a local service without one
    credentials: Credentials
    is_sandbox: bool = False  # whether it is a local service with the sandbox's key: nothing is billed
    file: str = ""  # the database of this process's sandbox, else empty

    def __post_init__(self) -> None:
        object.__setattr__(self, "endpoint", parse_endpoint(self.endpoint).url)
        if self.region is not None:
            object.__setattr__(self, "region", check_region(self.region))

    @property
    def host(self) -> str:
        """Host and port of the endpoint."""
        return parse_endpoint(self.endpoint).netloc

    @property
    def is_loopback(self) -> bool:
        return parse_endpoint(self.endpoint).is_loopback

    @property
    def title(self) -> str:
        """Short description for a header: the sandbox, or account, region and host."""
        if self.is_sandbox:
            return _(SANDBOX_TITLE)
        name = self.name
        if name == self.credentials.access_key_id and len(name) > 12:
            name = f"{name[:4]}…{name[-4:]}"
        return f"{name} · {self.region or '–'} · {self.host}"

    @property
    def notice(self) -> str:
        """What to know before sending anything; empty for the sandbox.

        Source: the vendor's documentation is titled "(Deprecated)",
        https://www.alibabacloud.com/help/en/batchcompute
        """
        if self.is_sandbox:
            return ""
        return _(
            "Alibaba Cloud has deprecated BatchCompute: it may reject new accounts, and may be shut down."
        )

    @property
    def key(self) -> tuple[str, str, str]:
        """What identifies the profile whatever its name: endpoint, region, AccessKey ID."""
        return self.endpoint, self.region or "", self.credentials.access_key_id

    def unlock(self) -> "Profile":
        """Return the profile with its secret; may take a moment.

        Raises ProfileError: the secret cannot be read.
        """
        unlock = self.credentials.unlock
        return self if unlock is None else replace(self, credentials=unlock())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile found somewhere, usable or not."""

    name: str  # name for ``--profile``
    source: str
    profile: Profile | None = None  # the profile, perhaps still locked; None if it cannot be used
    problem: ProfileError | None = None
    notes: tuple[str, ...] = ()
    is_current: bool = True  # whether its program would use it itself

    def fill(self, make: Callable[[], Profile]) -> "Candidate":
        """Return the candidate with the profile that a function makes, or with its ProfileError."""
        try:
            return replace(self, profile=make())
        except ProfileError as error:
            return replace(self, problem=error)


def make_sandbox_profile(endpoint: str, *, region: str | None = None, file: str = "") -> Profile:
    """Return the profile of a sandbox that listens at an endpoint."""
    key = Credentials(SANDBOX_KEY, SANDBOX_KEY, source=_("sandbox"))
    return Profile(SANDBOX, endpoint, region, key, is_sandbox=True, file=file)
