"""What kind of page this is, by its own markup: schema.org types first, then what built it, then Open Graph."""

import re
from collections.abc import Mapping

from extractor.metadata.sources import Sources, types
from extractor.model import PageType

SCHEMA: Mapping[str, PageType] = {
    "DiscussionForumPosting": "forum",
    "QAPage": "forum",
    "Product": "product",
    "ProductGroup": "product",
    "CollectionPage": "collection",
    "ItemList": "listing",
    "SearchResultsPage": "listing",
    "TechArticle": "documentation",
    "APIReference": "documentation",
    "Article": "article",
    "NewsArticle": "article",
    "BlogPosting": "article",
    "Report": "article",
    "Recipe": "article",
    "Service": "service",
}
# Of several types on one page, the earlier in this list says more about the page than the later.
ORDER: tuple[PageType, ...] = ("forum", "product", "documentation", "article", "collection", "listing", "service")
OPEN_GRAPH: Mapping[str, PageType] = {
    "article": "article",
    "news": "article",
    "blog": "article",
    "product": "product",
    "og:product": "product",
    "product.item": "product",
    "product.group": "collection",
}
GENERATORS: Mapping[PageType, re.Pattern[str]] = {
    "forum": re.compile(
        r"discourse|phpbb|xenforo|vbulletin|flarum|mybb|invision|simple machines|discuz|vanilla|nodebb", re.IGNORECASE
    ),
    "documentation": re.compile(
        r"sphinx|mkdocs|docusaurus|gitbook|docutils|antora|vitepress|mdbook|doxygen", re.IGNORECASE
    ),
}
# Forum software that names itself in its markup and not in a generator tag.
FORUM_MARKUP = "html#XF, #ipsLayout_body, body#phpbb, .ipsApp, #discourse-modal, .p-body-inner.XF"
MANY_PRODUCTS = 3  # a page with this many is a shelf, not one product's page


def read(sources: Sources) -> tuple[PageType | None, str]:
    """The type and what said so; None where nothing does."""
    found = [(SCHEMA[each], each) for thing in sources.objects for each in types(thing) if each in SCHEMA]
    kinds = {kind for kind, _ in found}
    products = sum(kind == "product" for kind, _ in found)
    for content in sources.meta.get("generator", ()):
        for kind, pattern in GENERATORS.items():
            if pattern.search(content):
                return kind, "meta:generator"
    if "forum" in kinds:
        return "forum", f"json-ld:{next(each for kind, each in found if kind == 'forum')}"
    if sources.tree.css_first(FORUM_MARKUP) is not None:
        return "forum", "html:forum software"
    graph = next(
        (OPEN_GRAPH[each.lower()] for each in sources.meta.get("og:type", ()) if each.lower() in OPEN_GRAPH), None
    )
    for kind in ORDER:
        if kind in kinds and not (kind == "product" and (products > MANY_PRODUCTS or graph == "article")):
            return kind, f"json-ld:{next(each for other, each in found if other == kind)}"
    return (graph, "meta:og:type") if graph else (None, "")
