"""The figures of the card: the whole program on pages whose sites the models have not seen."""

import gzip
import json
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from extractor import Options, extract
from extractor.models import Models
from extractor.models import read as read_models
from extractor.options import MODES, Mode


@dataclass(slots=True)
class Predictions:
    """What was answered, by data set and mode."""

    lines: dict[tuple[str, Mode], list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, found: Iterable[tuple[str, Mode, dict[str, Any]]]) -> None:
        """Take in the answers of one fold."""
        for data, mode, line in found:
            self.lines.setdefault((data, mode), []).append(line)


def pages(data: Path, names: Sequence[str]) -> set[str]:
    """The files of all labelled pages."""
    return {str(path) for name in names for path in (data / name / "pages").glob("*.html.gz")}


def predict(data: Path, files: set[str], models: Path) -> list[tuple[str, Mode, dict[str, Any]]]:
    """What the program says about `files` in both modes with the models in a folder."""
    urls: dict[str, str | None] = {}
    for folder in {Path(file).parent.parent for file in files}:
        with (folder / "truth.jsonl").open(encoding="utf-8") as lines:
            for truth in map(json.loads, lines):
                urls[str(folder / "pages" / f"{truth['id']}.html.gz")] = truth.get("url") or None
    with ProcessPoolExecutor() as pool:
        tasks = ((file, urls[file], models) for file in sorted(files))
        return [line for found in pool.map(_predict, tasks, chunksize=16) for line in found]


@lru_cache(maxsize=1)
def _models(folder: Path) -> Models:
    return read_models(folder)


def _predict(task: tuple[str, str | None, Path]) -> list[tuple[str, Mode, dict[str, Any]]]:
    file, url, folder = task
    path, found = Path(file), []
    raw = gzip.decompress(path.read_bytes())
    for mode in MODES:
        answer = extract(raw, url=url, options=Options(mode=mode), models=_models(folder))
        line = {
            "id": path.name.split(".")[0],
            "text": answer.text,
            "confidence": answer.confidence,
            "page_type": answer.page_type,
            "engine": answer.engine,
        }
        found.append((path.parent.parent.name, mode, line))
    return found


def score(data: Path, names: Sequence[str], found: Predictions, keep: Path) -> None:
    """Write the answers where `benchmarks.report` and the scorer can read them."""
    keep.mkdir(parents=True, exist_ok=True)
    for (name, mode), lines in found.lines.items():
        ordered = sorted(lines, key=lambda line: str(line["id"]))
        out = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ordered)
        (keep / f"{name}-{mode}.jsonl").write_text(out, encoding="utf-8")
