"""The routes of other services: off by default, and answered as those services did."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from extractor import BadOptions, extract, render
from extractor.service.openapi import openapi_document
from extractor.settings import Settings
from tests.cases import ROOT
from tests.conftest import Client, running

pytestmark = pytest.mark.asyncio(loop_scope="session")
NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()
URL = "https://other.example/a"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def compatible() -> AsyncIterator[Client]:
    async with running(Settings(workers=1, deadline=60.0, compat="postlight,tika")) as client:
        yield client


async def test_they_are_off_by_default(client: Client) -> None:
    assert (await client.post("/parse-html", json={"html": "a"})).status == 404
    assert (await client.put("/tika/main", data=NEWS)).status == 404
    assert not {"/parse-html", "/tika/main"} & openapi_document()["paths"].keys()


async def test_postlight(compatible: Client) -> None:
    async with compatible.post("/parse-html", json={"url": URL, "html": NEWS.decode()}) as response:
        answer: dict[str, Any] = json.loads(await response.text())

    assert response.status == 200
    described = openapi_document(("postlight",))["paths"]["/parse-html"]["post"]["responses"]["200"]
    assert answer.keys() == set(described["content"]["application/json"]["schema"]["required"])
    assert (answer["title"], answer["author"]) == ("Bridge reopens two weeks early", "Ida Berg, Tom Falk")
    assert (answer["url"], answer["domain"], answer["direction"]) == (URL, "other.example", "ltr")
    assert answer["content"] == extract(NEWS.decode(), url=URL).html


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {"url": URL}}, 400),
        ({"json": [1]}, 400),
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, 400),
        ({"data": NEWS, "headers": {"Content-Type": "text/html"}}, 415),
        ({"json": {"html": "a", "url": "http://[x"}}, 200),
    ],
)
async def test_postlight_refusals_are_documented_errors(compatible: Client, sent: dict[str, Any], status: int) -> None:
    async with compatible.post("/parse-html", **sent) as response:
        assert response.status == status


async def test_tika(compatible: Client) -> None:
    async with compatible.put("/tika/main", data=NEWS, headers={"Content-Type": "text/html"}) as response:
        assert response.content_type == "text/plain"
        assert await response.text() == render(extract(NEWS), "text")
    async with compatible.put("/tika/main", data=b"%PDF-1.4") as response:
        assert response.status == 415
    async with compatible.put("/tika/main?format=html", data=NEWS) as response:
        assert response.status == 400


async def test_they_need_the_key_as_all_pages_do(tmp_path: Any) -> None:
    keys = tmp_path / "keys"
    keys.write_text("secret\n", "utf-8")
    async with running(Settings(workers=1, compat="tika", api_keys=str(keys))) as client:
        assert (await client.put("/tika/main", data=NEWS)).status == 401
        assert (await client.put("/tika/main", data=NEWS, headers={"X-API-Key": "secret"})).status == 200


async def test_they_are_in_the_description_where_they_are_on(compatible: Client) -> None:
    paths = (await (await compatible.get("/openapi.json")).json())["paths"]

    assert {"/parse-html", "/tika/main"} <= paths.keys()
    assert "PUT /tika/main" in await (await compatible.get("/")).text()


async def test_an_unknown_name_is_a_bad_option() -> None:
    with pytest.raises(BadOptions, match="compat must be"):
        Settings(compat="readability")
