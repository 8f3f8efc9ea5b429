"""Rebuild all trained models from labelled pages: one command, seeded, no network.

    python -m training.train --data ../shared/data --out extractor/models [--card-only]

DATA holds wcxb-dev and trafilatura-eval-dev. First the figures: the domains are cut into folds, everything is fitted
anew without each fold, and the whole program reads the pages of that fold with the models that never saw their sites.
Then the models that ship are fitted on all pages. CARD.md, with the figures and this command line, is written last.
"""

import argparse
import shlex
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from training import card, evaluate
from training.fit import SEED, fit
from training.samples import folds, read

DATA = ("wcxb-dev", "trafilatura-eval-dev")
FOLDS = 5


def main() -> None:
    """Read the command line, measure, fit, and write the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds the labelled folders")
    parser.add_argument("--out", type=Path, required=True, help="where the models go")
    parser.add_argument("--folds", type=int, default=FOLDS, help="0 fits the models and measures nothing")
    parser.add_argument("--keep", type=Path, help="keep the predictions of the cross-validation in this folder")
    arguments = parser.parse_args()
    console, start = Console(stderr=True), time.monotonic()

    def say(what: str) -> None:
        console.log(f"{time.monotonic() - start:5.0f} s  {what}", highlight=False)

    say("reading and measuring the pages")
    samples = [sample for name in DATA for sample in read(arguments.data / name)]
    found = evaluate.Predictions()
    if arguments.folds:
        outer = folds(samples, arguments.folds, SEED + 1)
        for fold in range(arguments.folds):
            with tempfile.TemporaryDirectory() as temporary:
                say(f"fold {fold + 1} of {arguments.folds}")
                fit([each for each, number in zip(samples, outer, strict=True) if number != fold], Path(temporary), say)
                unseen = {each.name for each, number in zip(samples, outer, strict=True) if number == fold}
                found.add(evaluate.predict(arguments.data, unseen, Path(temporary)))
        # Pages without blocks have no sample; every model says the same about them.
    say("all pages")
    arguments.out.mkdir(parents=True, exist_ok=True)
    fit(samples, arguments.out, say)
    if arguments.folds:
        read_by_all = {each.name for each in samples}
        found.add(evaluate.predict(arguments.data, evaluate.pages(arguments.data, DATA) - read_by_all, arguments.out))
        figures = evaluate.score(arguments.data, DATA, found, arguments.keep)
        card.write(arguments.out, figures, shlex.join(["python", "-m", "training.train", *sys.argv[1:]]), len(samples))
    say("done")


if __name__ == "__main__":
    main()
