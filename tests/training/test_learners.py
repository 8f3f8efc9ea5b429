"""The learners and the stack, on pages of our own."""

from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pytest

from evaluation.datasets import read_pages
from evaluation.folds import domain_folds
from extractor.classify import html, models
from extractor.classify.models import Models
from extractor.classify.trees import Trees
from extractor.features.registry import FeatureSet, formulas
from extractor.features.shared.page_type import PAGE_TYPE_STAGE
from extractor.pipeline import extract
from extractor.types import PAGE_TYPES
from tests.labelled import write_folder
from training import page_type, stack, target_encoding, trees
from training.samples import HtmlSample, read_html_samples

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year."
SMALL = {"rounds": 20, "min_data_in_leaf": 5, "feature_fraction": 1.0}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[HtmlSample]:
    pages = []
    for number in range(70):
        kind = PAGE_TYPES[number % len(PAGE_TYPES)]
        body = f"<div class='{kind}-body'><p>{SENTENCE} It is number {number}.</p><p>{SENTENCE}</p></div>"
        page = f"<body>{body}<div class='related'><h3>Related</h3><p>Other things to read</p></div></body>"
        labels = {
            "url": f"https://site{number // 2}.example/{kind}/{number}",
            "domain": f"site{number // 2}.example",
            "page_type": kind,
            "text": f"{SENTENCE} It is number {number}.\n\n{SENTENCE}",
        }
        pages.append((page, labels))
    labelled = read_pages(write_folder(tmp_path_factory.mktemp("labelled"), pages))
    return read_html_samples(labelled, dict.fromkeys((page.domain for page in labelled), 0))


def folds(samples: list[HtmlSample]) -> stack.Folds:
    return stack.Folds(domain_folds((sample.domain for sample in samples), 2), 2)


def test_blocks_are_labelled_with_the_wanted_share(samples: list[HtmlSample]) -> None:
    assert samples[0].labels.tolist() == [1.0, 1.0, 0.0, 0.0]


def test_some_pages_have_a_variant(samples: list[HtmlSample]) -> None:
    variants = [sample for sample in samples if sample.seen.variant is not None]

    assert 0 < len(variants) < len(samples) / 2
    assert all(sample.weight < 1 and sample.seen.parse().blocks for sample in variants)


def test_names_around_content_have_greater_weights(samples: list[HtmlSample]) -> None:
    encoding = target_encoding.fit(samples)

    assert encoding.names["body"] > encoding.prior > encoding.names["related"]
    assert encoding.words["read"] < encoding.prior
    assert encoding.headings["related"] < encoding.prior


def test_page_types_are_learned(samples: list[HtmlSample]) -> None:
    stage = next(each for each in html.STAGES if each.name == PAGE_TYPE_STAGE)
    pages = [sample for sample in samples if sample.weight == 1]
    for sample in samples:
        stage.compute(sample.inputs)
    model = page_type.fit(samples, stage.features, 0.5)
    likeliest = [PAGE_TYPES[int(np.argmax(model.predict(page.inputs)))] for page in pages]

    assert likeliest == [page.page_type for page in pages]


def test_the_stored_trees_and_lightgbm_give_the_same_probabilities(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    matrix = np.round(random.normal(size=(4000, 6)), 1).astype(np.float32)
    labels = (matrix[:, 0] * matrix[:, 1] > matrix[:, 2]).astype(float)
    group = formulas("numbers", {f"number{column}": ("A number.", lambda _: 0) for column in range(6)})
    features: FeatureSet = FeatureSet((group,))
    fitted = trees.fit(features, [matrix], [labels], [np.ones(len(labels))], stack.CONFIG["trees"])
    fitted.write(tmp_path / "trees")

    assert Trees.load(tmp_path / "trees", features).probabilities(matrix) == pytest.approx(
        fitted.probabilities(matrix), abs=1e-5
    )


@pytest.mark.parametrize("settings", [{"categorical_feature": [0]}, {}], ids=["categories", "missing values"])
def test_trees_with_other_rules_are_not_stored(settings: dict[str, Any]) -> None:
    random = np.random.default_rng(1)
    matrix = random.integers(0, 4, size=(1000, 2)).astype(np.float32)
    labels = (matrix[:, 0] == 2).astype(float)
    if not settings:
        matrix[::5, 0] = np.nan
    data = lightgbm.Dataset(matrix, labels, params={"verbosity": -1}, **settings)
    booster = lightgbm.train({"objective": "binary", "verbosity": -1}, data, 3)

    with pytest.raises(ValueError, match="rule that is not supported"):
        trees.to_forest(booster)


def test_a_second_run_has_forgotten_the_first(
    samples: list[HtmlSample], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "CONFIG", {**stack.CONFIG, "trees": {**stack.CONFIG["trees"], **SMALL}})
    for run in ("one", "other"):
        (tmp_path / run).mkdir()
        stack.fit(models.HTML, samples, tmp_path / run, lambda _: None, folds(samples))
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / run).iterdir()} for run in ("one", "other"))

    assert one == other


def test_the_stack_fits_models_that_serve(
    samples: list[HtmlSample], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack, "CONFIG", {**stack.CONFIG, "trees": {**stack.CONFIG["trees"], **SMALL}})
    (tmp_path / models.HTML).mkdir()
    stack.fit(models.HTML, samples, tmp_path / models.HTML, lambda _: None, folds(samples))
    page = f"<body><div class='article-body'><p>{SENTENCE}</p><p>{SENTENCE}</p></div><p>Other things to read</p></body>"

    assert {path.name for path in (tmp_path / models.HTML).iterdir()} == {
        "calibration.json",
        "first.npz",
        "page_type.json",
        "posts.npz",
        "second.npz",
        "target_encoding.json",
    }
    assert extract(page, models=Models(tmp_path)).text.count("harbour council") == 2
