"""Reading microdata and RDFa."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractor.structured_data.microdata import MAX_READ_NODES, read

ARTICLE = """
<article itemscope itemtype="https://schema.org/Article">
  <h1 itemprop="headline">A walk</h1>
  <meta itemprop="datePublished" content="2020-06-12">
  <span itemprop="author" itemscope itemtype="https://schema.org/Person"><a itemprop="name" href="/j">Jane Doe</a></span>
  <time itemprop="dateModified" datetime="2020-06-14">Sunday</time>
</article>"""
RDFA = (
    ARTICLE.replace("itemscope itemtype", "typeof")
    .replace("https://schema.org/", "schema:")
    .replace("itemprop", "property")
)


@pytest.mark.parametrize("html", [ARTICLE, RDFA.replace("<meta ", "<b ").replace('2020-06-12">', '2020-06-12"></b>')])
def test_properties_belong_to_the_innermost_item(html: str) -> None:
    article, person = read(LexborHTMLParser(html))

    assert (article.types, person.types) == (("Article",), ("Person",))
    assert article.values["headline"] == ["A walk"]
    assert article.values["datePublished"] == ["2020-06-12"]
    assert article.values["dateModified"] == ["2020-06-14"]
    assert article.values["author"] == [{"name": ["Jane Doe"]}]


def test_properties_outside_all_items_belong_to_the_page() -> None:
    (page,) = read(LexborHTMLParser('<a itemprop="author" href="/j"></a><p itemprop="text">x</p>'))

    assert (page.types, page.values) == (("WebPage",), {"author": ["/j"], "text": ["x"]})


def test_open_graph_is_not_rdfa() -> None:
    assert list(read(LexborHTMLParser('<meta property="og:title" content="A walk">'))) == []


def test_nested_properties_are_read_up_to_a_limit() -> None:
    tree = LexborHTMLParser("<div itemprop='name'>" * 1000 + "<i></i>" * 2000 + "text")
    (page,) = read(tree)

    assert 0 < sum(map(bool, page.values["name"])) <= MAX_READ_NODES / 2000
