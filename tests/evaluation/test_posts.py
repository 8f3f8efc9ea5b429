"""Posts are matched by their words; authors and dates count over the matched ones."""

import pytest

from evaluation.posts import score

WANTED = [
    {"text": "I have crossed this bridge every day.", "user": "/members/ida.3/", "datetime": "5 May 2012"},
    {"text": "Nobody ever saw the lamp lit.", "user": "Ola", "datetime": "2 hours ago"},
]


def found(text: str, author: str, url: str | None, date: str | None, written: str | None) -> dict[str, str | None]:
    return {"text": text, "author": author, "author_url": url, "date": date, "date_text": written}


def test_right_posts() -> None:
    predicted = [
        found(WANTED[0]["text"], "Ida B.", "https://a.example/members/ida.3/", "2012-05-05T10:00", "today"),
        found(WANTED[1]["text"], "Ola", None, None, "2 hours ago"),
    ]

    assert score([(WANTED, predicted)]) == {"labelled": 2, "found": 1.0, "authors": 1.0, "dates": 1.0}


def test_wrong_posts() -> None:
    predicted = [found(WANTED[0]["text"] + " Yes it is so, and more of it.", "Ida", None, None, None)]
    predicted.append(found(WANTED[1]["text"], "Reply", None, "2012-05-05", None))

    assert score([(WANTED, predicted)]) == pytest.approx({"labelled": 2, "found": 0.5, "authors": 0.0, "dates": 0.0})
