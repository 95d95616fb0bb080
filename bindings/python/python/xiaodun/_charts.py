"""CUSUM, EWMA and GLR of ``xiaodun.signal``."""

from __future__ import annotations

from typing import Optional, Union

from numpy.typing import ArrayLike

from . import _native
from ._arrays import rows, whole
from ._outcomes import Outcomes, outcomes


def _reference(
    reference: Union[str, float], training: int, per_year: float, harmonics: int, trend: bool
) -> dict:
    if isinstance(reference, str) and reference not in ("mean", "glm"):
        raise ValueError(f"reference: {reference!r} is neither a number nor 'mean' nor 'glm'")
    return {
        "training": whole("training", training),
        "number": None if isinstance(reference, str) else float(reference),
        "season": reference == "glm",
        "per_year": float(per_year),
        "harmonics": whole("harmonics", harmonics),
        "trend": bool(trend),
    }


def cusum(
    counts: ArrayLike,
    *,
    training: int = 28,
    reference: Union[str, float] = "mean",
    transform: str = "rossi",
    alpha_nb: float = 0.0,
    k: float = 1.0,
    h: float = 2.26,
    per_year: float = 52,
    harmonics: int = 1,
    trend: bool = False,
) -> Outcomes:
    """CUSUM of standardised counts (Rossi 1999): does a small excess add up?

    Parameters
    ----------
    counts : whole numbers from 0, one series or series × steps; ``nan`` where a count is missing.
    training : steps before the first judged one.
    reference : mean to compare with: a number above 0, ``"mean"`` of the training steps, or ``"glm"``: a Poisson season
        with ``harmonics`` of ``per_year`` steps (and a ``trend``) fitted to them.
    transform : ``"standard"``, ``"rossi"``, ``"anscombe"`` or ``"pearson-neg-bin"`` with the dispersion ``alpha_nb``.
    k : what is taken off each step, in standard deviations.
    h : where the alarm is, in standard deviations. The score is the sum.
    """
    array, single = rows("counts", counts)
    options = _reference(reference, training, per_year, harmonics, trend)
    found = _native.cusum_chart(array, options, (transform, float(alpha_nb)), (float(k), float(h)))
    return outcomes(found, single)


def ewma(
    counts: ArrayLike,
    *,
    training: int = 28,
    reference: Union[str, float] = "mean",
    weight: float = 0.4,
    limit: float = 3.0,
    per_year: float = 52,
    harmonics: int = 1,
    trend: bool = False,
) -> Outcomes:
    """EWMA: is the recent past, weighted by its recency, high?

    ``weight`` (lambda, above 0, at most 1) is that of the newest step, ``limit`` the alarm's in standard deviations, which
    is also the unit of the score. The rest as :func:`cusum`.
    """
    array, single = rows("counts", counts)
    options = _reference(reference, training, per_year, harmonics, trend)
    return outcomes(_native.ewma_chart(array, options, (float(weight), float(limit))), single)


def glr(
    counts: ArrayLike,
    *,
    training: int = 104,
    reference: Union[str, float] = "glm",
    alpha_nb: Optional[float] = None,
    theta: Optional[float] = None,
    direction: str = "inc",
    longest: Optional[int] = None,
    threshold: float = 5.0,
    per_year: float = 52,
    harmonics: int = 1,
    trend: bool = False,
) -> Outcomes:
    """Generalised likelihood ratio (Höhle and Paul 2008): has the mean moved, and since when?

    Parameters
    ----------
    alpha_nb : dispersion of the counts, variance m + alpha m²; 0 for Poisson; ``None``: estimated with the season.
    theta : the change looked for, as logarithm of the ratio of means; ``None``: any change in ``direction``.
    direction : ``"inc"`` or ``"dec"``.
    longest : steps since the change at most; ``None``: since the last alarm.
    threshold : the alarm's, R's ``c.ARL``. The score is the statistic; ``upper`` is ``nan`` where ``theta`` is ``None``.

    The rest as :func:`cusum`.
    """
    array, single = rows("counts", counts)
    if direction not in ("inc", "dec"):
        raise ValueError(f"direction: {direction!r} is neither 'inc' nor 'dec'")
    options = _reference(reference, training, per_year, harmonics, trend)
    steps = None if longest is None else whole("longest", longest, 1)
    what = (alpha_nb, theta, direction == "dec", steps, float(threshold))
    return outcomes(_native.glr_chart(array, options, what), single)
