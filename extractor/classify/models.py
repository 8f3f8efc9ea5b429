"""The trained artefacts, described in the CARD.md beside them, and the one place that loads them.

`python -m training.train` writes them all; nothing else does.
"""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from extractor.classify.parts import Calibration, Linear, Trees
from extractor.features.html.names import Encoding
from extractor.features.plaintext.bag_of_words import Wording

HERE = Path(__file__).parent / "artifacts"
PAGES, DUMPS = "html", "plaintext"
TOKENS, WORDING, PAGE_TYPE, CONFIDENCE = "tokens.json", "wording.json", "pagetype.json", "confidence.json"
ALONE, WITH_TRAFILATURA = "alone.onnx", "with_trafilatura.onnx"
FIRST, SECOND, TITLE = "first.onnx", "second.onnx", "title.onnx"


@dataclass(frozen=True, slots=True)
class PageModels:
    """Who judges the blocks of HTML pages."""

    encoding: Encoding
    page_type: Linear
    alone: Trees
    """Judges blocks by what was measured about them."""
    with_trafilatura: Trees
    """Judges them knowing also what trafilatura keeps."""
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class DumpModels:
    """Who judges the lines of plain-text dumps."""

    wording: Wording
    page_type: Linear
    first: Trees
    """Judges lines by what was measured about them."""
    title: Trees
    """Judges which line is the title, knowing what the first thinks of the lines."""
    second: Trees
    """Judges lines knowing also what the first thinks of the lines around, and which is the title."""
    calibration: Calibration


class Models:
    """All artefacts of one folder, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def pages(self) -> PageModels:
        """Those for HTML pages."""
        folder = self._folder / PAGES
        return PageModels(
            encoding=Encoding(**_json(folder / TOKENS)),
            page_type=Linear.of(_json(folder / PAGE_TYPE)),
            alone=Trees(folder / ALONE),
            with_trafilatura=Trees(folder / WITH_TRAFILATURA),
            calibration=Calibration(**_json(folder / CONFIDENCE)),
        )

    @cached_property
    def dumps(self) -> DumpModels:
        """Those for plain-text dumps."""
        folder = self._folder / DUMPS
        return DumpModels(
            wording=Wording.of(**_json(folder / WORDING)),
            page_type=Linear.of(_json(folder / PAGE_TYPE)),
            first=Trees(folder / FIRST),
            second=Trees(folder / SECOND),
            title=Trees(folder / TITLE),
            calibration=Calibration(**_json(folder / CONFIDENCE)),
        )


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


@lru_cache(maxsize=1)
def shipped() -> Models:
    """The artefacts that come with the package."""
    return Models(HERE)
