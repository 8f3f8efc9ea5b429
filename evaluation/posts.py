"""Score the posts of threads: how many are found, and their authors and dates.

A labelled post has `text`, and `user` and `datetime` as the page writes them; `user` may be the address of a profile.
It is found if the word F1 with a predicted post is at least `MIN_F1`. Authors and dates count over the found posts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import unquote

from evaluation.scores import word_f1
from extractor.metadata import dates

MIN_F1: Final = 0.9
DAY_CHARACTERS: Final = len("2020-06-10")

Post = Mapping[str, Any]


def score(pages: Iterable[tuple[Sequence[Post], Sequence[Post]]]) -> dict[str, float]:
    """Return the shares of labelled posts that are found, and of those with the right author and date.

    Args:
        pages: for each page the labelled posts, and the predicted ones with the fields of `extractor.extraction.Post`.

    """
    labelled = found = named = right_names = dated = right_dates = 0
    for wanted, predicted in pages:
        left = list(predicted)
        for post in wanted:
            labelled += 1
            match = _match(post, left)
            if match is None:
                continue
            left.remove(match)
            found += 1
            named += bool(post.get("user"))
            right_names += bool(post.get("user")) and _is_author(match, str(post["user"]))
            dated += bool(post.get("datetime"))
            right_dates += bool(post.get("datetime")) and _is_date(match, str(post["datetime"]))
    return {
        "labelled": labelled,
        "found": found / max(labelled, 1),
        "authors": right_names / max(named, 1),
        "dates": right_dates / max(dated, 1),
    }


def _match(post: Post, predicted: Sequence[Post]) -> Post | None:
    """Return the predicted post that is nearest to a labelled one; None if none is near enough."""
    scored = [(word_f1(each["text"], post["text"]), number) for number, each in enumerate(predicted)]
    best = max(scored, default=(0.0, -1), key=lambda pair: (pair[0], -pair[1]))
    return predicted[best[1]] if best[0] >= MIN_F1 else None


def _is_author(post: Post, user: str) -> bool:
    """Return whether a post has the labelled author, by name or by the address of the profile."""
    name, address = _letters(str(post.get("author") or "")), str(post.get("author_url") or "")
    is_address = any(sign in user for sign in "/?=") and address.endswith(user.lstrip("./"))
    return bool(name) and (is_address or name in _letters(unquote(user)))


def _is_date(post: Post, label: str) -> bool:
    """Return whether a post has the labelled date: the same words, or the same day."""
    written, wanted = _letters(str(post.get("date_text") or "")), _letters(label)
    if written and (written in wanted or wanted in written):
        return True
    day = dates.parse(label)
    return bool(day and post.get("date")) and str(post["date"])[:DAY_CHARACTERS] == str(day)[:DAY_CHARACTERS]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())
