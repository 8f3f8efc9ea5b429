"""The rows of the output: a worker makes one from each record, as a line of JSON."""

import hashlib
import json
import time
from dataclasses import fields
from functools import cache
from typing import Any, Final, NamedTuple

from extractor.batch.readers import json_lines
from extractor.batch.readers.record import Record
from extractor.errors import ExtractorError, InternalError
from extractor.extraction import Extraction
from extractor.options import Options
from extractor.pipeline import extract
from extractor.render.formats import render
from extractor.render.json import CHUNKS, chunks_of
from extractor.render.markdown.options import MarkdownOptions
from extractor.version import __version__

SOURCE_COLUMNS: Final = ("id", "source", "offset", "url", "http_status", "crawl_date")
"""Columns that are copied from the record."""
RECORD_COLUMNS: Final = (*SOURCE_COLUMNS, "error", "reason", "seconds", "extractor", "options")
"""Columns before the fields of `Extraction`. docs/reference/batch.md describes them."""
ON_REQUEST: Final = "explanation"
"""The field of `Extraction` that is no column: a job explains nothing."""
COLUMNS: Final = (*RECORD_COLUMNS, *(field.name for field in fields(Extraction) if field.name != ON_REQUEST), CHUNKS)
ERROR_COLUMNS: Final = ("id", "source", "offset", "url", "error", "reason")
"""Columns of a line in errors.jsonl."""
TEXT_FORMATS: Final = ("text", "markdown")
EMPTY_ROW: Final = dict.fromkeys(COLUMNS)


class Task(NamedTuple):
    """A record that is sent to a worker."""

    record: Record
    options: Options
    text_format: str = "text"
    """What the column `text` holds: a key of `TEXT_FORMATS`."""
    chunk_tokens: int | None = None
    """The tokens that a chunk has at most; None for no chunks."""


class Row(NamedTuple):
    """The result of a task."""

    line: bytes
    """The row as a line of JSON."""
    error: bytes | None
    """A line for errors.jsonl; None if the page was extracted."""
    size: int
    """Bytes or characters of the page."""


@cache
def options_hash(options: Options, text_format: str, chunk_tokens: int | None) -> str:
    """Return a short hash that is equal for equal options."""
    return hashlib.blake2b(repr((options, text_format, chunk_tokens)).encode(), digest_size=8).hexdigest()


def make_row(task: Task) -> Row:
    """Extract the page of a record and return its row. A page that cannot be extracted gets a row with its error.

    Raises:
        MemoryError: the worker has too little memory and must be replaced.

    """
    start = time.monotonic()
    record = json_lines.parse(task.record)
    task = task._replace(record=record)
    if record.data is None:
        return make_error_row(task, record.fault, record.reason)
    try:
        extraction = extract(record.data, url=record.url, content_type=record.content_type, options=task.options)
        values = extraction.to_dict() | {"text": render(extraction, task.text_format)}
        del values[ON_REQUEST]
        if task.chunk_tokens is not None:
            values[CHUNKS] = chunks_of(extraction, MarkdownOptions(chunk_tokens=task.chunk_tokens))
    except ExtractorError as error:
        return make_error_row(task, type(error).__name__, str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a defect in extractor costs one page, not the job
        reason = f"extractor has a defect: {type(error).__name__}: {error}"
        return make_error_row(task, InternalError.__name__, reason)
    seconds = round(time.monotonic() - start, 4)
    return Row(_to_line(_new_row(task) | {"seconds": seconds, **values}), None, len(record.data))


def identify(task: Task) -> Record:
    """Return the record of a task without its page. Its id and URL are parsed from the line if it is a line of JSON."""
    record = json_lines.parse(task.record)
    return record._replace(data=None, columns=None)


def make_error_row(task: Task, error: str, reason: str) -> Row:
    """Return the row of a record whose page could not be extracted."""
    row = _new_row(task) | {"error": error, "reason": reason}
    return Row(_to_line(row), _to_line({name: row[name] for name in ERROR_COLUMNS}), len(task.record.data or b""))


def _new_row(task: Task) -> dict[str, Any]:
    source = {name: getattr(task.record, name) for name in SOURCE_COLUMNS}
    options = options_hash(task.options, task.text_format, task.chunk_tokens)
    return EMPTY_ROW | source | {"extractor": __version__, "options": options}


def _to_line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
