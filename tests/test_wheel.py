"""The wheel: built, installed into an environment of its own, and used from another folder."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
EXAMPLE = PROJECT / "tests" / "cli" / "example.json"

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bcw` of an environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--isolated", "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--no-cache-dir", str(wheel)], check=True)
    # What it depends on is borrowed from here, as a test does not download anything.
    [packages] = (folder / "lib").glob("python*/site-packages")
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n")
    return folder / "bin" / "bcw"


def bcw(command: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed `bcw` in a folder, without a way back to the checkout."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [str(command), *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def test_it_holds_the_package_its_presets_and_themes_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("presets", "themes"):
        files = {path.name for path in (PROJECT / folder).iterdir()}
        assert {f"wizard/{folder}/{name}" for name in files} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"wizard"}
    assert {str(path.relative_to(PROJECT)) for path in data_files()} <= names


def test_it_carries_the_text_of_its_licence(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    [metadata] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    headers = archive.read(metadata).decode().partition("\n\n")[0].splitlines()
    assert "License-Expression: Apache-2.0" in headers
    assert "License-File: wizard/LICENSE" in headers
    text = archive.read(f"{metadata.partition('/')[0]}/licenses/wizard/LICENSE").decode()
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert archive.read("wizard/LICENSE").decode() == text


def data_files() -> list[Path]:
    """Style sheets, guides, translations and other files that are not Python and could be forgotten."""
    files = [path for path in (PROJECT / "wizard").rglob("*.*") if path.is_file()]
    return [path for path in files if path.suffix not in (".py", ".pyc", ".pot")]


def test_it_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    script = "import wizard; print(wizard.__file__)"
    python = str(installed.with_name("python"))
    where = subprocess.run([python, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(where.stdout.strip()).is_relative_to(installed.parent.parent)


def test_it_runs(installed: Path, tmp_path: Path) -> None:
    ran = bcw(installed, tmp_path, "--version")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("bcw ")


def test_it_finds_its_presets(installed: Path, tmp_path: Path) -> None:
    ran = bcw(installed, tmp_path, "presets", "list", "--format", "json")
    assert ran.returncode == 0, ran.stderr
    listed = json.loads(ran.stdout)
    assert {each["name"] for each in listed} == {path.stem for path in (PROJECT / "presets").glob("*.json")}
    assert all(Path(each["path"]).is_relative_to(installed.parent.parent) for each in listed)


def test_it_checks(installed: Path, tmp_path: Path) -> None:
    ran = bcw(installed, tmp_path, "check", "smallest", str(EXAMPLE), "--format", "json")
    assert ran.returncode == 0, ran.stderr
    assert [each["file"] for each in json.loads(ran.stdout)] == ["smallest", str(EXAMPLE)]


def test_it_creates_a_cluster(installed: Path, tmp_path: Path) -> None:
    ran = bcw(installed, tmp_path, "submit", "smallest", "--yes")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("cls-")


def test_it_finds_its_themes(installed: Path, tmp_path: Path) -> None:
    script = """
from wizard.core.application import theme_folders
print(*sorted(theme_folders()[0].iterdir()), sep='\\n')
"""
    python = str(installed.with_name("python"))
    found = subprocess.run([python, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    themes = {Path(line).name for line in found.stdout.splitlines()}
    assert {path.name for path in (PROJECT / "themes").glob("*.toml")} <= themes


def test_it_finds_its_guides(installed: Path, tmp_path: Path) -> None:
    ran = bcw(installed, tmp_path, "help", "presets")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("# ")
