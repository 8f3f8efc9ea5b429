"""Undo what saving did to a page: remove wrappers, and close elements that an XML serialiser left empty.

A new wrapper is a module of `wrappers` with a function `unwrap`, and a row in one of the tables below. `unwrap` returns
None for input without the wrapper.
"""

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser

from extractor.input.tag_rules import NEVER_OPEN, RAW_TEXT, VOID_ELEMENTS
from extractor.input.tokenizer import TOKEN, end_of_raw_text
from extractor.input.wrappers import http_message, json_escapes, mhtml, saved_from, text_element, view_source
from extractor.input.wrappers.unwrapped import Unwrapped

BYTE_WRAPPERS: tuple[Callable[[bytes | str], Unwrapped[bytes] | None], ...] = (mhtml.unwrap, http_message.unwrap)
"""Wrappers of the undecoded input. The first one that is found is removed."""
TEXT_WRAPPERS: tuple[Callable[[str], Unwrapped[str] | None], ...] = (
    text_element.unwrap,
    json_escapes.unwrap,
    saved_from.unwrap,
)
"""Wrappers of the decoded text. All that are found are removed, in this order."""
TREE_WRAPPERS: tuple[Callable[[LexborHTMLParser], str | None], ...] = (view_source.unwrap,)
"""Wrappers that only the parsed page shows. The first one that is found is removed."""

_MAY_LACK_END_TAG = RAW_TEXT - {"script", "style", "plaintext"}  # the content of these is not page text, or all of it
_NEEDS_NO_END_TAG = NEVER_OPEN | VOID_ELEMENTS


def unwrap_input(data: bytes | str, content_type: str | None) -> Unwrapped[bytes | str]:
    """Remove a wrapper of `BYTE_WRAPPERS`.

    Args:
        data: the input. The result has the same type.
        content_type: `Content-Type` from the caller; it takes precedence over the wrapper's.

    Raises:
        NotText: the input is an archive without a page.
        Garbled: the content of the wrapper is compressed.

    """
    for unwrap in BYTE_WRAPPERS:
        if (found := unwrap(data)) is not None:
            content = found.content.decode("utf-8", "replace") if isinstance(data, str) else found.content
            return Unwrapped(content, content_type or found.content_type, found.url, found.notes)
    return Unwrapped(data, content_type)


def unwrap_text(text: str) -> Unwrapped[str]:
    """Remove all wrappers of `TEXT_WRAPPERS`."""
    url: str | None = None
    notes: tuple[str, ...] = ()
    for unwrap in TEXT_WRAPPERS:
        if (found := unwrap(text)) is not None:
            text, url, notes = found.content, found.url or url, notes + found.notes
    return Unwrapped(text, url=url, notes=notes)


def source_of(tree: LexborHTMLParser) -> str | None:
    """Return the HTML of the page inside a wrapper of `TREE_WRAPPERS`; None without one."""
    return next((found for unwrap in TREE_WRAPPERS if (found := unwrap(tree)) is not None), None)


def close_empty_elements(html: str) -> str:
    """Add the end tags that HTML requires after `<div/>` and the like, and after raw text elements without any."""
    return "".join(_close(html))


def _close(html: str) -> Iterator[str]:
    position, never_closed = 0, set[str]()
    while position < len(html):
        for token in TOKEN.finditer(html, position):
            yield html[position : token.start()]
            end, name, _, slashes, text = token.groups()
            position = token.end() if text is None else token.end(4) + 1
            if name is None and position == len(html) and html.startswith("<!--", token.start()):
                # A comment without an end. Later comment starts would comment out the rest again.
                html = html[token.start() :].replace("<!--", "")
                position = 0
                break
            yield html[token.start() : position]
            if name is None or end:
                continue
            tag = name.lower()
            if slashes.endswith("/") and tag not in _NEEDS_NO_END_TAG:
                yield f"</{name}>"
            elif tag in RAW_TEXT:
                content_end = len(html) if tag in never_closed else end_of_raw_text(html, tag, position)
                if content_end == len(html) and tag in _MAY_LACK_END_TAG:
                    never_closed.add(tag)
                    content_end = html.find("<", position)
                    content_end = content_end if content_end >= 0 else len(html)
                    yield f"{html[position:content_end]}</{name}>"
                else:
                    yield html[position:content_end]
                position = content_end
                break
            if text is not None:
                break
        else:
            yield html[position:]
            return
