"""The quality gate: figures on a fixed sample of labelled pages may not fall below the floors in gate.json.

    python -m benchmarks.gate SHARED_DIR [--update [--allow-regression]]

SHARED_DIR holds data/NAME/pages, bench/score.py (the scorer) and bench/make_dumps.py. The sample is every EVERY-th page
by id, so that it never changes with the program. `--update` pins what is measured now; it lowers a floor only with
`--allow-regression`.
Exit codes: 0 every figure is at its floor or above, 1 one is below, 2 bad usage.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.dumps import make
from benchmarks.predict import write
from extractor import Options
from extractor.options import Mode

FLOORS = Path(__file__).with_name("gate.json")
EVERY = 5
DUMPS = "dumps"
MARGIN = 0.001  # rounding of the scorer; the figures themselves do not vary from run to run


class Measure(NamedTuple):
    """One figure to hold."""

    data: str
    mode: Mode
    figure: str

    @property
    def name(self) -> str:
        """How gate.json calls it."""
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


def score(shared: Path, data: str, mode: Mode) -> dict[str, Any]:
    """What the scorer says about the sample of one data set in one mode."""
    with tempfile.TemporaryDirectory() as folder:
        found, truth = Path(folder, "found.jsonl"), Path(folder, "truth.jsonl")
        if data == DUMPS:
            make(shared, Path(folder), every=EVERY)
            write(Path(folder), found, Options(mode=mode))
        else:
            write(shared / "data" / data, found, Options(mode=mode), every=EVERY)
            ids = {json.loads(line)["id"] for line in found.open(encoding="utf-8")}
            with (shared / "data" / data / "truth.jsonl").open(encoding="utf-8") as lines:
                truth.write_text("".join(line for line in lines if json.loads(line)["id"] in ids), encoding="utf-8")
        command = [sys.executable, str(shared / "bench" / "score.py"), str(truth), str(found), "--json"]
        shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - the scorer
    scored: dict[str, Any] = json.loads(shown)
    return scored


def measure(shared: Path) -> dict[str, float]:
    """All figures, by name."""
    runs = {(each.data, each.mode) for each in MEASURES}
    scores = {run: score(shared, *run) for run in sorted(runs)}
    return {each.name: scores[each.data, each.mode][each.figure] for each in MEASURES}


def main() -> int:
    """Measure, compare or pin."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--update", action="store_true", help="pin what is measured now")
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
