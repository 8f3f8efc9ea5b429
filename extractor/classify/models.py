"""The trained models, described in the CARD.md beside them, and the one place that loads them.

`python -m training.train` writes all of them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from extractor.classify import html, plaintext
from extractor.classify.reliability import Reliability
from extractor.classify.stages import Model, Stage

ARTIFACTS = Path(__file__).parent / "artifacts"
HTML, PLAINTEXT = "html", "plaintext"
CALIBRATION = "calibration.json"
STAGES: Mapping[str, tuple[Stage[Any], ...]] = {HTML: html.STAGES, PLAINTEXT: plaintext.STAGES}
ANSWERING: Mapping[str, Sequence[str]] = {HTML: html.ANSWERING, PLAINTEXT: plaintext.ANSWERING}


@dataclass(frozen=True, slots=True)
class StageModels:
    """The models for one kind of page."""

    stages: Mapping[str, Model]
    """One for each stage, by its name."""
    calibrations: Mapping[str, Reliability]
    """One for each stage that answers, by its name."""


class Models:
    """The models of one folder; those for each kind of page are read when they are first asked for.

    A kind of page that the folder lacks has the models of the package.

    Raises:
        IncompatibleModel: on first use, if a model was trained on other features.

    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def html(self) -> StageModels:
        """Return the models for HTML pages."""
        return _load(self._of(HTML), html.STAGES)

    @cached_property
    def plaintext(self) -> StageModels:
        """Return the models for plain-text pages."""
        return _load(self._of(PLAINTEXT), plaintext.STAGES)

    def _of(self, kind: str) -> Path:
        others = (self._folder / other for other in STAGES if other != kind)
        has_others_only = not (self._folder / kind).is_dir() and any(folder.is_dir() for folder in others)
        return (ARTIFACTS if has_others_only else self._folder) / kind


def _load(folder: Path, stages: Iterable[Stage[Any]]) -> StageModels:
    calibrations = json.loads((folder / CALIBRATION).read_text(encoding="utf-8"))
    return StageModels(
        stages={stage.name: stage.model.load(folder / stage.name, stage.features) for stage in stages},
        calibrations={name: Reliability.of(stored) for name, stored in calibrations.items()},
    )


@lru_cache(maxsize=1)
def shipped() -> Models:
    """Return the models that come with the package."""
    return Models(ARTIFACTS)
