"""Rebuild the trained models from labelled pages: one command, seeded, no network.

    python -m training.train ../shared --out extractor/models [--only pages|dumps]

SHARED holds data/wcxb-dev, data/trafilatura-eval-dev and bench/make_dumps.py. First the figures: the domains are cut
into folds, everything is fitted anew without each fold, and the whole program reads the pages of that fold with models
that never saw their sites. Then the models that ship are fitted on all pages. The cards, with the figures, come last.
After a change that leaves the models as they are, `--keep FOLDER --again` measures with those of the last run.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from benchmarks.dumps import DATA as WORDS
from extractor.classify import models
from training import captures, card, evaluate, samples, stack
from training.samples import FOLDS, Labelled, labelled, outer_folds

DATA = (WORDS, card.SEGMENTS)

Say = Callable[[str], None]


class Kind(NamedTuple):
    """What is trained for one kind of input."""

    read: Callable[[Sequence[Labelled], Path], Sequence[Any]]
    """Labelled pages and SHARED to samples."""
    todo: Callable[[Sequence[Labelled], Path, Path], Sequence[evaluate.Task]]
    """What the program is asked about labelled pages, given SHARED and a folder to make things in."""


KINDS = {
    models.HTML: Kind(samples.read, evaluate.pages),
    models.PLAINTEXT: Kind(captures.read, evaluate.dumps),
}


def train(kind: str, arguments: argparse.Namespace, answers: Path, say: Say) -> None:
    """Measure and fit the models for one kind of input."""
    how, out = KINDS[kind], arguments.out / kind
    say(f"{kind}: reading and measuring")
    every = [page for name in DATA for page in labelled(arguments.shared / "data" / name)]
    found = [] if arguments.again else how.read(every, arguments.shared)
    lines: list[evaluate.Line] = []
    fold_of = outer_folds(every)
    todo = [] if arguments.quick else how.todo(every, arguments.shared, answers)
    for fold in () if arguments.quick else range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        folder = answers / f"fold-{fold + 1}"
        (folder / kind).mkdir(parents=True, exist_ok=True)
        if not arguments.again:
            stack.fit(kind, [sample for sample in found if fold_of[sample.domain] != fold], folder / kind, say)
        lines += evaluate.predict([task for task in todo if fold_of[task.domain] == fold], folder)
    if not arguments.again:
        say("all pages")
        out.mkdir(parents=True, exist_ok=True)
        stack.fit(kind, found, out, say)
    if not arguments.quick:
        evaluate.keep(lines, answers)
        card.write(kind, arguments.shared, answers, out)


def main() -> None:
    """Read the command line, measure, fit, and write the cards."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="folder that holds data/ and bench/")
    parser.add_argument("--out", type=Path, required=True, help="where the models go")
    parser.add_argument("--only", choices=KINDS, help="train those for one kind of input, and leave the others")
    parser.add_argument("--quick", action="store_true", help="fit the models, measure nothing, write no card")
    parser.add_argument("--keep", type=Path, help="keep the models and answers of the folds in this folder")
    parser.add_argument(
        "--again", action="store_true", help="fit nothing: measure anew with the models that --keep kept"
    )
    arguments = parser.parse_args()
    if arguments.again and not arguments.keep:
        parser.error("--again needs the folder that an earlier --keep filled")
    console, start = Console(stderr=True), time.monotonic()

    def say(what: str) -> None:
        console.log(f"{time.monotonic() - start:5.0f} s  {what}", highlight=False)

    with ExitStack() as stack:
        answers = arguments.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for kind in [arguments.only] if arguments.only else KINDS:
            train(kind, arguments, answers, say)
    say("done")


if __name__ == "__main__":
    main()
