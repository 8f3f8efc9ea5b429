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
        "post_rounds": stack.CONFIG["html"]["posts"]["rounds"],
        "folds": stack.CONFIG[kind]["folds"],
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
        "left_out_section": _left_out_section(data, answers),
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


def _left_out(data: Path, answers: Path) -> str:
    """Return the rows of the figures of models that have not seen the collection of a page."""
    rows = []
    for name in stack.CONFIG[models.HTML]["data"]:
        truth = read_truth(data / name)
        if any("text" in page for page in truth):
            figure = scores.mean_f1
        elif any(page.get("must_have") for page in truth):
            figure = scores.segment_f1
        else:
            continue
        what = "word F1" if figure is scores.mean_f1 else "segment F1"
        cells = _cells(figure(truth, _read(answers / LEFT_OUT, name, engine)) for engine in (PEER, *MODES))
        rows.append(f"| {name} | {what} | {cells} |")
    return "\n".join(rows)


def _left_out_section(data: Path, answers: Path) -> str:
    """Return the section on collections that were left out, or a sentence if the answers do not have it."""
    if not (answers / LEFT_OUT).is_dir():
        return "Figures with collections left out were not measured with these models.\n"
    template = (TEMPLATES / "html-left-out.md").read_text(encoding="utf-8")
    shared = {"modes": " | ".join(f"`{mode}`" for mode in MODES), "mode_bars": "---|" * len(MODES)}
    return template.format(left_out=_left_out(data, answers), **shared, **_trust(data, answers))


def _trust(data: Path, answers: Path) -> dict[str, str]:
    """Return figures on the confidence of models that have not seen the collection of a page, for all modes."""
    names = [
        name for name in stack.CONFIG[models.HTML]["data"] if any("text" in page for page in read_truth(data / name))
    ]
    truths = {name: read_truth(data / name) for name in names}
    found = {mode: {name: _read(answers / LEFT_OUT, name, mode) for name in names} for mode in MODES}
    pairs = [[pair for name in names for pair in scores.confidences(truths[name], found[mode][name])] for mode in MODES]
    warned = [scores.warned([(truths[name], found[mode][name]) for name in names]) for mode in MODES]
    return {
        "left_out_correlation": _cells(map(scores.rank_correlation, pairs)),
        "left_out_calibration": _cells(map(scores.calibration_error, pairs)),
        "left_out_warned": _cells(each.recall for each in warned),
        "left_out_false": _cells(each.false for each in warned),
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
