"""The engine of last resort: the text of JSON-LD or application state, for pages that show nearly none.

On other pages these data repeat the text or describe something else.
"""

import json
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from extractor.classify.prediction import Prediction
from extractor.classify.reliability import Estimate
from extractor.content.candidate import candidate
from extractor.document.html import blocks_of
from extractor.document.words import count
from extractor.errors import TooDeep
from extractor.input import limits
from extractor.structured_data.read import StructuredData
from extractor.types import Block, Candidate, HtmlDocument, Note

NAME: Final = "structured"
ENOUGH_SHOWN_WORDS = 80  # a page that shows as many possible words is read as usual
POSSIBLE = 0.4  # from this probability on, a block may be content
MIN_TEXT_WORDS = 30  # a text of fewer is a label
CONFIDENCE = 0.6  # a guess: there are too few such pages to calibrate it
MAX_DEPTH = 12  # of application state
MAX_CHARACTERS = 5_000_000  # of one script; catalogues are larger

# Properties of schema.org that hold text, in reading order.
_BODIES = ("articleBody", "text", "reviewBody", "recipeInstructions", "description")
# Keys of application state that hold the text of a page.
_KEYS = frozenset(
    {"articlebody", "body", "content", "contenthtml", "bodyhtml", "cooked", "description", "html", "text"}
)
_NO_TEXT = frozenset({"Organization", "WebSite", "WebPage", "Person", "BreadcrumbList", "ImageObject", "SearchAction"})
_STATE = 'script[type="application/json"], script#__NEXT_DATA__, script#__NUXT_DATA__'


def propose(page: HtmlDocument, structured: StructuredData, prediction: Prediction) -> Candidate:
    """Return the text of the data; an empty candidate if the page shows enough text itself."""
    shown = sum(
        block.words
        for block, probability in zip(page.blocks, prediction.probabilities, strict=True)
        if probability >= POSSIBLE
    )
    if shown >= ENOUGH_SHOWN_WORDS:
        return Candidate(engine=NAME, text="")
    found = list(dict.fromkeys(_json_ld(structured))) or list(dict.fromkeys(_state(page)))
    blocks = [block for text in found for block in _blocks(_as_html(text))]
    notes = (Note(NAME, f"the page shows {shown} words, its data hold {len(found)} texts"),) if found else ()
    return candidate(NAME, blocks, page.base, estimate=Estimate(CONFIDENCE, 0.0), notes=notes)


def _json_ld(structured: StructuredData) -> Iterator[str]:
    """Yield the texts of JSON-LD."""
    for item in structured.items:
        if item.form == "json-ld" and _NO_TEXT.isdisjoint(item.types):
            values = (item.values[name] for name in _BODIES if isinstance(item.values.get(name), str))
            yield from (text for text in values if count(text) >= MIN_TEXT_WORDS)


def _state(page: HtmlDocument) -> Iterator[str]:
    """Yield the texts of application state, by their keys."""
    for node in page.tree.css(_STATE):
        content = node.text(deep=True)
        if len(content) > MAX_CHARACTERS:
            continue
        try:
            yield from _texts(json.loads(content), 0)
        except (ValueError, RecursionError):
            continue


def _texts(value: Any, depth: int) -> Iterator[str]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _texts(each, depth + 1)
    elif isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, str):
                if key.lower().replace("_", "") in _KEYS and count(each) >= MIN_TEXT_WORDS:
                    yield each
            else:
                yield from _texts(each, depth + 1)


def _blocks(html: str) -> tuple[Block, ...]:
    """Return the blocks of a text; none if its markup is refused by the limits, which have not seen it yet."""
    try:
        return blocks_of(limits.limit(html).html)
    except TooDeep:
        return ()


def _as_html(text: str) -> str:
    """Return HTML as it is, and plain text with one paragraph for each line."""
    if "</" in text:
        return text
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
