"""Train the models from labelled pages: one command, seeded, without network.

    python -m training.train SHARED --out extractor/classify/artifacts [--only html|plaintext]

SHARED has the folders data/NAME of `config.toml`. The sites are cut into folds; each stage is fitted on all pages, and
without each fold. The whole program then reads the pages of each fold with the models that have not seen them. After
that, collections are left out one after another, and read with models of the others. The cards with the figures come
last. `--keep FOLDER` keeps the models and answers; `--again` with it measures a changed program with the same models.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from evaluation.datasets import LabelledPage, read_pages
from evaluation.folds import domain_folds
from extractor.classify import models
from training import card, cross_validate, plaintext_samples, samples, stack

Say = Callable[[str], None]


class Kind(NamedTuple):
    """How models for one kind of page are trained and measured."""

    read_samples: Callable[[Sequence[LabelledPage], Mapping[str, int]], Sequence[Any]]
    """Takes the pages, and the fold of each site."""
    tasks: Callable[[Sequence[LabelledPage], Path, Path], Sequence[cross_validate.Task]]
    """Takes the pages, SHARED/data, and a scratch folder."""


KINDS = {
    models.HTML: Kind(samples.read_html_samples, cross_validate.html_tasks),
    models.PLAINTEXT: Kind(plaintext_samples.read_plaintext_samples, cross_validate.plaintext_tasks),
}


def train(kind: str, arguments: argparse.Namespace, scratch: Path, say: Say) -> None:
    """Fit and measure the models for one kind of page."""
    how, data, out = KINDS[kind], arguments.shared / "data", arguments.out / kind
    config = stack.CONFIG[kind]
    say(f"{kind}: reading the pages")
    pages = [page for name in config["data"] for page in read_pages(data / name)]
    fold_of = domain_folds((page.domain for page in pages), config["folds"])
    folds = [scratch / f"fold-{number + 1}" for number in range(config["folds"])]
    for folder in (out, *(each / kind for each in folds)):
        folder.mkdir(parents=True, exist_ok=True)
    found = [] if arguments.again else how.read_samples(pages, fold_of)
    if found:
        say("all pages")
        kept = () if arguments.quick else [folder / kind for folder in folds]
        stack.fit(kind, found, out, say, stack.Folds(fold_of, config["folds"], kept))
    if arguments.quick:
        return
    tasks = how.tasks(pages, data, scratch)
    answers: list[cross_validate.Answer] = []
    for number, folder in enumerate(folds):
        say(f"fold {number + 1} of {len(folds)}: asking")
        answers += cross_validate.ask([task for task in tasks if fold_of[task.domain] == number], folder)
    cross_validate.write(answers, scratch)
    answers = []
    for number, names in enumerate(config["leave_out"]):
        folder = scratch / f"left-out-{number + 1}"
        if arguments.again and not folder.is_dir():
            continue
        say(f"leaving out {', '.join(names)}")
        if not arguments.again:
            leave_out(kind, names, found, folder, say)
        answers += cross_validate.ask([task for task in tasks if task.page.folder.name in names], folder)
    if answers:
        cross_validate.write(answers, scratch / card.LEFT_OUT)
    card.write(kind, data, scratch, out)


def leave_out(kind: str, names: Sequence[str], samples: Sequence[Any], folder: Path, say: Say) -> None:
    """Fit the models without the collections of these names, and without the sites in them."""
    (folder / kind).mkdir(parents=True, exist_ok=True)
    sites = {sample.domain for sample in samples if sample.page.folder.name in names}
    others = [sample for sample in samples if sample.domain not in sites and sample.collections.isdisjoint(names)]
    number = stack.CONFIG[kind]["folds_left_out"]
    fold_of = domain_folds((sample.domain for sample in others), number)
    stack.fit(kind, others, folder / kind, say, stack.Folds(fold_of, number))


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
