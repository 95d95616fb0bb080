"""How to test many people with few tubes, and what pool results say.

Prevalence, sensitivity and specificity are shares from 0 to 1. Numbers of a :class:`Plan` are for all people together,
those of a :class:`Design` for each person.
"""

from __future__ import annotations

from typing import Any, Iterable, NamedTuple, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _native
from ._arrays import Floats, whole

__all__ = ["Design", "Estimate", "Plan", "design", "estimate", "optimal", "plan"]


class Design(NamedTuple):
    """Pools of each size, tested once; everybody in a positive pool is tested again, alone."""

    size: NDArray[np.int64]
    """People in one pool."""
    pool_positive: Floats
    """Probability that a pool is positive."""
    tests: Floats
    """Expected tests for each person."""
    swabs: Floats
    """Expected swabs for each person if those tested again are swabbed again."""
    sensitivity: Floats
    """Share of the infected who are found."""
    specificity: Floats
    """Share of the healthy who end as negative."""


class Plan(NamedTuple):
    """What it takes to test these people with tubes of one size. What depends on who is infected is an expectation."""

    size: float
    people: float
    infected: float
    tubes: float
    """Tubes of the first round."""
    positive_tubes: float
    retests: float
    """People tested again, alone."""
    retests_sd: float
    tests: float
    tubes_used: float
    swabs: float
    missed: float
    """Infected people who are cleared."""
    false_positives: float
    swabbing_hours: float
    first_results_hours: float
    second_round_hours: float
    hours: float
    cost: float


class Estimate(NamedTuple):
    """A prevalence and its interval."""

    prevalence: float
    lower: float
    upper: float


def _test(options: dict) -> dict:
    room = options["room"]
    return {
        "sensitivity": float(options["sensitivity"]),
        "specificity": float(options["specificity"]),
        "dilution": options["dilution"],
        "cycles": options["cycles"],
        "correlation": options["correlation"],
        "room": None if room is None else whole("room", room, 1),
    }


def design(
    prevalence: float,
    sizes: Iterable[int] = range(2, 41),
    *,
    sensitivity: float = 1.0,
    specificity: float = 1.0,
    dilution: Optional[float] = None,
    cycles: Optional[Tuple[float, float, float]] = None,
    correlation: Optional[float] = None,
    room: Optional[int] = None,
) -> Design:
    """Expected tests and swabs for each pool size (Dorfman 1943).

    Parameters
    ----------
    prevalence : share of people infected.
    sizes : people in one pool, from 1.
    sensitivity, specificity : of testing one person's sample.
    dilution : the sensitivity is multiplied by (share of positive samples in the pool) to this power, 0 to 1.
    cycles : in its place mean and standard deviation of the cycle threshold of infected people, and the last cycle that
        counts as positive.
    correlation : how alike people of one pool are (intra-class correlation, 0 to 1).
    room : the pool is filled room by room with so many people in a room; ``correlation`` is then within a room.
    """
    test = _test({**locals()})
    list_of_sizes = [whole("sizes", size, 1) for size in sizes]
    perfect = (sensitivity, specificity) == (1.0, 1.0) and dilution is cycles is correlation is room is None
    column = np.array(list_of_sizes, dtype=np.int64)
    if perfect:
        found = _native.pool_dorfman(float(prevalence), list_of_sizes)
        one = np.ones(column.size)
        return Design(column, found[:, 0], found[:, 1], found[:, 2], one, one.copy())
    found = _native.pool_design(float(prevalence), list_of_sizes, test)
    return Design(column, found[:, 0], found[:, 1], found[:, 2], found[:, 5], found[:, 6])


def optimal(prevalence: float, sizes: Iterable[int] = range(2, 41), **test: Any) -> int:
    """The pool size that needs the fewest tests; the smaller of equals. Arguments as :func:`design`."""
    found = design(prevalence, sizes, **test)
    return int(found.size[np.argmin(found.tests)])


def plan(
    people: Union[int, Sequence[int]],
    prevalence: float,
    size: int,
    *,
    across_groups: bool = False,
    sensitivity: float = 1.0,
    specificity: float = 1.0,
    dilution: Optional[float] = None,
    cycles: Optional[Tuple[float, float, float]] = None,
    correlation: Optional[float] = None,
    room: Optional[int] = None,
    swabs_per_hour: float = 60.0,
    teams: int = 1,
    tubes_per_run: int = 92,
    hours_per_run: float = 4.0,
    machines: int = 1,
    swab_price: float = 0.0,
    tube_price: float = 0.0,
    test_price: float = 0.0,
) -> Plan:
    """What it takes to test these people.

    ``people`` is a number, or the number in each class or dormitory, between which tubes are not shared unless
    ``across_groups``. ``size`` is the most people in one tube. The test as :func:`design`. The defaults of work (swabs one
    team takes in an hour, teams, tubes in one laboratory run, its hours, runs at the same time) are a starting point.
    """
    test = _test({**locals()})
    groups = [people] if np.ndim(people) == 0 else list(people)  # type: ignore[arg-type]
    work = {
        "swabs_per_hour": float(swabs_per_hour),
        "teams": whole("teams", teams),
        "tubes_per_run": whole("tubes_per_run", tubes_per_run),
        "hours_per_run": float(hours_per_run),
        "machines": whole("machines", machines),
        "swab_price": float(swab_price),
        "tube_price": float(tube_price),
        "test_price": float(test_price),
        "across_groups": bool(across_groups),
    }
    target = (float(prevalence), whole("size", size, 1))
    return Plan(*_native.pool_plan([whole("people", group) for group in groups], target, test, work))


def estimate(
    results: Iterable[Tuple[int, int, int]],
    *,
    estimator: str = "mle",
    interval: str = "exact",
    level: float = 0.95,
    sensitivity: float = 1.0,
    specificity: float = 1.0,
    dilution: Optional[float] = None,
    cycles: Optional[Tuple[float, float, float]] = None,
) -> Estimate:
    """Prevalence from pool results.

    Parameters
    ----------
    results : (people in each pool, pools tested, pools positive), in any order.
    estimator : ``"mle"``, ``"gart"`` or ``"firth"``.
    interval : ``"exact"``, ``"profile"``, ``"score"`` or ``"skew-score"``.
    level : of the interval.

    Examples
    --------
    >>> from xiaodun import pool
    >>> round(pool.estimate([(10, 120, 3)]).prevalence, 7)
    0.0025286
    """
    correlation = room = None
    test = _test({**locals()})
    rows = [tuple(whole("results", number) for number in row) for row in results]
    if any(len(row) != 3 for row in rows):
        raise ValueError("results: each must be (people in each pool, pools, positive)")
    return Estimate(*_native.pool_estimate(rows, (estimator, interval), float(level), test))
