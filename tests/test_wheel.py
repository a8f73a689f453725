"""The wheel: built, installed into its own environment, and used from another folder."""

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


def test_the_wheel_contains_the_package_presets_themes_and_license(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    names = set(archive.namelist())
    for folder in ("presets", "themes"):
        files = {path.name for path in (PROJECT / folder).iterdir()}
        assert {f"wizard/{folder}/{name}" for name in files} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"wizard"}
    # Style sheets, guides, translations and other files that are not Python could be forgotten.
    files = [path for path in (PROJECT / "wizard").rglob("*.*") if path.is_file()]
    data = {path for path in files if path.suffix not in (".py", ".pyc", ".pot")}
    assert {str(path.relative_to(PROJECT)) for path in data} <= names

    [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
    headers = archive.read(metadata).decode().partition("\n\n")[0].splitlines()
    assert "License-Expression: Apache-2.0" in headers
    assert "License-File: wizard/LICENSE" in headers
    text = archive.read(f"{metadata.partition('/')[0]}/licenses/wizard/LICENSE").decode()
    assert "Apache License" in text and "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_installed_command_finds_its_presets_themes_and_guides(installed: Path, tmp_path: Path) -> None:
    """Run it in another folder, without a way back to the checkout."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*command: str | Path) -> str:
        ran = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    assert run(installed, "--version").startswith("bcw ")
    assert run(installed, "submit", "smallest", "--yes").startswith("cls-")
    assert run(installed, "help", "presets").startswith("# ")
    listed = json.loads(run(installed, "presets", "list", "--format", "json"))
    assert {each["name"] for each in listed} == {path.stem for path in (PROJECT / "presets").glob("*.json")}
    assert all(Path(each["path"]).is_relative_to(installed.parent.parent) for each in listed)
    checked = json.loads(run(installed, "check", "smallest", str(EXAMPLE), "--format", "json"))
    assert [each["file"] for each in checked] == ["smallest", str(EXAMPLE)]
    script = """
import wizard
from wizard.core.application import list_theme_folders
print(wizard.__file__, *list_theme_folders()[0].iterdir(), sep="\\n")
"""
    module, *themes = map(Path, run(installed.with_name("python"), "-c", script).splitlines())
    assert module.is_relative_to(installed.parent.parent)
    assert {path.name for path in (PROJECT / "themes").glob("*.toml")} <= {path.name for path in themes}
