"""Rebuild all trained models from labelled pages: one command, seeded, no network.

    python -m training.train --data ../shared/data --out extractor/models

DATA holds wcxb-dev and trafilatura-eval-dev. First the figures: the domains are cut into folds, everything is fitted
anew without each fold, and the whole program reads the pages of that fold with models that never saw their sites. Then
the models that ship are fitted on all pages. CARD.md, with the figures, is written last.
"""

import argparse
import tempfile
import time
from pathlib import Path

from rich.console import Console

from training import card, evaluate
from training.fit import SEED, fit
from training.samples import folds, labelled, read

DATA = (card.WORDS, card.SEGMENTS)
FOLDS = 5


def main() -> None:
    """Read the command line, measure, fit, and write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the labelled folders")
    parser.add_argument("--out", type=Path, required=True, help="where the models go")
    parser.add_argument("--folds", type=int, default=FOLDS, help="0 fits the models, measures nothing, writes no card")
    parser.add_argument("--keep", type=Path, help="keep the answers of the cross-validation in this folder")
    arguments = parser.parse_args()
    console, start = Console(stderr=True), time.monotonic()

    def say(what: str) -> None:
        console.log(f"{time.monotonic() - start:5.0f} s  {what}", highlight=False)

    say("reading and measuring the pages")
    pages = [page for name in DATA for page in labelled(arguments.data / name)]
    samples = read(pages)
    lines: list[evaluate.Line] = []
    fold_of = folds((page.domain for page in pages), max(arguments.folds, 1), SEED + 1)
    for fold in range(arguments.folds):
        with tempfile.TemporaryDirectory() as temporary:
            say(f"fold {fold + 1} of {arguments.folds}")
            fit([sample for sample in samples if fold_of[sample.domain] != fold], Path(temporary), say)
            lines += evaluate.predict([page for page in pages if fold_of[page.domain] == fold], Path(temporary))
    say("all pages")
    arguments.out.mkdir(parents=True, exist_ok=True)
    fit(samples, arguments.out, say)
    if arguments.folds:
        with tempfile.TemporaryDirectory() as temporary:
            answers = arguments.keep or Path(temporary)
            evaluate.keep(lines, answers)
            card.write(arguments.data, answers, arguments.out)
    say("done")


if __name__ == "__main__":
    main()
