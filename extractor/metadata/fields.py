"""One ordered table for each metadata field: the first rule that gives a valid value wins, and names its provenance."""

from operator import attrgetter

from extractor.metadata.rules import (
    Rule,
    element,
    flipped,
    labelled,
    link,
    marked,
    matching,
    meta,
    only,
    stated,
    written,
)
from extractor.metadata.visible_text import byline, dated, dateline, linked, named

ARTICLES = frozenset(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle "
    "BackgroundNewsArticle ReviewNewsArticle TechArticle ScholarlyArticle SocialMediaPosting LiveBlogPosting "
    "AdvertiserContentArticle MedicalScholarlyArticle Recipe HowTo DiscussionForumPosting Question".split(),
)
THREADS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "Question"})
PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "QAPage", "FAQPage", "CreativeWork", "Blog"})
WORKS = ARTICLES | PAGES | {"Product", "Event", "Course", "VideoObject", "Book", "Movie"}


SIGNED, DATED, FORUM, ONE_TEXT = (attrgetter(name) for name in ("signed", "dated", "comments", "one_text"))

HEADLINE = (
    stated(ARTICLES, "headline"),
    meta("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"),
    stated(ARTICLES | {"Product"}, "name"),
    marked(ARTICLES | {"Product"}, "headline", "name"),
)
FIRST_HEADING: Rule = element("h1", limit=6)
TITLE_TAG: Rule = element("head > title, title", limit=1)

AUTHORS: tuple[Rule, ...] = (
    stated(ARTICLES, "author"),
    flipped(meta("citation_author")),
    meta("parsely-author", "sailthru.author", "article:author_name", "byl"),
    marked(ARTICLES, "author"),
    only(
        SIGNED,
        meta("author", "article:author", "dc.creator", "dcterms.creator", "twitter:creator:name"),
        stated(PAGES, "author"),
        marked(PAGES, "author"),
        labelled("written by"),
        byline,
        named("author", "authors", "byline", "writer", "contributor", "creator"),
        linked("/author/", "/authors/", "/contributor", "/writers/", "/people/", "/staff/"),
        element('[rel="author"]', limit=1),
    ),
    only(
        FORUM,
        linked("/member", "/user", "/u/", "member.php", "memberlist.php", "/profile"),
        named("username", "poster"),
    ),
)
PUBLISHED: tuple[Rule, ...] = (
    stated(ARTICLES, "datePublished", "dateCreated"),
    meta("article:published_time", "citation_publication_date", "citation_date", "parsely-pub-date"),
    meta("og:published_time", "og:article:published_time"),
    marked(ARTICLES, "datePublished", "dateCreated"),
    only(
        DATED,
        meta("datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dcterms.date"),
        stated(PAGES, "datePublished", "dateCreated"),
        marked(PAGES, "datePublished", "dateCreated"),
        matching(r"publi\w*[-_.:]?(?:date|time|on)|(?:date|time)[-_.:]?publi|pub-?date|[a-z]+[.:]date$|^published$"),
        element("time[pubdate], time.published, time.entry-date", "datetime", limit=1),
        element(".published[title]", "title", limit=1),
        element("article time[datetime], main time[datetime]", "datetime", limit=1),
        dateline("published"),
    ),
    only(FORUM, element("time[datetime]", "datetime", limit=1)),
    only(DATED, dated("published", "posted", "pubdate", "date", "byline", "author")),
    only(DATED, written("datePublished", "date_published", "publishedAt", "published_at", "publishDate", "postedAt")),
)
PRINTED: tuple[Rule, ...] = (only(ONE_TEXT, dateline("published")),)
"""What a reader sees above the article: for pages whose stated date cannot be that of publication."""
DISPUTING_DATES: tuple[Rule, ...] = (
    stated(ARTICLES, "datePublished"),
    meta("article:published_time", "citation_publication_date", "parsely-pub-date"),
    *PRINTED,
)
DISPUTING_AUTHORS: tuple[Rule, ...] = (
    stated(ARTICLES, "author"),
    only(SIGNED, meta("citation_author", "parsely-author", "author"), byline),
)
MODIFIED: tuple[Rule, ...] = (
    stated(ARTICLES, "dateModified"),
    meta("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified"),
    meta("last-modified", "lastmod", "updated", "og:article:modified_time"),
    marked(ARTICLES, "dateModified"),
    element("time.updated", "datetime", limit=1),
    only(DATED, stated(PAGES, "dateModified"), marked(PAGES, "dateModified"), dateline("modified")),
)
SITE_NAME: tuple[Rule, ...] = (
    meta("og:site_name", "application-name", "apple-mobile-web-app-title"),
    stated({"WebSite"}, "name"),
    stated(ARTICLES, "publisher"),
    stated({"NewsMediaOrganization", "Organization"}, "name"),
)
DESCRIPTION: tuple[Rule, ...] = (
    meta("description", "og:description", "twitter:description", "dc.description"),
    stated(WORKS, "description"),
)
IMAGE: tuple[Rule, ...] = (
    meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
    stated(WORKS, "image"),
    link("image_src"),
)
TAGS: tuple[Rule, ...] = (
    meta("article:tag", "parsely-tags", "sailthru.tags"),
    stated(ARTICLES, "keywords"),
    meta("keywords", "news_keywords"),
)
SECTION: tuple[Rule, ...] = (
    meta("article:section", "parsely-section", "og:article:section"),
    stated(ARTICLES, "articleSection"),
    only(DATED, dateline("category")),
)
CATEGORIES: tuple[Rule, ...] = (
    stated({"BreadcrumbList"}, "itemListElement"),
    marked({"BreadcrumbList"}, "itemListElement"),
    stated({"Product"}, "category"),
    meta("category", "product:category"),
)
LICENSE: tuple[Rule, ...] = (
    link("license"),
    element('a[rel~="license"]', "href", limit=1),
    stated(WORKS, "license"),
    meta("dc.rights.license", "dcterms.license"),
)
CANONICAL: tuple[Rule, ...] = (link("canonical"), meta("og:url"), stated(ARTICLES, "mainEntityOfPage"))
DIRECTION: tuple[Rule, ...] = (element("html[dir]", "dir", limit=1), element("body[dir]", "dir", limit=1))
LANGUAGE: tuple[Rule, ...] = (
    element("html[lang]", "lang", limit=1),
    element("html", "xml:lang", limit=1),
    meta("content-language", "og:locale", "dc.language"),
    stated(WORKS, "inLanguage"),
)
