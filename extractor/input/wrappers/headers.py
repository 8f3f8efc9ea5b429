"""Header fields of HTTP and MIME messages before a page."""

import re
from email.message import Message
from email.parser import BytesParser
from typing import NamedTuple

MAX_HEADER_BYTES = 64_000
TARGET_URI = "WARC-Target-URI"  # the URL of the page, in a record of a web archive
MAX_MESSAGES = 10  # a saved redirect is a message before the message of its target

_FIELDS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*+\n(?:[ \t]+[^\r\n][^\n]*+\n)*+)++\r?\n")
_STATUS_LINE = re.compile(rb"(?:HTTP/\d(?:\.\d)? \d{3}|WARC/\d\.\d)[^\n]*\n")  # of HTTP, or of a record of an archive


class Part(NamedTuple):
    """A message or a part of one: header fields and body."""

    headers: Message
    body: bytes


def read_message(data: bytes | str) -> Part | None:
    """Return the header fields before a page, and what follows them; None if there are none.

    Of several messages in a row the last one counts, such as the response in a record of an archive. Fields without a
    status line count only if they declare an archive, or if a `Content-Type` and other fields precede markup.
    """
    head = data[:MAX_HEADER_BYTES].lstrip()
    raw = head.encode("utf-8", "replace") if isinstance(head, str) else head
    if not (_STATUS_LINE.match(raw) or _FIELDS.match(raw)):
        return None
    body = (data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).lstrip()
    message, address = None, None
    for _ in range(MAX_MESSAGES):
        status = _STATUS_LINE.match(body)
        found = _FIELDS.match(body, status.end() if status else 0, MAX_HEADER_BYTES)
        if found is None:
            break
        headers = BytesParser().parsebytes(found[0], headersonly=True)
        following = body[found.end() :].lstrip()
        is_archive = headers.get_content_maintype() == "multipart" and "mime-version" in headers
        is_page = "content-type" in headers and len(headers) > 1 and following.startswith(b"<")
        if not (status or is_archive or is_page):
            break
        address = headers.get(TARGET_URI, address)
        message, body = Part(headers, following), following
        if not _STATUS_LINE.match(body):
            break
    if message and address and TARGET_URI not in message.headers:
        message.headers[TARGET_URI] = address
    return message


def read_part(data: bytes) -> Part | None:
    """Return the header fields and the body of a part of a multipart message; None without fields."""
    found = _FIELDS.match(data, 0, MAX_HEADER_BYTES)
    return Part(BytesParser().parsebytes(found[0], headersonly=True), data[found.end() :]) if found else None
