"""Stages of classification: the list that serving and training walk.

A stage computes its feature groups, then its model predicts. Its prediction is an input of later stages. In training,
that input comes from models that have not seen the page (`training.stack`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, Self, TypeVar

from extractor.arrays import Array
from extractor.features.registry import FeatureGroup, FeatureSet, Inputs

T = TypeVar("T", bound=Inputs)


class Model(Protocol):
    """A model of any kind."""

    def predict(self, inputs: Any, rows: Array | None) -> Array:
        """Predict from the values of `inputs`, for all rows or for `rows`."""


class StoredModel(Model, Protocol):
    """A kind of model that can be read from a file."""

    @classmethod
    def load(cls, path: Path, features: FeatureSet) -> Self:
        """Read an artifact; `path` has no suffix.

        Raises:
            IncompatibleModel: it was trained on other features.

        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Generic[T]):
    """One model and what it reads."""

    name: str
    """Of its artifact, and of its predictions in `Inputs.predictions`."""
    inputs: tuple[FeatureGroup[T], ...]
    """Feature groups that are computed before, in the order of the model's features."""
    model: type[StoredModel]
    rows: Callable[[T], Array] | None = None
    """Gives the indices of the rows to classify; all by default."""
    fallback: str | None = None
    """The earlier stage whose probabilities the other rows keep; by default there are no other rows."""

    @property
    def features(self) -> FeatureSet:
        """Return the features that the model reads."""
        return FeatureSet(self.inputs)

    def compute(self, inputs: T) -> None:
        """Compute the feature groups that `inputs` lacks."""
        for group in self.inputs:
            group.add_to(inputs)

    def run(self, model: Model, inputs: T) -> None:
        """Compute the features, predict, and add the predictions to `inputs`."""
        self.compute(inputs)
        rows = self.rows(inputs) if self.rows else None
        predicted = model.predict(inputs, rows)
        if self.fallback and rows is not None:
            filled = inputs.predictions[self.fallback].copy()
            filled[rows] = predicted
            predicted = filled
        inputs.predictions[self.name] = predicted


def run(stages: Iterable[Stage[T]], models: Mapping[str, Model], inputs: T) -> None:
    """Run stages in order."""
    for stage in stages:
        stage.run(models[stage.name], inputs)
