"""The targets that a wizard can choose from, and what there is to know of the files that they stand in."""

from collections.abc import Mapping

from wizard.client.errors import TargetError
from wizard.client.finders import ENVIRONMENT, Place, Wanted, places, search
from wizard.client.targets import SANDBOX
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
    found = [_choice(each, used, kept, own) for each in places(Wanted(environ)) if each.name]
    sandbox = TargetChoice(
        SANDBOX,
        text("target.sandbox"),
        text("targets.sandbox"),
        used == SANDBOX,
        key_id=SANDBOX,
        for_good=kept == SANDBOX,
    )
    return [*found, sandbox]


def _choice(place: Place, used: str, kept: str, own: frozenset[str]) -> TargetChoice:
    target = place.target
    return TargetChoice(
        place.name,
        place.name if target is None else target.title,
        place.source.text,
        place.name == used,
        "" if place.problem is None else str(place.problem),
        place.name in own,
        "" if target is None else target.region or "",
        "" if target is None else target.endpoint,
        "" if target is None else target.credentials.access_key_id,
        tuple(remark.text for remark in place.remarks),
        place.name == kept,
        place.name != ENVIRONMENT,
    )


def _used(destination: Destination) -> str:
    """What requests of this run go to."""
    try:
        return destination.place
    except TargetError:
        return ""


def _for_good(environ: Mapping[str, str]) -> str:
    """What is used wherever no target is named."""
    try:
        return search(Wanted(environ)).name
    except TargetError:
        return ""


def _own() -> frozenset[str]:
    try:
        return frozenset(targets_file().all())
    except StorageError:  # said where the target is looked for
        return frozenset()


def open_files(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Which files with a secret others can read, a sentence each. Raises nothing."""
    remarks = (remark for place in places(Wanted(environ)) for remark in place.remarks)
    return tuple(dict.fromkeys(remark.text for remark in remarks if remark.id == "place.open"))


def is_environment_set(environ: Mapping[str, str]) -> bool:
    """Whether a key in the environment stands over every target that is chosen."""
    return any(place.name == ENVIRONMENT for place in places(Wanted(environ)))
