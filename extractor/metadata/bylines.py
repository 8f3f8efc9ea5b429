"""Bylines and datelines: who wrote an article and when, as printed around it; the same for HTML and dumps.

Texts come as two lists, above the article's first paragraph (in page order) and below its last. Above, a date needs no
label; below, only a labelled one counts, since the dates of other articles stand there as well.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.document.words import count, ends_sentence, squeeze
from extractor.metadata import authors as people
from extractor.metadata import dates

LABEL_WORDS = 16  # a dateline or byline is no longer than this
LABEL_LENGTH = 200  # characters
DATE_LABEL = 3  # words; "Published", "Date posted" may stand on the line before

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
# What may follow a name in a byline: "in Politics", "on Friday", "| 5 min read".
_BEHIND = re.compile(
    r"\s[|•·⋅»–—-]+(?:\s|$)|\s(?:in|on|at|for|from|is)\b|\n|"
    r"\b(?:[Uu]pdated|[Pp]ublished|(?:[Mm]edically )?[Rr]eviewed|[Ee]dited|[Ff]act[- ])\b"
)
_BY_BEHIND = re.compile(r"(?P<bar>[|•·–—-])?\s*\b(?:[Ww]ritten |[Pp]osted )?(?:[Bb]y|BY)\b\s*:?\s*(?=\w)")
_OTHERS = re.compile(r"\b(?:join|member|registered|since|born|location|expires?|until|deadline)", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|copyright", re.IGNORECASE)


def is_label(text: str) -> bool:
    """Whether a line is a byline or a dateline rather than a title."""
    if people.has_by(text) and people.names(text):
        return True
    found = dates.find(text)
    return bool(found) and sum(each.end - each.start for each in found) * 2 >= len(text)


def find_authors(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """Names of a byline: "By Jane Doe", or a label with a name on the next line."""
    for text in (*reversed(above), *below):
        if _is_short(text) and (said := _from_by(text)) and (found := named(said)):
            return found
    for texts in (above, below):
        for label, text in pairwise(texts):
            if (
                len(label) <= LABEL_LENGTH
                and _LABEL_ONLY.match(label)
                and _is_capitalised(text)
                and not ends_sentence(text)
                and (found := named(text))
            ):
                return found
    return ()


def _is_capitalised(text: str) -> bool:
    return all(word[0].isupper() or word in people.PARTICLES for word in text.split())


def named(text: str) -> tuple[str, ...]:
    """The names in a byline without its "by": up to the first date, bar, or word that no name holds."""
    text = text[: people.MAX_CHARACTERS]
    first = next(iter(dates.find(text)), None)
    parts = [text[: first.start], text[first.end :]] if first else [text]
    for part in parts:
        if found := people.names(_BEHIND.split(part.strip(" ,|•·–—-"))[0]):
            return found
    return ()


def _from_by(text: str) -> str:
    """What follows "by" in a byline, which may stand behind a date: "Published 7 August 2023 by Jane Doe"."""
    if people.has_by(text):
        return "" if ends_sentence(text) else people.without_by(text)
    first = next(iter(dates.find(text)), None)
    match = _BY_BEHIND.search(text, first.end if first else 0)
    dated = match and (first or match["bar"] or any(character.isdigit() for character in text[: match.start()]))
    return text[match.end() :] if match and dated else ""


def find_dates(above: Sequence[str], below: Sequence[str]) -> dict[str, str]:
    """Dates of the datelines: `published`, `modified`, and the `category` that stands beside one."""
    found: dict[str, str] = {}
    for before, text, labelled_only in _datelines(above, below):
        end = 0
        for each in dates.find(text):
            label = text[end : each.start] if end or each.start else before
            end = each.end
            if _OTHERS.search(label):
                continue
            if _MODIFIED.search(label):
                found.setdefault("modified", each.iso)
            elif not labelled_only or _PUBLISHED.search(label):
                found.setdefault("published", each.iso)
                if category := _beside(text, each):
                    found.setdefault("category", category)
    return found


def _datelines(above: Sequence[str], below: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Texts short enough to be datelines, nearest the article first, each with a label that may stand before it."""
    for texts, labelled_only in ((list(pairwise(["", *above]))[::-1], False), (pairwise(["", *below]), True)):
        for before, text in texts:
            if _is_short(text) and not (labelled_only and _COPYRIGHT.search(text)):
                yield before if count(before) <= DATE_LABEL else "", text, labelled_only


def _is_short(text: str) -> bool:
    return len(text) <= LABEL_LENGTH and text.count(" ") < LABEL_WORDS and count(text) <= LABEL_WORDS


def _beside(text: str, found: dates.Found) -> str | None:
    """The section in a dateline like "Jun 10, 2020 - Technology"."""
    rest = text[found.end :]
    match = re.fullmatch(r"\s*[|•·–—/-]\s*(?P<category>[^\W\d][\w &-]{2,30})", rest)
    return squeeze(match["category"]) if match and text[: found.start].strip() == "" else None
