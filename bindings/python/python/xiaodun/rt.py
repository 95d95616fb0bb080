"""How fast does it spread?

Days are counted from 1; windows include both ends, as in EpiEstim. The cases of day 1 count as imported: nobody before
them is known who could have infected them. Serial intervals are in days. R has no unit.
"""

from __future__ import annotations

from typing import NamedTuple, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _native
from ._arrays import Floats, floats, whole

__all__ = [
    "LEVELS",
    "CohortEstimates",
    "Estimates",
    "Growth",
    "cori",
    "cori_uncertain",
    "extinction",
    "final_size",
    "growth",
    "serial_interval",
    "wallinga_teunis",
]

LEVELS = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
"""Levels of the quantiles of :class:`Estimates`."""


class Estimates(NamedTuple):
    """R in each window; ``nan`` where there is no estimate."""

    t_start: NDArray[np.int64]
    """First day of each window, from 1."""
    t_end: NDArray[np.int64]
    """Last day of each window."""
    mean: Floats
    """Posterior mean."""
    sd: Floats
    """Posterior standard deviation."""
    quantiles: Floats
    """Posterior quantiles at :data:`LEVELS`, windows × 7."""

    @property
    def median(self) -> Floats:
        """Posterior median."""
        return self.quantiles[:, LEVELS.index(0.5)]


class CohortEstimates(NamedTuple):
    """How many the cases of each window went on to infect; ``nan`` where nobody fell ill."""

    t_start: NDArray[np.int64]
    t_end: NDArray[np.int64]
    mean: Floats
    sd: Floats
    seen: Floats
    """Share of the cohort's infections that can have shown within the series; below 1 the mean is too low."""
    lower: Floats
    """0.025 quantile over simulated trees of infection."""
    upper: Floats
    """0.975 quantile."""


class Growth(NamedTuple):
    """Exponential growth; each as estimate, lower and upper bound. Times are in days, ``nan`` where they do not apply."""

    rate: Tuple[float, float, float]
    """Per day."""
    doubling: Tuple[float, float, float]
    halving: Tuple[float, float, float]


def serial_interval(mean: float, sd: float, max_lag: int) -> Floats:
    """Probabilities of serial intervals of 0, 1, …, ``max_lag`` days: a shifted gamma distribution in whole days
    (EpiEstim's ``discr_si``).

    ``mean`` is above 1 day, ``sd`` above 0.
    """
    return _native.serial_interval(float(mean), float(sd), whole("max_lag", max_lag))


def _cases(incidence: ArrayLike, imported: Optional[ArrayLike]) -> Tuple[Floats, Floats]:
    local = floats("incidence", incidence, (1,))
    return local, np.empty(0) if imported is None else floats("imported", imported, (1,))


def _windows(days: int, window: int, windows: Optional[Sequence[Tuple[int, int]]]) -> Tuple[NDArray, NDArray]:
    if windows is not None:
        try:
            edges = np.array(windows, dtype=np.int64).reshape(-1, 2)
        except (TypeError, ValueError):
            raise ValueError("windows: not pairs of first and last day") from None
        if edges.size and edges.min() < 1:
            raise ValueError("windows: days are counted from 1")
        return edges[:, 0], edges[:, 1]
    width = whole("window", window, 1)
    starts = np.arange(2, days - width + 2, dtype=np.int64)
    if starts.size == 0:
        raise ValueError(f"window: no window of {width} days fits in {days} days; the first begins on day 2")
    return starts, starts + (width - 1)


def _interval(si: Optional[ArrayLike], moments: Tuple[Optional[float], Optional[float]], days: int) -> list:
    mean, sd = moments
    if si is not None:
        if mean is not None or sd is not None:
            raise ValueError("si: give either a table, or si_mean and si_sd")
        return floats("si", si, (1,)).tolist()
    if mean is None or sd is None:
        raise ValueError("si: the serial interval is not given: si, or si_mean and si_sd")
    return serial_interval(mean, sd, max(days - 1, 1)).tolist()


def cori(
    incidence: ArrayLike,
    *,
    imported: Optional[ArrayLike] = None,
    si: Optional[ArrayLike] = None,
    si_mean: Optional[float] = None,
    si_sd: Optional[float] = None,
    window: int = 7,
    windows: Optional[Sequence[Tuple[int, int]]] = None,
    prior_mean: float = 5.0,
    prior_sd: float = 5.0,
) -> Estimates:
    """Reproduction number over time by the method of Cori and others (2013), as EpiEstim.

    Parameters
    ----------
    incidence : cases of each day infected here, by onset.
    imported : cases of each day infected elsewhere; they infect but were not infected here.
    si : probabilities of serial intervals of 0, 1, … days; the first is 0, the sum within 0.01 of 1.
    si_mean, si_sd : in its place mean (above 1) and standard deviation, in days.
    window : days of the sliding window; the first begins on day 2.
    windows : in its place pairs of first and last day, from 1, both included.
    prior_mean, prior_sd : of the gamma prior of R.

    Returns
    -------
    Estimates : ``nan`` for a window that ends no later than the mean serial interval.

    Raises
    ------
    ValueError : an argument is wrong.

    Examples
    --------
    >>> from xiaodun import rt
    >>> cases = [1, 1, 0, 2, 5, 3, 3, 3, 6, 2, 5, 9, 13, 12]
    >>> float(rt.cori(cases, si_mean=2.6, si_sd=1.5).mean[0])  # doctest: +ELLIPSIS
    1.7357976636...
    """
    cases = _cases(incidence, imported)
    starts, ends = _windows(cases[0].size, window, windows)
    interval = _interval(si, (si_mean, si_sd), cases[0].size)
    edges = list(zip(starts.tolist(), ends.tolist()))
    found = _native.cori(cases, interval, edges, (float(prior_mean), float(prior_sd)))
    return Estimates(starts, ends, *found)


def cori_uncertain(
    incidence: ArrayLike,
    si_mean: Tuple[float, float, float, float],
    si_sd: Tuple[float, float, float, float],
    *,
    imported: Optional[ArrayLike] = None,
    window: int = 7,
    windows: Optional[Sequence[Tuple[int, int]]] = None,
    prior_mean: float = 5.0,
    prior_sd: float = 5.0,
    draws: int = 1000,
    seed: int = 1,
) -> Estimates:
    """:func:`cori` where mean and standard deviation of the serial interval are themselves uncertain.

    ``si_mean`` and ``si_sd`` are normal distributions cut off at both ends: mean, standard deviation, smallest and
    largest value, in days. ``draws`` serial intervals are drawn; the same ``seed`` gives the same result.
    """
    cases = _cases(incidence, imported)
    starts, ends = _windows(cases[0].size, window, windows)
    edges = list(zip(starts.tolist(), ends.tolist()))
    spreads = (tuple(map(float, si_mean)), tuple(map(float, si_sd)))
    if any(len(spread) != 4 for spread in spreads):
        raise ValueError("si_mean, si_sd: mean, standard deviation, smallest and largest value are needed")
    options = ((float(prior_mean), float(prior_sd)), whole("draws", draws), whole("seed", seed))
    return Estimates(starts, ends, *_native.cori_uncertain(cases, spreads, edges, options))


def wallinga_teunis(
    incidence: ArrayLike,
    *,
    imported: Optional[ArrayLike] = None,
    si: Optional[ArrayLike] = None,
    si_mean: Optional[float] = None,
    si_sd: Optional[float] = None,
    window: int = 7,
    windows: Optional[Sequence[Tuple[int, int]]] = None,
    draws: int = 1000,
    seed: int = 1,
) -> CohortEstimates:
    """How many those who fell ill in a window went on to infect (Wallinga and Teunis 2004).

    Arguments as :func:`cori`; ``draws`` trees of infection are simulated for the interval, 0 for none.
    """
    cases = _cases(incidence, imported)
    starts, ends = _windows(cases[0].size, window, windows)
    interval = _interval(si, (si_mean, si_sd), cases[0].size)
    edges = list(zip(starts.tolist(), ends.tolist()))
    sampling = (whole("draws", draws), whole("seed", seed))
    found = _native.wallinga_teunis(cases, interval, edges, sampling)
    return CohortEstimates(starts, ends, *found.T)


def growth(counts: ArrayLike, *, days_per_count: int = 1, level: float = 0.95) -> Growth:
    """Exponential growth by a straight line through the logarithms of counts, as R's ``incidence::fit``.

    Counts of zero have no logarithm and are left out. ``level`` is the confidence level of the intervals.
    """
    found = _native.growth(floats("counts", counts, (1,)).tolist(), whole("days_per_count", days_per_count), float(level))
    return Growth(tuple(found[:3]), tuple(found[3:6]), tuple(found[6:]))


def final_size(r0: float, *, susceptible: float = 1.0, seeded: float = 0.0) -> float:
    """Share of a closed, well-mixed population that is infected in the end.

    ``susceptible`` and ``seeded`` are shares of the population at the beginning.
    """
    return _native.final_size(float(r0), float(susceptible), float(seeded))


def extinction(r: float, k: float, introductions: int = 1) -> float:
    """Probability that chains begun by so many cases die out, with a mean of ``r`` and a dispersion of ``k`` (negative
    binomial, the smaller the more uneven) for the number each case infects."""
    return _native.extinction(float(r), float(k), whole("introductions", introductions))
