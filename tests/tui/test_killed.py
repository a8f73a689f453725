"""A wizard that is killed while it waits for the next attempt: nothing is lost, and nothing made twice."""

import json
import re
import signal
import socket
from pathlib import Path

import pytest

from wizard.cli.main import main
from wizard.client.api import Client
from wizard.client.credentials import Credentials, Profile
from wizard.core.application import Application
from wizard.models.profile import SavedProfile, Secret
from wizard.sandbox import start
from wizard.sandbox.app import KEYS
from wizard.storage import locations
from wizard.storage.profiles import ProfileStore

from .application import REQUEST
from .person import wizard
from .test_signals import Terminal

F10 = "\x1b[21~"


async def test_the_next_start_offers_it_and_the_same_submit_takes_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "request.json"
    file.write_text(json.dumps(REQUEST))
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # and does not listen: whoever calls is refused
        port = nobody.getsockname()[1]
        targets = ProfileStore(locations.profiles_file())
        targets.set_secret("prod", Secret(secret="the-secret"))
        endpoint = f"http://127.0.0.1:{port}"
        targets.add(
            SavedProfile(
                name="prod", region="cn-beijing", endpoint=endpoint, access_key_id="LTAI-prod", keep="file"
            )
        )
        terminal = Terminal("edit", str(file))
        try:
            terminal.until(lambda: b"Description" in terminal.shown)
            terminal.type(F10)
            terminal.until(lambda: b"Create 1 instance" in terminal.shown)
            terminal.type("\t\r")
            terminal.until(lambda: b"Retrying in" in terminal.shown)
            terminal.process.send_signal(signal.SIGKILL)
            terminal.process.wait()
        finally:
            terminal.close()

    [left] = Application({}).submissions.pending()
    async with wizard(application=Application({})) as person:
        assert person.shows(f"Unconfirmed: {REQUEST['Name']}")
        await person.press(":submissions")
        for known in (f"Token: {left.token}", endpoint, "LTAI-prod", "1 instance"):
            assert person.shows(known)

    monkeypatch.setitem(KEYS, "LTAI-prod", "the-secret")
    with start(tmp_path / "sandbox.sqlite3", port=port):
        capfd.readouterr()
        assert main(["submit", str(file), "--yes"]) == 0
        said = capfd.readouterr()
        assert re.fullmatch(r"cls-\w+\n", said.out)
        assert left.token in said.err and "returns the existing cluster" in said.err
        assert Application({}).submissions.pending() == []
        key = Credentials("LTAI-prod", "the-secret", source="the test")
        [cluster] = Client(Profile("prod", endpoint, "cn-beijing", key)).iter_clusters()
        assert cluster["Id"] == said.out.strip()
