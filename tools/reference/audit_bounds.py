"""Makes the reference numbers of tag audits: Tests/Fixtures/reference/audit-*.json.

    pip install -r tools/reference/requirements.txt
    python3 tools/reference/audit_bounds.py
    python3 tools/reference/audit_bounds.py --whole-grid FILE    # bounds for all n <= 2000, 48 MB

Every number comes from SciPy or NumPy, or from a formula solved here by another method than Earshot's, none
from Earshot. EARSHOT_WHOLE_GRID=FILE makes the tests compare with the whole grid too.
"""

import json
import math
import pathlib
import platform
import sys

import numpy as np
import scipy
import scipy.optimize
import scipy.special
import scipy.stats as st

FIXTURES = pathlib.Path(__file__).resolve().parents[2] / "Tests" / "Fixtures" / "reference"


def write(name, content):
    made_with = {
        "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}
    text = json.dumps({"made_with": made_with, **content}, separators=(",", ":"))
    (FIXTURES / f"{name}.json").write_text(
        text.replace("],[", "],\n[").replace("},{", "},\n{") + "\n")


def tails():
    rows = []
    for n in (1, 7, 59, 311, 2000):
        for p in (0.001, 0.05, 0.5, 0.98):
            for k in sorted({0, 1, n // 20, n // 2, n - 1, n}):
                rows.append([n, k, p, st.binom.pmf(k, n, p), st.binom.cdf(k, n, p), st.binom.sf(k - 1, n, p)])
    hyper = []
    for N, M, n in ((10, 3, 4), (100, 5, 81), (1000, 50, 245), (1000, 950, 245), (100_000, 5000, 311), (100_000, 4000, 3566)):
        low, high = max(0, n - (N - M)), min(n, M)
        middle = n * M // N
        for k in sorted({low, low + 1, middle - 3, middle, middle + 2, high - 1, high}):
            if low <= k <= high:
                d = st.hypergeom(N, M, n)
                hyper.append([N, M, n, k, d.pmf(k), d.cdf(k), d.sf(k - 1)])
    t = [[p, df, st.t.ppf(p, df)] for p in (0.025, 0.05, 0.1, 0.975) for df in (1, 2, 5, 30, 290, 5000)]
    write("audit-tails", {"binomial": rows, "hypergeometric": hyper, "student": t})


def hypergeometric_bounds():
    """By looking at every possible number of marked records."""
    rows = []
    for N, n in ((10, 4), (50, 50), (60, 20), (200, 90), (1000, 245), (1000, 990)):
        marked = np.arange(N + 1)
        for k in sorted({0, 1, n // 3, n // 2, 19 * n // 20, n - 1, n}):
            for level in (0.90, 0.95, 0.99):
                possible = (marked >= k) & (marked <= N - (n - k))
                at_least = st.hypergeom.sf(k - 1, N, marked, n)
                at_most = st.hypergeom.cdf(k, N, marked, n)
                lower = marked[possible & (at_least > 1 - level)].min()
                upper = marked[possible & (at_most > 1 - level)].max()
                rows.append([N, n, k, level, int(lower), int(upper)])
    write("audit-hypergeometric", {"columns": ["N", "n", "k", "level", "lower", "upper"], "rows": rows})


def verdicts():
    """For every n <= 2000: the most errors that pass, the fewest that fail (-1: none), at 95 % confidence."""
    content = []
    for target in (0.90, 0.95, 0.99):
        most, fewest = [], []
        for n in range(1, 2001):
            k = np.arange(n + 1)
            passes = st.beta.ppf(0.05, n - k[:-1], k[:-1] + 1) > target
            most.append(int(passes.sum()) - 1)
            fails = st.beta.ppf(0.95, n - k[1:] + 1, k[1:]) < target
            fewest.append(int(np.argmax(fails)) + 1 if fails.any() else -1)
        content.append({"target": target, "most_passing": most, "fewest_failing": fewest})
    write("audit-verdicts", {"targets": content})


def plans():
    """By trying every n from 1 on."""
    rows = []
    for target, confidence, assumed, power, population in (
        (0.95, 0.95, 0.98, 0.9, None), (0.95, 0.95, 0.97, 0.9, None), (0.95, 0.95, 0.99, 0.8, None),
        (0.95, 0.99, 0.98, 0.9, None), (0.90, 0.95, 0.93, 0.9, None), (0.99, 0.95, 0.995, 0.8, None),
        (0.5, 0.9, 0.6, 0.95, None), (0.95, 0.95, 1.0, 0.9, None), (0.95, 0.95, 0.96, 0.9, None),
        (0.95, 0.95, 0.98, 0.9, 1000), (0.95, 0.95, 0.98, 0.9, 100), (0.95, 0.95, 0.98, 0.9, 400),
        (0.95, 0.95, 0.97, 0.9, 5000), (0.90, 0.95, 0.95, 0.8, 60), (0.95, 0.95, 0.98, 0.9, 10)):
        n = 0
        while True:
            n += 1
            k = np.arange(n + 1)
            if population is None:
                passing = st.binom.cdf(k, n, 1 - target) < 1 - confidence
                reached = st.binom.cdf(k, n, 1 - assumed)
            else:
                bad = math.ceil(round((1 - target) * population, 6))
                truth = min(round((1 - assumed) * population), bad - 1)
                passing = st.hypergeom.cdf(k, population, bad, n) < 1 - confidence
                reached = st.hypergeom.cdf(k, population, truth, n)
            most = int(passing.sum()) - 1
            if most >= 0 and reached[most] >= power:
                rows.append([target, confidence, assumed, power, population or 0, n, most, float(reached[most])])
                break
    write("audit-plans", {"columns": ["target", "confidence", "assumed", "power", "population", "n", "max_errors", "reached"], "rows": rows})


def korn_graubard(sizes, drawn, errors, risk):
    W = sizes / sizes.sum()
    n, N = drawn.sum(), sizes.sum()
    q = errors / drawn
    p = (W * q).sum()
    v = (W**2 * (1 - drawn / sizes) * q * (1 - q) / (drawn - 1)).sum()
    size = p * (1 - p) / v if v > 0 else 1 / (W**2 * (1 - drawn / sizes) / drawn).sum()
    size = min(size, n / (1 - n / N))
    size *= (st.t.ppf(risk, n - 1) / st.t.ppf(risk, n - len(sizes))) ** 2
    return p, size, st.beta.ppf(1 - risk, size * p + 1, size * (1 - p))


def worst_exponent(W, n, t, q):
    """min over splits of sup over lambda: the order opposite to Earshot's, by SLSQP."""
    w = W / n

    def rate(theta):
        def negative(u):
            return math.exp(u) * t + (n * np.log1p(theta * np.expm1(-math.exp(u) * w))).sum()

        return -scipy.optimize.minimize_scalar(
            negative, bounds=(-3, 14), method="bounded", options={"xatol": 1e-11}).fun

    best = math.inf
    for start in (np.full(len(W), q), np.where(w == w.max(), min(0.9, q / W[np.argmax(w)]), q / 3)):
        found = scipy.optimize.minimize(
            rate, start, method="SLSQP", bounds=[(0, 0.999)] * len(W),
            constraints={"type": "eq", "fun": lambda theta: (W * theta).sum() - q},
            options={"ftol": 1e-13, "maxiter": 500})
        if abs((W * found.x).sum() - q) < 1e-9:
            best = min(best, found.fun)
    return best


def stratified():
    rows = []
    for sizes, drawn, errors in (
        ((1000, 1000), (200, 200), (4, 4)), ((9000, 1000), (150, 150), (2, 3)),
        ((50_000, 30_000, 20_000), (150, 90, 60), (3, 1, 0)), ((50_000, 30_000, 20_000), (100, 100, 100), (0, 0, 6)),
        ((7000, 2000, 700, 300), (100, 100, 100, 100), (1, 2, 0, 9)),
        ((80_000, 5000, 15_000), (250, 10, 50), (4, 0, 0)), ((8000, 1500, 500), (200, 60, 40), (0, 0, 0))):
        sizes, drawn, errors = (np.array(x, float) for x in (sizes, drawn, errors))
        W = sizes / sizes.sum()
        p, size, upper = korn_graubard(sizes, drawn, errors, 0.05)
        q = 0.05
        worst = worst_exponent(W, drawn, p, q) / ((p * math.log(p / q) if p > 0 else 0) + (1 - p) * math.log((1 - p) / (1 - q)))
        rows.append({"sizes": sizes.astype(int).tolist(), "drawn": drawn.astype(int).tolist(), "errors": errors.astype(int).tolist(),
                     "error_share": p, "korn_graubard_size": size, "korn_graubard_upper": upper,
                     "worst_split_size": worst})
    write("audit-stratified", {"target": 0.95, "risk": 0.05, "rows": rows})


def anytime():
    """Lower bounds by the same mixture of likelihood ratios of binomial distributions, solved by brentq."""
    odds = np.array([.02, .1, .2, .3, .4, .5, .6, .7, .8, .9, .96, .99])
    share = np.array([1, 1, 2, 3, 4, 3, 2, 1, .5, .3, .2, .1])
    share = share / share.sum()
    rows = []
    for n, e in ((50, 0), (100, 2), (199, 4), (400, 8), (400, 40), (1000, 25), (5000, 200)):
        def evidence(q):
            tilted = odds * q / (1 - q + odds * q)
            ratio = st.binom.logpmf(e, n, tilted) - st.binom.logpmf(e, n, q)
            return scipy.special.logsumexp(ratio + np.log(share)) - math.log(20)

        rows.append([n, e, 1 - scipy.optimize.brentq(evidence, max(e / n, 1e-9), 1 - 1e-9, xtol=1e-14)])
    write("audit-anytime", {"columns": ["n", "errors", "lower_95"], "rows": rows})


def whole_grid(path):
    with open(path, "wb") as file:
        for n in range(1, 2001):
            s = np.arange(1, n + 1)
            for level in (0.90, 0.95, 0.99):
                file.write(np.r_[0.0, st.beta.ppf(1 - level, s, n - s + 1)].astype("<f8").tobytes())


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--whole-grid":
        whole_grid(sys.argv[2])
    else:
        for make in (tails, hypergeometric_bounds, verdicts, plans, stratified, anytime):
            make()
