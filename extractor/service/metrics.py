"""The metrics of a service, in Prometheus text format."""

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import generate_latest

from extractor.service.task import PageAnswer

SECONDS_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)
BYTES_BUCKETS = (1e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7)
CONFIDENCE_BUCKETS = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)


class Metrics:
    """The metrics of one service, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        common: dict[str, Any] = {"registry": self.registry, "namespace": "extractor"}
        seconds: dict[str, Any] = {"buckets": SECONDS_BUCKETS, **common}
        size: dict[str, Any] = {"buckets": BYTES_BUCKETS, **common}
        self.requests = Counter("requests", "Requests answered.", ("route", "status"), **common)
        self.seconds = Histogram("request_seconds", "Time from request to answer.", ("route",), **seconds)
        self.waited = Histogram("wait_seconds", "Time that a page waits for a worker.", **seconds)
        self.worked = Histogram("work_seconds", "Time that a page is in the worker.", **seconds)
        self.in_flight = Gauge("pages_held", "Pages that a worker has, or that wait for one.", **common)
        self.restarts = Gauge("worker_restarts", "Workers replaced since the start.", ("cause",), **common)
        self.engines = Counter("answers", "Answers by engine.", ("engine",), **common)
        self.confidence = Histogram("confidence", "Confidence of answers.", buckets=CONFIDENCE_BUCKETS, **common)
        self.received = Histogram("received_bytes", "Size of pages as sent.", **size)
        self.returned = Histogram("returned_bytes", "Size of answers.", **size)
        self.defects = Counter("defects", "Pages and requests that failed because of a defect of extractor.", **common)
        self.buffered = Gauge("buffered_bytes", "Bytes of request bodies held by requests in flight.", **common)
        self.lines = Counter("batch_lines", "Lines of batches answered.", ("outcome",), **common)

    def observe_answer(self, answer: PageAnswer, *, received_bytes: int, seconds: float) -> None:
        """Record an answer. `seconds` is the time from the queue to the end."""
        self.waited.observe(max(seconds - answer.seconds, 0))
        self.worked.observe(answer.seconds)
        self.engines.labels(answer.engine).inc()
        self.confidence.observe(answer.confidence)
        self.received.observe(received_bytes)
        self.returned.observe(len(answer.body))

    def to_text(self, replaced: Mapping[str, int]) -> bytes:
        """Return all metrics as text. `replaced` is the number of replaced workers by cause."""
        for cause, times in replaced.items():
            self.restarts.labels(cause).set(times)
        return generate_latest(self.registry)
