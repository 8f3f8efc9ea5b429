"""Types of NumPy arrays. They stand apart, because NumPy takes long to import."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.float64]
