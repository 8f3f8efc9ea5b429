"""Ask the whole program about pages of sites that its models have not seen, and trafilatura as well."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import trafilatura

from evaluation.datasets import PLAIN_TEXT, LabelledPage, page_id
from evaluation.renderers import render, render_folder, renderer_of
from extractor import Options, Refused, extract
from extractor.classify.models import Models
from extractor.input.decode import decode
from extractor.options import MODES
from extractor.pipeline import LOW_CONFIDENCE_WARNING

PEER: Final = "trafilatura"
TEXTS: Final = "wcxb-dev"
"""The data set whose pages have the whole text as a label."""
WRAPPED: Final = "plaintext-wrapped"
"""Renderings of that data set with lines broken."""
WRAP_COLUMNS: Final = 72
HTML_TYPE: Final = "text/html"  # without a charset, which the page itself tells


class Task(NamedTuple):
    """A page to ask about."""

    data: str
    """Name of the data set, or of the rendering."""
    page: LabelledPage
    path: Path
    """The gzipped input."""
    content_type: str

    @property
    def domain(self) -> str:
        """Return the site of the page."""
        return self.page.domain


class Answer(NamedTuple):
    """The answer of one engine to one page."""

    data: str
    engine: str
    """A mode of extractor, or `PEER`."""
    values: Mapping[str, Any]


def html_tasks(pages: Sequence[LabelledPage], _data: Path, _scratch: Path) -> list[Task]:
    """Return the labelled pages themselves."""
    return [Task(page.folder.name, page, page.path, HTML_TYPE) for page in pages]


def rendering_of(name: str) -> str:
    """Return the name of the renderings of a data set."""
    return f"plaintext-{name}"


def plaintext_tasks(pages: Sequence[LabelledPage], data: Path, scratch: Path) -> list[Task]:
    """Render the pages into folders in `scratch`, those of `TEXTS` also with broken lines."""
    by_folder: dict[str, dict[str, LabelledPage]] = defaultdict(dict)
    for page in pages:
        by_folder[page.folder.name][page.id] = page
    tasks: list[Task] = []
    for name, known in by_folder.items():
        if any("text" in page.truth for page in known.values()):
            tasks += _rendered(data / name, known, scratch / rendering_of(name))
        else:
            tasks += _rendered_whole(known.values(), scratch / rendering_of(name))
    return [*tasks, *_rendered(data / TEXTS, by_folder[TEXTS], scratch / WRAPPED, WRAP_COLUMNS)]


def _rendered(folder: Path, pages: Mapping[str, LabelledPage], out: Path, columns: int | None = None) -> Iterator[Task]:
    """Render pages with a labelled text; `out` gets the labels as well, cut to what the renderings hold."""
    render_folder(folder, out, columns=columns)
    for path in sorted((out / "dumps").glob("*.gz")):
        yield Task(out.name, pages[page_id(path)], path, PLAIN_TEXT)


def _rendered_whole(pages: Iterable[LabelledPage], out: Path) -> Iterator[Task]:
    """Render pages whose labels are segments."""
    out.mkdir(exist_ok=True)
    for page in pages:
        path = out / f"{page.id}.txt.gz"
        path.write_bytes(gzip.compress((render(renderer_of(page.id), page.text()) or "").encode(), mtime=0))
        yield Task(out.name, page, path, PLAIN_TEXT)


def ask(tasks: Iterable[Task], models: Path) -> list[Answer]:
    """Return the answers of both modes with the models of a folder, and of trafilatura."""
    with ProcessPoolExecutor() as pool:
        return [answer for found in pool.map(partial(_ask, models=models), tasks, chunksize=16) for answer in found]


@lru_cache(maxsize=1)
def _models(folder: Path) -> Models:
    return Models(folder)


def _ask(task: Task, models: Path) -> list[Answer]:
    name, raw, declared = task.page.id, gzip.decompress(task.path.read_bytes()), task.content_type
    try:
        decoded = decode(raw, content_type=declared, max_bytes=Options().max_bytes)
    except Refused:
        decoded = None
    if decoded is None or (decoded.kind == "html") != (declared == HTML_TYPE):  # other models would read it
        return [Answer(task.data, engine, {"id": name, "text": ""}) for engine in (PEER, *MODES)]
    text = decoded.text
    answers = [Answer(task.data, PEER, {"id": name, "text": trafilatura.extract(text, include_comments=False) or ""})]
    url = task.page.url if declared == HTML_TYPE else None
    for mode in MODES:
        found = extract(raw, url=url, content_type=declared, options=Options(mode=mode), models=_models(models))
        values = {field: getattr(found, field) for field in ("text", "title", "confidence", "page_type", "engine")}
        values["warned"] = any(warning.startswith(LOW_CONFIDENCE_WARNING) for warning in found.warnings)
        values |= {"author": list(found.authors), "date": found.date_published or found.date_modified}
        answers.append(Answer(task.data, mode, {"id": name, **values}))
    return answers


def write(answers: Iterable[Answer], folder: Path) -> None:
    """Write the answers as DATA-ENGINE.jsonl, in the order of their ids, as `evaluation.scores` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for answer in answers:
        files[f"{answer.data}-{answer.engine}.jsonl"].append(answer.values)
    for name, values in files.items():
        ordered = sorted(values, key=lambda each: str(each["id"]))
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in ordered)
        (folder / name).write_text(lines, encoding="utf-8")
