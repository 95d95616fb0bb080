"""What an analyst's NumPy does, as a bar for the methods: prints a name and microseconds per step on each line."""

import importlib.util
import os
import time

# One thread, as the methods beside it have.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np  # noqa: E402


def best(run, steps, runs=5):
    """Shortest processor time of several runs, in microseconds per step."""
    times = []
    for _ in range(runs):
        begun = time.thread_time()
        run()
        times.append(time.thread_time() - begun)
    return min(times) * 1e6 / steps


def baseline(counts, window=7, least=0.5):
    """Mean and standard deviation of every window of `window` days, by sums that slide."""
    sums = np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1)
    squares = np.cumsum(np.pad(counts * counts, ((0, 0), (1, 0))), axis=1)
    total = sums[:, window:] - sums[:, :-window]
    square = squares[:, window:] - squares[:, :-window]
    mean = total / window
    variance = (square - total * mean) / (window - 1)
    return mean, np.maximum(np.sqrt(np.maximum(variance, 0)), least)


def ears(method, counts, z=3.0902323061678132):
    """Upper bounds and alarms of C1, C2 or C3 for all series at once."""
    mean, sigma = baseline(counts)
    if method == "C1":
        upper = mean[:, :-1] + z * sigma[:, :-1]
        return upper, counts[:, 7:] > upper
    mean, sigma, today = mean[:, :-3], sigma[:, :-3], counts[:, 9:]
    if method == "C2":
        upper = mean + z * sigma
        return upper, today > upper
    excess = np.maximum((today - mean) / sigma - 1, 0)
    lagged = excess[:, 1:-1] + excess[:, :-2]
    upper = np.maximum(today[:, 2:] + sigma[:, 2:] * (z - lagged), 0)
    return upper, today[:, 2:] > upper


# Reproduction number by Cori's method: windows of seven days, serial interval of 30 days.
DAYS, WIDTH = 365, 7


def infectivity_by_passes(cases, weights):
    """Overall infectivity of each window, with one pass over memory for each lag."""
    daily = np.zeros_like(cases)
    for lag, weight in enumerate(weights, start=1):
        daily[:, lag:] += weight * cases[:, :-lag]
    total = np.cumsum(daily, axis=1)
    return total[:, WIDTH:] - total[:, :-WIDTH]


def infectivity_by_matrix(cases, weights):
    """The same by one matrix product over the moving sums."""
    kernel = sum(np.diag(np.full(DAYS - lag, weight), lag) for lag, weight in enumerate(weights, start=1))
    moving = np.cumsum(cases, axis=1)
    moving[:, WIDTH:] -= moving[:, :-WIDTH].copy()
    return (moving @ kernel)[:, WIDTH:]


def posterior(cases, force):
    """Shape and scale of R in each window, prior of mean 5 and standard deviation 5."""
    total = np.cumsum(cases, axis=1)
    return 1.0 + total[:, WIDTH:] - total[:, :-WIDTH], 1.0 / (0.2 + force)


def mean_of_r(cases, weights, infectivity):
    shape, scale = posterior(cases, infectivity(cases, weights))
    return shape * scale


def quantiles_of_r(cases, weights):
    """Mean, standard deviation and quantiles; an analyst may know that quantiles hang on the shape alone."""
    from scipy.special import gammaincinv

    levels = np.array([0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975])
    shape, scale = posterior(cases, infectivity_by_passes(cases, weights))
    shapes, place = np.unique(shape, return_inverse=True)
    table = gammaincinv(shapes[:, None], levels)
    return shape * scale, np.sqrt(shape) * scale, table[place.reshape(shape.shape)] * scale[..., None]


def reproduction():
    """Names and programs."""
    cases = np.random.default_rng(1).poisson(3.0, size=(100, DAYS)).astype(float)
    lag = np.arange(1, 31)
    weights = lag**1.6 * np.exp(-lag / 1.7)
    weights /= weights.sum()
    ways = infectivity_by_passes, infectivity_by_matrix
    assert np.allclose(*(mean_of_r(cases, weights, way) for way in ways))
    programs = {
        "rt mean": lambda: mean_of_r(cases, weights, infectivity_by_passes),
        "rt mean matrix": lambda: mean_of_r(cases, weights, infectivity_by_matrix),
    }
    if importlib.util.find_spec("scipy"):
        programs["rt quantiles"] = lambda: quantiles_of_r(cases, weights)
    for name, program in programs.items():
        print(f"{name}\t{best(program, cases.size, runs=30):.6f}")


def main():
    reproduction()
    counts = np.random.default_rng(7).poisson(0.5, size=(2000, 365)).astype(float)
    for method in ("C1", "C2", "C3"):
        micros = best(lambda method=method: ears(method, counts), counts.size)
        print(f"ears {method}\t{micros:.6f}")


if __name__ == "__main__":
    main()
