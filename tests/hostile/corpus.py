"""Hostile requests, each with the documented statuses of the answer.

Requests with the statuses 200 and 504 get a short deadline in tests, which a fast machine may meet. All others get a
long one, since their status does not depend on the machine.
"""

import gzip
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

import brotli
import zstandard

MAX_BODY = 4_000_000
TEXT = "The harbour council will not switch on its new camera towers before the end of the year, it said. " * 5
ZEROS = bytes(200_000_000)
NEWLINES = b"\n" * 200_000_000


class Attack(NamedTuple):
    """One request."""

    name: str
    make: Callable[[], dict[str, Any]]
    """Returns the arguments of an HTTP client's `post`."""
    statuses: frozenset[int]
    path: str = "/v1/extract"


def _page(html: str | bytes, **more: Any) -> dict[str, Any]:
    return {"data": io.BytesIO(html.encode() if isinstance(html, str) else html), **more}


def _compressed(coding: str, body: bytes) -> dict[str, Any]:
    return {"data": io.BytesIO(body), "headers": {"Content-Encoding": coding}}


def _typed(kind: str, body: bytes) -> dict[str, Any]:
    return {"data": io.BytesIO(body), "headers": {"Content-Type": kind}}


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.html", ZEROS[:1_000_000])
    return held.getvalue()


def _twice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


def _long_window_zstd() -> bytes:
    parameters = zstandard.ZstdCompressionParameters.from_level(22, window_log=27)
    packing = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    return packing.compress(TEXT.encode()) + packing.flush()


def _soup() -> str:
    pick = random.Random(1)  # noqa: S311 - reproducible tag soup
    tags = (
        "div",
        "p",
        "table",
        "tr",
        "td",
        "b",
        "a",
        "ul",
        "li",
        "select",
        "option",
        "svg",
        "math",
        "template",
        "form",
    )
    return "".join(f"<{pick.choice(('', '/'))}{pick.choice(tags)}>{pick.choice(('', 'word '))}" for _ in range(30_000))


def _multipart(parts: int) -> bytes:
    part = b'--x\r\nContent-Disposition: form-data; name="f%d"\r\n\r\nvalue\r\n'
    return b"".join(part % number for number in range(parts)) + b"--x--\r\n"


def _attack(name: str, make: Callable[[], dict[str, Any]], *statuses: int, path: str = "/v1/extract") -> Attack:
    return Attack(name, make, frozenset(statuses), path)


FORM = "multipart/form-data; boundary=x"
BATCH = "/v1/extract/batch"
LD = '<script type="application/ld+json">%s</script><p>%s</p>'
ATTACKS = (
    _attack("gzip bomb", lambda: _compressed("gzip", gzip.compress(ZEROS)), 413),
    _attack("brotli bomb", lambda: _compressed("br", brotli.compress(ZEROS, quality=1)), 413),
    _attack("zstd bomb", lambda: _compressed("zstd", zstandard.compress(ZEROS)), 413),
    _attack("deflate bomb", lambda: _compressed("deflate", zlib.compress(ZEROS)), 413),
    _attack("bomb in a bomb", lambda: _compressed("gzip, gzip", gzip.compress(gzip.compress(ZEROS))), 413),
    _attack("truncated gzip", lambda: _compressed("gzip", gzip.compress(TEXT.encode())[:-9]), 400),
    _attack("corrupt gzip", lambda: _compressed("gzip", gzip.compress(TEXT.encode())[:50] + b"\xff" * 200), 400),
    _attack("plain text declared as gzip", lambda: _compressed("gzip", TEXT.encode()), 400),
    _attack("unknown content coding", lambda: _compressed("lzma", TEXT.encode()), 415),
    _attack("fifty codings", lambda: _compressed(", ".join(["gzip"] * 50), TEXT.encode()), 415),
    _attack("larger than allowed", lambda: {"data": io.BytesIO(b"x" * (MAX_BODY + 1))}, 413),
    _attack("unclosed divs", lambda: _page("<div>" * 100_000 + TEXT), 422),
    _attack("nested elements with end tags", lambda: _page("<b>" * 60_000 + TEXT + "</b>" * 60_000), 422),
    _attack(
        "200,000 attributes", lambda: _page(f"<html><body><p {' '.join(f'a{n}' for n in range(200_000))}>{TEXT}"), 422
    ),
    _attack("giant attribute", lambda: _page(f"<p title='{'x' * 3_000_000}'>{TEXT}</p>"), 200, 504),
    _attack("200,000 breaks", lambda: _page("line<br>" * 200_000), 200, 504),
    _attack("60,000 links", lambda: _page("<ul>" + "<li><a href='/p'>A link</a></li>" * 60_000 + "</ul>"), 200, 504),
    _attack("50,000 options", lambda: _page(f"<select>{'<option>x' * 50_000}</select><p>{TEXT}</p>"), 200, 504),
    _attack("20,000 rows", lambda: _page(f"<table>{'<tr><td>a<td>b' * 20_000}</table>"), 200, 504),
    _attack("tag soup", lambda: _page(_soup()), 200, 504),
    _attack("null bytes", lambda: _page(b"\0" * 100_000 + TEXT.encode()), 200, 415),
    _attack("null bytes only", lambda: _page(b"\0" * 1_000_000), 400, 415),
    _attack("a page of random bytes", lambda: _page(random.Random(2).randbytes(300_000)), 200, 400, 415),  # noqa: S311
    _attack("wrong charset", lambda: _typed("text/html; charset=utf-16", f"<p>{TEXT}</p>".encode()), 200),
    _attack("unknown charset", lambda: _typed("text/html; charset=x-klingon", f"<p>{TEXT}</p>".encode()), 200),
    _attack("broken UTF-8", lambda: _page(b"<p>" + b"\xc3\x28\xf0\x28\x8c\xbc" * 50_000 + TEXT.encode()), 200, 504),
    _attack("numeric entities", lambda: _page("<p>" + "&#x110000;&#0;&#xd800;" * 50_000 + TEXT), 200, 504),
    _attack("billion laughs", lambda: _page('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b;' + TEXT), 200),
    _attack(
        "self-referring JSON-LD",
        lambda: _page(LD % ('{"@type":"Article","@id":"#a","author":{"@id":"#a"}}', TEXT)),
        200,
    ),
    _attack("deep JSON-LD", lambda: _page(LD % ("[" * 100_000, TEXT)), 200),
    _attack(
        "giant JSON-LD", lambda: _page(LD % (json.dumps([{"@type": "Article", "name": "x"}] * 80_000), TEXT)), 200, 504
    ),
    _attack("a word of a million letters", lambda: _page(f"<p>{'x' * 1_000_000}</p>"), 200, 504),
    _attack("spaces for regular expressions", lambda: _page(f"<p>By {' ' * 500_000}x</p><p>{TEXT}</p>"), 200, 504),
    _attack(
        "digits for date patterns",
        lambda: _page(f"<h1>x</h1><p>{'1-1-2020/' * 20}</p><p>{'12 ' * 100_000}</p>"),
        200,
        504,
    ),
    _attack("bars for title patterns", lambda: _page(f"<title>{' - |' * 100_000}</title><p>{TEXT}</p>"), 200, 504),
    _attack("plain text of one line", lambda: _typed("text/plain", (TEXT * 6_000).encode()), 200, 504),
    _attack("plain text of short lines", lambda: _typed("text/plain", b"word\n" * 400_000), 413),
    _attack(
        "plain text of the maximal number of lines", lambda: _typed("text/plain", b"word\n" * 99_000), 200, 422, 504
    ),
    _attack("plain text of blank lines", lambda: _typed("text/plain", b" \n" * 1_000_000 + TEXT.encode()), 413),
    _attack("PDF", lambda: _page(b"%PDF-1.7" + b"x" * 1000), 415),
    _attack("zip", lambda: _page(_zip()), 415),
    _attack("image", lambda: _typed("image/png", b"\x89PNG"), 415),
    _attack("empty body", lambda: _page(b""), 400),
    _attack("invalid JSON", lambda: _typed("application/json", b'{"html": "x"'), 400),
    _attack("deep JSON", lambda: _typed("application/json", b"[" * 1_000_000), 400),
    _attack(
        "lone surrogate in JSON",
        lambda: _typed("application/json", b'{"html": "<p>\\ud800' + TEXT.encode() + b'"}'),
        200,
    ),
    _attack("a thousand parts", lambda: _typed(FORM, _multipart(1000)), 413),
    _attack("a hundred thousand parts", lambda: _typed(FORM, _multipart(60_000)), 413),
    _attack("form of line feeds", lambda: _typed(FORM, b"\n" * 4_000_000), 400),
    _attack("form of carriage returns and line feeds", lambda: _typed(FORM, b"--x\r\n" + b"\r\n" * 2_000_000), 400),
    _attack("form with endless headers", lambda: _typed(FORM, b"--x\r\n" + b"A: b\r\n" * 500_000 + b"--x--"), 400),
    _attack("form without a boundary", lambda: _typed("multipart/form-data", _multipart(1)), 400),
    _attack(
        "form without a closing boundary",
        lambda: _typed(FORM, b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\nx'),
        400,
    ),
    _attack("deadline of 1 ms", lambda: _page(f"<p>{TEXT}</p>", params={"deadline_ms": "1"}), 504),
    _attack("negative deadline", lambda: _page(f"<p>{TEXT}</p>", params={"deadline_ms": "-5"}), 400),
    _attack("deadline of 400 digits", lambda: _page(f"<p>{TEXT}</p>", params={"deadline_ms": "9" * 400}), 400),
    _attack("unknown parameter", lambda: _page(f"<p>{TEXT}</p>", params={"link": "x"}), 400),
    _attack("content type with non-ASCII characters", lambda: _typed("image/\u00ff", b"x"), 415),
    _attack("zstd with a window of 128 MB", lambda: _compressed("zstd", _long_window_zstd()), 400),
    _attack("190,000 gzip members", lambda: _compressed("gzip", gzip.compress(b"") * 190_000), 400),
    _attack("batch of invalid lines", lambda: {"data": b"\xff\n{}\nnull\n[]\n" * 20}, 200, path=BATCH),
    _attack("batch of one endless line", lambda: {"data": io.BytesIO(b"x" * (MAX_BODY * 3))}, 200, path=BATCH),
    _attack("batch as a gzip bomb", lambda: _compressed("gzip", gzip.compress(ZEROS)), 200, path=BATCH),
    _attack("batch as a zstd bomb", lambda: _compressed("zstd", zstandard.compress(ZEROS)), 200, path=BATCH),
    _attack("batch as a bomb in a bomb", lambda: _compressed("gzip, gzip", _twice(ZEROS)), 200, path=BATCH),
    _attack("batch as a bomb of blank lines", lambda: _compressed("gzip", gzip.compress(NEWLINES)), 200, path=BATCH),
    _attack(
        "batch as a bomb in a bomb of blank lines", lambda: _compressed("gzip, gzip", _twice(NEWLINES)), 200, path=BATCH
    ),
    _attack("batch of blank lines", lambda: {"data": io.BytesIO(NEWLINES[:20_000_000])}, 200, path=BATCH),
    _attack("batch with an unknown parameter", lambda: {"data": b"{}", "params": {"link": "x"}}, 400, path=BATCH),
    _attack(
        "batch with a deadline of 400 digits",
        lambda: {"data": b"{}", "params": {"deadline_ms": "9" * 400}},
        400,
        path=BATCH,
    ),
)
