"""Who infected whom, and how many of a group fell ill."""

from __future__ import annotations

from typing import Hashable, List, NamedTuple, Optional, Sequence, Tuple

import numpy as np
from numpy.typing import ArrayLike

from . import _native
from ._arrays import Floats, floats, whole

__all__ = ["Links", "Rate", "attack_rate", "link"]


class Links(NamedTuple):
    """Who infected whom; cases are counted from 0 as they were given."""

    infectors: List[List[Tuple[int, float]]]
    """For each case those who may have infected it, each with its probability."""
    community: Floats
    """Probability that the infection came from outside the list."""
    source: List[Optional[int]]
    """The source of each case in the likeliest forest; ``None`` is the community."""
    reproduction: Floats
    """How many each case is expected to have infected."""


class Rate(NamedTuple):
    """A share with its interval."""

    rate: float
    lower: float
    upper: float


def _keys(name: str, values: Optional[Sequence[Optional[Hashable]]], cases: int) -> List[Optional[int]]:
    if values is None:
        return [None] * cases
    if len(values) != cases:
        raise ValueError(f"{name}: {len(values)} values for {cases} cases")
    known: dict = {}
    return [None if value is None else known.setdefault(value, len(known)) for value in values]


def link(
    onset: ArrayLike,
    *,
    si_mean: float,
    si_sd: float,
    household: Optional[Sequence[Optional[Hashable]]] = None,
    dormitory: Optional[Sequence[Optional[Hashable]]] = None,
    class_: Optional[Sequence[Optional[Hashable]]] = None,
    grade: Optional[Sequence[Optional[Hashable]]] = None,
    school: Optional[Sequence[Optional[Hashable]]] = None,
    imported: Optional[Sequence[bool]] = None,
    contacts: Sequence[Tuple[int, int]] = (),
    weights: Sequence[float] = (20.0, 15.0, 10.0, 2.0, 1.0, 15.0, 0.0),
    community: float = 0.05,
) -> Links:
    """Who infected whom, from days of onset and places that people share.

    Parameters
    ----------
    onset : day of the first symptom of each case: whole numbers of any origin, or dates.
    si_mean, si_sd : mean and standard deviation of the serial interval, days.
    household, dormitory, class_, grade, school : for each case the name of the place, ``None`` where not known.
    imported : whether a case was infected elsewhere for certain.
    contacts : pairs of cases (from 0) who are known to have met.
    weights : of a shared household, dormitory, class, grade, school, of a known contact, and of nothing shared.
    community : weight of an infection from outside the list, above 0, in units of place weight × probability of the
        serial interval.
    """
    array = np.asarray(onset)
    if array.dtype.kind in "MUSO":
        try:
            array = array.astype("datetime64[D]").astype(np.int64)
        except ValueError as error:
            raise ValueError(f"onset: {error}") from None
    days = [whole("onset", day, -(2**31)) for day in floats("onset", array, (1,)).tolist()]
    places = [
        _keys(name, values, len(days))
        for name, values in (
            ("household", household),
            ("dormitory", dormitory),
            ("class_", class_),
            ("grade", grade),
            ("school", school),
        )
    ]
    outside = [False] * len(days) if imported is None else [bool(value) for value in imported]
    if len(outside) != len(days):
        raise ValueError(f"imported: {len(outside)} values for {len(days)} cases")
    if len(weights) != 7:
        raise ValueError(f"weights: {len(weights)} numbers, but seven are needed")
    rows = [(day, [place[at] for place in places], outside[at]) for at, day in enumerate(days)]
    pairs = [(whole("contacts", a), whole("contacts", b)) for a, b in contacts]
    weight = ([float(value) for value in weights], float(community))
    infectors, outside_p, source, r = _native.chain_link(rows, pairs, (float(si_mean), float(si_sd)), weight)
    return Links(infectors, np.array(outside_p), source, np.array(r))


def attack_rate(cases: int, population: int, *, method: str = "exact", level: float = 0.95) -> Rate:
    """Share of a group that fell ill; ``method`` of the interval is ``"exact"`` (Clopper and Pearson) or ``"wilson"``."""
    return Rate(*_native.attack_rate(whole("cases", cases), whole("population", population), method, float(level)))
