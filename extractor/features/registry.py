"""Declared features: each has a name, a meaning and a group; models and matrices refer to features by name alone."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np

from extractor.arrays import Array

T_contra = TypeVar("T_contra", bound="Inputs", contravariant=True)
T = TypeVar("T", bound="Inputs")


class Feature(NamedTuple):
    """A column of a feature matrix."""

    name: str
    """Unique in its feature set; models store it."""
    meaning: str
    """One phrase for readers, with the unit."""
    group: str
    """Name of the group that computes it."""


@dataclass(slots=True)
class Inputs:
    """What feature groups read about one page, and the values that they gave so far."""

    values: dict[str, Array] = field(default_factory=dict, init=False)
    """By feature name: shape (rows,), or () for a feature of the whole page."""
    predictions: dict[str, Array] = field(default_factory=dict, init=False)
    """By stage name: the output of the stages that ran so far."""
    _columns: Array = field(default_factory=lambda: np.zeros((0, 0), np.float32), init=False)
    """Values that a matrix had, of 32 bits: later matrices share most of them."""
    _indices: dict[str, int] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget all values and predictions."""
        self.values.clear()
        self.predictions.clear()
        self._columns = np.zeros((0, 0), np.float32)
        self._indices.clear()

    def columns(self, names: Sequence[str], size: int) -> tuple[Array, list[int]]:
        """Return an array of shape (features, size), and in which of its rows the values of `names` are."""
        known = self._indices
        if added := [name for name in names if name not in known]:
            block = np.empty((len(added), size), np.float32)
            for row, name in enumerate(added):
                block[row] = self.values[name]
            self._columns = np.concatenate([self._columns, block]) if known else block
            known.update(zip(added, range(len(known), len(known) + len(added)), strict=True))
        return self._columns, [known[name] for name in names]


@dataclass(frozen=True, slots=True, eq=False)
class FeatureGroup(Generic[T_contra]):
    """Features that are computed together."""

    name: str
    features: tuple[Feature, ...]
    compute: Callable[[T_contra], Mapping[str, Any]]
    """Give one array for each feature, by name."""
    needs: tuple["FeatureGroup[T_contra]", ...] = ()
    """Groups whose values `compute` reads."""

    def add_to(self, inputs: T_contra) -> None:
        """Compute the values, unless `inputs` has them.

        Raises:
            KeyError: `compute` left out a feature that the group declares.

        """
        if self.features[0].name in inputs.values:
            return
        for group in self.needs:
            group.add_to(inputs)
        computed = self.compute(inputs)
        for feature in self.features:
            inputs.values[feature.name] = computed[feature.name]


def group(
    name: str,
    meanings: Mapping[str, str],
    compute: Callable[[T], Mapping[str, Any]],
    needs: tuple[FeatureGroup[T], ...] = (),
) -> FeatureGroup[T]:
    """Declare a group whose features are computed at once; `meanings` gives the order of the features."""
    features = tuple(Feature(each, meaning, name) for each, meaning in meanings.items())
    return FeatureGroup(name, features, compute, needs)


Formulas = Mapping[str, tuple[str, Callable[[T], Any]]]
"""For each feature its meaning and its formula."""


def formulas(name: str, table: Formulas[T], needs: tuple[FeatureGroup[T], ...] = ()) -> FeatureGroup[T]:
    """Declare a group whose features have a formula each."""
    parts = [(each, formula) for each, (_, formula) in table.items()]

    def compute(inputs: T) -> dict[str, Any]:
        return {each: formula(inputs) for each, formula in parts}

    return group(name, {each: meaning for each, (meaning, _) in table.items()}, compute, needs)


class FeatureSet:
    """Features in a fixed order: the columns of a matrix that a model reads."""

    def __init__(self, groups: Sequence[FeatureGroup[Any]]) -> None:
        self.features = tuple(feature for each in groups for feature in each.features)
        self.names = tuple(feature.name for feature in self.features)
        if len(set(self.names)) != len(self.names):
            message = (
                f"features have the same name: {sorted({name for name in self.names if self.names.count(name) > 1})}"
            )
            raise ValueError(message)

    @property
    def fingerprint(self) -> str:
        """Return a digest of the names in order; a model that was trained on other features has another one."""
        return fingerprint(self.names)

    def matrix(self, inputs: "Inputs", size: int, rows: Array | None = None) -> Array:
        """Return a matrix of 32-bit floats, of shape (rows, features).

        Args:
            inputs: the values, each of shape (size,) or ().
            size: the number of blocks or lines.
            rows: indices of the rows to give; all by default.

        """
        columns, indices = inputs.columns(self.names, size)
        used = len(indices)
        chosen = columns[:used] if indices == list(range(used)) else columns[indices]
        return (chosen if rows is None else chosen[:, rows]).T


def fingerprint(names: Iterable[str]) -> str:
    """Return the digest of feature names in their order: 16 hexadecimal digits."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
