"""Extract mutated real pages and dumps: only documented errors, and the same answer twice. Prints one JSON object.

    python -m benchmarks.fuzz PAGES [--dumps DUMPS] [--minutes 20] [--seed 1] [--keep DIR] [--processes 2] [--compare]

PAGES has pages/*.html.gz, DUMPS has dumps/*.txt.gz. Each turn takes a page, applies one to four `MUTATIONS`, and
extracts and renders it twice in one of the modes. These are failures: an undocumented error, a second answer that
differs from the first, and a page that takes more than `MOST_SECONDS` of CPU. With `--compare`, the second answer comes
from a process without the compiled functions: both implementations must agree. `--keep` writes each failed page to a
folder, and each page before it is read, so that a crash leaves it there. The exit code is 1 if there is a failure. The
same seed gives the same mutations.
"""

import argparse
import gzip
import json
import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, NamedTuple

from extractor import ExtractorError, InternalError, Options, extract
from extractor.compiled import PURE_SETTING, implementation
from extractor.options import FOCUSES, MODES
from extractor.render.formats import FORMATS, render

SPAWN: Final = multiprocessing.get_context("spawn")
MOST_SECONDS: Final = 20.0
MOST_BYTES: Final = 600_000  # of a page that is changed; larger ones are cut
TOKENS: Final = (
    *b"<!-- --> <script> </script> <svg> <math> <title> </title> <table> <td> <select> <template> <iframe/>".split(),
    *b"<plaintext> <textarea> <noscript> <pre> <q> </div></div></div> ]]> <![CDATA[ &#0;&#xffffffff; <h1>".split(),
    *b"1-1-2020 <text> ----".split(),
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\r", b"\x0c", "\u2028\u202e\u200b".encode()),
    b'<meta charset="utf-16">',
    b'<meta charset="hex">',
    b'<script type="application/ld+json">{"@type":"Article","author":',
    b"<base href='http://[x'>",
    b"<div hidden>",
    b"<a href='javascript:x'>",
    b"<img srcset=',,,'>",
    b"<time datetime='9999-99-99'>",
    b"By ",
    b'\\"',
    b"HTTP/1.1 200 OK\r\n\r\n",
)
TYPES: Final = (
    None,
    "text/html",
    "text/plain",
    "text/html; charset=gb2312",
    "text/html; charset=x",
    "text/html; charset=hex",
)
URLS: Final = (None, "https://news.example/2024/05/ferry", "http://[bad", "file:///tmp/page.html", "\x00", "//x", "a b")
Mutation = Callable[[bytes, random.Random, Sequence[bytes]], bytes]


class Slow(BaseException):
    """A page took too long; no `Exception`, so that nobody takes it for a defect."""


class Answer(NamedTuple):
    """What `extract` does with one page."""

    outcome: str
    """extracted, or the name of a documented error."""
    everything: str
    """The extraction in all formats, or the message of the error."""


Reader = Callable[[bytes, str | None, str | None, Options], Answer]


class Turn(NamedTuple):
    """What came of one changed page."""

    outcome: str
    """As in `Answer`, or `failed: ` and why."""
    data: bytes
    """The page, where it failed."""


def place(data: bytes, pick: random.Random) -> int:
    """Somewhere in `data`."""
    return pick.randrange(len(data) + 1)


def span(data: bytes, pick: random.Random) -> slice:
    """A stretch of `data`, mostly short."""
    start = place(data, pick)
    return slice(start, start + int(pick.paretovariate(0.5)) % 20_000)


def insert(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Put a token in, once or many times."""
    at, times = place(data, pick), pick.choice((1, 1, 1, 3, 50, 3000))
    return data[:at] + pick.choice(TOKENS) * times + data[at:]


def scatter(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Put tokens in at many places."""
    for _ in range(30):
        at = place(data, pick)
        data = data[:at] + pick.choice(TOKENS) + data[at:]
    return data


def drop(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Take a stretch out."""
    gone = span(data, pick)
    return data[: gone.start] + data[gone.stop :]


def repeat(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Say a stretch again and again."""
    again = data[span(data, pick)]
    at = place(data, pick)
    return data[:at] + again * pick.choice((1, 2, 20)) + data[at:]


def move(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Put a stretch somewhere else."""
    gone = span(data, pick)
    rest, at = data[: gone.start] + data[gone.stop :], place(data, pick)
    return rest[:at] + data[gone] + rest[at:]


def splice(data: bytes, pick: random.Random, others: Sequence[bytes]) -> bytes:
    """Go on with another page."""
    other = pick.choice(others)
    return data[: place(data, pick)] + other[place(other, pick) :]


def flip(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Change single bytes."""
    changed = bytearray(data)
    for _ in range(pick.choice((1, 10, 200))):
        if changed:
            changed[pick.randrange(len(changed))] = pick.randrange(256)
    return bytes(changed)


def cut(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """End somewhere."""
    return data[: place(data, pick)]


def recode(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Write it in another charset, or as JSON has it."""
    text = data.decode("utf-8", "replace")
    charset = pick.choice(("utf-16-le", "utf-16", "cp1251", "shift_jis", "utf-7", "json"))
    return json.dumps(text).encode() if charset == "json" else text.encode(charset, "replace")


def unquote(data: bytes, pick: random.Random, _others: Sequence[bytes]) -> bytes:
    """Lose a sign everywhere, or exchange it."""
    return data.replace(pick.choice((b'"', b"'", b">", b"<", b"/", b"\n", b" ")), pick.choice((b"", b"<", b"'", b"\t")))


MUTATIONS: Sequence[Mutation] = (insert, scatter, drop, repeat, move, splice, flip, cut, recode, unquote)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise `Slow` after so much CPU."""

    def stop(*_: object) -> None:
        raise Slow

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def answer(data: bytes, kind: str | None, url: str | None, options: Options) -> Answer:
    """Extract and render; a documented error is an answer too."""
    try:
        found = extract(data, url=url, content_type=kind, options=options)
        return Answer("extracted", repr(found) + "".join(render(found, form) for form in FORMATS))
    except InternalError:
        raise
    except ExtractorError as error:
        return Answer(type(error).__name__, str(error))


@contextmanager
def pure_python() -> Iterator[Reader]:
    """Start a process without compiled functions, and yield `answer` as it runs there."""
    before = os.environ.get(PURE_SETTING)
    os.environ[PURE_SETTING] = "1"
    try:
        with ProcessPoolExecutor(1, mp_context=SPAWN) as pool:
            if (runs := pool.submit(implementation).result()) == implementation():
                message = f"nothing to compare: both processes run {runs}; build the compiled functions first"
                raise SystemExit(message)
            yield lambda *page: pool.submit(answer, *page).result()
    finally:
        del os.environ[PURE_SETTING]
        if before is not None:
            os.environ[PURE_SETTING] = before


def change(data: bytes, pick: random.Random, others: Sequence[bytes]) -> bytes:
    """Apply some mutations."""
    for _ in range(pick.randint(1, 4)):
        data = pick.choice(MUTATIONS)(data, pick, others)[: 2 * MOST_BYTES]
    return data


def turn(data: bytes, pick: random.Random, again: Reader) -> Turn:
    """Read a page twice."""
    options = Options(mode=pick.choice(MODES), focus=pick.choice(FOCUSES), images=pick.random() < 0.5)  # noqa: PLR2004
    kind, url = pick.choice(TYPES), pick.choice(URLS)
    try:
        with limited(MOST_SECONDS):
            first = answer(data, kind, url, options)
        if first != again(data, kind, url, options):
            return Turn("failed: another answer the second time", data)
    except Slow:
        return Turn(f"failed: more than {MOST_SECONDS:g} s", data)
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return Turn(f"failed: {type(error).__name__}: {error}", data)
    return Turn(first.outcome, b"")


def pages(folder: Path | None) -> list[bytes]:
    """All pages or dumps of a folder, cut."""
    files = sorted(folder.glob("*/*.gz")) if folder else []
    return [gzip.decompress(path.read_bytes())[:MOST_BYTES] for path in files]


def work(arguments: argparse.Namespace, number: int) -> tuple[Counter[str], list[str]]:
    """What one process finds."""
    pick = random.Random(f"{arguments.seed}-{number}")  # noqa: S311 - the same changes for the same seed
    known, outcomes, failures = pages(arguments.pages) + pages(arguments.dumps), Counter[str](), list[str]()
    end = time.monotonic() + 60 * arguments.minutes
    with pure_python() if arguments.compare else nullcontext(answer) as again:
        while time.monotonic() < end:
            data = change(pick.choice(known), pick, known)
            keep(arguments.keep, f"{number}-last.html", data)  # is left where the process crashes
            found = turn(data, pick, again)
            outcomes["failed" if found.data else found.outcome] += 1
            if found.data:
                failures.append(found.outcome[:300])
                keep(arguments.keep, f"{number}-{len(failures)}.html", data)
    return outcomes, failures


def keep(folder: Path | None, name: str, data: bytes) -> None:
    """Write a page, if there is a folder for it."""
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--dumps", type=Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--compare", action="store_true", help="with the answers of the functions in Python")
    arguments = parser.parse_args()
    outcomes, failures = Counter[str](), list[str]()
    with ProcessPoolExecutor(arguments.processes, mp_context=SPAWN) as pool:
        for counted, failed in pool.map(work, [arguments] * arguments.processes, range(arguments.processes)):
            outcomes += counted
            failures += failed
    told: dict[str, Any] = {"pages": outcomes.total(), "outcomes": dict(outcomes.most_common()), "failures": failures}
    sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
