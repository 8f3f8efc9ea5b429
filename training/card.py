"""Writes the model card: what the models are, what they were trained on, and how good they are on unseen sites.

    python -m training.card --data ../shared/data --answers FOLDER --out extractor/models

FOLDER holds the answers that `training.train --keep FOLDER` wrote.
"""

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor import models
from extractor.model import PAGE_TYPES
from extractor.options import MODES
from training import evaluate
from training.fit import SEED
from training.trees import ROUNDS

WORDS, SEGMENTS = "wcxb-dev", "trafilatura-eval-dev"
CARD = """\
# Model card

The models behind the `blocks` engine and `choose`. `python -m training.card` wrote this page; figures are not typed in.

| file | what it is |
|---|---|
| `{tokens}` | weights of class names, words and words of headings: log-odds that a block under them is content |
| `{page_type}` | logistic regression over tokens of the address, the markup and the labels of a page: its type |
| `{alone}` | {rounds} gradient-boosted trees over the measures of a block: the chance that it is content |
| `{with_trafilatura}` | the same, knowing also what trafilatura keeps of the block and around it |
| `{confidence}` | the line from the F1 that a cut expects to the F1 that such cuts had on unseen pages |

## Made by

    python -m training.train --data ../shared/data --out extractor/models

Seeded ({seed}); two runs give the same files. No page is stored here.

## Trained on

* **WCXB**, development split: 1,497 pages of seven types with the text that people wanted, nearly all in English.
  Murrough Foley, CC-BY-4.0. A block's label is the share of its words that stand in that text.
* **trafilatura's evaluation set**, the half that we have: 481 pages in many languages with segments that must and must
  not be in the text. Apache-2.0. Pages on which an extractor met every segment are used with its answer as the label.
* A third of all pages a second time without class names and address, at half the weight: no model may rely on them.

## Figures

Cross-validated by domain in five folds: no page was read by models that saw its site. The whole program ran, with
everything that is learned fitted anew in each fold. trafilatura is 2.3.1 without comments, on the same pages in the
same run; nothing of it is fitted here.

| word F1, WCXB dev | all | {types} |
|---|---{bars}|
{words}

| | {modes} |
|---|{mode_bars}
| segment F1, trafilatura's evaluation set (trafilatura {peer_segments:.4f}) | {segments} |
| page type right, WCXB dev | {accuracy} |
| confidence: rank correlation with word F1 | {correlation} |
| confidence: expected calibration error | {calibration} |

## Limits

* The labels are those of two data sets. On shops, listings and landing pages people disagree about what the text is.
* Words and class names lean on English; on other languages the other measures carry the answer, as the segments show.
* Where the best cut expects a word F1 of less than 0.2, nothing is kept; some such pages had a text all the same.
"""


def write(data: Path, answers: Path, out: Path) -> None:
    """Score the answers and write CARD.md into `out`."""
    engines = (evaluate.PEER, *MODES)
    words = {engine: _read(answers, WORDS, engine) for engine in engines}
    segments = {engine: _read(answers, SEGMENTS, engine) for engine in engines}
    by_type = {engine: evaluate.word_figures(data / WORDS, words[engine]) for engine in engines}
    held = {engine: evaluate.segment_f1(data / SEGMENTS, segments[engine]) for engine in engines}
    sure = [evaluate.confidence_figures(data / WORDS, words[mode]) for mode in MODES]
    rows = (
        f"| {engine} | {by_type[engine]['all']:.4f} | "
        + " | ".join(f"{by_type[engine][page_type]:.3f}" for page_type in PAGE_TYPES)
        + " |"
        for engine in engines
    )
    card = CARD.format(
        tokens=models.TOKENS,
        page_type=models.PAGE_TYPE,
        alone=models.ALONE,
        with_trafilatura=models.WITH_TRAFILATURA,
        confidence=models.CONFIDENCE,
        rounds=ROUNDS,
        seed=SEED,
        types=" | ".join(PAGE_TYPES),
        bars="|---" * len(PAGE_TYPES),
        words="\n".join(rows),
        modes=" | ".join(f"`{mode}`" for mode in MODES),
        mode_bars="---|" * len(MODES),
        peer_segments=held[evaluate.PEER],
        segments=_cells(held[mode] for mode in MODES),
        accuracy=_cells(evaluate.type_accuracy(data / WORDS, words[mode]) for mode in MODES),
        correlation=_cells(correlation for correlation, _ in sure),
        calibration=_cells(error for _, error in sure),
    )
    (out / "CARD.md").write_text(card, encoding="utf-8")


def _cells(figures: Iterable[float]) -> str:
    return " | ".join(f"{figure:.4f}" for figure in figures)


def _read(folder: Path, data: str, engine: str) -> Sequence[Mapping[str, Any]]:
    with (folder / f"{data}-{engine}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Read the command line and write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--data", "--answers", "--out"):
        parser.add_argument(name, type=Path, required=True)
    arguments = parser.parse_args()
    write(arguments.data, arguments.answers, arguments.out)


if __name__ == "__main__":
    main()
