"""Features of the lines around a line: neighbours, windows, paragraphs, lines with its mark and indentation, place."""

from typing import Any

import numpy as np

from extractor.features.plaintext.inputs import LineInputs
from extractor.features.plaintext.own import LINE_VALUES
from extractor.features.registry import FeatureGroup, group
from extractor.features.shared import place as shared_place
from extractor.features.shared import signatures
from extractor.features.shared.neighbours import at_offsets, window_group
from extractor.features.shared.place import FAR
from extractor.features.shared.values import chosen

OFFSETS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (3, 8, 20)  # lines to either side
ABSENT = -1.0  # the value of a line or paragraph beyond the ends of the page

_NEAR = chosen(
    LINE_VALUES, "log_words", "ends_sentence", "stop_words", "boilerplate_kind", "mark", "prose", "indent", "heading"
)


def _neighbours(lines: LineInputs) -> dict[str, Any]:
    table = np.array([value(lines) for _, value in _NEAR.values()], float)
    return {
        f"line{offset:+}_{name}": row
        for offset, rows in zip(OFFSETS, at_offsets(table, OFFSETS, ABSENT), strict=True)
        for name, row in zip(_NEAR, rows, strict=True)
    }


NEIGHBOURS = group(
    "neighbours",
    {
        f"line{offset:+}_{name}": f"Of the line {abs(offset)} {'before' if offset < 0 else 'behind'} it: {meaning}."
        for offset in OFFSETS
        for name, (meaning, _) in _NEAR.items()
    },
    _neighbours,
)

WINDOWS_OF_LINES: FeatureGroup[LineInputs] = window_group(
    chosen(
        LINE_VALUES,
        "log_words",
        "ends_sentence",
        "stop_words",
        "prose",
        "boilerplate",
        "marked",
        "heading",
        "repeated",
        "indent",
    ),
    WINDOWS,
    "line",
)

_MEANS = chosen(LINE_VALUES, "ends_sentence", "stop_words", "prose", "boilerplate", "marked")
_PARAGRAPH = {
    "lines": "Number of lines",
    "log_words": "Logarithm of 1 + the words",
    "ends_sentence": "Share of lines that end as sentences do",
    "stop_words": "Mean share of stop words of the lines",
    "prose": "Words of running text",
    "boilerplate": "Share of lines that read like boilerplate",
    "marked": "Share of lines with a list mark",
}


def _paragraphs(lines: LineInputs) -> dict[str, Any]:
    groups, size = lines.paragraph_groups, lines.size
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    lengths = np.diff(np.append(starts, size))
    summed = np.array([lines.words, *(value(lines) for _, value in _MEANS.values())], float)
    sums = np.add.reduceat(summed, starts, axis=1)
    table = np.full((1 + len(sums), len(starts) + 2), ABSENT)  # with a paragraph beyond either end
    table[0, 1:-1] = lengths
    table[1:, 1:-1] = sums / lengths
    table[1, 1:-1] = np.log1p(sums[0])
    table[4, 1:-1] = sums[3]
    found: dict[str, Any] = {}
    for where, shift in (("paragraph", 1), ("paragraph_before", 0), ("paragraph_after", 2)):
        for name, row in zip(_PARAGRAPH, table[:, groups + shift], strict=True):
            found[f"{where}_{name}"] = row
    found["paragraph_position"] = np.arange(size) - starts[groups]
    found["paragraph_first_words"] = lines.words[starts][groups]
    return found


PARAGRAPHS = group(
    "paragraphs",
    {
        **{f"paragraph_{name}": f"{meaning} of its paragraph." for name, meaning in _PARAGRAPH.items()},
        "paragraph_position": "Number of lines before it in its paragraph.",
        "paragraph_first_words": "Number of words of the first line of its paragraph.",
        **{f"paragraph_before_{name}": f"{meaning} of the paragraph before." for name, meaning in _PARAGRAPH.items()},
        **{f"paragraph_after_{name}": f"{meaning} of the paragraph behind." for name, meaning in _PARAGRAPH.items()},
    },
    _paragraphs,
)
"""A paragraph is a run of lines without an empty line between them."""

_KIND_VALUES = chosen(LINE_VALUES, "log_words", "ends_sentence", "stop_words", "boilerplate")
_SHARES = {"word_share": "Share of the words of the page", "prose_share": "Share of the running text"}


def _kinds(lines: LineInputs) -> dict[str, Any]:
    shares = {"word_share": lines.words, "prose_share": lines.prose}
    return signatures.statistics("signature", lines, lines.signatures, shares, _KIND_VALUES)


KINDS = group(
    "kinds",
    signatures.meanings("signature", "lines with the same mark and indentation", _SHARES, _KIND_VALUES),
    _kinds,
)


def _place(lines: LineInputs) -> dict[str, Any]:
    words, prose, size, title = lines.words, lines.prose, lines.size, lines.window_title
    index = np.arange(size)
    words_to, prose_to = np.cumsum(words), np.cumsum(prose)
    before = np.concatenate(([-1], np.maximum.accumulate(np.where(prose > 0, index, -1))[:-1]))
    after = np.append(np.minimum.accumulate(np.where(prose > 0, index, size + FAR)[::-1])[::-1][1:], size + FAR)
    next_prose = np.minimum(after, size - 1)
    main_indent = (lines.indents * prose).sum() / max(prose.sum(), 1)
    return {
        **shared_place.place(lines, lines.heading_above),
        "since_prose": np.where(before >= 0, index - before, FAR),
        "to_prose": np.minimum(after - index, FAR),
        "words_since_prose": np.where(before >= 0, words_to - words_to[np.maximum(before, 0)], FAR),
        "words_to_prose": np.where(after < size, words_to[next_prose] - words_to, FAR),
        "from_title": index - title if title >= 0 else -FAR,
        "prose_since_title": prose_to - prose_to[title] if title >= 0 else -FAR,
        "indent_from_prose": lines.indents - main_indent,
    }


PLACE = group(
    "place",
    {
        **shared_place.meanings("line"),
        "since_prose": f"Number of lines since the last line of running text; {FAR} if there is none.",
        "to_prose": f"Number of lines to the next line of running text, at most {FAR}.",
        "words_since_prose": f"Number of words since the last line of running text; {FAR} if there is none.",
        "words_to_prose": f"Number of words to the next line of running text; {FAR} if there is none.",
        "from_title": f"Signed distance in lines from the line that repeats the window's title; -{FAR} if none.",
        "prose_since_title": f"Words of running text since that line; -{FAR} if there is none.",
        "indent_from_prose": "Columns of indentation, less the mean of the running text.",
    },
    _place,
)
