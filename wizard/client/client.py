"""The operations of BatchCompute, each one signed exchange over HTTP(S), without retries.

A client keeps no connection and no state between two calls, and may be used from several threads.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from requests.adapters import BaseAdapter

from wizard.client.answers import cleaned, error_of, parse_object
from wizard.client.errors import NotAnAnswer, Unsendable
from wizard.client.exchange import Exchange, Limits
from wizard.client.signature import parse_date
from wizard.client.targets import Target
from wizard.client.texts import Sentence
from wizard.client.tokens import MAX_TOKEN, is_token

__all__ = ["MAX_PAGE", "Answer", "Client", "Page"]

MAX_PAGE = 100
"""Entries of a list that the service sends at once at most."""
_MAX_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole JSON object that the service answered.

    Attributes:
        status: of HTTP, 2xx.
        body: the object.
        request_id: under which the service knows the request, or None.
        date: the service's clock when it answered, or None where it did not say.
    """

    status: int
    body: dict[str, Any]
    request_id: str | None
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list.

    Attributes:
        items: its entries.
        next_marker: what to ask the next part with; empty at the end.
    """

    items: list[dict[str, Any]]
    next_marker: str


class Client:
    """BatchCompute, as one target sees it.

    Every operation raises `Refused` when the service says no, `NoAnswer` when none came, and `Unsendable`
    for an id that no request can carry.

    Args:
        target: where to, and as whom.
        connect_timeout: seconds for a connection to come about.
        read_timeout: seconds without a byte after which the other side counts as silent.
        total_timeout: seconds for an exchange as a whole.
        cancelled: set when no answer is waited for any more.
        adapter: what sends, in place of the network, for tests.
    """

    def __init__(
        self,
        target: Target,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 20.0,
        total_timeout: float = 30.0,
        cancelled: threading.Event | None = None,
        adapter: BaseAdapter | None = None,
    ) -> None:
        self.target = target
        self._limits = Limits(connect_timeout, read_timeout, total_timeout)
        self._adapter, self._cancelled = adapter, cancelled

    def create_cluster(
        self,
        body: bytes,
        token: str,
        *,
        within: float | None = None,
        cancelled: threading.Event | None = None,
        secrets: tuple[str, ...] = (),
    ) -> Answer:
        """Sends one attempt to create a cluster; the answer's body has its `Id`.

        Args:
            body: the request, exactly as it is to travel.
            token: the idempotent token; the same one with the same body never makes a second cluster.
            within: seconds for this exchange at most, where that is less than the client's own limits.
            cancelled: set when the answer is no longer waited for.
            secrets: those in `body`, which must not turn up in a message.

        Raises:
            Unsendable: `token` is none.
            Refused: no cluster was created by this attempt.
            NoAnswer: see its `maybe_done`.
        """
        if not is_token(token):
            raise Unsendable("unsendable.token", token=ascii(token[: MAX_TOKEN + 1]))
        query = {"IdempotentToken": token}
        answer = self._ask(
            "POST", "/clusters", query, body, within=within, cancelled=cancelled, secrets=secrets
        )
        return self._with_id(answer)

    def get_cluster(self, cluster_id: str) -> dict[str, Any]:
        """What the service knows of a cluster."""
        return self._with_id(self._ask("GET", f"/clusters/{_segment(cluster_id, 'cluster')}")).body

    def delete_cluster(self, cluster_id: str) -> None:
        """Has a cluster deleted; its machines go one after the other."""
        self._ask("DELETE", f"/clusters/{_segment(cluster_id, 'cluster')}", may_be_empty=True)

    def modify_cluster(self, cluster_id: str, body: bytes) -> None:
        """Changes a cluster: the number of machines, types, spot prices, UserData, EnvVars, image, mounts."""
        path = f"/clusters/{_segment(cluster_id, 'cluster')}"
        self._ask("PUT", path, {}, body, may_be_empty=True)

    def greet(self) -> Answer:
        """The smallest question that only a known key is answered: changes nothing, and costs nothing."""
        return self._ask("GET", "/clusters", {"MaxItemCount": "1"})

    def list_clusters(self, *, marker: str = "", max_items: int = 50) -> Page:
        """A part of the list of clusters, of at most 100."""
        return self._page("/clusters", marker, max_items)

    def iter_clusters(self) -> Iterator[dict[str, Any]]:
        """All clusters of the account, fetched part by part."""
        return self._all(lambda marker: self.list_clusters(marker=marker, max_items=MAX_PAGE))

    def list_instances(self, cluster_id: str, group: str, *, marker: str = "", max_items: int = 50) -> Page:
        """A part of the list of a group's machines, of at most 100."""
        path = f"/clusters/{_segment(cluster_id, 'cluster')}/groups/{_segment(group, 'group')}/instances"
        return self._page(path, marker, max_items)

    def iter_instances(self, cluster_id: str, group: str) -> Iterator[dict[str, Any]]:
        """All machines of a group, fetched part by part."""
        return self._all(
            lambda marker: self.list_instances(cluster_id, group, marker=marker, max_items=MAX_PAGE)
        )

    def list_images(self, *, kind: str | None = None, marker: str = "", max_items: int = 50) -> Page:
        """A part of the list of images, of at most 100.

        Args:
            kind: `System` for the official ones, `Self` for the account's own; None leaves it to the service.
            marker: of the part before.
            max_items: how many at once.
        """
        return self._page("/images", marker, max_items, {"Type": kind} if kind else {})

    def iter_images(self, *, kind: str | None = None) -> Iterator[dict[str, Any]]:
        """All images of a kind, fetched part by part."""
        return self._all(lambda marker: self.list_images(kind=kind, marker=marker, max_items=MAX_PAGE))

    def get_image(self, image_id: str) -> dict[str, Any]:
        """What the service knows of an image."""
        return self._with_id(self._ask("GET", f"/images/{_segment(image_id, 'image')}")).body

    def get_quotas(self) -> dict[str, Any]:
        """What the account may use: lists of instance types, disk types and resource types, by name."""
        return self._ask("GET", "/quotas").body

    def get_available(self) -> dict[str, Any]:
        """What the region offers at present: instance types with their size, resource types, disk types."""
        return self._ask("GET", "/available").body

    def _ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        may_be_empty: bool = False,
        within: float | None = None,
        cancelled: threading.Event | None = None,
        secrets: tuple[str, ...] = (),
    ) -> Answer:
        hidden = self.target.credentials.secrets + secrets
        exchange = Exchange(self.target, self._limits.within(within), self._adapter, hidden)
        answered = exchange.run(method, _with_query(path, query or {}), body, cancelled or self._cancelled)
        if not 200 <= answered.status < 300:
            raise error_of(answered)
        found = parse_object(answered.body)
        if found is None and not (may_be_empty and not answered.body):
            raise error_of(answered)
        date = parse_date(answered.headers.get("date", ""))
        return Answer(answered.status, found or {}, answered.request_id, date)

    def _with_id(self, answer: Answer) -> Answer:
        found = answer.body.get("Id")
        if not isinstance(found, str) or not found or cleaned(found) != found:
            raise self._lacking("Id", answer.status)
        return answer

    def _page(self, path: str, marker: str, max_items: int, more: Mapping[str, str] | None = None) -> Page:
        query = {"MaxItemCount": str(max_items), **(more or {})}
        if marker:
            query["Marker"] = marker
        answer = self._ask("GET", path, query)
        items, next_marker = answer.body.get("Items"), answer.body.get("NextMarker", "")
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self._lacking("Items", answer.status)
        if next_marker is not None and not isinstance(next_marker, str):
            raise self._lacking("NextMarker", answer.status)
        return Page(items, next_marker or "")

    def _all(self, fetch: Callable[[str], Page]) -> Iterator[dict[str, Any]]:
        marker, seen = "", set[str]()
        while True:
            page = fetch(marker)
            yield from page.items
            marker = page.next_marker
            if not marker:
                return
            if marker in seen or len(seen) >= _MAX_PAGES:
                what = Sentence("not_an_answer.pages")
                raise NotAnAnswer("not_an_answer", host=self.target.host, what=what, status=200)
            seen.add(marker)

    def _lacking(self, key: str, status: int) -> NotAnAnswer:
        what = Sentence("not_an_answer.lacks", {"key": key})
        return NotAnAnswer("not_an_answer", host=self.target.host, what=what, status=status)


def _with_query(path: str, query: Mapping[str, str]) -> str:
    """Path and query as they travel: sorted, escaped, and without a parameter that is empty."""
    pairs = [
        f"{quote(key, safe='')}={quote(value, safe='')}" for key, value in sorted(query.items()) if value
    ]
    return path + ("?" + "&".join(pairs) if pairs else "")


def _segment(value: str, what: str) -> str:
    """`value` as one step of a path; a step like `..` would lead to another resource."""
    if value in ("", ".", ".."):
        raise Unsendable("unsendable.id", value=ascii(value), what=what)
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise Unsendable("unsendable.id", value=ascii(value), what=what) from None
