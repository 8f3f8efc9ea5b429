"""Sort what the worst pages lose by cause.

    python -m benchmarks.causes DATA_DIR PREDICTIONS.jsonl [--pages N]

PREDICTIONS are those of `benchmarks.predict`. The N pages with the lowest word F1 are compared with their labelled
text, block by block. What a page lacks to 1 is split by the words that are wrong: those kept in comments of readers, in
lists of teasers and links, in notices of the site and elsewhere, and those lost. A page with fewer than `FEW_WORDS`
wanted words is told apart, because a little boilerplate weighs much there.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage, read_json_lines, read_pages
from evaluation.scores import word_f1
from extractor.content.alignment import kept_shares
from extractor.document.words import words
from extractor.features import boilerplate
from extractor.types import Block, HtmlDocument

FEW_WORDS: Final = 60
ALIKE: Final = 3  # blocks in containers of one kind, from which on a block is an entry of a list
CONTAINERS_AROUND: Final = 6
_COMMENT = re.compile(r"comment|coment|kommentar|disqus|repl(?:y|ies)|respon[sd]|discuss|talkback", re.IGNORECASE)


def causes(task: tuple[LabelledPage, str]) -> dict[str, float]:
    """Return the part of the lost F1 of a page that each cause has."""
    page, text = task
    document = page.parse()
    lost = 1 - word_f1(text, page.truth["text"])
    if not document.blocks:
        return {"no blocks": lost}
    wanted = kept_shares(document.blocks, page.truth["text"])
    kept = kept_shares(document.blocks, text)
    in_comments = kept_shares(document.blocks, page.truth.get("comments") or "")
    sizes = np.array([block.words for block in document.blocks], float)
    kinds = Counter(_kind(document, block) for block in document.blocks)
    notices = boilerplate.kinds([block.text.lower() for block in document.blocks], sizes.astype(int).tolist())
    found: defaultdict[str, float] = defaultdict(float)
    for index, block in enumerate(document.blocks):
        wrong = float(kept[index] * (1 - wanted[index]) * sizes[index])
        found["text lost"] += float(wanted[index] * (1 - kept[index]) * sizes[index])
        if in_comments[index] > 1 / 2 or _is_comment(document, block):
            found["comments kept"] += wrong
        elif notices[index]:
            found["notices kept"] += wrong
        elif kinds[_kind(document, block)] >= ALIKE and (block.linked or block.tag in {"li", "dd", "dt", "td"}):
            found["lists and teasers kept"] += wrong
        else:
            found["other text kept"] += wrong
    total = max(sum(found.values()), 1e-9)
    prefix = "short text: " if len(words(page.truth["text"])) < FEW_WORDS else ""
    return {prefix + cause: lost * count / total for cause, count in found.items()}


def _kind(document: HtmlDocument, block: Block) -> tuple[str, str, str]:
    container = document.containers[block.container]
    return block.tag, container.tag, container.names


def _is_comment(document: HtmlDocument, block: Block) -> bool:
    index = block.container
    for _ in range(CONTAINERS_AROUND):
        if index <= 0:
            return False
        if _COMMENT.search(document.containers[index].names):
            return True
        index = document.containers[index].parent
    return False


def main() -> None:
    """Print one row for each cause."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--pages", type=int, default=40)
    arguments = parser.parse_args()
    answers = {each["id"]: each["text"] for each in read_json_lines(arguments.predictions)}
    pages = [page for page in read_pages(arguments.data) if "text" in page.truth]
    worst = sorted(pages, key=lambda page: word_f1(answers.get(page.id, ""), page.truth["text"]))[: arguments.pages]
    console, asked = Console(stderr=True), [(page, answers.get(page.id, "")) for page in worst]
    with ProcessPoolExecutor() as pool:
        scored = pool.map(causes, asked, chunksize=4)
        found = list(track(scored, "pages", len(asked), console=console, disable=not console.is_terminal))
    total: defaultdict[str, float] = defaultdict(float)
    for each in found:
        for cause, part in each.items():
            total[cause] += part
    lost = sum(total.values())
    sys.stdout.write(f"{len(worst)} pages lose {lost:.2f} of {len(worst)}\n")
    for cause, part in sorted(total.items(), key=lambda pair: -pair[1]):
        sys.stdout.write(f"| {cause} | {part / max(lost, 1e-9):.0%} |\n")


if __name__ == "__main__":
    main()
