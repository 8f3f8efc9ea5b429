"""Fit the weights that choose the date of a page among its candidates, and write their card.

    python -m training.dates SHARED [--out extractor/metadata]

The pages come from all labelled folders of `SHARED/data` that are for training and have dates. The figures are
cross-validated by domain, and with one collection left out after the other.
"""

import argparse
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from rich.console import Console
from rich.progress import track
from scipy.optimize import minimize

from evaluation.datasets import LabelledPage, read_pages
from evaluation.folds import domain_folds
from extractor import Refused
from extractor.classify.html import classify
from extractor.classify.models import shipped
from extractor.metadata.date_candidates import FEATURE_NAMES, Candidate, candidates
from extractor.metadata.date_choice import WEIGHTS, Weights, choose
from extractor.metadata.dates import ISO_DATE_LENGTH
from extractor.metadata.read import context_of
from extractor.structured_data.read import read_structured_data
from extractor.types import Array, Floats
from training.files import write_json

DATED_COLLECTIONS: Final = ("wcxb-dev", "trafilatura-eval-dev", "news-dev", "dates-dev", "openings-dev", "zh-web-dev")
FOLDS: Final = 5
PENALTY: Final = 3.0  # of the squares of the weights
WEIGHT_DECIMALS: Final = 3
DATES_CARD: Final = "DATES.md"


class Page(NamedTuple):
    """The candidates of a labelled page."""

    collection: str
    domain: str
    day: str
    """The labelled date without its time; empty if people say there is none."""
    candidates: Sequence[Candidate]

    def is_right(self, candidate: Candidate) -> bool:
        """Return whether a candidate is the labelled day."""
        return bool(self.day) and candidate.iso[:ISO_DATE_LENGTH] == self.day


def read(page: LabelledPage) -> Page:
    """Return the candidates of a page; none if it is refused."""
    day = str(page.truth["date"] or "")[:ISO_DATE_LENGTH]
    try:
        document = page.parse()
    except Refused:
        return Page(page.folder.name, page.domain, day, ())
    structured = read_structured_data(document)
    prediction, _ = classify(document, structured, shipped().html.stages)
    context, *_ = context_of(document, structured, prediction)
    return Page(page.folder.name, page.domain, day, candidates(context))


def fit(pages: Sequence[Page]) -> Weights:
    """Fit the weights; a page whose date is not among its candidates says nothing."""
    known = [page for page in pages if page.candidates and (not page.day or any(map(page.is_right, page.candidates)))]
    rows = np.array(
        [[each.features.get(name, 0.0) for name in FEATURE_NAMES] for page in known for each in page.candidates]
    )
    matrix = np.hstack([rows, np.ones((len(rows), 1))])
    page_of = np.repeat(np.arange(len(known)), [len(page.candidates) for page in known])
    right = np.array([page.is_right(each) for page in known for each in page.candidates])
    found = minimize(
        _loss(matrix, page_of, right, len(known)), np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B"
    ).x
    rounded = np.round(found, WEIGHT_DECIMALS).tolist()
    return Weights(rounded[-1], dict(zip(FEATURE_NAMES, rounded[:-1], strict=True)))


def _loss(matrix: Floats, page_of: Array, right: Array, pages: int) -> Callable[[Floats], tuple[float, Floats]]:
    """Return the negative log-likelihood of the right choices, and its gradient, as a function of the weights."""
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
        gradient[:-1] += PENALTY * weights[:-1]
        return float(PENALTY * (weights[:-1] ** 2).sum() / 2 - np.log(likelihood).sum()), gradient

    return loss


def figures(pages: Sequence[Page], group_of: Callable[[Page], Any]) -> dict[str, tuple[float, float]]:
    """Return for each collection the share of right dates, and that of dates where the page has none.

    Each page is read with weights that were fitted without the pages of its group.
    """
    groups = sorted({group_of(page) for page in pages})
    weights = {group: fit([page for page in pages if group_of(page) != group]) for group in groups}
    chosen = [(page, choose(page.candidates, weights[group_of(page)]).best) for page in pages]
    found = {}
    for name in DATED_COLLECTIONS:
        dated = [bool(best and page.is_right(best)) for page, best in chosen if page.collection == name and page.day]
        undated = [best is not None for page, best in chosen if page.collection == name and not page.day]
        found[name] = (sum(dated) / max(len(dated), 1), sum(undated) / max(len(undated), 1))
    return found


def card(pages: Sequence[Page], weights: Weights) -> str:
    """Return the card: figures and weights."""
    folds = domain_folds((page.domain for page in pages), FOLDS)
    by_domain, left_out = figures(pages, lambda page: folds[page.domain]), figures(pages, lambda page: page.collection)
    rows = []
    for name in DATED_COLLECTIONS:
        of_collection = [page for page in pages if page.collection == name]
        dated = [page for page in of_collection if page.day]
        stated = sum(any(map(page.is_right, page.candidates)) for page in dated) / max(len(dated), 1)
        cells = (stated, by_domain[name][0], left_out[name][0], by_domain[name][1], left_out[name][1])
        rows.append(f"| {name} | {len(of_collection)} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    ordered = sorted(weights.of_feature.items(), key=lambda pair: -abs(pair[1]))
    return (
        (Path(__file__).parent / "cards" / "dates.md")
        .read_text(encoding="utf-8")
        .format(
            folds=FOLDS,
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
    labelled = [
        page
        for name in DATED_COLLECTIONS
        for page in read_pages(arguments.shared / "data" / name)
        if "date" in page.truth
    ]
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(read, labelled, chunksize=8)
        pages = list(track(found, "pages", len(labelled), console=console, disable=not console.is_terminal))
    weights = fit(pages)
    write_json(arguments.out / WEIGHTS.name, {"bias": weights.bias, "weights": weights.of_feature})
    (arguments.out / DATES_CARD).write_text(card(pages, weights), encoding="utf-8")


if __name__ == "__main__":
    main()
