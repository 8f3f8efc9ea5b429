"""Pages as people and crawlers save them: taken out of what was put around them, and mended where that broke them.

- MHTML, and HTTP messages with their headers;
- CleanEval's `<text>` wrapper, HTML that was escaped for JSON, "saved from" comments of browsers and SingleFile;
- "view source" tables;
- HTML written by an XML serialiser, with `<iframe/>` and the like.
"""

import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from extractor.errors import Garbled, NotText
from extractor.input.tag_rules import VOID
from extractor.input.tokenizer import RAW_TEXT, TOKEN, end_of_raw_text

MAX_HEADER_BYTES = 64_000
MAX_MESSAGES = 10  # a redirect saved with its target is two
LOOKED_AT = 5_000  # characters, at the beginning
MIN_ESCAPES = 3

_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*+\n(?:[ \t]+[^\r\n][^\n]*+\n)*+)++\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? \d{3}[^\n]*\n")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
_WRAPPER = re.compile(r"\s*<text\b[^<>]*>", re.IGNORECASE)
_WRAPPER_END = "</text>"
_SAVED_FROM = re.compile(r"<!--\s*+(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*+)(https?://[^\s<>]+)")
_FIRST_QUOTE = re.compile(r"\\u003[cC]|<[a-zA-Z!][^\"'<>\\]*+(\\?)[\"']")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "\f"}
_MAY_BE_OPEN = RAW_TEXT - {"script", "style", "plaintext"}  # what follows these is code, or meant as text
_VOID = VOID | {"col"}


class Saved(NamedTuple):
    """What a wrapper held, and what it said about it."""

    data: bytes | str
    content_type: str | None
    url: str | None = None
    notes: tuple[str, ...] = ()


class SavedText(NamedTuple):
    """The same for text."""

    text: str
    url: str | None = None
    notes: tuple[str, ...] = ()


def unwrap_message(data: bytes | str, content_type: str | None) -> Saved:
    """Take a page out of MHTML, or from behind HTTP headers; give back anything else as it came.

    Args:
        data: the input.
        content_type: the `Content-Type` that the caller gave; it counts for more than one in `data`.

    Raises:
        NotText: it is an archive without a page.
        Garbled: what stands behind the headers is compressed.

    """
    head = data[:MAX_HEADER_BYTES].lstrip()
    raw = head.encode("utf-8", "replace") if isinstance(head, str) else head
    if not (_STATUS.match(raw) or _HEADERS.match(raw)):
        return Saved(data, content_type)
    body = (data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).lstrip()
    unwrapped, headers = _headers(body)
    if headers is None:
        return Saved(data, content_type)
    if headers.get_content_type() == "multipart/related":
        saved = _archived(unwrapped, headers)
    elif len(unwrapped) < len(body):
        saved = _sent(unwrapped, headers)
    else:
        return Saved(data, content_type)
    found = saved.data
    if isinstance(data, str) and isinstance(found, bytes):
        found = found.decode("utf-8", "replace")
    return saved._replace(data=found, content_type=content_type or saved.content_type)


def _headers(body: bytes) -> tuple[bytes, Message | None]:
    """What stands behind the headers, and these; None where they are none of a page's.

    Headers without a status line count if they name the type of an archive, or of the markup that follows them.
    """
    headers: Message | None = None
    for _ in range(MAX_MESSAGES):
        status = _STATUS.match(body)
        found = _HEADERS.match(body, status.end() if status else 0, MAX_HEADER_BYTES)
        if found is None:
            break
        read = BytesParser().parsebytes(found[0], headersonly=True)
        behind = body[found.end() :].lstrip()
        archive = read.get_content_maintype() == "multipart" and "mime-version" in read
        page = "content-type" in read and len(read) > 1 and behind.startswith(b"<")
        if not (status or archive or page):
            break
        headers, body = read, behind
        if not _STATUS.match(body):
            break
    return body, headers


def _sent(body: bytes, headers: Message) -> Saved:
    """The body of an HTTP message."""
    coding = str(headers.get("Content-Encoding", "")).strip().lower()
    if "chunked" in str(headers.get("Transfer-Encoding", "")).lower():
        body = _unchunked(body)
    if coding not in {"", "identity"} and not body[:LOOKED_AT].lstrip().startswith(b"<"):
        message = f"the body behind the HTTP headers is coded {coding}; decode it first"
        raise Garbled(message)
    declared = headers.get("Content-Type")
    return Saved(body, str(declared) if declared else None, notes=("HTTP headers stood before the page",))


def _unchunked(body: bytes) -> bytes:
    """A body without the sizes of its chunks; as it came where it has none."""
    parts: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(body[chunk.end() : chunk.end() + size])
        at = chunk.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    return b"".join(parts) if parts and at >= len(body) else body


def _archived(body: bytes, headers: Message) -> Saved:
    """The page of an MHTML archive: the part that its headers name, or else the first that is HTML."""
    boundary, root = headers.get_boundary(), str(headers.get_param("start", ""))
    pages: list[tuple[Message, bytes, bool]] = []
    if boundary:
        mark = b"\n--" + boundary.encode("latin-1", "replace")
        parts = (b"\n" + body).split(mark)[1:]
        for number, part in enumerate(parts):
            found = _HEADERS.match(part.lstrip(b"\r\n"), 0, MAX_HEADER_BYTES)
            about = BytesParser().parsebytes(found[0], headersonly=True) if found else None
            if found and about and about.get_content_type() in {"text/html", "application/xhtml+xml"}:
                pages.append((about, part.lstrip(b"\r\n")[found.end() :], number == len(parts) - 1))
    if not pages:
        message = "the input is an MHTML archive without an HTML page"
        raise NotText(message)
    about, content, cut = next((each for each in pages if root and each[0].get("Content-ID") == root), pages[0])
    about.set_payload(content)
    data = about.get_payload(decode=True)
    notes = ["the page was taken out of an MHTML archive"]
    if cut:
        notes.append("the MHTML archive ends within the page")
    url = str(about.get("Content-Location") or headers.get("Snapshot-Content-Location") or "")
    declared = f"text/html; charset={about.get_content_charset()}" if about.get_content_charset() else "text/html"
    return Saved(data if isinstance(data, bytes) else content, declared, url if _is_web(url) else None, tuple(notes))


def unwrap_text(text: str) -> SavedText:
    """Take a page out of a text wrapper or its escapes, and find the address that its browser saved it from."""
    notes: list[str] = []
    if (wrapper := _WRAPPER.match(text)) and text.rstrip().lower().endswith(_WRAPPER_END):
        text = text[wrapper.end() : text.rstrip().rindex("<")]
        notes.append("a <text> wrapper stood around the page")
    if _is_escaped(text):
        text = _unescaped(text)
        notes.append("the page was escaped for JSON, which was undone")
    saved = _SAVED_FROM.search(text[:LOOKED_AT])
    return SavedText(text, saved[1] if saved else None, tuple(notes))


def _is_web(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _is_escaped(text: str) -> bool:
    """Whether the first quote of the page's markup is escaped, or its first bracket."""
    head = text[:LOOKED_AT].lstrip().removeprefix('"').lstrip()
    if not head.startswith(("<", "\\")):
        return False
    first = _FIRST_QUOTE.search(head)
    return (
        first is not None
        and first[1] != ""
        and (first[1] == "\\" or head.startswith("\\"))
        and len(_ESCAPE.findall(head)) >= MIN_ESCAPES
    )


def _unescaped(text: str) -> str:
    text = text.strip()
    if text.startswith('"') and text.endswith('"'):
        text = text[1:-1]
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _ESCAPED.get(found[2], found[2]), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def source_of(tree: LexborHTMLParser) -> str | None:
    """The page that a browser's "view source" shows in `tree`; None where it shows none."""
    lines = tree.css("td.line-content")
    if lines and tree.css_first("td.line-number") is not None:
        return "\n".join(line.text(deep=True) for line in lines)
    shown = tree.css_first("body#viewsource pre")
    return shown.text(deep=True) if shown is not None else None


def close_empty_elements(html: str) -> str:
    """Write the end tags that `<div/>` and the like lack in HTML, and those of raw text that has none at all."""
    return "".join(_closed(html))


def _closed(html: str) -> Iterator[str]:
    position, never_closed = 0, set[str]()
    while position < len(html):
        for token in TOKEN.finditer(html, position):
            yield html[position : token.start()]
            end, name, _, slashes, text = token.groups()
            position = token.end() if text is None else token.end(4) + 1
            if name is None and position == len(html) and html.startswith("<!--", token.start()):
                html = html[token.start() :].replace("<!--", "")  # a comment without an end, as all behind it
                position = 0
                break
            yield html[token.start() : position]
            if name is None or end:
                continue
            folded = name.lower()
            if slashes.endswith("/") and folded not in _VOID:
                yield f"</{name}>"
            elif folded in RAW_TEXT:
                behind = len(html) if folded in never_closed else end_of_raw_text(html, folded, position)
                if behind == len(html) and folded in _MAY_BE_OPEN:
                    never_closed.add(folded)
                    behind = html.find("<", position)
                    behind = behind if behind >= 0 else len(html)
                    yield f"{html[position:behind]}</{name}>"
                else:
                    yield html[position:behind]
                position = behind
                break
            if text is not None:
                break
        else:
            yield html[position:]
            return
