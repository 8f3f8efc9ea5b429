"""What the steps of the pipeline found, which an explanation reads."""

from collections.abc import Sequence
from typing import NamedTuple

from extractor.classify.models import StageModels
from extractor.classify.prediction import Prediction
from extractor.content import structured
from extractor.content.choose import Choice
from extractor.features.html.inputs import HtmlInputs
from extractor.features.plaintext.inputs import LineInputs
from extractor.options import Options
from extractor.structured_data.read import StructuredData
from extractor.types import Candidate, HtmlDocument, PlainText


class HtmlSteps(NamedTuple):
    """What the steps found on an HTML page."""

    page: HtmlDocument
    structured_data: StructuredData
    inputs: HtmlInputs | None
    """The features of its blocks, after all stages that ran; None for a page without blocks."""
    prediction: Prediction
    """Of the first stages."""
    candidates: Sequence[Candidate]
    choice: Choice
    models: StageModels
    options: Options

    @property
    def is_structured(self) -> bool:
        """Whether the answer is the text of structured data."""
        best = self.choice.candidate
        return best is not None and best.engine == structured.NAME


class PlainTextSteps(NamedTuple):
    """What the steps found in plain text, or in a piece of it."""

    page: PlainText
    inputs: LineInputs | None
    """The features of its lines, after all stages; None for a page without lines."""
    prediction: Prediction
    models: StageModels
    options: Options
