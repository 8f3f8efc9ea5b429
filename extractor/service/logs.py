"""Logging to standard error, as JSON or as text."""

import logging
import re
import sys

from pythonjsonlogger.json import JsonFormatter

from extractor.settings import Settings

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z")


def set_up_logging(settings: Settings) -> None:
    """Send all logs to standard error, in the format that the settings name."""
    handler = logging.StreamHandler(sys.stderr)
    renamed = {"asctime": "time", "levelname": "level", "name": "logger"}
    as_json = JsonFormatter(FORMAT, rename_fields=renamed, json_ensure_ascii=False)
    handler.setFormatter(as_json if settings.log_format == "json" else logging.Formatter(FORMAT))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    logging.getLogger("asyncio").setLevel(logging.WARNING)


def trace_id(traceparent: str | None) -> str | None:
    """Return the trace id of a `traceparent` header (W3C Trace Context); None if the header is invalid."""
    found = TRACEPARENT.match(traceparent or "")
    return found["trace"] if found else None
