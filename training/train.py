"""Train the models from labelled pages: one command, seeded, without network.

    python -m training.train SHARED --out extractor/classify/artifacts [--only html|plaintext]

SHARED has the folders data/wcxb-dev and data/trafilatura-eval-dev. Figures come first: the domains are cut into folds,
all models are fitted without each fold, and the whole program reads the pages of that fold. Then the models that ship
are fitted on all pages. The cards with the figures come last. `--keep FOLDER` keeps the models and answers of the
folds; `--again` with it measures a changed program with the same models.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from evaluation.datasets import LabelledPage, read_pages
from evaluation.folds import OUTER_FOLDS, outer_folds
from extractor.classify import models
from training import card, cross_validate, plaintext_samples, samples, stack

DATA = (cross_validate.TEXTS, card.SEGMENTS)

Say = Callable[[str], None]


class Kind(NamedTuple):
    """How models for one kind of page are trained and measured."""

    read_samples: Callable[[Sequence[LabelledPage]], Sequence[Any]]
    tasks: Callable[[Sequence[LabelledPage], Path, Path], Sequence[cross_validate.Task]]
    """Takes the pages, SHARED/data, and a scratch folder."""


KINDS = {
    models.HTML: Kind(samples.read_html_samples, cross_validate.html_tasks),
    models.PLAINTEXT: Kind(plaintext_samples.read_plaintext_samples, cross_validate.plaintext_tasks),
}


def train(kind: str, arguments: argparse.Namespace, scratch: Path, say: Say) -> None:
    """Measure and fit the models for one kind of page."""
    how, data, out = KINDS[kind], arguments.shared / "data", arguments.out / kind
    say(f"{kind}: reading the pages")
    pages = [page for name in DATA for page in read_pages(data / name)]
    found = [] if arguments.again else how.read_samples(pages)
    answers: list[cross_validate.Answer] = []
    fold_of = outer_folds(pages)
    tasks = [] if arguments.quick else how.tasks(pages, data, scratch)
    for fold in () if arguments.quick else range(OUTER_FOLDS):
        say(f"fold {fold + 1} of {OUTER_FOLDS}")
        folder = scratch / f"fold-{fold + 1}"
        (folder / kind).mkdir(parents=True, exist_ok=True)
        if not arguments.again:
            stack.fit(kind, [sample for sample in found if fold_of[sample.domain] != fold], folder / kind, say)
        answers += cross_validate.ask([task for task in tasks if fold_of[task.domain] == fold], folder)
    out.mkdir(parents=True, exist_ok=True)
    if not arguments.again:
        say("all pages")
        stack.fit(kind, found, out, say)
    if not arguments.quick:
        cross_validate.write(answers, scratch)
        card.write(kind, data, scratch, out)


def main() -> None:
    """Read the command line, measure, fit, and write the cards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="folder with data/")
    parser.add_argument("--out", type=Path, required=True, help="folder for the models")
    parser.add_argument("--only", choices=KINDS, help="train the models for one kind of page")
    parser.add_argument("--quick", action="store_true", help="fit the models, measure nothing, write no card")
    parser.add_argument("--keep", type=Path, help="keep the models and answers of the folds in this folder")
    parser.add_argument("--again", action="store_true", help="fit nothing: measure with the models in --keep")
    arguments = parser.parse_args()
    if arguments.again and not arguments.keep:
        parser.error("--again needs the folder that an earlier --keep filled")
    console, start = Console(stderr=True), time.monotonic()

    def say(what: str) -> None:
        console.log(f"{time.monotonic() - start:5.0f} s  {what}", highlight=False)

    with ExitStack() as opened:
        scratch = arguments.keep or Path(opened.enter_context(tempfile.TemporaryDirectory()))
        for kind in [arguments.only] if arguments.only else KINDS:
            train(kind, arguments, scratch, say)
    say("done")


if __name__ == "__main__":
    main()
