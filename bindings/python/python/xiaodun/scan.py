"""Where is it unusual? Scans over trees and maps, Knox's test, false discovery control."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import ArrayLike

from . import _native
from ._arrays import Floats, floats, rows, whole

__all__ = ["Circle", "Cluster", "Knox", "adjust", "circles", "knox", "tree"]


class Cluster(NamedTuple):
    """A node of the tree, with all below it, that has more cases than expected."""

    node: int
    days: int
    """Over how many days, today the last."""
    observed: int
    expected: float
    relative_risk: float
    llr: float
    """Log-likelihood ratio."""
    p_monte_carlo: float
    p_gumbel: float


class Circle(NamedTuple):
    """A circle on the map that has more cases than expected."""

    centre: int
    radius: float
    units: List[int]
    days: int
    observed: int
    expected: float
    relative_risk: float
    llr: float
    p_monte_carlo: float
    p_gumbel: float


class Knox(NamedTuple):
    """Knox's test."""

    table: Tuple[int, int, int, int]
    """Pairs (close, close), (close, far), (far, close), (far, far), time first."""
    expected: float
    """Pairs close in both to be expected if time and place are independent."""
    p_value: float
    """Probability of more than the observed pairs close in both."""


def _table(cases: ArrayLike, expected: Optional[ArrayLike]) -> Tuple[Floats, Floats]:
    table, _ = rows("cases", cases)
    if np.ndim(cases) == 1:
        # One day: a purely spatial scan.
        table = table.reshape(-1, 1)
    weights = np.ones(table.shape) if expected is None else floats("expected", expected, (1, 2))
    weights = weights.reshape(-1, 1) if weights.ndim == 1 else weights
    try:
        return table, np.ascontiguousarray(np.broadcast_to(weights, table.shape))
    except ValueError:
        raise ValueError(f"expected: shape {np.shape(expected)} does not fit the cases, {table.shape}") from None


def _options(values: dict) -> dict:
    names = ("max_window", "min_cases", "max_clusters", "replicates", "seed")
    return {**{name: whole(name, values[name]) for name in names}, "max_share": float(values["max_share"])}


def tree(
    cases: ArrayLike,
    parents: Sequence[Optional[int]],
    *,
    expected: Optional[ArrayLike] = None,
    max_window: int = 7,
    max_share: float = 0.5,
    min_cases: int = 2,
    max_clusters: int = 10,
    replicates: int = 999,
    seed: int = 1,
) -> List[Cluster]:
    """Kulldorff's scan over an organisation tree (class, grade, school, county).

    Parameters
    ----------
    cases : nodes × days, the last day is today; or one value for each node.
    parents : for each node the number of its parent, which stands before it; ``None`` at the top.
    expected : expected cases on any scale: of the shape of ``cases``, or one value for each node (pupils).
    max_window : longest window, days.
    max_share : nodes that expect more than this share of all cases are left out.
    min_cases : fewer cases are no cluster.
    replicates, seed : of the Monte Carlo test.

    Returns
    -------
    The clusters, the most likely first, none within another.
    """
    options = _options({**locals()})
    links = [None if parent is None else whole("parents", parent) for parent in parents]
    return [Cluster(node, *rest) for node, rest in _native.scan_tree(_table(cases, expected), links, options)]


def circles(
    cases: ArrayLike,
    places: ArrayLike,
    *,
    expected: Optional[ArrayLike] = None,
    sphere: bool = False,
    max_radius: float = np.inf,
    max_window: int = 7,
    max_share: float = 0.5,
    min_cases: int = 2,
    max_clusters: int = 10,
    replicates: int = 999,
    seed: int = 1,
) -> List[Circle]:
    """Kulldorff's scan over a map: circles around each place over the last days.

    ``places`` is units × 2: plane coordinates in any unit, or with ``sphere`` longitude and latitude in degrees (distances
    are then km). The rest as :func:`tree`.
    """
    options = _options({**locals()})
    points = floats("places", places, (2,))
    if points.shape[1] != 2:
        raise ValueError(f"places: has {points.shape[1]} columns, but must have 2")
    where = {"places": [tuple(point) for point in points.tolist()], "sphere": bool(sphere), "max_radius": float(max_radius)}
    found = _native.scan_circles(_table(cases, expected), where, options)
    return [Circle(centre, radius, units, *rest) for centre, radius, units, rest in found]


def knox(time: ArrayLike, x: ArrayLike, y: ArrayLike, *, close_time: float, close_space: float) -> Knox:
    """Knox's test: are cases close in space also close in time more often than by chance?

    Times in one unit (days), coordinates in another (km); the limits are in these units and inclusive.
    """
    columns = [floats(name, value, (1,)) for name, value in (("time", time), ("x", x), ("y", y))]
    if len({column.size for column in columns}) != 1:
        raise ValueError("time, x, y: they must be of one length")
    cases = list(zip(*(column.tolist() for column in columns)))
    table, expected, p_value = _native.knox_test(cases, float(close_time), float(close_space))
    return Knox(tuple(table), expected, p_value)


def adjust(p: ArrayLike, method: str = "bh", *, pi0: float = 1.0) -> Floats:
    """Adjusted p-values (q-values): the smallest false discovery rate at which each would be discovered.

    ``method`` is ``"bh"`` (Benjamini and Hochberg), ``"by"`` (Benjamini and Yekutieli, any dependence) or ``"adaptive"``
    with the share ``pi0`` of true hypotheses.
    """
    return _native.adjust(floats("p", p, (1,)).tolist(), method, float(pi0))
