"""extractor: the clean text and metadata of raw page dumps, HTML or plain text."""

import os

# ONNX Runtime reports to its maker, and keeps a database for that in the home directory, unless this is set when it is
# loaded. Who wants that may set it to 0.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from extractor.errors import (
    BadOptions,
    Busy,
    DeadlinePassed,
    Empty,
    ExtractorError,
    Garbled,
    InternalError,
    Interrupted,
    NotText,
    Refused,
    TooDeep,
    TooLarge,
    WorkerDied,
)
from extractor.options import Options
from extractor.pipeline import extract
from extractor.render.formats import render
from extractor.types import Extraction, Note
from extractor.version import __version__

__all__ = [
    "BadOptions",
    "Busy",
    "DeadlinePassed",
    "Empty",
    "Extraction",
    "ExtractorError",
    "Garbled",
    "InternalError",
    "Interrupted",
    "NotText",
    "Note",
    "Options",
    "Refused",
    "TooDeep",
    "TooLarge",
    "WorkerDied",
    "__version__",
    "extract",
    "render",
]
