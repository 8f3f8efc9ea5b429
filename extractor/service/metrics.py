"""What an operator can watch: one set of figures a service, in Prometheus' format."""

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, PlatformCollector, ProcessCollector
from prometheus_client.exposition import generate_latest

from extractor.service.task import Answer

SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)
BYTES = (1e3, 1e4, 3e4, 1e5, 3e5, 1e6, 3e6, 1e7, 3e7)
SHARES = (0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)


class Metrics:
    """The figures of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        made: dict[str, Any] = {"registry": self.registry, "namespace": "extractor"}
        self.requests = Counter("requests", "Requests answered.", ("route", "status"), **made)
        self.seconds = Histogram("request_seconds", "Request to answer.", ("route",), buckets=SECONDS, **made)
        self.waited = Histogram("wait_seconds", "From queue to worker.", buckets=SECONDS, **made)
        self.worked = Histogram("work_seconds", "In the worker.", buckets=SECONDS, **made)
        self.held = Gauge("pages_held", "Pages that are worked on or wait.", **made)
        self.restarts = Gauge("worker_restarts", "Workers replaced since the start.", ("cause",), **made)
        self.engines = Counter("answers", "Answers by engine.", ("engine",), **made)
        self.confidence = Histogram("confidence", "Confidence of answers.", buckets=SHARES, **made)
        self.received = Histogram("received_bytes", "Size of pages as sent.", buckets=BYTES, **made)
        self.returned = Histogram("returned_bytes", "Size of answers.", buckets=BYTES, **made)
        self.defects = Counter("defects", "Pages and requests that failed by a defect of extractor.", **made)
        self.buffered = Gauge("buffered_bytes", "Bytes of request bodies held by requests in flight.", **made)
        self.lines = Counter("batch_lines", "Lines of batches answered.", ("outcome",), **made)

    def answered(self, answer: Answer, *, received: int, seconds: float) -> None:
        """Take note of an answer that took `seconds` from queue to end."""
        self.waited.observe(max(seconds - answer.seconds, 0))
        self.worked.observe(answer.seconds)
        self.engines.labels(answer.engine).inc()
        self.confidence.observe(answer.confidence)
        self.received.observe(received)
        self.returned.observe(len(answer.body))

    def shown(self, replaced: Mapping[str, int]) -> bytes:
        """All of them as text, given how many workers were replaced by cause."""
        for cause, times in replaced.items():
            self.restarts.labels(cause).set(times)
        return generate_latest(self.registry)
