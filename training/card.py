"""Write the model cards: the models, their data, and figures on sites that they have not seen.

    python -m training.card html|plaintext DATA ANSWERS OUT

The texts are in `training/cards`. The figures come from the answers that `training.train --keep FOLDER` keeps.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evaluation import scores
from evaluation.datasets import TRUTH, read_json_lines, read_truth
from evaluation.folds import SEED
from extractor.classify import models
from extractor.options import MODES
from extractor.types import PAGE_TYPES
from training import stack
from training.cross_validate import PEER, PLAIN, TEXTS, WRAP_COLUMNS, WRAPPED
from training.cross_validate import SEGMENTS as RENDERED_SEGMENTS

SEGMENTS = "trafilatura-eval-dev"
CARD = "CARD.md"
LEFT_OUT = "left-out"
"""Folder of the answers of models that have not seen the collection of a page."""
TEMPLATES = Path(__file__).parent / "cards"
FIELD_FIGURES = ("title_exact", "author_exact", "author_fp", "date_exact", "date_fp")

Records = Sequence[Mapping[str, Any]]


def write(kind: str, data: Path, answers: Path, out: Path) -> None:
    """Score the answers for one kind of page, and write CARD.md into `out`."""
    template = (TEMPLATES / f"{kind}.md").read_text(encoding="utf-8")
    common = {
        "rounds": stack.CONFIG["trees"]["rounds"],
        "seed": SEED,
        "version": version("trafilatura"),
        "types": " | ".join(PAGE_TYPES),
        "bars": "---|" * len(PAGE_TYPES),
    }
    (out / CARD).write_text(template.format(**common, **FIGURES[kind](data, answers)), encoding="utf-8")


def _html(data: Path, answers: Path) -> dict[str, Any]:
    engines = (PEER, *MODES)
    truth, segments = read_truth(data / TEXTS), read_truth(data / SEGMENTS)
    texts = {engine: _read(answers, TEXTS, engine) for engine in engines}
    with_segments = {engine: _read(answers, SEGMENTS, engine) for engine in engines}
    segment_f1 = {engine: scores.segment_f1(segments, with_segments[engine]) for engine in engines}
    confidences = [scores.confidences(truth, texts[mode]) for mode in MODES]
    return {
        "words": "\n".join(_row(engine, truth, texts[engine]) for engine in engines),
        "modes": " | ".join(f"`{mode}`" for mode in MODES),
        "mode_bars": "---|" * len(MODES),
        "peer_segments": segment_f1[PEER],
        "segments": _cells(segment_f1[mode] for mode in MODES),
        "accuracy": _cells(scores.type_accuracy(truth, texts[mode]) for mode in MODES),
        "correlation": _cells(map(scores.rank_correlation, confidences)),
        "calibration": _cells(map(scores.calibration_error, confidences)),
        "fields": _fields(truth, texts[MODES[0]]),
        "foreign_fields": _fields(segments, with_segments[MODES[0]]),
    }


def _plaintext(data: Path, answers: Path) -> dict[str, Any]:
    mode, truth = MODES[0], list(read_json_lines(answers / PLAIN / TRUTH))
    found = _read(answers, PLAIN, mode)
    rows = {
        PEER: _read(answers, PLAIN, PEER),
        "as rendered": found,
        f"wrapped at {WRAP_COLUMNS} columns": _read(answers, WRAPPED, mode),
    }
    confidences = scores.confidences(truth, found)
    return {
        "words": "\n".join(_row(name, truth, each) for name, each in rows.items()),
        "segments": scores.segment_f1(read_truth(data / SEGMENTS), _read(answers, RENDERED_SEGMENTS, mode)),
        "fields": _fields(truth, found),
        "accuracy": scores.type_accuracy(truth, found),
        "correlation": scores.rank_correlation(confidences),
        "calibration": scores.calibration_error(confidences),
    }


FIGURES: Mapping[str, Callable[[Path, Path], dict[str, Any]]] = {models.HTML: _html, models.PLAINTEXT: _plaintext}


def _fields(truth: Records, answers: Records) -> str:
    figures = scores.score(truth, answers)
    return _cells(figures.get(name, 0.0) for name in FIELD_FIGURES)


def _row(name: str, truth: Records, answers: Records) -> str:
    rows = scores.score_by("page_type", truth, answers)
    types = " | ".join(f"{rows[page_type]['f1']:.3f}" for page_type in PAGE_TYPES)
    return f"| {name} | {rows['all']['f1']:.4f} | {types} |"


def _cells(figures: Iterable[float]) -> str:
    return " | ".join(f"{figure:.4f}" for figure in figures)


def _read(folder: Path, data: str, engine: str) -> Records:
    return list(read_json_lines(folder / f"{data}-{engine}.jsonl"))


def main() -> None:
    """Read the command line, and write one card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=FIGURES)
    for name in ("data", "answers", "out"):
        parser.add_argument(name, type=Path)
    arguments = parser.parse_args()
    write(arguments.kind, arguments.data, arguments.answers, arguments.out)


if __name__ == "__main__":
    main()
