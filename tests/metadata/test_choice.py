"""The choice of one of the values that a page states."""

import pytest

from extractor.metadata import author_candidates, date_candidates, title_candidates
from extractor.metadata.choice import FIELDS, Candidate, Field, Weights, choose, probabilities, shipped

FEATURE_NAMES: dict[Field, tuple[str, ...]] = {
    "title": title_candidates.FEATURE_NAMES,
    "authors": author_candidates.FEATURE_NAMES,
    "date": date_candidates.FEATURE_NAMES,
}


def test_the_likeliest_candidate_is_chosen_or_none() -> None:
    some = [Candidate("2020-06-12", "a", {"from_meta": 1.0}), Candidate("2021-01-01", "b", {"late": 1.0})]
    sure, unsure = Weights(0.0, {"from_meta": 3.0, "late": -3.0}), Weights(-9.0, {})

    assert choose(some, sure, 0.2) == (some[0], (some[1],))
    assert choose(some, unsure, 0.2) == (None, tuple(some))
    assert choose(some, unsure, 0.0).best is some[0]
    assert choose([], sure, 0.2) == (None, ())
    assert probabilities(some, sure).sum() < 1


@pytest.mark.parametrize("field", FIELDS)
def test_the_weights_that_ship_are_those_of_the_features(field: Field) -> None:
    assert set(shipped(field).of_feature) == set(FEATURE_NAMES[field])
    assert len(set(FEATURE_NAMES[field])) == len(FEATURE_NAMES[field])
