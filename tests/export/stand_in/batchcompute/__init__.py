"""A stand-in for the official SDK (batchcompute 2.1.7), which does not install beside current packages.

It has what the exported script uses and behaves like the SDK: a text is sent as Latin-1 with the number of its
characters as its length, the region is found by the host, and the resource is signed.
"""

import hashlib
import http.client
from typing import Any
from urllib.parse import quote

from wizard.client.signing import make_headers

ENDPOINT_INFO = {"cn-qingdao": "batchcompute.cn-qingdao.aliyuncs.com"}


class ClientError(Exception):
    def __init__(self, status: int, text: bytes) -> None:
        super().__init__(f"HTTP Status: {status}, {text.decode()}")
        self.status = status

    def get_status_code(self) -> int:
        return self.status


class Answer:
    def __init__(self, body: bytes) -> None:
        self.body = body

    def read(self) -> bytes:
        return self.body


class Connections:
    host: str

    def get_http_connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host)  # without a timeout


class Api:
    def __init__(self, host: str, key_id: str, key_secret: str, token: str) -> None:
        self.host, self.key_id, self.key_secret, self.token = host, key_id, key_secret, token.strip()
        self.rc = Connections()
        self.rc.host = host

    def post(self, resource: str, params: dict[str, str], body: str) -> Answer:
        region = next(name for name, host in ENDPOINT_INFO.items() if host == self.host)
        query = "&".join(f"{key.replace('_', '-')}={quote(value)}" for key, value in sorted(params.items()))
        url, key = (
            f"/{resource}?{query}",
            {"access_key_id": self.key_id, "access_key_secret": self.key_secret},
        )
        signed = make_headers("POST", url, **key, region=region, security_token=self.token or None)
        sizes = {"contentMd5": hashlib.md5(body.encode()).hexdigest(), "Content-Length": str(len(body))}
        connection = self.rc.get_http_connection()
        connection.request("POST", url, body, signed | sizes)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status // 100 != 2:
            raise ClientError(answer.status, data)
        return Answer(data)


class Client:
    def __init__(self, region: str, key_id: str, key_secret: str, token: str = "") -> None:
        self._sa = Api(region, key_id, key_secret, token)

    @staticmethod
    def register_region(name: str, url: str) -> None:
        ENDPOINT_INFO[name] = url

    @staticmethod
    def get_regions() -> dict[str, Any]:
        return ENDPOINT_INFO
