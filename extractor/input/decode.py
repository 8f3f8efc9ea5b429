"""Decode the input: remove wrappers, find the charset, and tell HTML from plain text."""

import re

from extractor.errors import Empty, NotText, TooLarge
from extractor.input import saved_pages
from extractor.input.charset import Text, decode_bytes, undo_double_encoding
from extractor.input.kind import kind_of
from extractor.input.signatures import refuse_binary_formats
from extractor.types import Decoded

MAX_CONTROL_SHARE = 0.02  # of the characters; more means binary data
SAMPLE_CHARACTERS = 200_000  # in which control characters are counted

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL_BYTES = bytes([*range(9), 11, *range(14, 32), 127])


def decode(data: bytes | str, *, content_type: str | None = None, max_bytes: int) -> Decoded:
    """Decode a page.

    Args:
        data: bytes as received, or decoded text.
        content_type: value of the HTTP `Content-Type` header, if there was one.
        max_bytes: largest input in bytes (characters, for text).

    Raises:
        TooLarge: the input is larger than `max_bytes`.
        Empty: the input is white space only.
        NotText: the input is neither HTML nor plain text.
        Garbled: the page is in a wrapper that cannot be read.

    """
    if len(data) > max_bytes:
        message = f"the page has {len(data):,} bytes, more than the {max_bytes:,} allowed; raise max_bytes to take it"
        raise TooLarge(message)
    _refuse_empty(data)
    page = saved_pages.unwrap_input(data, content_type)
    _refuse_empty(page.content)
    notes = list(page.notes)
    if isinstance(page.content, str):
        decoded = Text(_normalise(page.content), "unicode", "none", 0)
    else:
        decoded = _decode(page.content, page.content_type)
        if (once := undo_double_encoding(decoded.text)) is not None:
            decoded = decoded._replace(text=once)
            notes.append("double encoding of the page as UTF-8 was undone")
    unwrapped = saved_pages.unwrap_text(decoded.text)
    _refuse_empty(unwrapped.content)
    media_type = (page.content_type or "").partition(";")[0].strip().lower()
    return Decoded(
        text=unwrapped.content,
        kind=kind_of(unwrapped.content, media_type),
        charset=decoded.charset,
        charset_source=decoded.source,
        malformed=decoded.malformed,
        url=page.url or unwrapped.url,
        notes=(*notes, *unwrapped.notes),
    )


def _decode(data: bytes, content_type: str | None) -> Text:
    refuse_binary_formats(data)
    decoded = decode_bytes(data, content_type)
    # A shortcut for pages without control bytes: searching the bytes is much cheaper than searching the text.
    if len(data.translate(None, _CONTROL_BYTES)) == len(data):
        return decoded._replace(text=_with_line_feeds(decoded.text)) if b"\r" in data else decoded
    _refuse_controls(decoded.text)
    return decoded._replace(text=_normalise(decoded.text))


def _refuse_empty(data: bytes | str) -> None:
    if not data.strip():
        message = "there is nothing to extract: the input is empty"
        raise Empty(message)


def _refuse_controls(text: str) -> None:
    sample = text[:SAMPLE_CHARACTERS]
    if len(_CONTROLS.findall(sample)) > MAX_CONTROL_SHARE * len(sample):
        message = "the input is binary data, neither HTML nor plain text"
        raise NotText(message)


def _normalise(text: str) -> str:
    """Convert line ends to line feeds, and remove control characters."""
    return _CONTROLS.sub("", _with_line_feeds(text))


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
