"""Bytes and what was declared about them become text, and the text is told to be HTML or a plain-text dump.

The charset is decided by the first of these that can read the bytes: a byte order mark, the zero bytes of UTF-16
without one, UTF-8 that is valid and goes beyond ASCII, the HTTP header, a `<meta>` or XML declaration, detection. UTF-8
stands before what is declared, because saved pages are encoded anew and keep their old declaration. Labels mean what
the WHATWG Encoding Standard says (w3lib), so that `latin-1` is windows-1252 and `gb2312` is gb18030; codecs that the
standard does not know are not used.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice

import chardet
from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
    to_unicode,
)

from extractor.errors import Empty, NotText, TooLarge
from extractor.input import saved_pages
from extractor.types import CharsetSource, Decoded, Kind

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
# So few characters of UTF-8 may be words of another charset: the two of "联通" in gb2312 are valid UTF-8.
FEW_CHARACTERS = 4
# UTF-16 has a zero byte for each character of markup, all in even or all in odd places.
UTF16_LOOKED_AT = 4_000  # bytes
UTF16_ZEROS = 0.2  # of the bytes in those places, at least
UTF16_OTHERS = 0.01  # of the bytes in the other places, at most

# The codecs of the WHATWG Encoding Standard, by their names in Python.
CODECS = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 "
    "iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 "
    "cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 tis-620 gb18030 gbk gb2312 hz big5 big5hkscs "
    "euc_jp iso2022_jp shift_jis cp932 euc_kr cp949 johab ascii iso8859-1 iso8859-9".split()
)

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_CONTROL_BYTES = bytes([*range(9), 11, *range(13, 32), 127])
_BEYOND_ASCII = re.compile(rb"[\xc0-\xff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
# What windows-1252 has where Latin-1 has control characters, with the bytes that stand for it.
_WINDOWS_1252 = {
    ord(bytes([byte]).decode("cp1252")): byte
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_BEYOND_WINDOWS_1252 = re.compile(rf"[^\x00-\xff{''.join(map(chr, _WINDOWS_1252))}]")
_MARKUP = re.compile(rb"<(script|style)\b(?:[^<]++|<(?!/\1\s*>))*+</\1\s*>|<[^<>]*+>", re.IGNORECASE)
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
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
        TooLarge: it is larger than that.
        Empty: it holds nothing but white space.
        NotText: it is neither HTML nor plain text.
        Garbled: it is a page in a wrapper that cannot be read.

    """
    if len(data) > max_bytes:
        message = f"the page has {len(data):,} bytes, more than the {max_bytes:,} allowed; raise max_bytes to take it"
        raise TooLarge(message)
    _refuse_empty(data)
    saved = saved_pages.unwrap_message(data, content_type)
    _refuse_empty(saved.data)
    declared = (saved.content_type or "").partition(";")[0].strip().lower()
    malformed, notes = 0, list(saved.notes)
    charset: str = "unicode"
    source: CharsetSource = "none"
    if isinstance(saved.data, str):
        text = _printable(saved.data)
    else:
        _refuse_signatures(saved.data)
        text, charset, source, malformed = _read(saved.data, saved.content_type)
        # Nearly all pages hold no control byte, and to look for bytes is much cheaper than to search the text.
        if len(saved.data.translate(None, _CONTROL_BYTES)) < len(saved.data):
            _refuse_controls(text)
            text = _printable(text)
        if (once := _decoded_twice(text)) is not None:
            text = once
            notes.append("the page was encoded as UTF-8 twice, which was undone")
    page = saved_pages.unwrap_text(text)
    _refuse_empty(page.text)
    return Decoded(
        text=page.text,
        kind=_kind(page.text, declared),
        charset=charset,
        charset_source=source,
        malformed=malformed,
        url=saved.url or page.url,
        notes=(*notes, *page.notes),
    )


def _refuse_empty(data: bytes | str) -> None:
    if not data.strip():
        message = "there is nothing to extract: the input is empty"
        raise Empty(message)


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
    header = _known(http_content_type_encoding(content_type))
    if header:
        yield header, "header"
    meta = _known(html_body_declared_encoding(data))
    if meta:
        # A declaration that could be read as ASCII was not written in UTF-16 (WHATWG "prescan").
        yield ("utf-8" if meta.startswith("utf-16") else meta), "meta"


def _known(label: str | None) -> str | None:
    """A charset, where it is one: Python has codecs that give no text, and some that no browser has."""
    try:
        return label if label and codecs.lookup(label).name in CODECS else None
    except (LookupError, ValueError):
        return None


def _read(data: bytes, content_type: str | None) -> tuple[str, str, CharsetSource, int]:
    """The text, its charset, who decided that, and how many characters could not be read."""
    mark, bom = read_bom(data)
    if mark is not None and bom is not None:
        return _tried(data[len(bom) :], mark, "bom")
    if (unmarked := _utf16(data)) is not None:
        return _tried(data, unmarked, "detected")
    declared = list(_charsets(data, content_type))
    valid = _utf8(data)
    if valid is not None and _is_meant(data, declared):
        sources = [source for charset, source in declared if charset == "utf-8"]
        return valid, "utf-8", (sources or ["detected"])[0], 0
    tries = [_tried(data, charset, source) for charset, source in declared]
    plausible = next((each for each in tries if _is_plausible(each[0], each[3])), None)
    if plausible is not None:
        return plausible
    detected = _tried(data, "utf-8" if valid is not None else _detect(data), "detected")
    return tries[0] if tries and tries[0][3] <= detected[3] else detected


def _tried(data: bytes, charset: str, source: CharsetSource) -> tuple[str, str, CharsetSource, int]:
    text = to_unicode(data, charset)
    return text, charset, source, text.count("\ufffd")


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _is_meant(data: bytes, declared: Sequence[tuple[str, CharsetSource]]) -> bool:
    """Whether bytes that are valid UTF-8 are meant as UTF-8, whatever is declared."""
    if data.isascii():
        return False
    others = any(charset != "utf-8" for charset, _ in declared)
    return not others or sum(1 for _ in islice(_BEYOND_ASCII.finditer(data), FEW_CHARACTERS)) == FEW_CHARACTERS


def _utf16(data: bytes) -> str | None:
    """The byte order of UTF-16 without a byte order mark; None for anything else."""
    head = data[:UTF16_LOOKED_AT]
    half = len(head) // 2
    even, odd = head[: 2 * half : 2].count(0), head[1 : 2 * half : 2].count(0)
    for zeros, others, charset in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros and zeros >= UTF16_ZEROS * half and others <= UTF16_OTHERS * half:
            return charset
    return None


def _decoded_twice(text: str) -> str | None:
    """`text` as it was before it was read as windows-1252 and encoded as UTF-8 again; None where it was not.

    A page counts only if every character of it beyond ASCII is part of such a mistake.
    """
    if text.isascii():
        return None
    first = _NOT_ASCII.search(text)
    if first is None or not "\u00c2" <= first[0] <= "\u00f4" or _BEYOND_WINDOWS_1252.search(text):
        return None
    try:
        once = text.translate(_WINDOWS_1252).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    return once if len(text) - len(once) >= FEW_CHARACTERS else None


def _is_plausible(text: str, malformed: int) -> bool:
    """Whether text with `malformed` replacement characters was read in the right charset."""
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) if malformed else 0
    return malformed <= MALFORMED_SHARE * beyond_ascii


def _detect(data: bytes) -> str:
    """What chardet makes of the words between the tags."""
    found = chardet.detect(_MARKUP.sub(b" ", data[:LOOKED_AT]))["encoding"]
    return _known(resolve_encoding(found) if found else None) or "cp1252"


def _printable(text: str) -> str:
    """`text` with one kind of line end and without the control characters that no page means."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _kind(text: str, declared: str) -> Kind:
    """A document that says so is HTML; else the declared type counts, where the text bears it out; else its looks."""
    looked_at = text[:LOOKED_AT]
    start = _behind_comments(looked_at)
    if (start == len(looked_at) and not looked_at.isspace()) or _DOCUMENT.match(looked_at, start):
        return "html"
    if declared in TEXT_TYPES:
        return "dump"
    tags = len(_TAG.findall(looked_at))
    if declared in HTML_TYPES:
        return "html" if tags else "dump"
    # A text that talks about HTML names a tag here and there; a page has one every few words.
    dense = tags >= 4 and tags * 40 >= len(looked_at.split())  # noqa: PLR2004 - explained in the line above
    return "html" if _TAG.match(looked_at, start) or dense else "dump"


def _behind_comments(text: str) -> int:
    """Where the first thing stands that is no white space, XML declaration or comment."""
    at, size = 0, len(text)
    while at < size:
        if text[at].isspace():
            at += 1
        elif text.startswith("<?", at) or text.startswith("<!--", at):
            sign = ">" if text[at + 1] == "?" else "-->"
            end = text.find(sign, at + 2)
            if end < 0:
                return size
            at = end + len(sign)
        else:
            break
    return at
