"""extractor: the clean text and metadata of raw page dumps, HTML or plain text."""

from extractor.errors import (
    BadOptions,
    Busy,
    DeadlinePassed,
    Empty,
    ExtractorError,
    Garbled,
    Interrupted,
    NotText,
    Refused,
    TooDeep,
    TooLarge,
    WorkerDied,
)
from extractor.model import Extraction, Note
from extractor.options import Options
from extractor.pipeline import extract
from extractor.render import render
from extractor.version import __version__

__all__ = [
    "BadOptions",
    "Busy",
    "DeadlinePassed",
    "Empty",
    "Extraction",
    "ExtractorError",
    "Garbled",
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
