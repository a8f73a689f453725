"""Keys that lie about: in the environment, in the files of other programs, and looking for them."""

import json
from pathlib import Path
from typing import Any

from wizard.client.profiles import ProfileQuery, ResolvedProfile, find_profile

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "LTAI-env", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "very-secret"}
REGION = {"ALIBABA_CLOUD_REGION_ID": "cn-shanghai"}
PROFILE = {
    "name": "default",
    "mode": "AK",
    "access_key_id": "LTAI-aliyun",
    "access_key_secret": "very-secret-too",
    "sts_token": "",
    "region_id": "cn-hangzhou",
}


def look(environ: dict[str, str] | None = None, **wanted: Any) -> ResolvedProfile:
    return find_profile(ProfileQuery(environ or {}, **wanted))


def key_of(found: ResolvedProfile) -> str:
    assert found.profile is not None
    return found.profile.credentials.access_key_id


def write(path: Path, content: str | bytes, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    return path


def profiles(home: Path, *given: dict[str, Any], current: str = "default", mode: int = 0o600) -> Path:
    content = json.dumps({"current": current, "profiles": list(given)})
    return write(home / ".aliyun/config.json", content, mode)


def bcs(home: Path, content: str | None = None, mode: int = 0o600) -> Path:
    usual = "[common]\nregion = cn-qingdao\naccesskeyid = LTAI-bcs\naccesskeysecret = very-secret-bcs\n"
    return write(home / ".batchcompute/cliconfig", usual if content is None else content, mode)
