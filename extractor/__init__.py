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

__version__ = "0.1.0"
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
    "extract",
    "render",
]
