"""xiaodun.pool, xiaodun.scan and xiaodun.chain: against reference tables and closed forms, and what they refuse."""

import csv

import numpy as np
import pytest
from conftest import DATA, close

from xiaodun import chain, pool, scan


def test_designs_are_the_reference_table_to_the_last_digit():
    with open(DATA / "epi-pool" / "dorfman.csv", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    by_prevalence = {}
    for row in table:
        by_prevalence.setdefault(float(row["prevalence"]), []).append(row)
    for prevalence, rows in by_prevalence.items():
        found = pool.design(prevalence, [int(row["pool_size"]) for row in rows])
        assert found.tests.tolist() == [float(row["expected_tests_per_person"]) for row in rows]
        assert found.pool_positive.tolist() == [float(row["prob_pool_positive"]) for row in rows]
        best = [int(row["pool_size"]) for row in rows if row["optimal_in_2_40"] == "1"]
        assert [pool.optimal(prevalence)] == best


def test_plans_and_estimates():
    plan = pool.plan([45, 44], 0.0, 10)
    assert (plan.people, plan.tubes, plan.tests) == (89, 10, 10)
    assert pool.plan(89, 0.01, 10, sensitivity=0.9, dilution=0.1).missed > 0
    found = pool.estimate([(10, 120, 3)])
    assert found.prevalence == pytest.approx(1 - (1 - 3 / 120) ** 0.1, abs=1e-12)
    assert found.lower < found.prevalence < found.upper
    # With pools of one, Clopper and Pearson's interval; 1 - 0.025**(1/20) for no positive in twenty.
    assert pool.estimate([(1, 20, 0)]).upper == pytest.approx(1 - 0.025 ** (1 / 20), abs=1e-12)


def test_scan_finds_the_class_with_the_outbreak():
    # County 0, schools 1 and 2, classes 3 to 8.
    parents = [None, 0, 0, 1, 1, 1, 2, 2, 2]
    cases = np.zeros((9, 14))
    cases[3:] = np.random.default_rng(3).poisson(0.5, size=(6, 14))
    cases[5, -3:] += 6
    pupils = np.array([0, 0, 0, 45, 45, 45, 45, 45, 45.0])
    clusters = scan.tree(cases, parents, expected=np.repeat(pupils[:, None], 14, axis=1))
    assert clusters[0].node == 5 and clusters[0].days == 3 and clusters[0].p_monte_carlo < 0.01
    again = scan.tree(cases, parents, expected=np.repeat(pupils[:, None], 14, axis=1))
    assert clusters == again, "the seed decides"
    places = [(float(at), 0.0) for at in range(6)]
    circle = scan.circles(cases[3:], places)[0]
    assert circle.centre == 2 and circle.units == [2] and circle.radius == 0


def test_knox_counts_pairs():
    found = scan.knox([0, 1, 50, 51], [0, 0.1, 9, 9.1], [0, 0, 0, 0], close_time=3, close_space=0.5)
    assert found.table == (2, 0, 0, 4)
    assert found.expected == pytest.approx(2 * 2 / 6)


def test_knox_agrees_with_r(reference):
    file = reference("knox/knox_visible")
    runs = file["runs"]
    assert len(runs) == 4
    points = file["input"]
    for run in runs:
        p = run["params"]
        found = scan.knox(points["t"], points["x"], points["y"], close_time=p["eps_t"], close_space=p["eps_s"])
        close(found.p_value, run["p_value"])
        close(found.expected, run["lambda"])
        assert list(found.table) == run["table_close_close__close_far__far_close__far_far"]


def test_adjusted_p_values():
    np.testing.assert_allclose(scan.adjust([0.01, 0.04, 0.03, 0.005]), [0.02, 0.04, 0.04, 0.02])
    by = scan.adjust([0.01, 0.04, 0.03, 0.005], "by")
    np.testing.assert_allclose(by, np.array([0.02, 0.04, 0.04, 0.02]) * (1 + 1 / 2 + 1 / 3 + 1 / 4))


def test_links_go_to_the_class_mate():
    found = chain.link([1, 4, 5], si_mean=3.6, si_sd=1.6, class_=["1", "1", "2"])
    assert found.source == [None, 0, None]
    assert found.community[0] == 1.0
    for case in range(3):
        total = found.community[case] + sum(p for _, p in found.infectors[case])
        assert total == pytest.approx(1.0)
    dates = chain.link(["2024-03-01", "2024-03-04", "2024-03-05"], si_mean=3.6, si_sd=1.6, class_=["1", "1", "2"])
    assert dates.source == found.source
    assert found.reproduction.sum() == pytest.approx(3 - found.community.sum())


def test_attack_rates():
    found = chain.attack_rate(0, 20)
    assert found == (0.0, 0.0, pytest.approx(1 - 0.025 ** (1 / 20)))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pool.design(1.5), "prevalence"),
        (lambda: pool.design(0.1, [0]), "sizes: 0 is not a whole number from 1"),
        (lambda: pool.estimate([(10, 2, 3)]), "3 positive pools"),
        (lambda: pool.estimate([(10, 2, 1)], interval="guess"), "interval: \"guess\""),
        (lambda: pool.plan([], 0.1, 5), "nobody to test"),
        (lambda: scan.tree(np.ones((2, 2)), [1, None]), "parent of node 0"),
        (lambda: scan.tree([[-1.0], [2.0]], [None, 0]), "cases: -1 is not a whole number"),
        (lambda: scan.knox([1, 2], [1], [1, 2], close_time=1, close_space=1), "one length"),
        (lambda: scan.adjust([0.1, 2.0]), "p-value 1 is 2"),
        (lambda: chain.link([1, 2], si_mean=3, si_sd=1, class_=["1"]), "class_: 1 values for 2 cases"),
        (lambda: chain.attack_rate(5, 4), "5 cases among 4"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
