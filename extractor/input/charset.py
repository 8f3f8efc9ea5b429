"""Decode bytes: find the charset, and undo double encoding.

The first source that can decode the bytes decides: a byte order mark, the zero bytes of UTF-16 without a mark, valid
UTF-8 with non-ASCII characters, the HTTP header, a `<meta>` or XML declaration, detection. UTF-8 precedes declarations
because programs that save pages re-encode them and keep the old declaration. Labels have their meaning in the WHATWG
Encoding Standard (through w3lib): `latin-1` is windows-1252, `gb2312` is gb18030. Codecs that the standard does not
define are not used.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import chardet
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

from extractor.types import CharsetSource

# A charset is wrong for a page if more than this share of the non-ASCII characters is malformed. Below that share the
# page was cut or spliced.
MAX_MALFORMED_SHARE = 0.1
SAMPLE_BYTES = 200_000  # for detection
# Fewer characters of UTF-8 may be valid by accident: the two of "联通" in gb2312 are.
MIN_UTF8_CHARACTERS = 4
# In UTF-16 each ASCII character of the markup has a zero byte, always at even or always at odd positions.
UTF16_SAMPLE_BYTES = 4_000
UTF16_MIN_ZERO_SHARE = 0.2  # at these positions
UTF16_MAX_OTHER_SHARE = 0.01  # at the other positions
# The codecs of the WHATWG Encoding Standard, by their Python names.
CODECS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
    "iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 tis-620 gb18030 gbk gb2312 hz big5 big5hkscs "
    "euc_jp iso2022_jp shift_jis cp932 euc_kr cp949 johab ascii iso8859-1 iso8859-9".split()
)

_MULTIBYTE_START = re.compile(rb"[\xc0-\xff]")
_ASCII = bytes(range(128))
_NOT_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")
# Characters of windows-1252 in place of the control characters of Latin-1, with their bytes.
_WINDOWS_1252 = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_MARKUP = re.compile(rb"<(script|style)\b(?:[^<]++|<(?!/\1\s*>))*+</\1\s*>|<[^<>]*+>", re.IGNORECASE)


class Text(NamedTuple):
    """Decoded text."""

    text: str
    charset: str
    """Name of the Python codec."""
    source: CharsetSource
    malformed: int
    """Number of characters U+FFFD."""


def decode_bytes(data: bytes, content_type: str | None) -> Text:
    """Decode `data` with the best charset.

    Args:
        data: the page.
        content_type: value of the HTTP `Content-Type` header, if there was one.

    """
    mark, bom = read_bom(data)
    if mark is not None and bom is not None:
        return _decode(data[len(bom) :], mark, "bom")
    if (utf16 := _utf16(data)) is not None:
        return _decode(data, utf16, "detected")
    declared = list(_declared(data, content_type))
    valid = _utf8(data)
    if valid is not None and _is_utf8(data, declared):
        sources = [source for charset, source in declared if charset == "utf-8"]
        return Text(valid, "utf-8", (sources or ["detected"])[0], 0)
    tries = [_decode(data, charset, source) for charset, source in declared]
    plausible = next((each for each in tries if _is_plausible(each)), None)
    if plausible is not None:
        return plausible
    detected = _decode(data, "utf-8" if valid is not None else _detect(data), "detected")
    return tries[0] if tries and tries[0].malformed <= detected.malformed else detected


def undo_double_encoding(text: str) -> str | None:
    """Return text whose UTF-8 was read as windows-1252 and encoded as UTF-8 again; None if that did not happen.

    Every non-ASCII character of the text must be part of such an error.
    """
    if text.isascii():
        return None
    others = text.encode("utf-8", "replace").translate(None, _ASCII).decode("utf-8")
    try:
        # A shortcut for most pages: without ASCII little is left.
        if len(others) - len(_encoded_once(others)) < MIN_UTF8_CHARACTERS:
            return None
        # A character of UTF-8 outside ASCII has no ASCII bytes, so each run of such characters is decoded by itself.
        return _NOT_ASCII_RUN.sub(lambda run: _encoded_once(run[0]), text)
    except UnicodeError:
        return None


def _encoded_once(text: str) -> str:
    return text.translate(_WINDOWS_1252).encode("latin-1").decode("utf-8")


def _declared(data: bytes, content_type: str | None) -> Iterator[tuple[str, CharsetSource]]:
    """Yield the declared charsets, the HTTP header first."""
    header = _known(http_content_type_encoding(content_type))
    if header:
        yield header, "header"
    meta = _known(html_body_declared_encoding(data))
    if meta:
        # The declaration was readable as ASCII, so that it is not in UTF-16 (WHATWG, "prescan a byte stream").
        yield ("utf-8" if meta.startswith("utf-16") else meta), "meta"


def _known(label: str | None) -> str | None:
    """Return the charset if it is one of `CODECS`; Python has other codecs, some of which do not return text."""
    try:
        return label if label and codecs.lookup(label).name in CODECS else None
    except (LookupError, ValueError):
        return None


def _decode(data: bytes, charset: str, source: CharsetSource) -> Text:
    text = to_unicode(data, charset)
    return Text(text, charset, source, text.count("\ufffd"))


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_utf8(data: bytes, declared: Sequence[tuple[str, CharsetSource]]) -> bool:
    """Return whether valid UTF-8 is UTF-8 on purpose, whatever the declarations say."""
    if data.isascii():
        return False
    others = any(charset != "utf-8" for charset, _ in declared)
    first = islice(_MULTIBYTE_START.finditer(data), MIN_UTF8_CHARACTERS)
    return not others or sum(1 for _ in first) == MIN_UTF8_CHARACTERS


def _utf16(data: bytes) -> str | None:
    """Return the byte order of UTF-16 without a byte order mark; None for other charsets."""
    head = data[:UTF16_SAMPLE_BYTES]
    half = len(head) // 2
    even, odd = head[: 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    for zeros, others, charset in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros and zeros >= UTF16_MIN_ZERO_SHARE * half and others <= UTF16_MAX_OTHER_SHARE * half:
            return charset
    return None


def _is_plausible(decoded: Text) -> bool:
    """Return whether few enough characters are malformed for the charset to be right."""
    text = decoded.text
    non_ascii = len(text) - len(text.encode("ascii", "ignore")) if decoded.malformed else 0
    return decoded.malformed <= MAX_MALFORMED_SHARE * non_ascii


def _detect(data: bytes) -> str:
    """Detect the charset of the text between the tags."""
    found = chardet.detect(_MARKUP.sub(b" ", data[:SAMPLE_BYTES]))["encoding"]
    return _known(resolve_encoding(found) if found else None) or "cp1252"
