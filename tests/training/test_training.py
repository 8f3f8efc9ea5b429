"""The training on pages of our own: labels, folds, weights, and trees that decide alike in both formats."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from extractor.classify.parts import Trees

from extractor.types import PAGE_TYPES
from training import encodings, pagetype, trees
from training.samples import Sample, folds, labelled, read

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year."


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> list[Sample]:
    data = tmp_path_factory.mktemp("labelled")
    (data / "pages").mkdir()
    truths = []
    for number in range(70):
        kind = PAGE_TYPES[number % len(PAGE_TYPES)]
        body = f"<div class='{kind}-body'><p>{SENTENCE} It is number {number}.</p><p>{SENTENCE}</p></div>"
        html = f"<body>{body}<div class='related'><h3>Related</h3><p>Other things to read</p></div></body>"
        (data / "pages" / f"{number:04}.html.gz").write_bytes(gzip.compress(html.encode()))
        truths.append(
            {
                "id": f"{number:04}",
                "url": f"https://site{number // 2}.example/{kind}/{number}",
                "domain": f"site{number // 2}.example",
                "page_type": kind,
                "text": f"{SENTENCE} It is number {number}.\n\n{SENTENCE}",
            }
        )
    (data / "truth.jsonl").write_text("\n".join(map(json.dumps, truths)), encoding="utf-8")
    return read(labelled(data), data)


def test_blocks_are_labelled_by_what_people_wanted(samples: list[Sample]) -> None:
    assert samples[0].labels.tolist() == [1.0, 1.0, 0.0, 0.0]


def test_some_pages_are_seen_again_without_names(samples: list[Sample]) -> None:
    again = [sample for sample in samples if sample.weight < 1]

    assert 0 < len(again) < len(samples) / 2
    assert not any(container.names for sample in again for container in sample.containers)


def test_every_domain_has_one_fold(samples: list[Sample]) -> None:
    fold_of = folds((sample.domain for sample in samples), 4, seed=3)

    assert set(fold_of) == {sample.domain for sample in samples}
    assert set(fold_of.values()) == {0, 1, 2, 3}
    assert fold_of == folds((sample.domain for sample in reversed(samples)), 4, seed=3)


def test_names_of_content_weigh_more_than_others(samples: list[Sample]) -> None:
    encoding = encodings.learn(samples)

    assert encoding.names["body"] > encoding.prior > encoding.names["related"]
    assert encoding.words["read"] < encoding.prior
    assert encoding.headings["related"] < encoding.prior


def test_page_types_are_learned(samples: list[Sample]) -> None:
    linear = pagetype.learn(samples)
    likeliest = [
        PAGE_TYPES[int(np.argmax(linear.shares(each.tokens, each.row)))] for each in samples if each.weight == 1
    ]

    assert likeliest == [each.page_type for each in samples if each.weight == 1]


def test_trees_decide_alike_in_both_formats(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    table = np.round(random.normal(size=(4000, 6)), 1)
    labels = (table[:, 0] * table[:, 1] > table[:, 2]).astype(float)
    booster = trees.fit([table], [labels], [np.ones(len(labels))])
    trees.write(booster, table.shape[1], tmp_path / "trees.onnx")

    assert Trees(tmp_path / "trees.onnx").probabilities(table) == pytest.approx(
        trees.probabilities(booster, table), abs=1e-5
    )
