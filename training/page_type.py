"""Fit the page type: logistic regression over tokens and summary features."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from extractor.classify.page_type import PageTypeModel
from extractor.features.registry import FeatureSet
from extractor.features.shared.vocabulary import Lexicon
from extractor.types import PAGE_TYPES
from training.samples import Sample

MIN_DOMAINS = 4  # tokens of fewer sites are left out
INVERSE_REGULARISATION = 0.3
NEGLIGIBLE = 0.01  # tokens with smaller weights are left out
ABSENT = -30.0  # log-odds of a page type that no sample has
MIN_SPREAD = 1e-6


def fit(labelled: Sequence[Sample], features: FeatureSet, balance: float) -> PageTypeModel:
    """Fit the weights to the pages with a page type.

    Args:
        labelled: the samples, of which some teach the page type, and whose `inputs` have the values of `features`.
        features: the summary features.
        balance: a page counts by the number of pages of its type, to the power of minus this.

    """
    known = [sample for sample in labelled if sample.page_type and sample.teaches_page_type]
    of_type = Counter(sample.page_type for sample in known)
    sites: dict[str, set[str]] = {}
    for sample in known:
        for token in sample.inputs.page_tokens:
            sites.setdefault(token, set()).add(sample.domain)
    tokens = sorted(token for token, domains in sites.items() if len(domains) >= MIN_DOMAINS)
    rows = {token: row for row, token in enumerate(tokens)}
    values = np.array([[sample.inputs.values[name] for name in features.names] for sample in known])
    middle, spread = values.mean(axis=0), np.maximum(values.std(axis=0), MIN_SPREAD)
    held = [[rows[token] for token in sorted(sample.inputs.page_tokens) if token in rows] for sample in known]
    ends = np.cumsum([0, *map(len, held)])
    columns = np.concatenate([np.array(each, int) for each in held])
    token_matrix = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(known), len(tokens)))
    fitted = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=500).fit(
        hstack([token_matrix, csr_matrix((values - middle) / spread)]).tocsr(),
        [PAGE_TYPES.index(sample.page_type) for sample in known if sample.page_type],
        sample_weight=[(len(known) / of_type[sample.page_type]) ** balance for sample in known],
    )
    weights = np.zeros((len(tokens) + values.shape[1], len(PAGE_TYPES)))
    weights[:, fitted.classes_] = fitted.coef_.T
    intercepts = np.full(len(PAGE_TYPES), ABSENT)
    intercepts[fitted.classes_] = fitted.intercept_
    weights_of_features = weights[len(tokens) :] / spread[:, None]
    is_large = np.abs(weights[: len(tokens)]).max(axis=1) > NEGLIGIBLE
    kept = [token for token, large in zip(tokens, is_large, strict=True) if large]
    return PageTypeModel(
        lexicon=Lexicon(kept),
        weights=np.round(weights[: len(tokens)][is_large], 3),
        feature_names=features.names,
        feature_weights=np.round(weights_of_features, 6),
        bias=np.round(intercepts - middle @ weights_of_features, 6),
    )
