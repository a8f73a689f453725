"""The targets that a wizard can choose from, and what there is to know of the files that they stand in."""

from collections.abc import Mapping

from wizard.client.credentials import SANDBOX
from wizard.client.errors import ProfileError
from wizard.client.profiles import ENVIRONMENT, Candidate, ProfileQuery, candidates, find_profile
from wizard.core.actions.destination import Destination
from wizard.core.actions.texts import text
from wizard.core.ports import TargetChoice
from wizard.errors import StorageError
from wizard.storage import locations
from wizard.storage.files import PATIENCE
from wizard.storage.profiles import ProfileStore


def targets_file(patience: float = PATIENCE) -> ProfileStore:
    """The targets that the user added; `patience` is how long to wait for another process, in seconds."""
    return ProfileStore(locations.profiles_file(), patience=patience)


def choices(environ: Mapping[str, str], destination: Destination) -> list[TargetChoice]:
    """All targets that were found, the sandbox last. No network, no keyring; raises nothing."""
    used, kept, own = _used(destination), _for_good(environ), _own()
    found = [_choice(each, used, kept, own) for each in candidates(ProfileQuery(environ)) if each.name]
    sandbox = TargetChoice(
        SANDBOX,
        text("target.sandbox"),
        text("targets.sandbox"),
        used == SANDBOX,
        key_id=SANDBOX,
        for_good=kept == SANDBOX,
    )
    return [*found, sandbox]


def _choice(place: Candidate, used: str, kept: str, own: frozenset[str]) -> TargetChoice:
    target = place.profile
    return TargetChoice(
        place.name,
        place.name if target is None else target.title,
        place.source,
        place.name == used,
        "" if place.problem is None else str(place.problem),
        place.name in own,
        "" if target is None else target.region or "",
        "" if target is None else target.endpoint,
        "" if target is None else target.credentials.access_key_id,
        place.notes,
        place.name == kept,
        place.name != ENVIRONMENT,
    )


def _used(destination: Destination) -> str:
    """What requests of this run go to."""
    try:
        return destination.place
    except ProfileError:
        return ""


def _for_good(environ: Mapping[str, str]) -> str:
    """What is used wherever no target is named."""
    try:
        return find_profile(ProfileQuery(environ)).name
    except ProfileError:
        return ""


def _own() -> frozenset[str]:
    try:
        return frozenset(targets_file().all())
    except StorageError:  # said where the target is looked for
        return frozenset()


def open_files(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Which files with a secret others can read, a sentence each. Raises nothing."""
    notes = (note for place in candidates(ProfileQuery(environ)) for note in place.notes)
    return tuple(dict.fromkeys(notes))


def is_environment_set(environ: Mapping[str, str]) -> bool:
    """Whether a key in the environment stands over every target that is chosen."""
    return any(place.name == ENVIRONMENT for place in candidates(ProfileQuery(environ)))
