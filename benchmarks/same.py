"""Compare the answers of this version with those of another: a change of structure must not change an answer.

    python -m benchmarks.same OLD.jsonl.gz --write DATA_DIR...     (with the old version)
    python -m benchmarks.same OLD.jsonl.gz [--except FIELD,...]    (with the new version)

Each DATA_DIR has pages/*.html.gz or dumps/*.txt.gz, and may have truth.jsonl with the URL of each page. The file holds
one line for each page and mode: the whole `Extraction` as JSON, or the name of the error. The second form reads the
folders that the file names, prints the fields that differ with their number of pages, and exits with 1 if any does.
Fields in `--except` are compared too, and reported apart, but do not change the exit code.
"""

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.progress import track

from evaluation.datasets import LabelledPage, read_pages
from extractor import ExtractorError, Options, extract
from extractor.options import MODES, Mode

SHOWN = 3  # examples of each field


class Case(NamedTuple):
    """One page in one mode."""

    page: LabelledPage
    mode: Mode


def cases(folders: Iterable[Path]) -> Iterator[Case]:
    """Yield all pages of `folders`, each in both modes; a plain-text page has the same answer in both."""
    for folder in folders:
        for page in read_pages(folder.resolve()):
            yield from (Case(page, mode) for mode in (MODES[:1] if page.content_type else MODES))


def answer(case: Case) -> dict[str, Any]:
    """Return the answer of the program as plain JSON values."""
    page, options = case.page, Options(mode=case.mode, images=True)
    try:
        found = extract(page.read_bytes(), url=page.url, content_type=page.content_type, options=options)
    except ExtractorError as error:
        return {"error": f"{type(error).__name__}: {error}"}
    plain: dict[str, Any] = json.loads(json.dumps(found.to_dict()))
    return plain


def answers(todo: list[Case]) -> Iterator[dict[str, Any]]:
    """Yield the answer to each case, in order."""
    console = Console(stderr=True)
    with ProcessPoolExecutor() as pool:
        found = pool.map(answer, todo, chunksize=16)
        yield from track(found, "pages", len(todo), console=console, disable=not console.is_terminal)


def write(file: Path, folders: Iterable[Path]) -> int:
    """Write the answers of this version."""
    todo = list(cases(folders))
    with gzip.open(file, "wt", encoding="utf-8", compresslevel=3) as lines:
        for case, found in zip(todo, answers(todo), strict=True):
            line = {"path": str(case.page.path), "mode": case.mode, "answer": found}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
    return len(todo)


def compare(file: Path) -> tuple[int, dict[str, list[Case]]]:
    """Return the number of answers, and for each field the cases in which it differs."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        known = [(Path(line["path"]), line["mode"]) for line in map(json.loads, lines)]
    folders = dict.fromkeys(path.parent.parent for path, _ in known)
    pages = {page.path: page for folder in folders for page in read_pages(folder)}
    todo = [Case(pages[path], mode) for path, mode in known]
    differ: dict[str, list[Case]] = defaultdict(list)
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for case, line, found in zip(todo, lines, answers(todo), strict=True):
            old = json.loads(line)["answer"]
            for name in sorted(old.keys() | found.keys()):
                if old.get(name) != found.get(name):
                    differ[name].append(case)
    return len(todo), differ


def main() -> None:
    """Read the command line; write, or compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--write", type=Path, nargs="+", metavar="DATA_DIR", help="write the answers for these folders")
    parser.add_argument("--except", dest="allowed", default="", help="fields that may differ, separated by commas")
    arguments = parser.parse_args()
    if arguments.write:
        sys.stdout.write(f"{write(arguments.file, arguments.write)} answers written\n")
        return
    allowed = set(filter(None, arguments.allowed.split(",")))
    size, differ = compare(arguments.file)
    counted = Counter({name: len(found) for name, found in differ.items()})
    for name, count in counted.most_common():
        shown = ", ".join(f"{case.page.path.name} ({case.mode})" for case in differ[name][:SHOWN])
        sys.stdout.write(f"{name}: {count} of {size} differ{' (allowed)' if name in allowed else ''}: {shown}\n")
    wrong = differ.keys() - allowed
    sys.stdout.write(f"{size} answers compared, {'fields differ: ' + ', '.join(sorted(wrong)) if wrong else 'equal'}\n")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
