"""What the clusters that were created add up to, as far as the bill is concerned."""

from collections.abc import Sequence
from dataclasses import dataclass

from wizard.core.actions.clusters import ClusterStatus


@dataclass(frozen=True, slots=True)
class Costs:
    """What may cost money.

    Attributes:
        clusters: How many clusters.
        machines: How many machines of them run, as far as that is known.
        oldest: The one that has been there for longest.
    """

    clusters: int
    machines: int
    oldest: ClusterStatus


def costs(clusters: Sequence[ClusterStatus]) -> Costs | None:
    """What clusters may cost money; ``None`` where all of them are free."""
    costly = [each for each in clusters if not each.is_free]
    if not costly:
        return None
    return Costs(len(costly), sum(each.running for each in costly), max(costly, key=lambda each: each.hours))
