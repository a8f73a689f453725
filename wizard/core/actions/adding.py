"""Keeping a target that the user adds."""

from wizard.client.credentials import Credentials
from wizard.client.endpoints import check_region, parse_endpoint, vpc_endpoint
from wizard.client.errors import ProfileError
from wizard.client.secret_store import SecretStore
from wizard.core.account_ports import is_temporary
from wizard.core.actions.texts import text
from wizard.core.ports import NewTarget
from wizard.errors import InvalidNameError, StorageError
from wizard.models.profile import SavedProfile, Secret, SecretPlace
from wizard.storage.profiles import ProfileStore

_PARTS = {
    "region": "region",
    "endpoint": "endpoint",
    "access_key_id": "key_id",
    "access_key_secret": "secret",
    "security_token": "token",
}
"""Which part of a new target a sentence is about."""


def kept(
    file: ProfileStore, new: NewTarget, *, where: SecretPlace | None = None, replace: bool = False
) -> tuple[SavedProfile, str]:
    """Keep a target and its secret; the answer says in words where the secret is.

    Args:
        file: The saved targets.
        new: The target.
        where: Where to keep the secret, if that matters.
        replace: Whether it may take the place of one of the same name.

    Raises:
        NoKeyring: The keyring was asked for, and there is none.
        StorageError: The name cannot be one or is taken, or a file cannot be read or written.
        ProfileError: Key, region or endpoint are none.
    """
    file.check_available(new.name, overwrite=replace)
    region = check_region(new.region)
    endpoint = endpoint_of(new.endpoint, region)
    Credentials(new.key_id, new.secret, new.token or ("" if is_temporary(new.key_id) else None))
    put = SecretStore(file).set(new.name, Secret(secret=new.secret, token=new.token), where=where)
    target = SavedProfile(
        name=new.name, region=region, endpoint=endpoint, access_key_id=new.key_id, keep=put.keep
    )
    file.add(target, overwrite=replace)
    if put.keep == "keyring":
        file.delete_secret(new.name)  # one of the same name may have been kept there before
    return target, put.message


def part_of(error: StorageError | ProfileError) -> str:
    """The part of a new target that an error of `kept` is about, ``""`` where it is about none."""
    if isinstance(error, StorageError):
        return "name" if isinstance(error, InvalidNameError) else ""
    return _PARTS.get(error.part, "")


def endpoint_of(given: str, region: str) -> str:
    """The address that an answer means: ``vpc`` for the region's one inside a VPC, ``""`` for its public one.

    Raises:
        ProfileError: It is none.
    """
    if given.lower() == text("targets.vpc"):
        return vpc_endpoint(region)
    return parse_endpoint(given).url if given else ""
