"""In plain questions, what is no secret is an error at its field, and a secret default blocks a preset."""

from typing import Any

import pytest

from wizard.core.documents import DocumentSource, OpenedDocument

from .talk import SMALL, talk


def oss(secret: str) -> dict[str, Any]:
    return {**SMALL, "Configs": {"Mounts": {"OSS": {"AccessKeyId": "LTAI", "AccessKeySecret": secret}}}}


@pytest.mark.parametrize("secret", ["${k}", "${env:OSS-KEY}", "••••••••"])
def test_what_is_no_secret_is_not_submitted(secret: str) -> None:
    found = talk(":submit", request=oss(secret))
    assert "secret-unusable" in found.text
    assert found.ports.submissions.sent == []


def test_a_preset_with_a_secret_as_a_default_is_not_submitted() -> None:
    preset = {"name": "p", "parameters": {"oss_secret": {"default": "hush-hush"}}}
    tree = {**SMALL, "UserData": {"x": "${oss_secret}"}}
    found = talk(":submit", loaded=OpenedDocument(tree, DocumentSource("preset", "p", preset)))
    assert "parameter-secret" in found.text
    assert found.ports.submissions.sent == []
