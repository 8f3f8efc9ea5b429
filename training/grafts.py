"""Graft readers' comments and teasers of other pages into a labelled HTML page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from random import Random
from typing import Final

from lxml.html import HtmlElement, fragments_fromstring

from extractor.document.words import count, squeeze
from training.comment_templates import TEMPLATES, Comment, comment_area

MIN_LINE_WORDS: Final = 5  # of a piece of text that shows where the article is
MAX_GROWTH: Final = 1.6  # words of the element that holds the article, in multiples of the wanted words
MAX_COMMENT_WORDS: Final = 120
MEAN_COMMENTS: Final = (6, 30)  # under an article that few readers discuss, and under one that many do
MAX_TEASERS: Final = 14
INSIDE: Final = 0.3  # share of grafts inside the element that holds the article
HIGHER: Final = 0.3  # share of grafts that go one element further out
AFTER: Final = 0.6  # share of teasers behind the article
TABLE_PARTS: Final = frozenset({"html", "table", "tbody", "tr"})  # they hold no other elements
UNREAD: Final = frozenset({"script", "style", "noscript", "template", "svg", "title"})

_AUTHORS = (
    "Anna K.", "mike72", "Thomas Berger", "sunnyday", "J. Alvarez", "old_timer", "Priya", "Guest", "Anonymous", "Lena",
    "dr_who", "Marek Nowak", "TechFan", "Sofia", "Old Joe", "reader from Leeds", "Иван", "Мария", "Νίκος", "小明",
    "gardener", "K.", "Paul Lefèvre", "beachbum", "Ingrid", "Kofi", "RedPanda", "Mr Smith", "Chiara", "Olav",
)  # fmt: skip
_DATES = (
    "January 5, 2012 at 3:14 pm", "2 hours ago", "vor 3 Tagen", "5/1/2012 10:02:11 AM", "05.01.2012, 14:22",
    "Tue Nov 13 2007", "2011-03-09 08:15", "il y a 2 jours", "2012年1月17日 21:22", "12 Sep 2009 | 11:03", "03/11/08",
    "Posted 4 years ago", "28 мая 2010, 12:40", "Mar 3, 2014, 9:50 PM", "17 stycznia 2012",
)  # fmt: skip
_TEASER_HEADINGS = (
    "Related stories", "More news", "Most read", "Latest headlines", "You may also like", "In other news", "Archive",
    "Mehr zum Thema", "À lire aussi", "Последние новости", "Czytaj także", "热门新闻", "Περισσότερα", "Featured", "",
)  # fmt: skip
_TEASER_AREAS: Final = (
    ('<div class="related"><h3>{heading}</h3><ul>', "</ul></div>", '<li><a href="#">{title}</a><p>{text}</p></li>'),
    ("<div><h4>{heading}</h4><dl>", "</dl></div>", '<dt><a href="#">{title}</a></dt><dd>{text}</dd>'),
    ("<table><tr><td><b>{heading}</b></td></tr>", "</table>", '<tr><td><a href="#">{title}</a><br>{text}</td></tr>'),
    (
        '<div class="sidebar"><div class="box"><h2>{heading}</h2>',
        "</div></div>",
        '<div class="item"><h3><a href="#">{title}</a></h3><p>{text} <a href="#">...</a></p></div>',
    ),
    ("<div>{heading}<ul>", "</ul></div>", "<li>{title} - 12:40</li>"),
    (
        '<div class="list">{heading}',
        "</div>",
        '<div class="entry"><img src="t.jpg"><a href="#">{title} {text}</a></div>',
    ),
    ('<aside class="col-right"><h3>{heading}</h3>', "</aside>", "<p><b>{title}</b><br>{text}</p>"),
    ('<div class="block">{heading}<ul>', "</ul></div>", '<li><span>21.05.2012</span> <a href="#">{title}</a></li>'),
)
"""Start, end and one entry of an area with teasers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Donors:
    """Text of other pages that is grafted in."""

    posts: Sequence[str]
    """Posts of threads."""
    teasers: Sequence[tuple[str, str]]
    """Titles of articles, and a paragraph of each."""
    collections: frozenset[str]
    """Names of the collections that the text comes from."""


def graft_comments(tree: HtmlElement, text: str, posts: Sequence[str], choose: Random) -> str:
    """Add a comment area behind the article, and return the comments, one a line; empty if there is no place."""
    place = _article(tree, text)
    if place is None:
        return ""
    number = min(1 + int(choose.expovariate(1 / choose.choice(MEAN_COMMENTS))), len(posts))
    comments = [
        Comment(choose.choice(_AUTHORS), choose.choice(_DATES), _shorten(post, choose))
        for post in choose.sample(posts, number)
    ]
    _insert(place, comment_area(choose.choice(TEMPLATES), comments), choose, after=True)
    return "\n".join(each.text for each in comments)


def graft_teasers(tree: HtmlElement, text: str, teasers: Sequence[tuple[str, str]], choose: Random) -> None:
    """Add up to three areas with teasers of other pages before and behind the article."""
    place = _article(tree, text)
    if place is None:
        return
    for _ in range(choose.randint(1, 3)):
        chosen = choose.sample(teasers, min(choose.randint(3, MAX_TEASERS), len(teasers)))
        start, end, entry = choose.choice(_TEASER_AREAS)
        length = choose.choice((0, 12, 25, 60))
        entries = [
            entry.format(title=escape(title), text=escape(" ".join(paragraph.split()[:length])))
            for title, paragraph in chosen
        ]
        html = start.format(heading=escape(choose.choice(_TEASER_HEADINGS))) + "".join(entries) + end
        _insert(place, html, choose, after=choose.random() < AFTER)


def _shorten(post: str, choose: Random) -> str:
    words = post.split()[: choose.choice((8, 15, 30, 60, MAX_COMMENT_WORDS))]
    half = len(words) // 2
    return (
        " ".join(words)
        if half < MIN_LINE_WORDS or choose.random() < AFTER
        else (" ".join(words[:half]) + "\n" + " ".join(words[half:]))
    )


def _article(tree: HtmlElement, text: str) -> HtmlElement | None:
    """Return the outermost element with hardly more than the article; None if no element has its text."""
    wanted = squeeze(text)
    last = None
    for element, piece in _pieces(tree):
        if count(piece) >= MIN_LINE_WORDS and piece in wanted:
            last = element
    if last is None:
        return None
    limit, found = MAX_GROWTH * count(wanted), last
    for parent in last.iterancestors():
        if parent.tag in {"body", "html"} or count(parent.text_content()) > limit:
            break
        found = parent
    return found


def _pieces(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Yield the pieces of text with the elements that hold them."""
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in UNREAD:
            continue
        if element.text:
            yield element, squeeze(element.text)
        parent = element.getparent()
        if element.tail and parent is not None:
            yield parent, squeeze(element.tail)


def _insert(place: HtmlElement, html: str, choose: Random, *, after: bool) -> None:
    """Add elements behind or before `place`, inside it, or further out."""
    parts = [part for part in fragments_fromstring(html) if not isinstance(part, str)]
    parents = [parent for parent in place.iterancestors() if parent.tag not in {"body", "html"}]
    inside = after and choose.random() < INSIDE
    while parents and choose.random() < HIGHER and not inside:
        place = parents.pop(0)
    parent = place.getparent()
    if inside or parent is None or parent.tag in TABLE_PARTS:
        place.extend(parts)
    elif after:
        tail, place.tail = place.tail, None
        for part in reversed(parts):
            place.addnext(part)
        parts[-1].tail = tail
    else:
        for part in parts:
            place.addprevious(part)
