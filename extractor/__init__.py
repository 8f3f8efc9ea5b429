"""extractor: the clean text and metadata of raw page dumps, HTML or plain text."""

from extractor.errors import (
    BadOptions,
    DeadlinePassed,
    Empty,
    ExtractorError,
    Interrupted,
    NotText,
    Refused,
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
    "DeadlinePassed",
    "Empty",
    "Extraction",
    "ExtractorError",
    "Interrupted",
    "NotText",
    "Note",
    "Options",
    "Refused",
    "TooLarge",
    "WorkerDied",
    "__version__",
    "extract",
    "render",
]
