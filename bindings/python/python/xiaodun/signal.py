"""Is this count unusual?

Counts are arrays of one series (steps) or of many (series × steps); a step is a day, a week, or any other equal span.
``nan`` is a missing count, which is not a zero. Results have the shape of the counts; they are ``nan``, and without an
alarm, where a step was not judged.
"""

from __future__ import annotations

from typing import NamedTuple, Optional, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _native
from ._arrays import alike, rows, whole
from ._charts import cusum, ewma, glr
from ._outcomes import Outcomes, outcomes

__all__ = [
    "EarsAlarms",
    "Outcomes",
    "cusum",
    "ears",
    "ears_alarms",
    "ewma",
    "farrington",
    "farrington_flexible",
    "glr",
    "school",
]


class EarsAlarms(NamedTuple):
    """Alarms of the three methods."""

    c1: NDArray[np.bool_]
    c2: NDArray[np.bool_]
    c3: NDArray[np.bool_]


def ears(
    counts: ArrayLike,
    method: str = "c1",
    *,
    baseline: int = 7,
    min_sigma: float = 0.0,
    alpha: float = 0.001,
) -> Outcomes:
    """EARS C1, C2 and C3: is the count high against the steps just before it?

    Parameters
    ----------
    counts : whole numbers from 0, one series or series × steps; ``nan`` where a count is missing.
    method : ``"c1"``, ``"c2"``, ``"c3"`` (as R's ``surveillance``) or ``"c3-textbook"`` (as published).
    baseline : steps of the baseline, at least 3.
    min_sigma : least standard deviation, in counts.
    alpha : probability of an alarm on an ordinary step, above 0 and below 1.

    Returns
    -------
    Outcomes : the score is in standard deviations; an alarm is a count above ``upper``.

    Raises
    ------
    ValueError : an argument is out of its range.

    Examples
    --------
    >>> from xiaodun import signal
    >>> signal.ears([1, 0, 2, 1, 1, 0, 2, 9]).alarm[-1]
    np.True_
    """
    array, single = rows("counts", counts)
    limits = (float(min_sigma), float(alpha))
    return outcomes(_native.ears_detect(array, method, whole("baseline", baseline), limits), single)


def ears_alarms(
    counts: ArrayLike,
    *,
    baseline: int = 7,
    min_sigma: float = 0.0,
    alpha: float = 0.001,
    textbook: bool = False,
) -> EarsAlarms:
    """The alarms of C1, C2 and C3 on every step in one pass, for very many series.

    The same alarms as :func:`ears`, without bounds and scores, at a fraction of the cost. Missing counts are not
    possible here. An array of ``uint32`` is used as it is, without a copy.

    Parameters
    ----------
    counts : whole numbers from 0, one series or series × steps.
    baseline, min_sigma, alpha : as :func:`ears`.
    textbook : whether C3 is the published one.
    """
    array = np.asarray(counts)
    if array.ndim not in (1, 2):
        raise ValueError(f"counts: has {array.ndim} dimensions, but must have 1 or 2")
    if array.dtype != np.uint32:
        if array.size and not (np.all(array >= 0) and np.all(array < 2**32) and np.all(array == np.floor(array))):
            raise ValueError("counts: all must be whole numbers from 0, none missing")
        array = array.astype(np.uint32)
    single = array.ndim == 1
    table = np.ascontiguousarray(array.reshape(1, -1) if single else array)
    method = "c3-textbook" if textbook else "c3"
    limits = (float(min_sigma), float(alpha))
    found = _native.ears_alarms(table, method, whole("baseline", baseline), limits)
    return EarsAlarms(*((column[0] if single else column) for column in found))


def _day(first_day: Optional[Union[str, np.datetime64]]) -> Optional[int]:
    if first_day is None:
        return None
    try:
        return int(np.datetime64(first_day, "D").astype(np.int64))
    except ValueError:
        raise ValueError(f"first_day: {first_day!r} is not a date") from None


def farrington(
    counts: ArrayLike,
    *,
    first_day: Optional[Union[str, np.datetime64]] = None,
    step_days: int = 7,
    per_year: int = 52,
    years_back: int = 5,
    half_window: int = 3,
    weights_threshold: Optional[float] = 1.0,
    p_threshold_trend: Optional[float] = 0.05,
    power_transform: str = "2/3",
    limit54: Tuple[int, int] = (5, 4),
    alpha: float = 0.05,
    from_first_possible: bool = False,
) -> Outcomes:
    """Farrington's method of 1996, as R's ``algo.farrington``. Arguments as :func:`farrington_flexible`.

    ``alpha`` is that of a two-sided interval: a false alarm has half of it.
    """
    array, single = rows("counts", counts)
    cases, steps = limit54
    options = {
        "alpha": float(alpha),
        "per_year": whole("per_year", per_year),
        "first_day": _day(first_day),
        "step_days": whole("step_days", step_days, 1),
        "years_back": whole("years_back", years_back),
        "half_window": whole("half_window", half_window),
        "periods": 1,
        "past_excluded": 0,
        "weights_threshold": weights_threshold,
        "p_threshold_trend": p_threshold_trend,
        "threshold_method": "delta",
        "power": power_transform,
        "limit54": (whole("limit54", cases), whole("limit54", steps)),
        "compat_r": False,
        "possible": bool(from_first_possible),
    }
    return outcomes(_native.farrington_classic(array, options), single)


def farrington_flexible(
    counts: ArrayLike,
    *,
    population: Optional[ArrayLike] = None,
    first_day: Optional[Union[str, np.datetime64]] = None,
    step_days: int = 7,
    per_year: int = 52,
    years_back: int = 5,
    half_window: int = 3,
    periods: int = 10,
    past_excluded: int = 26,
    weights_threshold: Optional[float] = 2.58,
    p_threshold_trend: Optional[float] = 1.0,
    threshold_method: str = "nb-plugin",
    power_transform: str = "2/3",
    limit54: Tuple[int, int] = (5, 4),
    alpha: float = 0.005,
    compat: Optional[str] = None,
    from_first_possible: bool = False,
) -> Outcomes:
    """Farrington's method as improved by Noufaily and others (2013).

    Parameters
    ----------
    counts : whole numbers from 0, one series or series × steps; ``nan`` where a count is missing.
    population : who could have been a case, above 0, at each step; an offset of the model.
    first_day : date of the first step (ISO). With it a year is a year of the calendar, as in R with
        ``epochAsDate = TRUE``; without it a year is ``per_year`` steps.
    step_days : days from step to step, 1 to 365; with ``first_day``.
    per_year : steps in a year; without ``first_day``.
    years_back : years of reference (R's ``b``).
    half_window : steps on either side of the same time of earlier years (``w``).
    periods : seasons of the seasonal factor (``noPeriods``).
    past_excluded : steps before the judged one that are left out (``pastWeeksNotIncluded``).
    weights_threshold : counts with a residual above this weigh less; ``None``: all weigh the same.
    p_threshold_trend : a trend stays in the model below this p-value; ``None``: no trend.
    threshold_method : ``"nb-plugin"``, ``"muan"`` or ``"delta"``.
    power_transform : ``"2/3"``, ``"1/2"`` or ``"none"``; for ``"delta"``.
    limit54 : a step is judged where there are so many cases in so many steps.
    alpha : probability of an alarm without an outbreak, above 0 and below 1.
    compat : ``"r"`` keeps the known slips of ``surveillance`` 1.20.3, for comparison with it.
    from_first_possible : begin with the first step whose oldest reference step is in the series, not with the first that
        has all its windows.

    Returns
    -------
    Outcomes : the score is the exceedance: 0 at what is expected, 1 at the bound.

    Raises
    ------
    ValueError : an argument is out of its range.
    """
    array, single = rows("counts", counts)
    day = _day(first_day)
    if compat not in (None, "r"):
        raise ValueError(f"compat: {compat!r} is neither None nor 'r'")
    cases, steps = limit54
    options = {
        "alpha": float(alpha),
        "per_year": whole("per_year", per_year),
        "first_day": day,
        "step_days": whole("step_days", step_days, 1),
        "years_back": whole("years_back", years_back),
        "half_window": whole("half_window", half_window),
        "periods": whole("periods", periods),
        "past_excluded": whole("past_excluded", past_excluded),
        "weights_threshold": weights_threshold,
        "p_threshold_trend": p_threshold_trend,
        "threshold_method": threshold_method,
        "power": power_transform,
        "limit54": (whole("limit54", cases), whole("limit54", steps)),
        "compat_r": compat == "r",
        "possible": bool(from_first_possible),
    }
    people = alike("population", population, array.shape)
    return outcomes(_native.farrington_flexible(array, people, options), single)


def school(
    counts: ArrayLike,
    days: ArrayLike,
    *,
    open: Optional[ArrayLike] = None,
    exposure: Optional[ArrayLike] = None,
    alpha: float = 0.005,
    window: int = 7,
    guard: int = 3,
    warm_up: int = 10,
    drift: float = 0.04,
) -> Outcomes:
    """The detector for daily series of schools and classes: it knows the calendar and the roll, and adds up days.

    Parameters
    ----------
    counts : new cases of each day, one series or series × days; ``nan`` where a count is missing.
    days : the dates (``datetime64``, or text), rising.
    open : whether there was school on each day; all of them where not given. Days without school are not judged.
    exposure : who could have been a case (pupils on the roll or present), spread over the counts; 1 where not given.
    alpha : chance of a false alarm on a school day.
    window : longest window, in school days.
    guard : school days before a window from which its level has not learned yet.
    warm_up : school days learned before one is judged.
    drift : standard deviation of the relative change of the level in a calendar day.

    Returns
    -------
    Outcomes : the score is minus the logarithm (base 10) of the p-value.
    """
    array, single = rows("counts", counts)
    try:
        numbers = np.asarray(days, dtype="datetime64[D]").astype(np.int64)
    except ValueError as error:
        raise ValueError(f"days: {error}") from None
    if numbers.shape != (array.shape[1],):
        raise ValueError(f"days: {numbers.size} days for {array.shape[1]} counts")
    held = np.ones(numbers.size, dtype=bool) if open is None else np.asarray(open, dtype=bool)
    if held.shape != numbers.shape:
        raise ValueError(f"open: {held.size} values for {numbers.size} days")
    options = {
        "alpha": float(alpha),
        "window": whole("window", window),
        "guard": whole("guard", guard),
        "warm_up": whole("warm_up", warm_up),
        "drift": float(drift),
    }
    people = alike("exposure", exposure, array.shape)
    return outcomes(_native.school_days(array, people, list(zip(numbers.tolist(), held.tolist())), options), single)
