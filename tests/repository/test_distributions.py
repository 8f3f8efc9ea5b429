"""The built distributions hold what they should, and the wheel works without the repository and without a compiler."""

import json
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from extractor.version import __version__

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NAME = f"{CONFIG['project']['name']}-{__version__}"
SOURCES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "extractor").rglob("*.py")}
DATA = {
    path.relative_to(ROOT).as_posix()
    for pattern in CONFIG["tool"]["setuptools"]["package-data"]["extractor"]
    for path in (ROOT / "extractor").glob(pattern)
}
NATIVE = {
    path.relative_to(ROOT).as_posix()
    for suffix in ("pyx", "pxi", "hpp")
    for path in (ROOT / "extractor").rglob(f"*.{suffix}")
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with both distributions, built without a network and without a compiler: the wheel out of the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(
        command, env={**os.environ, "CC": "false", "CXX": "false"}, capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob(f"{NAME}-*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds nothing but the wheel."""
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    return python


def test_the_wheel_holds_the_package_its_data_and_its_licences_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = f"{NAME}.dist-info/"

    assert {name for name in names if not name.startswith(about)} == SOURCES | DATA
    assert {f"{about}licenses/LICENSE", f"{about}licenses/NOTICE"} <= names


def test_the_source_distribution_can_be_compiled_and_holds_no_tests(built: Path) -> None:
    with tarfile.open(built / f"{NAME}.tar.gz") as archive:
        names = {member.name.removeprefix(f"{NAME}/") for member in archive.getmembers() if member.isfile()}

    assert SOURCES | DATA | NATIVE | {"LICENSE", "NOTICE", "README.md", "pyproject.toml"} <= names
    assert not [name for name in names if name.startswith(("tests/", "fixtures/", "benchmarks/", "training/"))]
    assert not [name for name in names if name.endswith((".cpp", ".so"))]


def test_an_index_would_take_them(built: Path) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *sorted(built.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout.count("PASSED")) == (0, 2), checked.stdout


def test_the_command_runs_from_the_wheel_and_says_that_it_is_not_compiled(installed: Path, tmp_path: Path) -> None:
    """The dependencies come from the environment of the tests, the package from the wheel."""
    site = next(path for path in map(Path, sys.path) if (path / "selectolax").is_dir())
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site)}

    def run(*arguments: str) -> str:
        command = [str(installed), str(installed.with_name("extractor")), *arguments]
        page = "<p>The wheel holds all models, so that this sentence is extracted.</p>"
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, input=page, capture_output=True, text=True, check=True
        )
        return str(done.stdout)

    assert run("--version").startswith(f"extractor, version {__version__}, python for ")
    assert (
        run("extract", "-", "--format", "text") == "The wheel holds all models, so that this sentence is extracted.\n"
    )
    assert "openapi" not in run("schema")


def test_an_environment_is_listed_with_licences(installed: Path, tmp_path: Path) -> None:
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run([ROOT / "deploy/inventory", installed, tmp_path], env={"PATH": tools}, check=True)
    listed = json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8"))
    licences = (tmp_path / "LICENSES.txt").read_text("utf-8")

    assert listed["bomFormat"] == "CycloneDX"
    assert [(each["name"], each["version"]) for each in listed["components"]] == [
        (CONFIG["project"]["name"], __version__)
    ]
    assert CONFIG["project"]["license"] in licences
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in licences
