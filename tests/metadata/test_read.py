"""Metadata of HTML pages, and their provenance."""

import json
from dataclasses import replace

import pytest

from extractor import BadOptions, Options, extract
from extractor.classify.html import classify
from extractor.classify.models import shipped
from extractor.document.html import parse
from extractor.extraction import Metadata
from extractor.metadata.read import MetadataResult, read_html
from extractor.metadata.title_candidates import MAX_TITLE_CHARACTERS
from extractor.metadata.visible_text import MAX_RUNS, _link_texts
from extractor.structured_data.items import types
from extractor.structured_data.read import MAX_NAME_CHARACTERS, MAX_VALUES, read_structured_data
from extractor.types import Block, HtmlDocument, Markup, PageType
from tests.predictions import prediction


def read(head: str = "", body: str = "<p>x</p>", url: str | None = "https://a.example/p") -> Metadata:
    return metadata_of(parse(f"<html><head>{head}</head><body>{body}</body></html>", url))


def metadata_of(page: HtmlDocument) -> Metadata:
    return result_of(page, "article").metadata


def result_of(page: HtmlDocument, page_type: PageType) -> MetadataResult:
    structured = read_structured_data(page)
    probabilities = classify(page, structured, shipped().html.stages)[0].probabilities
    return read_html(page, structured, prediction(probabilities.tolist(), page_type))


def ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


TEXT = "<p>" + "The harbour council will not switch on its new camera towers before the end of the year. " * 3 + "</p>"


@pytest.mark.parametrize(
    ("head", "body", "title", "source"),
    [
        ("<title>A long walk | Site</title>", "<h1>A long walk</h1>", "A long walk", "html:h1"),
        ('<meta property="og:title" content="A long walk">', "<h1>Site</h1>", "A long walk", "meta:og:title"),
        ('<title>A long walk - Site</title><meta property="og:site_name" content="Site">', "", "A long walk", "html:head > title, title"),
        ("<title>Site | A long walk</title><meta name='application-name' content='Site'>", "", "A long walk", "html:head > title, title"),
        (ld('{"@type":"NewsArticle","headline":"A long walk"}'), "", "A long walk", "json-ld:NewsArticle.headline"),
        ("", "<h1>A long walk</h1>", "A long walk", "html:h1"),
        ("<title>A long walk | Coast News</title>", "<h1>Coast News</h1>", "A long walk", "html:head > title, title"),
        ('<meta property="og:title" content="Salt &amp;amp; sea | Coast">', "", "Salt & sea", "meta:og:title"),
        ("<title>Salt</title>", "<h1>Sa\u00adlt ¶</h1>", "Salt", "html:h1"),
        ("", "", None, None),
    ],
)  # fmt: skip
def test_title(head: str, body: str, title: str | None, source: str | None) -> None:
    found = read(head, body)

    assert (found.title, found.provenance.get("title")) == (title, source)


def test_a_part_of_the_title_is_kept_unless_it_is_the_site_name() -> None:
    assert read("<title>Salt - a history of the coast</title>").title == "Salt - a history of the coast"


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (ld('{"@type":"Article","author":{"@id":"#p"}},'), "", ()),
        (ld('{"@graph":[{"@type":"Article","author":{"@id":"#p"}},{"@type":"Person","@id":"#p","name":"Jane Doe"}]}'), "", ("Jane Doe",)),
        (ld('{"@type":"Article","author":["Jane Doe",{"@type":"Person","name":"John Roe"}]}'), "", ("Jane Doe", "John Roe")),
        ('<meta name="author" content="Jane Doe"><meta name="author" content="John Roe">', "", ("Jane Doe", "John Roe")),
        ('<meta property="article:author" content="https://facebook.example/jane">', "", ()),
        ("", '<a rel="author" href="/jane">Jane Doe</a>', ("Jane Doe",)),
        ('<meta property="og:site_name" content="Site"><meta name="author" content="Site">', "", ("Site",)),
        ('<meta property="og:site_name" content="Site"><meta name="author" content="Site">', f'<h1>A walk</h1><p>By <a rel="author">Jane Doe</a></p>{TEXT}', ("Jane Doe",)),
        ('<meta name="citation_author" content="Doe, Jane"><meta name="citation_author" content="Roe, John">', "", ("Jane Doe", "John Roe")),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Doe">', "", ("Jane Doe",)),
        ("", f'<h1>A walk</h1><div class="post-author">Jane Doe <b>Editor</b></div>{TEXT}', ("Jane Doe",)),
        ("", f'<h1>A walk</h1><p>12 June 2020 by <a href="/p">Jane Doe</a> in Sea</p>{TEXT}', ("Jane Doe",)),
        ("", f"<h1>A walk</h1>{TEXT}<p>Written by</p><p>Jane Doe</p>", ("Jane Doe",)),
        ("", f'<h1>A walk</h1>{TEXT}<div class="comment"><p>Posted by Jane Doe</p></div>', ()),
    ],
)  # fmt: skip
def test_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(head, body).authors == authors


@pytest.mark.parametrize(
    "script",
    [
        '{"@type":"Article","headline":"A walk",}',
        '<!-- {"@type":"Article","headline":"A walk"} -->',
        '//<![CDATA[\n{"@type":"Article","headline":"A walk"}\n//]]>',
        '{"@type":["Item","https://schema.org/Article"],"headline":"A\nwalk"}',
        '[{"@type":"WebSite","name":"S"},{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"A walk"}}]',
    ],
    ids=["trailing comma", "comment", "cdata", "raw line break", "nested"],
)
def test_json_ld_with_common_errors_is_read(script: str) -> None:
    assert read(ld(script)).title == "A walk"


@pytest.mark.parametrize(
    "script",
    [
        "{broken",
        "",
        "null",
        "[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]",
        '{"@type":{}}',
        '{"@type":"Article","author":5}',
        '{"@type":"Article","headline":true}',
        '{"@graph":[{"@type":"Article","headline":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":[{"@id":"#a"}]}]}',
    ],
)
def test_broken_json_ld_is_ignored(script: str) -> None:
    assert read(ld(script)).title is None


def test_published_and_modified_dates_are_separate() -> None:
    found = read(
        '<meta property="article:modified_time" content="2021-02-03T04:05:06Z">'
        '<meta property="article:published_time" content="2020-01-02">',
    )

    assert (found.date_published, found.date_modified) == ("2020-01-02", "2021-02-03T04:05:06Z")


def test_dates_of_footers_and_teasers_are_ignored() -> None:
    found = read(body="<footer>© 2008-2021</footer><aside><time datetime='2020-01-01'>old story</time></aside>")

    assert (found.date_published, found.date_modified) == (None, None)


def test_visible_text_is_read_if_metadata_are_missing() -> None:
    found = read(
        body=f"<h1>A long walk</h1><div>By <a>Jane Doe</a></div><div>12 June 2020 | Updated 14 June 2020</div>{TEXT}"
    )

    assert (found.authors, found.date_published, found.date_modified) == (("Jane Doe",), "2020-06-12", "2020-06-14")
    assert (found.provenance["authors"], found.provenance["date_published"]) == ("html:byline", "html:dateline")


def test_a_byline_above_the_article_wins_over_a_meta_tag() -> None:
    found = read(
        '<meta name="author" content="Ann Poe">', f"<h1>A long walk</h1><p>By Jane Doe, 12 June 2020</p>{TEXT}"
    )

    assert (found.authors, found.date_published) == (("Jane Doe",), "2020-06-12")


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>A long walk</h1>{TEXT}<div class='related'><p>By Jane Doe</p><p>12 June 2020</p></div>",
        f"<h1>A long walk</h1>{TEXT}<p>© 12 June 2020</p>",
        f"<h1>A long walk</h1><p>Member since 12 June 2020</p>{TEXT}",
    ],
    ids=["teaser", "copyright", "profile"],
)
def test_names_and_dates_outside_the_article_are_ignored(body: str) -> None:
    found = read(body=body)

    assert (found.authors, found.date_published) == ((), None)


@pytest.mark.parametrize(
    ("head", "body", "date", "source"),
    [
        ('<meta name="published" content="July 17, 2025">', "", "2025-07-17", "meta:published"),
        ("", f"<div>12 June 2020</div><h1>A walk</h1>{TEXT}", "2020-06-12", "html:dateline"),
        ("", f"<h1>A walk</h1>{TEXT}<h4>Published</h4><p>12 June 2020</p>", "2020-06-12", "html:dateline"),
        ("", '<script>{"publishedAt":"2020-06-12T08:00:00Z"}</script>', "2020-06-12T08:00:00Z", "script:publishedAt"),
        ("", '<abbr class="published" title="2020-06-12">June</abbr>', "2020-06-12", "html:.published[title]@title"),
    ],
)
def test_dates(head: str, body: str, date: str, source: str) -> None:
    found = read(head, body)

    assert (found.date_published, found.provenance["date_published"]) == (date, source)


def test_a_visible_date_above_the_article_wins_over_a_later_one_of_the_metadata() -> None:
    head = ld('{"@type":"Article","datePublished":"2021-01-20","dateModified":"2021-01-20"}')
    found = read(head, f"<h1>A walk</h1><p>12 June 2020</p>{TEXT}")

    assert (found.date_published, found.date_modified) == ("2020-06-12", "2021-01-20")


def test_names_and_dates_on_product_pages_are_ignored() -> None:
    page = parse(f'<h1>A lamp</h1><div class="author">Jane Doe</div><p>12 June 2020</p>{TEXT}')
    found = result_of(page, "product").metadata

    assert (found.authors, found.date_published) == ((), None)


def test_conflicts_become_warnings() -> None:
    head = ld('{"@type":"Article","author":"Jane Doe","datePublished":"2020-06-12"}')
    page = parse(
        f'{head}<meta name="author" content="Ann Poe"><meta property="article:published_time" content="2019-01-01">'
    )

    assert result_of(page, "article").warnings == (
        "date_published is 2019-01-01 (meta:article:published_time), but json-ld:Article.datePublished says 2020-06-12",
        "authors are Jane Doe (json-ld:Article.author), but meta:author says Ann Poe",
    )


def test_of_several_articles_the_one_in_the_title_is_read() -> None:
    teaser = ld('{"@type":"Article","headline":"Old salt","author":"Ann Poe"}')
    own = ld('{"@type":"Article","headline":"A walk","author":"Jane Doe"}')

    assert read(f"<title>A walk</title>{teaser}{own}").authors == ("Jane Doe",)


def test_breadcrumbs_become_categories_and_not_the_section() -> None:
    crumbs = '{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Home"},{"@type":"ListItem","item":{"name":"Coast"}}]}'
    found = read(ld(crumbs) + '<meta property="article:section" content="Travel">')

    assert (found.categories, found.section) == (("Coast",), "Travel")


def test_declared_direction_is_read() -> None:
    assert metadata_of(parse('<html dir="RTL"><body>x</body></html>')).direction == "rtl"


def test_urls_are_absolute_and_safe() -> None:
    found = read(
        '<link rel="canonical" href="/real"><meta property="og:image" content="javascript:x">'
        '<meta name="twitter:image" content="/i.jpg">',
    )

    assert (found.canonical_url, found.image) == ("https://a.example/real", "https://a.example/i.jpg")


@pytest.mark.parametrize(
    ("declared", "tag"), [("en", "en"), ("pt_br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("xx", None), ("", None)]
)
def test_language(declared: str, tag: str | None) -> None:
    page = parse(f'<html lang="{declared}"><body>x</body></html>')

    assert metadata_of(page).language == tag


def test_page_type_is_the_predicted_one() -> None:
    page = parse("<p>x</p>")
    found = result_of(page, "forum").metadata

    assert (found.page_type, found.provenance["page_type"]) == ("forum", "model:page type")


def test_types_are_read_without_vocabulary() -> None:
    assert types(["https://schema.org/Article", "schema:Item"]) == ("Article", "Item")


def test_the_page_is_not_changed() -> None:
    page = parse("<html><head><title>t</title></head><body><h1>t</h1></body></html>")
    before = page.tree.html
    metadata_of(page)

    assert page.tree.html == before


def test_names_that_refer_to_each_other_are_ignored() -> None:
    """Without a limit, 300 references are followed at each of four levels."""
    nodes = [
        {"@type": "NewsArticle", "author": {"@id": "#a"}},
        {"@type": "Person", "@id": "#a", "name": [{"@id": "#b"}] * 300},
        {"@type": "Person", "@id": "#b", "name": [{"@id": "#a"}] * 300},
    ]

    assert read(ld(json.dumps(nodes))).authors == ()


def test_a_reference_to_a_list_of_names_is_followed() -> None:
    nodes = [{"@type": "NewsArticle", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": ["Ida Berg"]}]

    assert read(ld(json.dumps(nodes))).authors == ("Ida Berg",)


def test_items_are_indexed_by_id() -> None:
    found = read_structured_data(
        parse(ld(json.dumps([{"@type": "Person", "@id": f"#{number}"} for number in range(300)])))
    )

    assert [item["@id"] for item in found.by_id["#299"]] == ["#299"]


@pytest.mark.parametrize("tag", ['<meta property="og:site_name" content="{}">', '<link rel="icon" href="/{}">'])
def test_values_of_one_name_are_limited(tag: str) -> None:
    found = read_structured_data(parse("".join(tag.format(number) for number in range(2 * MAX_VALUES))))

    assert {len(values) for values in (*found.meta.values(), *found.links.values())} == {MAX_VALUES}


def test_names_of_meta_tags_are_limited() -> None:
    name = "publi" * MAX_NAME_CHARACTERS

    assert (
        read_structured_data(parse(f'<meta name="{name}" content="2020"><link rel="{"a " * 5000}" href="x">')).meta
        == {}
    )


def test_a_long_title_is_cut() -> None:
    assert len(read(f"<title>{'word ' * 20_000}</title>").title or "") <= MAX_TITLE_CHARACTERS


def test_only_the_first_runs_of_a_block_are_read() -> None:
    link = Markup("a", "/author/x")
    block = Block("x", (("x", (link,)),) * (2 * MAX_RUNS), "p", (), 0, 1, 1)

    assert _link_texts(block) == "x" * MAX_RUNS


@pytest.mark.parametrize(
    ("head", "url", "image"),
    [
        ('<link rel="canonical" href="https://c.example/d/e">', None, "https://c.example/d/i.png"),
        ('<meta property="og:url" content="https://c.example/d/e">', None, "https://c.example/d/i.png"),
        ('<link rel="canonical" href="https://c.example/d/e">', "https://a.example/p", "https://a.example/i.png"),
        ('<link rel="canonical" href="/d/e">', None, None),
    ],
)
def test_urls_are_relative_to_the_declared_url_if_none_is_given(head: str, url: str | None, image: str | None) -> None:
    assert read(f'{head}<meta property="og:image" content="i.png">', url=url).image == image


def test_a_broken_page_url_is_not_a_site_name() -> None:
    page = parse('<meta name="author" content="Ida Berg">')

    assert metadata_of(replace(page, url="http://[broken")).authors == ("Ida Berg",)


@pytest.mark.parametrize(
    ("head", "name", "value"),
    [
        (ld('{"@type":"NewsArticle","isAccessibleForFree":false}'), "paywalled", True),
        (ld('{"@type":"NewsArticle","isAccessibleForFree":"True"}'), "paywalled", False),
        ('<meta name="article:content_tier" content="metered">', "paywalled", True),
        ("", "paywalled", None),
        ('<meta name="robots" content="NoIndex, max-snippet:-1, noai">', "robots", ("noindex", "max-snippet:-1", "noai")),
        ('<link rel="alternate" type="application/rss+xml" href="https://a.example/feed">', "feeds", ("https://a.example/feed",)),
        ('<link rel="amphtml" href="https://a.example/amp">', "amp_url", "https://a.example/amp"),
        (ld('{"@type":"Article","timeRequired":"PT1H5M30S"}'), "reading_minutes", 65.5),
        ('<meta name="twitter:label1" content="Est. reading time"><meta name="twitter:data1" content="7 minutes">', "reading_minutes", 7.0),
    ],
)  # fmt: skip
def test_what_the_page_says_about_its_use(head: str, name: str, value: object) -> None:
    assert getattr(read(head), name) == value


def test_only_the_wanted_fields_are_read() -> None:
    page = f'<title>A walk</title><meta name="author" content="Jane Doe"><html lang="de"><h1>A walk</h1>{TEXT}'
    found = extract(page, options=Options(fields=frozenset({"text", "title"})))

    assert (found.title, found.authors, found.language) == ("A walk", (), None)
    assert found.text == extract(page).text
    assert set(found.provenance) == {"title"}


def test_unknown_fields_are_refused() -> None:
    with pytest.raises(BadOptions, match="no field 'titel'"):
        extract(TEXT, options=Options(fields=frozenset({"titel"})))
