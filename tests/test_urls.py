"""Which links may leave in an answer."""

import pytest

from extractor.urls import absolute, web_url

BASE = "https://a.example/dir/page"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("other?x=1#top", "https://a.example/dir/other?x=1#top"),
        ("//b.example/", "https://b.example/"),
        ("mailto:x@a.example", "mailto:x@a.example"),
        (" /p\n/q ", "https://a.example/p/q"),
        ("#top", None),
        ("", None),
        ("javascript:alert(1)", None),
        ("JavaScript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("data:text/html,<script>", None),
        ("vbscript:x", None),
        ("http://[broken", None),
    ],
)
def test_absolute(href: str, expected: str | None) -> None:
    assert absolute(href, BASE) == expected


def test_relative_links_stay_relative_without_a_base() -> None:
    assert absolute("/p", None) == "/p"


@pytest.mark.parametrize("href", ["/p", "mailto:x@a.example", "ftp://a.example/"])
def test_web_urls_are_absolute_and_http(href: str) -> None:
    assert web_url(href, None) is None
