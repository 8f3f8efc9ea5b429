"""Learns what the words of lines say: `extractor.features.plaintext.bag_of_words.Wording`, one logistic regression."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from extractor.features.plaintext.bag_of_words import LABEL, MOST, PLACES, SHORT, Wording, sizes
from extractor.types import Array
from training.captures import Sample

MIN_DOMAINS = 4  # a word of fewer sites is a site's own
STRENGTH = 0.3  # inverse of the regularisation
ROUNDS = 60
NEGLIGIBLE = 0.05  # words that never weigh more are left out
WHOLE = "line"

Token = tuple[str, str]
"""A place, or `WHOLE`, and the word or line that stands there."""


def learn(samples: Sequence[Sample]) -> Wording:
    """The weights, from labelled lines."""
    seen = [list(_tokens(sample.measures.vocabulary.split, sample.measures.above)) for sample in samples]
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
    # A line that is content by a share is seen as content, and as none, each for its share.
    both = np.concatenate([weights * labels, weights * (1 - labels)])
    says = np.concatenate([np.ones(len(labels)), np.zeros(len(labels))])
    fitted = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-4).fit(
        vstack([table, table]).tocsr()[both > 0], says[both > 0], sample_weight=both[both > 0]
    )
    return Wording.of(*_telling(known, fitted.coef_[0].tolist()), round(float(fitted.intercept_[0]), 3))


def _tokens(split: Sequence[Sequence[str]], above: Array) -> Iterator[Iterable[Token]]:
    """What each line is looked at for, as `extractor.features.plaintext.bag_of_words.scores` does."""
    for words, heading in zip(split, above.tolist(), strict=True):
        looked = words[:MOST]
        tokens = [("anywhere", word) for word in looked]
        if len(words) <= SHORT:
            tokens += [("short", word) for word in looked]
        tokens += [("first", words[0]), ("last", words[-1])]
        if len(words) <= LABEL:
            tokens.append((WHOLE, " ".join(words)))
        if heading >= 0:
            tokens += [("heading", word) for word in split[heading][:MOST]]
        yield tokens


def _row_per_line(sample: Sample, lines: Sequence[Iterable[Token]], columns: dict[Token, int]) -> csr_matrix:
    held = [[columns[token] for token in line if token in columns] for line in lines]
    lengths = np.array([len(words) for words in sample.measures.vocabulary.split])
    scale = np.repeat(1 / np.sqrt(sizes(lengths, sample.measures.above)), [len(line) for line in held])
    ends = np.cumsum([0, *map(len, held)])
    return csr_matrix((scale, np.array([each for line in held for each in line], int), ends), (len(held), len(columns)))


def _telling(known: Sequence[Token], weights: Sequence[float]) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Weights of words, those of `PLACES` for each, and of whole lines."""
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


def plain(wording: Wording) -> dict[str, object]:
    """The weights as plain numbers, as `Wording.of` takes them."""
    words = dict(zip(wording.lexicon.words, wording.weights.tolist(), strict=False))  # the last row is for other words
    return {"bias": wording.bias, "words": words, "labels": dict(wording.labels)}
