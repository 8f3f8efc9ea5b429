"""Tell HTML from plain text."""

import re

from extractor.types import Kind

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
TEXT_TYPES = frozenset({"text/plain", "text/markdown"})
SAMPLE_CHARACTERS = 200_000  # at the start of the text
# Text about HTML mentions a tag now and then; HTML has at least this many tags and at most this many words a tag.
MIN_TAGS = 4
MAX_WORDS_PER_TAG = 40

_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|article|aside|b|blockquote|body|br|div|em|footer|form|h[1-6]|head|header|html|i|iframe|img|input|li|link|main|"
    r"meta|nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|th|title|tr|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def kind_of(text: str, media_type: str) -> Kind:
    """Return whether a text is HTML or plain text.

    The start of an HTML document decides first, then the declared type if the text has tags or need not have any, then
    the tags themselves.

    Args:
        text: the decoded input.
        media_type: declared media type without parameters; empty without one.

    """
    sample = text[:SAMPLE_CHARACTERS]
    start = _skip_comments(sample)
    if (start == len(sample) and not sample.isspace()) or _DOCUMENT.match(sample, start):
        return "html"
    if media_type in TEXT_TYPES:
        return "dump"
    tags = len(_TAG.findall(sample))
    if media_type in HTML_TYPES:
        return "html" if tags else "dump"
    is_dense = tags >= MIN_TAGS and tags * MAX_WORDS_PER_TAG >= len(sample.split())
    return "html" if _TAG.match(sample, start) or is_dense else "dump"


def _skip_comments(text: str) -> int:
    """Return the position after leading white space, XML declarations and comments."""
    at, size = 0, len(text)
    while at < size:
        if text[at].isspace():
            at += 1
        elif text.startswith("<?", at) or text.startswith("<!--", at):
            closing = ">" if text[at + 1] == "?" else "-->"
            end = text.find(closing, at + 2)
            if end < 0:
                return size
            at = end + len(closing)
        else:
            break
    return at
