"""xiaodun.rt: against EpiEstim, against NumPy, and what it refuses."""

import numpy as np
import pytest
from conftest import close, numbers

from xiaodun import rt

COLUMNS = ("mean", "sd")


@pytest.mark.parametrize("name", ["Flu2009", "Measles1861", "SARS2003", "mers_2014_15"])
def test_cori_agrees_with_epiestim(reference, name):
    file = reference(f"rt/{name}")
    imported = numbers(file["imported"]) if file["imported"] else None
    for run in file["runs"]:
        p = run["params"]
        si = {"si_mean": p["mean_si"], "si_sd": p["std_si"]} if p.get("mean_si") else {"si": numbers(run["si"])}
        found = rt.cori(
            numbers(file["local"]),
            imported=imported,
            windows=list(zip(run["t_start"], run["t_end"])),
            prior_mean=p["mean_prior"],
            prior_sd=p["std_prior"],
            **si,
        )
        close(found.mean, numbers(run["columns"][0]))
        close(found.sd, numbers(run["columns"][1]))
        for level in range(7):
            close(found.quantiles[:, level], numbers(run["columns"][2 + level]))
        np.testing.assert_array_equal(found.median, found.quantiles[:, 3])


def test_cori_agrees_with_numpy():
    cases = np.random.default_rng(7).poisson(20, size=60).astype(float)
    si = np.array([0.0, 0.3, 0.4, 0.2, 0.1])
    force = np.convolve(cases, si)[: cases.size]
    found = rt.cori(cases, si=si, window=5)
    shape = 1 + np.array([cases[start - 1 : end].sum() for start, end in zip(found.t_start, found.t_end)])
    rate = 1 / 5 + np.array([force[start - 1 : end].sum() for start, end in zip(found.t_start, found.t_end)])
    close(found.mean, shape / rate)
    close(found.sd, np.sqrt(shape) / rate)


def test_cohorts_and_growth_agree_with_r(reference):
    file = reference("rt/Flu2009")
    found = rt.wallinga_teunis(numbers(file["local"]), si_mean=2.6, si_sd=1.5, draws=50)
    close(found.mean, numbers(file["wallinga_teunis"]["mean"]))
    assert (found.lower <= found.upper).all()
    for run in reference("rt/growth")["runs"]:
        growth = rt.growth(numbers(run["counts"]))
        close(growth.rate, [run["r"], *run["r_conf"]])
        close(growth.doubling, [run["doubling"], *run["doubling_conf"]])


def test_an_uncertain_interval_widens_and_its_seed_decides():
    cases = [1, 1, 0, 2, 5, 3, 3, 3, 6, 2, 5, 9, 13, 12]
    known = rt.cori(cases, si_mean=2.6, si_sd=1.5)
    wide = rt.cori_uncertain(cases, (2.6, 1.0, 1.0, 4.2), (1.5, 0.5, 0.5, 2.5), draws=200)
    assert (wide.quantiles[:, -1] > known.quantiles[:, -1]).all()
    again = rt.cori_uncertain(cases, (2.6, 1.0, 1.0, 4.2), (1.5, 0.5, 0.5, 2.5), draws=200)
    np.testing.assert_array_equal(wide.quantiles, again.quantiles)


def test_closed_forms():
    assert rt.final_size(2.0) == pytest.approx(0.7968121300200202, abs=1e-12)
    # Geometric offspring (k = 1): extinction is 1/R.
    assert rt.extinction(2.0, 1.0) == pytest.approx(0.5, abs=1e-12)
    assert rt.serial_interval(2.6, 1.5, 40).sum() == pytest.approx(1.0, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rt.cori([1, 2, 3], window=1), "si: the serial interval is not given"),
        (lambda: rt.cori([1, 2, 3], si=[0, 1], si_mean=2, si_sd=1, window=1), "si: give either"),
        (lambda: rt.cori([1, 2, 3], si=[0, 1]), "window: no window of 7 days fits"),
        (lambda: rt.cori([1, 2, 3], si=[0.5, 0.5], window=1), "lag 0"),
        (lambda: rt.cori([1, -2, 3], si=[0, 1], window=1), "day 2: -2"),
        (lambda: rt.cori([1, 2, 3], si=[0, 1], windows=[(1, 2)]), "window 1"),
        (lambda: rt.cori([1, 2, 3], si=[0, 1], window=1, prior_mean=0), "prior mean"),
        (lambda: rt.cori([[1, 2, 3]], si=[0, 1]), "incidence: has 2 dimensions"),
        (lambda: rt.serial_interval(0.5, 1, 3), "mean serial interval"),
        (lambda: rt.growth([1, 2]), "at least 3"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
