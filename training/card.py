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
from training.cross_validate import PEER, TEXTS, WRAP_COLUMNS, WRAPPED, rendering_of

SEGMENTS = "trafilatura-eval-dev"
CARD = "CARD.md"
LEFT_OUT = "left-out"
"""Folder of the answers of models that have not seen the collection of a page."""
TEMPLATES = Path(__file__).parent / "cards"
NOT_MEASURED = "not measured"
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
        "all_accuracy": _cells(_type_accuracy(data, answers, mode) for mode in MODES),
        "collections": _collections(models.HTML, data, answers, MODES),
        "trust": _trust_section(models.HTML, data, answers, MODES),
    }


def _plaintext(data: Path, answers: Path) -> dict[str, Any]:
    mode, plain = MODES[0], rendering_of(TEXTS)
    truth, found = list(read_json_lines(answers / plain / TRUTH)), _read(answers, plain, mode)
    rows = {
        PEER: _read(answers, plain, PEER),
        "as rendered": found,
        f"wrapped at {WRAP_COLUMNS} columns": _read(answers, WRAPPED, mode),
    }
    confidences = scores.confidences(truth, found)
    return {
        "words": "\n".join(_row(name, truth, each) for name, each in rows.items()),
        "fields": _fields(truth, found),
        "accuracy": scores.type_accuracy(truth, found),
        "correlation": scores.rank_correlation(confidences),
        "calibration": scores.calibration_error(confidences),
        "collections": _collections(models.PLAINTEXT, data, answers, (mode,)),
        "trust": _trust_section(models.PLAINTEXT, data, answers, (mode,)),
    }


def _labels(kind: str, data: Path, answers: Path) -> dict[str, Records]:
    """Return the labels of each collection that has labels of text, by the name of its answers."""
    found: dict[str, Records] = {}
    for name in stack.CONFIG[kind]["data"]:
        truth, rendering = read_truth(data / name), rendering_of(name)
        if kind == models.PLAINTEXT and (answers / rendering / TRUTH).exists():
            truth = read_truth(answers / rendering)
        if any("text" in page or page.get("must_have") for page in truth):
            found[name if kind == models.HTML else rendering] = truth
    return found


def _collections(kind: str, data: Path, answers: Path, modes: Sequence[str]) -> str:
    """Return a row for each collection: cross-validated by domain, and read by models that have not seen it."""
    rows = []
    for name, truth in _labels(kind, data, answers).items():
        texts = any("text" in page for page in truth)
        figure, what = (scores.mean_f1, "word F1") if texts else (scores.segment_f1, "segment F1")
        cells = [figure(truth, _read(answers, name, PEER))]
        cells += [figure(truth, _read(answers, name, mode)) for mode in modes]
        left_out = " | ".join([NOT_MEASURED] * len(modes))
        if (answers / LEFT_OUT).is_dir():
            left_out = _cells(figure(truth, _read(answers / LEFT_OUT, name, mode)) for mode in modes)
        rows.append(f"| {name} | {what} | {_cells(cells)} | {left_out} |")
    return "\n".join(rows)


def _trust_section(kind: str, data: Path, answers: Path, modes: Sequence[str]) -> str:
    """Return figures on confidence with collections left out, or a sentence if the answers do not have it."""
    if not (answers / LEFT_OUT).is_dir():
        return "The confidence was not measured with collections left out.\n"
    truths = {
        name: truth for name, truth in _labels(kind, data, answers).items() if any("text" in page for page in truth)
    }
    found = {mode: {name: _read(answers / LEFT_OUT, name, mode) for name in truths} for mode in modes}
    pairs = [
        [pair for name in truths for pair in scores.confidences(truths[name], found[mode][name])] for mode in modes
    ]
    warned = [scores.warned([(truths[name], found[mode][name]) for name in truths]) for mode in modes]
    return (
        (TEMPLATES / "trust.md")
        .read_text(encoding="utf-8")
        .format(
            modes=" | ".join(f"`{mode}`" for mode in modes) if len(modes) > 1 else "both modes",
            mode_bars="---|" * len(modes),
            correlation=_cells(map(scores.rank_correlation, pairs)),
            calibration=_cells(map(scores.calibration_error, pairs)),
            warned=_cells(each.recall for each in warned),
            false=_cells(each.false for each in warned),
        )
    )


FIGURES: Mapping[str, Callable[[Path, Path], dict[str, Any]]] = {models.HTML: _html, models.PLAINTEXT: _plaintext}


def _type_accuracy(data: Path, answers: Path, mode: str) -> float:
    """Return the share of right page types over the pages of all collections that have one."""
    names = stack.CONFIG[models.HTML]["data"]
    truths = {name: [page for page in read_truth(data / name) if page.get("page_type")] for name in names}
    right = sum(
        scores.type_accuracy(truth, _read(answers, name, mode)) * len(truth) for name, truth in truths.items() if truth
    )
    return right / sum(map(len, truths.values()))


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
