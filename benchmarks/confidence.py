"""How honest the confidence is: its rank correlation with the true word F1, and its expected calibration error.

    python -m benchmarks.confidence TRUTH.jsonl PREDICTIONS.jsonl

PREDICTIONS are those of `benchmarks.predict`. Calibration error is the mean gap between confidence and F1 over ten bins
of confidence, weighted by their pages; the table shows the bins.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from statistics import correlation, fmean
from typing import Any

BINS = 10
WORD = re.compile(r"\w+")


def word_f1(found: str, truth: str) -> float:
    """Word F1 of one page, as the WCXB benchmark defines it."""
    one, other = (Counter(WORD.findall(text.lower())) for text in (found, truth))
    if not one or not other:
        return float(not one and not other)
    return 2 * (one & other).total() / (one.total() + other.total())


def ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, equal ones sharing the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranked = [0.0] * len(values)
    for _, tied in groupby(enumerate(order), key=lambda item: values[item[1]]):
        places, indexes = zip(*tied, strict=True)
        for index in indexes:
            ranked[index] = fmean(places)
    return ranked


def calibration_error(pairs: Sequence[tuple[float, float]]) -> float:
    """Expected calibration error of pairs of confidence and F1."""
    return sum(len(each) * abs(fmean(c for c, _ in each) - fmean(f for _, f in each)) for each in bins(pairs)) / len(
        pairs
    )


def bins(pairs: Sequence[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
    """The pairs by tenths of confidence, empty bins left out."""
    for low in range(BINS):
        if found := [pair for pair in pairs if min(int(pair[0] * BINS), BINS - 1) == low]:
            yield found


def read(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Print the two figures and the bins."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path)
    parser.add_argument("predictions", type=Path)
    arguments = parser.parse_args()
    truth = {page["id"]: page["text"] for page in read(arguments.truth)}
    found = read(arguments.predictions)
    pairs = [(page.get("confidence", 0.0), word_f1(page["text"], truth[page["id"]])) for page in found]
    confidences, scores = zip(*pairs, strict=True)
    sys.stdout.write(f"rank correlation {correlation(ranks(confidences), ranks(scores)):.3f}  ")
    sys.stdout.write(f"calibration error {calibration_error(pairs):.3f}\n")
    for each in bins(pairs):
        sys.stdout.write(
            f"{len(each):5} pages  confidence {fmean(c for c, _ in each):.2f}  F1 {fmean(f for _, f in each):.2f}\n"
        )


if __name__ == "__main__":
    main()
