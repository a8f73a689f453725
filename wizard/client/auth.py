"""The signature as requests wants it: computed for each attempt, on what is really sent."""

from datetime import datetime

from requests import PreparedRequest
from requests.auth import AuthBase

from wizard.client.signature import attempt_headers
from wizard.client.targets import Credentials

__all__ = ["AcsAuth"]

LOCAL_REGION = "local"
"""What a request says of its region where there is none: the official signers always send one."""


class AcsAuth(AuthBase):
    """Signs a prepared request; a fresh date and nonce each time it is called.

    An `AuthBase` also keeps requests from putting a password of `~/.netrc` in the place of the signature.

    Args:
        credentials: the key to sign with.
        region: goes as x-acs-region-id.
        now: the time to write, for tests.
        nonce: the nonce to write, for tests.
    """

    def __init__(
        self,
        credentials: Credentials,
        region: str | None,
        *,
        now: datetime | None = None,
        nonce: str | None = None,
    ) -> None:
        self._credentials = credentials
        self._region = region or LOCAL_REGION
        self._now, self._nonce = now, nonce

    def __call__(self, r: PreparedRequest) -> PreparedRequest:
        headers = attempt_headers(
            r.method or "GET",
            r.path_url,
            access_key_id=self._credentials.access_key_id,
            access_key_secret=self._credentials.access_key_secret,
            security_token=self._credentials.security_token,
            region=self._region,
            now=self._now,
            nonce=self._nonce,
        )
        r.headers.update(headers)
        return r
