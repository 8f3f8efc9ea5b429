"""Writes the model cards: what the models are, what they were trained on, and how good they are on unseen sites.

The cards' words are in `training/cards`; figures come from the answers that `training.train --keep FOLDER` keeps.

    python -m training.card pages|dumps SHARED ANSWERS OUT
"""

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.dumps import DATA as WORDS
from extractor.classify import models
from extractor.options import MODES
from extractor.types import PAGE_TYPES
from training import evaluate, stack
from training.samples import SEED

SEGMENTS = "trafilatura-eval-dev"
CARD = "CARD.md"
WRITTEN = Path(__file__).parent / "cards"


def write(kind: str, shared: Path, answers: Path, out: Path) -> None:
    """Score the answers of one kind of input and write CARD.md into `out`."""
    card = (WRITTEN / f"{kind}.md").read_text(encoding="utf-8")
    both = {
        "rounds": stack.CONFIG["trees"]["rounds"],
        "seed": SEED,
        "version": version("trafilatura"),
        "types": " | ".join(PAGE_TYPES),
        "bars": "---|" * len(PAGE_TYPES),
        "page_type": "page_type.json",
        "confidence": models.CALIBRATION,
    }
    (out / CARD).write_text(card.format(**both, **FIGURES[kind](shared / "data", answers)), encoding="utf-8")


def _pages(data: Path, answers: Path) -> dict[str, Any]:
    engines = (evaluate.PEER, *MODES)
    words = {engine: _read(answers, WORDS, engine) for engine in engines}
    segments = {engine: _read(answers, SEGMENTS, engine) for engine in engines}
    by_type = {engine: evaluate.word_figures(data / WORDS, words[engine]) for engine in engines}
    held = {engine: evaluate.segment_f1(data / SEGMENTS, segments[engine]) for engine in engines}
    sure = [evaluate.confidence_figures(data / WORDS, words[mode]) for mode in MODES]
    return {
        "tokens": "target_encoding.json",
        "alone": "first.onnx",
        "with_trafilatura": "second.onnx",
        "words": "\n".join(_row(engine, by_type[engine]) for engine in engines),
        "modes": " | ".join(f"`{mode}`" for mode in MODES),
        "mode_bars": "---|" * len(MODES),
        "peer_segments": held[evaluate.PEER],
        "segments": _cells(held[mode] for mode in MODES),
        "accuracy": _cells(evaluate.type_accuracy(data / WORDS, words[mode]) for mode in MODES),
        "correlation": _cells(correlation for correlation, _ in sure),
        "calibration": _cells(error for _, error in sure),
        "fields": _fields(data / WORDS, words[MODES[0]]),
        "foreign_fields": _fields(data / SEGMENTS, segments[MODES[0]]),
    }


def _dumps(data: Path, answers: Path) -> dict[str, Any]:
    mode, truth = MODES[0], answers / evaluate.DUMPS
    found = _read(answers, evaluate.DUMPS, mode)
    rows = {
        evaluate.PEER: _read(answers, evaluate.DUMPS, evaluate.PEER),
        "as rendered": found,
        f"wrapped hard at {evaluate.WRAPPED} columns": _read(answers, evaluate.BROKEN, mode),
    }
    correlation, error = evaluate.confidence_figures(truth, found)
    return {
        "wording": "bag_of_words.json",
        "first": "first.onnx",
        "second": "second.onnx",
        "title": "title.onnx",
        "words": "\n".join(_row(name, evaluate.word_figures(truth, lines)) for name, lines in rows.items()),
        "segments": evaluate.segment_f1(data / SEGMENTS, _read(answers, evaluate.FOREIGN, mode)),
        "fields": _fields(truth, found),
        "accuracy": evaluate.type_accuracy(truth, found),
        "correlation": correlation,
        "calibration": error,
    }


FIGURES: Mapping[str, Callable[[Path, Path], dict[str, Any]]] = {models.HTML: _pages, models.PLAINTEXT: _dumps}


def _fields(folder: Path, answers: Sequence[Mapping[str, Any]]) -> str:
    figures = [figure for field in evaluate.SAME for figure in evaluate.field_figures(folder, answers, field)]
    return _cells(figures[:1] + figures[2:])  # every page has a title


def _row(name: str, figures: Mapping[str, float]) -> str:
    types = " | ".join(f"{figures[page_type]:.3f}" for page_type in PAGE_TYPES)
    return f"| {name} | {figures['all']:.4f} | {types} |"


def _cells(figures: Iterable[float]) -> str:
    return " | ".join(f"{figure:.4f}" for figure in figures)


def _read(folder: Path, data: str, engine: str) -> Sequence[Mapping[str, Any]]:
    with (folder / f"{data}-{engine}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Read the command line and write one card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=FIGURES)
    for name in ("shared", "answers", "out"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    write(arguments.kind, arguments.shared, arguments.answers, arguments.out)


if __name__ == "__main__":
    main()
