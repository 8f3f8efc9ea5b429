"""The quality gate: figures on a fixed sample of labelled pages may not fall below the floors in gate.json.

    python -m benchmarks.gate SHARED_DIR [--update [--allow-regression]]

SHARED_DIR has the folders data/NAME. The sample is every EVERY-th page by id. `--update` writes the figures as the new
floors; it lowers a floor only with `--allow-regression`.
Exit codes: 0 every figure is at its floor or above, 1 one is below, 2 bad usage.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

from benchmarks.predict import predict_all
from evaluation import scores
from evaluation.datasets import read_pages
from evaluation.renderers import render_folder
from extractor import Options
from extractor.options import Mode

FLOORS = Path(__file__).with_name("gate.json")
EVERY = 5
RENDERED = "wcxb-dev"
DUMPS = "dumps"
"""The sample of `RENDERED` as plain text."""
MARGIN = 0.001  # floors are rounded to four digits; the figures do not vary from run to run


class Measure(NamedTuple):
    """One figure with a floor."""

    data: str
    mode: Mode
    figure: str

    @property
    def name(self) -> str:
        """Return its key in gate.json."""
        return f"{self.data} {self.mode} {self.figure}"


MEASURES = (
    Measure("wcxb-dev", "accurate", "f1"),
    Measure("wcxb-dev", "accurate", "title_exact"),
    Measure("wcxb-dev", "accurate", "author_exact"),
    Measure("wcxb-dev", "accurate", "date_exact"),
    Measure("wcxb-dev", "fast", "f1"),
    Measure("trafilatura-eval-dev", "accurate", "seg_f1"),
    Measure("trafilatura-eval-dev", "fast", "seg_f1"),
    Measure(DUMPS, "accurate", "f1"),
    Measure(DUMPS, "accurate", "title_exact"),
)


def score(shared: Path, data: str, mode: Mode) -> dict[str, float]:
    """Return the figures for the sample of one data set in one mode."""
    if data != DUMPS:
        return score_folder(shared / "data" / data, mode, EVERY)
    with tempfile.TemporaryDirectory() as folder:
        render_folder(shared / "data" / RENDERED, Path(folder), every=EVERY)
        return score_folder(Path(folder), mode, 1)


def score_folder(folder: Path, mode: Mode, every: int) -> dict[str, float]:
    """Return the figures for every `every`-th page of a folder."""
    pages = read_pages(folder)[::every]
    return scores.score([page.truth for page in pages], predict_all(pages, Options(mode=mode)))


def measure(shared: Path) -> dict[str, float]:
    """Return all figures, by name."""
    runs = {(each.data, each.mode) for each in MEASURES}
    console = Console(stderr=True)
    shown = track(sorted(runs), "samples", console=console, disable=not console.is_terminal)
    figures = {run: score(shared, *run) for run in shown}
    return {each.name: round(figures[each.data, each.mode][each.figure], 4) for each in MEASURES}


def main() -> int:
    """Measure, compare or pin."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--update", action="store_true", help="write the figures as the new floors")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    arguments = parser.parse_args()
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    figures = measure(arguments.shared)
    below = {name for name, figure in figures.items() if figure < floors.get(name, 0.0) - MARGIN}
    for name, figure in figures.items():
        sys.stdout.write(
            f"{'BELOW' if name in below else 'ok':6}{name:45}{figure:.4f}  floor {floors.get(name, 0.0):.4f}\n"
        )
    if arguments.update and (arguments.allow_regression or not below):
        FLOORS.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
        return 0
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
