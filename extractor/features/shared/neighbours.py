"""Values of the neighbours of a block or line: means over windows, and single rows at an offset."""

from collections.abc import Iterable
from typing import Any, TypeVar

import numpy as np

from extractor.arrays import Array, Floats
from extractor.features.registry import FeatureGroup, Formulas, group
from extractor.features.shared.inputs import TextInputs
from extractor.features.shared.windows import window_means

T = TypeVar("T", bound=TextInputs)


def window_group(values: Formulas[Any], halves: tuple[int, ...], row: str) -> FeatureGroup[T]:
    """Declare the means of `values` over windows of `halves` rows to either side; `row` is `block` or `line`."""

    def compute(inputs: T) -> dict[str, Any]:
        table = np.array([value(inputs) for _, value in values.values()], float)
        means = window_means(table, np.ones(inputs.size), halves)
        return {
            f"window{half}_{name}": mean
            for half, window in zip(halves, means, strict=True)
            for name, mean in zip(values, window, strict=True)
        }

    meanings = {
        f"window{half}_{name}": f"Mean of {meaning}, over {half} {row}s to either side and itself."
        for half in halves
        for name, (meaning, _) in values.items()
    }
    return group("windows", meanings, compute)


def at_offsets(table: Floats, offsets: Iterable[int], absent: float) -> list[Array]:
    """Return for each offset the columns of `table`, shifted by it; `absent` stands for rows beyond both ends."""
    offsets = tuple(offsets)
    size, most = table.shape[1], max(map(abs, offsets))
    padded = np.full((len(table), size + 2 * most), absent)
    padded[:, most : most + size] = table
    return [padded[:, most + offset : most + offset + size] for offset in offsets]
