"""A request that was let in, and what the operations work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from wizard.sandbox.answers import invalid
from wizard.sandbox.ids import new_cluster_id
from wizard.sandbox.lifecycle import Pace
from wizard.sandbox.quotas import Quotas
from wizard.sandbox.store import Store

DEFAULT_PAGE = 50
LARGEST_PAGE = 100
"""Source: ListClusters, https://www.alibabacloud.com/help/doc-detail/44742.htm"""


@dataclass(frozen=True, slots=True)
class Setting:
    """What stays the same from request to request.

    Attributes:
        store: Where everything is kept.
        quotas: What an account may have at most.
        pace: How fast machines start and clusters go.
        new_id: Makes the id of a new cluster.
    """

    store: Store
    quotas: Quotas
    pace: Pace
    new_id: Callable[[], str] = new_cluster_id


@dataclass(frozen=True, slots=True)
class Page:
    """What of a list is asked for.

    Attributes:
        marker: What the page before gave as NextMarker; ``""`` for the first.
        count: How many items at most.
    """

    marker: str
    count: int


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose signature was verified.

    Attributes:
        access_key: Who asks.
        parameters: Those of the query, decoded.
        body: What it carries.
        now: When, in microseconds since 1970.
        setting: What the operations work with.
    """

    access_key: str
    parameters: Mapping[str, list[str]]
    body: bytes
    now: int
    setting: Setting

    def parameter(self, name: str) -> str | None:
        """The value of a parameter of the query, or ``None``.

        Raises:
            Refusal: It is given twice, with different values (E36).
        """
        values = set(self.parameters.get(name, ()))
        if len(values) > 1:
            raise invalid(name)
        return next(iter(values), None)

    @property
    def page(self) -> Page:
        """What of a list is asked for.

        Raises:
            Refusal: MaxItemCount is no number from 1 to 100 (E36).
        """
        count = self.parameter("MaxItemCount") or str(DEFAULT_PAGE)
        if not (count.isascii() and count.isdecimal() and len(count) < 10):
            raise invalid("MaxItemCount")
        if not 1 <= int(count) <= LARGEST_PAGE:
            raise invalid("MaxItemCount")
        return Page(self.parameter("Marker") or "", int(count))


def parameters_of(query: str) -> dict[str, list[str]]:
    """The parameters of a query as it travelled; one without ``=`` is empty."""
    found: dict[str, list[str]] = {}
    for pair in query.split("&"):
        if pair:
            name, _, value = pair.partition("=")
            found.setdefault(unquote_plus(name), []).append(unquote_plus(value))
    return found
