"""Fit the weights that choose the title, the authors and the date of a page among their candidates, and write the card.

    python -m training.choices SHARED [--out extractor/metadata]

The pages come from all labelled folders of `SHARED/data` that are for training and have the field. The figures are
cross-validated by domain, and with one collection left out after the other.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import trafilatura
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize

from evaluation.datasets import LabelledPage, read_pages
from evaluation.folds import domain_folds
from evaluation.scores import same_value
from extractor import Refused
from extractor.arrays import Array, Floats
from extractor.classify.html import classify
from extractor.classify.models import shipped
from extractor.metadata import author_candidates, date_candidates, title_candidates
from extractor.metadata.choice import CARD, FIELDS, LEAST_PROBABILITY, WEIGHTS, Candidate, Field, Weights, choose
from extractor.metadata.context import Context
from extractor.metadata.read import context_of
from extractor.structured_data.read import read_structured_data
from training.files import write_json

COLLECTIONS: Final = ("wcxb-dev", "trafilatura-eval-dev", "news-dev", "dates-dev", "openings-dev", "zh-web-dev")
FOLDS: Final = 5
WEIGHT_DECIMALS: Final = 3
WITHOUT_DAY_WEIGHT: Final = -1.0  # a date with a day wins over a month of an equally good source


class Task(NamedTuple):
    """A field whose value is chosen."""

    label: str
    """Its name in `truth.jsonl`."""
    feature_names: Sequence[str]
    candidates: Callable[[Context], Sequence[Candidate[Any]]]
    penalty: float = 3.0
    """Factor of the squares of the weights in the loss."""
    fixed: Mapping[str, float] = {}
    """Weights that cannot be fitted, because no label has the feature; candidates with it are left out of the fit."""


TASKS: Final[Mapping[Field, Task]] = {
    "title": Task("title", title_candidates.FEATURE_NAMES, title_candidates.candidates),
    "authors": Task("author", author_candidates.FEATURE_NAMES, author_candidates.candidates),
    "date": Task(
        "date", date_candidates.FEATURE_NAMES, date_candidates.candidates, fixed={"without_day": WITHOUT_DAY_WEIGHT}
    ),
}


class Page(NamedTuple):
    """The candidates of a labelled page for one field."""

    collection: str
    domain: str
    has_value: bool
    """Whether people say that the page has a value."""
    candidates: Sequence[Candidate[Any]]
    right: Sequence[bool]
    """For each candidate, whether it is the labelled value."""
    peer: Any
    """trafilatura's answer; None without one."""
    peer_is_right: bool


def read(page: LabelledPage) -> dict[Field, Page]:
    """Return the candidates of each labelled field of a page; none if the page is refused."""
    found = {}
    context, peer = _context(page), _trafilatura(page)
    for field, task in TASKS.items():
        if task.label in page.truth:
            label, known = page.truth[task.label], task.candidates(context) if context else ()
            right = [bool(label) and same_value(task.label, each.value, label) for each in known]
            theirs = peer.get(task.label) or None
            is_right = bool(label) and same_value(task.label, theirs, label)
            found[field] = Page(page.folder.name, page.domain, bool(label), known, right, theirs, is_right)
    return found


def _context(page: LabelledPage) -> Context | None:
    try:
        document = page.parse()
    except Refused:
        return None
    structured = read_structured_data(document)
    prediction, _ = classify(document, structured, shipped().html.stages)
    return context_of(document, structured, prediction)


def _trafilatura(page: LabelledPage) -> Mapping[str, Any]:
    try:
        found = trafilatura.bare_extraction(page.text(), url=page.url, with_metadata=True, include_comments=False)
    except Refused:
        return {}
    return {} if found is None else {task.label: getattr(found, task.label) for task in TASKS.values()}


def fit(pages: Sequence[Page], task: Task) -> Weights:
    """Fit the weights; a page whose value is not among its candidates says nothing."""
    fitted = (_without(page, task.fixed.keys()) for page in pages)
    known = [page for page in fitted if page.candidates and (not page.has_value or any(page.right))]
    rows = np.array(
        [[each.features.get(name, 0.0) for name in task.feature_names] for page in known for each in page.candidates]
    )
    matrix = np.hstack([rows, np.ones((len(rows), 1))])
    page_of = np.repeat(np.arange(len(known)), [len(page.candidates) for page in known])
    right = np.concatenate([page.right for page in known])
    found = minimize(
        _loss(matrix, page_of, right, task.penalty), np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B"
    ).x
    rounded = np.round(found, WEIGHT_DECIMALS).tolist()
    return Weights(rounded[-1], dict(zip(task.feature_names, rounded[:-1], strict=True)) | dict(task.fixed))


def _without(page: Page, names: AbstractSet[str]) -> Page:
    """Return the page without the candidates that have one of the features."""
    kept = [index for index, each in enumerate(page.candidates) if names.isdisjoint(each.features)]
    return page._replace(
        candidates=[page.candidates[index] for index in kept], right=[page.right[index] for index in kept]
    )


def _loss(matrix: Floats, page_of: Array, right: Array, penalty: float) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the negative log-likelihood of the right choices, and its gradient, as a function of the weights."""
    pages = int(page_of[-1]) + 1
    has_right = np.bincount(page_of, right, pages) > 0

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = matrix @ weights
        greatest = np.zeros(pages)  # the score of "none"
        np.maximum.at(greatest, page_of, scores)
        raised, none = np.exp(scores - greatest[page_of]), np.exp(-greatest)
        total = none + np.bincount(page_of, raised, pages)
        shares = raised / total[page_of]
        of_right = np.bincount(page_of, shares * right, pages)
        likelihood = np.where(has_right, of_right, none / total)
        wanted = np.where(has_right[page_of], shares * right / np.maximum(of_right, 1e-12)[page_of], 0.0)
        gradient = matrix.T @ (shares - wanted)
        gradient[:-1] += penalty * weights[:-1]
        return float(penalty * (weights[:-1] ** 2).sum() / 2 - np.log(np.maximum(likelihood, 1e-300)).sum()), gradient

    return loss


class Figures(NamedTuple):
    """Figures of one field in one collection."""

    right: float
    """Share of right values among pages that have one."""
    false: float
    """Share of pages with a value among those that have none."""


def figures(pages: Sequence[Page], field: Field, group_of: Callable[[Page], Any]) -> dict[str, Figures]:
    """Return the figures of each collection; a page is read with weights fitted without the pages of its group."""
    groups = sorted({group_of(page) for page in pages})
    weights = {group: fit([page for page in pages if group_of(page) != group], TASKS[field]) for group in groups}
    chosen = [choose(page.candidates, weights[group_of(page)], LEAST_PROBABILITY[field]).best for page in pages]
    found = {}
    for name in sorted({page.collection for page in pages}):
        of_collection = [(page, best) for page, best in zip(pages, chosen, strict=True) if page.collection == name]
        right = [_is_right(page, best) for page, best in of_collection if page.has_value]
        false = [best is not None for page, best in of_collection if not page.has_value]
        found[name] = Figures(sum(right) / max(len(right), 1), sum(false) / max(len(false), 1))
    return found


def _figures_of_peer(pages: Sequence[Page]) -> Figures:
    with_value, without = [page for page in pages if page.has_value], [page for page in pages if not page.has_value]
    return Figures(
        sum(page.peer_is_right for page in with_value) / max(len(with_value), 1),
        sum(page.peer is not None for page in without) / max(len(without), 1),
    )


def _is_right(page: Page, chosen: Candidate[Any] | None) -> bool:
    return any(right and each is chosen for each, right in zip(page.candidates, page.right, strict=True))


def tables(pages: Sequence[Page], field: Field, weights: Weights) -> str:
    """Return the part of the card about one field: figures and weights."""
    folds = domain_folds((page.domain for page in pages), FOLDS)
    by_domain = figures(pages, field, lambda page: folds[page.domain])
    left_out = figures(pages, field, lambda page: page.collection)
    rows = []
    for name in by_domain:
        of_collection = [page for page in pages if page.collection == name]
        with_value = [page for page in of_collection if page.has_value]
        stated = sum(any(page.right) for page in with_value) / max(len(with_value), 1)
        peer, own, other = _figures_of_peer(of_collection), by_domain[name], left_out[name]
        cells = (stated, peer.right, own.right, other.right, peer.false, own.false, other.false)
        rows.append(f"| {name} | {len(of_collection)} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    ordered = sorted(weights.of_feature.items(), key=lambda pair: -abs(pair[1]))
    return (
        (Path(__file__).parent / "cards" / "choice.md")
        .read_text(encoding="utf-8")
        .format(
            field=field,
            rows="\n".join(rows),
            weights="\n".join(f"| `{name}` | {value} |" for name, value in ordered),
        )
    )


def main() -> None:
    """Read the command line, fit, and write the weights and the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS.parent)
    arguments = parser.parse_args()
    labels = {task.label for task in TASKS.values()}
    labelled = [
        page
        for name in COLLECTIONS
        for page in read_pages(arguments.shared / "data" / name)
        if not labels.isdisjoint(page.truth)
    ]
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(read, labelled, chunksize=8)
        read_fields = list(track(found, "pages", len(labelled), console=console, disable=not console.is_terminal))
    parts = [
        (Path(__file__).parent / "cards" / "choices.md")
        .read_text(encoding="utf-8")
        .format(folds=FOLDS, version=trafilatura.__version__)
    ]
    for field in FIELDS:
        pages = [of_page[field] for of_page in read_fields if field in of_page]
        weights = fit(pages, TASKS[field])
        write_json(arguments.out / "weights" / f"{field}.json", {"bias": weights.bias, "weights": weights.of_feature})
        parts.append(tables(pages, field, weights))
    (arguments.out / CARD).write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
