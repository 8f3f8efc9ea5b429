"""Parse multipart forms (RFC 7578) with a bounded number of parts."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.errors import Garbled, TooLarge

MAX_PARTS = 32
MAX_HEADER_BYTES = 8_192  # of one part
CRLF, DASHES = b"\r\n", b"--"
BOUNDARY = re.compile(r';[ \t]*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
NAME = re.compile(r';[ \t]*name=(?:"([^"]*)"|([^\s;"]+))', re.IGNORECASE)
FILENAME = re.compile(r";[ \t]*filename\*?=", re.IGNORECASE)
PADDING = re.compile(rb"[ \t]{0,100}\r\n")


class Part(NamedTuple):
    """One part of a form."""

    name: str | None
    is_file: bool
    content_type: str | None
    data: bytearray


def parse(body: bytearray, content_type: str) -> list[Part]:
    """Return the parts of a form.

    Args:
        body: the whole body.
        content_type: the `Content-Type` header with the boundary.

    Raises:
        Garbled: the body is not a valid form.
        TooLarge: the form has more than `MAX_PARTS` parts.

    """
    found = BOUNDARY.search(content_type)
    if found is None:
        message = "the multipart body cannot be read: its Content-Type has no boundary"
        raise Garbled(message)
    delimiter = CRLF + DASHES + (found[1] or found[2]).encode("utf-8", "surrogateescape")
    parts: list[Part] = []
    for start, end in _split(body, delimiter):
        if len(parts) == MAX_PARTS:
            message = f"the multipart body has more than {MAX_PARTS} parts; send one page and its parameters"
            raise TooLarge(message)
        parts.append(_part(body, start, end))
    return parts


def _split(body: bytearray, delimiter: bytes) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each part. A delimiter starts with a line end, except at the start of the body."""
    at = -len(CRLF) if body.startswith(delimiter[len(CRLF) :]) else _find(body, delimiter, 0)
    while True:
        start = at + len(delimiter)
        if body.startswith(DASHES, start):
            return
        padding = PADDING.match(body, start)
        if padding is None:
            message = "the multipart body cannot be read: a boundary is not alone on its line"
            raise Garbled(message)
        # In an empty part, one line end belongs to the boundary before and to the delimiter after it.
        at = _find(body, delimiter, padding.end() - len(CRLF))
        yield padding.end(), at


def _find(body: bytearray, delimiter: bytes, start: int) -> int:
    at = body.find(delimiter, start)
    if at < 0:
        message = "the multipart body cannot be read: it ends before its last boundary"
        raise Garbled(message)
    return at


def _part(body: bytearray, start: int, end: int) -> Part:
    if body.startswith(CRLF, start, end):
        return Part(None, is_file=False, content_type=None, data=body[start + len(CRLF) : end])
    until = body.find(CRLF + CRLF, start, min(start + MAX_HEADER_BYTES, end))
    if until < 0:
        message = f"the multipart body cannot be read: the headers of a part do not end within {MAX_HEADER_BYTES} bytes"
        raise Garbled(message)
    headers: dict[str, str] = {}
    for line in body[start:until].decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    disposition = headers.get("content-disposition", "")
    found = NAME.search(disposition)
    return Part(
        name=(found[1] or found[2]) if found else None,
        is_file=FILENAME.search(disposition) is not None,
        content_type=headers.get("content-type"),
        data=body[until + 2 * len(CRLF) : end],
    )
