"""A made-up school of forty classes, watched by three detectors: writes classes.svg.

Run with matplotlib installed: python bindings/python/examples/classes.py
"""

from pathlib import Path

import matplotlib
import numpy as np

from xiaodun import scan, signal

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "xiaodun"
import matplotlib.pyplot as plt  # noqa: E402

HERE = Path(__file__).resolve().parent
CLASSES, ILL = 40, 17


def school_year():
    """Daily newly absent pupils by class, closed at weekends, with an outbreak in one class in November."""
    days = np.arange("2024-09-02", "2024-12-21", dtype="datetime64[D]")
    held = np.is_busday(days, holidays=np.arange("2024-10-01", "2024-10-08", dtype="datetime64[D]"))
    chance = np.random.default_rng(11)
    counts = chance.poisson(0.35, size=(CLASSES, days.size)) * held
    begins = int(np.flatnonzero(days == np.datetime64("2024-11-11"))[0])
    counts[ILL, begins : begins + 5] += np.array([1, 2, 3, 3, 2])
    return days, held, counts


def main() -> None:
    days, held, counts = school_year()
    own = signal.school(counts, days, open=held, exposure=45.0)
    # EARS does not know the calendar: it sees the school days alone.
    ears = signal.ears(counts[:, held], "c1", min_sigma=0.5)
    on_time = days[own.alarm[ILL]]
    print(f"school: {own.alarm.sum()} alarms in all, {on_time.size} in the class with the outbreak, first {on_time[:1]}")
    print(f"EARS C1: {ears.alarm.sum()} alarms in all, {ears.alarm[ILL].sum()} in the class with the outbreak")
    today = int(np.flatnonzero(days == np.datetime64("2024-11-15"))[0])
    p = 10.0 ** -own.score[:, today]
    print(f"on {days[today]} at a false discovery rate of 5%: classes {np.flatnonzero(scan.adjust(p) <= 0.05)}")

    figure, axes = plt.subplots(3, 1, sharex=True, figsize=(9, 6), layout="constrained")
    for axis, class_ in zip(axes, (3, ILL, 29)):
        axis.bar(days, counts[class_], width=1.0, color="#8fb0cc")
        axis.step(days, own.upper[class_], where="mid", color="#b4452c", lw=1, label="upper bound")
        alarm = own.alarm[class_]
        axis.plot(days[alarm], counts[class_][alarm] + 0.4, "v", color="#c8102e", label="alarm")
        axis.set_ylabel(f"class {class_}")
    axes[0].set_title("Newly absent pupils, and the detector for schools")
    axes[1].legend(frameon=False)
    figure.savefig(HERE / "classes.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
