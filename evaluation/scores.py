"""Score predictions against labels.

    python -m evaluation.scores TRUTH.jsonl PREDICTIONS.jsonl [--by FIELD] [--json]

A prediction is an object with `id` and `text` and optionally `title`, `author` (a string or a list), `date`,
`page_type`, `confidence` and `ms` (CPU milliseconds). A page without a prediction counts as an empty answer.

f1, precision, recall: overlap of the multisets of lower-cased words, averaged over pages, as the WCXB benchmark defines
    it. In scripts without blanks every character is a word.
failed: share of pages with a word F1 below 0.5.
comments_in: share of the labelled comment lines of at least six words that are in the text, averaged over pages.
with, without: shares of the `must_have` and of the `must_not_have` segments that are in the text.
seg_f1: F1 over all segments of all pages, as trafilatura defines it.
FIELD_exact: share of right values over pages that have one: titles up to case and white space, authors as sets of
    names, dates to the day.
FIELD_fp: share of pages labelled as having no value for which one was returned.
empty: number of empty texts.
ms_mean: mean CPU milliseconds.

`--by` prints one row for each value of a field of the labels, and the mean of their F1 as the row `macro`.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from statistics import correlation, fmean
from typing import Any, Final, NamedTuple

from evaluation.datasets import read_json_lines

FAILED_BELOW: Final = 0.5
MIN_COMMENT_WORDS: Final = 6
CALIBRATION_BINS: Final = 10
DAY_CHARACTERS: Final = len("2020-06-10")
FIELDS: Final = ("title", "author", "date")

# Thai, kana and Han.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_BETWEEN_NAMES = re.compile(r"[;,&/|]|\band\b")

Record = Mapping[str, Any]
"""The labels of a page, or a prediction."""
Confidences = Sequence[tuple[float, float]]
"""The confidence and the word F1 of each page."""


class WordScore(NamedTuple):
    """How well the words of a text match those of the labelled text."""

    precision: float
    recall: float
    f1: float


def word_score(predicted: str, reference: str) -> WordScore:
    """Compare the words of two texts; two empty texts match."""
    found, wanted = (Counter(_WORD.findall(text.lower())) for text in (predicted, reference))
    if not found and not wanted:
        return WordScore(1.0, 1.0, 1.0)
    overlap = (found & wanted).total()
    if not overlap:
        return WordScore(0.0, 0.0, 0.0)
    precision, recall = overlap / found.total(), overlap / wanted.total()
    return WordScore(precision, recall, 2 * precision * recall / (precision + recall))


def word_f1(predicted: str, reference: str) -> float:
    """Return the word F1 of a text."""
    return word_score(predicted, reference).f1


def holds(text: str, segment: str) -> bool:
    """Whether a text holds a segment, up to case and white space."""
    return _fold(segment) in _fold(text)


def mean_f1(truth: Iterable[Record], predictions: Iterable[Record]) -> float:
    """Return the word F1, averaged over pages."""
    return score(truth, predictions)["f1"]


class Warned(NamedTuple):
    """How well warnings tell failures."""

    recall: float
    """Share of the failures that have a warning."""
    false: float
    """Share of the other pages that have one."""


def warned(collections: Iterable[tuple[Sequence[Record], Sequence[Record]]]) -> Warned:
    """Compare the `warned` of predictions with their word F1, over the labels and predictions of collections."""
    failed: list[float] = []
    right: list[float] = []
    for truth, predictions in collections:
        answers = {prediction["id"]: prediction for prediction in predictions}
        for labels in truth:
            answer = answers.get(labels["id"])
            if answer is not None and "text" in labels:
                of_kind = failed if word_f1(answer["text"], labels["text"]) < FAILED_BELOW else right
                of_kind.append(float(answer.get("warned", False)))
    return Warned(fmean(failed or [0.0]), fmean(right or [0.0]))


def segment_f1(truth: Iterable[Record], predictions: Iterable[Record]) -> float:
    """Return the F1 over the segments of all pages that must and must not be in the texts."""
    return score(truth, predictions)["seg_f1"]


def same_value(field: str, predicted: Any, labelled: Any) -> bool:
    """Whether a predicted `title`, `author` or `date` is the labelled one."""
    if field == "date":
        return str(predicted or "")[:DAY_CHARACTERS] == str(labelled)[:DAY_CHARACTERS]
    if field == "author":
        return _names(predicted) == _names(labelled)
    return _fold(predicted) == _fold(labelled)


def score(truth: Iterable[Record], predictions: Iterable[Record]) -> dict[str, float]:
    """Return the figures for the pages of `truth`; a figure without a label that it needs is left out."""
    answers = {prediction["id"]: prediction for prediction in predictions}
    pairs = [(labels, answers.get(labels["id"], {})) for labels in truth]
    texts = [answer.get("text") or "" for _, answer in pairs]
    figures: dict[str, float] = {"pages": len(pairs), **_word_figures(pairs), **_comment_figures(pairs)}
    figures |= _segment_figures(pairs)
    for field in FIELDS:
        figures |= _field_figures(pairs, field)
    figures["empty"] = sum(not text.strip() for text in texts)
    if times := [answer["ms"] for _, answer in pairs if answer.get("ms") is not None]:
        figures["ms_mean"] = fmean(times)
    return figures


def score_by(field: str, truth: Sequence[Record], predictions: Sequence[Record]) -> dict[str, dict[str, float]]:
    """Return the figures of all pages as `all`, of each value of `field`, and the mean of their F1 as `macro`."""
    groups: dict[str, list[Record]] = {}
    for labels in truth:
        groups.setdefault(str(labels.get(field)), []).append(labels)
    rows = {name: score(group, predictions) for name, group in groups.items()}
    f1s = [row["f1"] for row in rows.values() if "f1" in row]
    return {"all": score(truth, predictions), **rows, "macro": {"f1": fmean(f1s) if f1s else 0.0}}


def type_accuracy(truth: Iterable[Record], predictions: Iterable[Record]) -> float:
    """Return the share of predictions with the labelled page type; a refused page has none."""
    labels = {each["id"]: each["page_type"] for each in truth}
    return fmean(each.get("page_type") == labels[each["id"]] for each in predictions if each["id"] in labels)


def confidences(truth: Iterable[Record], predictions: Iterable[Record]) -> list[tuple[float, float]]:
    """Return the confidence and the word F1 of each prediction; a refused page has the confidence 0."""
    labels = {each["id"]: each["text"] for each in truth}
    return [(each.get("confidence", 0.0), word_f1(each["text"], labels[each["id"]])) for each in predictions]


def rank_correlation(pairs: Confidences) -> float:
    """Return Spearman's rank correlation of the two values of each pair."""
    one, other = zip(*pairs, strict=True)
    return correlation(ranks(one), ranks(other))


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, from 0; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranked = [0.0] * len(values)
    for _, tied in groupby(enumerate(order), key=lambda item: values[item[1]]):
        places, indexes = zip(*tied, strict=True)
        for index in indexes:
            ranked[index] = fmean(places)
    return ranked


def calibration_error(pairs: Confidences) -> float:
    """Return the expected calibration error: the mean gap between confidence and F1 over bins, weighted by pages."""
    gaps = (len(each) * abs(_mean(each, 0) - _mean(each, 1)) for each in calibration_bins(pairs))
    return sum(gaps) / len(pairs)


def calibration_bins(pairs: Confidences) -> Iterator[list[tuple[float, float]]]:
    """Yield the pairs by tenths of confidence, without empty bins."""
    for number in range(CALIBRATION_BINS):
        if found := [pair for pair in pairs if min(int(pair[0] * CALIBRATION_BINS), CALIBRATION_BINS - 1) == number]:
            yield found


def _mean(pairs: Confidences, place: int) -> float:
    return fmean(pair[place] for pair in pairs)


def _fold(value: Any) -> str:
    """Fold case and white space; join a list."""
    if isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    return " ".join(str(value or "").lower().split())


def _names(value: Any) -> set[str]:
    return {name.strip() for name in _BETWEEN_NAMES.split(_fold(value)) if name.strip()}


Pairs = Sequence[tuple[Record, Record]]
"""The labels and the prediction of each page."""


def _word_figures(pairs: Pairs) -> dict[str, float]:
    scores = [word_score(answer.get("text") or "", labels["text"]) for labels, answer in pairs if "text" in labels]
    if not scores:
        return {}
    return {
        "f1": fmean(each.f1 for each in scores),
        "precision": fmean(each.precision for each in scores),
        "recall": fmean(each.recall for each in scores),
        "failed": fmean(each.f1 < FAILED_BELOW for each in scores),
    }


def _comment_figures(pairs: Pairs) -> dict[str, float]:
    shares = []
    for labels, answer in pairs:
        comments = (labels.get("comments") or "").split("\n")
        lines = [line for line in comments if len(line.split()) >= MIN_COMMENT_WORDS]
        text = _fold(answer.get("text"))
        if lines:
            shares.append(fmean(_fold(line) in text for line in lines))
    return {"comments_in": fmean(shares)} if shares else {}


def _segment_figures(pairs: Pairs) -> dict[str, float]:
    wanted, unwanted = [], []
    for labels, answer in pairs:
        text = _fold(answer.get("text"))
        wanted += [_fold(segment) in text for segment in labels.get("must_have", ())]
        unwanted += [_fold(segment) in text for segment in labels.get("must_not_have", ())]
    if not wanted:
        return {}
    right, missed, wrong = sum(wanted), wanted.count(False), sum(unwanted)
    return {
        "with": fmean(wanted),
        "without": fmean(unwanted) if unwanted else 0.0,
        "seg_f1": 2 * right / (2 * right + missed + wrong),
    }


def _field_figures(pairs: Pairs, field: str) -> dict[str, float]:
    known = [(labels[field], answer.get(field)) for labels, answer in pairs if field in labels]
    right = [same_value(field, found, value) for value, found in known if value]
    false = [bool(found) for value, found in known if not value]
    figures = {}
    if right:
        figures[f"{field}_exact"] = fmean(right)
    if false:
        figures[f"{field}_fp"] = fmean(false)
    return figures


def main() -> None:
    """Read the command line and print the rows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--by", help="also print one row for each value of this field")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    arguments = parser.parse_args()
    truth, predictions = (list(read_json_lines(path)) for path in (arguments.truth, arguments.predictions))
    rows = score_by(arguments.by, truth, predictions) if arguments.by else {"all": score(truth, predictions)}
    for group, figures in rows.items():
        row = {"group": group, **{name: round(figure, 4) for name, figure in figures.items()}}
        shown = "  ".join(f"{name}={value}" for name, value in row.items())
        sys.stdout.write((json.dumps(row) if arguments.json else shown) + "\n")


if __name__ == "__main__":
    main()
