"""What a service says, as the exported scripts print it: nothing of it steers the terminal."""

import json
import re
from typing import Any

import pytest

from wizard.export import Place, export

from .conftest import EXAMPLE, Listener, Script
from .test_python import SET

REFERENCE: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = "no\x1b]52;c;eA==\x07\x9b2J\x7f\u202e\u2066\u2028e 集群"
ENDINGS = {"curl": "sh", "requests": "py", "python": "py"}


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("status", [201, 400])
@pytest.mark.parametrize("is_json", [True, False])
def test_an_answer_never_steers_the_terminal(
    name: str, status: int, is_json: bool, listener: Listener, script: Script
) -> None:
    said = {"Id": HOSTILE, "Code": HOSTILE, "Message": HOSTILE}
    text = json.dumps(said, ensure_ascii=False) if is_json else HOSTILE
    listener.answers = [(status if is_json else 400, text.encode())]
    ran = script(export(REFERENCE, name, Place(listener.url)).data, ENDINGS[name], **SET)
    assert ran.returncode == (0 if status == 201 and is_json else 3)
    printed = (ran.stdout + ran.stderr).decode()
    assert "no" in printed
    assert STEERS.findall(printed) == []
