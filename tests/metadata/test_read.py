"""What HTML pages state, in the order of trust, with its source."""

import json
from dataclasses import replace

import pytest

from extractor.classify.html import judge
from extractor.classify.models import shipped
from extractor.document.html import parse
from extractor.metadata import read as metadata
from extractor.metadata.title import MAX_CHARACTERS as MAX_TITLE
from extractor.metadata.visible_text import MAX_RUNS
from extractor.metadata.visible_text import _linked as linked_text
from extractor.structured_data.items import types
from extractor.structured_data.read import MAX_NAME_CHARACTERS, MAX_VALUES, read_structured_data
from extractor.types import Block, HtmlDocument, Markup, Metadata


def read(head: str = "", body: str = "<p>x</p>", url: str | None = "https://a.example/p") -> Metadata:
    return of_page(parse(f"<html><head>{head}</head><body>{body}</body></html>", url))


def of_page(page: HtmlDocument) -> Metadata:
    sources = read_structured_data(page)
    prediction = judge(page, sources, shipped().pages)._replace(page_type="article", page_type_probability=1.0)
    return metadata.of_page(page, sources, prediction).metadata


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


def test_a_part_of_the_title_is_kept_where_nothing_says_it_is_the_site() -> None:
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
        ('<meta property="og:site_name" content="Site"><meta name="author" content="Site">', '<a rel="author">Jane Doe</a>', ("Jane Doe",)),
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
def test_json_ld_is_read_as_publishers_write_it(script: str) -> None:
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
def test_broken_json_ld_is_nothing(script: str) -> None:
    assert read(ld(script)).title is None


def test_published_and_modified_are_told_apart() -> None:
    found = read(
        '<meta property="article:modified_time" content="2021-02-03T04:05:06Z">'
        '<meta property="article:published_time" content="2020-01-02">',
    )

    assert (found.date_published, found.date_modified) == ("2020-01-02", "2021-02-03T04:05:06Z")


def test_a_page_without_a_date_has_none() -> None:
    found = read(body="<footer>© 2008-2021</footer><aside><time datetime='2020-01-01'>old story</time></aside>")

    assert (found.date_published, found.date_modified) == (None, None)


def test_what_is_printed_below_the_title_fills_in_for_markup() -> None:
    found = read(
        body=f"<h1>A long walk</h1><div>By <a>Jane Doe</a></div><div>12 June 2020 | Updated 14 June 2020</div>{TEXT}"
    )

    assert (found.authors, found.date_published, found.date_modified) == (("Jane Doe",), "2020-06-12", "2020-06-14")
    assert (found.provenance["authors"], found.provenance["date_published"]) == ("html:byline", "html:dateline")


def test_markup_wins_over_what_is_printed() -> None:
    found = read(
        '<meta name="author" content="Ann Poe">', f"<h1>A long walk</h1><p>By Jane Doe, 12 June 2020</p>{TEXT}"
    )

    assert (found.authors, found.date_published) == (("Ann Poe",), "2020-06-12")


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>A long walk</h1>{TEXT}<div class='related'><p>By Jane Doe</p><p>12 June 2020</p></div>",
        f"<h1>A long walk</h1>{TEXT}<p>© 12 June 2020</p>",
        f"<h1>A long walk</h1><p>Member since 12 June 2020</p>{TEXT}",
    ],
    ids=["teaser", "copyright", "profile"],
)
def test_other_names_and_dates_on_the_page_are_not_the_articles(body: str) -> None:
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


def test_a_date_that_stands_above_the_article_beats_a_later_one_of_its_system() -> None:
    stated = ld('{"@type":"Article","datePublished":"2021-01-20","dateModified":"2021-01-20"}')
    found = read(stated, f"<h1>A walk</h1><p>12 June 2020</p>{TEXT}")

    assert (found.date_published, found.date_modified) == ("2020-06-12", "2021-01-20")


def test_names_and_dates_on_the_page_of_a_shop_are_those_of_reviews() -> None:
    page = parse(f'<h1>A lamp</h1><div class="author">Jane Doe</div><p>12 June 2020</p>{TEXT}')
    prediction = judge(page, read_structured_data(page), shipped().pages)._replace(
        page_type="product", page_type_probability=1.0
    )
    found = metadata.of_page(page, read_structured_data(page), prediction).metadata

    assert (found.authors, found.date_published) == ((), None)


def test_sources_that_disagree_are_told() -> None:
    head = ld('{"@type":"Article","author":"Jane Doe","datePublished":"2020-06-12"}')
    page = parse(
        f'{head}<meta name="author" content="Ann Poe"><meta property="article:published_time" content="2019-01-01">'
    )
    prediction = judge(page, read_structured_data(page), shipped().pages)._replace(
        page_type="article", page_type_probability=1.0
    )

    assert metadata.of_page(page, read_structured_data(page), prediction).warnings == (
        "date_published is 2020-06-12 (json-ld:Article.datePublished), but meta:article:published_time says 2019-01-01",
        "authors are Jane Doe (json-ld:Article.author), but meta:author says Ann Poe",
    )


def test_of_several_articles_the_one_that_the_title_names_counts() -> None:
    teaser = ld('{"@type":"Article","headline":"Old salt","author":"Ann Poe"}')
    own = ld('{"@type":"Article","headline":"A walk","author":"Jane Doe"}')

    assert read(f"<title>A walk</title>{teaser}{own}").authors == ("Jane Doe",)


def test_breadcrumbs_are_categories_and_the_section_is_apart() -> None:
    crumbs = '{"@type":"BreadcrumbList","itemListElement":[{"@type":"ListItem","name":"Home"},{"@type":"ListItem","item":{"name":"Coast"}}]}'
    found = read(ld(crumbs) + '<meta property="article:section" content="Travel">')

    assert (found.categories, found.section) == (("Coast",), "Travel")


def test_direction_is_declared() -> None:
    assert of_page(parse('<html dir="RTL"><body>x</body></html>')).direction == "rtl"


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

    assert of_page(page).language == tag


def test_the_page_type_is_what_the_models_say() -> None:
    page = parse("<p>x</p>")
    prediction = judge(page, read_structured_data(page), shipped().pages)._replace(page_type="forum")
    found = metadata.of_page(page, read_structured_data(page), prediction).metadata

    assert (found.page_type, found.provenance["page_type"]) == ("forum", "model:page type")


def test_types_lose_their_vocabulary() -> None:
    assert types(["https://schema.org/Article", "schema:Item"]) == ("Article", "Item")


def test_the_page_is_not_changed() -> None:
    page = parse("<html><head><title>t</title></head><body><h1>t</h1></body></html>")
    before = page.tree.html
    of_page(page)

    assert page.tree.html == before


def test_names_that_refer_to_each_other_are_no_names() -> None:
    """Followed to the end, these are read 300 times to the power of four."""
    nodes = [
        {"@type": "NewsArticle", "author": {"@id": "#a"}},
        {"@type": "Person", "@id": "#a", "name": [{"@id": "#b"}] * 300},
        {"@type": "Person", "@id": "#b", "name": [{"@id": "#a"}] * 300},
    ]

    assert read(ld(json.dumps(nodes))).authors == ()


def test_a_reference_gives_all_names_that_are_text() -> None:
    nodes = [{"@type": "NewsArticle", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": ["Ida Berg"]}]

    assert read(ld(json.dumps(nodes))).authors == ("Ida Berg",)


def test_references_are_looked_up_and_not_searched() -> None:
    found = read_structured_data(
        parse(ld(json.dumps([{"@type": "Person", "@id": f"#{number}"} for number in range(300)])))
    )

    assert [thing["@id"] for thing in found.by_id["#299"]] == ["#299"]


@pytest.mark.parametrize("tag", ['<meta property="og:site_name" content="{}">', '<link rel="icon" href="/{}">'])
def test_values_of_one_name_are_bounded(tag: str) -> None:
    found = read_structured_data(parse("".join(tag.format(number) for number in range(2 * MAX_VALUES))))

    assert {len(values) for values in (*found.meta.values(), *found.links.values())} == {MAX_VALUES}


def test_names_of_meta_tags_are_bounded() -> None:
    name = "publi" * MAX_NAME_CHARACTERS

    assert (
        read_structured_data(parse(f'<meta name="{name}" content="2020"><link rel="{"a " * 5000}" href="x">')).meta
        == {}
    )


def test_a_title_without_end_is_cut() -> None:
    assert len(read(f"<title>{'word ' * 20_000}</title>").title or "") <= MAX_TITLE


def test_of_a_line_built_of_very_many_pieces_only_the_first_are_read() -> None:
    link = Markup("a", "/author/x")
    block = Block("x", (("x", (link,)),) * (2 * MAX_RUNS), "p", (), 0, 1, 1)

    assert linked_text(block) == "x" * MAX_RUNS


@pytest.mark.parametrize(
    ("head", "url", "image"),
    [
        ('<link rel="canonical" href="https://c.example/d/e">', None, "https://c.example/d/i.png"),
        ('<meta property="og:url" content="https://c.example/d/e">', None, "https://c.example/d/i.png"),
        ('<link rel="canonical" href="https://c.example/d/e">', "https://a.example/p", "https://a.example/i.png"),
        ('<link rel="canonical" href="/d/e">', None, None),
    ],
)
def test_links_of_a_page_from_nowhere_are_relative_to_what_it_calls_itself(
    head: str, url: str | None, image: str | None
) -> None:
    assert read(f'{head}<meta property="og:image" content="i.png">', url=url).image == image


def test_a_broken_url_of_the_page_names_no_site() -> None:
    page = parse('<meta name="author" content="Ida Berg">')

    assert of_page(replace(page, url="http://[broken")).authors == ("Ida Berg",)
