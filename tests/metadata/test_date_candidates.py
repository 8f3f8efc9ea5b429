"""The dates that a page states, and the choice of one."""

from extractor.document.html import parse
from extractor.metadata.choice import Candidate
from extractor.metadata.date_candidates import FEATURE_NAMES, MAX_OF_A_SOURCE, candidates, only_modified
from extractor.metadata.read import context_of
from extractor.structured_data.read import read_structured_data
from tests.predictions import prediction

TEXT = "The harbour council will not switch on its camera towers before the end of the year."


def found(html: str, url: str | None = None) -> list[Candidate[str]]:
    page = parse(html, url)
    return candidates(context_of(page, read_structured_data(page), prediction([0.9] * len(page.blocks), "article")))


def test_each_day_is_a_candidate_with_its_sources() -> None:
    head = '<meta property="article:published_time" content="2020-06-12T08:00:00Z">'
    first, second = found(
        f"{head}<h1>A walk</h1><p>12 June 2020</p><p>{TEXT}</p>", "https://karvel.example/2020/06/13/walk"
    )

    assert (first.value, second.value, second.provenance) == ("2020-06-12T08:00:00Z", "2020-06-13", "url")
    assert {"from_meta", "from_dateline", "near_address", "earliest", "has_time"} <= first.features.keys()
    assert {"from_address", "near_meta", "latest"} <= second.features.keys()
    assert set(first.features) <= set(FEATURE_NAMES)


def test_an_address_of_many_dates_gives_a_few_candidates() -> None:
    path = "/".join(f"2020/06/{day:02}x" for day in range(1, 29)) * 500
    assert len(found(f"<p>{TEXT}</p>", f"https://karvel.example/{path}")) <= MAX_OF_A_SOURCE


def test_a_date_of_changes_only_is_told_as_such() -> None:
    (only,) = found(f'<meta property="article:modified_time" content="2020-06-12"><p>{TEXT}</p>')
    assert only_modified(only)
