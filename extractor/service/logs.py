"""Logs: a line a request, with the ids that tell which, as JSON or for people."""

import logging
import logging.config
import re
import sys

from pythonjsonlogger.json import JsonFormatter

from extractor.settings import Settings

SAID = "%(asctime)s %(levelname)s %(name)s %(message)s"
TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?P<trace>[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z")


def set_up(settings: Settings) -> None:
    """Write to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    renamed = {"asctime": "time", "levelname": "level", "name": "logger"}
    as_json = JsonFormatter(SAID, rename_fields=renamed, json_ensure_ascii=False)
    handler.setFormatter(as_json if settings.log_format == "json" else logging.Formatter(SAID))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    logging.getLogger("asyncio").setLevel(logging.WARNING)


def trace_of(traceparent: str | None) -> str | None:
    """The trace id of a `traceparent` header (W3C Trace Context); None where it is none."""
    found = TRACEPARENT.match(traceparent or "")
    return found["trace"] if found else None
