"""What a worker makes of a record: a row of the output, written as a line of JSON."""

import hashlib
import json
import time
from dataclasses import fields
from functools import cache
from typing import Any, Final, NamedTuple

from extractor.batch.readers import Record, json_lines
from extractor.errors import ExtractorError, InternalError
from extractor.options import Options
from extractor.pipeline import extract
from extractor.types import Extraction
from extractor.version import __version__

PLACE: Final = ("id", "source", "offset", "url", "http_status", "crawl_date")
WHERE: Final = (*PLACE, "error", "reason", "seconds", "extractor", "options")
"""The columns before the fields of `Extraction`; docs/batch.md says what they hold."""
COLUMNS: Final = (*WHERE, *(each.name for each in fields(Extraction)))
BLANK: Final = dict.fromkeys(COLUMNS)


class Sent(NamedTuple):
    """A record on its way to a worker."""

    record: Record
    options: Options


class Done(NamedTuple):
    """Its row, and what tells why it failed, if it did."""

    line: bytes
    error: bytes | None
    size: int
    """Bytes or characters of the page."""


@cache
def options_hash(options: Options) -> str:
    """The same for the same options."""
    return hashlib.blake2b(repr(options).encode(), digest_size=8).hexdigest()


def answer(sent: Sent) -> Done:
    """The row of a record; an error is one too."""
    start = time.monotonic()
    record = json_lines.parse(sent.record)
    sent = sent._replace(record=record)
    if record.data is None:
        return failed(sent, record.fault, record.reason)
    try:
        extraction = extract(record.data, url=record.url, content_type=record.content_type, options=sent.options)
    except ExtractorError as error:
        return failed(sent, type(error).__name__, str(error))
    except MemoryError:
        raise  # the worker has to go
    except Exception as error:  # noqa: BLE001 - a defect of ours costs its page, and not the job
        return failed(sent, InternalError.__name__, f"extractor has a defect: {type(error).__name__}: {error}")
    seconds = round(time.monotonic() - start, 4)
    return Done(_line(_row(sent) | {"seconds": seconds, **extraction.to_dict()}), None, len(record.data))


def identify(sent: Sent) -> Record:
    """Return a record without its page, as its row names it: a line of JSON says inside what it is called."""
    record = json_lines.parse(sent.record)
    return record._replace(data=None, columns=None)


def failed(sent: Sent, error: str, reason: str) -> Done:
    """A record without an answer: it has a row all the same, and a line among the errors."""
    row = _row(sent) | {"error": error, "reason": reason}
    told = ("id", "source", "offset", "url", "error", "reason")
    return Done(_line(row), _line({name: row[name] for name in told}), len(sent.record.data or b""))


def _row(sent: Sent) -> dict[str, Any]:
    where = {name: getattr(sent.record, name) for name in PLACE}
    return BLANK | where | {"extractor": __version__, "options": options_hash(sent.options)}


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
