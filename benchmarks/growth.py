"""Measure how time and memory grow with the size of hostile pages. Prints one JSON object.

    python -m benchmarks.growth [--sizes 64 2048] [--mode fast] [--only NAME]

Each page of `GENERATORS` and `DUMPS` is made in sizes that double from the first to the second of `--sizes`
(kilobytes). Each is extracted and rendered in a process of its own. The exit code is 1 if a bound is missed.

time_exponent, memory_exponent: slope of the logarithm of CPU time, or of memory above an idle process, over the
    logarithm of the size, in the upper half of the sizes. 1 is linear.
ratio: CPU time of the largest page, divided by that of an ordinary page of the same size.
refused: the documented error, if the page is refused. It is timed as well.
stages: for ordinary pages, the time exponent of each stage.
"""

import argparse
import json
import math
import multiprocessing
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from rich.console import Console
from rich.progress import track

from extractor import ExtractorError, InternalError, Options, extract, pipeline
from extractor.content import second_opinion, trafilatura
from extractor.document import html, plaintext
from extractor.input import limits
from extractor.options import MODES, Mode
from extractor.render.formats import FORMATS, render

Generator = Callable[[int], str]
BOUNDS: Mapping[str, float] = {"time_exponent": 1.2, "memory_exponent": 1.2, "ratio": 8.0}
FAILED: Final = "failed"
NOTICED_SECONDS: Final = 0.05  # below that time says little about growth
NOTICED_BYTES: Final = 30_000_000
MOST_SECONDS: Final = 120
TEXT = "The ferry company will run two more boats in summer, the council said on Monday after a long debate. "


def repeated(piece: str, before: str = "", after: str = "") -> Generator:
    """A page of `piece`, over and over."""

    def make(size: int) -> str:
        times = max((size - len(before) - len(after)) // len(piece), 1)
        return before + piece * times + after

    return make


def numbered(piece: str, before: str = "", after: str = "") -> Generator:
    """The same with a number at each `%d`."""

    def make(size: int) -> str:
        parts, length, number = [before], len(before) + len(after), 0
        while length < size:
            parts.append(piece.replace("%d", str(number)))
            length += len(parts[-1])
            number += 1
        return "".join([*parts, after])

    return make


def nested(opening: str, closing: str, depth: int, inner: str) -> Generator:
    """Elements inside each other, and many things inside them."""
    return repeated(inner, opening * depth, closing * depth)


def ordinary(size: int) -> str:
    """A page as a newspaper makes them: a menu, an article, teasers, comments, and scripts for half of its bytes."""
    menu = "".join(f"<li class='menu-item'><a href='/s/{number}'>Section {number}</a></li>" for number in range(20))
    head = f"<html lang='en'><head><title>More boats in summer</title></head><body><nav><ul>{menu}</ul></nav><main>"
    part = (
        f"<div class='row'><h2>What was said</h2><p>{TEXT * 4}</p><p>It is <a href='/x'>not the first</a> time.</p>"
        "<div class='teaser'><a href='/t'><img src='t.jpg'><span>Other news</span></a></div>"
        f"<script>var state = {{a: '{'x' * 900}'}};</script></div>"
    )
    start, end = "<article><h1>More boats in summer</h1>", "</article></main><footer>Imprint</footer></body></html>"
    return repeated(part, head + start, end)(size)


GENERATORS: Mapping[str, Generator] = {
    "ordinary page": ordinary,
    # Decoding, and what a page is.
    "empty comments before a tag": repeated("<!---->", after="<p>" + TEXT),
    "comments before a tag": repeated("<!-- x -->\n", after="<p>" + TEXT),
    "unclosed comments": repeated("<!--"),
    "unclosed script tags": repeated("<script "),
    "blanks": repeated(" " * 1000 + "x"),
    "one word": repeated("x", "<p>"),
    "entities": repeated("&amp;&#x110000;&nosuch", "<p>"),
    "escaped for JSON": repeated(r"<p class=\"x\">caf\u00e9 and more\n", r'"<html lang=\"en\">', '"'),
    # What the parser is slow over.
    "unclosed div": repeated("<div>"),
    "div closed by another name": repeated("<div></x>"),
    "div closed in a comment": repeated("<div><!--</div>-->"),
    "div closed in a script": repeated("<div><script><!--<script></script></div>--></script>"),
    "div closed in an attribute": repeated("<div><p a='</div>'>x"),
    "div closed in an object": repeated("<div><object></div>"),
    "div closed in a cell": repeated("<table><th><div></td>"),
    "span closed in a div": repeated("<span><div></span>"),
    "title in svg": repeated("<svg><title><div>"),
    "style in svg": repeated("<svg><style><g></style>"),
    "cells in svg": repeated("<svg><td>"),
    "rt": repeated("<rt>"),
    "templates": repeated("<template><div><td>"),
    "b left open": numbered("<b x=%d><p>x"),
    "b left open before paragraphs": numbered("<p>x", "<p>" + "".join(f"<b x={number}>" for number in range(1500))),
    "attributes": numbered(" a%d=''", "<p", ">" + TEXT),
    "attributes without blanks": numbered('a%d=""', "<p ", ">" + TEXT),
    "attributes and slashes": numbered("/a%d", "<p", ">" + TEXT),
    "attributes of a script": numbered(" a%d", "<script", "></script>" + TEXT),
    "attributes with apostrophes": numbered(" a%d=it's", "<p", ">" + TEXT),
    "tags of 450 attributes": repeated("<p " + " ".join(f"a{number}" for number in range(450)) + ">x"),
    "options": repeated("<option>x", "<select>"),
    "lists of 2,500 options": repeated("<select>" + "<option>x" * 2500 + "</select>"),
    "a giant attribute": repeated("x", "<p title='", f"'>{TEXT}"),
    "class names": numbered("name-%d ", "<p class='", f"'>{TEXT}"),
    # What the walk is slow over.
    "q": repeated("<q>x"),
    "blockquote": repeated("<blockquote>"),
    "ul li": repeated("<ul><li>"),
    "1,900 deep": nested("<div>", "</div>", 1900, f"<div>{TEXT}</div>"),
    "400 lists deep": nested("<ul><li>", "</li></ul>", 400, f"<li>{TEXT}</li>"),
    "400 links and markup deep": nested("<i><b>", "</b></i>", 400, "<p>x</p>"),
    "paragraphs": repeated("<p>x"),
    "images in a picture": numbered("<source srcset='/s%d.jpg 2x'><img>", "<p>" + TEXT + "<picture>"),
    "images in paragraphs": numbered("<p>" + TEXT + "<img src='/i%d.jpg'>", "<main>"),
    "formulas without TeX": nested("<span class='katex'>", "</span>", 300, "<span class='katex'>x</span>"),
    "formulas in MathML": repeated("<p>x <math><msup><mi>x</mi><mn>2</mn></msup></math> y"),
    "openings of formulas": repeated("\\(", "<script src='mathjax.js'></script><p>"),
    "dollar signs": repeated("$x ", "<script src='mathjax.js'></script><p>"),
    "line numbers inside each other": nested("<table><tr><td class='gutter'>", "", 300, "<td class='gutter'>x</td>"),
    "lines of code": numbered("<div><span class='lineno'>%d</span>x = 1</div>", "<main><p>" + TEXT + "<pre>"),
    "buttons": repeated("<button>Copy the text</button>", "<p>" + TEXT),
    "exponents": repeated("10<sup>6</sup> ", "<p>" + TEXT),
    "definitions": repeated("<dl>"),
    "terms": repeated("<dl><dt>x<dd>y</dl>"),
    "a table": repeated("<tr><td>a<td>b", "<table>"),
    "tables": repeated("<table><tr><td>a<td>b</table>"),
    "tables in tables": nested("<table><tr><td>", "</table>", 300, "<table><tr><td>a</table>"),
    "headings that hold paragraphs": nested("<h1><div>", "</div></h1>", 400, f"<p>{TEXT}</p>"),
    "breaks": repeated("line<br>"),
    "links": repeated("<li><a href='/p'>A link</a></li>", "<ul>", "</ul>"),
    "pre": repeated("code of a program\n", "<pre>", "</pre>"),
    "nav in nav": nested("<nav>", "</nav>", 1000, f"<p>{TEXT}</p>"),
    "long paragraph": repeated(TEXT, "<p>", "</p>"),
    "sentences": repeated(f"<p>{TEXT}</p>", "<article>", "</article>"),
    "different sentences": numbered(f"<p>{TEXT} %d words %d are %d new.</p>", "<article>", "</article>"),
    "images": numbered("<img src='/i%d.jpg'><p>x</p>"),
    "empty frames": repeated("<iframe/><p>x</p>"),
    "open titles": repeated("<title>x<p>y"),
    "a page's source": numbered("<tr><td class=line-number value=%d><td class=line-content>&lt;p&gt;x</tr>", "<table>"),
    # Metadata.
    "meta tags": numbered("<meta name='m%d' content='x'>", "<head>", f"</head><p>{TEXT}"),
    "meta authors": numbered("<meta name='author' content='Jane Doe %d'>", "<head>", f"</head><p>{TEXT}"),
    "a long title": repeated(" - |", "<title>", f"</title><h1>{TEXT}</h1><p>{TEXT}"),
    "headings": numbered("<h1>Heading %d of the page</h1>", "<title>Heading of the page</title>"),
    "JSON-LD": repeated(
        '{"@type":"Article","name":"x"},', '<script type="application/ld+json">[', f"{{}}]</script><p>{TEXT}"
    ),
    "JSON-LD that refers": numbered(
        '{"@type":"Person","@id":"#%d","author":{"@id":"#1"}},',
        '<script type="application/ld+json">[',
        f"{{}}]</script><p>{TEXT}",
    ),
    "deep JSON-LD": repeated("[", '<script type="application/ld+json">', f"</script><p>{TEXT}"),
    "microdata": repeated("<div itemscope itemtype='https://schema.org/Article'><b itemprop=name>x</b>"),
    "properties": repeated("<b itemprop=name>x</b>", "<div itemscope itemtype='https://schema.org/Article'>"),
    "blanks in a byline": repeated(" ", f"<h1>x</h1><p>{TEXT}</p><p>By ", f"x</p><p>{TEXT}</p>"),
    "dates": repeated("1-1-2020/", f"<h1>x</h1><p>{TEXT}</p><p>", "</p>"),
    "numbers": repeated("12 ", f"<h1>x</h1><p>{TEXT}</p><p>", "</p>"),
    "footnotes": numbered(f"<p>{TEXT}<sup><a href='#n%d'>%d</a></sup></p><ol><li id='n%d'>Note %d of many</li></ol>"),
    "references to one note": repeated("x<sup><a href='#n'>1</a></sup> ", f"<p>{TEXT}", f"<p id=n>{TEXT}"),
    "notes in one block": numbered("x<sup><a href='#n%d'>1</a></sup><i id='n%d'></i>", f"<p>{TEXT}"),
    "notes in notes": numbered("x<sup><a href='#n%d'>1</a></sup><div id='n%d'>", f"<p>{TEXT}"),
    "notes in the margin": repeated("word<span class=sidenote>a note</span> ", f"<p>{TEXT}"),
    "notes in the margin of each other": repeated("<span class=sidenote>a ", f"<p>{TEXT}"),
    "call-outs": repeated("<div class=note>x</div>", f"<p>{TEXT}"),
    "call-outs in call-outs": repeated("<div class=note>x", f"<p>{TEXT}"),
    "tasks": repeated("<li><input type=checkbox disabled>x", f"<p>{TEXT}<ul>"),
    "cells that span": repeated("<td colspan=100 rowspan=100>x", f"<p>{TEXT}<table><tr>"),
    "rows that span": repeated("<tr><td colspan=100 rowspan=100>x", f"<p>{TEXT}<table>"),
    "lists in cells": repeated("<td><ul><li>x</ul>", f"<p>{TEXT}<table><tr>"),
    "roots in roots": repeated("<msqrt>", f"<p>{TEXT}<span class=katex><math>"),
    "players": repeated(f"<p>{TEXT}</p><iframe src='https://www.youtube.com/embed/abcdef'></iframe>"),
    "emphasis": numbered("<b>w%d</b><i>x</i>", f"<p>{TEXT}"),
    "brackets and stars": repeated("[*_`~!", f"<p>{TEXT}"),
}
DUMPS: Mapping[str, Generator] = {
    "ordinary dump": repeated(f"Home\nNews\n\n{TEXT * 3}\n\n{TEXT}\n\nRead more\n"),
    "hyphenated lines": repeated("a line of a text that was wrapped and hyphen-\n"),
    "wrapped lines": repeated("and the ferry will go on all through the winter as it did before in\n"),
    "prefixes": repeated("date 2020-06-10 "),
    "short lines": repeated("word\n"),
    "blank lines": repeated(" \n", after=TEXT),
    "one line": repeated(TEXT),
    "cells": repeated("a   b\t"),
    "marks": repeated("- x\n"),
    "blanks in a line": repeated(" " * 5000 + "x"),
}
# What begins so is not told to be HTML by anything before it.
OPENINGS = ("<!--", '"')
# Where each stage is called.
STAGES: Sequence[tuple[str, Any, str]] = (
    ("decode", pipeline, "decode"),
    ("limits", limits, "limit"),
    ("walk", html, "parse"),
    ("structured data", pipeline, "read_structured_data"),
    ("features and trees", pipeline, "classify_html"),
    ("metadata", pipeline, "read_html"),
    ("trafilatura", trafilatura, "read"),
    ("alignment", second_opinion, "kept_shares"),
    ("second stage", second_opinion, "classify_again"),
    ("plain text", plaintext, "parse"),
    ("features and trees of plain text", pipeline, "classify_plaintext"),
    ("metadata of plain text", pipeline, "read_plaintext"),
)


class Reading(NamedTuple):
    """What one page took."""

    size: int
    seconds: float
    """Of CPU."""
    memory: int
    """Bytes, at the most, above what the process had before."""
    refused: str
    """The error that it was refused with; empty where it was read."""
    stages: Mapping[str, float]


@contextmanager
def timed(found: dict[str, float]) -> Iterator[None]:
    """Add up the CPU time of each stage meanwhile; a stage within another counts for both."""

    def wrapped(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return function(*given, **named)
            finally:
                found[name] += time.process_time() - start

        return call

    before = [(module, attribute, getattr(module, attribute)) for _, module, attribute in STAGES]
    for name, module, attribute in STAGES:
        setattr(module, attribute, wrapped(name, getattr(module, attribute)))
    try:
        yield
    finally:
        for module, attribute, function in before:
            setattr(module, attribute, function)


def peak() -> int:
    """Bytes of memory that this process had at the most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def read(name: str, size: int, mode: Mode) -> Reading:
    """Make a page, read it and render the answer."""
    is_dump = name in DUMPS
    made = {**GENERATORS, **DUMPS}[name](size)
    if not is_dump and not made.startswith(OPENINGS):
        made = f"<!doctype html>{made}"
    data, refused, found = made.encode(), "", defaultdict[str, float](float)
    before, start = peak(), time.process_time()
    with timed(found):
        try:
            answer = extract(data, content_type="text/plain" if is_dump else "text/html", options=Options(mode=mode))
        except InternalError:
            raise
        except ExtractorError as error:
            refused, answer = type(error).__name__, None
    if answer is not None:
        for form in FORMATS:
            begun = time.process_time()
            render(answer, form)
            found[f"render {form}"] = time.process_time() - begun
    return Reading(len(data), time.process_time() - start, peak() - before, refused, dict(found))


def read_apart(name: str, size: int, mode: Mode) -> Reading:
    """`read` in a process of its own, so that memory that was kept does not hide what is taken.

    One that dies, or takes more than `MOST_SECONDS`, is a reading that was `FAILED`.
    """
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=lambda: theirs.send(read(name, size, mode)))
    process.start()
    theirs.close()
    try:
        found: Reading = ours.recv() if ours.poll(MOST_SECONDS) else _failed(size)
    except EOFError:
        found = _failed(size)
    process.kill()
    process.join()
    return found


def _failed(size: int) -> Reading:
    return Reading(size, MOST_SECONDS, 0, FAILED, {})


def exponent(points: Sequence[tuple[int, float]], noticed: float) -> float | None:
    """The slope of log y over log x in the upper half of `points`; None where y stays too small to tell."""
    upper = points[len(points) // 2 - 1 :] if len(points) > 2 else points  # noqa: PLR2004 - two make a line
    if upper[-1][1] < noticed:
        return None
    xs, ys = [math.log(x) for x, _ in upper], [math.log(max(y, noticed / 10)) for _, y in upper]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    return round(sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread, 2) if spread else None


def summary(readings: Sequence[Reading], usual: Sequence[Reading]) -> dict[str, Any]:
    """What is told about one generator in one mode, given what ordinary pages of the same sizes took."""
    last = readings[-1]
    ratios = [one.seconds / other.seconds for one, other in zip(readings, usual, strict=True)]
    found: dict[str, Any] = {
        "seconds": round(last.seconds, 2),
        "megabytes": round(last.memory / 1e6),
        "time_exponent": exponent([(each.size, each.seconds) for each in readings], NOTICED_SECONDS),
        "memory_exponent": exponent([(each.size, each.memory) for each in readings], NOTICED_BYTES),
        "ratio": round(ratios[-1], 2),
        "ratios": [round(each, 1) for each in ratios],
        "refused": last.refused,
    }
    missed = [bound for bound, most in BOUNDS.items() if (found[bound] or 0) > most]
    return {**found, "missed": [*missed, *([FAILED] if FAILED in {each.refused for each in readings} else [])]}


def stages(readings: Sequence[Reading]) -> dict[str, float | None]:
    """The exponent of each stage."""
    return {
        stage: exponent([(each.size, each.stages.get(stage, 0.0)) for each in readings], NOTICED_SECONDS / 10)
        for stage in readings[-1].stages
    }


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Read all pages in all sizes."""
    first, last = arguments.sizes
    sizes = [first * 1000 * 2**step for step in range(int(math.log2(last / first)) + 1)]
    modes = [arguments.mode] if arguments.mode else list(MODES)
    names = arguments.only or [*GENERATORS, *DUMPS]
    jobs = [
        (name, mode)
        for mode in modes
        for name in ["ordinary page", "ordinary dump", *names]
        if mode == modes[0] or name not in DUMPS
    ]
    for mode in modes:  # what is loaded once is no page's
        extract(f"<p>{TEXT}</p>", options=Options(mode=mode))
    extract(TEXT)
    readings: dict[tuple[str, Mode], list[Reading]] = {}
    for name, mode in track(dict.fromkeys(jobs), "reading", console=Console(stderr=True)):
        readings[name, mode] = [read_apart(name, size, mode) for size in sizes]
    told = {
        f"{name} ({mode})": summary(
            each, readings["ordinary dump", modes[0]] if name in DUMPS else readings["ordinary page", mode]
        )
        for (name, mode), each in readings.items()
    }
    usual = {f"{name} ({mode})": stages(each) for (name, mode), each in readings.items() if name.startswith("ordinary")}
    return {
        "generators": told,
        "stages": usual,
        "worst": {bound: max((each[bound] or 0, name) for name, each in told.items()) for bound in BOUNDS},
        "missed": {name: each["missed"] for name, each in told.items() if each["missed"]},
    }


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs=2, default=[64, 2048], metavar="KB")
    parser.add_argument("--mode", choices=MODES)
    parser.add_argument("--only", action="append", choices=[*GENERATORS, *DUMPS])
    found = measure(parser.parse_args())
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    sys.exit(1 if found["missed"] else 0)


if __name__ == "__main__":
    main()
