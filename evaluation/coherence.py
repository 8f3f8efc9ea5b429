"""Whether a text hangs together: paragraphs lost inside it, headings without a section, tables without rows."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from extractor.document.elements import HEADINGS
from extractor.types import Block

MIN_PARAGRAPH_WORDS: Final = 5  # shorter labelled lines are not looked for
MAX_MISSING_WORDS: Final = 0.5  # of a labelled paragraph; with more missing, it is lost
_WORD = re.compile(r"\w+")


def lost_inside(text: str, labelled: str) -> tuple[int, int]:
    """Return how many words of labelled paragraphs are lost inside a text, and how many there are.

    A paragraph is kept if at least half of its words are in the text in the same order and nearly adjacent, that is, if
    half of its word triples are.
    """
    words = _WORD.findall(text.lower())
    known = set(zip(words, words[1:], words[2:], strict=False))
    paragraphs = [
        found for line in labelled.splitlines() if len(found := _WORD.findall(line.lower())) >= MIN_PARAGRAPH_WORDS
    ]
    kept = []
    for paragraph in paragraphs:
        triples = list(zip(paragraph, paragraph[1:], paragraph[2:], strict=False))
        kept.append(sum(each in known for each in triples) >= (1 - MAX_MISSING_WORDS) * len(triples))
    if not any(kept):
        return 0, sum(map(len, paragraphs))
    first, last = kept.index(True), len(kept) - kept[::-1].index(True)
    lost = sum(
        len(paragraph)
        for paragraph, is_kept in zip(paragraphs[first:last], kept[first:last], strict=True)
        if not is_kept
    )
    return lost, sum(map(len, paragraphs))


def empty_headings(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the headings that no text follows before the next heading of their level or a higher one."""
    for index, block in enumerate(blocks):
        if block.tag not in HEADINGS:
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is None or (following.tag in HEADINGS and following.tag <= block.tag):
            yield block.text


def tables_without_rows(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the first words of the tables that have one row."""
    rows: dict[int, set[int]] = defaultdict(set)
    first: dict[int, str] = {}
    for block in blocks:
        table = next((each.number for each in block.structure if each.tag == "table"), None)
        row = next((each.number for each in block.structure if each.tag == "tr"), None)
        if table is not None and row is not None:
            rows[table].add(row)
            first.setdefault(table, block.text)
    return (first[table] for table, found in rows.items() if len(found) == 1)
