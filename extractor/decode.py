"""Bytes and what was declared about them become text, and the text is told to be HTML or a plain-text dump.

The charset is decided by the first of these that can read the bytes: a byte order mark, the HTTP header, a `<meta>`
or XML declaration, detection. Labels mean what the WHATWG Encoding Standard says (w3lib), so that `latin-1` is
windows-1252 and `gb2312` is gb18030.
"""

import re
from collections.abc import Iterator

import chardet
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

from extractor.errors import Empty, NotText, TooLarge
from extractor.model import CharsetSource, Decoded, Kind

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml"})
TEXT_TYPES = frozenset({"text/plain", "text/markdown"})
# First bytes of what people post by mistake, each with the name that the refusal gives it.
SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"PK\x03\x04", "a zip archive (or an Office document)"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x1f\x8b", "gzip data: decompress it first"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data: decompress it first"),
    (b"BZh", "bzip2 data: decompress it first"),
    (b"\xfd7zXZ", "xz data: decompress it first"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"OggS", "Ogg media"),
    (b"ID3", "MP3 audio"),
    (b"wOF", "a web font"),
)
# A declared charset that fails on more characters than this share of those beyond ASCII was not the page's charset;
# below that the page was cut or spliced.
MALFORMED_SHARE = 0.1
# Above this share of control characters decoded text was never text.
CONTROL_SHARE = 0.02
LOOKED_AT = 200_000  # bytes or characters that detection and kind look at

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL_BYTES = bytes([*range(9), 11, *range(13, 32), 127])
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_DOCUMENT = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:a|article|aside|b|blockquote|body|br|div|em|footer|form|h[1-6]|head|header|html|i|iframe|img|input|li|link|main|"
    r"meta|nav|ol|p|pre|script|section|span|strong|style|table|tbody|td|th|title|tr|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


def decode(data: bytes | str, *, content_type: str | None = None, max_bytes: int) -> Decoded:
    """Decode `data` and say what it is.

    Args:
        data: bytes as received, or text that is already decoded.
        content_type: the HTTP `Content-Type` value as received, if there was one.
        max_bytes: how many bytes (characters, for text) are taken.

    Raises:
        TooLarge, Empty, NotText: as their names say.

    """
    if len(data) > max_bytes:
        message = f"the page has {len(data):,} bytes, more than the {max_bytes:,} allowed; raise max_bytes to take it"
        raise TooLarge(message)
    if not data.strip():
        message = "there is nothing to extract: the input is empty"
        raise Empty(message)
    declared = (content_type or "").partition(";")[0].strip().lower()
    if isinstance(data, str):
        return Decoded(text=_printable(data), kind=_kind(data, declared), charset="unicode", charset_source="none")
    _refuse_signatures(data)
    text, charset, source, malformed = _read(data, content_type)
    # Nearly all pages hold no control byte at all, and to look for bytes is much cheaper than to search the text.
    if len(data.translate(None, _CONTROL_BYTES)) < len(data):
        _refuse_controls(text)
        text = _printable(text)
    return Decoded(text=text, kind=_kind(text, declared), charset=charset, charset_source=source, malformed=malformed)


def _refuse_signatures(data: bytes) -> None:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            message = f"the input is {name}, neither HTML nor plain text"
            raise NotText(message)


def _refuse_controls(text: str) -> None:
    looked_at = text[:LOOKED_AT]
    if len(_CONTROLS.findall(looked_at)) > CONTROL_SHARE * len(looked_at):
        message = "the input is binary data, neither HTML nor plain text"
        raise NotText(message)


def _charsets(data: bytes, content_type: str | None) -> Iterator[tuple[str, CharsetSource]]:
    """What each source says, most trusted first."""
    header = http_content_type_encoding(content_type)
    if header:
        yield header, "header"
    meta = html_body_declared_encoding(data)
    if meta:
        # A declaration that could be read as ASCII was not written in UTF-16 (WHATWG "prescan").
        yield ("utf-8" if meta.startswith("utf-16") else meta), "meta"


def _read(data: bytes, content_type: str | None) -> tuple[str, str, CharsetSource, int]:
    mark, bom = read_bom(data)
    if mark is not None and bom is not None:
        text = to_unicode(data[len(bom) :], mark)
        return text, mark, "bom", text.count("\ufffd")
    fallback: tuple[str, str, CharsetSource, int] | None = None
    for charset, source in _charsets(data, content_type):
        text = to_unicode(data, charset)
        malformed = text.count("\ufffd")
        if _is_plausible(text, malformed):
            return text, charset, source, malformed
        fallback = fallback or (text, charset, source, malformed)
    charset = _detect(data)
    text = to_unicode(data, charset)
    malformed = text.count("\ufffd")
    if fallback is not None and fallback[3] <= malformed:
        return fallback
    return text, charset, "detected", malformed


def _is_plausible(text: str, malformed: int) -> bool:
    """Whether text with `malformed` replacement characters was read in the right charset."""
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) if malformed else 0
    return malformed <= MALFORMED_SHARE * beyond_ascii


def _detect(data: bytes) -> str:
    """UTF-8 where the bytes are valid UTF-8, else what chardet makes of the words between the tags."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        words = _MARKUP.sub(b" ", data[:LOOKED_AT])
        found = chardet.detect(words)["encoding"]
        return (resolve_encoding(found) if found else None) or "cp1252"
    return "utf-8"


def _printable(text: str) -> str:
    """`text` with one kind of line end and without the control characters that no page means."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _kind(text: str, declared: str) -> Kind:
    """A document that says so is HTML; else the declared type counts, where the text bears it out; else its looks."""
    looked_at = text[:LOOKED_AT]
    if _DOCUMENT.match(looked_at):
        return "html"
    if declared in TEXT_TYPES:
        return "dump"
    tags = len(_TAG.findall(looked_at))
    if declared in HTML_TYPES:
        return "html" if tags else "dump"
    # A text that talks about HTML names a tag here and there; a page has one every few words.
    dense = tags >= 4 and tags * 40 >= len(looked_at.split())  # noqa: PLR2004 - explained in the line above
    return "html" if _TAG.match(looked_at.lstrip()) or dense else "dump"
