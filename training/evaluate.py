"""The figures of the card: the whole program on pages of sites that the models have not seen, and trafilatura."""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path
from statistics import correlation, fmean
from typing import Any, NamedTuple

import trafilatura

from benchmarks.confidence import calibration_error, ranks, word_f1
from extractor import Options, extract
from extractor.decode import decode
from extractor.model import PAGE_TYPES
from extractor.models import Models
from extractor.models import read as read_models
from extractor.options import MODES
from extractor.words import squeeze
from training.samples import Labelled, truths

PEER = "trafilatura"


class Line(NamedTuple):
    """What one engine says about one page."""

    data: str
    """Name of the labelled folder."""
    engine: str
    """A mode of ours, or the peer."""
    answer: Mapping[str, Any]


def predict(todo: Iterable[Labelled], models: Path) -> list[Line]:
    """What the program says about labelled pages in both modes, with the models in a folder."""
    with ProcessPoolExecutor() as pool:
        tasks = ((page, models) for page in todo)
        return [line for found in pool.map(_predict, tasks, chunksize=16) for line in found]


@lru_cache(maxsize=1)
def _models(folder: Path) -> Models:
    return read_models(folder)


def _predict(task: tuple[Labelled, Path]) -> list[Line]:
    page, folder = task
    name, data, raw = page.truth["id"], page.folder.name, gzip.decompress(page.path.read_bytes())
    text = decode(raw, max_bytes=Options().max_bytes).text
    lines = [Line(data, PEER, {"id": name, "text": trafilatura.extract(text, include_comments=False) or ""})]
    for mode in MODES:
        answer = extract(raw, url=page.url, options=Options(mode=mode), models=_models(folder))
        said = {field: getattr(answer, field) for field in ("text", "confidence", "page_type", "engine")}
        lines.append(Line(data, mode, {"id": name, **said}))
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
