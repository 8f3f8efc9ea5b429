"""Feature groups, feature sets and matrices."""

import numpy as np
import pytest

from extractor.features.registry import FeatureSet, Inputs, formulas, group

SIZES = formulas("sizes", {"ones": ("One.", lambda _: np.ones(3)), "page": ("Of the page.", lambda _: 7.0)})


def later(inputs: Inputs) -> dict[str, object]:
    return {"twice": inputs.values["ones"] * 2}


def nothing(_: Inputs) -> dict[str, object]:
    return {}


TWICE = group("later", {"twice": "Twice `ones`."}, later, needs=(SIZES,))


def test_a_matrix_has_its_features_in_order() -> None:
    inputs = Inputs()
    TWICE.add_to(inputs)

    assert FeatureSet((TWICE, SIZES)).matrix(inputs, 3).tolist() == [[2, 1, 7]] * 3


def test_matrices_of_later_stages_share_the_values() -> None:
    inputs = Inputs()
    SIZES.add_to(inputs)
    first = FeatureSet((SIZES,)).matrix(inputs, 3)
    TWICE.add_to(inputs)
    second = FeatureSet((SIZES, TWICE)).matrix(inputs, 3, np.array([2]))

    assert first.shape == (3, 2)
    assert second.tolist() == [[1, 7, 2]]
    assert second.dtype == np.float32


def test_a_group_that_leaves_out_a_feature_is_an_error() -> None:
    with pytest.raises(KeyError, match="absent"):
        group("broken", {"absent": "Never computed."}, nothing).add_to(Inputs())


def test_two_features_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="ones"):
        FeatureSet((SIZES, SIZES))


def test_the_fingerprint_depends_on_names_and_order() -> None:
    one, other = FeatureSet((SIZES, TWICE)), FeatureSet((TWICE, SIZES))

    assert one.fingerprint == FeatureSet((SIZES, TWICE)).fingerprint != other.fingerprint
