"""A wizard that is killed while it waits for the next attempt: nothing is lost, and nothing made twice."""

import json
import re
import signal
import socket
from pathlib import Path

import pytest
from terminal import Terminal

from wizard.cli.main import main
from wizard.core.application import Application
from wizard.sandbox import start
from wizard.sandbox.app import KEYS

from .application import KEY, REQUEST, client, save_profile
from .person import wizard

F10 = "\x1b[21~"


async def test_the_next_start_offers_it_and_the_same_submit_takes_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("request.json").write_text(json.dumps(REQUEST))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # without listening: connections are refused
        port = unused.getsockname()[1]
        endpoint = f"http://127.0.0.1:{port}"
        save_profile(endpoint)
        with Terminal("edit", "request.json") as terminal:
            terminal.wait_for("Description")
            terminal.type(F10)
            terminal.wait_for("Create 1 instance")
            terminal.type("\t\r")
            terminal.wait_for("Retrying in")
            terminal.process.send_signal(signal.SIGKILL)
            terminal.process.wait()

    [left] = Application({}).submissions.pending()
    async with wizard(application=Application({})) as person:
        assert person.shows(f"Unconfirmed: {REQUEST['Name']}")
        await person.press(":submissions")
        for known in (f"Token: {left.token}", endpoint, "LTAI-prod", "1 instance"):
            assert person.shows(known)

    monkeypatch.setitem(KEYS, KEY.access_key_id, KEY.access_key_secret)
    with start(tmp_path / "sandbox.sqlite3", port=port):
        capfd.readouterr()
        assert main(["submit", "request.json", "--yes"]) == 0
        said = capfd.readouterr()
        assert re.fullmatch(r"cls-\w+\n", said.out)
        assert left.token in said.err and "returns the existing cluster" in said.err
        assert Application({}).submissions.pending() == []
        [cluster] = client(endpoint).iter_clusters()
        assert cluster["Id"] == said.out.strip()
