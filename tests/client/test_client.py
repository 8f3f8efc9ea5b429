"""The clients against a service, and against one that is busy, breaks off or is not there."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest

from extractor.client import AsyncClient, Client, Page, ServiceError, protocol
from tests.cases import ROOT
from tests.conftest import Client as ServiceClient

NEWS = (ROOT / "news--teasers-consent-and-comments-are-cut" / "page.html").read_bytes()
LONG_AGO = "windows-1251"
CYRILLIC = f"<p>{'Портовый совет не включит новые башни до конца года. ' * 8}</p>"


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "FIRST_WAIT_SECONDS", 0.001)


def pages() -> Iterator[Page]:
    yield Page("news", NEWS, "https://courier.example/2024/05/bridge-reopens")
    yield Page("old", CYRILLIC.encode(LONG_AGO), content_type=f"text/html; charset={LONG_AGO}")
    yield Page("nothing", b"")
    yield Page("binary", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    yield from (Page(f"copy {number}", NEWS.decode()) for number in range(protocol.LINES_IN_GROUP))


def check_answers(answers: dict[str, Any]) -> None:
    assert answers.keys() == {page.id for page in pages()}
    assert answers["news"].fields["title"] == answers["copy 0"].fields["title"] == "Bridge reopens two weeks early"
    assert "Портовый совет" in answers["old"].fields["text"]
    assert answers["nothing"].fields is None
    assert "empty" in str(answers["nothing"].error)
    assert str(answers["binary"].error).startswith("NotText")


@pytest.mark.asyncio(loop_scope="session")
async def test_the_service_answers_a_client_of_asyncio(client: ServiceClient) -> None:
    async with AsyncClient(str(client.make_url("/"))) as asked:
        one = await asked.extract(NEWS, fields="title,chunks", chunks=60)
        shown = await asked.render(NEWS.decode(), "markdown", content_type="text/html", title_heading=True)
        many = {answer.id: answer async for answer in asked.extract_many(pages(), mode="fast")}

    assert one["title"] == "Bridge reopens two weeks early"
    assert one["chunks"]
    assert shown.startswith("# Bridge reopens")
    check_answers(many)


@pytest.mark.asyncio(loop_scope="session")
async def test_the_service_answers_a_client_of_threads(client: ServiceClient) -> None:
    address = str(client.make_url("/"))
    found: dict[str, Any] = {}

    def ask() -> None:
        with Client(address) as asked:
            found["title"] = asked.extract(NEWS)["title"]
            found["text"] = asked.render(NEWS, "text")
            found["many"] = {answer.id: answer for answer in asked.extract_many(pages(), mode="fast")}

    await asyncio.to_thread(ask)

    assert found["title"] == "Bridge reopens two weeks early"
    assert "bearing" in found["text"]
    check_answers(found["many"])


@pytest.mark.asyncio(loop_scope="session")
async def test_a_wrong_parameter_is_told(client: ServiceClient) -> None:
    async with AsyncClient(str(client.make_url("/"))) as asked:
        with pytest.raises(ServiceError, match="no parameter 'modus'") as raised:
            await asked.extract(NEWS, modus="fast")
        with pytest.raises(ServiceError, match="no parameter 'modus'"):
            [answer async for answer in asked.extract_many(pages(), modus="fast")]

    assert not raised.value.retryable
    assert raised.value.problem["status"] == 400


Handler = Callable[[httpx.Request], httpx.Response]
BUSY = {"title": "Too many pages wait", "status": 429, "detail": "later", "retryable": True}


def counted(*answers: httpx.Response | Exception) -> tuple[Handler, list[httpx.Request]]:
    """Return a service that gives these answers in turn, the last one again and again, and the requests that it got."""
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        answer = answers[min(len(asked), len(answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handle, asked


def client_of(handler: Handler, retries: int = 3) -> Client:
    return Client(retries=retries, transport=httpx.MockTransport(handler), key="secret")


def test_a_busy_service_is_asked_again() -> None:
    handler, asked = counted(
        httpx.Response(429, json=BUSY), httpx.ConnectError("away"), httpx.Response(200, json={"title": "T"})
    )

    assert client_of(handler).extract("<p>x</p>")["title"] == "T"
    assert len(asked) == 3
    assert asked[0].headers["Authorization"] == "Bearer secret"


@pytest.mark.parametrize(
    ("answer", "requests", "message"),
    [
        (httpx.Response(429, json=BUSY), 4, "Too many pages wait: later"),
        (httpx.Response(502, text="<h1>Bad gateway</h1>"), 4, "Bad Gateway: <h1>Bad gateway</h1>"),
        (httpx.Response(413, json=BUSY | {"retryable": False, "title": "Page too large"}), 1, "Page too large: later"),
        (httpx.ConnectError("refused"), 4, "No connection: refused"),
        (httpx.ReadTimeout("slow"), 4, "No answer: slow"),
    ],
)
def test_what_is_given_up(answer: httpx.Response | Exception, requests: int, message: str) -> None:
    handler, asked = counted(answer)

    with pytest.raises(ServiceError) as raised:
        client_of(handler).extract("<p>x</p>")

    assert str(raised.value) == message
    assert len(asked) == requests


def test_the_service_says_how_long_to_wait() -> None:
    error = ServiceError(BUSY, retryable=True, retry_after=7.0)

    assert protocol.wait_seconds(0, error) == 7.0
    assert protocol.wait_seconds(50, ServiceError(BUSY, retryable=True)) <= protocol.MAX_WAIT_SECONDS
    with pytest.raises(ServiceError) as raised:
        protocol.check(httpx.Response(429, json=BUSY, headers={"Retry-After": "3"}))
    assert raised.value.retry_after == 3.0


def lines_of(request: httpx.Request) -> list[dict[str, Any]]:
    return [json.loads(line) for line in request.content.splitlines()]


def answered(request: httpx.Request, fail: Callable[[int, str], dict[str, Any] | None]) -> httpx.Response:
    """Answer each line but those that fail."""
    out = []
    for number, line in enumerate(lines_of(request), 1):
        error = fail(number, line["id"])
        out.append(json.dumps({"line": number, "id": line["id"], **({"error": error} if error else {"text": "t"})}))
    return httpx.Response(200, text="\n".join(out) + "\n \n")


def few() -> list[Page]:
    return [Page(name, f"<p>{name} word word</p>") for name in "abcd"]


def test_only_lines_that_failed_are_sent_again() -> None:
    sent: list[list[str]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append([line["id"] for line in lines_of(request)])
        first = len(sent) == 1
        return answered(request, lambda _, name: BUSY if first and name in "bd" else None)

    found = {answer.id: answer for answer in client_of(handle).extract_many(few())}

    assert sent == [["a", "b", "c", "d"], ["b", "d"]]
    assert all(answer.fields == {"text": "t"} for answer in found.values())
    assert found.keys() == set("abcd")


def test_a_stream_that_breaks_off_goes_on_with_what_is_open() -> None:
    sent: list[list[str]] = []

    class BreaksOff(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield b'{"line": 2, "id": "b", "text": "t"}\n'
            message = "closed"
            raise httpx.RemoteProtocolError(message)

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append([line["id"] for line in lines_of(request)])
        return httpx.Response(200, stream=BreaksOff()) if len(sent) == 1 else answered(request, lambda *_: None)

    assert sorted(answer.id for answer in client_of(handle).extract_many(few())) == list("abcd")
    assert sent == [["a", "b", "c", "d"], ["a", "c", "d"]]


def test_lines_that_fail_at_every_attempt_are_errors() -> None:
    found = list(client_of(lambda request: answered(request, lambda *_: BUSY), retries=1).extract_many(few()))

    assert [(answer.id, answer.fields) for answer in found] == [(name, None) for name in "abcd"]
    assert all(answer.error is not None and answer.error.retryable for answer in found)


def test_lines_without_an_answer_are_errors() -> None:
    found = list(client_of(lambda _: httpx.Response(200, text=""), retries=1).extract_many(few()))

    assert [str(answer.error).partition(":")[0] for answer in found] == ["No answer"] * 4


def test_no_more_pages_are_read_than_are_needed() -> None:
    read: list[int] = []

    def endless() -> Iterator[Page]:
        while True:
            read.append(len(read))
            yield Page(str(len(read)), "<p>word word word</p>")

    answers = client_of(lambda request: answered(request, lambda *_: None)).extract_many(endless())
    for _ in range(3):
        next(answers)

    assert len(read) <= protocol.LINES_IN_GROUP + 1


@pytest.mark.asyncio
async def test_asyncio_sends_lines_again_too() -> None:
    sent: list[list[str]] = []
    guard = threading.Lock()

    def handle(request: httpx.Request) -> httpx.Response:
        with guard:
            sent.append([line["id"] for line in lines_of(request)])
        if len(sent) == 1:
            return httpx.Response(503, json=BUSY | {"status": 503})
        return answered(request, lambda _, name: BUSY if len(sent) == 2 and name == "a" else None)

    async with AsyncClient(transport=httpx.MockTransport(handle)) as asked:
        found: AsyncIterator[Any] = asked.extract_many(few())
        assert sorted([answer.id async for answer in found]) == list("abcd")

    assert sent == [["a", "b", "c", "d"], ["a", "b", "c", "d"], ["a"]]
