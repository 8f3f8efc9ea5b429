"""Score plain text of renderers that no model was trained on, beside one that was.

    python -m benchmarks.text_browsers DATA KEPT [--name wcxb-dev] [--every N]

DATA/NAME is a labelled folder. KEPT is the folder of `training.train --only plaintext --keep`: each page is read by
models that have not seen its site. Needs `lynx` and `w3m` (Debian packages of these names).
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from statistics import fmean
from typing import Final

from rich.console import Console
from rich.progress import track

from benchmarks.kept import unseeing_models
from evaluation.datasets import PLAIN_TEXT, LabelledPage, read_pages
from evaluation.renderers import RENDERERS, labels_in
from evaluation.scores import word_f1
from extractor import Refused, extract
from extractor.classify.models import PLAINTEXT, Models

TRAINED: Final = "blocks"
RENDER_DEADLINE_SECONDS: Final = 20
COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "lynx": ("lynx", "-dump", "-nolist", "-stdin", "-display_charset=utf-8", "-assume_charset=utf-8"),
    "lynx with links": ("lynx", "-dump", "-stdin", "-display_charset=utf-8", "-assume_charset=utf-8"),
    "w3m": ("w3m", "-dump", "-T", "text/html", "-I", "utf-8", "-O", "utf-8"),
}


def _run(command: tuple[str, ...], html: str) -> str:
    done = subprocess.run(  # noqa: S603 - the commands are constants
        command,
        input=html.encode("utf-8", "replace"),
        capture_output=True,
        check=False,
        timeout=RENDER_DEADLINE_SECONDS,
    )
    return done.stdout.decode("utf-8", "replace")


PROGRAMS: Final[Mapping[str, Callable[[str], str]]] = {
    TRAINED: RENDERERS[TRAINED],
    **{name: partial(_run, command) for name, command in COMMANDS.items()},
}


@lru_cache(maxsize=4)
def _models(folder: Path) -> Models:
    return Models(folder)


def score(task: tuple[LabelledPage, Path]) -> dict[str, float]:
    """Return the word F1 of a page with each renderer; empty unless all of them keep most of its text."""
    page, folder = task
    html = page.text()
    try:
        rendered = {name: program(html) for name, program in PROGRAMS.items()}
    except (subprocess.TimeoutExpired, ValueError):
        return {}
    found = {}
    for name, text in rendered.items():
        labels = labels_in(text, page.truth)
        if labels is None:
            return {}
        try:
            answer = extract(text, content_type=PLAIN_TEXT, models=_models(folder)).text
        except Refused:
            answer = ""
        found[name] = word_f1(answer, labels["text"])
    return found


def main() -> None:
    """Print the mean word F1 with each renderer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("kept", type=Path)
    parser.add_argument("--name", default="wcxb-dev", help="the labelled folder in DATA")
    parser.add_argument("--every", type=int, default=1, help="only every N-th page")
    arguments = parser.parse_args()
    missing = {command[0] for command in COMMANDS.values() if not shutil.which(command[0])}
    if missing:
        parser.error(f"needs {' and '.join(sorted(missing))}; install the packages of these names")
    pages = read_pages(arguments.data / arguments.name)[:: arguments.every]
    folders = unseeing_models(PLAINTEXT, arguments.data, arguments.kept)
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(score, [(page, folders[page.domain]) for page in pages], chunksize=4)
        scored = [each for each in track(found, "pages", len(pages), console=console) if each]
    sys.stdout.write(f"{len(scored)} pages of {arguments.name} that all renderers keep\n")
    for name in PROGRAMS:
        sys.stdout.write(f"{name:16} word F1 {fmean(each[name] for each in scored):.4f}\n")


if __name__ == "__main__":
    main()
