"""Training: scikit-learn's lbfgs against `fit-rows`, the fit alone, on exactly the same rows."""

import json
import os
import subprocess
import time

import numpy
from scipy.sparse import hstack
from scipy.special import logsumexp
from sklearn.datasets import load_svmlight_file
from sklearn.linear_model import LogisticRegression

from harness import SLOW_RUNS, WORK, Section, Timing, alternate, check, cpu, facts, spread, times_as_fast, wall

GOAL = 30
WEIGHTS = WORK / "weights.bin"


def objective(weights, rows, labels, strength):
    """½ ‖W‖² + C · Σ_i ( ln Σ_k exp z_ik − z_i,y(i) ), worked out alike for both sides."""
    scores = rows @ weights
    losses = logsumexp(scores, axis=1) - scores[numpy.arange(len(labels)), labels]
    return 0.5 * float((weights**2).sum()) + strength * float(losses.sum())


def main():
    known = facts()
    columns, strength = known["columns"], known["strength"]
    rows, labels = load_svmlight_file(str(WORK / "rows.svmlight"), n_features=columns, zero_based=True)
    labels = labels.astype(int)
    # Earshot's bias is a feature of value 1 and is penalised; so that both solve the same problem,
    # scikit-learn gets it as a column and fits no intercept of its own.
    rows = hstack([rows, numpy.ones((len(labels), 1))]).tocsr()
    weights = {}

    def fit_peer():
        model = LogisticRegression(C=strength, max_iter=1000, fit_intercept=False)
        start, cpu_start = time.perf_counter(), time.process_time()
        model.fit(rows, labels)
        timing = Timing(time.perf_counter() - start, time.process_time() - cpu_start)
        check(model.n_iter_[0] < 1000, "scikit-learn converged")
        weights["peer"] = model.coef_.T
        return timing

    def fit_earshot():
        command = [os.environ["FIT_ROWS"], WORK / "rows.svmlight", columns, strength, WEIGHTS]
        answer = subprocess.run([str(word) for word in command], check=True, capture_output=True)
        report = json.loads(answer.stdout)
        check(report["converged"], "Earshot converged")
        weights["earshot"] = numpy.fromfile(WEIGHTS, "<f4").reshape(columns + 1, -1).astype(float)
        return Timing(report["seconds"], report["cpu_seconds"])

    timings = alternate({"scikit-learn": fit_peer, "earshot": fit_earshot}, SLOW_RUNS)
    peer, own = timings.values()
    found = {side: objective(w, rows, labels, strength) for side, w in weights.items()}
    gap = found["earshot"] / found["peer"] - 1
    best = {side: (rows @ w).argmax(axis=1) for side, w in weights.items()}
    agreement = float((best["peer"] == best["earshot"]).mean())
    # lbfgs with its usual tolerance may stop a little short of the minimum, which favours it; Earshot
    # may not. Further apart, the two would not be solving the same problem.
    check(-5e-3 < gap < 1e-3, f"Earshot's objective is scikit-learn's or lower: {gap:+.1e} relative")
    check(agreement > 0.99, f"the best labels agree on 99 % of the rows: {agreement:.4f}")

    faster = times_as_fast(own, peer)
    section = Section("Training: the fit alone, same rows, one thread")
    section.text(
        f"{known['corpus']}: {known['rows']:,} rows, {known['entries']:,} entries in {columns:,} columns, "
        f"{known['labels']} labels, softmax with C = {strength}; the same svmlight file for both. scikit-learn: "
        f"`LogisticRegression` (lbfgs, float64, tolerance as it comes). Reading the file is not timed. {SLOW_RUNS} runs."
    )
    section.table(
        ["", "seconds", "CPU seconds", "objective"],
        [
            ["scikit-learn", spread(wall(peer)), spread(cpu(peer)), f"{found['peer']:.2f}"],
            ["earshot", spread(wall(own)), spread(cpu(own)), f"{found['earshot']:.2f}"],
            ["times as fast", spread(faster, 1, "×"), "", f"{gap:+.1e} relative"],
        ],
    )
    section.text(
        f"Both objectives (lower is better) are worked out by numpy from the weights. Same best label on {agreement:.2%} of the rows."
    )
    section.text("")
    section.ratio("train, same rows, softmax", "scikit-learn lbfgs", faster, GOAL)
    section.close()


main()
