"""Training one-vs-rest: LIBLINEAR `-s 7` (its dual solver) against `fit-rows`, the fit alone, on the same rows."""

import os

import numpy
from scipy.sparse import hstack
from sklearn.datasets import load_svmlight_file

from harness import SLOW_RUNS, STRENGTH, WORK, Section, Timing, alternate, answered, check, cpu, facts, spread, times_as_fast, timed, wall

GOAL = 2
WEIGHTS = WORK / "weights.bin"
CLAIM = ("train, same rows, one-vs-rest", "LIBLINEAR -s 7")


def objective(weights, rows, labels):
    """½ ‖W‖² + C · Σ_i Σ_k ln(1 + exp(∓z_ik)), worked out alike for both sides."""
    scores = rows @ weights
    scores[numpy.arange(len(labels)), labels] *= -1
    return 0.5 * float((weights**2).sum()) + STRENGTH * float(numpy.logaddexp(0, scores).sum())


def main():
    section = Section("Training one-vs-rest: the fit alone, same rows, one thread")
    try:
        from liblinear.liblinearutil import parameter, problem, train
    except ImportError as error:
        section.skip(*CLAIM, f"≥ {GOAL}×", str(error))
        section.close()
    known = facts()
    rows, labels = load_svmlight_file(str(WORK / "rows.svmlight"), n_features=known["columns"], zero_based=True)
    labels = labels.astype(int)
    with_bias = hstack([rows, numpy.ones((len(labels), 1))]).tocsr()
    prepared = problem(labels, with_bias)
    weights = {}

    def fit_peer():
        models = []
        timing = timed(lambda: models.append(train(prepared, parameter(f"-s 7 -c {STRENGTH} -q"))))
        model = models[0]
        # A row a label, in the order in which LIBLINEAR met them.
        columns = [model.get_decfun(label_idx=k)[0] for k in range(model.nr_class)]
        order = numpy.argsort(model.get_labels())
        weights["peer"] = numpy.array(columns)[order].T
        return timing

    def fit_earshot():
        report = answered([os.environ["FIT_ROWS"], WORK / "rows.svmlight", known["columns"], STRENGTH, WEIGHTS, "one-vs-rest"])
        check(report["converged"], "Earshot converged")
        weights["earshot"] = numpy.fromfile(WEIGHTS, "<f4").reshape(known["columns"] + 1, -1).astype(float)
        return Timing(report["seconds"], report["cpu_seconds"])

    peer, own = alternate({"LIBLINEAR": fit_peer, "earshot": fit_earshot}, SLOW_RUNS).values()
    found = {side: objective(w, with_bias, labels) for side, w in weights.items()}
    gap = found["earshot"] / found["peer"] - 1
    check(gap < 1e-3, f"Earshot's objective is LIBLINEAR's to 1e-3, or lower: {gap:+.1e}")
    faster = times_as_fast(own, peer)
    section.text(
        f"The rows of the part before, one-vs-rest, C = {STRENGTH}, the bias a column on both sides; LIBLINEAR's tolerance "
        f"as it comes (0.1). {SLOW_RUNS} runs. Objectives worked out by numpy."
    )
    section.table(
        ["", "seconds", "CPU seconds", "objective"],
        [
            ["LIBLINEAR", spread(wall(peer)), spread(cpu(peer)), f"{found['peer']:.2f}"],
            ["earshot", spread(wall(own)), spread(cpu(own)), f"{found['earshot']:.2f}"],
            ["times as fast", spread(faster, 1, "×"), "", f"{gap:+.1e} relative"],
        ],
    )
    section.ratio(*CLAIM, faster, GOAL)
    section.close()


main()
