"""What a plain-text capture says about the article: title, byline and dates around its first line, the site's name.

Nothing is taken from the running text, from teasers or from a copyright line: "© 2008-2021" dates no article, and
"Written By" over a sentence names nobody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extractor.features.layout import Layout
from extractor.metadata import dates, people
from extractor.metadata.title import SEPARATORS
from extractor.model import Dump, Line, Metadata
from extractor.urls import web_url
from extractor.words import ends_sentence, squeeze, words

HEAD_LINES: Final = 25  # how far above the article its title may stand
TAIL_LINES: Final = 3  # how far below it a byline or a dated label may stand
FIRST_LINES = 3  # of an article, among which its title may stand where nothing sets it apart
TITLE_WORDS = range(3, 41)
TITLE_SHARED = 0.35  # of a title's words are said again by the article
LABEL_WORDS = 16  # a dateline or byline is no longer than this
SITE_WORDS = 6
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
_NAME = r"(?P<site>[A-Z][\w.&'’-]*(?: [A-Z][\w.&'’-]*){0,4})"
_SITE = (
    re.compile(
        _NAME + r" is (?:the|a|an|your|one of) [^.]{0,60}?"
        r"\b(?:source|website|site|magazine|newspaper|publication|platform|portal|publisher|home|blog|community)\b",
    ),
    re.compile(r"\b[Mm]ore about " + _NAME + r"\b"),
    re.compile(
        r"\b(?:[Ww]elcome to|[Pp]ublished (?:by|on)|(?:first|originally) appeared (?:on|in)) " + _NAME + r"\b",
    ),
)


@dataclass(frozen=True, slots=True)
class _Around:
    """The lines around the article that may speak of it."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    tail: tuple[Line, ...]


def read(dump: Dump, found: Layout) -> Metadata:
    """The metadata of a dump whose article stands where `found` says; what the text does not state stays empty."""
    around = _around(dump, found)
    provenance: dict[str, str] = {}

    def noted(name: str, value: str | None, where: str) -> str | None:
        if value:
            provenance[name] = where
        return value

    title = (
        noted("title", dump.stated.get("title"), "text:prefix")
        or noted("title", _printed(dump, found), "text:window title")
        or noted("title", _title(around), "text:line above the article")
    )
    authors = people.names(dump.stated.get("author", "")) or _authors(around)
    published = dates.parse(dump.stated.get("date") or dump.stated.get("published") or "")
    dated = _dates(around)
    if published:
        provenance["date_published"] = "text:prefix"
    else:
        published = noted("date_published", dated.get("published"), "text:dateline")
    if authors:
        provenance["authors"] = "text:byline"
    category = dated.get("category")
    return Metadata(
        title=title,
        authors=authors,
        date_published=published,
        date_modified=noted("date_modified", dated.get("modified"), "text:dateline"),
        site_name=noted("site_name", _site(dump, found, title), "text:about the site"),
        canonical_url=noted("canonical_url", web_url(dump.stated.get("url", ""), None), "text:prefix"),
        categories=(category,) if noted("categories", category, "text:dateline") and category else (),
        provenance=provenance,
    )


def _around(dump: Dump, found: Layout) -> _Around:
    if found.start == found.end:
        return _Around(dump.lines[:HEAD_LINES], (), ())
    head = range(max(0, found.start - HEAD_LINES), found.start)
    return _Around(
        head=tuple(dump.lines[index] for index in head if not _is_credit(found, dump, index)),
        body=dump.lines[found.start : found.end],
        tail=dump.lines[found.end : found.end + TAIL_LINES],
    )


def _is_credit(found: Layout, dump: Dump, index: int) -> bool:
    return found.roles[index] == "furniture" and not dates.find(dump.lines[index].text)


def _printed(dump: Dump, found: Layout) -> str | None:
    """The line above the article that the window's title repeats, usually with the site's name behind it.

    Most captures start with the window's title: the line that it names is the article's own title.
    """
    if found.start == 0:
        return None
    window = dump.lines[0].text.lower()
    parts = {window, *(part.strip() for part in SEPARATORS.split(window))}
    near = dump.lines[1 : found.start + FIRST_LINES]
    named = [line.text for line in near if line.text.lower() in parts]
    return max(reversed(named), key=lambda text: len(words(text)), default=None)


def _title(around: _Around) -> str | None:
    """The line above the article that says most of what the article says; of equals, the one nearest to it."""
    said = set(words(" ".join(line.text for line in around.body)))
    best, best_score = None, 0.0
    for line in around.head:
        own = words(line.text)
        if len(own) not in TITLE_WORDS or _is_label(line):
            continue
        shared = [word for word in own if word in said and len(word) > 1]
        telling = sum(len(word) > 3 for word in set(shared))  # noqa: PLR2004 - shorter words are mostly grammar
        score = len(shared) / len(own) * (telling + 0.5)
        if line.mark.startswith("#"):
            score *= 2
        if len(shared) >= TITLE_SHARED * len(own) and telling and score >= best_score:
            best, best_score = line.text, score
    return best


def _is_label(line: Line) -> bool:
    """Whether a line is a dateline or a byline rather than a title."""
    if people.has_by(line.text) and people.names(line.text):
        return True
    found = dates.find(line.text)
    return bool(found) and sum(each.end - each.start for each in found) * 2 >= len(line.text)


def _authors(around: _Around) -> tuple[str, ...]:
    """Names of a byline: "By Jane Doe" above the article, or a label with a name on the next line."""
    for lines in (tuple(reversed(around.head)), around.tail):
        for line in lines:
            if len(words(line.text)) <= LABEL_WORDS and people.has_by(line.text) and not ends_sentence(line.text):
                named = people.names(_without_date(line.text))
                if named:
                    return named
    for lines in (around.head, around.tail):
        for label, line in pairwise(lines):
            capitals = all(word[0].isupper() or word in PARTICLES for word in line.text.split())
            if (
                _LABEL_ONLY.match(label.text)
                and capitals
                and not ends_sentence(line.text)
                and people.is_name(line.text)
            ):
                return people.names(line.text)
    return ()


def _without_date(text: str) -> str:
    """A byline up to the first date or bar in it."""
    first = next(iter(dates.find(text)), None)
    text = text[: first.start] if first else text
    return re.split(r"\s[|•·–—-]\s|\bon\b\s*$|\b[Uu]pdated\b|\b[Pp]ublished\b", text)[0].strip(" ,|")


def _dates(around: _Around) -> dict[str, str]:
    """Dates of the datelines: `published`, `modified`, and the `category` that stands beside one."""
    found: dict[str, str] = {}
    for line, labelled_only in _datelines(around):
        before = 0
        for each in dates.find(line.text):
            label = line.text[before : each.start]
            before = each.end
            if _MODIFIED.search(label):
                found.setdefault("modified", each.iso)
            elif not labelled_only or _PUBLISHED.search(label):
                found.setdefault("published", each.iso)
                if category := _beside(line.text, each):
                    found.setdefault("category", category)
    return found


def _datelines(around: _Around) -> Iterator[tuple[Line, bool]]:
    """Lines short enough to be datelines, nearest the article first; below it only labelled dates count."""
    for line in reversed(around.head):
        if line.words <= LABEL_WORDS:
            yield line, False
    for line in around.tail:
        if line.words <= LABEL_WORDS and not re.search(r"©|copyright", line.text, re.IGNORECASE):
            yield line, True


def _beside(text: str, found: dates.Found) -> str | None:
    """The section in a dateline like "Jun 10, 2020 - Technology"."""
    rest = text[found.end :]
    match = re.fullmatch(r"\s*[|•·–—/-]\s*(?P<category>[^\W\d][\w &-]{2,30})", rest)
    return squeeze(match["category"]) if match and text[: found.start].strip() == "" else None


def _site(dump: Dump, found: Layout, title: str | None) -> str | None:
    """The site's name: behind the article's title in the window's title, or where the page speaks of itself."""
    if title:
        for line in dump.lines[: found.start]:
            if line.text.startswith(title) and (match := SEPARATORS.match(line.text, len(title))):
                tail = SEPARATORS.split(line.text[match.end() :])[-1].strip()
                if tail and len(tail.split()) <= SITE_WORDS:
                    return tail
    outside = (*dump.lines[: found.start], *dump.lines[found.end :])
    for pattern in _SITE:
        for line in outside:
            if match := pattern.search(line.text):
                return match["site"].rstrip(".'’")
    return None
