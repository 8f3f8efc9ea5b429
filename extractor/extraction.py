"""What `extract` returns: the text and metadata of one page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from msgspec import Meta, to_builtins

from extractor.explanation import Explanation
from extractor.records import Event, JobPosting, Product, Recipe
from extractor.types import CharsetSource, Note, PageType


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article."""

    url: Annotated[str, Meta(description="Absolute URL of the image.")]
    alt: Annotated[str, Meta(description="Alternative text; empty without one.")]
    caption: Annotated[str, Meta(description="Caption of the figure; empty without one.")]


@dataclass(frozen=True, slots=True)
class Post:
    """A post of a thread, or a comment of a reader under an article."""

    text: Annotated[str, Meta(description="Text of the post, with blank lines between paragraphs.")]
    author: Annotated[str | None, Meta(description="Name of its author as the page shows it.")]
    author_url: Annotated[str | None, Meta(description="Absolute URL of the author's profile.")]
    date: Annotated[
        str | None, Meta(description="Date in ISO 8601, as precise as the page; None if it is relative or ambiguous.")
    ]
    date_text: Annotated[str | None, Meta(description="The date as the page writes it, such as `2 hours ago`.")]
    position: Annotated[int, Meta(description="Place among the posts or comments of the page, from 1.")]
    depth: Annotated[int, Meta(description="Number of posts that it is nested in; 0 for a post on the first level.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Metadata that the page states. A field that the page does not state is None or empty."""

    title: Annotated[str | None, Meta(description="Title of the article, without the name of the site.")] = None
    authors: Annotated[
        tuple[str, ...],
        Meta(description='People or organisations in the order of the page, without "by" and without roles.'),
    ] = ()
    date_published: Annotated[
        str | None,
        Meta(
            description="Date of publication in ISO 8601, as precise as the page: "
            "`2020`, `2020-06`, `2020-06-10` or with time and offset."
        ),
    ] = None
    date_modified: Annotated[str | None, Meta(description="Date of the last change in ISO 8601.")] = None
    site_name: Annotated[str | None, Meta(description="Name of the site or publication.")] = None
    description: Annotated[str | None, Meta(description="The page's own summary.")] = None
    language: Annotated[
        str | None,
        Meta(
            description="BCP 47 language tag (`en`, `pt-BR`), declared or else detected from the text; "
            "None if the text is too short."
        ),
    ] = None
    direction: Annotated[
        Literal["ltr", "rtl"] | None,
        Meta(description="Direction of the text, declared or else derived from the language."),
    ] = None
    canonical_url: Annotated[str | None, Meta(description="Absolute canonical URL of the page.")] = None
    image: Annotated[str | None, Meta(description="Absolute URL of the main image.")] = None
    tags: Annotated[tuple[str, ...], Meta(description="Keywords of the page.")] = ()
    section: Annotated[str | None, Meta(description="Section of the site, from metadata or the dateline.")] = None
    categories: Annotated[
        tuple[str, ...],
        Meta(description="Breadcrumbs from the most general to the most specific, without home and the page itself."),
    ] = ()
    license: Annotated[str | None, Meta(description="URL or name of the licence.")] = None
    paywalled: Annotated[
        bool | None, Meta(description="Whether the page says that only some readers may read all of it.")
    ] = None
    robots: Annotated[
        tuple[str, ...],
        Meta(description="Directives to robots in lower case, such as `noindex` or `noai`."),
    ] = ()
    feeds: Annotated[tuple[str, ...], Meta(description="Absolute URLs of RSS, Atom and JSON feeds.")] = ()
    amp_url: Annotated[str | None, Meta(description="Absolute URL of the AMP version of the page.")] = None
    reading_minutes: Annotated[float | None, Meta(description="Reading time in minutes as the page states it.")] = None
    page_type: Annotated[
        PageType | None,
        Meta(description="Type of the page, predicted by a model; None for a page without content."),
    ] = None
    provenance: Annotated[
        Mapping[str, str],
        Meta(description="Source of each field above that has a value, such as `json-ld:NewsArticle.headline`."),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction(Metadata):
    """The text and metadata of one page. `to_dict()` and JSON use the same field names."""

    text: Annotated[
        str,
        Meta(description="Main text, with blank lines between paragraphs; empty if the page has no content."),
    ]
    html: Annotated[
        str,
        Meta(
            description="The same content as a clean HTML fragment without scripts, styles, classes and frames; "
            "safe to display."
        ),
    ]
    word_count: Annotated[
        int,
        Meta(
            description="Number of words in the text, without list markers. "
            "Scripts without spaces count in pieces of two characters."
        ),
    ]
    images: Annotated[
        tuple[Image, ...],
        Meta(description="Images of the article in reading order; empty unless `Options.images` is set."),
    ] = ()
    product: Annotated[Product | None, Meta(description="What a product page sells, if structured data say so.")] = None
    recipe: Annotated[Recipe | None, Meta(description="The recipe, if structured data state it.")] = None
    event: Annotated[Event | None, Meta(description="The event, if structured data state it.")] = None
    job_posting: Annotated[JobPosting | None, Meta(description="The job, if structured data state it.")] = None
    structured_data: Annotated[
        tuple[Mapping[str, Any], ...],
        Meta(
            description="Items of JSON-LD, microdata and RDFa with their types and properties; "
            "empty unless `Options.structured_data` is set."
        ),
    ] = ()
    posts: Annotated[
        tuple[Post, ...],
        Meta(description="Posts of a thread in page order; `text` has them too. Empty for other pages."),
    ] = ()
    comments: Annotated[
        tuple[Post, ...],
        Meta(description="Comments of readers under the article in page order; empty for `Options.comments` `drop`."),
    ] = ()
    confidence: Annotated[
        float, Meta(description="Expected word F1 of the text, 0 to 1; 0 if the page has no content.")
    ]
    engine: Annotated[
        str,
        Meta(description="Engine that the text comes from, or that it agrees with most; `none` without content."),
    ]
    charset: Annotated[str, Meta(description="Codec that decoded the bytes; `unicode` for text input.")]
    charset_source: Annotated[
        CharsetSource,
        Meta(description="Source of the charset: `bom`, `header`, `meta`, `detected`, or `none` for text input."),
    ]
    warnings: Annotated[
        tuple[str, ...],
        Meta(description="Problems of the input or the answer, one sentence each."),
    ] = ()
    notes: Annotated[
        tuple[Note, ...],
        Meta(description="Decisions of all steps, including engines whose answer was not chosen."),
    ] = ()

    explanation: Annotated[
        Explanation | None,
        Meta(description="Why each block was kept or not; None unless `Options.explain` is set."),
    ] = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain dicts, lists, strings and numbers."""
        plain: dict[str, Any] = to_builtins(self)
        return plain
