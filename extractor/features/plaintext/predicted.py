"""Features of a line that come from earlier stages: the score of its words, and the probabilities of other lines."""

from typing import Any

import numpy as np

from extractor.arrays import Array, Floats
from extractor.document.words import has_parts
from extractor.features.plaintext.inputs import LineInputs
from extractor.features.plaintext.own import cohesion
from extractor.features.plaintext.segments import maximum_segment
from extractor.features.registry import group
from extractor.features.shared.neighbours import at_offsets
from extractor.features.shared.windows import group_means, window_means

WORDS_STAGE, FIRST_STAGE, TITLE_STAGE = "bag_of_words", "first", "title"
WORD_WINDOWS = (1, 3, 8, 20)  # lines to either side
OFFSETS = (-4, -3, -2, -1, 1, 2, 3, 4)
WINDOWS = (2, 6, 15, 40)  # lines to either side
ABSENT = -0.1  # the probability of a line or paragraph beyond the ends of the page
LIKELY = 0.5  # a line with a greater probability is likely content
LEAD_PARAGRAPHS = 3  # they open an article and repeat most words of its title
MAX_LINES_BELOW = 8  # below the first likely line, among which the title may stand
MAX_TITLE_LINES = 40  # from the top, among which the title stands if no line is likely

_MIN_PROBABILITY = 1e-3  # log-odds are finite


def _bag_of_words(lines: LineInputs) -> dict[str, Any]:
    scores = lines.predictions[WORDS_STAGE]
    means = window_means(scores, np.sqrt(lines.words + 1), WORD_WINDOWS)
    return {
        "bag_of_words": scores,
        **{f"bag_of_words_window{half}": mean for half, mean in zip(WORD_WINDOWS, means, strict=True)},
    }


BAG_OF_WORDS = group(
    "bag of words",
    {
        "bag_of_words": "Log-odds by its words that it is content.",
        **{
            f"bag_of_words_window{half}": f"Mean of these log-odds over {half} lines to either side and itself."
            for half in WORD_WINDOWS
        },
    },
    _bag_of_words,
)


def _probabilities(lines: LineInputs) -> dict[str, Any]:
    first, words, groups, size = lines.predictions[FIRST_STAGE], lines.words, lines.paragraph_groups, lines.size
    weight, index = np.sqrt(words + 1), np.arange(size)
    paragraphs = np.bincount(groups, first * weight) / np.bincount(groups, weight)
    padded = np.concatenate(([ABSENT], paragraphs, [ABSENT]))
    running = np.cumsum(first * words)
    content = max(running[-1], 1e-9)
    odds = np.log(np.clip(first, _MIN_PROBABILITY, 1 - _MIN_PROBABILITY) / np.clip(1 - first, _MIN_PROBABILITY, 1))
    start, end = maximum_segment(odds * weight)
    likely = np.flatnonzero(first > LIKELY)
    first_likely, last_likely = (likely[0], likely[-1]) if len(likely) else (size, -1)
    shared, share = cohesion(lines.topic_words, first > LIKELY)
    offsets = at_offsets(first[None], OFFSETS, ABSENT)
    return {
        "first_probability": first,
        **{f"first_probability{offset:+}": row[0] for offset, row in zip(OFFSETS, offsets, strict=True)},
        **{
            f"first_probability_window{half}": mean
            for half, mean in zip(WINDOWS, window_means(first, weight, WINDOWS), strict=True)
        },
        "first_probability_paragraph": paragraphs[groups],
        "first_probability_paragraph_before": padded[groups],
        "first_probability_paragraph_after": padded[groups + 2],
        "first_probability_signature": group_means(first, weight, lines.signatures),
        "content_share_before": (running - first * words) / content,
        "content_share_after": (content - running) / content,
        "content_words": content,
        "content_share": content / max(words.sum(), 1),
        "in_likely_segment": (index >= start) & (index < end),
        "from_likely_segment_start": index - start,
        "from_likely_segment_end": index - end,
        "from_first_likely": index - first_likely,
        "from_last_likely": index - last_likely,
        "greatest_before": np.maximum.accumulate(first),
        "greatest_after": np.maximum.accumulate(first[::-1])[::-1],
        "content_topic_shared": shared,
        "content_topic_share_of_lines": share,
    }


PROBABILITIES = group(
    "probabilities",
    {
        "first_probability": "Probability by the first stage.",
        **{f"first_probability{offset:+}": f"Probability of the line {offset:+} lines away." for offset in OFFSETS},
        **{
            f"first_probability_window{half}": f"Mean probability of {half} lines to either side and itself."
            for half in WINDOWS
        },
        "first_probability_paragraph": "Mean probability of its paragraph.",
        "first_probability_paragraph_before": "Mean probability of the paragraph before.",
        "first_probability_paragraph_after": "Mean probability of the paragraph behind.",
        "first_probability_signature": "Mean probability of the lines with the same mark and indentation.",
        "content_share_before": "Share of the expected content words that stand before it.",
        "content_share_after": "Share of the expected content words that stand behind it.",
        "content_words": "Expected number of content words of the page.",
        "content_share": "Expected share of content among the words of the page.",
        "in_likely_segment": "1 if it is in the segment with the greatest sum of log-odds.",
        "from_likely_segment_start": "Signed distance in lines from the start of that segment.",
        "from_likely_segment_end": "Signed distance in lines from the end of that segment.",
        "from_first_likely": "Signed distance in lines from the first likely line.",
        "from_last_likely": "Signed distance in lines from the last likely line.",
        "greatest_before": "Greatest probability of the lines down to it.",
        "greatest_after": "Greatest probability of the lines from it on.",
        "content_topic_shared": "Share of its topic words that other likely lines have.",
        "content_topic_share_of_lines": "Mean share of the likely lines that have one of its topic words.",
    },
    _probabilities,
)
"""What the first stage predicts for the lines around."""


def title_candidates(lines: LineInputs) -> int:
    """Return the number of lines from the top that may be the title: to just below the first likely line."""
    likely = np.flatnonzero(lines.predictions[FIRST_STAGE] > LIKELY)
    return min(int(likely[0]) + MAX_LINES_BELOW if len(likely) else MAX_TITLE_LINES, lines.size)


def _title(lines: LineInputs) -> dict[str, Any]:
    in_lead = words_in_lead(lines, lines.long_words)
    candidates = title_candidates(lines)
    parts = np.zeros(lines.size, bool)
    parts[:candidates] = list(map(has_parts, lines.texts[:candidates]))
    return {
        "title_first_probability": lines.predictions[FIRST_STAGE],
        "characters": lines.characters.lengths,
        "has_parts": parts,
        "share_in_lead": in_lead / np.maximum(lines.vocabulary.per_line(lines.long_words), 1),
        "words_in_lead": in_lead,
    }


def words_in_lead(lines: LineInputs, counted: Array) -> Floats:
    """Return for each line how many of its words the first paragraphs have.

    Args:
        lines: the lines, with the predictions of the first stage.
        counted: for each word of the vocabulary, whether it counts.

    """
    vocabulary = lines.vocabulary
    opening = np.flatnonzero((lines.predictions[FIRST_STAGE] > LIKELY) & lines.is_prose)[: LEAD_PARAGRAPHS + 1].tolist()
    found = vocabulary.per_line(counted & _lead_words(lines, opening))
    for index in opening:  # a paragraph does not repeat itself
        others = [other for other in opening if other != index]
        found[index] = vocabulary.per_line(counted & _lead_words(lines, others))[index]
    return found


def _lead_words(lines: LineInputs, opening: list[int]) -> Array:
    """Return for each word of the vocabulary whether one of the opening paragraphs has it."""
    vocabulary = lines.vocabulary
    found = np.zeros(len(vocabulary.words), bool)
    for index in opening[:LEAD_PARAGRAPHS]:
        start = vocabulary.starts[index]
        found[vocabulary.numbers[start : start + vocabulary.lengths[index]]] = True
    return found


TITLE = group(
    "title",
    {
        "title_first_probability": "Probability by the first stage.",
        "characters": "Number of characters.",
        "has_parts": "1 if a bar or dash separates parts, as in a window's title.",
        "share_in_lead": "Share of its long words that the first paragraphs repeat.",
        "words_in_lead": "Number of its long words that the first paragraphs repeat.",
    },
    _title,
)
"""What tells the title besides the features of the line."""


def _title_prediction(lines: LineInputs) -> dict[str, Any]:
    titles: Floats = lines.predictions[TITLE_STAGE]
    probabilities = np.zeros(lines.size)
    probabilities[: len(titles)] = titles
    return {
        "title_probability": probabilities,
        "from_likeliest_title": np.arange(lines.size) - int(np.argmax(titles)),
        "greatest_title_probability": titles.max(),
    }


TITLE_PREDICTION = group(
    "title prediction",
    {
        "title_probability": "Probability that it is the title; 0 for lines that were no candidates.",
        "from_likeliest_title": "Signed distance in lines from the likeliest title.",
        "greatest_title_probability": "Probability of the likeliest title.",
    },
    _title_prediction,
)
