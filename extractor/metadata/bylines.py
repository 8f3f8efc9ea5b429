"""Bylines and datelines: who wrote an article and when, as printed around it; the same for HTML and dumps.

Texts come as two lists, above the article's first paragraph (in page order) and below its last. Above, a date needs no
label; below, only a labelled one counts, since the dates of other articles stand there as well.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.metadata import dates, people
from extractor.words import count, ends_sentence, squeeze

LABEL_WORDS = 16  # a dateline or byline is no longer than this
LABEL_LENGTH = 200  # characters
PARTICLES = frozenset("de da do dos del della di du van von der den la le al el bin ibn y e".split())

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
    r"\W*(?:written|posted|published|reported|words|story|text)?\s*(?:by|author|von|par|por|автор)\s*:?\W*\Z",
    re.IGNORECASE,
)
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
        if _is_short(text) and people.has_by(text) and not ends_sentence(text):
            named = people.names(_without_date(text))
            if named:
                return named
    for texts in (above, below):
        for label, text in pairwise(texts):
            capitals = all(word[0].isupper() or word in PARTICLES for word in text.split())
            if _LABEL_ONLY.match(label) and capitals and not ends_sentence(text) and people.is_name(text):
                return people.names(text)
    return ()


def find_dates(above: Sequence[str], below: Sequence[str]) -> dict[str, str]:
    """Dates of the datelines: `published`, `modified`, and the `category` that stands beside one."""
    found: dict[str, str] = {}
    for text, labelled_only in _datelines(above, below):
        before = 0
        for each in dates.find(text):
            label = text[before : each.start]
            before = each.end
            if _MODIFIED.search(label):
                found.setdefault("modified", each.iso)
            elif not labelled_only or _PUBLISHED.search(label):
                found.setdefault("published", each.iso)
                if category := _beside(text, each):
                    found.setdefault("category", category)
    return found


def _datelines(above: Sequence[str], below: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Texts short enough to be datelines, nearest the article first."""
    for text in reversed(above):
        if _is_short(text):
            yield text, False
    for text in below:
        if _is_short(text) and not _COPYRIGHT.search(text):
            yield text, True


def _is_short(text: str) -> bool:
    return len(text) <= LABEL_LENGTH and count(text) <= LABEL_WORDS


def _without_date(text: str) -> str:
    """A byline up to the first date or bar in it."""
    first = next(iter(dates.find(text)), None)
    text = text[: first.start] if first else text
    return re.split(r"\s[|•·–—-]\s|\bon\b\s*$|\b[Uu]pdated\b|\b[Pp]ublished\b", text)[0].strip(" ,|")


def _beside(text: str, found: dates.Found) -> str | None:
    """The section in a dateline like "Jun 10, 2020 - Technology"."""
    rest = text[found.end :]
    match = re.fullmatch(r"\s*[|•·–—/-]\s*(?P<category>[^\W\d][\w &-]{2,30})", rest)
    return squeeze(match["category"]) if match and text[: found.start].strip() == "" else None
