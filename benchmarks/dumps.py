"""Make labelled dumps of the labelled pages, as a folder that `benchmarks.predict` and the scorer read.

    python -m benchmarks.dumps SHARED_DIR OUT_DIR [--wrap COLUMNS] [--every N]

SHARED_DIR holds data/wcxb-dev and bench/make_dumps.py, which renders the pages and cuts their truth to what a dump
holds; it needs `html-text` and `inscriptis`. Here titles that a dump does not hold are taken out of its truth as well,
so that every title can be found, and `--wrap` breaks lines hard at so many columns, as mailers do.
"""

import argparse
import contextlib
import gzip
import importlib.util
import json
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

from extractor.document.words import squeeze

DATA = "wcxb-dev"


def renderers(shared: Path) -> Any:
    """The module bench/make_dumps.py: its `RENDERERS` are names, `render(name, html)` gives a dump."""
    path = shared / "bench" / "make_dumps.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.exists():
        message = f"no {path}"
        raise SystemExit(message)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wrapped(text: str, columns: int) -> str:
    """`text` with every longer line broken between words."""
    return "\n".join(textwrap.fill(line, columns) if len(line) > columns else line for line in text.split("\n"))


def make(shared: Path, out: Path, *, every: int = 1, wrap: int | None = None) -> None:
    """Write OUT/dumps/ID.txt.gz and OUT/truth.jsonl for every `every`-th page."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pages").symlink_to((shared / "data" / DATA / "pages").resolve())
        with (shared / "data" / DATA / "truth.jsonl").open(encoding="utf-8") as lines:
            chosen = sorted(lines, key=lambda line: str(json.loads(line)["id"]))[::every]
        (Path(folder) / "truth.jsonl").write_text("".join(chosen), encoding="utf-8")
        with contextlib.redirect_stdout(sys.stderr):  # it says how many it made
            renderers(shared).main(folder, out)
    with (out / "truth.jsonl").open(encoding="utf-8") as lines:
        truths = [json.loads(line) for line in lines]
    with (out / "truth.jsonl").open("w", encoding="utf-8") as target:
        for truth in truths:
            path = out / "dumps" / f"{truth['id']}.txt.gz"
            text = gzip.decompress(path.read_bytes()).decode()
            if wrap:
                path.write_bytes(gzip.compress(wrapped(text, wrap).encode(), mtime=0))
            if squeeze(truth.get("title") or "").lower() not in squeeze(text).lower():
                del truth["title"]
            target.write(json.dumps(truth, ensure_ascii=False) + "\n")


def main() -> None:
    """Read the command line and make the dumps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--wrap", type=int, help="break lines at so many columns")
    parser.add_argument("--every", type=int, default=1, help="only every N-th page by id")
    arguments = parser.parse_args()
    make(arguments.shared, arguments.out, every=arguments.every, wrap=arguments.wrap)


if __name__ == "__main__":
    main()
