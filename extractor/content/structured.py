"""The engine of last resort: pages that show nothing and carry their text as data, in JSON-LD or application state.

It looks only where the page itself is a shell: on WCXB dev about one page in a hundred has text that only its data
hold, and on the others the data repeat the page or describe something else.
"""

import json
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from extractor.classify.html import Prediction
from extractor.document.html import blocks_of
from extractor.document.serialize import candidate
from extractor.document.words import count
from extractor.errors import TooDeep
from extractor.input import limits
from extractor.options import Options
from extractor.structured_data.read import read_structured_data
from extractor.types import Block, Candidate, HtmlDocument, Note

NAME: Final = "structured"
SHELL_WORDS = 80  # a page that shows as many words that may be content is no shell
LIKELY = 0.4  # the chance from which on a block may be content
ENOUGH_WORDS = 30  # a text of fewer is a label
EXPECTED = 0.6  # a guess at the word F1 of such a text: there are too few such pages to measure it
MAX_DEPTH = 12  # of application state
MAX_CHARACTERS = 5_000_000  # of one script; catalogues are larger

# What people write, by schema.org's names, in the order in which it should be read.
_BODIES = ("articleBody", "text", "reviewBody", "recipeInstructions", "description")
# What application state calls the text of a page.
_KEYS = frozenset(
    {"articlebody", "body", "content", "contenthtml", "bodyhtml", "cooked", "description", "html", "text"}
)
_NO_TEXT = frozenset({"Organization", "WebSite", "WebPage", "Person", "BreadcrumbList", "ImageObject", "SearchAction"})
_STATE = 'script[type="application/json"], script#__NEXT_DATA__, script#__NUXT_DATA__'


def propose(page: HtmlDocument, prediction: Prediction, _options: Options) -> Candidate:
    """The text that the page's data hold; an empty candidate where the page shows its own."""
    shown = sum(
        block.words for block, chance in zip(page.blocks, prediction.probabilities, strict=True) if chance >= LIKELY
    )
    if shown >= SHELL_WORDS:
        return Candidate(engine=NAME, html="", text="")
    found = list(dict.fromkeys(_stated(page))) or list(dict.fromkeys(_state(page)))
    blocks = [block for text in found for block in _blocks(_as_html(text))]
    notes = (Note(NAME, f"the page shows {shown} words, its data hold {len(found)} texts"),) if found else ()
    return candidate(NAME, blocks, page.base, expected=EXPECTED, notes=notes)


def _stated(page: HtmlDocument) -> Iterator[str]:
    """The texts of JSON-LD."""
    for thing in read_structured_data(page).items:
        if thing.form == "json-ld" and _NO_TEXT.isdisjoint(thing.types):
            stated = (thing.values[name] for name in _BODIES if isinstance(thing.values.get(name), str))
            yield from (text for text in stated if count(text) >= ENOUGH_WORDS)


def _state(page: HtmlDocument) -> Iterator[str]:
    """The texts of application state, by what their keys are called."""
    for node in page.tree.css(_STATE):
        written = node.text(deep=True)
        if len(written) > MAX_CHARACTERS:
            continue
        try:
            yield from _texts(json.loads(written), 0)
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
                if key.lower().replace("_", "") in _KEYS and count(each) >= ENOUGH_WORDS:
                    yield each
            else:
                yield from _texts(each, depth + 1)


def _blocks(html: str) -> tuple[Block, ...]:
    """Return the blocks of a text; none of one that is nested as no text is, which the page's limits have not seen."""
    try:
        return blocks_of(limits.limit(html).html)
    except TooDeep:
        return ()


def _as_html(text: str) -> str:
    """Data hold HTML, or text with a line a paragraph."""
    if "</" in text:
        return text
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())
