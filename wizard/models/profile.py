"""Saved profiles (accounts, regions, endpoints) and those of their secrets that no keyring keeps."""

from typing import Literal

from pydantic import Field

from wizard.models.stored import FORMAT, Format, StoredModel

SecretPlace = Literal["keyring", "file"]


class SavedProfile(StoredModel):
    """A profile without its secret.

    Attributes:
        name: Its name; in the file it is the key of the entry.
        endpoint: Its own endpoint, or ``""`` for the public one of the region.
        keep: Where the secret is: in the keyring of the system, or in a file beside the profiles.
    """

    name: str = Field(default="", exclude=True)
    region: str
    endpoint: str
    access_key_id: str
    keep: SecretPlace


class ProfilesContent(StoredModel):
    """The content of ``targets.json``, as version 0.1.0 named it."""

    format: Format = FORMAT
    current: str | None = None
    targets: dict[str, SavedProfile] = {}


class Secret(StoredModel):
    """An AccessKey secret and STS token; the representation shows neither.

    Attributes:
        token: The token of temporary credentials, or ``""``.
    """

    secret: str = Field(min_length=1, repr=False)
    token: str = Field(default="", repr=False)


class CredentialsContent(StoredModel):
    """The content of ``credentials.json``."""

    format: Format = FORMAT
    secrets: dict[str, Secret] = {}
