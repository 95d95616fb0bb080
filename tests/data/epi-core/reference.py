"""Reference values of distribution tails and special functions, to 17 digits.

Needs mpmath (any recent version). Everything is a series of positive terms in big floating point, or an elementary
formula, so that the values owe nothing to the algorithms under test.

    python3 reference.py > reference.csv
"""

from mpmath import mp, mpf
import mpmath as m

mp.dps = 60


def out(name, *numbers):
    cells = [repr(float(x)) for x in numbers[:-1]] + [mp.nstr(numbers[-1], 17)]
    cells = cells[:-1] + [""] * (4 - len(cells)) + cells[-1:]
    print(",".join([name] + cells))


def gamma_lower(a, x):
    """P(a, x) by its positive series."""
    a, x = mpf(a), mpf(x)
    if x == 0:
        return mpf(0)
    term = total = mpf(1)
    n = a
    small = mpf(10) ** (-mp.dps)
    while term > small * total:
        n += 1
        term = term * x / n
        total += term
    return m.exp(a * m.log(x) - x - m.loggamma(a + 1)) * total


def beta_lower(a, b, x):
    """I_x(a, b) by its positive series, from the side on which it converges fast."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    if x > 0.5:
        return 1 - beta_lower(b, a, 1 - x)
    term = total = mpf(1)
    n = 0
    small = mpf(10) ** (-mp.dps)
    while term > small * total:
        term = term * x * (a + b + n) / (a + 1 + n)
        total += term
        n += 1
    front = a * m.log(x) + b * m.log(1 - x) + m.loggamma(a + b) - m.loggamma(a + 1) - m.loggamma(b)
    return m.exp(front) * total


def f_lower(df1, df2, f):
    return beta_lower(df1 / 2, df2 / 2, df1 * f / (df1 * f + df2))


def visible(p):
    return mpf("1e-300") < p < 1


def both(name, numbers, compute):
    """Both tails, with enough digits for the smaller: 60, or 380 where that is not enough."""
    lower = compute()
    upper = 1 - lower
    if lower < mpf("1e-30") or upper < mpf("1e-30"):
        mp.dps = 380
        lower = compute()
        upper = 1 - lower
    if visible(lower) and visible(upper):
        out(name + ".cdf", *numbers, lower)
        out(name + ".sf", *numbers, upper)
    mp.dps = 60


def around(mean, sd, low=0.0, high=float("inf")):
    points = {mean + z * sd for z in (-30, -12, -6, -3, -1, -0.01, 0, 0.3, 2, 5, 11, 29)}
    points |= {mean * s for s in (1e-9, 1e-3, 0.1, 0.6, 1.7, 6, 40)}
    return sorted(float(p) for p in points if low < p < high)


print("function,a,b,x,value")
for z in (0.0, 1e-9, 0.1, 0.5, 1.0, 1.96, 2.7, 4.4, 7.123, 12.5, 20.01, 30.3, 36.9):
    out("normal.sf", z, m.erfc(mpf(z) / m.sqrt(2)) / 2)
    out("normal.sf", -z, m.erfc(-mpf(z) / m.sqrt(2)) / 2)
for p in (1e-300, 1e-100, 1e-30, 1e-10, 1e-5, 0.001, 0.02425, 0.07, 0.0751, 0.3, 0.49999, 0.6, 0.925, 0.975, 0.999999):
    # Newton's steps on ln P from the left, where that is concave.
    root = -m.sqrt(-2 * m.log(p)) if p < 0.5 else mpf(0)
    for _ in range(100):
        lower = m.erfc(-root / m.sqrt(2)) / 2
        root -= m.log(lower / mpf(p)) * lower / m.npdf(root)
    out("normal.quantile", p, root)
for x in (1e-8, 0.01, 0.3, 1.0, 1.3, 2.0, 3.7, 11.99, 12.5, 100.25, 12345.6):
    out("digamma", x, m.digamma(x))
    out("trigamma", x, m.polygamma(1, x))
    out("ln_gamma", x, m.loggamma(x))
for a in (0.01, 0.5, 1.0, 3.5, 40.0, 1e4):
    for b in (0.02, 0.7, 2.0, 15.5, 500.0, 1e6):
        out("ln_beta", a, b, m.log(m.beta(mpf(a), mpf(b))))
for a in (0.001, 0.03, 0.4, 1.0, 1.5, 7.0, 45.5, 300.0, 5000.0, 10000.0, 40000.0):
    for x in around(a, a**0.5):
            both("gamma", (a, x), lambda: gamma_lower(a, x))
for a in (0.01, 0.2, 0.5, 1.0, 2.5, 19.0, 160.5, 4000.0):
    for b in (0.02, 0.3, 0.5, 1.0, 3.0, 23.5, 190.0, 6000.0):
        mean = a / (a + b)
        sd = (a * b / (a + b) ** 2 / (a + b + 1)) ** 0.5
        for x in around(mean, sd, 0.0, 1.0):
            if 1 - x > 1e-6:
                both("beta", (a, b, x), lambda: beta_lower(a, b, x))
for mean in (0.001, 0.9, 4.0, 33.0, 700.0, 20000.0):
    for k in {int(x) for x in around(mean, max(mean, 0.3) ** 0.5)} | {0, 1, 2}:
        both("poisson", (mean, k), lambda: 1 - gamma_lower(k + 1, mean))
    for size in (0.05, 0.16, 1.0, 7.3, 400.0, 1e6):
        for k in {int(x) for x in around(mean, (mean + mean * mean / size) ** 0.5)} | {0, 1, 2}:
            if k < 30000 and mean < 300 * size:
                both("nbinom", (mean, size, k), lambda: beta_lower(size, k + 1, mpf(size) / (mpf(size) + mpf(mean))))
for n in (1, 7, 40, 1000, 100000):
    for p in (1e-5, 0.01, 0.3, 0.5, 0.875, 0.999):
        for k in {int(x) for x in around(n * p, (n * p * (1 - p)) ** 0.5, 0, n)} | {0}:
            if k < n:
                both("binom", (n, p, k), lambda: beta_lower(n - k, k + 1, 1 - mpf(p)))
for df in (0.3, 1.0, 2.0, 4.5, 30.0, 1000.0, 1e5):
    for t in (1e-6, 0.2, 1.0, 2.5, 6.0, 25.0, 300.0, 1e6):
        both("t", (df, t), lambda: 1 - beta_lower(mpf(df) / 2, 0.5, mpf(df) / (mpf(df) + mpf(t) ** 2)) / 2)
for df1 in (0.5, 1.0, 3.0, 24.0, 500.0):
    for df2 in (1.0, 5.0, 60.0, 2000.0):
        for f in (1e-4, 0.2, 0.9, 1.0, 1.8, 7.0, 100.0):
            both("f", (df1, df2, f), lambda: f_lower(mpf(df1), mpf(df2), mpf(f)))
