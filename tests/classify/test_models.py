"""The models that ship, and how models are loaded."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import onnx
import pytest

from extractor import extract
from extractor.classify.compatibility import IncompatibleModel
from extractor.classify.models import ANSWERING, ARTIFACTS, HTML, PLAINTEXT, STAGES, Models, shipped
from extractor.classify.stages import Stage
from extractor.classify.trees import FINGERPRINT_KEY, NAMES_KEY
from extractor.features.registry import Inputs

MAX_BYTES = 6_000_000
SUFFIXES = (".json", ".onnx")


@pytest.mark.parametrize("kind", STAGES)
def test_every_artifact_is_on_its_card(kind: str) -> None:
    card = (ARTIFACTS / kind / "CARD.md").read_text(encoding="utf-8")
    names = [path.name for path in (ARTIFACTS / kind).iterdir() if path.suffix in SUFFIXES]

    assert names
    assert all(f"`{name}`" in card for name in names)
    assert "CC-BY-4.0" in card


def test_artifacts_are_small() -> None:
    assert sum(path.stat().st_size for path in ARTIFACTS.rglob("*") if path.suffix in SUFFIXES) < MAX_BYTES


def test_models_are_loaded_once() -> None:
    assert shipped() is shipped()
    assert shipped().html is shipped().html


@pytest.mark.parametrize("kind", [HTML, PLAINTEXT])
def test_every_stage_that_answers_has_a_calibration(kind: str) -> None:
    assert set(getattr(shipped(), kind).calibrations) == set(ANSWERING[kind])


@pytest.mark.parametrize(
    "stage", [stage for stage in STAGES[HTML] if (ARTIFACTS / HTML / f"{stage.name}.onnx").exists()]
)
def test_tree_models_know_their_features(stage: Stage[Inputs]) -> None:
    name, features = stage.name, stage.features
    properties = {each.key: each.value for each in onnx.load(str(ARTIFACTS / HTML / f"{name}.onnx")).metadata_props}

    assert properties[NAMES_KEY].split("\n") == list(features.names)
    assert properties[FINGERPRINT_KEY] == features.fingerprint


def renamed(folder: Path, file: str) -> Path:
    """Copy the models with one feature of a file renamed."""
    shutil.copytree(ARTIFACTS, folder, dirs_exist_ok=True)
    path = folder / HTML / file
    if path.suffix == ".onnx":
        model = onnx.load(str(path))
        for each in model.metadata_props:
            each.value = each.value.replace("link_density", "link_share")
        onnx.save(model, str(path))
    else:
        content = json.loads(path.read_text(encoding="utf-8"))
        content["features"]["link_share"] = content["features"].pop("log_page_link_density")
        path.write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize("file", ["first.onnx", "page_type.json"])
def test_a_model_of_other_features_is_refused(file: str, tmp_path: Path) -> None:
    models = Models(renamed(tmp_path / "models", file))

    with pytest.raises(IncompatibleModel, match=rf"{file} was trained on other features.*link_share.*retrain"):
        extract("<p>A page.</p>", models=models)


def test_nothing_is_kept_in_the_home_directory(tmp_path: Path) -> None:
    """ONNX Runtime keeps a database of telemetry there, unless it is switched off."""
    kept = {"ORT_DISABLE_TELEMETRY", "HOME", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in kept}
    code = "import extractor; print(extractor.extract('<p>A page.</p>').charset)"
    command = (sys.executable, "-c", code)
    done = subprocess.run(command, capture_output=True, check=False, env={**environment, "HOME": str(tmp_path)})

    assert (done.stdout, done.stderr) == (b"unicode\n", b"")
    assert not list(tmp_path.rglob("*"))
