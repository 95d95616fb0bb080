"""Arguments as the compiled part wants them."""

from __future__ import annotations

from typing import Any, Optional, Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def floats(name: str, value: ArrayLike, dimensions: Tuple[int, ...]) -> Floats:
    """``value`` as contiguous doubles with one of these numbers of dimensions."""
    try:
        array = np.ascontiguousarray(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: not an array of numbers: {error}") from None
    if np.ndim(value) not in dimensions:
        allowed = " or ".join(str(number) for number in dimensions)
        raise ValueError(f"{name}: has {np.ndim(value)} dimensions, but must have {allowed}")
    return array


def rows(name: str, value: ArrayLike) -> Tuple[Floats, bool]:
    """One series or many as a matrix, and whether it was one."""
    array = floats(name, value, (1, 2))
    return (array.reshape(1, -1), True) if array.ndim == 1 else (array, False)


def alike(name: str, value: Optional[ArrayLike], shape: Tuple[int, int]) -> Floats:
    """A companion of a matrix: of its shape, or one that NumPy can spread over it; ones where not given."""
    if value is None:
        return np.ones(shape)
    try:
        spread = np.broadcast_to(np.asarray(value, dtype=np.float64), shape)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: shape {np.shape(value)} does not fit the counts, {shape}") from None
    return np.ascontiguousarray(spread)


def whole(name: str, value: Any, least: int = 0) -> int:
    """A whole number."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: {value!r} is not a whole number") from None
    if number != value or number < least:
        raise ValueError(f"{name}: {value!r} is not a whole number from {least}")
    return number
