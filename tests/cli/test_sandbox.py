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
from wizard.storage import locations

from .driver import EXAMPLE, Run, process


def _url(started: "subprocess.Popen[bytes]") -> str:
    assert started.stdout is not None
    line = started.stdout.readline().decode()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+\n", line)
    return line.strip()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, 130)])
def test_it_answers_when_it_has_said_its_address_and_ends_cleanly(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with process("sandbox", "--port", "0", "--data", tmp_path / "s.sqlite3") as started:
        client = Client(sandbox_profile(_url(started)))
        assert [*client.iter_clusters()] == []
        started.send_signal(number)
        out, err = started.communicate(timeout=60)
    assert (started.returncode, out, err) == (code, b"", b"")


def test_verbose_logs_to_standard_error_and_quotas_hold(real: Run, tmp_path: Path) -> None:
    quotas = ["--quota", "MaxClusterCount=1", "--quota", "MaxClusterGroupCount=5"]
    with process("sandbox", "--data", tmp_path / "s.sqlite3", "--verbose", *quotas) as started:
        url = _url(started)
        assert real("submit", "smallest", "--yes", "--endpoint", url).code == 0
        ran = real("submit", "smallest", "--yes", "--endpoint", url)
        started.send_signal(signal.SIGTERM)
        out, err = started.communicate(timeout=60)
    assert ran.code == 3
    assert "QuotaExhausted.MaxClusterCount" in ran.err
    assert started.returncode == 0
    assert out == b""
    assert b"/clusters" in err


def test_nobody_who_reads_the_log_is_no_reason_not_to_answer(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with process("sandbox", "--data", tmp_path / "s.sqlite3", "--verbose", stderr=writing) as started:
        os.close(writing)
        client = Client(sandbox_profile(_url(started)))
        for _ in range(3):
            assert [*client.iter_clusters()] == []
        started.send_signal(signal.SIGTERM)
        started.communicate(timeout=60)
    assert started.returncode in (0, 120)  # 120: Python's own, as the log could not be flushed


@pytest.mark.parametrize(("speed", "running"), [("inf", 3), ("0.001", 0)])
def test_the_speed_decides_when_machines_are_there(
    real: Run, tmp_path: Path, speed: str, running: int
) -> None:
    with process("sandbox", "--data", tmp_path / "s.sqlite3", "--speed", speed) as started:
        url = _url(started)
        cluster = real("submit", EXAMPLE, "--yes", "--endpoint", url).text.strip()
        found = Client(sandbox_profile(url)).get_cluster(cluster)
        started.send_signal(signal.SIGTERM)
        started.communicate(timeout=60)
    assert found["Metrics"]["RunningCount"] == running


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--quota", "MaxClusters=3"], "MaxClusters is not a quota. Quotas: MaxClusterCount"),
        (["--quota", "MaxClusterCount=-1"], "-1 is not a valid value of MaxClusterCount"),
        (["--quota", "MaxClusterCount"], "for example MaxClusterCount=3"),
        (["--speed", "0"], "'0' is not a valid speed"),
        (["--speed", "quick"], "'quick' is not a valid speed"),
        (["--port", "65536"], "from 0 to 65535"),
        (["--port", "http"], "--port"),
    ],
)
def test_a_setting_of_no_sense_is_refused_with_what_to_do(
    run: Run, tmp_path: Path, arguments: list[str], words: str
) -> None:
    ran = run("sandbox", "--data", tmp_path / "s.sqlite3", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert words in ran.err
    assert not (tmp_path / "s.sqlite3").exists()


def test_a_port_that_is_taken(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run("sandbox", "--data", tmp_path / "s.sqlite3", "--port", str(port))
    assert (ran.code, ran.out) == (2, b"")
    assert f"Port {port} is in use by another program. Use another port, or 0" in ran.err


def test_without_a_file_it_is_the_sandbox_of_the_wizard(real: Run) -> None:
    created = real("submit", "smallest", "--yes").text.strip()
    with process("sandbox") as started:
        listed = [each["Id"] for each in Client(sandbox_profile(_url(started))).iter_clusters()]
        started.send_signal(signal.SIGTERM)
        started.communicate(timeout=60)
    assert listed == [created]
    assert locations.sandbox_file().exists()


def test_a_file_that_is_none_of_the_sandbox(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "novel.txt"
    file.write_text("It was a dark and stormy night." * 100)
    ran = run("sandbox", "--data", file)
    assert ran.code == 2
    assert str(file) in ran.err
    assert file.read_text().startswith("It was")
