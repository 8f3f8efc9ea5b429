"""The predicted page type as features of every block or line."""

from typing import Any

import numpy as np

from extractor.features.registry import Inputs, group
from extractor.types import PAGE_TYPES

PAGE_TYPE_STAGE = "page_type"
SMOOTHING = 0.01  # probabilities below this are nearly alike


def _page_type(inputs: Inputs) -> dict[str, Any]:
    logs = np.log(inputs.predictions[PAGE_TYPE_STAGE] + SMOOTHING)
    return {f"type_{name}": value for name, value in zip(PAGE_TYPES, logs, strict=True)}


PAGE_TYPE = group(
    "page type",
    {f"type_{name}": f"Logarithm of the probability that the page is of type {name}." for name in PAGE_TYPES},
    _page_type,
)
