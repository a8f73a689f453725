"""Add and test a profile."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from wizard.client.credentials import Credentials, Profile
from wizard.client.endpoints import check_region, parse_endpoint, vpc_endpoint
from wizard.client.errors import ProfileError
from wizard.core.actions.context import make_client, title_of
from wizard.errors import BcwError, InvalidNameError, StorageError
from wizard.i18n import _
from wizard.models.profile import SavedProfile, Secret
from wizard.storage.profiles import ProfileStore
from wizard.text import escape_text

if TYPE_CHECKING:
    from wizard.client.api import Answer

VPC = "vpc"
"""The name of the region's endpoint inside a VPC."""
TEST_TIMEOUT = 20.0
_AGREE = timedelta(minutes=1)
_REFUSED = timedelta(minutes=15)
"""From here on the service refuses the date of a request."""

_PARTS = {
    "region": "region",
    "endpoint": "endpoint",
    "access_key_id": "key_id",
    "access_key_secret": "secret",
    "security_token": "token",
}
"""The attribute of a new profile that an error is about."""


class InvalidProfileError(BcwError):
    """A new profile has an invalid part.

    Attributes:
        part: The attribute of `NewProfile`.
    """

    def __init__(self, message: str, part: str) -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, slots=True)
class NewProfile:
    """A profile that the user adds.

    Attributes:
        endpoint: Its endpoint, ``vpc`` for the region's one inside a VPC, or ``""`` for the public one.
        token: The token of a temporary key, or ``""``.
        keep: Where to keep the secret; by default the keyring, or a file where there is none.
    """

    name: str
    region: str
    endpoint: str
    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)
    keep: Literal["", "keyring", "file"] | None = None


def is_temporary(key_id: str) -> bool:
    """Return whether an AccessKey is temporary (STS) and needs a token."""
    return key_id.startswith("STS.")


def add_profile(file: ProfileStore, new: NewProfile, *, replace: bool = False) -> tuple[SavedProfile, str]:
    """Store a profile and its secret; return it, and where its secret is, in words.

    Raises:
        NoKeyring: The keyring was asked for, and there is none.
        StorageError: The name is invalid or taken, or a file cannot be read or written.
        ProfileError: Key, region or endpoint are invalid.
    """
    from wizard.client.secret_store import SecretStore

    file.check_available(new.name, overwrite=replace)
    region = check_region(new.region)
    endpoint = parse_profile_endpoint(new.endpoint, region)
    Credentials(new.key_id, new.secret, new.token or ("" if is_temporary(new.key_id) else None))
    keep, message = SecretStore(file).set(
        new.name, Secret(secret=new.secret, token=new.token), where=new.keep or None
    )
    profile = SavedProfile(
        name=new.name, region=region, endpoint=endpoint, access_key_id=new.key_id, keep=keep
    )
    file.add(profile, overwrite=replace)
    if keep == "keyring":
        file.delete_secret(new.name)  # one of the same name may have been kept there before
    return profile, message


def parse_profile_endpoint(given: str, region: str) -> str:
    """Return the URL of an endpoint; ``vpc`` is the region's one inside a VPC, ``""`` the public one."""
    if given.lower() == VPC:
        return vpc_endpoint(region)
    return parse_endpoint(given).url if given else ""


def part_of(error: StorageError | ProfileError) -> str:
    """Return the attribute of a new profile that an error is about, or ``""``."""
    if isinstance(error, StorageError):
        return "name" if isinstance(error, InvalidNameError) else ""
    return _PARTS.get(error.part, "")


# -- testing


def test_profile(profile: Profile, *, seconds: float = TEST_TIMEOUT) -> tuple[str, ...]:
    """Send a harmless request and return what it tells: account, region and clock, a line each.

    Raises:
        Refused: The service does not accept the key.
        NoResponse: There was no response.
    """
    answer = make_client(profile, total_timeout=seconds).test_credentials()
    text = _("{profile} responds and accepts AccessKey {key} (found in: {source}).")
    key, source = profile.credentials.access_key_id, profile.credentials.source
    parts = {"profile": title_of(profile), "key": key, "source": source}
    lines = [text.format(**{name: escape_text(part) for name, part in parts.items()})]
    if (owner := _owner(answer.body)) is not None:
        lines.append(_("Account: {owner}").format(owner=escape_text(owner)))
    if not profile.is_sandbox:
        lines.append(_("Region: {region}").format(region=escape_text(profile.region or "?")))
    lines.append(describe_clock(answer))
    return tuple(lines)


def describe_clock(answer: "Answer", *, now: datetime | None = None) -> str:
    """Say how far this computer's clock is off, from the date of a response."""
    if answer.date is None:
        return _("Clock: not compared, as the response has no date.")
    off = (now or datetime.now(UTC)) - answer.date
    if abs(off) < _AGREE:
        return _("Clock: same as the service's.")
    said = _(
        "Clock: {minutes} min behind the service's. Set it: from {most} min on, every request is rejected."
    )
    if off > timedelta(0):
        said = _(
            "Clock: {minutes} min ahead of the service's. Set it: from {most} min on, every request is "
            "rejected."
        )
    minutes = round(abs(off).total_seconds() / 60)
    return said.format(minutes=f"{minutes:,}", most=round(_REFUSED.total_seconds() / 60))


def _owner(body: dict[str, Any]) -> str | None:
    items = body.get("Items")
    first = items[0] if isinstance(items, list) and items else None
    owner = first.get("OwnerId") if isinstance(first, dict) else None
    if isinstance(owner, int) and not isinstance(owner, bool):
        return str(owner)
    return owner if isinstance(owner, str) and owner else None
