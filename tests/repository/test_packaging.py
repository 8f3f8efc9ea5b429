"""A script that runs beside a clone in a folder called `extractor` imports the package, not the folder."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_editable_install_is_a_path_and_no_import_hook() -> None:
    """Python asks an import hook last, after it has taken the folder for a namespace package.

    Setuptools writes a path where `package-dir` names one folder for all packages, and a hook otherwise.
    """
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    assert config["tool"]["setuptools"].get("package-dir") == {"": "."}


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
