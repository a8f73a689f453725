"""`bcw sandbox`: the local service by itself."""

import os
import re
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from wizard.client.api import Client
from wizard.client.credentials import sandbox_profile

from .driver import EXAMPLE, Run, process


def _url(started: "subprocess.Popen[bytes]") -> str:
    assert started.stdout is not None
    line = started.stdout.readline().decode()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+\n", line)
    return line.strip()


def stop(started: "subprocess.Popen[bytes]", number: int = signal.SIGTERM) -> tuple[bytes, bytes]:
    started.send_signal(number)
    return started.communicate(timeout=60)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, 130)])
def test_it_prints_its_address_and_ends_cleanly(tmp_path: Path, number: signal.Signals, code: int) -> None:
    with process("sandbox", "--port", "0", "--data", tmp_path / "s.sqlite3") as started:
        assert [*Client(sandbox_profile(_url(started))).iter_clusters()] == []
        assert stop(started, number) == (b"", b"")
    assert started.returncode == code


def test_options(run: Run, tmp_path: Path) -> None:
    options = ["--verbose", "--speed", "inf", "--quota", "MaxClusterCount=1"]
    with process("sandbox", "--data", tmp_path / "s.sqlite3", *options) as started:
        submit = ["submit", EXAMPLE, "--yes", "--endpoint", _url(started)]
        run(*submit, "--wait").ends(0, "All instances are running.")
        run(*submit).fails(3, "QuotaExhausted.MaxClusterCount")
        out, err = stop(started)
    assert (started.returncode, out, b"/clusters" in err) == (0, b"", True)


def test_a_closed_log_is_no_reason_not_to_answer(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with process("sandbox", "--data", tmp_path / "s.sqlite3", "--verbose", stderr=writing) as started:
        os.close(writing)
        url = _url(started)
        for _ in range(3):
            assert [*Client(sandbox_profile(url)).iter_clusters()] == []
        stop(started)
    assert started.returncode in (0, 120)  # 120: Python's own, as the log could not be flushed


def test_without_a_file_it_is_the_sandbox_of_the_wizard(run: Run) -> None:
    created = run("submit", "smallest", "--yes").text.strip()
    with process("sandbox") as started:
        assert [each["Id"] for each in Client(sandbox_profile(_url(started))).iter_clusters()] == [created]
        stop(started)


def test_a_port_and_a_file_of_another_program(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run("sandbox", "--data", tmp_path / "s.sqlite3", "--port", port).fails(
            2, f"Port {port} is in use by another program. Use another port, or 0"
        )
    file = tmp_path / "novel.txt"
    file.write_text("It was a dark and stormy night." * 100)
    run("sandbox", "--data", file).fails(2, str(file))
    assert file.read_text().startswith("It was")
