"""The rules of each metadata field for HTML pages, as one table a field, highest rank first.

The first rule with a valid value wins, and the field gets its provenance. To add a rule, insert it into the table of
its field; its position is its rank. A new kind of rule is a function in `rules` or `visible_text`.
"""

from operator import attrgetter

from extractor.metadata.east_asian_bylines import AUTHOR, EDITOR
from extractor.metadata.rules import (
    Rule,
    element,
    json_ld,
    json_ld_flag,
    link,
    meta,
    meta_matching,
    meta_with_date,
    microdata,
    outermost,
    script_data,
    surname_first,
    twitter_label,
    when,
)
from extractor.metadata.visible_text import (
    byline,
    date_anywhere,
    date_in_element,
    dateline,
    east_asian_byline,
    link_to_author,
    name_alone,
    name_beside_date,
    name_in_element,
)
from extractor.structured_data.read import FEED

ARTICLES = frozenset(
    "Article NewsArticle BlogPosting Report ReportageNewsArticle AnalysisNewsArticle OpinionNewsArticle "
    "BackgroundNewsArticle ReviewNewsArticle TechArticle ScholarlyArticle SocialMediaPosting LiveBlogPosting "
    "AdvertiserContentArticle MedicalScholarlyArticle Recipe HowTo DiscussionForumPosting Question".split(),
)
PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "MedicalWebPage", "QAPage", "FAQPage", "CreativeWork", "Blog"})
WORKS = ARTICLES | PAGES | {"Product", "Event", "Course", "VideoObject", "Book", "Movie"}

# Conditions of `when`: properties of the page type's profile.
DATED, FORUM = attrgetter("dated"), attrgetter("comments")

# `title_candidates` compares the titles of all these sources.
TITLE_JSON_LD: tuple[Rule, ...] = (json_ld(ARTICLES, "headline"),)
TITLE_OPEN_GRAPH: tuple[Rule, ...] = (meta("og:title"),)
TITLE_TWITTER: tuple[Rule, ...] = (meta("twitter:title"),)
TITLE_OTHER_META: tuple[Rule, ...] = (
    meta("dc.title", "citation_title", "parsely-title", "sailthru.title", "title", "dcterms.title"),
)
TITLE_MICRODATA: tuple[Rule, ...] = (microdata(ARTICLES | {"Product"}, "headline", "name"),)
TITLE_ITEM_NAMES: tuple[Rule, ...] = (json_ld(ARTICLES | {"Product"}, "name", "alternativeHeadline"),)
TITLE_PAGE_ITEMS: tuple[Rule, ...] = (json_ld(PAGES, "name", "headline"),)
HEADINGS: Rule = element("h1", limit=6)
TITLE_TAG: Rule = element("head > title, title", limit=1)

# `author_candidates` compares the names of all these sources.
AUTHORS_JSON_LD: tuple[Rule, ...] = (json_ld(ARTICLES, "author"),)
CREATORS_JSON_LD: tuple[Rule, ...] = (json_ld(ARTICLES, "creator", "editor"),)
AUTHORS_CITATION: tuple[Rule, ...] = (surname_first(meta("citation_author")),)
AUTHORS_PUBLISHER_META: tuple[Rule, ...] = (
    meta("parsely-author", "sailthru.author", "article:author_name", "byl", "cxenseparse:author", "mediator_author"),
)
AUTHORS_MICRODATA: tuple[Rule, ...] = (microdata(ARTICLES, "author"),)
AUTHORS_META: tuple[Rule, ...] = (
    meta("author", "article:author", "dc.creator", "dcterms.creator", "twitter:creator:name", "og:article:author"),
)
AUTHORS_PAGE_ITEMS: tuple[Rule, ...] = (json_ld(PAGES, "author"), microdata(PAGES, "author"))
AUTHORS_TWITTER_LABEL: tuple[Rule, ...] = (twitter_label("written by"),)
BYLINE: tuple[Rule, ...] = (byline,)
EAST_ASIAN_BYLINE: tuple[Rule, ...] = (east_asian_byline(AUTHOR),)
EAST_ASIAN_EDITORS: tuple[Rule, ...] = (east_asian_byline(EDITOR),)
NAMES_ALONE: tuple[Rule, ...] = (name_alone,)
NAMES_BESIDE_DATE: tuple[Rule, ...] = (name_beside_date,)
AUTHORS_CLASSES: tuple[Rule, ...] = (
    name_in_element("author", "authors", "byline", "writer", "contributor", "creator", "autor", "auteur", "authorname"),
)
AUTHORS_LINKS: tuple[Rule, ...] = (
    link_to_author("/author/", "/authors/", "/contributor", "/writers/", "/people/", "/staff/", "/autor", "/auteur"),
)
PROFILE_LINKS: tuple[Rule, ...] = (
    link_to_author("author=", "/editors/", "/profile/", "/profil/", "/redaktion", "/team/", "/user/", "/users/"),
)
AUTHORS_REL: tuple[Rule, ...] = (element('[rel="author"]', limit=3),)
THREAD_STARTERS: tuple[Rule, ...] = (
    when(
        FORUM,
        link_to_author("/member", "/user", "/u/", "member.php", "memberlist.php", "/profile"),
        name_in_element("username", "poster"),
    ),
)
# `date_candidates` compares the dates of all these sources.
PUBLISHED_JSON_LD: tuple[Rule, ...] = (json_ld(ARTICLES, "datePublished", "dateCreated"),)
PUBLISHED_META: tuple[Rule, ...] = (
    meta("article:published_time", "citation_publication_date", "citation_date", "parsely-pub-date"),
    meta("og:published_time", "og:article:published_time"),
)
PUBLISHED_MICRODATA: tuple[Rule, ...] = (microdata(ARTICLES, "datePublished", "dateCreated"),)
PUBLISHED_OTHER_META: tuple[Rule, ...] = (
    meta("datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dcterms.date"),
    meta_matching(r"publi\w*[-_.:]?(?:date|time|on)|(?:date|time)[-_.:]?publi|pub-?date|[a-z]+[.:]date$|^published$"),
)
PUBLISHED_PAGE_ITEMS: tuple[Rule, ...] = (
    json_ld(PAGES, "datePublished", "dateCreated"),
    microdata(PAGES, "datePublished", "dateCreated"),
)
PUBLISHED_TIME_ELEMENTS: tuple[Rule, ...] = (
    element("time[pubdate], time.published, time.entry-date", "datetime", limit=1, tag="time"),
    element(".published[title]", "title", limit=1),
    element("article time[datetime], main time[datetime]", "datetime", limit=1, tag="time"),
)
PUBLISHED_TIMES_OF_THREADS: tuple[Rule, ...] = (
    when(FORUM, element("time[datetime]", "datetime", limit=1, tag="time")),
)
PUBLISHED_CLASSES: tuple[Rule, ...] = (
    date_in_element(
        "published",
        "posted",
        "pubdate",
        "date",
        "byline",
        "author",
        "datetime",
        "timestamp",
        "time",
        "datum",
        "fecha",
        "data",
    ),
)
PUBLISHED_SCRIPTS: tuple[Rule, ...] = (
    script_data(
        *("datePublished", "date_published", "publishedAt", "published_at", "publishDate", "postedAt"),
        within=("ublish", "postedAt"),
    ),
)
PUBLISHED_ANY_META: tuple[Rule, ...] = (meta_with_date("modif|updat|expir|valid|until|end|next|event|birth"),)
PUBLISHED_ANYWHERE: tuple[Rule, ...] = (date_anywhere,)
DATELINE: tuple[Rule, ...] = (dateline("published"),)
DATELINE_MODIFIED: tuple[Rule, ...] = (dateline("modified"),)
MODIFIED_JSON_LD: tuple[Rule, ...] = (json_ld(ARTICLES, "dateModified"), microdata(ARTICLES, "dateModified"))
MODIFIED_META: tuple[Rule, ...] = (
    meta("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "dc.date.modified"),
    meta("last-modified", "lastmod", "updated", "og:article:modified_time"),
)
MODIFIED: tuple[Rule, ...] = (
    *MODIFIED_JSON_LD,
    *MODIFIED_META,
    element("time.updated", "datetime", limit=1, tag="time"),
    when(DATED, json_ld(PAGES, "dateModified"), microdata(PAGES, "dateModified"), *DATELINE_MODIFIED),
)
SITE_NAME: tuple[Rule, ...] = (
    meta("og:site_name", "application-name", "apple-mobile-web-app-title"),
    json_ld({"WebSite"}, "name"),
    json_ld(ARTICLES, "publisher"),
    json_ld({"NewsMediaOrganization", "Organization"}, "name"),
)
DESCRIPTION: tuple[Rule, ...] = (
    meta("description", "og:description", "twitter:description", "dc.description"),
    json_ld(WORKS, "description"),
)
IMAGE: tuple[Rule, ...] = (
    meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"),
    json_ld(WORKS, "image"),
    link("image_src"),
)
TAGS: tuple[Rule, ...] = (
    meta("article:tag", "parsely-tags", "sailthru.tags"),
    json_ld(ARTICLES, "keywords"),
    meta("keywords", "news_keywords"),
)
SECTION: tuple[Rule, ...] = (
    meta("article:section", "parsely-section", "og:article:section"),
    json_ld(ARTICLES, "articleSection"),
    when(DATED, dateline("category")),
)
CATEGORIES: tuple[Rule, ...] = (
    json_ld({"BreadcrumbList"}, "itemListElement"),
    microdata({"BreadcrumbList"}, "itemListElement"),
    json_ld({"Product"}, "category"),
    meta("category", "product:category"),
)
LICENSE: tuple[Rule, ...] = (
    link("license"),
    element('a[rel~="license"]', "href", limit=1),
    json_ld(WORKS, "license"),
    meta("dc.rights.license", "dcterms.license"),
)
CANONICAL_URL: tuple[Rule, ...] = (link("canonical"), meta("og:url"), json_ld(ARTICLES, "mainEntityOfPage"))
DIRECTION: tuple[Rule, ...] = (outermost("html", "dir"), outermost("body", "dir"))
LANGUAGE: tuple[Rule, ...] = (
    outermost("html", "lang"),
    outermost("html", "xml:lang"),
    meta("content-language", "og:locale", "dc.language"),
    json_ld(WORKS, "inLanguage"),
)
PAYWALLED: tuple[Rule, ...] = (
    json_ld_flag(WORKS, "isAccessibleForFree"),
    json_ld(WORKS, "isAccessibleForFree"),
    microdata(WORKS, "isAccessibleForFree"),
    meta("article:content_tier", "content_tier"),
)
ROBOTS: tuple[Rule, ...] = (meta("robots", "googlebot"),)
FEEDS: tuple[Rule, ...] = (link(FEED),)
AMP_URL: tuple[Rule, ...] = (link("amphtml"),)
READING_TIME: tuple[Rule, ...] = (
    json_ld(WORKS, "timeRequired"),
    twitter_label("est. reading time"),
    twitter_label("reading time"),
    meta("reading-time", "article:reading_time"),
)
