"""The models that ship, and how models are loaded."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from extractor import extract
from extractor.classify.compatibility import IncompatibleModel
from extractor.classify.models import ANSWERING, ARTIFACTS, HTML, PLAINTEXT, STAGES, Models, shipped
from extractor.classify.stages import Stage
from extractor.classify.trees import FINGERPRINT, NAMES
from extractor.features.registry import Inputs

MAX_BYTES = 6_000_000
SUFFIXES = (".json", ".npz")


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
    "stage", [stage for stage in STAGES[HTML] if (ARTIFACTS / HTML / f"{stage.name}.npz").exists()]
)
def test_tree_models_know_their_features(stage: Stage[Inputs]) -> None:
    name, features = stage.name, stage.features
    with np.load(ARTIFACTS / HTML / f"{name}.npz") as stored:
        assert stored[NAMES].tolist() == list(features.names)
        assert stored[FINGERPRINT] == features.fingerprint


def renamed(folder: Path, file: str) -> Path:
    """Copy the models with one feature of a file renamed."""
    shutil.copytree(ARTIFACTS, folder, dirs_exist_ok=True)
    path = folder / HTML / file
    if path.suffix == ".npz":
        with np.load(path) as stored:
            arrays = dict(stored)
        arrays[NAMES] = np.char.replace(arrays[NAMES], "link_density", "link_share")
        arrays[FINGERPRINT] = np.array("0")
        np.savez(path, **arrays)
    else:
        content = json.loads(path.read_text(encoding="utf-8"))
        content["features"]["link_share"] = content["features"].pop("log_page_link_density")
        path.write_text(json.dumps(content), encoding="utf-8")
    return folder


@pytest.mark.parametrize("file", ["first.npz", "page_type.json"])
def test_a_model_of_other_features_is_refused(file: str, tmp_path: Path) -> None:
    models = Models(renamed(tmp_path / "models", file))

    with pytest.raises(IncompatibleModel, match=rf"{file} was trained on other features.*link_share.*retrain"):
        extract("<p>A page.</p>", models=models)


@pytest.mark.parametrize("change", ["cut", "pickled", "a circle", "no leaf", "too wide", "not a number"])
def test_a_damaged_model_is_refused(change: str, tmp_path: Path) -> None:
    shutil.copytree(ARTIFACTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / HTML / "first.npz"
    if change == "cut":
        path.write_bytes(path.read_bytes()[:-2_000])
    else:
        with np.load(path) as stored:
            arrays = dict(stored)
        inner = np.flatnonzero(arrays["left"] >= 0)
        if change == "pickled":
            arrays["value"] = arrays["value"].astype(object)
        elif change == "a circle":
            arrays["left"][inner[3]] = 0
        elif change == "no leaf":
            arrays["left"][-1] = len(arrays["left"])
        elif change == "too wide":
            arrays["feature"][inner[0]] = 30_000
        else:
            arrays["threshold"][inner[0]] = np.nan
        np.savez(path, **arrays)

    with pytest.raises(IncompatibleModel, match=r"first\.npz is damaged"):
        extract("<p>A page.</p>", models=Models(tmp_path))


def test_nothing_is_kept_in_the_home_directory(tmp_path: Path) -> None:
    kept = {"HOME", "XDG_CACHE_HOME"}
    environment = {name: value for name, value in os.environ.items() if name not in kept}
    code = "import extractor; print(extractor.extract('<p>A page.</p>').charset)"
    command = (sys.executable, "-c", code)
    done = subprocess.run(command, capture_output=True, check=False, env={**environment, "HOME": str(tmp_path)})

    assert (done.stdout, done.stderr) == (b"unicode\n", b"")
    assert not list(tmp_path.rglob("*"))
