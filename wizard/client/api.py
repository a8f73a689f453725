"""Operations of BatchCompute, each one signed request without retries.

A client keeps no connection and no state between calls, and can be used from several threads.
"""

import math
import threading
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from wizard.client.answers import Response, clean_text, describe_missing, make_invalid_response, parse_error
from wizard.client.credentials import Profile
from wizard.client.errors import InvalidArgument
from wizard.client.transport import Timeouts, Transport
from wizard.i18n import _

MAX_PAGE = 100
"""Largest page of a list that the service returns."""
_MAX_PAGES = 1000


class Client:
    """BatchCompute as a profile sees it.

    Every operation raises `Refused` when the service rejects the request, `NoResponse` without a valid
    response, and `InvalidArgument` for an id that cannot be sent. ``seconds`` are parts of `Timeouts`.
    """

    def __init__(
        self, profile: Profile, *, cancelled: threading.Event | None = None, **seconds: float
    ) -> None:
        self.profile, self._cancelled = profile, cancelled
        self._timeouts = Timeouts(**seconds)

    def create_cluster(self, body: bytes, token: str, **options: Any) -> Response:
        """Send one attempt to create a cluster; the content of the response has its ``Id``.

        Raises Refused: this attempt created no cluster; NoResponse: see its ``maybe_done``.
        """
        return self._check_id(self._send("POST", "/clusters", {"IdempotentToken": token}, body, **options))

    def get_cluster(self, cluster_id: str) -> dict[str, Any]:
        return self._check_id(self._send("GET", _make_path(cluster_id))).content

    def delete_cluster(self, cluster_id: str) -> None:
        """Delete a cluster; its instances are released one after another."""
        self._send("DELETE", _make_path(cluster_id), may_be_empty=True)

    def modify_cluster(self, cluster_id: str, body: bytes) -> None:
        """Change a cluster: instance counts, types, spot prices, UserData, EnvVars, image, mounts."""
        self._send("PUT", _make_path(cluster_id), {}, body, may_be_empty=True)

    def test_credentials(self) -> Response:
        """Send the smallest request that requires a valid key; it changes nothing."""
        return self._send("GET", "/clusters", {"MaxItemCount": "1"})

    def iter_clusters(self) -> Iterator[dict[str, Any]]:
        """Yield all clusters of the account."""
        return self._iter("/clusters")

    def iter_images(self, kind: str) -> Iterator[dict[str, Any]]:
        """Yield all images of a kind: ``System`` (official) or ``Self`` (own)."""
        return self._iter("/images", {"Type": kind})

    def get_quotas(self) -> dict[str, Any]:
        """Return what the account may use: names of instance types, disk types and resource types."""
        return self._send("GET", "/quotas").content

    def get_available(self) -> dict[str, Any]:
        """Return what the region offers: instance types with their size, resource types, disk types."""
        return self._send("GET", "/available").content

    def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        may_be_empty: bool = False,
        within: float = math.inf,
        cancelled: threading.Event | None = None,
        secrets: tuple[str, ...] = (),
    ) -> Response:
        """Send one request.

        Args:
            within: Seconds for this request, if less than the client's limits.
            secrets: Secrets in the body, to mask in messages.
        """
        hidden = self.profile.credentials.secrets + secrets
        transport = Transport(self.profile, self._timeouts.limit(within), hidden)
        pairs = [f"{key}={quote(value, safe='')}" for key, value in sorted((query or {}).items()) if value]
        resource = path + ("?" + "&".join(pairs) if pairs else "")
        response = transport.run(method, resource, body, cancelled or self._cancelled)
        is_complete = isinstance(response.value, dict) or (may_be_empty and not response.body)
        if not 200 <= response.status < 300 or not is_complete:
            raise parse_error(response)
        return response

    def _check_id(self, response: Response) -> Response:
        found = response.content.get("Id")
        if not isinstance(found, str) or not found or clean_text(found) != found:
            raise make_invalid_response(self.profile.host, response.status, describe_missing("Id"))
        return response

    def _iter(self, path: str, query: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
        marker, seen, host = "", set[str](), self.profile.host
        while marker not in seen and len(seen) < _MAX_PAGES:
            seen.add(marker)
            wanted = {"MaxItemCount": str(MAX_PAGE), "Marker": marker, **(query or {})}
            page = self._send("GET", path, wanted)
            items, marker = page.content.get("Items"), page.content.get("NextMarker") or ""
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise make_invalid_response(host, page.status, describe_missing("Items"))
            if not isinstance(marker, str):
                raise make_invalid_response(host, page.status, describe_missing("NextMarker"))
            yield from items
            if not marker:
                return
        raise make_invalid_response(host, 200, _("a list that never ends"))


def _make_path(cluster_id: str) -> str:
    """Return the path of a cluster; an id such as ``..`` would lead to another resource."""
    try:
        if cluster_id not in ("", ".", ".."):
            return "/clusters/" + quote(cluster_id, safe="")
    except UnicodeEncodeError:
        pass
    text = _("Invalid ID or name: {names}. Nothing was sent.")
    raise InvalidArgument(text.format(names=ascii(cluster_id)))
