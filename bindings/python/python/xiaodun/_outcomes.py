"""What a detector says."""

from __future__ import annotations

from typing import NamedTuple, Tuple

import numpy as np
from numpy.typing import NDArray

from ._arrays import Floats


class Outcomes(NamedTuple):
    """What a detector says of each step."""

    expected: Floats
    """What was to be expected without an outbreak, in counts."""
    upper: Floats
    """The upper bound of what is ordinary, in counts."""
    score: Floats
    """How far the step lies from what was expected, on the method's own scale."""
    alarm: NDArray[np.bool_]
    """Whether the count is an alarm."""


def outcomes(found: Tuple[NDArray, ...], single: bool) -> Outcomes:
    return Outcomes(*((column[0] if single else column) for column in found))
