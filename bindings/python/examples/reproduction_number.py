"""Reproduction number of influenza in a school in Pennsylvania, 2009: writes reproduction_number.svg.

Run with matplotlib installed: python bindings/python/examples/reproduction_number.py
"""

import json
from pathlib import Path

import matplotlib
import numpy as np

from xiaodun import rt

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "xiaodun"
import matplotlib.pyplot as plt  # noqa: E402

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "tests" / "data" / "epi" / "rt" / "Flu2009.json"


def main() -> None:
    cases = np.array(json.loads(DATA.read_text(encoding="utf-8"))["local"], dtype=float)
    known = rt.cori(cases, si_mean=2.6, si_sd=1.5)
    wide = rt.cori_uncertain(cases, (2.6, 1.0, 1.0, 4.2), (1.5, 0.5, 0.5, 2.5))
    growth = rt.growth(cases[:18])
    print(f"doubling in {growth.doubling[0]:.1f} days ({growth.doubling[1]:.1f} to {growth.doubling[2]:.1f})")
    first_below = known.t_end[known.quantiles[:, -1] < 1]
    print(f"R is below 1 for sure from day {first_below[0]} on" if first_below.size else "R is never below 1 for sure")

    figure, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(9, 6), layout="constrained")
    above.bar(np.arange(1, cases.size + 1), cases, width=0.9, color="#8fb0cc")
    above.set_ylabel("cases")
    above.set_title("Influenza in a school, Pennsylvania 2009")
    below.fill_between(wide.t_end, wide.quantiles[:, 0], wide.quantiles[:, -1], color="#d9b36c", alpha=0.35, lw=0,
                       label="95%, serial interval uncertain")
    below.fill_between(known.t_end, known.quantiles[:, 0], known.quantiles[:, -1], color="#1f5f8b", alpha=0.35, lw=0,
                       label="95%, serial interval known")
    below.plot(known.t_end, known.median, color="#1f5f8b", label="median")
    below.axhline(1, color="#5b6770", ls="--", lw=1)
    below.set_ylabel("R over the last week")
    below.set_xlabel("day")
    below.legend(frameon=False)
    figure.savefig(HERE / "reproduction_number.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
