"""Labelled folders, their folds and their renderings."""

from pathlib import Path

import pytest

from evaluation.datasets import read_pages
from evaluation.folds import domain_folds
from evaluation.renderers import RENDERERS, render, render_folder, wrap
from tests.labelled import write_folder

SENTENCE = "The harbour council will not switch on its camera towers before the end of the year."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four pages of three sites and two collections."""
    html = f"<title>Window</title><h1>Towers</h1><p>{SENTENCE}</p><ul><li>One</li><li>Two</li></ul>"
    sites = [("a", "x"), ("a", "y"), ("b", "y"), ("c", "x")]
    labels = [
        {
            "url": f"https://{site}.example/{number}",
            "set": collection,
            "text": f"{SENTENCE}\nA line that no rendering has",
            "title": "Towers" if number else "Never printed",
        }
        for number, (site, collection) in enumerate(sites)
    ]
    return write_folder(tmp_path, [(html, each) for each in labels])


def test_pages_come_with_their_labels(folder: Path) -> None:
    page = read_pages(folder)[1]

    assert (page.id, page.domain, page.collection, page.content_type) == ("0001", "a.example", "y", None)
    assert page.parse().blocks[0].text == "Towers"


def test_every_domain_has_one_fold() -> None:
    domains = [f"site{number // 2}" for number in range(40)]
    fold_of = domain_folds(domains, 4, seed=3)

    assert set(fold_of) == set(domains)
    assert set(fold_of.values()) == {0, 1, 2, 3}
    assert fold_of == domain_folds(reversed(domains), 4, seed=3)


def test_renderings_keep_the_labels_that_they_hold(folder: Path, tmp_path: Path) -> None:
    assert render_folder(folder, tmp_path / "out", columns=40) == 4

    pages = read_pages(tmp_path / "out")
    assert [page.truth.get("title") for page in pages] == [None, "Towers", "Towers", "Towers"]
    assert {page.truth["text"] for page in pages} == {SENTENCE}
    assert max(len(line) for page in pages for line in page.text().split("\n")) <= 40
    assert all(page.content_type == "text/plain" for page in pages)


@pytest.mark.parametrize("name", RENDERERS)
def test_every_renderer_has_the_text(name: str) -> None:
    assert SENTENCE in (render(name, f"<h1>Towers</h1><p>{SENTENCE}</p>") or "")


def test_wrapping_breaks_between_words() -> None:
    assert wrap("one two three\nfour", 7) == "one two\nthree\nfour"
