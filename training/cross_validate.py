"""Ask the whole program about pages of sites that its models have not seen, and trafilatura as well."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
PLAIN, WRAPPED, SEGMENTS = "plaintext", "plaintext-wrapped", "plaintext-segments"
"""Renderings of that data set, the same with lines broken, and renderings of the pages with segments."""
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


def plaintext_tasks(pages: Sequence[LabelledPage], data: Path, scratch: Path) -> list[Task]:
    """Render the pages into folders in `scratch`; those with segments once, the others also with broken lines."""
    by_id = {page.id: page for page in pages if page.folder.name == TEXTS}
    tasks = []
    for name, columns in ((PLAIN, None), (WRAPPED, WRAP_COLUMNS)):
        render_folder(data / TEXTS, scratch / name, columns=columns)
        paths = sorted((scratch / name / "dumps").glob("*.gz"))
        tasks += [Task(name, by_id[page_id(path)], path, PLAIN_TEXT) for path in paths]
    (scratch / SEGMENTS).mkdir(exist_ok=True)
    for page in (page for page in pages if page.folder.name != TEXTS):
        path = scratch / SEGMENTS / f"{page.id}.txt.gz"
        path.write_bytes(gzip.compress((render(renderer_of(page.id), page.text()) or "").encode(), mtime=0))
        tasks.append(Task(SEGMENTS, page, path, PLAIN_TEXT))
    return tasks


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
        text = decode(raw, content_type=declared, max_bytes=Options().max_bytes).text
    except Refused:
        return [Answer(task.data, engine, {"id": name, "text": ""}) for engine in (PEER, *MODES)]
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
