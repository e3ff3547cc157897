"""Array types. Leading axes are free (usually problems); trailing axes are named in each docstring."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]
ObjectArray = NDArray[np.object_]
