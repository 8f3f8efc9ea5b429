"""The generated page of all features."""

from pathlib import Path

import pytest

from extractor.classify.models import STAGES
from extractor.features.registry import Feature
from training.feature_reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "features.md"
FEATURES = {feature for stages in STAGES.values() for stage in stages for feature in stage.features.features}


def test_the_page_is_as_the_declarations_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("feature", sorted(FEATURES), ids=lambda feature: feature.name)
def test_every_feature_has_a_meaning(feature: Feature) -> None:
    name, meaning, _ = feature

    assert meaning.endswith(".")
    assert meaning.rstrip(".").lower() != name.replace("_", " ")
