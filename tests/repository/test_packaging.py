"""The package metadata is consistent, and a clone called `extractor` does not hide the package."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = CONFIG["project"]
REQUIREMENTS = [
    *PROJECT["dependencies"],
    *(each for extra in PROJECT["optional-dependencies"].values() for each in extra),
]


def normalised(requirement: str) -> str:
    """The name of a requirement as package indexes compare names (PEP 503)."""
    name = re.match(r"[\w.-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


def test_the_oldest_named_python_is_the_required_one() -> None:
    named = [each.rpartition(":: ")[2] for each in PROJECT["classifiers"] if "Python :: 3." in each]

    assert PROJECT["requires-python"] == f">={named[0]}"


@pytest.mark.parametrize("requirement", [each for each in REQUIREMENTS if not each.startswith("mainmatter[")])
def test_every_requirement_is_pinned_for_the_tests(requirement: str) -> None:
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()

    assert normalised(requirement) in {normalised(pin) for pin in pins if "==" in pin}


def test_models_and_cards_are_in_the_package() -> None:
    patterns = CONFIG["tool"]["setuptools"]["package-data"]["extractor"]
    packed = {path for pattern in patterns for path in (ROOT / "extractor").glob(pattern)}
    artefacts = {path for path in (ROOT / "extractor/classify/artifacts").rglob("*") if path.is_file()}

    assert artefacts
    assert artefacts <= packed


def test_an_editable_install_is_a_path_and_no_import_hook() -> None:
    """Python asks import hooks last, and would take a folder called `extractor` for a namespace package before that.

    Setuptools writes a path if `package-dir` names one folder for all packages, and a hook otherwise.
    """
    assert CONFIG["tool"]["setuptools"].get("package-dir") == {"": "."}


def test_the_package_is_found_behind_a_folder_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "extractor" / "docs").mkdir(parents=True)
    script = tmp_path / "script.py"
    script.write_text("import extractor; print(extractor.__file__)")
    found = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert Path(found.stdout.strip()) == ROOT / "extractor" / "__init__.py"
