"""Keep what belongs together: a heading with its section, a list or table whole; and find gaps in the text kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from extractor.arrays import Array, Floats
from extractor.document.elements import HEADING_LEVELS
from extractor.types import Block, Candidate, HtmlDocument

LIST, TABLE, FOOTNOTE = "list", "table", "footnote"
# Code between two kept blocks belongs to the text as a list does.
KINDS: Final = {**dict.fromkeys(("ul", "ol", "dl", "pre"), LIST), "table": TABLE, "footnote": FOOTNOTE}
MIN_SHARE: Final = 0.5  # of the words of a list or table; with less kept, all of it goes; with more, a table is whole
SURE_HEADING: Final = 0.7  # from this probability on, a heading brings the start of its section back
MAX_START_WORDS: Final = 100  # of such a start
DOUBTFUL_HEADING: Final = 0.2  # below this probability a heading stays out, although its section is kept
DOUBTFUL_PART: Final = 0.3  # least mean probability of footnotes, or of a list or table between kept blocks, to be kept
MIN_SECTION_WORDS: Final = 10  # kept directly after a dropped heading, so that the heading stays
MIN_LEFT_WORDS: Final = 50  # kept elsewhere; a list that holds almost all of the text is the text
MIN_GAP_WORDS: Final = 300  # outside links, in a stretch of dropped blocks, that are reported as a gap
GAP_FACTOR: Final = 0.95  # of the confidence of a text with a gap
GAP_CHARACTERS: Final = 60


def coherent(page: HtmlDocument, kept: Array, probabilities: Floats) -> Array:
    """Return which blocks to keep so that lists, tables and sections are whole.

    Args:
        page: the page.
        kept: for each block whether it is likely enough.
        probabilities: of the blocks.

    """
    blocks = page.blocks
    result = kept.copy()
    all_words = np.array([block.words for block in blocks], float)
    left = float(all_words[result].sum())  # words kept so far
    groups = _groups(blocks)
    for kind in (LIST, TABLE):
        for members in groups[kind]:
            words = all_words[members]
            inside = float((words * result[members]).sum())
            share = inside / max(words.sum(), 1.0)
            if not share:
                if _is_between(members, result):
                    result[members] = _mean(probabilities, all_words, members) >= DOUBTFUL_PART
            elif share >= MIN_SHARE:
                result[members] |= kind == TABLE
            elif left - inside >= MIN_LEFT_WORDS:
                result[members] = False
            left += float((words * result[members]).sum()) - inside
    _correct_headings(blocks, result, probabilities, [*groups[LIST], *groups[TABLE]])
    notes = _wanted_footnotes(blocks, result, groups[FOOTNOTE])
    if notes and (result[notes].any() or _mean(probabilities, all_words, notes) >= DOUBTFUL_PART):
        result[notes] = True
    return result


def with_gap(candidate: Candidate, kept: Array, words: Array, texts: Sequence[str]) -> Candidate:
    """Return a candidate with a warning and less confidence if a long stretch inside its text is dropped.

    Args:
        candidate: the candidate.
        kept: for each block or line of the page whether it is in the text.
        words: of each outside links.
        texts: of each.

    """
    indexes = np.flatnonzero(kept)
    sums = np.concatenate(([0], np.cumsum(words)))
    dropped = sums[indexes[1:]] - sums[indexes[:-1] + 1]
    if not len(dropped) or dropped.max() < MIN_GAP_WORDS:
        return candidate
    longest = int(dropped.argmax())
    start = texts[int(indexes[longest]) + 1][:GAP_CHARACTERS]
    warning = f'{int(dropped[longest])} words inside the text were left out, from "{start}" on'
    return replace(candidate, expected=GAP_FACTOR * candidate.expected, warnings=(*candidate.warnings, warning))


def prose_of(page: HtmlDocument) -> tuple[Array, tuple[str, ...]]:
    """Return the number of words outside links of each block, and its text."""
    return np.array([block.words - block.linked for block in page.blocks]), tuple(block.text for block in page.blocks)


def _groups(blocks: Sequence[Block]) -> Mapping[str, list[list[int]]]:
    """Return for each kind the indexes of the blocks in each outermost list or table, and in each footnote."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        structure = block.structure
        if not structure or (len(structure) == 1 and structure[0].tag not in KINDS):
            continue  # most blocks
        seen = ""
        for element in structure:
            kind = KINDS.get(element.tag)
            if kind is not None and kind not in seen:
                seen += kind
                found[kind, element.number].append(index)
    groups: dict[str, list[list[int]]] = {LIST: [], TABLE: [], FOOTNOTE: []}
    for (kind, _), members in found.items():
        groups[kind].append(members)
    return groups


def _is_between(members: Sequence[int], kept: Array) -> bool:
    """Return whether the blocks directly before and after a list or table are kept."""
    before, after = members[0] - 1, members[-1] + 1
    return before >= 0 and after < len(kept) and bool(kept[before] and kept[after])


def _mean(probabilities: Floats, words: Floats, members: Sequence[int]) -> float:
    """Return the mean probability of blocks, weighted by their words."""
    return float((probabilities[members] * words[members]).sum() / max(words[members].sum(), 1.0))


def _wanted_footnotes(blocks: Sequence[Block], kept: Array, footnotes: Sequence[Sequence[int]]) -> list[int]:
    """Return the indexes of the blocks of the footnotes that the kept text refers to."""
    if not footnotes:
        return []
    numbers = {
        each.detail
        for index in np.flatnonzero(kept).tolist()
        for _, markup in blocks[index].runs
        for each in markup
        if each.tag == FOOTNOTE
    }
    return [index for members in footnotes if _number(blocks[members[0]]) in numbers for index in members]


def _number(block: Block) -> str:
    """Return the number of the footnote around a block."""
    return next(each.detail for each in block.structure if each.tag == FOOTNOTE)


def _correct_headings(blocks: Sequence[Block], kept: Array, probabilities: Floats, lists: Sequence[list[int]]) -> None:
    """Keep headings inside the text whose section is kept. Of a section that is dropped, drop the heading.

    If such a heading is surely content, keep the start of its section instead: a block, or the list that it is in.
    """
    levels = [HEADING_LEVELS.get(block.tag, 0) for block in blocks]  # 0 for what is no heading
    if not any(levels):
        return
    whole = {index: members for members in lists for index in members}
    text = [index for index in np.flatnonzero(kept).tolist() if not levels[index]]
    first, last = (text[0], text[-1]) if text else (0, 0)
    # From the end, for each level: whether text follows before the next heading of this level or a higher one.
    has_text, any_text = [False] * 7, [False] * 7
    follows = 0  # words kept directly after the current block
    for index in range(len(blocks) - 1, -1, -1):
        level = levels[index]
        if not level:
            follows = follows + blocks[index].words if kept[index] else 0
            any_text = [True] * 7
            if kept[index]:
                has_text = [True] * 7
            continue
        if kept[index] and any_text[level] and not has_text[level]:
            start = [] if levels[index + 1] else whole.get(index + 1, [index + 1])
            kept[index] = (
                probabilities[index] >= SURE_HEADING
                and bool(start)
                and sum(blocks[each].words for each in start) <= MAX_START_WORDS
            )
            kept[start if kept[index] else []] = True
            has_text = [has or bool(kept[index]) for has in has_text]
        elif not kept[index] and first < index < last and follows >= MIN_SECTION_WORDS:
            kept[index] = probabilities[index] >= DOUBTFUL_HEADING
        follows = 0
        for deeper in range(level, 7):
            has_text[deeper] = any_text[deeper] = False
