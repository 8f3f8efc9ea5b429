"""Fit the bag-of-words model of lines: one logistic regression."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from extractor.arrays import Array
from extractor.classify.bag_of_words import MAX_LABEL_WORDS, MAX_WORDS, PLACES, SHORT_WORDS, BagOfWords, token_counts
from training.plaintext_samples import PlaintextSample

MIN_DOMAINS = 4  # words of fewer sites are left out
INVERSE_REGULARISATION = 0.3
MAX_ITERATIONS = 60
NEGLIGIBLE = 0.06  # smaller weights are left out
WHOLE = "line"

Token = tuple[str, str]
"""A place, or `WHOLE`, and the word or line that stands there."""


def fit(samples: Sequence[PlaintextSample]) -> BagOfWords:
    """Fit the model to labelled lines."""
    seen = [list(_tokens(sample.inputs.split, sample.inputs.heading_above)) for sample in samples]
    sites: dict[Token, set[str]] = defaultdict(set)
    for sample, lines in zip(samples, seen, strict=True):
        for token in {token for line in lines for token in line}:
            sites[token].add(sample.domain)
    known = sorted(token for token, domains in sites.items() if len(domains) >= MIN_DOMAINS)
    columns = {token: column for column, token in enumerate(known)}
    table = vstack([_row_per_line(sample, lines, columns) for sample, lines in zip(samples, seen, strict=True)])
    labels = np.concatenate([sample.labels for sample in samples])
    weights = np.concatenate([sample.weights for sample in samples])
    weights /= weights.mean()
    # A line with a label between 0 and 1 counts twice: as content and as none, each with its share of the weight.
    both = np.concatenate([weights * labels, weights * (1 - labels)])
    classes = np.concatenate([np.ones(len(labels)), np.zeros(len(labels))])
    fitted = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=MAX_ITERATIONS, tol=1e-4).fit(
        vstack([table, table]).tocsr()[both > 0], classes[both > 0], sample_weight=both[both > 0]
    )
    return BagOfWords.of(*_large_weights(known, fitted.coef_[0].tolist()), round(float(fitted.intercept_[0]), 3))


def _tokens(split: Sequence[Sequence[str]], above: Array) -> Iterator[Iterable[Token]]:
    """Yield the tokens of each line, as `BagOfWords.log_odds` counts them."""
    for words, heading in zip(split, above.tolist(), strict=True):
        counted = words[:MAX_WORDS]
        tokens = [("anywhere", word) for word in counted]
        if len(words) <= SHORT_WORDS:
            tokens += [("short", word) for word in counted]
        tokens += [("first", words[0]), ("last", words[-1])]
        if len(words) <= MAX_LABEL_WORDS:
            tokens.append((WHOLE, " ".join(words)))
        if heading >= 0:
            tokens += [("heading", word) for word in split[heading][:MAX_WORDS]]
        yield tokens


def _row_per_line(sample: PlaintextSample, lines: Sequence[Iterable[Token]], columns: dict[Token, int]) -> csr_matrix:
    held = [[columns[token] for token in line if token in columns] for line in lines]
    lengths = np.array([len(words) for words in sample.inputs.split])
    scale = np.repeat(1 / np.sqrt(token_counts(lengths, sample.inputs.heading_above)), [len(line) for line in held])
    ends = np.cumsum([0, *map(len, held)])
    return csr_matrix((scale, np.array([each for line in held for each in line], int), ends), (len(held), len(columns)))


def _large_weights(known: Sequence[Token], weights: Sequence[float]) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Return the weights of words, one for each of `PLACES`, and the weights of whole lines."""
    words: dict[str, list[float]] = {}
    whole: dict[str, float] = {}
    for (place, word), weight in zip(known, weights, strict=True):
        if abs(weight) < NEGLIGIBLE:
            continue
        if place == WHOLE:
            whole[word] = round(weight, 2)
        else:
            words.setdefault(word, [0.0] * len(PLACES))[PLACES.index(place)] = round(weight, 2)
    return words, whole
