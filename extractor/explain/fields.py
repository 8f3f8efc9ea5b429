"""Explain the metadata: for each field the value that was told, and the values that lost."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from extractor.classify.prediction import Prediction
from extractor.explain.steps import PlainTextSteps
from extractor.explanation import FieldExplanation, RejectedValue, as_text
from extractor.extraction import Metadata
from extractor.metadata import date_candidates, plaintext
from extractor.metadata.choice import Candidate, Field, probabilities, shipped
from extractor.metadata.read import READERS, HtmlPage, Stated
from extractor.types import PAGE_TYPES

MAX_REJECTED: Final = 12  # values of a field
MAX_READ: Final = 60  # values of a field that are looked at; many say the same
MAX_CHARACTERS: Final = 300  # of a value

Probabilities = Mapping[tuple[Any, str], float]
"""By value and provenance."""


def of_html(page: HtmlPage, answer: Metadata) -> tuple[FieldExplanation, ...]:
    """Explain the fields of an HTML page that have a value or values that lost."""
    chosen = _chosen_by_weights(page)
    stated = {name: list(islice(read(page), MAX_READ)) for name, read in READERS.items()}
    stated["page_type"] = _page_types(page.prediction)
    chosen["page_type"] = dict(zip(stated["page_type"], sorted(_shares(page.prediction), reverse=True), strict=True))
    return tuple(_explained(answer, stated, chosen))


def of_plaintext(steps: PlainTextSteps, answer: Metadata) -> tuple[FieldExplanation, ...]:
    """Explain the fields of a plain-text page."""
    stated: dict[str, Iterable[Stated]] = dict(plaintext.stated(steps.page, steps.inputs, steps.prediction))
    types = _page_types(steps.prediction)
    stated["page_type"] = types
    shares = dict(zip(types, sorted(_shares(steps.prediction), reverse=True), strict=True))
    return tuple(_explained(answer, stated, {"page_type": shares}))


def _chosen_by_weights(page: HtmlPage) -> dict[str, Probabilities]:
    """Return the probabilities of the values of the fields that are chosen by weights."""
    titles, authors = page.titles, page.authors
    candidates: dict[Field, list[Candidate[Any]]] = {
        "title": [each for each in (titles.best, *titles.others) if each],
        "authors": [each for each in (authors.best, *authors.others) if each],
        "date": list(date_candidates.candidates(page.context)),
    }
    found = {
        name: dict(zip(_keys(given), probabilities(given, shipped(name)).tolist(), strict=True)) if given else {}
        for name, given in candidates.items()
    }
    return {"title": found["title"], "authors": found["authors"], "date_published": found["date"]}


def _keys(candidates: Iterable[Candidate[Any]]) -> list[tuple[Any, str]]:
    return [(each.value, each.provenance) for each in candidates]


def _shares(prediction: Prediction) -> list[float]:
    shares: list[float] = prediction.page_type_probabilities.tolist()
    return shares


def _page_types(prediction: Prediction) -> list[Stated]:
    """Return the page types, the likeliest first; none for a page without text."""
    ranked = sorted(zip(_shares(prediction), PAGE_TYPES, strict=False), key=lambda pair: -pair[0])
    return [(name, "model:page type") for _, name in ranked]


def _explained(
    answer: Metadata, stated: Mapping[str, Iterable[Stated]], chances: Mapping[str, Probabilities]
) -> Iterator[FieldExplanation]:
    for name, values in stated.items():
        told, provenance, known = getattr(answer, name), answer.provenance.get(name, ""), chances.get(name, {})
        value = None if told is None or told == () else as_text(told)[:MAX_CHARACTERS]
        rejected: dict[tuple[str, str], RejectedValue] = {}
        for each, source in values:
            text = "" if each is None else as_text(each)[:MAX_CHARACTERS]
            if text and text != value and (text, source) not in rejected:
                rejected[text, source] = RejectedValue(text, source, _rounded(known.get((each, source))))
        if value is not None or rejected:
            yield FieldExplanation(
                field=name,
                value=value,
                provenance=provenance,
                probability=_rounded(known.get((told, provenance))),
                rejected=tuple(islice(rejected.values(), MAX_REJECTED)),
            )


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else round(probability, 4)
