"""Fit the target encoding of names and words to labelled pages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.arrays import Floats
from extractor.classify.target_encoding import MAX_LABEL_WORDS, TargetEncoding
from extractor.features.html.inputs import HtmlInputs
from extractor.features.html.names import names_of

if TYPE_CHECKING:
    from training.samples import HtmlSample

SMOOTHING_PAGES = 5.0  # weights are smoothed towards the prior with this pseudo-count of pages
MIN_DOMAINS = 3  # tokens of fewer sites are left out
FULL_WEIGHT = 30.0  # sum of square roots of words from which on a page counts fully

Seen = Mapping[str, tuple[float, float]]
"""For each token of one page: the share of content among its blocks, and the weight of the page."""


class PageTokens(NamedTuple):
    """The tokens of one page."""

    names: Seen
    words: Seen
    headings: Seen


def read(inputs: HtmlInputs, labels: Floats) -> PageTokens:
    """Return the tokens of a page with the labels of its blocks."""
    return PageTokens(_names(inputs, labels), _words(inputs, labels), _headings(inputs, labels))


def fit(samples: Sequence["HtmlSample"]) -> TargetEncoding:
    """Fit the weights of all tokens of these pages."""
    prior = float(np.mean([_content(sample) for sample in samples]))
    names, words, headings = (
        _table(((sample.domain, getattr(sample.tokens, kind)) for sample in samples), prior)
        for kind in PageTokens._fields
    )
    return TargetEncoding(names, words, headings, _log_odds(prior))


def _content(sample: "HtmlSample") -> float:
    roots = np.sqrt(sample.inputs.words)
    return float((roots * sample.labels).sum() / max(roots.sum(), 1e-9))


def _log_odds(share: float) -> float:
    return round(float(np.log(share / (1 - share))), 3)


def _table(pages: Iterable[tuple[str, Seen]], prior: float) -> dict[str, float]:
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    domains: dict[str, set[str]] = defaultdict(set)
    for domain, seen in pages:
        for token, (share, weight) in seen.items():
            sums[token][0] += weight * share
            sums[token][1] += weight
            domains[token].add(domain)
    return {
        token: _log_odds((share + SMOOTHING_PAGES * prior) / (weight + SMOOTHING_PAGES))
        for token, (share, weight) in sorted(sums.items())
        if len(domains[token]) >= MIN_DOMAINS
    }


def _names(inputs: HtmlInputs, labels: Floats) -> Seen:
    """Return the names of containers; a container inside another with the same name is not counted again."""
    roots = np.sqrt(inputs.words)
    inside = inputs.dom.inside(np.column_stack([roots, roots * labels]))
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    around: list[frozenset[str]] = []
    for container, (total, content) in zip(inputs.containers, inside.tolist(), strict=True):
        tokens = names_of(container.tag, container.names)
        outer = around[container.parent] if container.parent >= 0 else frozenset()
        around.append(outer | tokens)
        if total > 0:
            for token in tokens - outer:
                found[token][0] += content
                found[token][1] += total
    return {
        token: (content / total, 0.3 + 0.7 * min(total / FULL_WEIGHT, 1.0)) for token, (content, total) in found.items()
    }


def _words(inputs: HtmlInputs, labels: Floats) -> Seen:
    found: dict[str, list[float]] = defaultdict(list)
    for tokens, label in zip(inputs.split, labels.tolist(), strict=True):
        if len(tokens) <= MAX_LABEL_WORDS:
            for token in set(tokens):
                found[token].append(label)
    return {token: (sum(labels) / len(labels), 1.0) for token, labels in found.items()}


def _headings(inputs: HtmlInputs, labels: Floats) -> Seen:
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    roots = np.sqrt(np.minimum(inputs.words, FULL_WEIGHT)).tolist()
    for heading, label, root in zip(inputs.heading_above.tolist(), labels.tolist(), roots, strict=True):
        for token in set(inputs.split[heading]) if heading >= 0 else ():
            found[token][0] += root * label
            found[token][1] += root
    return {token: (content / total, 1.0) for token, (content, total) in found.items() if total > 0}
