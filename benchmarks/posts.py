"""Score the posts of labelled threads: found, authors, dates.

    python -m benchmarks.posts DATA_DIR [--mode MODE] [--kept DIR] [--worst N]

DATA_DIR is a labelled folder whose `truth.jsonl` has `posts`. `evaluation.posts` says what counts. With `--kept`, the
folder that `training.train --keep` filled, each page is read by models that have not seen its site. `--worst` prints
so many pages with the fewest posts found.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

from benchmarks.kept import unseeing_models
from evaluation import posts
from evaluation.datasets import LabelledPage, read_pages
from extractor import Options, extract
from extractor.classify.models import HTML, Models, shipped
from extractor.options import MODES


@lru_cache(maxsize=1)
def _models(folder: Path | None) -> Models:
    return Models(folder) if folder else shipped()


def predict(page: LabelledPage, folder: Path | None, options: Options) -> list[Mapping[str, Any]]:
    """Return the posts of a page, and its comments where the page is taken for an article."""
    found = extract(page.read_bytes(), url=page.url, options=options, models=_models(folder))
    return [asdict(post) for post in (*found.posts, *found.comments)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--mode", choices=MODES, default="accurate")
    parser.add_argument("--kept", type=Path, help="models of the folds of a training run")
    parser.add_argument("--worst", type=int, default=0)
    arguments = parser.parse_args()
    pages = [page for page in read_pages(arguments.data) if page.truth.get("posts")]
    folders = unseeing_models(HTML, arguments.data.parent, arguments.kept) if arguments.kept else {}
    with ProcessPoolExecutor() as pool:
        ask = partial(predict, options=Options(mode=arguments.mode))
        models = [folders.get(page.domain) for page in pages]
        answered, console = pool.map(ask, pages, models, chunksize=4), Console(stderr=True)
        answers: Sequence[list[Mapping[str, Any]]] = list(
            track(answered, "pages", len(pages), console=console, disable=not console.is_terminal)
        )
    pairs = [(page.truth["posts"], answer) for page, answer in zip(pages, answers, strict=True)]
    sys.stdout.write("  ".join(f"{name} {value:.4g}" for name, value in posts.score(pairs).items()) + "\n")
    scored = sorted(
        (posts.score([pair])["found"], page.id, len(pair[1])) for pair, page in zip(pairs, pages, strict=True)
    )
    for found, name, predicted in scored[: arguments.worst]:
        sys.stdout.write(f"{name}  found {found:.2f}, {predicted} predicted\n")


if __name__ == "__main__":
    main()
