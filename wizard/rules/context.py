"""What the rules know besides the request itself."""

from dataclasses import dataclass, field

from wizard.catalogue import Account, Catalogue, shipped


@dataclass(frozen=True, slots=True)
class Context:
    """What is known where a request is judged.

    Attributes:
        region: The region that it is meant for, or ``None`` where that is open.
        catalogue: What can be chosen, as shipped.
        account: The account's own lists, fetched from the target in this run; ``None`` where unknown.
        silenced: Rules whose warnings and notes are not wanted.
        as_service: Whether only what the service itself refuses is wanted: no rule of ours.
    """

    region: str | None = None
    catalogue: Catalogue = field(default_factory=shipped)
    account: Account | None = None
    silenced: frozenset[str] = frozenset()
    as_service: bool = False
