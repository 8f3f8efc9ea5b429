"""Spans for OpenTelemetry, where it is installed (`extractor[otel]`); nothing where it is not.

Run the service as `opentelemetry-instrument extractor serve`, and the environment says where spans go.
"""

from contextlib import AbstractContextManager, nullcontext

from aiohttp import web

try:
    from opentelemetry import propagate, trace
except ImportError:  # the extra is not installed
    trace = None  # type: ignore[assignment]


def span(request: web.Request, route: str) -> AbstractContextManager[object]:
    """A span for one request, a child of the caller's if it says which that is."""
    if trace is None:
        return nullcontext()
    return trace.get_tracer("extractor").start_as_current_span(
        f"{request.method} {route}",
        context=propagate.extract(dict(request.headers)),
        kind=trace.SpanKind.SERVER,
        attributes={"http.request.method": request.method, "http.route": route},
    )
