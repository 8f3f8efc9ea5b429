"""One ordered table for each metadata field: the first rule that gives a valid value wins, and its name is provenance.

A rule reads the sources and yields pairs of value and where it was found.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from extractor.sources import MAX_DEPTH, Object, Sources, types
from extractor.words import squeeze

MAX_LISTED = 30  # tags and categories of one page
MAX_LABEL_WORDS = 8  # of a tag or category
T = TypeVar("T")
Rule = Callable[[Sources], Iterator[tuple[str, str]]]

ARTICLES = frozenset(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle "
    "BackgroundNewsArticle ReviewNewsArticle TechArticle ScholarlyArticle SocialMediaPosting LiveBlogPosting "
    "AdvertiserContentArticle Review Recipe HowTo DiscussionForumPosting Question".split(),
)
WORKS = ARTICLES | {"WebPage", "Product", "Event", "Course", "VideoObject", "CreativeWork", "ItemPage", "Book", "Movie"}


def meta(*names: str) -> Rule:
    """Content of the named meta tags, in the order given."""

    def rule(sources: Sources) -> Iterator[tuple[str, str]]:
        for name in names:
            for content in sources.meta.get(name, ()):
                yield content, f"meta:{name}"

    return rule


def link(rel: str) -> Rule:
    """`href` of links of one relation."""

    def rule(sources: Sources) -> Iterator[tuple[str, str]]:
        for href in sources.links.get(rel, ()):
            yield href, f"link:{rel}"

    return rule


def json_ld(prop: str, of: Iterable[str]) -> Rule:
    """A property of JSON-LD objects of the given types; nested things give their name, list items one each."""
    wanted = frozenset(of)

    def rule(sources: Sources) -> Iterator[tuple[str, str]]:
        for thing in sources.objects:
            kind = next((each for each in types(thing) if each in wanted), None)
            if kind:
                for value in _values(thing.get(prop), sources.objects):
                    yield value, f"json-ld:{kind}.{prop}"

    return rule


def element(selector: str, attribute: str | None = None, limit: int = 3) -> Rule:
    """Text, or an attribute, of the first elements that match a CSS selector."""

    def rule(sources: Sources) -> Iterator[tuple[str, str]]:
        for node in sources.tree.css(selector)[:limit]:
            value = node.attributes.get(attribute) if attribute else node.text(deep=True, separator=" ")
            if value and value.strip():
                yield squeeze(value), f"html:{selector}" + (f"@{attribute}" if attribute else "")

    return rule


def _values(value: Any, objects: tuple[Object, ...], depth: int = 0) -> Iterator[str]:
    """The texts that a JSON-LD value stands for; `depth` keeps references that go round from going on."""
    if depth > MAX_DEPTH or isinstance(value, bool):
        return
    if isinstance(value, list):
        for each in value:
            yield from _values(each, objects, depth + 1)
    elif isinstance(value, Mapping):
        yield from _values(_name(value, objects), objects, depth + 1)
    elif isinstance(value, (str, int, float)) and str(value).strip():
        yield squeeze(str(value))


def _name(thing: Object, objects: tuple[Object, ...]) -> Any:
    """What a nested thing is called, by itself or by the object that its `@id` refers to; a name is never a thing."""
    name = thing.get("name") or thing.get("headline") or thing.get("url") or thing.get("contentUrl")
    if name is None and "@id" in thing:
        found = next((each for each in objects if each.get("@id") == thing["@id"] and each is not thing), {})
        name = found.get("name") or found.get("url")
    return None if isinstance(name, Mapping) else name


HEADLINE = (
    json_ld("headline", ARTICLES),
    meta("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"),
    json_ld("name", ARTICLES | {"Product"}),
)
FIRST_HEADING: Rule = element("h1", limit=6)
TITLE_TAG: Rule = element("head > title, title", limit=1)

AUTHORS: tuple[Rule, ...] = (
    json_ld("author", ARTICLES),
    meta("citation_author", "parsely-author", "sailthru.author", "article:author_name", "byl"),
    meta("author", "article:author", "dc.creator", "dcterms.creator", "twitter:creator:name"),
    element('[itemprop="author"] [itemprop="name"]'),
    element('[itemprop="author"], [rel="author"], a[href*="/author/"]'),
    element(
        ".byline-name, .author-name, .byline__name, .author__name, .post-author, .entry-author, .byline, .author",
        limit=2,
    ),
)
PUBLISHED: tuple[Rule, ...] = (
    json_ld("datePublished", ARTICLES),
    meta(
        "article:published_time", "citation_publication_date", "citation_date", "parsely-pub-date", "og:published_time"
    ),
    meta("datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dcterms.date"),
    meta(
        "publish-date",
        "publish_date",
        "published_time",
        "pubdate",
        "sailthru.date",
        "article.published",
        "cxenseparse:recs:publishtime",
    ),
    json_ld("datePublished", WORKS - ARTICLES),
    element('[itemprop="datePublished"]', "datetime"),
    element('[itemprop="datePublished"]', "content"),
    element("time[pubdate], time.published, time.entry-date", "datetime", limit=1),
    element("article time[datetime], main time[datetime]", "datetime", limit=1),
)
MODIFIED: tuple[Rule, ...] = (
    json_ld("dateModified", ARTICLES),
    meta(
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "lastmod",
    ),
    json_ld("dateModified", WORKS - ARTICLES),
    element('[itemprop="dateModified"]', "datetime"),
    element('[itemprop="dateModified"]', "content"),
    element("time.updated", "datetime", limit=1),
)
SITE_NAME: tuple[Rule, ...] = (
    meta("og:site_name", "application-name", "apple-mobile-web-app-title"),
    json_ld("name", {"WebSite"}),
    json_ld("publisher", ARTICLES),
    json_ld("name", {"NewsMediaOrganization", "Organization"}),
)
DESCRIPTION: tuple[Rule, ...] = (
    meta("description", "og:description", "twitter:description", "dc.description"),
    json_ld("description", WORKS),
)
IMAGE: tuple[Rule, ...] = (
    meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
    json_ld("image", WORKS),
    link("image_src"),
)
TAGS: tuple[Rule, ...] = (
    meta("article:tag", "parsely-tags", "sailthru.tags"),
    json_ld("keywords", ARTICLES),
    meta("keywords", "news_keywords"),
)
CATEGORIES: tuple[Rule, ...] = (
    meta("article:section", "parsely-section", "category"),
    json_ld("articleSection", ARTICLES),
    json_ld("category", {"Product"}),
)
LICENSE: tuple[Rule, ...] = (
    link("license"),
    element('a[rel~="license"]', "href", limit=1),
    json_ld("license", WORKS),
    meta("dc.rights.license", "dcterms.license"),
)
CANONICAL: tuple[Rule, ...] = (link("canonical"), meta("og:url"), json_ld("mainEntityOfPage", ARTICLES))
LANGUAGE: tuple[Rule, ...] = (
    element("html[lang]", "lang", limit=1),
    element("html", "xml:lang", limit=1),
    meta("content-language", "og:locale", "dc.language"),
    json_ld("inLanguage", WORKS),
)


def first(rules: Iterable[Rule], sources: Sources, clean: Callable[[str], T | None]) -> tuple[T | None, str]:
    """The first value that `clean` accepts, and where it was found."""
    for rule in rules:
        for raw, where in rule(sources):
            value = clean(raw)
            if value:
                return value, where
    return None, ""


def everything(
    rules: Iterable[Rule], sources: Sources, clean: Callable[[str], Iterable[str]]
) -> tuple[tuple[str, ...], str]:
    """All values of the first rule that has any, without repetition."""
    for rule in rules:
        found: dict[str, str] = {}
        for raw, where in rule(sources):
            for value in clean(raw):
                found.setdefault(value, where)
        if found:
            return tuple(found)[:MAX_LISTED], next(iter(found.values()))
    return (), ""
