"""Run the library over a labelled data folder and write predictions that a scorer can read.

    python -m benchmarks.predict DATA_DIR OUT.jsonl [--mode MODE] [--limit N]

Reads DATA_DIR/pages/*.html.gz (raw bytes, decoded by us) or DATA_DIR/dumps/*.txt.gz in the order of their ids, in one
process, and writes a line a page: {"id", "text", "title", "author", "date", "engine", "confidence", "ms"}.
`author` is a list, `date` the publication date or else that of the last change, `ms` CPU milliseconds for the page.
"""

import argparse
import gzip
import json
import time
from pathlib import Path

from rich.console import Console
from rich.progress import track

from extractor import Options, Refused, extract
from extractor.options import MODES
from extractor.preload import preload


def pages(data: Path) -> list[Path]:
    """The captures in `data`, in the order of their ids."""
    found = sorted(data.glob("pages/*.html.gz")) or sorted(data.glob("dumps/*.txt.gz"))
    if not found:
        message = f"no pages/*.html.gz and no dumps/*.txt.gz in {data}"
        raise SystemExit(message)
    return found


def urls(data: Path) -> dict[str, str]:
    """Where each page was found, by id, as far as DATA_DIR/truth.jsonl says."""
    truth = data / "truth.jsonl"
    if not truth.exists():
        return {}
    with truth.open(encoding="utf-8") as lines:
        return {page["id"]: page.get("url") or "" for page in map(json.loads, lines)}


def predict(path: Path, url: str | None, options: Options) -> dict[str, object]:
    """One line of predictions."""
    page = path.name.split(".")[0]
    raw = gzip.decompress(path.read_bytes())
    declared = "text/plain" if path.name.endswith(".txt.gz") else None
    start = time.process_time()
    try:
        answer = extract(raw, url=url, content_type=declared, options=options)
    except Refused as refusal:
        return {"id": page, "text": "", "engine": type(refusal).__name__, "ms": 1000 * (time.process_time() - start)}
    return {
        "id": page,
        "text": answer.text,
        "title": answer.title,
        "author": list(answer.authors),
        "date": answer.date_published or answer.date_modified,
        "engine": answer.engine,
        "confidence": answer.confidence,
        "ms": round(1000 * (time.process_time() - start), 3),
    }


def write(data: Path, out: Path, options: Options, *, every: int = 1, limit: int | None = None) -> int:
    """Write the predictions for every `every`-th page of `data`, at most `limit`, and say how many there are."""
    preload()  # no page pays for what is loaded on first use
    where = urls(data)
    todo = pages(data)[::every][:limit]
    console = Console(stderr=True)
    with out.open("w", encoding="utf-8") as lines:
        for path in track(todo, description=options.mode, console=console, disable=not console.is_terminal):
            line = predict(path, where.get(path.name.split(".")[0]) or None, options)
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    return len(todo)


def main() -> None:
    """Read the command line and write the predictions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--mode", choices=MODES, default="accurate")
    parser.add_argument("--limit", type=int, help="only the first N pages")
    arguments = parser.parse_args()
    write(arguments.data, arguments.out, Options(mode=arguments.mode), limit=arguments.limit)


if __name__ == "__main__":
    main()
