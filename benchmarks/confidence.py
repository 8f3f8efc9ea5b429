"""Compare confidence with word F1: rank correlation, expected calibration error, and a table.

    python -m benchmarks.confidence TRUTH.jsonl PREDICTIONS.jsonl

PREDICTIONS are those of `benchmarks.predict`. The table has one row for each tenth of confidence.
"""

import argparse
import sys
from pathlib import Path
from statistics import fmean

from evaluation.datasets import read_json_lines
from evaluation.scores import calibration_bins, calibration_error, confidences, rank_correlation


def main() -> None:
    """Print the two figures and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("truth", type=Path)
    parser.add_argument("predictions", type=Path)
    arguments = parser.parse_args()
    pairs = confidences(*(list(read_json_lines(path)) for path in (arguments.truth, arguments.predictions)))
    sys.stdout.write(f"rank correlation {rank_correlation(pairs):.3f}  ")
    sys.stdout.write(f"calibration error {calibration_error(pairs):.3f}\n")
    for each in calibration_bins(pairs):
        confidence, f1 = (fmean(values) for values in zip(*each, strict=True))
        sys.stdout.write(f"{len(each):5} pages  confidence {confidence:.2f}  F1 {f1:.2f}\n")


if __name__ == "__main__":
    main()
