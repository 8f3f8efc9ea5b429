"""The artefacts that ship."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.classify import models
from extractor.classify.models import HERE, shipped
from extractor.classify.parts import Calibration

MAX_BYTES = 6_000_000
ARTEFACTS = (".json", ".onnx")


@pytest.mark.parametrize("kind", [models.PAGES, models.DUMPS])
def test_every_artefact_is_on_its_card(kind: str) -> None:
    card = (HERE / kind / "CARD.md").read_text(encoding="utf-8")
    names = [path.name for path in (HERE / kind).iterdir() if path.suffix in ARTEFACTS]

    assert names
    assert all(f"`{name}`" in card for name in names)
    assert "CC-BY-4.0" in card


def test_artefacts_are_small() -> None:
    assert sum(path.stat().st_size for path in HERE.rglob("*") if path.suffix in ARTEFACTS) < MAX_BYTES


def test_they_are_read_once() -> None:
    assert shipped() is shipped()
    assert shipped().pages is shipped().pages


def test_confidence_is_a_share() -> None:
    steep = Calibration(slope=2.0, offset=-0.5)

    assert [steep.confidence(expected) for expected in (0.0, 0.1, 0.5, 0.9)] == [0.0, 0.0, 0.5, 1.0]


def test_nothing_is_kept_in_the_home_directory(tmp_path: Path) -> None:
    """ONNX Runtime would keep a database of what it means to report."""
    kept = {"ORT_DISABLE_TELEMETRY", "HOME", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in kept}
    code = "import extractor; print(extractor.extract('<p>A page.</p>').charset)"
    command = (sys.executable, "-c", code)
    done = subprocess.run(command, capture_output=True, check=False, env={**environment, "HOME": str(tmp_path)})

    assert (done.stdout, done.stderr) == (b"unicode\n", b"")
    assert not list(tmp_path.rglob("*"))
