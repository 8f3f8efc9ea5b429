"""Check that a model was trained on the features that the program computes."""

from collections.abc import Sequence
from pathlib import Path

from extractor.features.registry import FeatureSet


class IncompatibleModel(ValueError):
    """A model was trained on other features; retrain it, or use the version of extractor that it came with."""


def check_features(file: Path, names: Sequence[str], fingerprint: str, features: FeatureSet) -> None:
    """Compare the features of a model with those of the program.

    Args:
        file: the artifact, for the message.
        names: the features that it was trained on, in order.
        fingerprint: their fingerprint.
        features: those that the program computes.

    Raises:
        IncompatibleModel: they differ in names or order.

    """
    if fingerprint == features.fingerprint and tuple(names) == features.names:
        return
    missing = [name for name in names if name and name not in features.names]
    added = [name for name in features.names if name not in names]
    differences = [
        f"{what}: {', '.join(each[:5])}{', ...' if len(each) > 5 else ''}"  # noqa: PLR2004 - a sample
        for what, each in (("unknown to the program", missing), ("unknown to the model", added))
        if each
    ]
    message = (
        f"{file} was trained on other features ({'; '.join(differences) or 'another order'}); "
        "retrain it with `python -m training.train`"
    )
    raise IncompatibleModel(message)
