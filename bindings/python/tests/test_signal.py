"""xiaodun.signal: against R, against NumPy, and what it refuses."""

import numpy as np
import pytest
from conftest import close, numbers

from xiaodun import signal


def evaluated(run, column):
    first, last = run["range"]
    return column[first - 1 : last]


@pytest.mark.parametrize("name", ["k1", "salmonella_agona", "synth_v1_school", "synth_v2_class", "momo_5_15"])
def test_ears_agrees_with_r(reference, name):
    file = reference(f"ears/{name}")
    counts = numbers(file["dataset"]["observed"])
    for run in file["runs"]:
        p = run["params"]
        found = signal.ears(
            counts, p["method"].lower(), baseline=p["baseline"], min_sigma=p["minSigma"], alpha=p["alpha"]
        )
        close(evaluated(run, found.upper), numbers(run["upperbound"]))
        np.testing.assert_array_equal(evaluated(run, found.alarm), [bool(flag) for flag in run["alarm"]])
        assert np.isnan(found.upper[: run["range"][0] - 1]).all()


@pytest.mark.parametrize("name", ["salmonella_agona", "salmNewport_bavaria"])
def test_farrington_flexible_agrees_with_r(reference, name):
    file = reference(f"farrington_flexible/{name}")
    data = file["dataset"]
    when = {"first_day": data["dates"]["first"]} if data["epochAsDate"] else {"per_year": data["freq"]}
    for run in file["runs"]:
        p = run["params"]
        found = signal.farrington_flexible(
            numbers(data["observed"]),
            years_back=p["b"],
            half_window=p["w"],
            periods=p["noPeriods"],
            past_excluded=p["pastWeeksNotIncluded"],
            weights_threshold=p["weightsThreshold"],
            p_threshold_trend=p["pThresholdTrend"],
            threshold_method={"nbPlugin": "nb-plugin"}.get(p["thresholdMethod"], p["thresholdMethod"]),
            limit54=tuple(p["limit54"]),
            alpha=p["alpha"],
            compat="r",
            from_first_possible=True,
            **when,
        )
        close(evaluated(run, found.upper), numbers(run["upperbound"]))
        close(evaluated(run, found.score), numbers(run["score"]))


def test_farrington_classic_agrees_with_r(reference):
    file = reference("farrington_classic/k1")
    for run in file["runs"]:
        p = run["params"]
        found = signal.farrington(
            numbers(file["dataset"]["observed"]),
            years_back=p["b"],
            half_window=p["w"],
            weights_threshold=1.0 if p["reweight"] else None,
            p_threshold_trend=0.05 if p["trend"] else None,
            power_transform=p["powertrans"],
            limit54=tuple(p["limit54"]),
            alpha=p["alpha"],
            from_first_possible=True,
        )
        # R has a bound of 0 where a step is not judged.
        close(np.nan_to_num(evaluated(run, found.upper)), numbers(run["upperbound"]))


def test_cusum_and_glr_agree_with_r(reference):
    file = reference("cusum/k1")
    counts = numbers(file["dataset"]["observed"])
    for run in file["runs"]:
        p = run["params"]
        found = signal.cusum(
            counts,
            training=run["range"][0] - 1,
            reference=p["m"] or "mean",
            transform={"pearsonNegBin": "pearson-neg-bin"}.get(p["trans"], p["trans"]),
            alpha_nb=p.get("alpha") or 0.0,
            k=p["k"],
            h=p["h"],
        )
        close(evaluated(run, found.score), numbers(run["cusum"]))
        close(evaluated(run, found.upper), numbers(run["upperbound"]))
    file = reference("glr/k1")
    for run in file["runs"]:
        p = run["params"]
        model = p["mu0_model"]
        found = signal.glr(
            numbers(file["dataset"]["observed"]),
            training=run["range"][0] - 1,
            alpha_nb=p["alpha"],
            theta=p.get("theta"),
            threshold=p["c.ARL"],
            harmonics=model["S"],
            trend=model["trend"],
        )
        close(evaluated(run, found.score), numbers(run["value"]))


def ears_c1_with_numpy(counts, baseline, z):
    """C1 of series × steps, written without a loop."""
    windows = np.lib.stride_tricks.sliding_window_view(counts[:, :-1], baseline, axis=1)
    return windows.mean(axis=2) + z * windows.std(axis=2, ddof=1)


def test_ears_agrees_with_numpy_and_the_fast_pass_with_it():
    counts = np.random.default_rng(20240901).poisson(4.0, size=(50, 200))
    found = signal.ears(counts, alpha=0.01)
    close(found.upper[:, 7:], ears_c1_with_numpy(counts, 7, 2.3263478740408408))
    fast = signal.ears_alarms(counts, alpha=0.01)
    for method, alarms in zip(("c1", "c2", "c3"), fast):
        np.testing.assert_array_equal(alarms, signal.ears(counts, method, alpha=0.01).alarm)
    assert fast.c1.any()


def test_a_shape_comes_back_and_a_missing_count_is_no_zero():
    counts = [1.0, 0, 2, 1, np.nan, 0, 2, 1, 1, 0, 2, 9]
    found = signal.ears(counts)
    assert found.alarm.shape == (12,) and found.alarm.dtype == bool
    assert np.isnan(found.upper[7:]).sum() == 5 - 0
    assert signal.ears(np.zeros((3, 4))).upper.shape == (3, 4)
    assert signal.ears(np.zeros((0, 4))).upper.shape == (0, 4)


def test_school_passes_over_closed_days():
    days = np.arange("2024-09-02", "2024-09-30", dtype="datetime64[D]")
    open_days = np.is_busday(days)
    counts = np.where(np.arange(days.size) % 3 == 0, 1, 0)
    counts[25] = 9
    found = signal.school(counts, days, open=open_days, exposure=45.0)
    assert list(np.flatnonzero(found.alarm)) == [25]
    assert np.isnan(found.upper[26:]).all(), "Saturday and Sunday are not judged"
    with pytest.raises(ValueError, match="days: 3 days for 28 counts"):
        signal.school(counts, days[:3])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: signal.ears([1, 2, -1]), "counts: -1 is not a whole number"),
        (lambda: signal.ears([1, 2, 0.5]), "counts: 0.5 is not a whole number"),
        (lambda: signal.ears("many"), "counts: not an array of numbers"),
        (lambda: signal.ears([[[1]]]), "counts: has 3 dimensions"),
        (lambda: signal.ears([1], alpha=2), "alpha is 2"),
        (lambda: signal.ears([1], baseline=2), "baseline is 2"),
        (lambda: signal.ears([1], "c4"), "method: \"c4\""),
        (lambda: signal.ears_alarms([1.5]), "counts: all must be whole numbers"),
        (lambda: signal.farrington_flexible([1], threshold_method="magic"), "threshold_method: \"magic\""),
        (lambda: signal.farrington_flexible([1], compat="sas"), "compat: 'sas'"),
        (lambda: signal.farrington_flexible([1], population=[1, 2]), "population: shape"),
        (lambda: signal.farrington_flexible([1], first_day="someday"), "first_day: 'someday'"),
        (lambda: signal.cusum([1] * 40, k=-1), "k is -1"),
        (lambda: signal.glr([1] * 200, direction="up"), "direction: 'up'"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
