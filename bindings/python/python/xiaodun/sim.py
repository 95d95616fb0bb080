"""What would a measure be worth? Outbreaks in schools, simulated.

A scenario is a table, as in the files of ``content/scenarios``: a dictionary, or a TOML file read by :func:`load`. Its
``population`` is a school by its numbers, its ``disease`` the slug of a pack (:func:`diseases`) or a whole table. Days are
counted from 0, hours from the start of day 0. The same seed gives the same numbers as the command line program, on any
number of threads. Wrong fields raise ``ValueError`` with the name of the field and what is allowed.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, NamedTuple, Tuple, Union

import numpy as np
from numpy.typing import NDArray

from . import _native
from ._arrays import Floats, whole

__all__ = [
    "CAUSES",
    "LAYERS",
    "ROLES",
    "Comparison",
    "Ensemble",
    "Scenario",
    "compare",
    "disease",
    "diseases",
    "load",
]

Counts = NDArray[np.uint64]
Table = Dict[str, NDArray[np.int64]]

ROLES = ("pupil", "staff", "outsider")
"""Columns of :attr:`Ensemble.infections`."""
CAUSES = ("ill", "isolated", "quarantined", "closed", "closed_campus", "made_up")
"""Columns of :attr:`Ensemble.pupil_days`; days made up for later are not lost."""
LAYERS = (
    "class", "grade", "school", "staff", "teaching", "room", "building", "canteen", "club", "bus", "household", "community",
    "travel",
)  # fmt: skip
"""Columns of :attr:`Ensemble.by_layer`."""


def diseases() -> List[str]:
    """Slugs of the disease packs."""
    return _native.sim_diseases()


def disease(slug: str) -> Dict[str, Any]:
    """A disease pack as a table, with the sources of its numbers."""
    return json.loads(_native.sim_disease(slug))


def load(path: Union[str, Path]) -> "Scenario":
    """A scenario file."""
    return Scenario(json.loads(_native.sim_toml(Path(path).read_text(encoding="utf-8"))))


@dataclass(frozen=True)
class Ensemble:
    """Replicates of a scenario; arrays have a row per replicate."""

    infections: Counts
    """Infections by role (:data:`ROLES`), those brought in included."""
    imported: Counts
    """Infections brought in."""
    by_layer: Counts
    """Infections by layer (:data:`LAYERS`)."""
    by_generation: Counts
    """Infections by generation, from 0; the last column counts all later ones."""
    curve: NDArray[np.uint32]
    """Infections on each day."""
    onsets: NDArray[np.uint32]
    """Onsets on each day."""
    symptomatic: Counts
    """Infections with symptoms."""
    known_ill: Counts
    """Persons known to be ill."""
    confirmed: Counts
    """Persons confirmed by a test, false ones included."""
    false_positives: Counts
    """Confirmed though never infected."""
    admissions: Counts
    """Admissions to hospital."""
    hospital_days: Counts
    """Days in hospital."""
    in_hospital: NDArray[np.uint32]
    """In hospital on each day."""
    pupil_days: Counts
    """School days of pupils away, by cause (:data:`CAUSES`)."""
    pupil_days_by_measure: Counts
    """The same days by the measure that first took each (:attr:`measures`)."""
    staff_days: Counts
    """School days of staff away, by cause."""
    swabs: Counts
    """Swabs taken."""
    tests: Counts
    """Tests run, tubes and singles."""
    tubes: Counts
    """Tubes of more than one swab among them."""
    done: Counts
    """How often each measure did something."""
    class_days: Counts
    """Class days on which each measure held."""
    staff_minutes: Counts
    """Staff minutes."""
    cents: Counts
    """Money, in hundredths."""
    clusters: NDArray[np.uint32]
    """Scopes in which each cluster rule held (:attr:`rules`)."""
    detection_delay: Floats
    """Days from the first infection to the first known case, a column per school; ``nan`` where none was known."""
    ring_closing: Floats
    """Days from the first known case to the last infection, a column per school; ``nan`` where none was known."""
    measures: Tuple[str, ...]
    """Names of the measures."""
    rules: Tuple[str, ...]
    """Names of the cluster rules."""

    @property
    def school_infections(self) -> Counts:
        """Infections of pupils and staff."""
        return self.infections[:, :2].sum(axis=1)

    @property
    def pupil_days_lost(self) -> Counts:
        """School days that pupils lost, whatever the cause, days made up for left out."""
        return self.pupil_days[:, : CAUSES.index("made_up")].sum(axis=1)

    def __len__(self) -> int:
        return len(self.imported)


class Scenario:
    """A question to the simulator, checked; ``table`` is copied.

    ``population_seed`` says which school is drawn where the table describes one by its numbers.
    """

    def __init__(self, table: Mapping[str, Any], population_seed: int = 1) -> None:
        self._table = copy.deepcopy(dict(table))
        try:
            text = json.dumps(self._table)
        except TypeError as error:
            raise ValueError(f"scenario: {error}") from None
        self.population_seed = whole("population_seed", population_seed)
        self._model = _native.SimModel(text, self.population_seed)

    @property
    def table(self) -> Dict[str, Any]:
        """A copy of the table, to be changed into another scenario."""
        return copy.deepcopy(self._table)

    @property
    def measures(self) -> Tuple[str, ...]:
        """Names of the measures."""
        return tuple(self._model.measures)

    def without(self, *names: str) -> "Scenario":
        """The same scenario without these measures."""
        for name in names:
            if name not in self.measures:
                raise ValueError(f"names: {name!r} is none of {self.measures}")
        table = self.table
        table["measures"] = [measure for measure in table.get("measures", []) if measure["name"] not in names]
        return Scenario(table, self.population_seed)

    def people(self) -> Table:
        """Everybody: ``role`` (index into :data:`ROLES`), ``school`` and ``cohort`` (class or staff room; -1 is none)."""
        return self._model.people()

    def run(self, replicates: int, seed: int = 1, *, first: int = 0, threads: int = 0) -> Ensemble:
        """Replicates ``first`` to ``first + replicates``, on so many threads (0: all cores) and without the interpreter's
        lock. A shard of an ensemble is the same as its part of the whole."""
        first, count = whole("first", first), whole("replicates", replicates, 1)
        found = self._model.run(whole("seed", seed), (first, first + count), whole("threads", threads))
        return Ensemble(**found, measures=self.measures, rules=tuple(self._model.clusters))

    def line_list(self, seed: int = 1, replicate: int = 0) -> Table:
        """Everybody infected in one replicate, in the order of infection: ``person``, ``infector`` (row of the infector: the
        transmission tree), ``hour``, ``onset_hour``, ``infectious_from``, ``infectious_days``, ``illness_days``,
        ``generation``, ``layer`` (index into :data:`LAYERS`). -1 is none."""
        return self._model.line_list(whole("seed", seed), whole("replicate", replicate))

    def absences(self, seed: int = 1, replicate: int = 0) -> Table:
        """Every absence of one replicate that cost school days: ``person``, ``from_day``, ``until_day`` (first day back),
        ``days``, ``cause`` (index into :data:`CAUSES`), ``measure`` (index into :attr:`measures`). No day of a person is in
        two rows."""
        return self._model.absences(whole("seed", seed), whole("replicate", replicate))


class Comparison(NamedTuple):
    """Mean difference per replicate, the second scenario less the first, and its interval."""

    difference: float
    low: float
    high: float


def compare(
    one: Scenario, other: Scenario, replicates: int, seed: int = 1, *, resamples: int = 2000, level: float = 0.95
) -> Dict[str, Comparison]:
    """What the second scenario changes: infections of school people, school days that pupils lost, tests and staff minutes.

    Both run with the same random numbers, so that differences are taken replicate by replicate; intervals are of their mean,
    by the percentile bootstrap.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level: {level!r} is not between 0 and 1")
    first, second = (scenario.run(replicates, seed) for scenario in (one, other))
    draws = np.random.default_rng(whole("seed", seed)).integers(
        0, len(first), (whole("resamples", resamples, 1), len(first))
    )
    tails = ((1 - level) / 2, (1 + level) / 2)
    found = {}
    for name in ("school_infections", "pupil_days_lost", "tests", "staff_minutes"):
        gained = getattr(second, name).astype(float) - getattr(first, name).astype(float)
        low, high = np.quantile(gained[draws].mean(axis=1), tails)
        found[name] = Comparison(float(gained.mean()), float(low), float(high))
    return found
