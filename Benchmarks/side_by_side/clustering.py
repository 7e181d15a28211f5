"""k-means: scikit-learn's and faiss's against ours, from the same first centroids in as many rounds.

The parent imports numpy; peak memory is not measured here.
"""

import json
import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

import numpy
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

import vectors
from harness import WORK, Section, Timing, alternate, check, spread, times_as_fast, wall

try:
    import faiss
except ImportError:
    faiss = None

ROUNDS = 20
FASTER = 1.5
OF_SGEMM = 0.75
TWO_THREADS = 1.8
INNER = 3  # the least of so many runs, on all sides: after a pause, the second CPU of a lent machine wakes late
warnings.simplefilter("ignore", ConvergenceWarning)


class Earshot:
    """`cluster-rows`, kept running: reading the rows is not timed, as it is not for the others."""

    def __init__(self, rows, first):
        rows.tofile(WORK / "rows.f32")
        first.tofile(WORK / "first.f32")
        command = [os.environ["CLUSTER_ROWS"], WORK / "rows.f32", WORK / "first.f32", rows.shape[1], ROUNDS]
        self.process = subprocess.Popen(
            [str(word) for word in [*command, WORK / "last.f32"]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, what, threads):
        self.process.stdin.write(f"{what} {threads}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def least_of(count, run):
    return lambda: min((run() for _ in range(count)), key=lambda timing: timing.seconds)


def inertia(rows, centroids):
    """Σ ‖x − nearest centroid‖², worked out alike for all."""
    rows, centroids = rows.astype("f8"), centroids.astype("f8")
    total = 0.0
    for block in numpy.array_split(rows, 20):
        squares = (block**2).sum(1)[:, None] + (centroids**2).sum(1) - 2 * block @ centroids.T
        total += float(squares.min(axis=1).sum())
    return total


def measure(name, rows, k, section, table):
    n, d = rows.shape
    first = rows[numpy.random.default_rng(0).choice(n, k, replace=False)]
    earshot = Earshot(rows, first)
    found = {}

    def ours(threads, what="bounds"):
        def run():
            answer = earshot.ask(what, threads)
            found[what, threads] = numpy.fromfile(WORK / "last.f32", "<f4").reshape(k, d)
            return Timing(answer["seconds"], answer["cpu_seconds"])
        return run

    def scikit_learn(algorithm, threads):
        def run():
            model = KMeans(k, init=first, n_init=1, max_iter=ROUNDS, tol=0, algorithm=algorithm)
            with threadpool_limits(threads):
                start, cpu = time.perf_counter(), time.process_time()
                model.fit(rows)
                timing = Timing(time.perf_counter() - start, time.process_time() - cpu)
            found[algorithm, threads] = model.cluster_centers_
            return timing
        return run

    def faiss_kmeans(threads):
        def run():
            faiss.omp_set_num_threads(threads)
            model = faiss.Kmeans(
                d, k, niter=ROUNDS, max_points_per_centroid=n, min_points_per_centroid=1)
            with threadpool_limits(threads):
                start, cpu = time.perf_counter(), time.process_time()
                model.train(rows, init_centroids=first)
                timing = Timing(time.perf_counter() - start, time.process_time() - cpu)
            found["faiss", threads] = model.centroids
            return timing
        return run

    def sgemm():
        # As much as the rounds and the last labelling multiply.
        return Timing(earshot.ask("gemm", 1)["seconds"] * (ROUNDS + 1), 0)

    sides = {("sgemm", 1): sgemm, ("plain", 1): ours(1, "plain")}
    for threads in (1, 2):
        sides["bounds", threads] = ours(threads)
        sides["lloyd", threads] = scikit_learn("lloyd", threads)
        sides["elkan", threads] = scikit_learn("elkan", threads)
        if faiss:
            sides["faiss", threads] = faiss_kmeans(threads)
    timings = alternate({side: least_of(INNER, run) for side, run in sides.items()})
    earshot.close()

    reference = inertia(rows, found["lloyd", 1])
    for side, centroids in found.items():
        gap = inertia(rows, centroids) / reference - 1
        # faiss refills empty clusters in its own way and may end elsewhere.
        check(abs(gap) < 1e-3 or side[0] == "faiss", f"{name}: {side[0]} reaches scikit-learn's inertia: {gap:+.1e}")
    check((found["bounds", 1] == found["plain", 1]).all(), "bounds change no bit")
    check((found["bounds", 1] == found["bounds", 2]).all(), "threads change no bit")

    label = {"bounds": "earshot", "plain": "earshot without bounds", "lloyd": "scikit-learn, lloyd",
             "elkan": "scikit-learn, elkan", "faiss": "faiss", "sgemm": "the products alone (sgemm)"}
    for (side, threads), taken in timings.items():
        faster = times_as_fast(timings["bounds", threads], taken)
        gap = "" if side == "sgemm" else f"{inertia(rows, found[side, threads]) / reference - 1:+.1e}"
        table.append([f"{name}, {n:,} × {d}, k = {k}", label[side], str(threads),
                      spread(wall(taken), 3), spread(faster, 2, "×"), gap])
    for threads in (1, 2):
        for peer in ("lloyd", "elkan", "faiss"):
            if (peer, threads) not in timings:
                section.skip(f"k-means, {name}, {threads} thread(s)", peer, f"≥ {FASTER}×", "not installed")
                continue
            faster = times_as_fast(timings["bounds", threads], timings[peer, threads])
            section.ratio(f"k-means, {name}, {threads} thread(s)", label[peer], faster, FASTER, digits=2)
    share = times_as_fast(timings["plain", 1], timings["sgemm", 1])
    section.ratio(f"k-means assignment, {name}: share of sgemm", "OpenBLAS alone", share, OF_SGEMM, digits=2)
    two = times_as_fast(timings["bounds", 2], timings["bounds", 1])
    section.ratio(f"k-means, {name}: 1 → 2 threads", "ourselves", two, TWO_THREADS, digits=2)


def main():
    section = Section("Clustering: k-means from the same first centroids")
    section.text(
        f"{ROUNDS} rounds, float32 rows in memory, k random rows as first centroids; of {INNER} such runs, one after the "
        "other, the least, on all sides. scikit-learn with tol = 0; "
        "faiss looks at all rows; neither its last labelling nor its distances are part of its time, of the "
        "others' they are. Inertia: worked out by numpy from the centroids, against scikit-learn's lloyd.")
    table = []
    for name, rows, k in vectors.sets(Path(sys.argv[1])):
        measure(name, rows, k, section, table)
    section.table(["rows", "", "threads", "seconds", "earshot is … as fast", "inertia"], table)
    section.close()


main()
