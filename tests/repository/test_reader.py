"""A newcomer finds the answers to ten common questions within two clicks.

The questions are those that users of trafilatura, Readability, Jina Reader and newspaper4k ask in their issues.
"""

import re
from pathlib import Path

import pytest

from tests.repository.test_docs import LINK, ROOT, anchors, prose

STARTS = ("README.md", "docs/index.md")
# The question, the page and heading that answer it, and words of the answer.
QUESTIONS = {
    "How do I set a timeout for a page?": (
        "docs/faq.md",
        "a-page-takes-very-long-how-do-i-set-a-timeout",
        "DeadlinePassed",
    ),
    "Does memory grow over many pages?": ("docs/faq.md", "does-memory-grow-over-many-pages", "EXTRACTOR_MEMORY"),
    "Can I use threads?": ("docs/faq.md", "can-i-use-threads", "Use processes"),
    "I have HTML, not a URL": ("docs/faq.md", "can-it-fetch-a-url", "HTML or text that you have"),
    "How sure is it of the text?": ("docs/how-to/confidence.md", "confidence", "word F1"),
    "Too much text is cut": ("docs/how-to/precision-recall.md", "precision-and-recall", "--focus recall"),
    "Where are the comments?": ("docs/faq.md", "where-are-the-comments", "--comments include"),
    "How are tables written in Markdown?": ("docs/reference/output.md", "markdown", "pipe tables"),
    "Letters are wrong": ("docs/reference/input.md", "charsets", "byte order mark"),
    "Which dates are read?": ("docs/reference/metadata.md", "rules", "03/04/2020"),
}


def linked(name: str) -> set[str]:
    """Return the documents that a document links to, by their path in the repository."""
    targets = (link.partition("#")[0] for link in LINK.findall(prose(name)) if ":" not in link)
    paths = {((ROOT / name).parent / target).resolve() for target in targets if target}
    return {path.relative_to(ROOT).as_posix() for path in paths if path.suffix == ".md"}


def section(path: Path, anchor: str) -> str:
    """Return the text under a heading, up to the next one of its level or above."""
    lines = path.read_text(encoding="utf-8").splitlines()
    slug = {
        place: re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-") for place, line in enumerate(lines)
    }
    start = next(place for place, line in enumerate(lines) if line.startswith("#") and slug[place] == anchor)
    level = len(lines[start]) - len(lines[start].lstrip("#"))
    ends = [place for place, line in enumerate(lines) if place > start and re.match(rf"#{{1,{level}}} ", line)]
    return "\n".join(lines[start : ends[0] if ends else None])


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize(("page", "anchor", "words"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_answered_within_two_clicks(start: str, page: str, anchor: str, words: str) -> None:
    first = linked(start)

    assert page in first or any(page in linked(each) for each in first)
    assert anchor in anchors(ROOT / page)
    assert words in section(ROOT / page, anchor)
