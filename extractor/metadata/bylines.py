"""Find authors and dates in the visible text around an article, in HTML and plain text.

A byline names the authors ("By Jane Doe"), a dateline holds a date ("Updated 12 June 2020"). The functions take two
lists of texts: those above the first paragraph of the article, in page order, and those below its last paragraph. A
date below the article needs a label such as "Published", because the dates of other articles stand there too.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from extractor.document.words import count, ends_sentence, squeeze
from extractor.metadata import dates
from extractor.metadata.authors import (
    MAX_AUTHOR_FIELD_CHARACTERS,
    PARTICLES,
    parse_names,
    starts_with_by,
    strip_by,
)

MAX_BYLINE_WORDS = 16  # also of a dateline
MAX_BYLINE_CHARACTERS = 200
MAX_DATE_LABEL_WORDS = 3  # of a label on the line above the date, such as "Published" or "Date posted"

_MODIFIED = re.compile(
    r"updat|modif|revis|edited|aktualis|geändert|mis[e]? à jour|actualizad|aggiornat|atualizad|bijgewerkt|gewijzigd|"
    r"zaktualizowan|aktualizován|обновлен|изменен|güncelle|更新|修改|수정",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|posted|written|created|first|date|veröffentlicht|erstellt|stand|gepubliceerd|geplaatst|opublikowan|"
    r"опубликован|yayın|発行|公開|发布|發布|发表|등록|입력",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(
    r"\W*+(?:article )?(?:written|posted|published|reported|words|story|text)?\s*"
    r"(?:by|authors?|author\(s\)|von|par|por|автор|insights from|contributors?|thread starter)\W*+\Z",
    re.IGNORECASE,
)
# Text that can follow a name in a byline: "in Politics", "on Friday", "| 5 min read".
_AFTER_NAME = re.compile(
    r"\s[|•·⋅»–—-]+(?:\s|$)|\s(?:in|on|at|for|from|is)\b|\n|"
    r"\b(?:[Uu]pdated|[Pp]ublished|(?:[Mm]edically )?[Rr]eviewed|[Ee]dited|[Ff]act[- ])\b"
)
_BY_LATER = re.compile(r"(?P<bar>[|•·–—-])?\s*\b(?:[Ww]ritten |[Pp]osted )?(?:[Bb]y|BY)\b\s*:?\s*(?=\w)")
_OTHER_DATE = re.compile(r"\b(?:join|member|registered|since|born|location|expires?|until|deadline)", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|copyright", re.IGNORECASE)


def is_byline(text: str) -> bool:
    """Return whether a line is a byline or a dateline rather than a title."""
    if starts_with_by(text) and parse_names(text):
        return True
    found = dates.find(text)
    return bool(found) and sum(each.end - each.start for each in found) * 2 >= len(text)


def find_authors(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Return the names in the byline nearest the article: "By Jane Doe", or "By" with the name on the next line."""
    for text in (*reversed(above), *below):
        if _is_short(text) and (rest := _text_after_by(text)) and (names := names_in_byline(rest)):
            return names
    for texts in (above, below):
        for label, text in pairwise(texts):
            if (
                len(label) <= MAX_BYLINE_CHARACTERS
                and _LABEL_ONLY.match(label)
                and is_capitalised(text)
                and not ends_sentence(text)
                and (names := names_in_byline(text))
            ):
                return names
    return ()


def is_copyright(text: str) -> bool:
    """Return whether a text tells who holds the rights."""
    return bool(_COPYRIGHT.search(text))


def is_dateline(text: str) -> bool:
    """Return whether a short text has a date."""
    return _is_short(text) and next(iter(dates.find(text)), None) is not None


def is_capitalised(text: str) -> bool:
    """Return whether each word starts with a capital, except for particles of names."""
    return all(word[0].isupper() or word in PARTICLES for word in text.split())


def names_in_byline(text: str) -> tuple[str, ...]:
    """Return the names in a byline without "By"; they end at a date, a bar, or a word that is in no name."""
    return _names_in_byline(text[:MAX_AUTHOR_FIELD_CHARACTERS])


@lru_cache(maxsize=1_000)  # several rules read the same texts around the article
def _names_in_byline(text: str) -> tuple[str, ...]:
    first = next(iter(dates.find(text)), None)
    parts = [text[: first.start], text[first.end :]] if first else [text]
    for part in parts:
        if names := parse_names(_AFTER_NAME.split(part.strip(" ,|•·–—-"))[0]):
            return names
    return ()


def _text_after_by(text: str) -> str:
    """Return the text after "by" in a byline such as "Published 7 August 2023 by Jane Doe"; empty in other texts."""
    if starts_with_by(text):
        return "" if ends_sentence(text) else strip_by(text)
    first = next(iter(dates.find(text)), None)
    match = _BY_LATER.search(text, first.end if first else 0)
    # "by" in the middle of a line is part of a sentence unless a date, a number or a bar stands before it.
    is_byline_part = match and (first or match["bar"] or any(map(str.isdigit, text[: match.start()])))
    return text[match.end() :] if match and is_byline_part else ""


def find_dates(above: Sequence[str], below: Sequence[str]) -> dict[str, str]:
    """Return the dates of the datelines as `published` and `modified`, and the `category` beside a date."""
    found: dict[str, str] = {}
    for line_before, text, needs_label in _datelines(above, below):
        end = 0
        for each in dates.find(text):
            label = text[end : each.start] if end or each.start else line_before
            end = each.end
            if _OTHER_DATE.search(label):
                continue
            if _MODIFIED.search(label):
                found.setdefault("modified", each.iso)
            elif not needs_label or _PUBLISHED.search(label):
                found.setdefault("published", each.iso)
                if category := _category_after(text, each):
                    found.setdefault("category", category)
    return found


def _datelines(above: Sequence[str], below: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield the line before, the text, and whether a date in it needs a label; texts nearest the article come first."""
    for texts, needs_label in ((list(pairwise(["", *above]))[::-1], False), (pairwise(["", *below]), True)):
        for before, text in texts:
            if _is_short(text) and not (needs_label and is_copyright(text)):
                yield before if count(before) <= MAX_DATE_LABEL_WORDS else "", text, needs_label


def _is_short(text: str) -> bool:
    return len(text) <= MAX_BYLINE_CHARACTERS and text.count(" ") < MAX_BYLINE_WORDS and count(text) <= MAX_BYLINE_WORDS


def _category_after(text: str, date: dates.DateMatch) -> str | None:
    """Return "Technology" in a dateline such as "Jun 10, 2020 - Technology"."""
    rest = text[date.end :]
    match = re.fullmatch(r"\s*[|•·–—/-]\s*(?P<category>[^\W\d][\w &-]{2,30})", rest)
    return squeeze(match["category"]) if match and text[: date.start].strip() == "" else None
