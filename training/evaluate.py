"""The figures of the card: the whole program on pages of sites that the models have not seen, and trafilatura."""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path
from statistics import correlation, fmean
from typing import Any, NamedTuple

import trafilatura

from benchmarks.confidence import calibration_error, ranks, word_f1
from benchmarks.dumps import DATA, make
from extractor import Options, Refused, extract
from extractor.classify.models import Models
from extractor.document.words import squeeze
from extractor.input.decode import decode
from extractor.metadata import dates
from extractor.options import MODES
from extractor.types import PAGE_TYPES
from training import captures
from training.samples import Labelled, truths

PEER = "trafilatura"
DUMPS, BROKEN, FOREIGN = "dumps", "dumps-broken", "dumps-foreign"
WRAPPED = 72  # columns at which dumps are broken hard, to see what that costs


class Line(NamedTuple):
    """What one engine says about one page."""

    data: str
    """Name of the labelled folder, and of the shape of its pages where that is another."""
    engine: str
    """A mode of ours, or the peer."""
    answer: Mapping[str, Any]


class Task(NamedTuple):
    """A page or dump to ask the program about."""

    data: str
    page: Labelled
    path: Path
    """The gzipped input."""
    content_type: str | None

    @property
    def domain(self) -> str:
        """Its site."""
        return self.page.domain


def pages(todo: Sequence[Labelled], _shared: Path, _scratch: Path) -> list[Task]:
    """The labelled pages themselves."""
    return [Task(page.folder.name, page, page.path, None) for page in todo]


def dumps(todo: Sequence[Labelled], shared: Path, out: Path) -> list[Task]:
    """Dumps of them, made in `out`: as rendered, and broken hard; of pages with segments only as rendered."""
    by_id = {page.name: page for page in todo if page.folder.name == DATA}
    tasks = []
    for name, wrap in ((DUMPS, None), (BROKEN, WRAPPED)):
        make(shared, out / name, wrap=wrap)
        paths = sorted((out / name / "dumps").glob("*.gz"))
        tasks += [Task(name, by_id[path.name.split(".")[0]], path, "text/plain") for path in paths]
    (out / FOREIGN).mkdir(exist_ok=True)
    for page in (page for page in todo if page.folder.name != DATA):
        path = out / FOREIGN / f"{page.name}.txt.gz"
        path.write_bytes(gzip.compress((captures.rendered(page, shared) or "").encode(), mtime=0))
        tasks.append(Task(FOREIGN, page, path, "text/plain"))
    return tasks


def predict(todo: Iterable[Task], models: Path) -> list[Line]:
    """What the program says in both modes, with the models in a folder; and trafilatura."""
    with ProcessPoolExecutor() as pool:
        return [line for found in pool.map(partial(_predict, models=models), todo, chunksize=16) for line in found]


@lru_cache(maxsize=1)
def _models(folder: Path) -> Models:
    return Models(folder)


def _predict(task: Task, models: Path) -> list[Line]:
    name, raw, kind = task.page.name, gzip.decompress(task.path.read_bytes()), task.content_type
    try:
        text = decode(raw, content_type=kind, max_bytes=Options().max_bytes).text
    except Refused:
        return [Line(task.data, engine, {"id": name, "text": ""}) for engine in (PEER, *MODES)]
    lines = [Line(task.data, PEER, {"id": name, "text": trafilatura.extract(text, include_comments=False) or ""})]
    url = None if kind else task.page.url
    for mode in MODES:
        answer = extract(raw, url=url, content_type=kind, options=Options(mode=mode), models=_models(models))
        said = {field: getattr(answer, field) for field in ("text", "title", "confidence", "page_type", "engine")}
        about = {"author": list(answer.authors), "date": answer.date_published or answer.date_modified}
        lines.append(Line(task.data, mode, {"id": name, **said, **about}))
    return lines


def keep(lines: Iterable[Line], folder: Path) -> None:
    """Write the answers as DATA-ENGINE.jsonl, a line a page in the order of their ids, for any scorer to read."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        files[f"{line.data}-{line.engine}.jsonl"].append(line.answer)
    for name, answers in files.items():
        ordered = sorted(answers, key=lambda answer: str(answer["id"]))
        out = "".join(json.dumps(answer, ensure_ascii=False) + "\n" for answer in ordered)
        (folder / name).write_text(out, encoding="utf-8")


def word_figures(folder: Path, answers: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Mean word F1 of all pages and of each page type, for a folder with the wanted text of each page."""
    labels = {truth["id"]: truth for truth in truths(folder)}
    found: dict[str, list[float]] = {name: [] for name in ("all", *PAGE_TYPES)}
    for answer in answers:
        truth = labels[answer["id"]]
        score = word_f1(answer["text"], truth["text"])
        found["all"].append(score)
        found[truth["page_type"]].append(score)
    return {name: fmean(scores) for name, scores in found.items()}


def type_accuracy(folder: Path, answers: Sequence[Mapping[str, Any]]) -> float:
    """The share of pages whose type is right."""
    labels = {truth["id"]: truth["page_type"] for truth in truths(folder)}
    return fmean(answer["page_type"] == labels[answer["id"]] for answer in answers)


def field_figures(folder: Path, answers: Sequence[Mapping[str, Any]], field: str) -> tuple[float, float]:
    """For `title`, `author` or `date`: how many are right, of pages that have one, and how many answered, of others.

    Both as shares.

    Titles count but for case and white space, authors as sets of names, dates to the day, as bench/score.py has it.
    """
    same, truth = SAME[field], {each["id"]: each.get(field) for each in truths(folder)}
    right = [same(answer.get(field), truth[answer["id"]]) for answer in answers if truth[answer["id"]]]
    false = [bool(answer.get(field)) for answer in answers if not truth[answer["id"]]]
    return fmean(right), fmean(false) if false else 0.0


def _names(authors: Any) -> set[str]:
    joined = authors if isinstance(authors, str) else ", ".join(authors or ())
    return set(filter(None, map(str.strip, re.split(r"[;,&/|]|\band\b", squeeze(joined).lower()))))


SAME: Mapping[str, Callable[[Any, Any], bool]] = {
    "title": lambda said, true: squeeze(said or "").lower() == squeeze(true).lower(),
    "author": lambda said, true: _names(said) == _names(true),
    "date": lambda said, true: str(said or "")[: dates.ISO_DATE_LENGTH] == str(true)[: dates.ISO_DATE_LENGTH],
}


def confidence_figures(folder: Path, answers: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Rank correlation of confidence with word F1, and expected calibration error."""
    labels = {truth["id"]: truth["text"] for truth in truths(folder)}
    pairs = [(answer["confidence"], word_f1(answer["text"], labels[answer["id"]])) for answer in answers]
    confidences, scores = zip(*pairs, strict=True)
    return correlation(ranks(confidences), ranks(scores)), calibration_error(pairs)


def segment_f1(folder: Path, answers: Sequence[Mapping[str, Any]]) -> float:
    """F1 as trafilatura measures it, over all segments that must and must not be in the texts."""
    labels = {truth["id"]: truth for truth in truths(folder)}
    counts: Counter[str] = Counter()
    for answer in answers:
        text, truth = squeeze(answer["text"]).lower(), labels[answer["id"]]
        for segment in truth["must_have"]:
            counts["right" if squeeze(segment).lower() in text else "missed"] += 1
        counts["wrong"] += sum(squeeze(segment).lower() in text for segment in truth["must_not_have"])
    return 2 * counts["right"] / (2 * counts["right"] + counts["missed"] + counts["wrong"])
