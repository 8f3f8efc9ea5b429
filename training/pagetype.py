"""Learns the type of a page: logistic regression over its tokens and measures."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from extractor.classify.parts import Linear
from extractor.features.shared.vocabulary import Lexicon
from extractor.types import PAGE_TYPES
from training.samples import Measured

MIN_DOMAINS = 4  # a token of fewer sites is a site's own
STRENGTH = 0.3  # inverse of the regularisation; accuracy on unseen domains is flat from 0.2 to 0.4, and less below
NEGLIGIBLE = 0.01  # tokens that never weigh more are left out
SMALLEST = 1e-6


def learn(labelled: Sequence[Measured]) -> Linear:
    """The weights, from the samples whose type is known."""
    known = [sample for sample in labelled if sample.page_type]
    sites: dict[str, set[str]] = {}
    for sample in known:
        for token in sample.tokens:
            sites.setdefault(token, set()).add(sample.domain)
    tokens = sorted(token for token, domains in sites.items() if len(domains) >= MIN_DOMAINS)
    rows = {token: row for row, token in enumerate(tokens)}
    measures = np.array([sample.row for sample in known])
    middle, spread = measures.mean(axis=0), np.maximum(measures.std(axis=0), SMALLEST)
    held = [[rows[token] for token in sorted(sample.tokens) if token in rows] for sample in known]
    ends = np.cumsum([0, *map(len, held)])
    columns = np.concatenate([np.array(each, int) for each in held])
    said = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(known), len(tokens)))
    fitted = LogisticRegression(C=STRENGTH, max_iter=500).fit(
        hstack([said, csr_matrix((measures - middle) / spread)]).tocsr(),
        [PAGE_TYPES.index(sample.page_type) for sample in known if sample.page_type],
        sample_weight=[sample.weight for sample in known],
    )
    weights = np.zeros((len(tokens) + measures.shape[1], len(PAGE_TYPES)))
    weights[:, fitted.classes_] = fitted.coef_.T
    measured = weights[len(tokens) :] / spread[:, None]
    telling = np.abs(weights[: len(tokens)]).max(axis=1) > NEGLIGIBLE
    kept = [token for token, tells in zip(tokens, telling, strict=True) if tells]
    return Linear(
        lexicon=Lexicon(kept),
        weights=np.round(weights[: len(tokens)][telling], 3),
        measured=np.round(measured, 6),
        bias=np.round(fitted.intercept_ - middle @ measured, 6),
    )


def plain(linear: Linear) -> dict[str, object]:
    """The weights as plain lists, as `extractor.classify.models.read` takes them."""
    tokens = dict(zip(linear.lexicon.words, linear.weights.tolist(), strict=True))
    return {"bias": linear.bias.tolist(), "measured": linear.measured.tolist(), "tokens": tokens}
