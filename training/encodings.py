"""Learns what names and words say: `extractor.features.html.names.Encoding` from labelled samples."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from extractor.features.html.names import SHORT, Encoding, names_of
from training.samples import Sample

SMOOTHING = 5.0  # pages; a token is drawn to the average of all as if this many pages had shown it there
MIN_DOMAINS = 3  # a token of fewer sites is a site's own
FULL_WEIGHT = 30.0  # roots of words under a token; more of them do not count for more

Seen = Mapping[str, tuple[float, float]]
"""For each token, the share of content under it on one page, and how much that counts."""


def learn(samples: Sequence[Sample]) -> Encoding:
    """The weights of all tokens on these pages."""
    prior = float(np.mean([_content(sample) for sample in samples]))
    names, words, headings = (
        _table(((sample.domain, seen(sample)) for sample in samples), prior) for seen in (_names, _words, _headings)
    )
    return Encoding(names, words, headings, _log_odds(prior))


def _content(sample: Sample) -> float:
    roots = np.sqrt(sample.measures.words)
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
        token: _log_odds((share + SMOOTHING * prior) / (weight + SMOOTHING))
        for token, (share, weight) in sorted(sums.items())
        if len(domains[token]) >= MIN_DOMAINS
    }


def _names(sample: Sample) -> Seen:
    """Tokens of containers; what is inside a token's container inside another of it is counted once."""
    measures = sample.measures
    roots = np.sqrt(measures.words)
    inside = measures.shape.inside(np.column_stack([roots, roots * sample.labels]))
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    around: list[frozenset[str]] = []
    for container, (total, content) in zip(sample.containers, inside.tolist(), strict=True):
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


def _words(sample: Sample) -> Seen:
    found: dict[str, list[float]] = defaultdict(list)
    for tokens, label in zip(sample.measures.split, sample.labels.tolist(), strict=True):
        if len(tokens) <= SHORT:
            for token in set(tokens):
                found[token].append(label)
    return {token: (sum(labels) / len(labels), 1.0) for token, labels in found.items()}


def _headings(sample: Sample) -> Seen:
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    measures = sample.measures
    roots = np.sqrt(np.minimum(measures.words, FULL_WEIGHT)).tolist()
    for heading, label, root in zip(measures.above.tolist(), sample.labels.tolist(), roots, strict=True):
        for token in set(measures.split[heading]) if heading >= 0 else ():
            found[token][0] += root * label
            found[token][1] += root
    return {token: (content / total, 1.0) for token, (content, total) in found.items() if total > 0}
