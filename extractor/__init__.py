"""extractor: clean text and metadata of raw web pages, HTML or plain text."""

from extractor.entry import extract
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
from extractor.extraction import Extraction
from extractor.options import Options
from extractor.render.chunks import Chunk, chunk
from extractor.render.formats import render
from extractor.render.markdown.options import MarkdownOptions
from extractor.types import Note
from extractor.version import __version__

__all__ = [
    "BadOptions",
    "Busy",
    "Chunk",
    "DeadlinePassed",
    "Empty",
    "Extraction",
    "ExtractorError",
    "Garbled",
    "InternalError",
    "Interrupted",
    "MarkdownOptions",
    "NotText",
    "Note",
    "Options",
    "Refused",
    "TooDeep",
    "TooLarge",
    "WorkerDied",
    "__version__",
    "chunk",
    "extract",
    "render",
]
