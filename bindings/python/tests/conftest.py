"""Reference files of the project, for all tests."""

import json
from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).resolve().parents[3] / "tests" / "data"


def numbers(values):
    """A list with ``null`` as an array with ``nan``."""
    return np.array([np.nan if value is None else float(value) for value in values])


def close(ours, theirs, tolerance=1e-9):
    """Equal but for rounding; ``nan`` must meet ``nan``."""
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    assert ours.shape == theirs.shape
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    scale = np.maximum(np.maximum(np.abs(ours), np.abs(theirs)), 1e-3)
    worst = np.nanmax(np.abs(ours - theirs) / scale, initial=0.0)
    assert worst < tolerance, worst


@pytest.fixture
def reference():
    """Reads a file below ``tests/data/epi`` by its name."""

    def read(name):
        return json.loads((DATA / "epi" / f"{name}.json").read_text(encoding="utf-8"))

    return read
