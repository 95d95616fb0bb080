"""xiaodun.sim: the same numbers as the engine itself, shards and threads, tables that add up, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pytest

from xiaodun import sim

ROOT = Path(__file__).resolve().parents[3]
GALLERY = ROOT / "content" / "scenarios"


def gallery(name):
    return sim.load(GALLERY / f"{name}.toml")


@pytest.fixture(scope="module")
def scenario():
    return gallery("influenza-suspension-rule")


def test_the_numbers_are_those_of_the_engine(scenario):
    """`sim/tests/gallery.rs` writes the same file from the same scenario."""
    expected = json.loads((ROOT / "tests" / "data" / "sim" / "influenza-suspension-rule.json").read_text())
    found = scenario.run(len(expected["infections"]), expected["seed"])
    for name in ("infections", "curve", "pupil_days", "staff_days", "by_layer", "done", "clusters"):
        np.testing.assert_array_equal(getattr(found, name), expected[name], name)
    np.testing.assert_array_equal(found.tests, expected["tests"])


def test_every_scenario_of_the_gallery_runs():
    files = sorted(GALLERY.glob("*.toml"))
    assert len(files) >= 4
    for file in files:
        found = sim.load(file).run(3)
        assert len(found) == 3 and (found.infections.sum(axis=1) > 0).all()


def test_shards_and_threads_change_nothing(scenario):
    whole = scenario.run(20, 7)
    parts = [scenario.run(12, 7, threads=1), scenario.run(8, 7, first=12, threads=2)]
    for name in ("curve", "pupil_days", "by_generation", "detection_delay"):
        np.testing.assert_array_equal(getattr(whole, name), np.concatenate([getattr(p, name) for p in parts]))


def test_columns_add_up(scenario):
    found = scenario.run(10)
    total = found.infections.sum(axis=1)
    np.testing.assert_array_equal(found.curve.sum(axis=1), total)
    np.testing.assert_array_equal(found.by_generation.sum(axis=1), total)
    np.testing.assert_array_equal(found.by_layer.sum(axis=1) + found.imported, total)
    np.testing.assert_array_equal(found.pupil_days_by_measure.sum(axis=1), found.pupil_days.sum(axis=1))
    assert found.by_layer.shape == (10, len(sim.LAYERS)) and found.done.shape == (10, len(scenario.measures))


def test_line_list_and_absences_are_the_replicate(scenario):
    found, cases, away = scenario.run(1, 3, first=4), scenario.line_list(3, 4), scenario.absences(3, 4)
    people = scenario.people()
    roles = np.bincount(people["role"][cases["person"]], minlength=3)
    np.testing.assert_array_equal(roles, found.infections[0])
    infected = cases["infector"] >= 0
    infectors = cases["infector"][infected]
    assert (cases["hour"][infectors] < cases["hour"][infected]).all()
    assert (cases["generation"][infectors] + 1 == cases["generation"][infected]).all()
    pupils = people["role"][away["person"]] == 0
    days = np.bincount(away["cause"][pupils], away["days"][pupils], minlength=len(sim.CAUSES))
    np.testing.assert_array_equal(days, found.pupil_days[0])


def test_compare_is_paired(scenario):
    table = scenario.table
    table["measures"][-1]["trigger"].update(cases=2, window_days=3)
    earlier = sim.Scenario(table)
    found = sim.compare(scenario.without(scenario.measures[-1]), earlier, 100)
    for name, sign in (("school_infections", -1), ("pupil_days_lost", 1)):
        entry = found[name]
        assert entry.low <= entry.difference <= entry.high and sign * entry.low > 0 and sign * entry.high > 0, name
    assert all(entry == (0.0, 0.0, 0.0) for entry in sim.compare(scenario, scenario, 20).values())


def test_packs_have_sources():
    assert len(sim.diseases()) == 11
    pack = sim.disease("norovirus")
    assert pack["environment"]["share"] > 0 and all(source["source"] for source in pack["sources"])


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"days": 0}, "days is 0"),
        ({"disease": "plague"}, "plague"),
        ({"population": {"grades": 0}}, "grades"),
        ({"surprise": 1}, "surprise"),
        ({"introductions": [{"day": 0, "count": -1, "who": "pupils"}]}, "-1"),
        ({"measures": [{"name": object()}]}, "scenario"),
    ],
)
def test_wrong_scenarios_are_refused(scenario, change, text):
    with pytest.raises(ValueError, match=text):
        sim.Scenario({**scenario.table, **change})


def test_wrong_arguments_are_refused(scenario):
    for call in (
        lambda: scenario.run(0),
        lambda: scenario.run(1, -1),
        lambda: scenario.without("nothing"),
        lambda: sim.compare(scenario, scenario, 2, level=1.0),
        lambda: sim.disease("plague"),
    ):
        with pytest.raises(ValueError):
            call()
