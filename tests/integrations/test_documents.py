"""Every integration has a page of documentation, and the page's example prints what the page says."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.integrations.packages import PACKAGES, need

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs/integrations").glob("*.md"))
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", [path.stem for path in PAGES])
def test_examples_print_what_the_page_says(name: str, tmp_path: Path) -> None:
    if name in PACKAGES:
        need(name)
    page = (ROOT / f"docs/integrations/{name}.md").read_text("utf-8")
    script = tmp_path / "example.py"
    script.write_text("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), "utf-8")
    ran = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.stdout == "".join(re.findall(r"```text\n(.*?)```", page, re.DOTALL)), ran.stderr


def test_every_integration_has_a_page_a_module_and_an_extra() -> None:
    modules = {path.stem for path in (ROOT / "extractor/integrations").glob("[!_]*.py")} - {"page"}

    assert {path.stem for path in PAGES} >= PACKAGES.keys()
    assert {extra.replace("-", "_") for extra in PACKAGES} == modules
    assert CONFIG["project"]["optional-dependencies"].keys() >= PACKAGES.keys()
