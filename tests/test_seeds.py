"""The captures that the project exists for, where they are at hand: five of one news story, with what each must give."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from tests.conftest import Client

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
TRUTH: list[dict[str, Any]] = []
if (SEEDS / "truth.jsonl").exists():
    with (SEEDS / "truth.jsonl").open(encoding="utf-8") as lines:
        TRUTH = [json.loads(line) for line in lines]

pytestmark = pytest.mark.skipif(not TRUTH, reason="the seeds are not part of the repository")
seeds = pytest.mark.parametrize("seed", TRUTH or [{}], ids=lambda seed: seed.get("id", "none"))


def f1(found: str, truth: str) -> float:
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (found, truth))
    return 2 * (one & other).total() / (one.total() + other.total())


def check(found: dict[str, Any], seed: dict[str, Any]) -> None:
    folded = " ".join(found["text"].split())

    assert f1(found["text"], seed["text"]) >= 0.99
    assert not [snippet for snippet in seed["must_not_have"] if snippet in folded]
    assert not [snippet for snippet in seed["must_have"] if " ".join(snippet.split()) not in folded]
    assert found["title"] == seed["title"]
    assert list(found["authors"]) == ([seed["author"]] if seed["author"] else [])
    assert (found["date_published"] or found["date_modified"]) == seed["date"]
    assert found["language"] == seed["language"]
    assert found["site_name"] == seed.get("sitename")


@seeds
def test_library(seed: dict[str, Any]) -> None:
    check(extract((SEEDS / f"{seed['id']}.txt").read_bytes()).to_dict(), seed)


@seeds
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("media", ["text/plain", "application/octet-stream"])
async def test_http(seed: dict[str, Any], media: str, client: Client) -> None:
    body = (SEEDS / f"{seed['id']}.txt").read_bytes()
    async with client.post("/v1/extract", data=body, headers={"Content-Type": media}) as response:
        check(await response.json(), seed)
