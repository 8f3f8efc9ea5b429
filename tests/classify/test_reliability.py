"""The estimate of an answer follows the weights of its values."""

from extractor.classify.reliability import Logistic, Reliability


def test_estimate() -> None:
    stored = {
        "f1": {"bias": 0.0, "weights": {"expected": 1.0}},
        "failure": {"bias": -2.0, "weights": {"expected": -1.0}},
    }
    reliability = Reliability.of(stored)

    assert reliability.estimate({"expected": 0.0}).f1 == 0.5
    assert reliability.estimate({"expected": 3.0}).f1 > 0.9
    assert reliability.estimate({"expected": 3.0}).failure < reliability.estimate({"expected": -3.0}).failure
    assert reliability.stored() == stored


def test_a_huge_score_does_not_overflow() -> None:
    assert Logistic(bias=-1e9, weights={}).probability({}) < 1e-9
