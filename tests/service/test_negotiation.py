"""What clients take, and how errors look."""

import json

import pytest
from aiohttp import web

from extractor.service.negotiation import quality
from extractor.service.responses import status_response


@pytest.mark.parametrize(
    ("accept", "media", "expected"),
    [
        ("*/*", "text/plain", 1.0),
        ("text/*;q=0.5", "text/plain", 0.5),
        ("text/*;q=0.5, text/plain;q=0.9", "text/plain", 0.9),
        ("text/plain;q=0", "text/plain", 0.0),
        ("text/html, */*;q=0.1", "application/json", 0.1),
        ("image/png", "text/plain", 0.0),
        ("text/plain;q=high", "text/plain", 0.0),
        ("", "text/plain", 0.0),
    ],
)
def test_quality(accept: str, media: str, expected: float) -> None:
    assert quality(accept, media) == expected


def test_a_problem_has_the_members_of_rfc_9457_and_ours() -> None:
    response = status_response(web.HTTPNotFound(text="No such page."), "abc")

    assert response.content_type == "application/problem+json"
    assert json.loads(response.text or "") == {
        "type": "urn:extractor:problem:not-found",
        "title": "Not Found",
        "status": 404,
        "detail": "No such page.",
        "retryable": False,
        "request_id": "abc",
    }
