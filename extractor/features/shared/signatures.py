"""Blocks or lines of the same kind: how many there are, and what they are like on average."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from extractor.arrays import Array
from extractor.features.registry import Formulas
from extractor.features.shared.inputs import TextInputs


def statistics(
    prefix: str, inputs: TextInputs, groups: Array, shares: Mapping[str, Any], means: Formulas[Any]
) -> dict[str, Any]:
    """Return for each row the size of its group, shares of the page that the group holds, and means over the group.

    Args:
        prefix: of the names of the features.
        inputs: the rows.
        groups: the number of the group of each row.
        shares: arrays that are divided by their total and summed over the group.
        means: values that are averaged over the group.

    """
    sizes = np.bincount(groups)
    found: dict[str, Any] = {f"{prefix}_count": sizes[groups]}
    for name, values in shares.items():
        found[f"{prefix}_{name}"] = np.bincount(groups, values / max(values.sum(), 1))[groups]
    for name, (_, value) in means.items():
        found[f"{prefix}_{name}"] = (np.bincount(groups, value(inputs)) / sizes)[groups]
    return found


def meanings(prefix: str, kind: str, shares: Mapping[str, str], means: Formulas[Any]) -> dict[str, str]:
    """Return what the features of `statistics` mean; `kind` says which rows are in a group, e.g. "lines that ..."."""
    return {
        f"{prefix}_count": f"Number of {kind}.",
        **{f"{prefix}_{name}": f"{meaning}, of {kind}." for name, meaning in shares.items()},
        **{f"{prefix}_{name}": f"Mean of {meaning}, over {kind}." for name, (meaning, _) in means.items()},
    }
