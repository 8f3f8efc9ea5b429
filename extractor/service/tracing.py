"""OpenTelemetry spans, if OpenTelemetry is installed (`mainmatter[otel]`).

Run the service as `opentelemetry-instrument extractor serve`. Environment variables of OpenTelemetry configure the
exporter.
"""

from contextlib import AbstractContextManager, nullcontext

from aiohttp import web

try:
    from opentelemetry import propagate, trace
except ImportError:  # the extra is not installed
    trace = None  # type: ignore[assignment]


def span(request: web.Request, route: str) -> AbstractContextManager[object]:
    """Open a span for a request. Its parent is the caller's span if the headers name one."""
    if trace is None:
        return nullcontext()
    return trace.get_tracer("extractor").start_as_current_span(
        f"{request.method} {route}",
        context=propagate.extract(dict(request.headers)),
        kind=trace.SpanKind.SERVER,
        attributes={"http.request.method": request.method, "http.route": route},
    )
